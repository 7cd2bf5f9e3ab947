"""Imports researched facts: `python -m pwa.maintenance.import_facts FOLDER`.

FOLDER holds legal-us.yaml, legal-world.yaml and helplines.yaml. Writes pwa/facts/places.toml,
law/*.toml, helplines/*.toml and short-codes.toml. Fact files are edited by hand ever after; run it
again only to start over from a new research round.
"""

import sys
import tomllib
from pathlib import Path
from typing import Any

import tomli_w
import yaml

from pwa.maintenance.import_helplines import helpline_table, short_codes
from pwa.maintenance.import_law import Readings, law_record
from pwa.maintenance.import_places import place_tables

FACTS = Path(__file__).parent.parent / "facts"
RESEARCHED_ON = "2026-11-22"

Record = dict[str, Any]


def import_facts(research: Path, target: Path) -> dict[str, int]:
    """Write the fact files below `target`; returns how many records went in, by kind."""
    law = _read(research / "legal-us.yaml") + _read(research / "legal-world.yaml")
    helplines = _read(research / "helplines.yaml")
    readings = tomllib.loads((Path(__file__).parent / "readings.toml").read_text("utf-8"))
    advice = {reading["id"]: reading["text"] for reading in readings["advice"]}

    _write(target / "places.toml", place_tables(law, helplines, readings["place"]))
    _write(target / "short-codes.toml", short_codes(helplines))
    tables = [law_record(record, Readings(readings)) for record in law]
    _write_groups(target / "law", tables, lambda place: place.partition("/")[0])
    lines = [helpline_table(record, advice) for record in helplines]
    _write_groups(target / "helplines", lines, lambda place: place.partition("-")[0])
    return {"law": len(tables), "helplines": len(lines)}


def _read(path: Path) -> list[Record]:
    records: list[Record] = yaml.safe_load(path.read_text("utf-8"))
    return records


def _write_groups(folder: Path, tables: list[Record], group_of: Any) -> None:
    groups: dict[str, list[Record]] = {}
    for table in tables:
        groups.setdefault(group_of(table["place"]), []).append(table)
    for name, members in groups.items():
        document = {"researched_on": RESEARCHED_ON, "record": members}
        _write(folder / f"{name.lower()}.toml", document)


def _write(path: Path, document: Record) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(tomli_w.dumps(document), encoding="utf-8")


if __name__ == "__main__":
    for kind, count in import_facts(Path(sys.argv[1]), FACTS).items():
        sys.stdout.write(f"{kind}: {count} records\n")
