"""Imports researched safety facts: `python -m pwa.maintenance.import_safety FOLDER`.

FOLDER holds claims.yaml, evidence.yaml and interactions.yaml. Writes pwa/facts/claims.toml,
evidence.toml and interactions.toml, each under the notes that head its YAML file. The files are
edited by hand ever after; run it again only to start over from a new research round.
"""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import tomli_w
import yaml

from pwa.maintenance.tidy import drop_empty

FACTS = Path(__file__).parent.parent / "facts"
RESEARCHED_ON = "2026-11-22"
# Short ids for the addresses of interactions with long names; others are named by their words.
INTERACTION_IDS = {
    "kratom leaf with 7-OH or pseudoindoxyl products": "leaf-with-7-oh",
    "sleeping pills and other sedatives": "sleeping-pills",
    "SNRIs, above all venlafaxine": "snris",
    "dextromethorphan and cough or cold mixes": "cough-and-cold-mixes",
    "CYP3A blockers: HIV and hepatitis boosters": "hiv-and-hepatitis-boosters",
    "CYP3A blockers: azoles, some antibiotics, grapefruit": "azoles-antibiotics-grapefruit",
    "medicines that kratom may raise (cleared by CYP3A)": "cleared-by-cyp3a",
    "medicines cleared by CYP2D6": "cleared-by-cyp2d6",
    "medicines that affect heart rhythm (QT)": "heart-rhythm",
    "medicines and drinks that are hard on the liver": "hard-on-the-liver",
    "medicines that lower the fit threshold": "lower-the-fit-threshold",
    "other 'natural' calming or opioid-like products": "natural-products",
    "Datura and other plants with strong nerve effects": "datura",
}
AMOUNTS = "Reported amounts read like doses to take. Product rule: amounts are never shown."
LICENCE = "A note for builders. Product rule: COWS and SOWS are not reproduced without permission."

Record = dict[str, Any]


def import_safety(research: Path, target: Path) -> dict[str, int]:
    """Write the three fact files below `target`; returns how many records went into each."""
    shapes = {"claims": claim_table, "evidence": study_table, "interactions": interaction_table}
    return {
        name: _import_file(research / f"{name}.yaml", target / f"{name}.toml", shape)
        for name, shape in shapes.items()
    }


def claim_table(record: Record) -> Record:
    """One claim, and whether the public may see it."""
    because = None
    if record["id"].startswith("amounts-"):
        because = AMOUNTS
    elif record["id"] == "scales-licence":
        because = LICENCE
    held_back = drop_empty({"published": because is None, "unpublished_because": because})
    return {**_without_nulls(record), **held_back}


def study_table(record: Record) -> Record:
    """One study. `unlinked` says openly that no page is known to send a reader to."""
    citation = _without_nulls(record["citation"])
    has_link = any(citation.get(key) for key in ("doi", "pmid"))
    has_link = has_link or bool(record["show_url"] and citation.get("url"))
    rest = {key: value for key, value in _without_nulls(record).items() if key != "citation"}
    return {**rest, **({} if has_link else {"unlinked": True}), "citation": citation}


def interaction_table(record: Record) -> Record:
    """One interaction, with the id that its address keeps for ever."""
    return {"id": interaction_id(record["with"]), **_without_nulls(record)}


def interaction_id(name: str) -> str:
    """A short id where one is given, else the words of the name."""
    words = re.findall(r"[a-z0-9]+", name.lower().replace("'", ""))
    return INTERACTION_IDS.get(name) or "-".join(words)


def _without_nulls(record: Record) -> Record:
    """TOML has no null; unlike drop_empty this keeps empty lists, which say "none found"."""
    return {key: value for key, value in record.items() if value is not None}


def _import_file(source: Path, target: Path, shape: Callable[[Record], Record]) -> int:
    text = source.read_text("utf-8")
    records = [shape(record) for record in yaml.safe_load(text)]
    document = tomli_w.dumps({"researched_on": RESEARCHED_ON, "record": records})
    target.write_text(_heading(text) + document, encoding="utf-8")
    return len(records)


def _heading(text: str) -> str:
    """The notes at the top of a YAML file; they read the same in TOML."""
    notes = re.match(r"(?:#.*\n)*", text)
    return f"{notes[0]}\n" if notes and notes[0] else ""


if __name__ == "__main__":
    for kind, count in import_safety(Path(sys.argv[1]), FACTS).items():
        sys.stdout.write(f"{kind}: {count} records\n")
