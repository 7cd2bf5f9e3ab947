"""What makes the site an app on a phone: manifest, worker, and the pages that a phone needs."""

from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify, render_template
from werkzeug.exceptions import NotFound

from pwa.records import Status, Substance
from pwa.web.http import resources
from pwa.web.http.addresses import take_locale_off
from pwa.web.http.caching import for_a_day
from pwa.web.http.resources import asset_url
from pwa.web.words.lines import emergency_lines

bp = Blueprint("phone", __name__, url_prefix="/<locale:locale>")
take_locale_off(bp)
root = Blueprint("phone_root", __name__)

# Names of shortcuts are English for everyone: a manifest in the reader's language would tell the
# phone's other users, and the server, which language that is.
SHORTCUTS = (
    ("Emergency", "emergency"),
    ("Helplines", "help"),
    ("Law", "law"),
    ("Mixing", "mixing"),
)


@root.get("/manifest.webmanifest")
def manifest() -> Response:
    """How the site is installed; the same bytes for everyone."""
    answer = jsonify(
        id="/",
        name="Leafline",
        short_name="Leafline",
        start_url="/",
        scope="/",
        display="standalone",
        background_color="#faf8f3",
        theme_color="#faf8f3",
        icons=[
            _icon("icon-192.png", "192x192", "any"),
            _icon("icon-512.png", "512x512", "any"),
            _icon("maskable-512.png", "512x512", "maskable"),
        ],
        shortcuts=[{"name": name, "url": f"/?to={to}"} for name, to in SHORTCUTS],
    )
    answer.content_type = "application/manifest+json"
    return answer


@root.get("/favicon.ico")
def favicon() -> Response:
    """The small icon, for programs that look for it here without having read a page."""
    icon = Path(current_app.static_folder or "", "icons/favicon.ico").read_bytes()
    return for_a_day(Response(icon, content_type="image/x-icon"))


@root.get("/sw.js")
def worker() -> Response:
    """The worker that removes all that earlier ones stored, where offline use is switched off.

    Else the release answers this address; without one there is no worker yet.
    """
    if resources.settings().offline:
        raise NotFound
    answer = current_app.send_static_file("remove.js")
    answer.cache_control.no_cache = True
    return answer


@bp.get("/offline")
def offline() -> str:
    """What a reader sees when a page is not saved and nothing arrives."""
    return render_template("offline.html", lines=emergency_lines())


@bp.get("/away")
def away() -> str:
    """Where "Leave" lands without a network: a page that says nothing of this site."""
    return render_template("away.html")


@bp.get("/saved")
def saved() -> str:
    """What is saved on this phone, how large and how old; filled in by the phone itself."""
    return render_template("saved.html")


@bp.get("/route")
def route() -> str:
    """The law of each place on a reader's way; worked out by the phone, which tells nobody."""
    return render_template("route.html", substances=list(Substance), statuses=list(Status))


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    src = asset_url(f"icons/{name}")
    return {"src": src, "sizes": sizes, "type": "image/png", "purpose": purpose}
