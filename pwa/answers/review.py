"""Which records a person has to look at again."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pwa.answers.ages import is_newer, is_past, last_day_of_law, last_day_of_line
from pwa.records import Facts, LawRecord, Rule


class Due(NamedTuple):
    """One record that is due for review: its file, its key, and why."""

    file: str
    key: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.why}"


def overdue(facts: Facts, on: date) -> list[Due]:
    """All records past their shelf life, and those that follow a rule reviewed since."""
    return [*_overdue_law(facts, on), *_overdue_helplines(facts, on)]


def _overdue_law(facts: Facts, on: date) -> Iterator[Due]:
    for record in facts.law:
        if is_past(last_day_of_law(record, facts.places[record.place], on), on):
            yield Due(record.file, record.key, f"past its shelf life: newest source {record.as_of}")
        elif any(_has_run_out(rule, on) for rule in record.rules):
            yield Due(record.file, record.key, "a temporary order has run out")
        elif followed := _reviewed_since(record, facts):
            yield Due(record.file, record.key, f"follows {followed}, which was reviewed since")


def _has_run_out(rule: Rule, on: date) -> bool:
    return rule.temporary and rule.valid_to is not None and rule.valid_to.latest < on


def _reviewed_since(record: LawRecord, facts: Facts) -> str | None:
    """The place that the record follows and whose own record has a newer source."""
    for place_id in record.follows:
        other = facts.law_by_place[place_id].get(record.substance)
        if other and is_newer(other.as_of, record.as_of):
            return place_id
    return None


def _overdue_helplines(facts: Facts, on: date) -> Iterator[Due]:
    for line in facts.helplines:
        if not line.published:
            yield Due(line.file, line.id, "not published: nobody has confirmed its number")
        elif is_past(last_day_of_line(line, on), on):
            yield Due(line.file, line.id, f"past its shelf life: newest source {line.as_of}")
