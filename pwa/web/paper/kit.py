"""The kit builder: cards, posters and messages for a place, in one language or several."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from pwa import locales
from pwa.answers.kits import AUDIENCES, TOPIC_BITS, Choice
from pwa.answers.search import fold
from pwa.answers.text_messages import TextMessage
from pwa.locales import Locale, current, gettext, in_language
from pwa.locales.words import apart
from pwa.records import Place
from pwa.web.http import resources
from pwa.web.http.addresses import place_id, take_locale_off
from pwa.web.http.parameters import text_from
from pwa.web.paper.printing import code_path
from pwa.web.paper.sheets import CardText, audience_words, chat_message, sheet, text_message
from pwa.web.words import results
from pwa.web.words.wording import place_name

bp = Blueprint("kit", __name__, url_prefix="/<locale:locale>/kit")
take_locale_off(bp)

MOST_PLACES = 6


@dataclass(frozen=True)
class Kit:
    """Everything for one language."""

    sheet: CardText
    side: int
    path: str
    message: TextMessage
    chat: str


@bp.get("")
def build() -> str:
    """Choose place, languages, readers and pages; get all that can be handed on."""
    asked = text_from(request.args, "place")
    place, found = _place(asked)
    choice = _choice(request.args)
    wanted = _languages(request.args)
    made = (_kit(place, choice, locale) for locale in wanted) if place else ()
    kits = [kit for kit in made if not kit.sheet.is_empty]
    return render_template(
        "kit.html",
        asked=place_name(place) if place else asked,
        place=place,
        found=found,
        choice=choice,
        audiences=list(AUDIENCES),
        audience_words=audience_words,
        wanted=wanted,
        languages=list(locales.published_in(resources.app()).values()),
        topics=list(map(resources.facts().safety.topic_by_slug.__getitem__, TOPIC_BITS)),
        kits=kits,
        is_empty=place is not None and not kits,
        link_to=_link_to(request.args),
    )


def _place(asked: str) -> tuple[Place | None, list[Place]]:
    """The place of an id or a name; those that may be meant where it is not clear."""
    places = resources.facts().places
    if not asked or place_id(asked) in places:
        return places.get(place_id(asked)), []
    found = [places[entry.key] for entry in results.found_by(asked) if entry.kind == "place"]
    named = [place for place in found if fold(place_name(place)) == fold(asked)]
    if len(named) == 1:
        return named[0], []
    return None, found[:MOST_PLACES]


def _choice(values: MultiDict[str, str]) -> Choice:
    audience = text_from(values, "for") or "everyone"
    topics = values.getlist("about")
    if audience not in AUDIENCES:
        raise BadRequest(gettext("“for” is one of: %(names)s.", names=apart(", ".join(AUDIENCES))))
    if set(topics) - set(TOPIC_BITS):
        raise BadRequest(gettext("“about” names a page that we do not have."))
    chosen = tuple(topic for topic in TOPIC_BITS if topic in topics)
    return Choice(audience, chosen, plain="plain" in values)


def _languages(values: MultiDict[str, str]) -> list[Locale]:
    """The languages asked for; else the reader's."""
    published = locales.published_in(resources.app())
    tags = dict.fromkeys(values.getlist("in")) or {current().tag: None}
    if set(tags) - set(published):
        raise BadRequest(gettext("“in” is one of: %(names)s.", names=apart(", ".join(published))))
    return [published[tag] for tag in tags]


def _link_to(values: MultiDict[str, str]) -> Callable[[Place], str]:
    """The same wishes for another place."""
    rest = {name: values.getlist(name) for name in ("in", "for", "about", "plain")}
    wishes = {name: found for name, found in rest.items() if found}
    return lambda place: url_for("kit.build", place=place.slug, **wishes)  # type: ignore[arg-type]  # Flask takes them for its own


def _kit(place: Place, choice: Choice, locale: Locale) -> Kit:
    with in_language(locale):
        said = sheet(place, choice)
        side, path = code_path(said.url)
        return Kit(said, side, path, text_message(said), chat_message(said))
