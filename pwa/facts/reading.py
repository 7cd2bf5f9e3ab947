"""Fact files into records. What cannot be read is a fault, and all faults come together."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from pwa.errors import FactError
from pwa.facts.codec import Table, structured
from pwa.facts.files import FactFiles
from pwa.facts.safety import read_safety
from pwa.records import (
    CallingRecord,
    Facts,
    Helpline,
    HelpRecord,
    LawRecord,
    Map,
    NaloxoneRecord,
    Place,
)

KINDS: dict[str, type[HelpRecord]] = {"calling": CallingRecord, "naloxone": NaloxoneRecord}


@dataclass(frozen=True)
class _PlantNames:
    """The whole file of them."""

    names: tuple[str, ...]


def read_facts(folder: Path) -> Facts:
    """Every fact below `folder`. Raises FactError with all that could not be read."""
    files = FactFiles(folder, [])
    # Folders of facts that were copied before there was any of it have none.
    on_help = [
        record
        for path in files.paths("calling", may_be_empty=True)
        for record in files.records(path, _help_record)
    ]
    facts = Facts(
        places={place.id: place for place in files.tables("places.toml", _place)},
        law=tuple(
            record for path in files.paths("law") for record in files.records(path, _law_record)
        ),
        helplines=tuple(
            line for path in files.paths("helplines") for line in files.records(path, _helpline)
        ),
        calling=tuple(each for each in on_help if isinstance(each, CallingRecord)),
        naloxone=tuple(each for each in on_help if isinstance(each, NaloxoneRecord)),
        plant_names=tuple(
            name
            for read in files.whole("plant-names.toml", partial(structured, _PlantNames))
            for name in read.names
        ),
        short_codes=dict(files.tables("short-codes.toml", _codes)),
        safety=read_safety(folder, files.faults),
        maps={
            path.stem: drawing
            for path in files.paths("maps")
            for drawing in files.whole(path, partial(structured, Map))
        },
    )
    if files.faults:
        raise FactError(files.faults)
    return facts


def _codes(country: str, codes: object) -> tuple[str, tuple[str, ...]]:
    return country, structured(tuple[str, ...], codes)


def _place(place_id: str, table: object) -> Place:
    return structured(Place, table, id=place_id)


def _law_record(table: Table, researched_on: date, file: str) -> LawRecord:
    return structured(LawRecord, {"researched_on": researched_on} | table, file=file)


def _helpline(table: Table, researched_on: date, file: str) -> Helpline:
    return structured(Helpline, {"researched_on": researched_on} | table, file=file)


def _help_record(table: Table, researched_on: date, file: str) -> HelpRecord:
    kind = KINDS.get(str(table.get("kind")))
    if kind is None:
        raise ValueError(f"kind: {table.get('kind')!r} is none of {', '.join(KINDS)}")
    return structured(kind, {"researched_on": researched_on} | table, file=file)
