"""What a reader sees when something fails: a clear sentence, and whom to call all the same."""

import logging
import re

from flask import Flask, Response, g, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

from pwa import locales
from pwa.answers.helplines import WORLDWIDE, lines_for
from pwa.errors import StoreError
from pwa.locales import gettext
from pwa.web.http import resources
from pwa.web.http.headers import is_embed
from pwa.web.http.problems import problem
from pwa.web.http.spelling import published_tag

log = logging.getLogger(__name__)

LAST_RESORT = (
    "<!doctype html><html lang=en><title>Leafline</title><h1>Something broke</h1>"
    "<p>Is someone in danger? Call your emergency number now, on speaker. Give naloxone if you "
    "have it. No breath, or only gasps? Start CPR: push hard and fast in the middle of the chest."
    "</p>"
    '<p><a href="/en/help">Helplines</a></p>'
)
# The links on cards start with /k/, and then go on as any address of ours.
IN_ADDRESS = re.compile("/+(?:k/+)?([^/]*)", re.IGNORECASE)
FIRST_COUNTRIES = ("US", "GB", "TH", "MY", "ID")


def install(app: Flask) -> None:
    """Answer every error in the form that was asked for."""
    app.register_error_handler(HTTPException, answer)
    app.register_error_handler(StoreError, _answer_without_store)
    app.register_error_handler(Exception, _answer_unexpected)


def _answer_without_store(error: StoreError) -> Response:
    """A line a quarter of an hour: while the store is broken, every second request may need it."""
    quarter = resources.now().timestamp() // 900
    if resources.app().extensions.get("leafline.store_told") != quarter:
        resources.app().extensions["leafline.store_told"] = quarter
        log.error("the store: %s", error)
    return answer(ServiceUnavailable())


def _answer_unexpected(error: Exception) -> Response:
    # The type and the endpoint only: a message or an address could hold what somebody searched for.
    log.error("%s at %s", type(error).__name__, request.endpoint, exc_info=error)
    return answer(InternalServerError())


def answer(error: HTTPException) -> Response:
    """The page, or for programs the problem document, for an error at the address at hand."""
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    if request.path.startswith("/api/"):
        return problem(error)
    try:
        return _page(error)
    except Exception:
        log.exception("the error page itself failed")
        return Response(LAST_RESORT, error.code or 500, content_type="text/html; charset=utf-8")


def _page(error: HTTPException) -> Response:
    g.locale = _locale_of_address()
    code = error.code or 500
    facts = resources.facts()
    at = resources.now()
    lines = [
        line
        for place in (*FIRST_COUNTRIES, WORLDWIDE)
        for line in lines_for(facts, place, at)[: 20 if place == WORLDWIDE else None]
        if line.place.id == place and {"crisis", "emergency"} & set(line.helpline.topics)
    ]
    template = "embed_error.html" if is_embed(request.path) else "error.html"
    page = render_template(
        template, code=code, title=_title(code), detail=_detail(error, code), lines=lines
    )
    return _with_headers_of(error, make_response(page, code))


def _with_headers_of(error: HTTPException, response: Response) -> Response:
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _locale_of_address() -> locales.Locale:
    published = locales.published_in(resources.app())
    found = IN_ADDRESS.match(request.path)
    tag = published_tag(found[1], published) if found else None
    return published[tag] if tag else locales.ENGLISH


def _title(code: int) -> str:
    if code == 404:
        return gettext("We do not have this page")
    if code >= 500:
        return gettext("Something broke on our side")
    return gettext("We could not read that")


def _detail(error: HTTPException, code: int) -> str:
    """Our own sentence where we wrote one; never werkzeug's."""
    if code >= 500:
        return gettext("Please try again later. The helplines below still work.")
    own = error.description
    if own and own != type(error).description:
        return own
    if code == 404:
        return gettext("The address or the place is not one we know.")
    return gettext("Go back and try again.")
