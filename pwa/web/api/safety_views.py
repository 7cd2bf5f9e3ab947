"""Topics, claims, studies and interactions as JSON; citations as BibTeX and CSL-JSON."""

from typing import Any

from flask import Response
from marshmallow import fields

from pwa.answers.citations import bibtex, csl_json
from pwa.answers.mixing import Mixture, check
from pwa.locales import plain_gettext
from pwa.records.safety import Claim, Interaction, Study
from pwa.records.topics import Heading, Topic
from pwa.web.api.parameters import SHORT, ApiBlueprint, LanguageSchema, refusals
from pwa.web.api.safety_schemas import (
    ClaimSchema,
    InteractionSchema,
    MixtureSchema,
    StudySchema,
    TopicSchema,
    TopicSummarySchema,
)
from pwa.web.http.parameters import known_study, known_topic
from pwa.web.words.safety_wording import safety

bp = ApiBlueprint("safety", __name__, description="Safety content and its evidence")

Query = dict[str, Any]

BIBTEX = "application/x-bibtex"
CSL = "application/vnd.citationstyles.csl+json"


class MixQuery(LanguageSchema):
    """What kratom or 7-OH meets; several things with commas between them."""

    with_ = fields.String(
        data_key="with", required=True, validate=SHORT, metadata={"example": "alprazolam"}
    )


@bp.get("/topics")
@bp.arguments(LanguageSchema, location="query")
@refusals(bp, 400)
@bp.response(200, TopicSummarySchema(many=True))
def topics(_: Query) -> list[Topic]:
    """Every safety page, in the order of the menu."""
    return list(safety().topics)


@bp.get("/topics/<slug>")
@bp.arguments(LanguageSchema, location="query")
@refusals(bp, 400, 404)
@bp.response(200, TopicSchema)
def topic(_: Query, slug: str) -> Query:
    """One safety page, sentence by sentence with its claims."""
    found = known_topic(slug)
    return {**vars(found), "sections": _sections(found)}


@bp.get("/claims")
@bp.arguments(LanguageSchema, location="query")
@refusals(bp, 400)
@bp.response(200, ClaimSchema(many=True))
def claims(_: Query) -> list[Query]:
    """Every published claim, how sure it is, and where it is said."""
    return [_claim(claim) for claim in safety().claims if claim.published]


@bp.get("/interactions")
@bp.arguments(MixQuery, location="query")
@refusals(bp, 400)
@bp.response(200, MixtureSchema)
def interactions(query: Query) -> Mixture:
    """What may happen when kratom or 7-OH is mixed with something."""
    return check(safety(), [query["with_"]], plain_gettext())


@bp.get("/interactions/all")
@bp.arguments(LanguageSchema, location="query")
@refusals(bp, 400)
@bp.response(200, InteractionSchema(many=True))
def all_interactions(_: Query) -> list[Interaction]:
    """Every class that we hold something on."""
    return list(safety().interactions)


@bp.get("/evidence")
@bp.arguments(LanguageSchema, location="query")
@refusals(bp, 400)
@bp.response(200, StudySchema(many=True))
def studies(_: Query) -> list[Study]:
    """Every study."""
    return list(safety().studies)


@bp.get("/evidence/<key>")
@bp.arguments(LanguageSchema, location="query")
@refusals(bp, 400, 404)
@bp.response(200, StudySchema)
def study(_: Query, key: str) -> Study:
    """One study."""
    return known_study(key)


@bp.get("/evidence.bib")
@bp.response(200, content_type=BIBTEX, description="Citations of all studies")
def all_as_bibtex() -> Response:
    """Citations of all studies as BibTeX."""
    return Response("\n".join(map(bibtex, safety().studies)), content_type=BIBTEX)


@bp.get("/evidence.csl.json")
@bp.response(200, content_type=CSL, description="Citations of all studies")
def all_as_csl() -> Response:
    """Citations of all studies as CSL-JSON."""
    return Response(csl_json(safety().studies), content_type=CSL)


@bp.get("/evidence/<key>.bib")
@refusals(bp, 404)
@bp.response(200, content_type=BIBTEX, description="The citation")
def as_bibtex(key: str) -> Response:
    """The citation of one study as BibTeX."""
    return Response(bibtex(known_study(key)), content_type=BIBTEX)


@bp.get("/evidence/<key>.csl.json")
@refusals(bp, 404)
@bp.response(200, content_type=CSL, description="The citation")
def as_csl(key: str) -> Response:
    """The citation of one study as CSL-JSON."""
    return Response(csl_json([known_study(key)]), content_type=CSL)


def _sections(topic: Topic) -> list[Query]:
    sections: list[Query] = [{"question": None, "sentences": []}]
    for block in topic.blocks:
        if isinstance(block, Heading):
            sections.append({"question": block.text, "sentences": []})
        sections[-1]["sentences"] += block.sentences
    return sections


def _claim(claim: Claim) -> Query:
    said = [
        sentence
        for topic in safety().topics
        for sentence in topic.sentences
        if claim.id in sentence.claim_ids
    ]
    return {
        **vars(claim),
        "sentences": said,
        "used_in": safety().topics_by_claim.get(claim.id, ()),
    }
