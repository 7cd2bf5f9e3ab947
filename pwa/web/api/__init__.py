"""The JSON API for partners, version 1. Its OpenAPI document is generated from this code."""

from flask import Flask, Response, request
from flask_smorest import Api

from pwa.web.api import calling_views, dataset, notice_views, safety_views, views

ROOT = "/api/v1"


def install(app: Flask) -> None:
    """Add the API below /api/v1 and its document at /api/v1/openapi.json."""
    app.config.update(
        API_TITLE="Leafline",
        API_VERSION="1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX=ROOT,
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {
                "description": "Law look-ups and helplines on kratom and 7-OH. No key, no cookies. "
                "Facts: CC BY 4.0. This is information, not legal advice.",
                "license": {"name": "CC BY 4.0 (facts)"},
            },
        },
    )
    api = Api(app)
    for blueprint in (views.bp, calling_views.bp, safety_views.bp, notice_views.bp, dataset.bp):
        api.register_blueprint(blueprint, url_prefix=ROOT)
    app.after_request(_open_to_all)


def _open_to_all(response: Response) -> Response:
    """Any site may read the API; an unchanged answer costs no second download."""
    if not request.path.startswith("/api/"):
        return response
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "GET" and response.status_code == 200 and not response.is_streamed:
        response.cache_control.public = True
        response.cache_control.max_age = 300
        response.add_etag()
        response.make_conditional(request)
    return response
