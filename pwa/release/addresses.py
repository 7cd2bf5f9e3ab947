"""Which addresses a release holds, and the files they are kept in."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from pwa.locales import published_in
from pwa.release.rendering import Page, Site
from pwa.web import page_list
from pwa.web.page_list import KEPT_NOTICES

# Documents for programs, which ask for them as often as they like.
FEEDS = frozenset({"notices.atom", "notices.json_feed", "crawlers.of_locale"})
# Whole addresses on it may be those of the request. Phones have no use for it.
FOR_PARTNERS = frozenset({"partners.page"})
FILES = ("/manifest.webmanifest",)
# These say of themselves which day they were made on, and what they will say later: phones keep
# them for weeks. They are dear to make, and each is the same for all who ask on the night between.
OVER_MIDNIGHT = frozenset(
    {
        "hand_copy.whole",
        "kit_data.kit",
        "phone_data.find",
        "phone_data.law",
        "phone_data.mixing",
        "phone_data.notices",
    }
)


def pages(site: Site, locale: str) -> Iterator[str]:
    """Every page of a locale, and the data that its pages work with."""
    for listed in page_list.pages(site.app, site.facts, site.notices(KEPT_NOTICES), locale):
        if listed.endpoint not in FEEDS | FOR_PARTNERS:
            yield listed.address


def files(site: Site) -> Iterator[str]:
    """Files outside of any locale: the manifest, the body of the service worker."""
    known = {rule.rule for rule in site.app.url_map.iter_rules()}
    yield from (address for address in FILES if address in known)
    if worker := site.asset("sw.js"):
        yield worker


def locales(site: Site) -> tuple[str, ...]:
    """The tags of the published locales."""
    return tuple(published_in(site.app))


def days_of(page: Page) -> int:
    """On how many days a page may be sent, from the one that it was rendered for."""
    return 2 if page.endpoint in OVER_MIDNIGHT else 1


def path_of(address: str, content_type: str) -> str:
    """The file of an address: `en/index.html`, `en/law/us-il@substance=7oh.html`."""
    parts = urlsplit(address)
    path = parts.path.removeprefix("/")
    if not content_type.startswith("text/html"):
        # A folder for each mark: a server that knows files alone finds none under a wrong mark.
        return f"static@{parts.query}/{path.removeprefix('static/')}" if parts.query else path
    path += "index" if not path or path.endswith("/") else ""
    return f"{path}@{parts.query}.html" if parts.query else f"{path}.html"
