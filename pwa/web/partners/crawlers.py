"""For programs that read the whole site: site maps, robots.txt, llms.txt, security.txt. English."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import quote

from flask import Blueprint, Response, render_template, url_for
from werkzeug.exceptions import NotFound

from pwa import locales
from pwa.locales import ENGLISH
from pwa.web.catalogue import KEPT_NOTICES, ListedPage, pages
from pwa.web.http import resources
from pwa.web.http.addresses import origin, take_locale_off
from pwa.web.http.caching import for_an_hour

bp = Blueprint("crawlers", __name__, url_prefix="/<locale:locale>")
take_locale_off(bp)
root = Blueprint("crawlers_root", __name__)
for blueprint in (bp, root):
    blueprint.after_request(for_an_hour)

# How long a way to reach us may be relied on: a year at most (RFC 9116).
CONTACT_HOLDS = timedelta(days=180)


class Mapped(NamedTuple):
    """A page of a site map: its address, its alternates by language, when it last changed."""

    address: str
    alternates: list[tuple[str, str]]
    changed_on: str


@bp.get("/sitemap.xml")
def of_locale() -> Response:
    """Every page of a language that somebody may look for, with the same page in the others."""
    mapped = list(_mapped(locales.current().tag))
    return _xml(render_template("sitemap.xml", pages=mapped, origin=origin()))


@root.get("/sitemap.xml")
def index() -> Response:
    """The site map of each language."""
    published = locales.published_in(resources.app())
    return _xml(render_template("sitemaps.xml", locales=published.values(), origin=origin()))


@root.get("/robots.txt")
def robots() -> Response:
    """Nothing is forbidden, the API neither: whoever may not read it quotes us from memory."""
    said = "# All of it may be read. How to quote it: /llms.txt\nUser-agent: *\nDisallow:\n\n"
    return _text(f"{said}Sitemap: {origin()}/sitemap.xml\n")


@root.get("/llms.txt")
def for_language_models() -> Response:
    """What we are, how to quote us, and where everything is (llmstxt.org)."""
    return _text(
        render_template(
            "llms.txt",
            origin=origin(),
            topics=resources.facts().safety.topics,
            locales=locales.published_in(resources.app()).values(),
        )
    )


@root.get("/.well-known/security.txt")
def security() -> Response:
    """Where to tell of a weakness (RFC 9116). It has to name an address that somebody reads: none
    is made up where the people who run this copy have given none (LEAFLINE_CONTACT)."""
    ours, contact = resources.settings().url, resources.settings().contact
    if contact is None:
        raise NotFound
    said = [f"Contact: mailto:{quote(contact, safe='@')}"]
    said += [f"Expires: {resources.today() + CONTACT_HOLDS}T00:00:00Z", "Preferred-Languages: en"]
    if ours.startswith("https:"):
        said.append(f"Canonical: {ours}{url_for('crawlers_root.security')}")
    return _text("\n".join(said) + "\n")


def _mapped(tag: str) -> Iterator[Mapped]:
    """Only of a notice is it known when its page last changed: it stays as it was published. Other
    pages change with their facts and with the day, and a day that is too early keeps old law alive.
    """
    newest = {notice.id: notice for notice in resources.newest_notices(KEPT_NOTICES)}
    by_locale = {
        each: list(_sought(each, tuple(newest))) for each in locales.published_in(resources.app())
    }
    for same_pages in zip(*by_locale.values(), strict=True):
        by_tag = dict(zip(by_locale, same_pages, strict=True))
        own = by_tag[tag]
        alternates = [(each, listed.address) for each, listed in by_tag.items()]
        is_notice = own.kind.endpoint == "notices.notice"
        notice = newest.get(own.subject.key) if is_notice else None
        yield Mapped(
            own.address,
            [*alternates, ("x-default", by_tag[ENGLISH.tag].address)],
            notice.first_seen_at[:10] if notice else "",
        )


def _sought(tag: str, notice_ids: tuple[str, ...]) -> Iterator[ListedPage]:
    listed = pages(resources.facts(), notice_ids, tag)
    return (page for page in listed if page.kind.sought)


def _xml(document: str) -> Response:
    return Response(document, content_type="application/xml; charset=utf-8")


def _text(document: str) -> Response:
    return Response(document, content_type="text/plain; charset=utf-8")
