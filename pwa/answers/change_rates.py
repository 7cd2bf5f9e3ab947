"""How often law of each class has changed in our own history, and what that means for its shelf
life: the chance that it changes unnoticed before we have to look again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp

from pwa.answers.ages import LAW_CLASSES, ShelfLife, class_of
from pwa.records import Facts, LawRecord

YEAR = 365.25
# Three years: one is too few to count, and what was before 2023 was quieter than what is.
YEARS = 3
MOST = 0.1


@dataclass(frozen=True)
class ChangeRate:
    """Changes of one class within the last years."""

    life: ShelfLife
    records: int
    changes: int
    years: int = YEARS

    @property
    def a_place_year(self) -> float:
        """Changes of one answer (a place and a substance) a year. One more than we know of is
        counted: a class without any is not one that never changes."""
        return (self.changes + 1) / (self.records * self.years) if self.records else 0.0

    @property
    def chance(self) -> float:
        """The chance that an answer changes within the shelf life."""
        return 1 - exp(-self.a_place_year * self.life.days / YEAR)

    def line(self) -> str:
        """A row of the table."""
        return (
            f"{self.life.name:42} {self.life.days:5} {self.records:8} {self.changes:8}"
            f" {self.a_place_year:11.3f} {self.chance:7.1%}"
        )


HEAD = f"{'class':42} {'days':>5} {'answers':>8} {'changes':>8} {'a year each':>11} {'chance':>7}"


def change_rates(facts: Facts) -> tuple[ChangeRate, ...]:
    """Every class of law, by the rules that began within the years before our newest research."""
    end = max((record.researched_on for record in facts.law), default=date.min)
    start = end - timedelta(days=YEARS * YEAR)
    return tuple(_rate(facts, life, start, end) for life in LAW_CLASSES)


def _rate(facts: Facts, life: ShelfLife, start: date, end: date) -> ChangeRate:
    records = [each for each in facts.law if class_of(facts.places[each.place]) is life]
    changes = sum(start < day <= end for record in records for day in _began(record))
    return ChangeRate(life, len(records), changes)


def _began(record: LawRecord) -> Iterator[date]:
    return (rule.valid_from.earliest for rule in record.rules if rule.valid_from)
