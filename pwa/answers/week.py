"""The usual week of a helpline and the days that differ, so that a phone needs no parser."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State

from pwa.answers.days import HORIZON
from pwa.facts.hours import ALWAYS, opening_hours
from pwa.records import Helpline

# A few more than lines have hours, for two years.
MOST_WEEKS = 4096
# Minutes of the day from and to; past midnight a span ends after 1440.
Span = tuple[int, int]


@dataclass(frozen=True)
class Week:
    """When a line answers, in its own zone. `usual`: the spans of Monday to Sunday by the day on
    which each begins. `other`: days of the year and up to the horizon after it that differ, public
    holidays mostly. It is the same all year, so that pages are."""

    usual: tuple[tuple[Span, ...], ...]
    other: tuple[tuple[date, tuple[Span, ...]], ...]
    zone: str


def week_of(line: Helpline, on: date) -> Week | None:
    """The week of a line that is not always open; None where its hours are not known."""
    return _week_of(line, on.year)


def other_weeks(line: Helpline, on: date) -> tuple[date, ...]:
    """The next day on which `week_of` says something else; none where it is not the next year's."""
    same = _week_of(line, on.year) == _week_of(line, on.year + 1)
    return () if same else (date(on.year + 1, 1, 1),)


@lru_cache(maxsize=MOST_WEEKS)
def _week_of(line: Helpline, year: int) -> Week | None:
    hours = opening_hours(line)
    if hours is None or line.hours == ALWAYS or not line.timezone:
        return None
    days = _spans_by_day(hours, line.timezone, year)
    usual = tuple(_most_frequent(days, weekday) for weekday in range(7))
    other = tuple((day, spans) for day, spans in days.items() if spans != usual[day.weekday()])
    return Week(usual, other, line.timezone)


def runs(week: Week) -> Iterator[tuple[list[int], tuple[Span, ...]]]:
    """Weekdays in a row that have the same hours: ([0, 1, 2, 3, 4], ((540, 1020),))."""
    for spans, days in groupby(range(7), key=week.usual.__getitem__):
        if spans:
            yield list(days), spans


def _spans_by_day(hours: OpeningHours, zone: str, year: int) -> dict[date, tuple[Span, ...]]:
    """The spans of each day of a year and up to the horizon of its last day."""
    tz = ZoneInfo(zone)
    first, length = date(year, 1, 1), date(year + 1, 1, 1) - date(year, 1, 1) + HORIZON
    found: dict[date, list[Span]] = {first + timedelta(days=n): [] for n in range(length.days)}
    begins = datetime(year, 1, 1, tzinfo=tz)
    day = timedelta(days=1)  # a span may begin before the first day and end after the last
    for start, end, state, _ in hours.intervals(begins - day, begins + length + day):
        if state == State.OPEN and start is not None and end is not None:
            _add(found, start.astimezone(tz), end.astimezone(tz))
    return {day: tuple(spans) for day, spans in found.items()}


def _add(found: dict[date, list[Span]], start: datetime, end: datetime) -> None:
    """One span, by wall clock. One that the library gives in one piece over days is cut up."""
    while start < end:
        midnight = datetime(start.year, start.month, start.day, tzinfo=start.tzinfo)
        until = min(end, midnight + timedelta(days=1, hours=12))
        day, begins = start.date(), start.hour * 60 + start.minute
        length = int((until.replace(tzinfo=None) - start.replace(tzinfo=None)).total_seconds())
        if day in found:
            found[day].append((begins, begins + length // 60))
        start = until


def _most_frequent(days: dict[date, tuple[Span, ...]], weekday: int) -> tuple[Span, ...]:
    spans = [found for day, found in days.items() if day.weekday() == weekday]
    return max(sorted(set(spans)), key=spans.count)
