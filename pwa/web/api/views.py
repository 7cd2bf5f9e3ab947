"""Places, law and helplines as JSON."""

from typing import Any

from marshmallow import fields

from pwa.answers.coverage import coverage_by_kind, coverage_by_place
from pwa.answers.helplines import Line, all_lines, lines_for
from pwa.answers.law import LawAnswer, answer
from pwa.locales.words import sentences
from pwa.records import Place, Substance
from pwa.web.api.notice_views import NoticeSchema
from pwa.web.api.parameters import (
    ApiBlueprint,
    HelplinesQuery,
    LawQuery,
    PlacesQuery,
    refusals,
)
from pwa.web.api.schemas import CoverageSchema, HelplineSchema, LawSchema, PlaceSchema
from pwa.web.http import resources
from pwa.web.http.parameters import known_place, read_day, read_moment
from pwa.web.words.law_wording import explanation, headline
from pwa.web.words.wording import place_name

bp = ApiBlueprint("api", __name__, description="Places, law and helplines")

Query = dict[str, Any]


def statement(found: LawAnswer) -> str:
    """The answer in a few sentences."""
    return sentences((headline(found), *explanation(found)))


class LawWithNoticesSchema(LawSchema):
    """The answer, with the newest notices about the place: they stand beside it, never in it."""

    statement = fields.Function(
        lambda found: statement(found["answer"]),
        metadata={"type": "string", "description": "The answer in a few sentences"},
    )
    notices = fields.List(fields.Nested(NoticeSchema), required=True)


@bp.get("/places")
@bp.arguments(PlacesQuery, location="query")
@refusals(bp, 400)
@bp.response(200, PlaceSchema(many=True))
def places(query: Query) -> list[Query]:
    """Places by name, misspelt or not; all of them without `q`."""
    facts = resources.facts()
    if not query["q"].strip():
        return [_place(place) for place in facts.places.values()]
    found = resources.store().search(query["q"])
    return [_place(facts.places[entry.key]) for entry in found if entry.kind == "place"]


@bp.get("/law")
@bp.arguments(LawQuery, location="query")
@refusals(bp, 400, 404)
@bp.response(200, LawWithNoticesSchema)
def law(query: Query) -> Query:
    """What the law says in a place on a day, level by level, with sources."""
    place = known_place(query["place"])
    on = read_day(query["on"]) if query["on"] else resources.today()
    facts = resources.facts()
    found = answer(facts, place.id, Substance(query["substance"]), on)
    notices = resources.notices_about(facts.ancestry(place.id)) or []
    more = {"good_until": found.good_until, "expected": found.expected}
    return {**vars(found), **more, "answer": found, "notices": notices}


@bp.get("/helplines")
@bp.arguments(HelplinesQuery, location="query")
@refusals(bp, 400, 404)
@bp.response(200, HelplineSchema(many=True))
def helplines(query: Query) -> list[Line]:
    """Lines of a place, then of the places above it, then worldwide ones."""
    at = read_moment(query["at"]) if query["at"] else resources.now()
    facts = resources.facts()
    lines = (
        lines_for(facts, known_place(query["place"]).id, at)
        if query["place"]
        else all_lines(facts, at)
    )
    topic, language = query["topic"], query["language"]
    return [
        line
        for line in lines
        if (not topic or topic in line.helpline.topics)
        and (not language or language in line.helpline.languages)
    ]


@bp.get("/coverage")
@bp.response(200, CoverageSchema)
def coverage() -> Query:
    """How the published facts were looked at and how long ago: today's figures."""
    facts, on = resources.facts(), resources.today()
    return {"on": on, **coverage_by_kind(facts, on), "places": coverage_by_place(facts, on)}


def _place(place: Place) -> Query:
    return {**vars(place), "name": str(place_name(place))}
