"""Home, emergency, search and the pages about ourselves."""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.exceptions import BadRequest

from pwa import locales
from pwa.answers.finding import found
from pwa.answers.helplines import emergency_line, emergency_lines
from pwa.answers.search import EMERGENCY, TALK, Entry, best, entries, fold, names_of, telling_words
from pwa.errors import StoreError
from pwa.locales import gettext, plain_gettext
from pwa.locales.words import joined
from pwa.records.safety import Claim, Interaction, Study
from pwa.web import notices, resources
from pwa.web.addresses import take_locale_off
from pwa.web.parameters import place_from, text_from
from pwa.web.safety_wording import EMERGENCY_CLAIMS, emergency_claims, level_words, unchecked_words
from pwa.web.wording import place_name, sentence

bp = Blueprint("pages", __name__, url_prefix="/<locale:locale>")
take_locale_off(bp)
front_door = Blueprint("front_door", __name__)

RESULTS = 20


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


class Unchecked(NamedTuple):
    """Something that nobody of its trade has checked yet, and the page that shows it."""

    words: str
    url: str


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
    entries = found_by(query)
    # Who can bear no more is led from a place to its helplines.
    wish = kind or ("help" if any((it.kind, it.key) == TALK for it in entries[:2]) else "")
    results = [result(entry, wish) for entry in entries]
    return render_template("search.html", query=query, kind=kind, results=results)


@bp.get("/languages")
def languages() -> str:
    """Every language, each in its own name."""
    return render_template("languages.html", locales=locales.published_in(resources.app()).values())


@bp.get("/about")
def about() -> str:
    """Who we are, where facts come from, how to correct us."""
    return render_template(
        "about.html",
        counts=_counts(),
        contact=resources.settings().contact,
        unchecked=_unchecked(),
        name_sources=resources.facts().safety.lexicon.sources,
    )


@bp.get("/privacy")
def privacy() -> str:
    """What is known of the reader: nothing."""
    return render_template("privacy.html")


def found_by(query: str) -> list[Entry]:
    """What answers a question, the best first."""
    return found(resources.facts(), query, _like, plain_gettext())


def _like(query: str) -> list[Entry]:
    """What is like the words; without the store's index that is slower, and there all the same."""
    try:
        return resources.store().search(query)
    except StoreError:
        return best(telling_words(fold(query)), _named(resources.app()), RESULTS)


@lru_cache(maxsize=2)
def _named(app: Flask) -> list[Entry]:
    with app.app_context():
        every = entries(resources.facts(), resources.tongues())
    return [replace(entry, terms=names_of(entry)) for entry in every]


def _studies_behind_emergency() -> list[Study]:
    safety = resources.facts().safety
    keys = dict.fromkeys(key for claim in emergency_claims() for key in claim.evidence)
    return [safety.study_by_id[key] for key in keys]


def _unchecked() -> list[Unchecked]:
    return [
        Unchecked(words, _page_of(each))
        for each in resources.facts().safety.unchecked
        for words in unchecked_words([each])
    ]


def _page_of(record: Claim | Interaction) -> str:
    if isinstance(record, Interaction):
        return url_for("mixing.interaction", key=record.id)
    if record.id in EMERGENCY_CLAIMS:
        return url_for("pages.emergency")
    return url_for("learn.topic", slug=resources.facts().safety.topics_by_claim[record.id][0])


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
    if (entry.kind, entry.key) == EMERGENCY:
        title = gettext("Not breathing well, or won’t wake up?")
        return Result(url_for("pages.emergency"), "warning", title, gettext("Overdose: what to do"))
    if (entry.kind, entry.key) == TALK:
        title = gettext("Someone to talk to now")
        return Result(url_for("helplines.overview"), "phone", title, gettext("Helplines"))
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
