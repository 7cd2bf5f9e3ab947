"""The shapes of the API's answers: each is the single definition of what is sent."""

from typing import Any

from marshmallow import Schema, fields

from pwa.locales import gettext
from pwa.locales.states import State, listening
from pwa.records import CheckKind, Confidence, Kind, Permission, Status, Substance
from pwa.web.words.languages import translation


class TextSchema(fields.String):
    """Anything that has a text form: a date known to the day, month or year; None stays null."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else str(value)


class Id(fields.String):
    """A place, by its id."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else str(value.id)


class Said(fields.String):
    """Prose of the facts, in the language that was asked for."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else str(gettext(value))


def one_of(kind: Any, **more: Any) -> fields.Field[Any]:
    """One of an enumeration's values, or null."""
    return fields.Enum(kind, by_value=True, allow_none=True, dump_default=None, **more)


def optional(kind: type[fields.Field[Any]] = fields.String, **more: Any) -> fields.Field[Any]:
    """A value that may be null."""
    return kind(allow_none=True, dump_default=None, **more)


PARTIAL_DATE = {"description": "2026-08-12, 2026-08 or 2026: as exact as the source gave it"}


class TranslationSchema(Schema):
    """How far the texts beside it can be trusted: `original` (English), `read` by a person,
    `drafted` by a machine and read by nobody, `outdated`: some are in English, being newer than
    their translation."""

    language = fields.String(required=True)
    state = one_of(State, required=True)
    read_by = fields.List(fields.String(), required=True)
    read_on = fields.Date(allow_none=True, metadata={"description": "The oldest reading"})


class TranslatedSchema(Schema):
    """Anything with texts in the language that was asked for."""

    translation = fields.Nested(TranslationSchema, dump_only=True)

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """The object, and how far its texts can be trusted."""
        if self.many if many is None else many:
            return [self.dump(each, many=False) for each in obj]
        with listening() as said:
            document = super().dump(obj, many=False)
        return {**document, "translation": TranslationSchema().dump(translation(said))}


