"""For sites that want to show our cards or use our data: what to copy, and where things are."""

from flask import Blueprint, render_template, request

from pwa.records import Place
from pwa.web.http import resources
from pwa.web.http.addresses import origin, place_id, take_locale_off
from pwa.web.http.parameters import known_place, text_from
from pwa.web.words.results import found_by

bp = Blueprint("partners", __name__, url_prefix="/<locale:locale>/partners")
take_locale_off(bp)


@bp.get("")
def page() -> str:
    """The code of both cards for the place that is asked for."""
    asked = text_from(request.args, "place")
    place = _place_called(asked) if asked else None
    return render_template("partners.html", place=place, asked=asked, origin=origin())


def _place_called(text: str) -> Place:
    """The place of an id or a name, misspelt or not; NotFound where there is none."""
    places = resources.facts().places
    if exact := places.get(place_id(text)):
        return exact
    named = (places[entry.key] for entry in found_by(text) if entry.kind == "place")
    return next(named, None) or known_place(text)
