"""Who may keep an answer, and for how long. What was typed is kept nowhere, nor is what failed."""

from flask import Flask, Response, g, request

from pwa.web.http.resources import asset_url

HOUR = 3600
DAY = 24 * HOUR
FOR_EVER = 365 * 24 * 3600
# Of a page's question these were chosen among a few and say nothing of a reader.
CHOSEN = frozenset({"substance"})
# Words that programs pass on as somebody typed them.
TYPED = frozenset({"q", "with"})


def install(app: Flask) -> None:
    """Give every answer its Cache-Control. What is installed first looks at an answer last."""
    app.after_request(_say_who_may_keep_it)


def for_an_hour(response: Response) -> Response:
    """Anyone may keep the answer for an hour; asked for again unchanged it costs no download."""
    return _kept_by_anyone(response, HOUR)


def for_a_day(response: Response) -> Response:
    """Likewise, for what changes with the code alone."""
    return _kept_by_anyone(response, DAY)


def names_the_host() -> None:
    """This answer holds the host that was asked for: nobody else may get it out of a cache."""
    g.names_the_host = True


def _kept_by_anyone(response: Response, seconds: int) -> Response:
    if request.method in ("GET", "HEAD") and response.status_code == 200:
        response.cache_control.public = True
        response.cache_control.max_age = seconds
        response.add_etag()
        response.make_conditional(request)
    return response


def _say_who_may_keep_it(response: Response) -> Response:
    if response.status_code >= 400 or _is_private(response):
        response.headers["Cache-Control"] = "no-store"
    elif _is_marked_file():
        response.headers["Cache-Control"] = f"public, max-age={FOR_EVER}, immutable"
    elif not response.cache_control:
        response.headers["Cache-Control"] = "no-cache"
    if "names_the_host" in g:
        response.vary.add("Host")
        kept = response.headers["Cache-Control"]
        response.headers["Cache-Control"] = kept.replace("public", "private")
    return response


def _is_private(response: Response) -> bool:
    """Whether it answers what somebody typed, or opens a card that somebody holds."""
    asked = set(request.args)
    if response.mimetype == "text/html" and asked - CHOSEN:
        return True
    return bool(asked & TYPED) or request.blueprint == "cards"


def _is_marked_file() -> bool:
    """Whether a file that is there was asked for by the mark of what is in it now."""
    values = request.view_args or {}
    if request.endpoint != "static" or "v" not in request.args:
        return False
    return asset_url(values["filename"]) == f"{request.path}?v={request.args['v']}"
