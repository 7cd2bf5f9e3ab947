"""The law of a place, and of all places."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from flask import Blueprint, render_template, request

from pwa.answers.calling import CallingAnswer, calling_answer
from pwa.answers.days import answers_by_day, days_of_other_answers
from pwa.answers.law import LOCAL, LawAnswer, answer
from pwa.answers.levels import INFORMATION_ONLY
from pwa.records import Facts, Map, Place, Status, Substance
from pwa.web.http import resources
from pwa.web.http.addresses import take_locale_off
from pwa.web.http.parameters import day_from, substance_from
from pwa.web.words.by_day import Version
from pwa.web.words.law_wording import last_known_words
from pwa.web.words.wording import place_name

bp = Blueprint("law", __name__, url_prefix="/<locale:locale>/law")
take_locale_off(bp)


class PlaceRow(NamedTuple):
    """One place of an overview with its status for each substance, today and on later days.
    `differs`: the answer on the leaf is another in some state of it."""

    place: Place
    statuses: tuple[list[Version], ...]
    differs: bool

    @property
    def is_known(self) -> bool:
        """Whether we can say anything of it: what holds, or what held when a source was written."""
        return self.differs or any(
            each.status is not Status.UNCLEAR or each.last_known
            for versions in self.statuses
            for _, each in versions
            if isinstance(each, ShownStatus)
        )

    @property
    def leaf_today(self) -> Status:
        """What the map shows."""
        shown = self.statuses[0][0][1]
        assert isinstance(shown, ShownStatus)
        return shown.status


class ShownStatus(NamedTuple):
    """A status as a row shows it, with what held at the time of an old source, in words."""

    status: Status
    last_known: str


class Shape(NamedTuple):
    """One outline of a map and how it is filled."""

    css: str
    path: str


class Drawing(NamedTuple):
    """A map coloured by what the answers say."""

    view_box: str
    shapes: tuple[Shape, ...]


@bp.get("")
def world() -> str:
    """Every country that we have looked up, as a map and as a table."""
    facts = resources.facts()
    reviewed = [facts.places[place_id] for place_id in facts.law_by_place]
    background = [p for p in reviewed if p.kind in INFORMATION_ONLY]
    rows = _rows(facts, [p for p in reviewed if not p.parent and p not in background])
    return render_template(
        "law_world.html",
        rows=rows,
        background=background,
        drawing=_drawing(facts.maps["world"], rows),
        statuses_of=_statuses_of,
        today=resources.today,
    )


@bp.get("/<place:place>")
def place(place: Place) -> str:
    """What the law says here, which rule decides, and what is coming."""
    facts = resources.facts()
    asked_on = day_from(request.args)
    substance = substance_from(request.args) or Substance.KRATOM
    answers = _answers(facts, place, substance, asked_on)
    below = [part for part in facts.children.get(place.id, ()) if part.id in facts.law_by_place]
    rows = _rows(facts, below) if below and not asked_on else ()
    drawing = facts.maps.get(place.slug)
    return render_template(
        "law_place.html",
        place=place,
        above=facts.ancestry(place.id)[:0:-1],
        answer=answers[0],
        by_day_answers=_versions(answers),
        choices=list(Substance),
        asked_on=asked_on,
        rows=rows,
        calling=_calling(facts, place) if not asked_on else None,
        notices=resources.notices_about(facts.ancestry(place.id)),
        not_preempted=any(part.kind in LOCAL for part in below),
        drawing=_drawing(drawing, rows) if drawing else None,
        statuses_of=_statuses_of,
        today=resources.today,
    )


def _calling(facts: Facts, place: Place) -> CallingAnswer | None:
    """What the law says of those who call; treaties and unions say nothing of it."""
    return None if place.kind in INFORMATION_ONLY else calling_answer(facts, place.id)


def _answers(
    facts: Facts, place: Place, substance: Substance, asked_on: date | None
) -> tuple[LawAnswer, ...]:
    """The answer of the day asked for; else today's and those of later days."""
    if asked_on:
        return (answer(facts, place.id, substance, asked_on),)
    return answers_by_day(facts, place.id, substance, _today(facts, [place]))


def _today(facts: Facts, places: Iterable[Place]) -> date:
    """This day, of which the answers of these places are made."""
    return resources.today(days_of_other_answers(facts, (place.id for place in places)))


def _versions(answers: tuple[LawAnswer, ...]) -> list[Version]:
    return [(each.on, each) for each in answers]


def _statuses(answers: tuple[LawAnswer, ...]) -> list[Version]:
    return [(each.on, _shown(each)) for each in answers]


def _shown(found: LawAnswer) -> ShownStatus:
    last_known = found.last_known if found.is_last_known else Status.UNCLEAR
    words = last_known_words(found.status, last_known, found.looked_on)
    return ShownStatus(found.status, words)


def _rows(facts: Facts, places: Collection[Place]) -> tuple[PlaceRow, ...]:
    on = _today(facts, places)
    return tuple(_row(facts, place, on) for place in sorted(places, key=place_name))


def _row(facts: Facts, place: Place, on: date) -> PlaceRow:
    found = {each: answers_by_day(facts, place.id, each, on) for each in Substance}
    own = found[Substance.KRATOM][0].status
    parts = [
        part
        for part in facts.children.get(place.id, ())
        if part.id in facts.law_by_place and part.kind not in LOCAL
    ]
    differs = any(answer(facts, part.id, Substance.KRATOM, on).status != own for part in parts)
    return PlaceRow(place, tuple(map(_statuses, found.values())), differs)


def _drawing(outlines: Map, rows: Iterable[PlaceRow]) -> Drawing:
    """The map with large places first: the marks of small ones lie on top of them."""
    css = {row.place.id: "differs" if row.differs else row.leaf_today.value for row in rows}
    largest_first = sorted(outlines.paths.items(), key=lambda item: -len(item[1]))
    shapes = (Shape(css.get(place_id, "no-record"), path) for place_id, path in largest_first)
    return Drawing(outlines.view_box, tuple(shapes))


def _statuses_of(rows: Iterable[PlaceRow]) -> list[Status]:
    """The statuses that a map shows, strictest first: its legend."""
    shown = {row.leaf_today for row in rows if not row.differs}
    return [status for status in reversed(Status) if status in shown]
