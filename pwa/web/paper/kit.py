"""The kit builder: cards, posters and messages for a place, in one language or several."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, NotFound

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
from pwa.web.paper.printing import PAPERS, as_file, cards_pdf, code_path
from pwa.web.paper.sheets import (
    LINES_ON_CARD,
    CardText,
    amount_words,
    audience_words,
    chat_message,
    nobody_words,
    sheet,
    text_message,
)
from pwa.web.words import results
from pwa.web.words.wording import place_name

bp = Blueprint("kit", __name__, url_prefix="/<locale:locale>/kit")
take_locale_off(bp)

MOST_PLACES = 6
# How many cards are offered. More than the most would keep the typesetter from others.
AMOUNTS = (1, 10, 30, 50, 100, 200)
MOST_CARDS = AMOUNTS[-1]
AT_FIRST = 10
# Where Letter is what printers hold, by the Unicode CLDR; everywhere else it is A4.
WITH_LETTER = frozenset((
    "US", "CA", "BZ", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "VE",
))  # fmt: skip


@dataclass(frozen=True)
class Kit:
    """Everything for one language."""

    sheet: CardText
    side: int
    path: str
    message: TextMessage
    chat: str


@dataclass(frozen=True)
class Wishes:
    """What is asked of the builder. `named`: the place as it was typed; `found`: those that may be
    meant where it is not clear."""

    named: str
    place: Place | None
    found: list[Place]
    choice: Choice
    languages: list[Locale]
    cards: int
    paper: str

    @property
    def shares(self) -> list[int]:
        """How many cards in each language."""
        return shares_of(self.cards, len(self.languages))


@bp.get("")
def build() -> str:
    """Choose place, languages and how many; get all that can be handed on."""
    it = _wishes(request.args)
    kits = [_kit(it.place, it.choice, locale) for locale in it.languages] if it.place else []
    kits = [kit for kit in kits if not kit.sheet.is_empty]
    return render_template(
        "kit.html",
        it=it,
        asked=place_name(it.place) if it.place else it.named,
        amounts=sorted({*AMOUNTS, it.cards}),
        amount=amount_words(it.shares),
        amounts_words=_amounts_words,
        audiences=list(AUDIENCES),
        audience_words=audience_words,
        languages=list(locales.published_in(resources.app()).values()),
        lines_on_card=LINES_ON_CARD,
        topics=list(map(resources.facts().safety.topic_by_slug.__getitem__, TOPIC_BITS)),
        kits=kits,
        is_empty=it.place is not None and not kits,
        link_to=lambda place: _address(request.args, place=place.slug),
        other_paper=_address(request.args, paper="a4" if it.paper == "letter" else "letter"),
    )


@bp.get("/cards.pdf")
def cards_file() -> Response:
    """The cards as sheets to cut. Where the place is not clear, the builder asks which it is."""
    it = _wishes(request.args)
    if it.place is None:
        return _to_the_builder()
    said = [_spoken(it.place, it.choice, locale) for locale in it.languages]
    cards = [(card, many) for card, many in zip(said, it.shares, strict=True) if not card.is_empty]
    if not cards:
        raise NotFound(nobody_words())
    return as_file(cards_pdf(cards, it.paper), "application/pdf", it.place, "cards.pdf")


def shares_of(cards: int, languages: int) -> list[int]:
    """How many cards in each language: as even as can be, one at the least."""
    each, more = divmod(max(cards, languages), languages)
    return [each + (place < more) for place in range(languages)]


def _amounts_words(cards: int) -> list[str]:
    """What comes out for one language, two and so on, for phones; for none, too, which stands for
    the reader's own."""
    most = len(locales.published_in(resources.app()))
    return [amount_words(shares_of(cards, max(number, 1))) for number in range(most + 1)]


def _to_the_builder() -> Response:
    return redirect(url_for("kit.build") + "?" + request.query_string.decode("latin-1"))


def _wishes(values: MultiDict[str, str]) -> Wishes:
    named = text_from(values, "place")
    place, found = _place(named)
    return Wishes(
        named,
        place,
        found,
        choice=_choice(values),
        languages=_languages(values),
        cards=_cards(values),
        paper=_paper(values, place),
    )


def _cards(values: MultiDict[str, str]) -> int:
    text = text_from(values, "cards") or str(AT_FIRST)
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= MOST_CARDS):
        raise BadRequest(gettext("“cards” is a number from 1 to %(most)s.", most=MOST_CARDS))
    return int(text)


def _paper(values: MultiDict[str, str], place: Place | None) -> str:
    paper = text_from(values, "paper")
    if paper and paper not in PAPERS:
        raise BadRequest(gettext("“paper” is one of: %(names)s.", names=apart(", ".join(PAPERS))))
    return paper or ("letter" if place and place.id[:2] in WITH_LETTER else "a4")


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


def _address(values: MultiDict[str, str], **instead: str) -> str:
    """The same wishes but for one."""
    words = ("place", "in", "for", "about", "plain", "cards", "paper")
    wishes = {name: found for name in words if (found := values.getlist(name))}
    return url_for("kit.build", **{**wishes, **instead})  # type: ignore[arg-type]  # Flask takes them for its own


def _spoken(place: Place, choice: Choice, locale: Locale) -> CardText:
    with in_language(locale):
        return sheet(place, choice)


def _kit(place: Place, choice: Choice, locale: Locale) -> Kit:
    with in_language(locale):
        said = sheet(place, choice)
        side, path = code_path(said.url)
        return Kit(said, side, path, text_message(said), chat_message(said))
