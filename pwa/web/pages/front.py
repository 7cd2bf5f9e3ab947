"""Home, emergency, search and the pages about ourselves."""

from datetime import date, timedelta
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.exceptions import BadRequest

from pwa import locales
from pwa.answers.calling import calling_answer
from pwa.answers.helplines import Line, emergency_line
from pwa.answers.search import TALK
from pwa.locales import gettext
from pwa.locales.places import clock_zones
from pwa.records import Place
from pwa.records.notices import Notice
from pwa.records.safety import Claim, Interaction, Study
from pwa.web.http import resources
from pwa.web.http.addresses import place_id, take_locale_off
from pwa.web.http.parameters import text_from, word_from
from pwa.web.words.lines import emergency_lines
from pwa.web.words.results import found_by, result
from pwa.web.words.safety_wording import EMERGENCY_CLAIMS, emergency_claims, unchecked_words

bp = Blueprint("pages", __name__, url_prefix="/<locale:locale>")
take_locale_off(bp)
front_door = Blueprint("front_door", __name__)

MOST_NEWS, NEWS_FOR = 2, timedelta(days=30)
# Where the shortcuts of the installed app lead, whatever the language.
SHORTCUTS = {
    "emergency": "pages.emergency",
    "help": "helplines.overview",
    "law": "law.world",
    "mixing": "mixing.overview",
}


class Holdings(NamedTuple):
    """How much we hold, for readers."""

    places: int
    law: int
    helplines: int
    researched_on: object


class Unchecked(NamedTuple):
    """Something that nobody of its trade has checked yet, and the page that shows it."""

    words: str
    url: str


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
    return render_template("home.html", notices=_recent_notices())


@bp.get("/emergency")
def emergency() -> str:
    """What to do for somebody who will not wake or breathe. Needs no store."""
    asked = word_from(request.args, "place")
    facts = resources.facts()
    place = _country_or_place(asked) if asked else None
    return render_template(
        "emergency.html",
        asked=asked,
        place=place,
        line=emergency_line(facts, place.id, resources.now()) if place else None,
        likeliest=_likeliest(),
        calling=calling_answer(facts, place.id) if place else None,
        studies=_studies_behind_emergency(),
    )


@bp.get("/emergency/numbers")
def numbers() -> str:
    """The emergency number of each country that we know one of. Needs no store."""
    return render_template("numbers.html", lines=emergency_lines(), zones=clock_zones())


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


def _country_or_place(asked: str) -> Place | None:
    """The place of an id, or the first of that name, misspelt or not; None where there is none."""
    places = resources.facts().places
    if by_id := places.get(place_id(asked)):
        return by_id
    return next((places[entry.key] for entry in found_by(asked) if entry.kind == "place"), None)


def _likeliest() -> list[Line]:
    """The emergency numbers where the language of the page is read most. Their ages are not told,
    so that they are the same on every day."""
    facts, at = resources.facts(), resources.now(())
    known = (each for each in locales.current().countries if each in facts.places)
    return [line for each in known if (line := emergency_line(facts, each, at))]


def _recent_notices() -> list[Notice]:
    """A few of the last weeks."""
    newest = [
        (notice, date.fromisoformat(notice.dated_at[:10]) + NEWS_FOR)
        for notice in resources.newest_notices(MOST_NEWS)
    ]
    today = resources.today(last_day + resources.DAY for _, last_day in newest)
    return [notice for notice, last_day in newest if today <= last_day]


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


def _counts() -> Holdings:
    facts = resources.facts()
    return Holdings(
        places=len(facts.law_by_place),
        law=len(facts.law),
        helplines=sum(line.published for line in facts.helplines),
        researched_on=max(record.researched_on for record in facts.law),
    )
