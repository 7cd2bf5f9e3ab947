"""Whom to call in a place: its own lines, then its country's, then worldwide ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from pwa.answers.ages import (
    DAY,
    EMERGENCY_TOPIC,
    is_past,
    is_planned,
    last_day_of_line,
    looks,
)
from pwa.answers.hours import is_open, next_change
from pwa.facts.hours import ALWAYS
from pwa.records import Confidence, FactCheck, Facts, Helpline, Place

WORLDWIDE = "INT"
CRISIS_TOPIC = "crisis"


@dataclass(frozen=True)
class Line:
    """A published helpline at a moment: whether it is open (None: not known), and how old it is.

    `checked`: all looks at it, the newest first. `good_until`: the last day on which its number
    may be relied on; None where that is no day.
    """

    helpline: Helpline
    place: Place
    open: bool | None
    changes_at: datetime | None
    checked: tuple[FactCheck, ...]
    good_until: date | None
    stale: bool

    @property
    def look(self) -> FactCheck | None:
        """The newest look at it, if there was one."""
        return next(iter(self.checked), None)

    @property
    def is_rung(self) -> bool:
        """Whether it has a number to ring."""
        return bool(self.helpline.short or self.helpline.phone)

    @property
    def is_planned(self) -> bool:
        """Whether a national plan or a law fixes its number."""
        return is_planned(self.helpline)

    @property
    def stale_from(self) -> date | None:
        """The first day on which it may not be relied on; None where our source has no date."""
        return self.good_until + DAY if self.good_until else None


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


def by_need(lines: tuple[Line, ...], order: tuple[str, ...]) -> tuple[LineGroup, ...]:
    """The same lines in groups, in the order of the needs given; emergency first.

    In a group those for everybody come first, then of each place those that answer day and night,
    and of them those that we are surest of and that can be reached in most ways.
    """
    return tuple(_groups(lines, order))


def firsts(groups: Iterable[LineGroup]) -> tuple[LineGroup, ...]:
    """The groups with what a reader sees first of them: a line that can be rung, or else texted,
    if there is any; for a crisis one that is texted alone besides."""
    return tuple(LineGroup(group.topic, _first(group)) for group in groups)


def _first(group: LineGroup) -> tuple[Line, ...]:
    rung = [line for line in group.lines if line.is_rung]
    texted = [line for line in group.lines if line.helpline.sms and not line.is_rung]
    if group.topic == CRISIS_TOPIC and rung:
        return (*rung[:1], *texted[:1])
    return tuple((rung or texted or group.lines)[:1])


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
    good_until = last_day_of_line(helpline, at.date())
    return Line(
        helpline=helpline,
        place=facts.places[helpline.place],
        open=is_open(helpline, at),
        changes_at=next_change(helpline, at),
        checked=looks(helpline, at.date()),
        good_until=good_until,
        stale=is_past(good_until, at.date()),
    )
