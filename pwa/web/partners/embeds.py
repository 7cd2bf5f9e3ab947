"""Small cards that other sites show in a frame: whom to call, what the law says. No scripts."""

from typing import NamedTuple

from flask import Blueprint, render_template, request

from pwa.answers.ages import EMERGENCY_TOPIC
from pwa.answers.helplines import Line, by_need, emergency_line, lines_for
from pwa.answers.law import answer
from pwa.facts.rules import TOPICS
from pwa.records import Place, Substance
from pwa.web.http import resources
from pwa.web.http.addresses import take_locale_off
from pwa.web.http.caching import for_an_hour
from pwa.web.http.parameters import substance_from

bp = Blueprint("embeds", __name__, url_prefix="/<locale:locale>/embed")
take_locale_off(bp)
bp.after_request(for_an_hour)

MOST_LINES = 4


class First(NamedTuple):
    """The first line for a need."""

    topic: str
    line: Line


@bp.get("/help/<place:place>")
def help_card(place: Place) -> str:
    """The emergency number, and the first line for each of the first needs. Needs no store."""
    facts, at = resources.facts(), resources.now()
    groups = by_need(lines_for(facts, place.id, at), TOPICS)
    needs = [group for group in groups if group.topic != EMERGENCY_TOPIC]
    return render_template(
        "embed_help.html",
        place=place,
        emergency=emergency_line(facts, place.id, at),
        firsts=[First(need.topic, need.lines[0]) for need in needs[:MOST_LINES]],
    )


@bp.get("/law/<place:place>")
def law_card(place: Place) -> str:
    """What the law says today of the leaf and of 7-OH, or of the one that is asked for."""
    asked = substance_from(request.args)
    facts, today = resources.facts(), resources.today()
    substances = [asked] if asked else list(Substance)
    return render_template(
        "embed_law.html",
        place=place,
        answers=[answer(facts, place.id, each, today) for each in substances],
    )
