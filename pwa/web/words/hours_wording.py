"""The hours of a helpline in words, with the same for a phone to work out whether it is open."""

import json
from datetime import time

from babel import dates as babel_dates
from flask import Flask
from markupsafe import Markup

from pwa import locales
from pwa.answers.helplines import Line
from pwa.answers.week import Span, Week, other_weeks, runs, week_of
from pwa.facts.hours import ALWAYS
from pwa.locales import gettext
from pwa.locales.words import joined
from pwa.web.http.resources import differs_on, today


def hours_words(line: Line) -> str:
    """When a line answers: day and night, its usual week in its own zone, or not known."""
    if line.helpline.hours == ALWAYS:
        return gettext("Open day and night")
    week = _week(line)
    if week is None:
        return gettext("Hours not known")
    return Markup(
        "<span data-week='{week}' data-zone=\"{zone}\">"
        "<b hidden>{open}</b><b hidden>{closed}</b> {usual} ({there})</span>"
    ).format(
        week=_for_phones(week),
        zone=week.zone,
        open=gettext("Open now."),
        closed=gettext("Closed now."),
        usual=_usual(week),
        there=_zone_name(week.zone),
    )


def week_words(line: Line) -> str:
    """The same of a line that is not always open; empty where it is, or where we do not know."""
    is_told = line.helpline.hours != ALWAYS and _week(line)
    return hours_words(line) if is_told else ""


def plain_hours_words(line: Line) -> str:
    """The same without what a phone works out."""
    if line.helpline.hours == ALWAYS:
        return gettext("Open day and night")
    week = _week(line)
    if week is None:
        return gettext("Hours not known")
    return joined(" ", (_usual(week), f"({_zone_name(week.zone)})"))


def usual_hours_words(line: Line) -> str:
    """The usual week of a line that is not always open; empty where it is, or where we do not
    know."""
    week = None if line.helpline.hours == ALWAYS else _week(line)
    return plain_hours_words(line) if week else ""


def _week(line: Line) -> Week | None:
    """This year's; a page that says it differs when the next one's does."""
    on = today(())
    differs_on(other_weeks(line.helpline, on))
    return week_of(line.helpline, on)


def _for_phones(week: Week) -> str:
    """The usual week and the days that differ: [[[540,1020]],...],{"2026-12-25":[]}]."""
    other = {day.isoformat(): spans for day, spans in week.other}
    return json.dumps([week.usual, other] if other else [week.usual], separators=(",", ":"))


def _usual(week: Week) -> str:
    """Days with their times; where holidays differ, that they do."""
    parts = [joined(" ", (_days(days), _spans(spans))) for days, spans in runs(week)]
    parts += [gettext("other hours on public holidays")] if week.other else []
    return joined(", ", parts)


def _days(days: list[int]) -> str:
    names = locales.current().cldr.days["stand-alone"]["abbreviated"]
    if len(days) == 7:
        return gettext("Every day")
    return names[days[0]] if len(days) == 1 else f"{names[days[0]]}–{names[days[-1]]}"


def _spans(spans: tuple[Span, ...]) -> str:
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in spans)


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    moment = time(hour % 24, minute)
    return str(babel_dates.format_time(moment, "short", locale=locales.current().cldr))


def _zone_name(zone: str) -> str:
    return str(
        babel_dates.get_timezone_name(zone, zone_variant="generic", locale=locales.current().cldr)
    )


def install(app: Flask) -> None:
    """Let every template say hours in these words."""
    app.jinja_env.globals["hours_words"] = hours_words
    app.jinja_env.globals["week_words"] = week_words
    app.jinja_env.globals["plain_hours_words"] = plain_hours_words
