"""Whom to call, by place. Needs no store."""

from flask import Blueprint, render_template

from pwa.answers.calling import naloxone_answer
from pwa.answers.helplines import WORLDWIDE, by_need
from pwa.facts.rules import TOPICS
from pwa.records import Place
from pwa.web.http import resources
from pwa.web.http.addresses import take_locale_off
from pwa.web.words.lines import lines_for
from pwa.web.words.wording import place_name

bp = Blueprint("helplines", __name__, url_prefix="/<locale:locale>/help")
take_locale_off(bp)


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
    """A place's own lines, then those of the places above it, by need."""
    facts = resources.facts()
    lines = lines_for(place.id)
    below = facts.children.get(place.id, ())
    return render_template(
        "help_place.html",
        place=place,
        above=facts.ancestry(place.id)[:0:-1],
        lines=lines,
        groups=by_need(lines, TOPICS),
        naloxone=naloxone_answer(facts, place.id, lines),
        has_own=place.id in facts.published_by_place,
        below=[part for part in below if part.id in facts.published_by_place],
    )
