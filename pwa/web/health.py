"""For operators: is the process alive, and can it serve?"""

from flask import Blueprint, Response

from pwa.web import resources

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", content_type="text/plain; charset=utf-8")


@bp.get("/readyz")
def ready() -> Response:
    """Facts are loaded and the store answers; 503 where it does not."""
    try:
        resources.store().search("kratom", limit=1)
    except Exception:
        return Response("store: no answer\n", 503, content_type="text/plain; charset=utf-8")
    return Response("ok\n", content_type="text/plain; charset=utf-8")
