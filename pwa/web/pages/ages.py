"""How fresh the facts are, and where their sources differ. Needs no store."""

from typing import NamedTuple

from flask import Blueprint, render_template, url_for

from pwa.answers.coverage import coverage_by_kind, coverage_by_place
from pwa.locales import gettext
from pwa.records import Disagreement, Facts
from pwa.web.http import resources
from pwa.web.http.addresses import take_locale_off
from pwa.web.words.wording import place_name, substance_name

bp = Blueprint("ages", __name__, url_prefix="/<locale:locale>")
take_locale_off(bp)


class DifferingFact(NamedTuple):
    """A fact whose sources differ, and the page that shows it."""

    place: str
    name: str
    url: str
    disagreements: tuple[Disagreement, ...]


@bp.get("/coverage")
def coverage() -> str:
    """How our facts were looked at and how long ago, today."""
    facts, on = resources.facts(), resources.today()
    places = [(place_name(facts.places[each.place]), each) for each in coverage_by_place(facts, on)]
    return render_template(
        "coverage.html",
        on=on,
        kinds=coverage_by_kind(facts, on),
        places=sorted(places, key=lambda pair: pair[0]),
    )


@bp.get("/disagreements")
def disagreements() -> str:
    """Every fact whose sources differ, with what each of them says."""
    facts = resources.facts()
    parts = ((gettext("Helplines"), _lines(facts)), (gettext("Law"), _law(facts)))
    return render_template(
        "disagreements.html",
        parts=parts,
    )


def _lines(facts: Facts) -> list[DifferingFact]:
    return [
        DifferingFact(
            place_name(facts.places[line.place]),
            gettext(line.name),
            f"{url_for('helplines.place', place=facts.places[line.place])}#{line.id}",
            line.disagreements,
        )
        for line in facts.helplines
        if line.published and line.disagreements
    ]


def _law(facts: Facts) -> list[DifferingFact]:
    return [
        DifferingFact(
            place_name(facts.places[record.place]),
            substance_name(record.substance),
            url_for(
                "law.place",
                place=facts.places[record.place],
                substance=None if record.substance == "kratom" else record.substance.value,
            ),
            record.disagreements,
        )
        for record in facts.law
        if record.disagreements
    ]
