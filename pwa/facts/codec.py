"""Tables of fact files into records, each value held to the type that its field declares.

Nothing is converted but what TOML has no type for (dates of uncertain day, closed lists): a text
is no number, no list and no yes or no. Keys that a record does not have are refused.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, Literal, TypeVar, get_args, get_origin

from cattrs import BaseValidationError, Converter
from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError
from cattrs.gen import make_dict_structure_fn, override
from cattrs.strategies import configure_union_passthrough

from pwa.dates import PartialDate
from pwa.records import Helpline, LawRecord, Place, Rule
from pwa.records.safety import Interaction
from pwa.records.topics import Topic

Table = dict[str, Any]
T = TypeVar("T")
Hook = Callable[[Any, Any], Any]

# Where the file's word for a field is another: a list of tables is named by one of them.
IN_FILES = {
    LawRecord: {"rules": "rule", "events": "event", "sources": "source"},
    Rule: {"import_": "import"},
    Helpline: {"sources": "source"},
    Interaction: {"with_": "with"},
}
# What the reader knows and no table may say.
GIVEN = {
    LawRecord: ("researched_on", "file"),
    Helpline: ("file",),
    Place: ("id",),
    Topic: ("slug", "blocks", "file"),
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
    return IN_FILES.get(kind, {}).get(field, field)


def _exactly(kind: type) -> Hook:
    """A value of this very type: in Python true is a number too."""

    def check(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise ValueError(f"must be {NAMES[kind]}, not {value!r}")
        return value

    return check


def _table(kind: Any) -> Hook:
    """A record of a table, with no key that it does not have."""
    renamed = {field: override(rename=key) for field, key in IN_FILES.get(kind, {}).items()}
    given = {field: override(struct_hook=lambda value, _: value) for field in GIVEN.get(kind, ())}
    overrides: dict[str, Any] = renamed | given
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
            raise ValueError(f"{value!r} is none of {', '.join(map(str, allowed))}")
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
__all__ = ["BaseValidationError", "Table", "rules_broken", "structured"]
