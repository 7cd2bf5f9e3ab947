"""The kit builder, the short links that cards carry, and their files."""

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, NotFound

from pwa import locales
from pwa.answers.kits import (
    AUDIENCES,
    FIRST_DAY,
    TOPIC_BITS,
    Choice,
    Stamp,
    decode,
    law_mark,
    lines_mark,
    needs,
)
from pwa.answers.law import LawAnswer
from pwa.answers.search import fold
from pwa.answers.text_messages import TextMessage
from pwa.locales import Locale, current, gettext, in_language
from pwa.locales.words import apart
from pwa.records import Place
from pwa.records.topics import Topic
from pwa.store import TotalStore
from pwa.web import pages, resources
from pwa.web.addresses import origin, place_id, take_locale_off
from pwa.web.parameters import text_from
from pwa.web.printing import SHEETS, code_path, code_png, code_svg, pdf
from pwa.web.sheets import (
    Sheet,
    answers_of,
    audience_words,
    chat_message,
    sheet,
    text_message,
)
from pwa.web.wording import place_name

builder = Blueprint("kit", __name__, url_prefix="/<locale:locale>/kit")
take_locale_off(builder)
bp = Blueprint("kits", __name__, url_prefix="/k/<locale:locale>")
take_locale_off(bp)
broken = Blueprint("broken_kits", __name__, url_prefix="/k")

MOST_PLACES = 6

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kit:
    """Everything for one language."""

    sheet: Sheet
    stamp: str
    side: int
    path: str
    message: TextMessage
    chat: str


@dataclass(frozen=True)
class Printed:
    """What is known of the card that led here. `on` is None where its date cannot be read."""

    on: date | None
    same_law: bool | None = None
    same_lines: bool | None = None


@builder.get("")
def build() -> str:
    """Choose place, languages, readers and pages; get all that can be handed on."""
    asked = text_from(request.args, "place")
    place, found = _place(asked)
    choice = _choice(request.args)
    wanted = _languages(request.args)
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
        topics=_topics(TOPIC_BITS),
        kits=[_kit(place, choice, locale) for locale in wanted] if place else [],
        sheets=SHEETS,
        link_to=_link_to(request.args),
    )


@bp.get("/<place:place>/<stamp>")
def opened(place: Place, stamp: str) -> str:
    """What holds today where a card was made for, and what has changed since it was made."""
    card = _read(stamp)
    if card and resources.settings().totals:
        _count(request.path.removeprefix("/k/"))
    choice = card.choice if card else Choice()
    found = needs(resources.facts(), place.id, choice.audience, resources.now())
    answers = answers_of(place)
    return render_template(
        "kit_opened.html",
        place=place,
        choice=choice,
        printed=_printed(card, lines_mark(found), law_mark(answers)),
        lines=[need.line for need in found],
        answers=answers,
        changes=_changes(answers, card),
        topics=_topics(choice.topics),
    )


@bp.get("/<place:place>/<stamp>/code.svg", defaults={"form": "svg"})
@bp.get("/<place:place>/<stamp>/code.png", defaults={"form": "png"})
def code_file(place: Place, stamp: str, form: str) -> Response:
    """The code of a link as a picture."""
    _readable(stamp)
    address = origin() + url_for("kits.opened", place=place, stamp=stamp)
    if form == "svg":
        return _file(code_svg(address).encode(), "image/svg+xml", place, "code.svg")
    return _file(code_png(address), "image/png", place, "code.png")


@bp.get("/<place:place>/<stamp>/<form>.pdf")
def pdf_file(place: Place, stamp: str, form: str) -> Response:
    """A card or poster as of today, whatever day the link is of."""
    if form not in SHEETS:
        raise NotFound(gettext("We have no page of that name."))
    made = pdf(sheet(place, _readable(stamp).choice), form)
    return _file(made, "application/pdf", place, f"{form}.pdf")


@broken.get("/", defaults={"rest": ""})
@broken.get("/<path:rest>")
def unknown(rest: str) -> Response:
    """A link of ours that leads nowhere: copied wrong, cut off, or of a place that is gone."""
    raise NotFound(gettext("This link is cut off or names a place that we do not know."))


def is_plain(stamp: str) -> bool:
    """Whether the maker of a card wanted it to say plainly what it is about."""
    card = _read(stamp)
    return card is not None and card.choice.plain


def _place(asked: str) -> tuple[Place | None, list[Place]]:
    """The place of an id or a name; those that may be meant where it is not clear."""
    places = resources.facts().places
    if not asked or place_id(asked) in places:
        return places.get(place_id(asked)), []
    found = [places[entry.key] for entry in pages.found_by(asked) if entry.kind == "place"]
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
    return lambda place: url_for("kit.build", place=place.slug, **wishes)  # type: ignore[arg-type]


def _topics(slugs: tuple[str, ...]) -> list[Topic]:
    known = resources.facts().safety.topic_by_slug
    return [known[slug] for slug in slugs if slug in known]


def _kit(place: Place, choice: Choice, locale: Locale) -> Kit:
    with in_language(locale):
        said = sheet(place, choice)
        side, path = code_path(said.url)
        stamp = said.url.rpartition("/")[2]
        return Kit(said, stamp, side, path, text_message(said), chat_message(said))


def _count(link: str) -> None:
    """One more opening of a link today. A reader never waits for it, nor sees it fail."""
    try:
        with closing(TotalStore(resources.settings().database)) as totals:
            totals.count(resources.today(), link)
    except sqlite3.Error as problem:
        log.warning("an opening was not counted: %s", type(problem).__name__)


def _read(text: str) -> Stamp | None:
    """The stamp of a link; None where it is cut off or of a day that has not come."""
    try:
        stamp = decode(text)
    except ValueError:
        return None
    return stamp if FIRST_DAY <= stamp.day <= resources.today() else None


def _readable(text: str) -> Stamp:
    stamp = _read(text)
    if stamp is None:
        raise NotFound(gettext("This link is cut off or names a place that we do not know."))
    return stamp


def _printed(card: Stamp | None, lines: str, law: str) -> Printed:
    if card is None:
        return Printed(None)
    if not card.law:
        return Printed(card.day)
    return Printed(card.day, same_law=card.law == law, same_lines=card.lines == lines)


def _changes(answers: tuple[LawAnswer, ...], card: Stamp | None) -> list[tuple[LawAnswer, object]]:
    """What changed in the law after the day of a card, by our records."""
    if card is None:
        return []
    return [
        (answer, change)
        for answer in answers
        for change in answer.history
        if change.on and change.on.latest >= card.day
    ]


def _file(body: bytes, kind: str, place: Place, name: str) -> Response:
    response = Response(body, content_type=kind)
    label = f"leafline-{current().tag}-{place.slug.replace('/', '-')}-{name}"
    response.headers["Content-Disposition"] = f'attachment; filename="{label}"'
    return response
