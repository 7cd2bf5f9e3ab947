"""The links on cards: what holds today, what has changed since a card was made, and its files."""

import logging
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request, url_for
from werkzeug import Response
from werkzeug.exceptions import NotFound

from pwa.answers.ages import EMERGENCY_TOPIC
from pwa.answers.calling import calling_answer
from pwa.answers.helplines import CRISIS_TOPIC
from pwa.answers.kits import FIRST_DAY, Choice, Stamp, decode, law_mark, lines_mark, needs
from pwa.answers.law import LawAnswer
from pwa.errors import StoreError
from pwa.locales import gettext
from pwa.records import Place
from pwa.store import TotalStore
from pwa.web.http import resources
from pwa.web.http.addresses import origin, take_locale_off
from pwa.web.paper.printing import SHEETS, as_file, code_png, code_svg, pdf
from pwa.web.paper.sheets import answers_of, nobody_words, sheet

bp = Blueprint("cards", __name__, url_prefix="/k/<locale:locale>")
take_locale_off(bp)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Printed:
    """What is known of the card that led here. `on` is None where its date cannot be read."""

    on: date | None
    same_law: bool | None = None
    same_lines: bool | None = None


@bp.get("/<card_place:place>/<stamp>")
def opened(place: Place, stamp: str) -> str:
    """What holds today where a card was made for, and what has changed since it was made."""
    card = _read(stamp)
    if card and resources.settings().totals:
        _count(request.path.removeprefix("/k/"))
    choice = card.choice if card else Choice()
    found = needs(resources.facts(), place.id, choice.audience, resources.now())
    answers = answers_of(place)
    known = resources.facts().safety.topic_by_slug
    by_topic = {need.topic: need.line for need in found}
    crisis = by_topic.get(CRISIS_TOPIC)
    first = {EMERGENCY_TOPIC, *([CRISIS_TOPIC] if crisis and crisis.is_rung else [])}
    return render_template(
        "opened_card.html",
        place=place,
        printed=_printed(card, lines_mark(found), law_mark(answers)),
        emergency=by_topic.get(EMERGENCY_TOPIC),
        crisis=crisis if CRISIS_TOPIC in first else None,
        others=[need for need in found if need.topic not in first],
        lines=[need.line for need in found],
        answers=answers,
        calling=calling_answer(resources.facts(), place.id),
        changes=_changes(answers, card),
        topics=[known[slug] for slug in choice.topics if slug in known],
    )


@bp.get("/<card_place:place>/<stamp>/code.svg", defaults={"form": "svg"})
@bp.get("/<card_place:place>/<stamp>/code.png", defaults={"form": "png"})
def code_file(place: Place, stamp: str, form: str) -> Response:
    """The code of a link as a picture."""
    _readable(stamp)
    address = origin() + url_for("cards.opened", place=place, stamp=stamp)
    if form == "svg":
        return as_file(code_svg(address).encode(), "image/svg+xml", place, "code.svg")
    return as_file(code_png(address), "image/png", place, "code.png")


@bp.get("/<card_place:place>/<stamp>/<form>.pdf")
def pdf_file(place: Place, stamp: str, form: str) -> Response:
    """A card or poster as of today, whatever day the link is of."""
    if form not in SHEETS:
        raise NotFound(gettext("We have no page of that name."))
    said = sheet(place, _readable(stamp).choice)
    if said.is_empty:
        raise NotFound(nobody_words())
    return as_file(pdf(said, form), "application/pdf", place, f"{form}.pdf")


def is_plain(stamp: str) -> bool:
    """Whether the maker of a card wanted it to say plainly what it is about."""
    card = _read(stamp)
    return card is not None and card.choice.plain


def _count(link: str) -> None:
    """One more opening of a link today. A reader never waits for it, nor sees it fail."""
    try:
        with closing(TotalStore(resources.settings().database)) as totals:
            totals.count(resources.today(), link)
    except StoreError as problem:
        log.warning("an opening was not counted: %s", problem)


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
