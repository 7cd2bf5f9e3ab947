"""Am I in trouble if I call for help? What the law of a place says, and where to get naloxone."""

from flask import Blueprint, render_template

from pwa.answers.calling import calling_answer, naloxone_answer, page_place
from pwa.records import Place
from pwa.web.http import resources
from pwa.web.http.addresses import take_locale_off
from pwa.web.words.calling_wording import answers_by_name
from pwa.web.words.lines import lines_for
from pwa.web.words.wording import place_name

bp = Blueprint("calling", __name__, url_prefix="/<locale:locale>/law")
take_locale_off(bp)


@bp.get("/calling")
def overview() -> str:
    """Each place with a record, in short: what a phone takes its own place from, in secret."""
    return render_template("calling_overview.html", answers=answers_by_name(resources.facts()))


@bp.get("/<place:place>/calling")
def place(place: Place) -> str:
    """Call first; then each level of the law, with its date, and naloxone."""
    facts = resources.facts()
    lines = lines_for(place.id)
    parts = facts.children.get(place.id, ())
    return render_template(
        "calling.html",
        place=place,
        above=facts.ancestry(place.id)[:0:-1],
        answer=calling_answer(facts, place.id),
        naloxone=naloxone_answer(facts, place.id, lines),
        below=sorted(
            (part for part in parts if page_place(facts, part.id) == part), key=place_name
        ),
    )
