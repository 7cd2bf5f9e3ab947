"""Headers of every answer: nothing of a third party, nothing kept by others, no cookies."""

from typing import TYPE_CHECKING

from flask import Flask, Response, request
from flask_compress import Compress

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
FOR_ALL = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(), interest-cohort=()",
}
FOR_EVER = 365 * 24 * 3600
HSTS = ("Strict-Transport-Security", f"max-age={2 * FOR_EVER}; includeSubDomains")


def install(app: Flask) -> None:
    """Compress answers and give them their headers."""
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_BR_LEVEL"] = 6
    app.config["COMPRESS_MIMETYPES"] = [
        "text/html",
        "text/css",
        "text/csv",
        "image/svg+xml",
        "text/javascript",
        "application/manifest+json",
        "application/json",
        "application/problem+json",
    ]
    app.after_request(_add)
    Compress(app)
    app.after_request(_read_whole_file)  # the last one named runs first


def _read_whole_file(response: Response) -> Response:
    """A file that is compressed piece by piece would stay open: read it whole and close it."""
    if request.path.startswith("/static/") and response.is_streamed:
        file = response.response
        response.direct_passthrough = False
        response.set_data(b"".join(response.iter_encoded()))
        file.close()  # type: ignore[union-attr]  # Flask's file wrapper has it
    return response


def is_secure(environ: "WSGIEnvironment") -> bool:
    """Whether the reader came by TLS, which a server in front of us may have ended."""
    forwarded = environ.get("HTTP_X_FORWARDED_PROTO")
    return "https" in (forwarded, environ.get("wsgi.url_scheme"))


def _add(response: Response) -> Response:
    if is_secure(request.environ):
        response.headers.setdefault(*HSTS)
    for name, value in FOR_ALL.items():
        response.headers.setdefault(name, value)
    if request.path.startswith("/static/") and "v" in request.args:
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = FOR_EVER
    return response
