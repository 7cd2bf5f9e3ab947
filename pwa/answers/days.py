"""The days on which an answer changes by itself: a rule starts or ends, a source grows old."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pwa.answers.ages import DAY, last_day, law_class, looks
from pwa.answers.law import LawAnswer, answer
from pwa.dates import PartialDate
from pwa.records import Facts, LawRecord, Place, Substance

# A copy on a phone speaks for itself this long; by then all law in it is out of date.
HORIZON = timedelta(days=400)


def answers_by_day(
    facts: Facts, place_id: str, substance: Substance, on: date
) -> tuple[LawAnswer, ...]:
    """The answer of a day and those of later days on which it may read otherwise, each with its
    first day as `on`. Raises KeyError for an id that is no place."""
    days = turning_days(facts, place_id, on)
    return tuple(answer(facts, place_id, substance, day) for day in (on, *days))


def turning_days(facts: Facts, place_id: str, on: date) -> list[date]:
    """The days after `on`, up to the horizon, on which an answer about the law may change."""
    return sorted(day for day in _all_turns(facts, place_id) if on < day <= on + HORIZON)


def days_of_other_answers(facts: Facts, place_ids: Iterable[str]) -> set[date]:
    """The days on which `answers_by_day` of one of these places may say something else than on the
    day before: an answer changes, or a change comes within the horizon."""
    days = set().union(*(_all_turns(facts, place_id) for place_id in place_ids))
    return days | {day - HORIZON for day in days}


def _all_turns(facts: Facts, place_id: str) -> set[date]:
    return {
        day
        for place in facts.ancestry(place_id)
        for record in facts.law_by_place.get(place.id, {}).values()
        for day in (*_turns(record), *_grows_old(record, place))
    }


def _turns(record: LawRecord) -> Iterator[date]:
    for rule in record.rules:
        for bound in (rule.valid_from, rule.shown_from, rule.valid_to):
            yield from _around(bound)
    for event in (*record.events, *record.expected):
        yield from _around(event.on)


def _grows_old(record: LawRecord, place: Place) -> Iterator[date]:
    life = law_class(record, place)
    for look in looks(record, date.max):
        yield look.on.earliest
        yield last_day(look.on, life) + DAY


def _around(bound: PartialDate | None) -> tuple[date, ...]:
    """The first days on which a rough date may have come, surely has, and is over."""
    if bound is None:
        return ()
    return bound.earliest, bound.latest, bound.earliest + DAY, bound.latest + DAY
