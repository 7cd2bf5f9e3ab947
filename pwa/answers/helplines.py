"""Whom to call in a place: its own lines, then its country's, then worldwide ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pwa.answers.freshness import EMERGENCY, HELPLINE, is_stale
from pwa.answers.hours import is_open, next_change
from pwa.facts.hours import ALWAYS
from pwa.records import Confidence, Facts, Helpline, Place

WORLDWIDE = "INT"
EMERGENCY_TOPIC = "emergency"


@dataclass(frozen=True)
class Line:
    """A published helpline at a moment: whether it is open (None: not known), and how old it is."""

    helpline: Helpline
    place: Place
    open: bool | None
    changes_at: datetime | None
    stale: bool


@dataclass(frozen=True)
class LineGroup:
    """Lines for one need. A line stands in the first group that it fits."""

    topic: str
    lines: tuple[Line, ...]


def lines_for(facts: Facts, place_id: str, at: datetime) -> tuple[Line, ...]:
    """Published lines for a place: its own first, then each place above, then worldwide.

    `at` is a moment with a zone. Raises KeyError for an id that is no place. Lines of low
    confidence are never among them.
    """
    line_of_places = [place.id for place in facts.ancestry(place_id)]
    if WORLDWIDE not in line_of_places:
        line_of_places.append(WORLDWIDE)
    return tuple(
        _line(facts, helpline, at)
        for above in line_of_places
        for helpline in facts.published_by_place.get(above, ())
    )


def emergency_line(facts: Facts, place_id: str, at: datetime) -> Line | None:
    """The emergency number of the place or its country; None where we hold none."""
    lines = lines_for(facts, place_id, at)
    return next((line for line in lines if EMERGENCY_TOPIC in line.helpline.topics), None)


def emergency_lines(facts: Facts, at: datetime) -> tuple[Line, ...]:
    """Every country's emergency number, by the country's name."""
    found = [
        _line(facts, helpline, at)
        for helpline in facts.helplines
        if helpline.published and EMERGENCY_TOPIC in helpline.topics
    ]
    return tuple(sorted(found, key=lambda line: line.place.name))


def all_lines(facts: Facts, at: datetime) -> tuple[Line, ...]:
    """Every published line, place by place."""
    published = facts.published_by_place.values()
    return tuple(_line(facts, helpline, at) for lines in published for helpline in lines)


def stale_from(helpline: Helpline) -> date | None:
    """The first day past a line's shelf life; None where our source has no date."""
    as_of = helpline.as_of
    return as_of.earliest + _shelf_life(helpline) + timedelta(days=1) if as_of else None


def by_need(lines: tuple[Line, ...], order: tuple[str, ...]) -> tuple[LineGroup, ...]:
    """The same lines in groups, in the order of the needs given; emergency first.

    In a group those for everybody come first, then of each place those that answer day and night,
    and of them those that we are surest of and that can be reached in most ways.
    """
    return tuple(_groups(lines, order))


def _groups(lines: tuple[Line, ...], order: tuple[str, ...]) -> Iterator[LineGroup]:
    waiting = list(lines)
    for topic in order:
        members = [line for line in waiting if topic in line.helpline.topics]
        waiting = [line for line in waiting if line not in members]
        if members:
            places = list(dict.fromkeys(line.place.id for line in lines))
            members.sort(key=lambda line: _turn(line.helpline, places))
            yield LineGroup(topic, tuple(members))


def _turn(it: Helpline, places: list[str]) -> tuple[bool, int, int, int, int]:
    hours = 0 if it.hours == ALWAYS else 1 if it.hours else 2
    doubt = list(Confidence).index(it.confidence)
    ways = sum(map(bool, (it.short or it.phone, it.sms, it.chat_url, it.whatsapp)))
    return it.group is not None, places.index(it.place), hours, doubt, -ways


def _line(facts: Facts, helpline: Helpline, at: datetime) -> Line:
    return Line(
        helpline=helpline,
        place=facts.places[helpline.place],
        open=is_open(helpline, at),
        changes_at=next_change(helpline, at),
        stale=is_stale(helpline.as_of, at.date(), _shelf_life(helpline)),
    )


def _shelf_life(helpline: Helpline) -> timedelta:
    return EMERGENCY if EMERGENCY_TOPIC in helpline.topics else HELPLINE
