"""Whom to call, by place. Needs no store."""

from typing import NamedTuple

from flask import Blueprint, render_template

from pwa.answers.calling import naloxone_answer
from pwa.answers.helplines import CRISIS_TOPIC, WORLDWIDE, Line, LineGroup, by_need, firsts
from pwa.facts.rules import TOPICS
from pwa.records import Place
from pwa.web.http import resources
from pwa.web.http.addresses import take_locale_off
from pwa.web.words.lines import lines_for
from pwa.web.words.wording import place_name

bp = Blueprint("helplines", __name__, url_prefix="/<locale:locale>/help")
take_locale_off(bp)


class Row(NamedTuple):
    """A need, and the line for it that a reader sees first."""

    need: str
    line: Line


@bp.get("")
def overview() -> str:
    """Choose a place; lines for the whole world below."""
    facts = resources.facts()
    countries = [
        place
        for place in facts.places.values()
        if place.id in facts.published_by_place and not place.parent and place.id != WORLDWIDE
    ]
    return render_template(
        "help_overview.html",
        places=sorted(countries, key=place_name),
        worldwide=lines_for(WORLDWIDE),
    )


@bp.get("/<place:place>")
def place(place: Place) -> str:
    """One line for each need, then all lines: a place's own, then those of the places above it."""
    facts = resources.facts()
    lines = lines_for(place.id)
    groups = by_need(lines, TOPICS)
    crisis, rows, particular = _first_screen(groups)
    below = facts.children.get(place.id, ())
    return render_template(
        "help_place.html",
        place=place,
        above=facts.ancestry(place.id)[:0:-1],
        lines=lines,
        groups=groups,
        crisis=crisis,
        rows=rows,
        particular=particular,
        naloxone=naloxone_answer(facts, place.id, lines),
        has_own=place.id in facts.published_by_place,
        below=[part for part in below if part.id in facts.published_by_place],
    )


def _first_screen(groups: tuple[LineGroup, ...]) -> tuple[Line | None, list[Row], list[Row]]:
    """Whom to ring in any crisis, if there is somebody; one row for each other need; and those
    for some people in particular."""
    rows = [Row(group.topic, line) for group in firsts(groups) for line in group.lines]
    crisis = next((row for row in rows if row.need == CRISIS_TOPIC and row.line.is_rung), None)
    rows = [_by_text(row) for row in rows if row is not crisis]
    particular = [row for row in rows if row.line.helpline.group]
    return crisis and crisis.line, [row for row in rows if row not in particular], particular


def _by_text(row: Row) -> Row:
    is_text = row.need == CRISIS_TOPIC and row.line.helpline.sms and not row.line.is_rung
    return row._replace(need="text") if is_text else row