class ProblemSchema(Schema):
    """RFC 9457 problem document."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)


class PlaceSchema(Schema):
    """A jurisdiction: country, territory, state, county or city."""

    id = fields.String(required=True, metadata={"example": "US-IL/jerseyville"})
    name = fields.String(required=True)
    kind = one_of(Kind, required=True)
    parent = optional()


class SourceSchema(Schema):
    """Where a statement was read."""

    title = fields.String(required=True)
    publisher = optional()
    url = optional()
    published = optional()
    tier = optional(fields.Integer)


class FactCheckSchema(Schema):
    """One look at a fact. `source-date`: the day that its newest source bears, on which nobody of
    us looked; `seen`: our program saw it on a living page; `read`: a person read the source;
    `confirmed`: the operator or authority told us; `rung`: somebody rang and was answered."""

    kind = one_of(CheckKind, required=True)
    on = TextSchema(required=True, metadata=PARTIAL_DATE)
    by = optional(metadata={"description": "Whose page, or who of us; a role, never a name"})


GOOD_UNTIL = {"description": "The last day on which it may be relied on; null where it is no day"}


class ActsSchema(Schema):
    """What is said of each act."""

    possession = one_of(Permission)
    sale = one_of(Permission)
    import_ = one_of(Permission, data_key="import")


class ReadingSchema(Schema):
    """What one source says."""

    says = fields.String(required=True)
    by = fields.String(required=True)
    on = optional(TextSchema, metadata=PARTIAL_DATE)


class DisagreementSchema(Schema):
    """What sources differ on: the reading that we follow, the others, and why."""

    about = fields.String(required=True)
    followed = fields.Nested(ReadingSchema, required=True)
    others = fields.List(fields.Nested(ReadingSchema), required=True)
    why = fields.String(required=True)


class LevelSchema(Schema):
    """One level. `status` and the acts are what can be relied on; `last_known` and
    `last_known_acts` what its newest source shows."""

    place = Id(required=True)
    finding = fields.Function(lambda level: level.finding.value, metadata={"type": "string"})
    binds = fields.Boolean(required=True)
    status = one_of(Status, required=True)
    last_known = one_of(Status, required=True)
    possession = one_of(Permission)
    sale = one_of(Permission)
    import_ = one_of(Permission, data_key="import")
    last_known_acts = fields.Nested(ActsSchema, required=True)
    min_age = optional(fields.Integer, attribute="rule.min_age")
    instrument = optional(attribute="rule.instrument")
    valid_from = optional(TextSchema, attribute="rule.valid_from", metadata=PARTIAL_DATE)
    valid_to = optional(TextSchema, metadata=PARTIAL_DATE)
    summary = optional(Said, attribute="rule.summary")
    advice = optional(Said, attribute="rule.advice")
    note = optional(Said, attribute="rule.note")
    as_of = optional(TextSchema, attribute="record.as_of", metadata=PARTIAL_DATE)
    confidence = one_of(Confidence)
    good_until = fields.Date(allow_none=True, metadata=GOOD_UNTIL)
    stale = fields.Boolean(required=True)
    checked = fields.List(fields.Nested(FactCheckSchema), required=True)
    disagreements = fields.List(
        fields.Nested(DisagreementSchema), attribute="record.disagreements", dump_default=[]
    )
    sources = fields.List(fields.Nested(SourceSchema), attribute="record.sources", dump_default=[])


class ChangeSchema(Schema):
    """A dated step. `status` is null where no rule changes: a bill, a vote, a plan."""

    place = Id(required=True)
    on = optional(TextSchema, metadata=PARTIAL_DATE)
    until = optional(TextSchema, metadata=PARTIAL_DATE)
    status = one_of(Status)
    note = optional(Said)
    lapse = fields.Boolean(required=True)


class ExpectedSchema(Schema):
    """A decision that the answer hangs on. `due`: it may hold already, and nobody has seen whether
    it does. `looked_on`: up to that day somebody looked and did not find it."""

    place = Id(required=True)
    on = optional(TextSchema, attribute="event.on", metadata=PARTIAL_DATE)
    due = fields.Boolean(attribute="is_due", required=True)
    note = Said(attribute="event.note", required=True)
    form = optional(attribute="event.form")
    source = optional(attribute="event.source")
    looked_on = optional(TextSchema, metadata=PARTIAL_DATE)


class LawSchema(TranslatedSchema):
    """What the law says in a place on a day."""

    place = Id(required=True)
    substance = one_of(Substance, required=True)
    on = fields.Date(required=True)
    status = one_of(Status, required=True)
    last_known = one_of(Status, required=True)
    possession = one_of(Permission, required=True)
    sale = one_of(Permission, required=True)
    import_ = one_of(Permission, data_key="import", required=True)
    last_known_acts = fields.Nested(ActsSchema, required=True)
    min_age = optional(fields.Integer)
    age_binds = fields.List(fields.String(), required=True)
    decided_by = Id(required=True)
    as_of = optional(TextSchema, metadata=PARTIAL_DATE)
    confidence = one_of(Confidence)
    good_until = fields.Date(allow_none=True, metadata=GOOD_UNTIL)
    stale = fields.Boolean(required=True)
    reviewed = fields.Boolean(required=True)
    needs_review = fields.Boolean(required=True)
    chain = fields.List(fields.Nested(LevelSchema), required=True)
    expected = fields.List(fields.Nested(ExpectedSchema), required=True)
    upcoming = fields.List(fields.Nested(ChangeSchema), required=True)
    history = fields.List(fields.Nested(ChangeSchema), required=True)


class FactCoverageSchema(Schema):
    """The facts of one kind: each is once in `by_check` (its newest look) and once in `by_age`."""

    total = fields.Integer(required=True)
    fresh = fields.Integer(required=True)
    disputed = fields.Integer(required=True, metadata={"description": "Their sources differ"})
    by_check = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    by_age = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class PlaceCoverageSchema(Schema):
    """The facts of a country and of all that lies in it."""

    place = fields.String(required=True)
    helplines = fields.Integer(required=True)
    helplines_fresh = fields.Integer(required=True)
    law = fields.Integer(required=True)
    law_fresh = fields.Integer(required=True)


class CoverageSchema(Schema):
    """How the published facts were looked at and how long ago, counted on a day."""

    on = fields.Date(required=True)
    helplines = fields.Nested(FactCoverageSchema, required=True)
    law = fields.Nested(FactCoverageSchema, required=True)
    places = fields.List(fields.Nested(PlaceCoverageSchema), required=True)


class TextLineSchema(Schema):
    """A number that takes text messages, and the word to send."""

    to = fields.String(required=True)
    body = optional()


class HelplineSchema(TranslatedSchema):
    """A line to ring, text or chat with, at a moment."""

    id = fields.String(attribute="helpline.id", required=True)
    name = Said(attribute="helpline.name", required=True)
    native_name = optional(attribute="helpline.native_name")
    place = Id(required=True)
    topics = fields.List(fields.String(), attribute="helpline.topics", required=True)
    phone = optional(attribute="helpline.phone")
    short = optional(attribute="helpline.short")
    alt_phones = fields.List(fields.String(), attribute="helpline.alt_phones", required=True)
    sms = optional(fields.Nested, nested=TextLineSchema, attribute="helpline.sms")
    whatsapp = optional(attribute="helpline.whatsapp")
    chat_url = optional(attribute="helpline.chat_url")
    web_url = optional(attribute="helpline.web_url")
    languages = fields.List(fields.String(), attribute="helpline.languages", required=True)
    hours = optional(attribute="helpline.hours")
    timezone = optional(attribute="helpline.timezone")
    open = optional(fields.Boolean, metadata={"description": "null: hours not known"})
    changes_at = optional(fields.DateTime)
    cost = fields.String(attribute="helpline.cost", required=True)
    anonymous = optional(fields.Boolean, attribute="helpline.anonymous")
    run_by_law_enforcement = fields.Boolean(
        attribute="helpline.run_by_law_enforcement", required=True
    )
    deaf_access = optional(Said, attribute="helpline.deaf_access")
    who = Said(attribute="helpline.who", required=True)
    advice = optional(Said, attribute="helpline.advice")
    as_of = optional(TextSchema, attribute="helpline.as_of", metadata=PARTIAL_DATE)
    confidence = one_of(Confidence, attribute="helpline.confidence", required=True)
    checked = fields.List(fields.Nested(FactCheckSchema), required=True)
    good_until = fields.Date(allow_none=True, metadata=GOOD_UNTIL)
    stale = fields.Boolean(required=True)
    disagreements = fields.List(
        fields.Nested(DisagreementSchema), attribute="helpline.disagreements", required=True
    )
    sources = fields.List(fields.Nested(SourceSchema), attribute="helpline.sources", required=True)
