"""Home, emergency, search and the pages about ourselves."""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.exceptions import BadRequest

from pwa import locales
from pwa.answers.helplines import emergency_line, emergency_lines
from pwa.answers.search import Entry, best, entries, fold, names_of, without_plant_names
from pwa.errors import StoreError
from pwa.locales import gettext
from pwa.locales.words import joined
from pwa.records.safety import Study
from pwa.web import notices, resources
from pwa.web.addresses import take_locale_off
from pwa.web.parameters import place_from, text_from
from pwa.web.safety_wording import level_words
from pwa.web.wording import place_name, sentence

bp = Blueprint("pages", __name__, url_prefix="/<locale:locale>")
take_locale_off(bp)
front_door = Blueprint("front_door", __name__)

RESULTS = 20


# The claims that the steps and signs of the emergency page rest on; the template names each.
EMERGENCY_CLAIMS = (
    "overdose-steps",
    "overdose-signs",
    "naloxone-second-dose",
    "naloxone-wears-off",
    "naloxone-may-help",
    "naloxone-harmless",
    "fits-not-naloxone",
)


# Where the shortcuts of the installed app lead, whatever the language.
SHORTCUTS = {
    "emergency": "pages.emergency",
    "help": "helplines.overview",
    "law": "law.world",
    "mixing": "mixing.overview",
}


class Counts(NamedTuple):
    """How much we hold, for readers."""

    places: int
    law: int
    helplines: int
    researched_on: object


class Result(NamedTuple):
    """One line of a search page."""

    url: str
    icon: str
    title: str
    text: str


@front_door.get("/")
def choose_language() -> Response:
    """To the page asked for (home, or a shortcut's) in the reader's language, or to the list."""
    page = SHORTCUTS.get(request.args.get("to", ""), "pages.home")
    locale = locales.asked_for()
    if locale:
        response = redirect(url_for(page, locale=locale))
    else:
        response = redirect(url_for("pages.languages", locale=locales.ENGLISH))
    response.vary.add("Accept-Language")
    return response


@bp.get("/")
def home() -> str:
    """What do you need?"""
    return render_template("home.html", counts=_counts(), notices=notices.recent())


@bp.get("/emergency")
def emergency() -> str:
    """What to do for somebody who will not wake or breathe. Needs no store."""
    place = place_from(request.args)
    at = resources.now()
    return render_template(
        "emergency.html",
        place=place,
        line=emergency_line(resources.facts(), place.id, at) if place else None,
        lines=emergency_lines(resources.facts(), at),
        studies=_studies_behind_emergency(),
    )


@bp.get("/search")
def search() -> str:
    """Places, helplines and plant names, misspelt or not."""
    query = text_from(request.args, "q")
    kind = request.args.get("for", "")
    if kind not in ("", "law", "help"):
        raise BadRequest(gettext("“for” is law or help."))
    results = [result(entry, kind) for entry in found_by(query)]
    return render_template("search.html", query=query, kind=kind, results=results)


@bp.get("/languages")
def languages() -> str:
    """Every language, each in its own name."""
    return render_template("languages.html", locales=locales.published_in(resources.app()).values())


@bp.get("/about")
def about() -> str:
    """Who we are, where facts come from, how to correct us."""
    return render_template("about.html", counts=_counts(), contact=resources.settings().contact)


@bp.get("/privacy")
def privacy() -> str:
    """What is known of the reader: nothing."""
    return render_template("privacy.html")


def found_by(query: str) -> list[Entry]:
    """What answers a question, the best first; names of the plant count where nothing else does."""
    telling = without_plant_names(query, resources.facts())
    try:
        store = resources.store()
        return store.search(telling) or store.search(query)
    except StoreError:
        return _found_without_store(telling) or _found_without_store(query)


def _found_without_store(query: str) -> list[Entry]:
    """The same without the index: slower, and it is there when the index is not."""
    return best(fold(query), _named(resources.app()), RESULTS)


@lru_cache(maxsize=2)
def _named(app: Flask) -> list[Entry]:
    with app.app_context():
        found = entries(resources.facts(), resources.tongues())
    return [replace(entry, terms=names_of(entry)) for entry in found]


def _studies_behind_emergency() -> list[Study]:
    safety = resources.facts().safety
    keys = dict.fromkeys(
        key for each in EMERGENCY_CLAIMS for key in safety.claim_by_id[each].evidence
    )
    return [safety.study_by_id[key] for key in keys]


def _counts() -> Counts:
    facts = resources.facts()
    return Counts(
        places=len(facts.law_by_place),
        law=len(facts.law),
        helplines=sum(line.published for line in facts.helplines),
        researched_on=max(record.researched_on for record in facts.law),
    )


def result(entry: Entry, kind: str) -> Result:
    """What stands on a search page for an entry; `kind` is what a place is sought for."""
    facts = resources.facts()
    if entry.kind == "place":
        place = facts.places[entry.key]
        above = [place_name(over) for over in facts.ancestry(place.id)[1:]]
        endpoint, icon = ("helplines.place", "phone") if kind == "help" else ("law.place", "scales")
        url = url_for(endpoint, place=place)
        return Result(url, icon, place_name(place), joined(", ", above))
    if entry.kind == "helpline":
        line = next(line for line in facts.helplines if line.id == entry.key)
        place = facts.places[line.place]
        url = url_for("helplines.place", place=place, _anchor=line.id)
        return Result(url, "phone", gettext(line.name), place_name(place))
    if entry.kind == "topic":
        topic = facts.safety.topic_by_slug[entry.key]
        url = url_for("learn.topic", slug=topic.slug)
        return Result(url, "book", gettext(topic.title), gettext(topic.summary))
    if entry.kind == "mixing":
        found = facts.safety.interaction_by_id[entry.key]
        url = url_for("mixing.interaction", key=found.id)
        return Result(url, "flask", sentence(found.with_), level_words(found.level))
    return Result(url_for("law.world"), "scales", gettext("Kratom and the law"), "")
