"""The parts that addresses are made of: a locale, which no view has to carry, and a place."""

import re
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, current_app, g, redirect, request
from werkzeug import Response
from werkzeug.exceptions import BadRequest, HTTPException, NotFound
from werkzeug.routing import BaseConverter, RequestRedirect, ValidationError

from pwa import locales
from pwa.locales import gettext
from pwa.records import Place
from pwa.web.http import resources
from pwa.web.http.caching import names_the_host
from pwa.web.http.headers import is_secure
from pwa.web.http.spelling import our_spelling

# Most addresses that are asked for are spelt as we spell them, and seen to be by this alone.
PLAIN = re.compile("(?:/[a-z0-9]+(?:[.-]+[a-z0-9]+)*)*/?")
# Of a question all stays as it came: only what no header may hold is escaped.
AS_IT_CAME = "%&=+;/?:@!$'()*,-._~"


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
    names_the_host()
    return f"{'https' if is_secure(request.environ) else 'http'}://{request.host}"


def install(app: Flask) -> None:
    """Teach the app what a place is in an address, and how addresses are spelt."""
    app.url_map.converters["place"] = PlaceConverter
    app.url_map.converters["card_place"] = CardPlaceConverter
    app.before_request(_escape_question)
    app.before_request(_refuse_without_host)
    app.before_request(_redirect_to_our_spelling)


def take_locale_off(bp: Blueprint) -> None:
    """Let the blueprint's addresses carry the locale, and its views not."""

    @bp.url_value_preprocessor
    def keep_locale(_: str | None, values: dict[str, Any] | None) -> None:
        g.locale = (values or {}).pop("locale", locales.ENGLISH)

    @bp.url_defaults
    def add_locale(_: str, values: dict[str, Any]) -> None:
        values.setdefault("locale", locales.current())


def _escape_question() -> None:
    """Bytes that are not text would fail whoever reads the question: escaped they can be read."""
    request.query_string = quote(request.query_string, safe=AS_IT_CAME).encode()


def _refuse_without_host() -> None:
    """HTTP/1.1 wants a Host; werkzeug takes one that cannot be a host's name for none."""
    named = bool(request.environ.get("HTTP_HOST"))  # servers give an empty one for none
    needed = request.environ["SERVER_PROTOCOL"] == "HTTP/1.1"
    if (named and not request.host) or (needed and not named):
        raise BadRequest(gettext("The request does not say whom it is for."))


def _redirect_to_our_spelling() -> Response | None:
    """One address a page: `/en/law/US-IL.` is `/en/law/us-il` for good, in one step.

    A redirect holds a path alone, whatever stands in front of us: scheme and host stay as they are.
    """
    failed = request.routing_exception
    asked = _asked()
    if _is_ours(asked, failed):
        return None
    ours = our_spelling(asked, locales.published_in(resources.app()))
    found = _answered(ours) if ours else None
    if found and found != asked:
        query = request.query_string.decode()
        return redirect(quote(found) + (f"?{query}" if query else ""), code=308)
    if isinstance(failed, RequestRedirect):  # werkzeug's own, to what is not there either
        raise NotFound
    return None


def _asked() -> str:
    """The path that was asked for; werkzeug leaves but one of several slashes at its start."""
    raw = request.environ["PATH_INFO"]
    return str(raw[: len(raw) - len(raw.lstrip("/")) - 1] + request.path)


def _is_ours(asked: str, failed: HTTPException | None) -> bool:
    """Whether an address needs no other spelling: files of ours have but the one of their names."""
    if failed:
        return not isinstance(failed, NotFound | RequestRedirect)
    under_locale = request.url_rule and "locale" in request.url_rule.arguments
    return not under_locale or PLAIN.fullmatch(asked) is not None


def _answered(path: str) -> str | None:
    """The address, with the slash that a home page ends with, where the app answers it."""
    adapter = current_app.create_url_adapter(request)
    assert adapter
    for each in (path, f"{path}/"):
        try:
            adapter.match(each, method="GET")
        except HTTPException:
            continue
        return each
    return None
