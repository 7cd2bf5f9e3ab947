"""What changed in the law of a place, and what is to change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pwa.dates import PartialDate
from pwa.records import Event, LawRecord, Place, Status

Recorded = Iterable[tuple[Place, LawRecord]]


@dataclass(frozen=True)
class Change:
    """A dated step in the law of one place. `status` is None where no rule changes.

    `until` is the last day of a rule whose start is not known; `lapse` marks the first day after a
    temporary rule.
    """

    place: Place
    on: PartialDate | None
    status: Status | None
    note: str | None
    until: PartialDate | None = None
    lapse: bool = False


def upcoming(recorded: Recorded, on: date) -> list[Change]:
    """What is to change after that day at any level, the nearest first, the undated last."""
    changes = [change for place, record in recorded for change in _coming(place, record, on)]
    return sorted(changes, key=lambda change: change.on.earliest if change.on else date.max)


def history(recorded: Recorded, on: date) -> list[Change]:
    """What changed up to that day at any level, the newest first."""
    changes = [change for place, record in recorded for change in _past(place, record)]
    dated = [(change.on.earliest, change) for change in changes if change.on]
    past = [(day, change) for day, change in dated if day <= on]
    return [change for _, change in sorted(past, key=lambda pair: pair[0], reverse=True)]


def _coming(place: Place, record: LawRecord, on: date) -> Iterator[Change]:
    for rule in record.rules:
        if rule.valid_from and rule.valid_from.earliest > on:
            yield Change(place, rule.valid_from, rule.status, rule.note or rule.instrument)
        if rule.temporary and rule.valid_to and rule.valid_to.latest >= on:
            end = PartialDate.parse((rule.valid_to.latest + timedelta(days=1)).isoformat())
            yield Change(place, end, None, _note_on(record.expected, end), lapse=True)
    # Also what was due already: nobody has seen yet whether it came.
    for event in record.undecided:
        yield Change(place, event.on, None, event.note)


def _note_on(events: Iterable[Event], day: PartialDate) -> str | None:
    return next((event.note for event in events if event.on == day), None)


def _past(place: Place, record: LawRecord) -> Iterator[Change]:
    for rule in record.rules:
        if rule.valid_from or rule.valid_to:
            start = rule.valid_from or rule.valid_to
            until = None if rule.valid_from else rule.valid_to
            yield Change(place, start, rule.status, rule.note, until)
    for event in record.events:
        yield Change(place, event.on, None, event.note)
