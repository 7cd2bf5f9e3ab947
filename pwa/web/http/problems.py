"""Errors of the API as RFC 9457 problem documents."""

import json

from flask import Response
from werkzeug.exceptions import HTTPException

TITLES = {
    400: "Bad parameter",
    404: "Not found",
    405: "Method not allowed",
    422: "Bad parameter",
    500: "Server error",
}


def problem(error: HTTPException) -> Response:
    """The error as `application/problem+json`: type, title, status, detail."""
    code = error.code or 500
    refused = _refused_parameters(error)
    own = error.description if error.description != type(error).description else None
    detail = refused or own or TITLES.get(code, error.name)
    document = {
        "type": "about:blank",
        "title": TITLES.get(code, error.name),
        "status": code,
        "detail": detail,
    }
    response = Response(json.dumps(document), code, content_type="application/problem+json")
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _refused_parameters(error: HTTPException) -> str:
    """Each parameter that was refused and why, as the parameter reader found it."""
    messages = getattr(error, "data", {}).get("messages", {}).get("query", {})
    return "; ".join(f"{name}: {' '.join(why)}" for name, why in messages.items())
