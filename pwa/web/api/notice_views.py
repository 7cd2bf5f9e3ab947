"""Notices as JSON."""

from typing import Any

from marshmallow import fields, validate

from pwa.records import Substance
from pwa.records.notices import Notice, NoticeKind, Stage, Standing
from pwa.web.api.parameters import SHORT, ApiBlueprint, Checked, LanguageSchema, refusals
from pwa.web.api.schemas import TranslatedSchema, one_of, optional
from pwa.web.http import resources
from pwa.web.http.parameters import known_place, read_day
from pwa.web.words.notice_wording import not_meant

bp = ApiBlueprint("notice", __name__, description="What regulators published")

Query = dict[str, Any]
MOST = 100


class NoticeSchema(TranslatedSchema):
    """A notice as published, and what our rules read in it. It is never part of a law answer."""

    id = fields.String(required=True)
    source = fields.String(required=True)
    title = fields.String(attribute="item.title", required=True)
    summary = fields.String(attribute="item.summary", required=True)
    agency = fields.String(attribute="item.agency", required=True)
    url = optional(attribute="item.url")
    published = optional(attribute="item.published")
    first_seen_at = fields.String(required=True)
    language = fields.String(attribute="item.language", required=True)
    place = optional(attribute="tags.place")
    kind = one_of(NoticeKind, attribute="tags.kind", required=True)
    stage = one_of(Stage, attribute="tags.stage", required=True)
    substances = fields.List(fields.String(), attribute="tags.substances", required=True)
    may_change_status = fields.Boolean(attribute="tags.may_change_status", required=True)
    standing = one_of(Standing, required=True)
    does_not_mean = fields.Function(
        not_meant, metadata={"type": "array", "items": {"type": "string"}}
    )


class NoticesQuery(LanguageSchema):
    """Which notices."""

    place = fields.String(load_default=None, validate=SHORT, metadata={"example": "US"})
    substance = fields.String(
        load_default=None, validate=validate.OneOf([each.value for each in Substance])
    )
    since = Checked(read_day, load_default=None, metadata={"format": "date"})


@bp.get("/notices")
@bp.arguments(NoticesQuery, location="query")
@refusals(bp, 400, 404)
@bp.response(200, NoticeSchema(many=True))
def notices(query: Query) -> list[Notice]:
    """Relevant notices, the newest first, at most 100."""
    place = known_place(query["place"]).id if query["place"] else None
    since = read_day(query["since"]).isoformat() if query["since"] else None
    return resources.notices().notices(
        place=place, substance=query["substance"], since=since, limit=MOST
    )
