"""Tables of fact files into records and back, each value held to the type of its field.

Nothing is converted but what TOML has no type for (dates of uncertain day, closed lists): a text
is not a number, a list, or yes or no. Keys that a record does not have are refused. Back again,
what says nothing (None, and what a field holds by itself) is left out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, Literal, TypeVar, get_args, get_origin

from cattrs import BaseValidationError, Converter
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.strategies import configure_union_passthrough

from pwa.dates import PartialDate
from pwa.records import (
    CallingRecord,
    Disagreement,
    Helpline,
    LawRecord,
    NaloxoneRecord,
    Place,
    Source,
)
from pwa.records.safety import Check
from pwa.records.topics import Topic

Table = dict[str, Any]
T = TypeVar("T")
Hook = Callable[[Any, Any], Any]

CHECKED = {"checks": "checked", "disagreements": "disagreement"}
# Where the file's word for a field is another: a list of tables is named by one of them. A line
# behind a field's name (`import_`) only keeps it from being a word of Python, and is in no file.
_LISTS = {"sources": "source", "corrections": "correction"}
IN_FILES: dict[type, dict[str, str]] = {
    LawRecord: {"rules": "rule", "events": "event", **_LISTS, **CHECKED},
    Helpline: {**_LISTS, **CHECKED},
    CallingRecord: _LISTS,
    NaloxoneRecord: _LISTS,
    Disagreement: {"others": "other"},
}
# What the reader knows and no table may say.
GIVEN = {
    LawRecord: ("file",),
    Helpline: ("file",),
    CallingRecord: ("file",),
    NaloxoneRecord: ("file",),
    Place: ("id",),
    Topic: ("slug", "blocks", "file"),
}
# What files say also where it is what the field holds by itself.
ALWAYS_SAID = {
    Source: ("basis",),
    Helpline: ("cost", "run_by_law_enforcement"),
    Check: ("checked_by",),
}
NAMES = {bool: "true or false", int: "a whole number", str: "a text"}


def structured(kind: type[T], value: Any, **given: Any) -> T:
    """The record or tuple that a table or list of a fact file holds; `given` are its GIVEN fields.

    Raises ValueError or BaseValidationError, of which `rules_broken` says what is wrong.
    """
    if isinstance(value, dict):
        if said := given.keys() & value.keys():
            raise ValueError(_unknown(said))
        value = value | given
    return _converter.structure(value, kind)


def table_of(record: Any) -> Table:
    """The table or list that `structured` reads as this record, keys named as files name them.

    GIVEN fields are left out, so that `structured(kind, table_of(record), **given) == record`.
    """
    return _converter.unstructure(record)  # type: ignore[no-any-return]  # by its record


def rules_broken(problem: BaseException, at: str = "") -> Iterator[str]:
    """Each fault of a table, headed by the key that has it: `rule[0].status: 'ok' is not ...`."""
    if isinstance(problem, ClassValidationError):
        for inner, note in problem.group_exceptions()[0]:
            yield from rules_broken(inner, f"{at}.{_key(problem.cl, note.name)}")
        for inner in problem.group_exceptions()[1]:
            yield from rules_broken(inner, at)
    elif isinstance(problem, IterableValidationError):
        for inner, place in problem.group_exceptions()[0]:
            yield from rules_broken(inner, f"{at}[{place.index!r}]")
    elif isinstance(problem, KeyError):
        yield _headed(at.rpartition(".")[0], f"needs the key {problem}")
    elif isinstance(problem, ForbiddenExtraKeysError):
        yield _headed(at, _unknown(problem.extra_fields))
    else:
        yield _headed(at, str(problem))


def _headed(at: str, rule: str) -> str:
    return f"{at.lstrip('.')}: {rule}" if at else rule


def _unknown(keys: set[str]) -> str:
    return f"unknown key {', '.join(map(repr, sorted(keys)))}"


def _key(kind: type, field: str) -> str:
    return IN_FILES.get(kind, {}).get(field, field.rstrip("_"))


def _renamed(kind: Any) -> dict[str, Any]:
    """How cattrs is told of fields that files name otherwise."""
    keys = {field.name: _key(kind, field.name) for field in fields(kind)}
    return {name: override(rename=key) for name, key in keys.items() if key != name}


def _exactly(kind: type) -> Hook:
    """A value of this very type: in Python true is a number too."""

    def check(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"must be {NAMES[kind]}, not {value!r}")
        return value

    return check


def _to_table(kind: Any) -> Callable[[Any], Any]:
    """A table of a record: what says nothing, and what no table may say, is left out."""
    overrides = _renamed(kind)
    overrides |= {field: override(omit=True) for field in GIVEN.get(kind, ())}
    overrides |= {field: override(omit_if_default=False) for field in ALWAYS_SAID.get(kind, ())}
    return make_dict_unstructure_fn(kind, _converter, _cattrs_omit_if_default=True, **overrides)


def _table(kind: Any) -> Hook:
    """A record of a table, with no key that it does not have."""
    given = {field: override(struct_hook=lambda value, _: value) for field in GIVEN.get(kind, ())}
    overrides = _renamed(kind) | given
    make = make_dict_structure_fn(kind, _converter, _cattrs_forbid_extra_keys=True, **overrides)

    def structure(value: Any, _: Any) -> Any:
        return make(_any_table(value, kind), kind)

    return structure


def _list(kind: Any) -> Hook:
    """A tuple of a list. A text is none, though it can be taken letter by letter."""
    inner: Any = list[get_args(kind)[0]]  # type: ignore[misc]  # known only now

    def structure(value: Any, _: Any) -> Any:
        if not isinstance(value, list):
            raise ValueError(f"must be a list, not {value!r}")
        return tuple(_converter.structure(value, inner))

    return structure


def _choice(kind: Any) -> Hook:
    """One of a closed list, of the same type."""
    allowed = get_args(kind)

    def structure(value: Any, _: Any) -> Any:
        if (type(value), value) not in [(type(each), each) for each in allowed]:
            raise ValueError(f"{value!r} is not one of {', '.join(map(str, allowed))}")
        return value

    return structure


def _partial_date(value: Any, _: Any) -> PartialDate:
    return PartialDate.parse(_exactly(str)(value, str))


def _day(value: Any, _: Any) -> date:
    """A whole day, as TOML writes it or as a text. A moment is none."""
    if type(value) is date:
        return value
    if isinstance(value, str) and (found := PartialDate.parse(value)).precision == "day":
        return found.earliest
    raise ValueError(f"must be a day, not {value!r}")


def _any_table(value: Any, _: Any) -> Table:
    if not isinstance(value, dict):
        raise ValueError(f"must be a table, not {value!r}")
    return value


def _texts(value: Any, _: Any) -> dict[str, str]:
    return _converter.structure(_any_table(value, Table), dict[str, str])


def _is_a(origin: Any, kind: Any) -> bool:
    return get_origin(kind) is origin


_converter = Converter()
for _plain in NAMES:
    _converter.register_structure_hook(_plain, _exactly(_plain))
# Said because a closed list is a text too, by its parents.
_converter.register_structure_hook(StrEnum, lambda value, kind: kind(value))
configure_union_passthrough(bool | str | None, _converter)
_converter.register_structure_hook_factory(is_dataclass, _table)
_converter.register_structure_hook_factory(partial(_is_a, tuple), _list)
_converter.register_structure_hook_factory(partial(_is_a, Literal), _choice)
_converter.register_structure_hook_func(lambda kind: kind == Table, _any_table)
_converter.register_structure_hook_func(lambda kind: kind == Mapping[str, str], _texts)
_converter.register_structure_hook(PartialDate, _partial_date)
_converter.register_structure_hook(date, _day)
_converter.register_unstructure_hook_factory(is_dataclass, _to_table)
_converter.register_unstructure_hook_func(
    partial(_is_a, tuple), lambda values: [_converter.unstructure(each) for each in values]
)
_converter.register_unstructure_hook(PartialDate, str)
_converter.register_unstructure_hook(date, date.isoformat)
__all__ = ["BaseValidationError", "Table", "rules_broken", "structured", "table_of"]
