"""How the facts that we show were looked at, and how long ago: counted, good or bad."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from pwa.answers.ages import is_past, last_day_of_law, last_day_of_line, looks
from pwa.facts.numbers import country_of
from pwa.records import CheckKind, FactCheck, Facts

FACT_KINDS = ("helplines", "law")
# The newest look at a fact, by the most days that it lies back; then older ones, and none.
AGES = {"90-days": 90, "180-days": 180, "1-year": 365, "2-years": 730}
OLDER, UNDATED = "older", "undated"
NONE = "none"


class Covered(NamedTuple):
    """One fact: of which kind, in which country, its newest look, and whether that still counts."""

    kind: str
    place: str
    look: FactCheck | None
    fresh: bool
    disputed: bool


@dataclass(frozen=True)
class FactCoverage:
    """The facts of one kind, counted. Every fact is in just one of `by_check` and of `by_age`."""

    total: int
    fresh: int
    disputed: int
    by_check: dict[str, int]
    by_age: dict[str, int]


@dataclass(frozen=True)
class PlaceCoverage:
    """The facts of one country with all that lies in it: of each kind all, and the fresh ones."""

    place: str
    helplines: int
    helplines_fresh: int
    law: int
    law_fresh: int


def facts_covered(facts: Facts, on: date) -> Iterator[Covered]:
    """Every published helpline and every law record."""
    for line in facts.helplines:
        if line.published:
            fresh = not is_past(last_day_of_line(line, on), on)
            look = next(iter(looks(line, on)), None)
            yield Covered("helplines", line.place, look, fresh, bool(line.disagreements))
    for record in facts.law:
        fresh = not is_past(last_day_of_law(record, facts.places[record.place], on), on)
        look = next(iter(looks(record, on)), None)
        yield Covered("law", record.place, look, fresh, bool(record.disagreements))


def coverage_by_kind(facts: Facts, on: date) -> dict[str, FactCoverage]:
    """All facts, by their kind."""
    of: dict[str, list[Covered]] = {kind: [] for kind in FACT_KINDS}
    for each in facts_covered(facts, on):
        of[each.kind].append(each)
    return {kind: _counted(found, on) for kind, found in of.items()}


def coverage_by_place(facts: Facts, on: date) -> tuple[PlaceCoverage, ...]:
    """All facts, by country, in the order of their codes."""
    all_of: Counter[tuple[str, str]] = Counter()
    fresh: Counter[tuple[str, str]] = Counter()
    for each in facts_covered(facts, on):
        key = country_of(each.place), each.kind
        all_of[key] += 1
        fresh[key] += each.fresh
    return tuple(
        PlaceCoverage(
            place,
            all_of[place, "helplines"],
            fresh[place, "helplines"],
            all_of[place, "law"],
            fresh[place, "law"],
        )
        for place in sorted({place for place, _ in all_of})
    )


def age_band(look: FactCheck | None, on: date) -> str:
    """How long ago a look was, at most."""
    if look is None:
        return UNDATED
    days = (on - look.on.earliest).days
    return next((band for band, most in AGES.items() if days <= most), OLDER)


def _counted(found: Sequence[Covered], on: date) -> FactCoverage:
    checks = Counter(each.look.kind.value if each.look else NONE for each in found)
    ages = Counter(age_band(each.look, on) for each in found)
    return FactCoverage(
        total=len(found),
        fresh=sum(each.fresh for each in found),
        disputed=sum(each.disputed for each in found),
        by_check={kind: checks[kind] for kind in (*CheckKind, NONE)},
        by_age={band: ages[band] for band in (*AGES, OLDER, UNDATED)},
    )
