"""The law on calling for help, and naloxone, as JSON."""

from typing import Any

from marshmallow import Schema, fields

from pwa.answers.calling import Shelter, calling_answer, naloxone_answer, shelter
from pwa.answers.helplines import lines_for
from pwa.records import Confidence
from pwa.records.calling import CallingCondition, Cover, NaloxoneCondition, RuledOut
from pwa.web.api.parameters import SHORT, ApiBlueprint, LanguageSchema, refusals
from pwa.web.api.schemas import (
    PARTIAL_DATE,
    Id,
    Said,
    SourceSchema,
    TextSchema,
    TranslatedSchema,
    one_of,
    optional,
)
from pwa.web.http import resources
from pwa.web.http.parameters import known_place
from pwa.web.words.calling_wording import calling_in_short, calling_sentences, naloxone_sentences

bp = ApiBlueprint(
    "calling_api", __name__, description="The law on those who call for help; naloxone"
)

Query = dict[str, Any]
COVER = {
    "description": "What a law names as covered, never what will happen. no: it may only be silent"
}


def _list_of(kind: Any, **more: Any) -> fields.List[Any]:
    return fields.List(fields.Enum(kind, by_value=True), required=True, **more)


class ProtectedSchema(Schema):
    """Whom a law covers: whoever calls or gets help, and the person who is ill."""

    caller = one_of(Cover, required=True, metadata=COVER)
    person = one_of(Cover, required=True, metadata=COVER)


class OffencesSchema(Schema):
    """For what: having drugs; gear; giving, sharing or selling; probation, parole or bail; being
    arrested on an open warrant."""

    possession = one_of(Cover, required=True)
    paraphernalia = one_of(Cover, required=True)
    provision = one_of(Cover, required=True)
    supervision = one_of(Cover, required=True)
    warrant = one_of(Cover, required=True)


class HelpLevelSchema(Schema):
    """What a record of either kind has."""

    place = Id(required=True)
    summary = Said(attribute="record.summary", required=True)
    limits = fields.List(Said(), attribute="record.limits", required=True)
    since = optional(TextSchema, attribute="record.since", metadata=PARTIAL_DATE)
    as_of = optional(TextSchema, attribute="record.as_of", metadata=PARTIAL_DATE)
    confidence = one_of(Confidence, attribute="record.confidence", required=True)
    instrument = optional(attribute="record.instrument")
    citation = optional(attribute="record.citation")
    url = optional(attribute="record.url")
    sources = fields.List(fields.Nested(SourceSchema), attribute="record.sources", required=True)


class CallingLevelSchema(HelpLevelSchema):
    """The law of one place on those who call for help in an overdose."""

    statement = fields.Function(calling_sentences, required=True, metadata={"type": "string"})
    law_is = fields.Function(
        lambda level: shelter(level.record).value,
        required=True,
        metadata={"type": "string", "enum": [each.value for each in Shelter]},
    )
    protects = fields.Nested(ProtectedSchema, attribute="record.protects", required=True)
    offences = fields.Nested(OffencesSchema, attribute="record.offences", required=True)
    stage = _list_of(
        RuledOut,
        attribute="record.stage",
        metadata={"description": "What it can stop. Without arrest, an arrest is not ruled out"},
    )
    conditions = _list_of(CallingCondition, attribute="record.conditions")


class NaloxoneLevelSchema(HelpLevelSchema):
    """The law of one place on getting, carrying and giving naloxone."""

    statement = fields.Function(
        lambda level: naloxone_sentences(level.record), required=True, metadata={"type": "string"}
    )
    carrying = one_of(Cover, attribute="record.carrying")
    giving = one_of(Cover, attribute="record.giving")
    conditions = _list_of(NaloxoneCondition, attribute="record.conditions")


class CallingSchema(TranslatedSchema):
    """Am I in trouble if I call for help? Show `statement` whole: it says to call first, how old
    the answer is, that police can still come, and that a lawyer decides. `law_is` is that of the
    nearest level; the law of a state is for its own charges, that of the country stands beside it.
    """

    place = Id(required=True)
    statement = fields.Function(
        lambda found: calling_in_short(found["answer"]), required=True, metadata={"type": "string"}
    )
    law_is = one_of(Shelter, attribute="answer.shelter", required=True)
    levels = fields.List(
        fields.Nested(CallingLevelSchema), attribute="answer.levels", required=True
    )
    naloxone = fields.List(
        fields.Nested(NaloxoneLevelSchema), attribute="naloxone.levels", required=True
    )
    supplies = fields.Function(
        lambda found: [line.helpline.id for line in found["naloxone"].supplies],
        required=True,
        metadata={
            "type": "array",
            "items": {"type": "string"},
            "description": "Helplines that give out supplies, by id",
        },
    )


class CallingQuery(LanguageSchema):
    """Which place."""

    place = fields.String(required=True, validate=SHORT, metadata={"example": "US-TX"})


@bp.get("/calling")
@bp.arguments(CallingQuery, location="query")
@refusals(bp, 400, 404)
@bp.response(200, CallingSchema)
def calling(query: Query) -> Query:
    """The law on those who call for help in an overdose, and on naloxone, level by level."""
    place, facts = known_place(query["place"]), resources.facts()
    lines = lines_for(facts, place.id, resources.now())
    return {
        "place": place,
        "answer": calling_answer(facts, place.id),
        "naloxone": naloxone_answer(facts, place.id, lines),
    }
