"""The agreed words, read from translations/GLOSSARY.md: its tables are for people and programs."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

# Heading of a section of GLOSSARY.md, and the name of the table below it in `Glossary`.
SECTIONS = {"Substances": "substances", "Terms": "terms", "Units": "units"}
KEPT = "Kept as they are"

Stems = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Glossary:
    """The words of one locale: for each English word the beginnings one of which has to be there.

    `substances` are held in both directions: none may be lost and none may be added. `kept` are
    names that every language writes as English does.
    """

    substances: Stems = field(default_factory=dict)
    terms: Stems = field(default_factory=dict)
    units: Stems = field(default_factory=dict)
    kept: tuple[str, ...] = ()

    @cached_property
    def patterns(self) -> Mapping[str, re.Pattern[str]]:
        """How each English word is found in a message, longer words first."""
        words = {*self.substances, *self.terms, *self.units, *self.kept}
        return {word: _pattern(word) for word in sorted(words, key=len, reverse=True)}


def read_glossary(path: Path, locale: str) -> Glossary:
    """The glossary of a locale; empty tables where it has no column of its own."""
    tables: dict[str, dict[str, tuple[str, ...]]] = {name: {} for name in SECTIONS.values()}
    kept: tuple[str, ...] = ()
    for section, row in _rows(path.read_text("utf-8")):
        if section == KEPT:
            kept += (row["English"],)
        elif section in SECTIONS and row.get(locale):
            stems = tuple(stem.strip().casefold() for stem in row[locale].split(","))
            tables[SECTIONS[section]][row["English"]] = stems
    return Glossary(**tables, kept=kept)


def _rows(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row of each table with the heading that it stands under."""
    section = ""
    head: list[str] = []
    for line in text.splitlines():
        if line.startswith("#"):
            section, head = line.lstrip("# ").strip(), []
        elif line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not head:
                head = cells
            elif not set(cells[0]) <= {"-", ":", " "}:
                yield section, dict(zip(head, cells, strict=True))


def _pattern(word: str) -> re.Pattern[str]:
    """The word by itself, also in the plural."""
    capital = 0 if word.isupper() else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(word)}(?:s|es)?(?!\w)", capital)
