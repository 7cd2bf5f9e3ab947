"""The shapes of the API's answers on safety: topics, claims, studies, interactions."""

from marshmallow import Schema, fields

from pwa.facts.amounts import without_amounts
from pwa.locales import gettext
from pwa.records.safety import Certainty, Level, Species, Study, StudyKind
from pwa.web.api.schemas import Said, TextSchema, TranslatedSchema, one_of, optional
from pwa.web.words.safety_wording import certainty_words, level_words, sentence_text


class SentenceSchema(Schema):
    """One sentence and the claims that it rests on; none where it says nothing on health."""

    text = fields.Function(sentence_text, required=True, metadata={"type": "string"})
    claims = fields.List(fields.String(), attribute="claim_ids", required=True)


class TopicSummarySchema(TranslatedSchema):
    """A safety page in a list."""

    slug = fields.String(required=True)
    title = Said(required=True)
    summary = Said(required=True)
    group = TextSchema(required=True)
    reviewed_on = fields.Date(required=True)
    review_due_on = fields.Date(required=True)


class SectionSchema(Schema):
    """A question and its sentences, in order; the opening one has no question."""

    question = optional(Said)
    sentences = fields.List(fields.Nested(SentenceSchema), required=True)


class TopicSchema(TopicSummarySchema):
    """A safety page."""

    sections = fields.List(fields.Nested(SectionSchema), required=True)


class CheckSchema(Schema):
    """What somebody of a trade is to look at; `checked_by` is empty where nobody has yet."""

    what = Said(required=True)
    by = fields.String(required=True)
    checked_by = fields.String(required=True)


class ClaimSchema(TranslatedSchema):
    """A claim with how sure it is, and the sentences that say it to readers."""

    id = fields.String(required=True)
    topic = fields.String(required=True)
    certainty = one_of(Certainty, required=True)
    certainty_words = fields.Function(
        lambda claim: certainty_words(claim["certainty"]), metadata={"type": "string"}
    )
    sentences = fields.Function(
        lambda claim: list(dict.fromkeys(map(sentence_text, claim["sentences"]))),
        metadata={"type": "array", "items": {"type": "string"}},
    )
    evidence = fields.List(fields.String(), required=True)
    against = fields.List(fields.String(), required=True)
    used_in = fields.List(fields.String(), required=True)
    check = fields.Nested(CheckSchema, allow_none=True, dump_default=None)


def _said(name: str) -> fields.Function:
    """A text of a study, translated, without the sentences that name amounts."""

    def say(study: Study) -> str:
        text = without_amounts(getattr(study, name))
        return str(gettext(text)) if text else ""

    return fields.Function(say, metadata={"type": "string"})


class StudySchema(TranslatedSchema):
    """A study: what it asked, found and cannot tell. Amounts are left out."""

    id = fields.String(required=True)
    title = fields.String(attribute="citation.title", required=True)
    authors = fields.String(attribute="citation.authors", required=True)
    journal = fields.String(attribute="citation.journal", required=True)
    year = optional(fields.Integer, attribute="citation.year")
    doi = optional(attribute="citation.doi")
    pmid = optional(attribute="citation.pmid")
    link = optional()
    kind = one_of(StudyKind, required=True)
    species = one_of(Species, required=True)
    n = optional(fields.Integer)
    asks = _said("asks")
    finds = _said("finds")
    limits = _said("limits")
    topics = fields.List(fields.String(), required=True)


class InteractionSchema(TranslatedSchema):
    """What may happen when kratom or 7-OH meets one class of medicines or substances."""

    id = fields.String(required=True)
    with_ = Said(data_key="with", required=True)
    examples = fields.List(Said(), required=True)
    level = one_of(Level, required=True)
    why = Said(required=True)
    what_can_happen = Said(required=True)
    do = Said(required=True)
    certainty = one_of(Certainty, required=True)
    evidence = fields.List(fields.String(), required=True)
    check = fields.Nested(CheckSchema, allow_none=True, dump_default=None)


class MatchSchema(Schema):
    """An interaction that the text names; a guess rests on a likely misspelling."""

    interaction = fields.Nested(InteractionSchema, required=True)
    name = fields.String(required=True)
    guessed = fields.Boolean(required=True)


class FindingSchema(Schema):
    """What we hold on one thing. Without matches we have nothing on it: that is not "safe"."""

    text = fields.String(required=True)
    is_known = fields.Boolean(required=True)
    level = one_of(Level, required=True)
    matches = fields.List(fields.Nested(MatchSchema), required=True)


class MixtureSchema(TranslatedSchema):
    """All that was asked about, with the most cautious level."""

    level = one_of(Level)
    level_words = fields.Function(
        lambda mixture: level_words(mixture.level) if mixture.level else None,
        metadata={"type": "string", "nullable": True},
    )
    has_unknown = fields.Boolean(required=True)
    findings = fields.List(fields.Nested(FindingSchema), required=True)
