"""What a program may ask for, and how a bad question is refused."""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import g
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import HTTPException

from pwa import locales
from pwa.facts.rules import TOPICS
from pwa.records import Substance
from pwa.web.api.schemas import ProblemSchema
from pwa.web.http import resources
from pwa.web.http.parameters import LONGEST, is_text, read_day, read_moment

View = Callable[..., Any]


class Parser(FlaskParser):
    """Parameters that do not fit are a 400, also unknown ones: a misspelt name must not be lost."""

    DEFAULT_VALIDATION_STATUS = 400
    DEFAULT_UNKNOWN_BY_LOCATION: ClassVar = {  # type: ignore[misc]  # webargs overrides it so
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
    }


class ApiBlueprint(Blueprint):
    """Addresses of the API, with its way of reading parameters."""

    ARGUMENTS_PARSER = Parser()


def refusals(blueprint: Blueprint, *codes: int) -> Callable[[View], View]:
    """Document the problems that a view may answer with."""
    texts = {400: "A parameter is not right", 404: "No such place"}

    def document(view: View) -> View:
        for code in codes:
            view = blueprint.alt_response(
                code,
                schema=ProblemSchema,
                description=texts[code],
                content_type="application/problem+json",
            )(view)
        return view

    return document


def plain_text(text: str) -> None:
    """Refuse control characters and bytes that were no UTF-8."""
    if not is_text(text):
        raise ValidationError("holds characters that are not text")


SHORT: list[Callable[[str], object]] = [validate.Length(max=LONGEST), plain_text]


class Checked(fields.String):
    """A text that one of our readers takes; what it refuses is a 400 with its sentence."""

    def __init__(self, reader: Any, **more: Any) -> None:
        super().__init__(validate=[*SHORT, self._refuse], **more)
        self._reader = reader

    def _refuse(self, text: str) -> None:
        try:
            self._reader(text)
        except HTTPException as refusal:
            raise ValidationError(refusal.description or "is not right") from None


class LanguageSchema(Schema):
    """The language of texts."""

    lang = fields.String(
        load_default="en",
        validate=SHORT,
        metadata={"enum": [locale.tag for locale in locales.PUBLISHED]},
    )

    @post_load
    def speak(self, values: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Answer in that language."""
        published = locales.published_in(resources.app())
        if values["lang"] not in published:
            names = ", ".join(published)
            raise ValidationError(f"is one of: {names}", "lang")
        g.locale = published[values["lang"]]
        return values


class PlacesQuery(LanguageSchema):
    """Part of a place's name; all places where it is empty."""

    q = fields.String(load_default="", validate=SHORT)


class LawQuery(LanguageSchema):
    """Which law."""

    place = fields.String(required=True, validate=SHORT, metadata={"example": "US-IL/jerseyville"})
    substance = fields.String(
        load_default=Substance.KRATOM.value,
        validate=validate.OneOf([each.value for each in Substance]),
    )
    on = Checked(
        read_day,
        load_default=None,
        metadata={"format": "date", "example": "2026-11-22", "description": "Default: today"},
    )


class HelplinesQuery(LanguageSchema):
    """Which helplines."""

    place = fields.String(
        load_default=None,
        validate=SHORT,
        metadata={"example": "US-TX", "description": "Default: all lines"},
    )
    topic = fields.String(load_default=None, validate=validate.OneOf(TOPICS))
    language = fields.String(load_default=None, validate=SHORT, metadata={"example": "es"})
    at = Checked(
        read_moment,
        load_default=None,
        metadata={
            "format": "date-time",
            "example": "2026-11-22T10:00:00-06:00",
            "description": "Default: now",
        },
    )
