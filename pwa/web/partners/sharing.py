"""Handing a page on: its link, its code, and what a messenger shows of it before it is opened.

A preview stands on lock screens that others see. It is neutral unless the sender asks for more.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Flask,
    Response,
    before_render_template,
    current_app,
    g,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import NotFound

from pwa.locales import current, gettext
from pwa.records import Place
from pwa.web.catalogue import PREVIEWS, preview_of
from pwa.web.http import resources
from pwa.web.http.addresses import origin, take_locale_off
from pwa.web.http.questions import words_of
from pwa.web.paper.cards import is_plain
from pwa.web.paper.printing import code_path, typeset
from pwa.web.paper.sheets import about_words
from pwa.web.words.wording import place_name

bp = Blueprint("sharing", __name__, url_prefix="/<locale:locale>")
take_locale_off(bp)

TEMPLATE = Path(__file__).with_name("preview.typ")
MOST_PICTURES = 64
# Of a page's question only what chooses among its facts goes with a link.
KEPT = ("substance", "on")


@bp.get("/share")
def blank() -> str:
    """The share page without a page: a phone fills it in, offline too."""
    return _page("", plain=False)


@bp.get("/preview/<kind>.png")
def preview_image(kind: str) -> Response:
    """The picture that a messenger shows, 1200 by 630."""
    if kind not in PREVIEWS:
        raise NotFound(gettext("We have no page of that name."))
    picture = _picture(str(title_of(kind)), current().tag, current().direction)
    return Response(picture, content_type="image/png")


@lru_cache(maxsize=MOST_PICTURES)
def _picture(title: str, tag: str, direction: str) -> bytes:
    """There are but a few: each kind in each language."""
    return typeset(TEMPLATE, {"title": title, "lang": tag, "dir": direction}, "png")


def title_of(kind: str, place: Place | None = None) -> str:
    """What a preview says: nothing that tells why somebody reads it, but for "plain"."""
    if place and kind in ("help", "law"):
        return {
            "help": gettext("Whom to call in %(name)s", name=place_name(place)),
            "law": gettext("The law in %(name)s", name=place_name(place)),
        }[kind]
    return {
        "home": gettext("Help, law and safety facts"),
        "emergency": gettext("What to do in an emergency"),
        "help": gettext("Whom to call"),
        "law": gettext("The law, place by place"),
        "safety": gettext("Safety facts"),
        "plain": about_words(),
    }[kind]


def preview() -> list[tuple[str, str]]:
    """What this page tells messengers (Open Graph): names and contents. The picture needs a whole
    address, and so is named only where we know ours (LEAFLINE_URL)."""
    kind, place, plain = _kind(), _place(), _is_plain()
    title = title_of(kind, place)
    said = [
        ("title", f"{about_words()} · {title}" if plain else title),
        ("description", gettext("Free and private. Opens with no signal.")),
        ("site_name", "Leafline"),
        ("type", "website"),
    ]
    ours = resources.settings().url
    if ours:
        image = url_for("sharing.preview_image", kind="plain" if plain else kind)
        said += [("url", ours + request.path), ("image", ours + image)]
    return said


def share_query() -> str:
    """The question that makes a page its own share page."""
    return "?" + _query("share")


def install(app: Flask) -> None:
    """Give every page its preview, its share link and, where that is asked for, its share page."""
    app.jinja_env.globals["preview"] = preview
    app.jinja_env.globals["share_query"] = share_query
    app.before_request(_share)
    before_render_template.connect(_stop_where_not_shown, app)


class _Exists(Exception):
    """The page at hand is about to be rendered."""


def _stop_where_not_shown(_: Flask, **__: object) -> None:
    if g.pop("not_shown", False):
        raise _Exists


def _share() -> str | None:
    """The share page of a page that exists: `?share` behind any address of ours."""
    if "share" not in request.args or request.blueprint in (None, "sharing"):
        return None
    # Documents have a dot in their last part.
    if "." in request.path.rpartition("/")[2] or not _is_page():
        return None
    plain = "plain" in request.args
    query = _query("plain" if plain else "")
    return _page(origin() + request.path + (f"?{query}" if query else ""), plain=plain)


def _is_page() -> bool:
    """Whether the address at hand is that of a page. Its view says so, and fails where there is
    none; the page itself, which would be thrown away, is not rendered."""
    view: Callable[..., object] = current_app.view_functions[request.endpoint or ""]
    g.not_shown = True
    try:
        view(**(request.view_args or {}))
    except _Exists:
        return True
    finally:
        g.pop("not_shown", None)
    return False


def _page(link: str, *, plain: bool) -> str:
    words = gettext("Help and facts, free and private:")
    side, path = code_path(link) if link else (0, "")
    return render_template(
        "share.html",
        link=link,
        words=words,
        text=f"{words} {link}",
        side=side,
        path=path,
        plain=plain,
        place=_place(),
    )


def _kind() -> str:
    return "help" if request.blueprint == "cards" else preview_of(request.endpoint or "")


def _place() -> Place | None:
    found = (request.view_args or {}).get("place")
    return found if isinstance(found, Place) else None


def _is_plain() -> bool:
    """A link with `?plain`, or that of a card whose maker wanted it."""
    stamp = (request.view_args or {}).get("stamp")
    return "plain" in request.args or (isinstance(stamp, str) and is_plain(stamp))


def _query(last: str) -> str:
    """What of the page's question goes on, and a word behind it."""
    read = words_of(request.url_rule) if request.url_rule else ()
    asked = [name for name in KEPT if name in read and name in request.args]
    kept = urlencode([(name, request.args[name]) for name in asked])
    return "&".join(filter(None, (kept, last)))
