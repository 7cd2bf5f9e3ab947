"""Fact files into records. What cannot be read is a fault, and all faults come together."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from pwa.dates import PartialDate
from pwa.errors import FactError, Fault
from pwa.facts.safety import read_safety
from pwa.records import (
    Confidence,
    Event,
    Facts,
    Helpline,
    Kind,
    LawRecord,
    Map,
    Permission,
    Place,
    Rule,
    Source,
    Status,
    Substance,
    TextLine,
)

FOLDER = Path(__file__).parent
LAW_KEYS = (
    *("place", "substance", "name_in_source", "as_of", "confidence", "follows"),
    *("rule", "event", "expected", "source"),
)

Table = dict[str, Any]
T = TypeVar("T")


def read_facts(folder: Path = FOLDER) -> Facts:
    """Every fact below `folder`. Raises FactError with all that could not be read."""
    reader = _Reader(folder)
    facts = Facts(
        places={place.id: place for place in reader.tables("places.toml", _place)},
        law=tuple(reader.records("law", _law_record)),
        helplines=tuple(reader.records("helplines", _helpline)),
        plant_names=tuple(n for names in reader.whole("plant-names.toml", _names) for n in names),
        short_codes=dict(reader.tables("short-codes.toml", _codes)),
        safety=read_safety(folder, reader.faults),
        maps={
            Path(path).stem: drawing
            for path in reader.files("maps")
            for drawing in reader.whole(path, _map)
        },
    )
    if reader.faults:
        raise FactError(reader.faults)
    return facts


class _Reader:
    """Reads below one folder and keeps every fault that it meets."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[Fault] = []

    def files(self, below: str) -> list[str | Path]:
        paths = sorted((self._folder / below).glob("*.toml"))
        if not paths:
            self.faults.append(Fault(below, "-", "the folder must hold fact files"))
        return list(paths)

    def document(self, path: str | Path) -> Table:
        """One TOML file; an empty table where it is missing or broken."""
        try:
            return tomllib.loads((self._folder / path).read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
            self.faults.append(Fault(self._name(path), "-", f"cannot be read: {problem}"))
            return {}

    def tables(self, path: str, make: Callable[[str, Table], T]) -> Iterator[T]:
        """A record for each table of one file, named by the table's key."""
        for key, table in self.document(path).items():
            yield from self._made(path, key, partial(make, key, table))

    def whole(self, path: str | Path, make: Callable[[Table], T]) -> Iterator[T]:
        """A record for a whole file; none where the file cannot be read."""
        if document := self.document(path):
            yield from self._made(self._name(path), "-", partial(make, document))

    def records(self, below: str, make: Callable[[Table, date, str], T]) -> Iterator[T]:
        """A record for each `[[record]]` in the files of one folder."""
        for path in self.files(below):
            before = len(self.faults)
            name, document = self._name(path), self.document(path)
            if len(self.faults) > before:
                continue
            head = list(self._made(name, "-", partial(_head, document)))
            for researched_on, tables in head:
                for number, table in enumerate(tables, start=1):
                    key = (
                        table.get("id") or f"{table.get('place')} {table.get('substance', number)}"
                    )
                    yield from self._made(name, str(key), partial(make, table, researched_on, name))

    def _made(self, file: str, key: str, make: Callable[[], T]) -> Iterator[T]:
        try:
            yield make()
        except KeyError as problem:
            self.faults.append(Fault(file, key, f"needs the key {problem}"))
        except (AttributeError, TypeError, ValueError) as problem:
            self.faults.append(Fault(file, key, str(problem)))

    def _name(self, path: str | Path) -> str:
        return Path(self._folder, path).relative_to(self._folder).as_posix()


def _head(document: Table) -> tuple[date, list[Table]]:
    _only(document, ("researched_on", "record"))
    tables = document["record"]
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ValueError("record must be a list of tables")
    return date.fromisoformat(document["researched_on"]), tables


def _only(table: Table, keys: Iterable[str]) -> None:
    if unknown := set(table) - set(keys):
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")


def _typed(made: T) -> T:
    """The same record, if each of its values has the type that its field declares."""
    for name, hint in get_type_hints(type(made)).items():
        value, kinds = getattr(made, name), get_args(hint) or (hint,)
        if get_origin(hint) is tuple:
            inner = kinds[0]
            if not isinstance(value, tuple) or not all(isinstance(v, inner) for v in value):
                raise ValueError(f"{name} must be a list of {inner.__name__}")
        elif type(value) not in kinds and not (
            isinstance(value, kinds) and type(value) is not bool
        ):
            raise ValueError(f"{name} cannot be {value!r}")
    return made


def _codes(country: str, codes: Any) -> tuple[str, tuple[str, ...]]:
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise ValueError("must be a list of texts")
    return country, tuple(codes)


def _names(document: Table) -> tuple[str, ...]:
    _only(document, ("names",))
    return _codes("", document["names"])[1]


def _place(place_id: str, table: Table) -> Place:
    fields = {**table, "kind": Kind(table["kind"]), "aliases": tuple(table.get("aliases", ()))}
    return _typed(Place(id=place_id, **fields))


def _map(document: Table) -> Map:
    _only(document, ("view_box", "source", "paths"))
    if not isinstance(document["paths"], dict):
        raise ValueError("paths must be a table")
    return Map(document["view_box"], document["source"], document["paths"])


def _law_record(table: Table, researched_on: date, file: str) -> LawRecord:
    _only(table, LAW_KEYS)
    return _typed(
        LawRecord(
            place=table["place"],
            substance=Substance(table["substance"]),
            as_of=_date(table.get("as_of")),
            researched_on=researched_on,
            confidence=Confidence(table["confidence"]),
            rules=tuple(_rule(rule) for rule in table["rule"]),
            events=tuple(_event(event) for event in table.get("event", ())),
            expected=tuple(_event(event) for event in table.get("expected", ())),
            sources=_sources(table),
            follows=tuple(table.get("follows", ())),
            name_in_source=table.get("name_in_source"),
            file=file,
        )
    )


def _rule(table: Table) -> Rule:
    fields = {key: value for key, value in table.items() if key != "import"}
    for key in ("valid_from", "shown_from", "valid_to"):
        fields[key] = _date(table.get(key))
    for key in ("age_binds", "also_covers"):
        fields[key] = tuple(table.get(key, ()))
    for key in ("possession", "sale"):
        fields[key] = Permission(table[key]) if key in table else None
    fields["import_"] = Permission(table["import"]) if "import" in table else None
    fields["confidence"] = Confidence(table["confidence"]) if "confidence" in table else None
    return _typed(Rule(**{**fields, "status": Status(table["status"])}))


def _event(table: Table) -> Event:
    _only(table, ("on", "until", "status", "note"))
    return _typed(
        Event(
            note=table["note"],
            on=_date(table.get("on")),
            status=table.get("status"),
            until=_date(table.get("until")),
        )
    )


def _sources(table: Table) -> tuple[Source, ...]:
    return tuple(Source(**{"url": None, **source}) for source in table.get("source", ()))


def _helpline(table: Table, researched_on: date, file: str) -> Helpline:
    fields = {key: value for key, value in table.items() if key != "source"}
    for key in ("topics", "languages", "alt_phones", "retired_numbers"):
        fields[key] = tuple(table.get(key, ()))
    fields["as_of"] = _date(table.get("as_of"))
    fields["confidence"] = Confidence(table["confidence"])
    fields["sms"] = TextLine(**table["sms"]) if "sms" in table else None
    return _typed(Helpline(**{**fields, "sources": _sources(table), "file": file}))


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text is not None else None
