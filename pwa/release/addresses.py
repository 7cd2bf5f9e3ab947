"""Which addresses a release holds, and the files they are kept in."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from pwa.locales import published_in
from pwa.release.rendering import Site
from pwa.web import catalogue
from pwa.web.catalogue import KEPT_NOTICES, ListedPage

FILES = ("/manifest.webmanifest",)


def pages(site: Site, locale: str) -> Iterator[ListedPage]:
    """Every page of a locale, and the data that its pages work with."""
    listed = catalogue.pages(site.facts, site.notices(KEPT_NOTICES), locale)
    return (page for page in listed if page.kind.released)


def files(site: Site) -> Iterator[str]:
    """Files outside of any locale: the manifest, the body of the service worker."""
    known = {rule.rule for rule in site.app.url_map.iter_rules()}
    yield from (address for address in FILES if address in known)
    if worker := site.asset("sw.js"):
        yield worker


def locales(site: Site) -> tuple[str, ...]:
    """The tags of the published locales."""
    return tuple(published_in(site.app))


def path_of(address: str, content_type: str) -> str:
    """The file of an address: `en/index.html`, `en/law/us-il@substance=7oh.html`."""
    parts = urlsplit(address)
    path = parts.path.removeprefix("/")
    if not content_type.startswith("text/html"):
        # A folder for each mark: a server that knows files alone finds none under a wrong mark.
        return f"static@{parts.query}/{path.removeprefix('static/')}" if parts.query else path
    path += "index" if not path or path.endswith("/") else ""
    return f"{path}@{parts.query}.html" if parts.query else f"{path}.html"
