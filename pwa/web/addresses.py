"""The parts that addresses are made of: a locale, which no view has to carry, and a place."""

from typing import Any

from flask import Blueprint, Flask, g, redirect, request
from werkzeug import Response
from werkzeug.exceptions import BadRequest
from werkzeug.routing import BaseConverter, ValidationError

from pwa import locales
from pwa.locales import gettext
from pwa.records import Place
from pwa.web import resources
from pwa.web.headers import is_secure


class PlaceConverter(BaseConverter):
    """A place as addresses write it: `th`, `us-il`, `us-il/jerseyville`. Any other is a 404."""

    regex = r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,3})?(?:/[A-Za-z0-9-]+)?"
    part_isolating = False
    weight = 200

    def to_python(self, value: str) -> Place:
        """The place of an id in any case."""
        place = resources.facts().places.get(place_id(value))
        if place is None:
            raise ValidationError
        return place

    def to_url(self, value: Place | str) -> str:
        """The one spelling that we print."""
        return value.slug if isinstance(value, Place) else value.lower()


class CardPlaceConverter(PlaceConverter):
    """The place of a card: where a town is not among our places any more, its state still is."""

    def to_python(self, value: str) -> Place:
        """The place of an id in any case, or else the one above it."""
        try:
            return super().to_python(value)
        except ValidationError:
            return super().to_python(value.partition("/")[0])


def place_id(text: str) -> str:
    """A place's id from any spelling of its address: `us-il/Jerseyville` is US-IL/jerseyville."""
    above, slash, local = text.partition("/")
    return above.upper() + slash + local.lower()


def origin() -> str:
    """Where readers find us, for whole addresses: as LEAFLINE_URL says, else as they came here."""
    if ours := resources.settings().url:
        return ours
    if not request.host:
        raise BadRequest(gettext("The request does not say whom it is for."))
    return f"{'https' if is_secure(request.environ) else 'http'}://{request.host}"


def install(app: Flask) -> None:
    """Teach the app what a place is in an address."""
    app.url_map.converters["place"] = PlaceConverter
    app.url_map.converters["card_place"] = CardPlaceConverter


def take_locale_off(bp: Blueprint) -> None:
    """Let the blueprint's addresses carry the locale, and its views not."""

    @bp.url_value_preprocessor
    def keep_locale(_: str | None, values: dict[str, Any] | None) -> None:
        g.locale = (values or {}).pop("locale", locales.ENGLISH)

    @bp.before_request
    def redirect_to_our_spelling() -> Response | None:
        """One address a page: `/en/law/US-IL` is `/en/law/us-il` for good."""
        lower = request.path.lower()
        if lower == request.path:
            return None
        query = request.query_string.decode("latin-1")
        return redirect(f"{lower}?{query}" if query else lower, code=308)

    @bp.url_defaults
    def add_locale(_: str, values: dict[str, Any]) -> None:
        values.setdefault("locale", locales.current())
