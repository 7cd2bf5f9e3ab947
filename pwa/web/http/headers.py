"""Headers of every answer: nothing of a third party, nothing kept by others, no cookies."""

import re
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
# Cards that other sites show in a frame of their own pages. They run no script and send no form;
# the embedder policy lets sites show them that ask it of whatever they show.
EMBED = re.compile(r"/[^/]+/embed/")
FOR_EMBEDS = FOR_ALL | {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'none'",
            "style-src 'self'",
            "img-src 'self' data:",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors *",
        )
    ),
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
TWO_YEARS = 2 * 365 * 24 * 3600
HSTS = ("Strict-Transport-Security", f"max-age={TWO_YEARS}; includeSubDomains")


def install(app: Flask) -> None:
    """Compress answers and give them their headers."""
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_BR_LEVEL"] = 6
    app.config["COMPRESS_MIMETYPES"] = [
        "text/html",
        "text/css",
        "text/csv",
        "text/plain",
        "application/xml",
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


def is_embed(path: str) -> bool:
    """Whether an address is one of a card for other sites, or was meant to be."""
    return EMBED.match(path) is not None


def is_secure(environ: "WSGIEnvironment") -> bool:
    """Whether the reader came by TLS, which a server in front of us may have ended. Of several in
    a row the first one named saw the reader."""
    forwarded = environ.get("HTTP_X_FORWARDED_PROTO", "")
    scheme = forwarded.partition(",")[0].strip() or environ.get("wsgi.url_scheme", "")
    return bool(scheme.lower() == "https")


def _add(response: Response) -> Response:
    if is_secure(request.environ):
        response.headers.setdefault(*HSTS)
    policies = FOR_EMBEDS if is_embed(request.path) else FOR_ALL
    for name, value in policies.items():
        response.headers.setdefault(name, value)
    return response
