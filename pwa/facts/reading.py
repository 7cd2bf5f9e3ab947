"""Fact files into records. What cannot be read is a fault, and all faults come together."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

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

Table = dict[str, Any]
T = TypeVar("T")


def read_facts(folder: Path = FOLDER) -> Facts:
    """Every fact below `folder`. Raises FactError with all that could not be read."""
    reader = _Reader(folder)
    facts = Facts(
        places={place.id: place for place in reader.tables("places.toml", _place)},
        law=tuple(reader.records("law", _law_record)),
        helplines=tuple(reader.records("helplines", _helpline)),
        plant_names=tuple(reader.document("plant-names.toml").get("names", ())),
        short_codes={
            country: tuple(codes) for country, codes in reader.document("short-codes.toml").items()
        },
        safety=read_safety(folder, reader.faults),
        maps={Path(path).stem: _map(reader.document(path)) for path in reader.files("maps")},
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

    def records(self, below: str, make: Callable[[Table, date, str], T]) -> Iterator[T]:
        """A record for each `[[record]]` in the files of one folder."""
        for path in self.files(below):
            name, document = self._name(path), self.document(path)
            researched_on = date.fromisoformat(document.get("researched_on", "0001-01-01"))
            for number, table in enumerate(document.get("record", ()), start=1):
                key = table.get("id") or f"{table.get('place')} {table.get('substance', number)}"
                yield from self._made(name, key, partial(make, table, researched_on, name))

    def _made(self, file: str, key: str, make: Callable[[], T]) -> Iterator[T]:
        try:
            yield make()
        except KeyError as problem:
            self.faults.append(Fault(file, key, f"needs the key {problem}"))
        except (TypeError, ValueError) as problem:
            self.faults.append(Fault(file, key, str(problem)))

    def _name(self, path: str | Path) -> str:
        return Path(self._folder, path).relative_to(self._folder).as_posix()


def _place(place_id: str, table: Table) -> Place:
    fields = {**table, "kind": Kind(table["kind"]), "aliases": tuple(table.get("aliases", ()))}
    return Place(id=place_id, **fields)


def _map(document: Table) -> Map:
    return Map(document.get("view_box", ""), document.get("source", ""), document.get("paths", {}))


def _law_record(table: Table, researched_on: date, file: str) -> LawRecord:
    return LawRecord(
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
    return Rule(**{**fields, "status": Status(table["status"])})


def _event(table: Table) -> Event:
    return Event(
        note=table["note"],
        on=_date(table.get("on")),
        status=table.get("status"),
        until=_date(table.get("until")),
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
    return Helpline(**{**fields, "sources": _sources(table), "file": file})


def _date(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text is not None else None
