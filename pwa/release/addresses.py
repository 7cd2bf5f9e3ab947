"""Which addresses a release holds, taken from the URL map, and the files they are kept in."""

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from werkzeug.routing import MapAdapter, Rule

from pwa.locales import published_in
from pwa.records import Substance
from pwa.release.rendering import Site
from pwa.web.sharing import KINDS as PREVIEWS

UNDER_LOCALE = "/<locale:locale>/"
# Documents for programs, which ask for them as often as they like.
FEEDS = frozenset({"notices.atom", "notices.json_feed"})
# Older notices are read seldom: the application answers for them.
KEPT_NOTICES = 300
FILES = ("/manifest.webmanifest",)

Values = dict[str, object]


def pages(site: Site, locale: str) -> Iterator[str]:
    """Every page of a locale: those without arguments by themselves, others by their kind."""
    build = site.app.url_map.bind("localhost")
    for rule in _rules(site):
        more = rule.arguments - {"locale"}
        if not more:
            yield build.build(rule.endpoint, {"locale": locale})
        elif rule.endpoint in KINDS:
            yield from _of_kind(build, rule, locale, KINDS[rule.endpoint](site))


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
        return path
    path += "index" if not path or path.endswith("/") else ""
    return f"{path}@{parts.query}.html" if parts.query else f"{path}.html"


def _rules(site: Site) -> list[Rule]:
    rules = site.app.url_map.iter_rules()
    return [
        rule
        for rule in rules
        if rule.rule.startswith(UNDER_LOCALE)
        and "GET" in (rule.methods or ())
        and rule.endpoint not in FEEDS
    ]


def _of_kind(build: MapAdapter, rule: Rule, locale: str, values: Iterable[Values]) -> Iterator[str]:
    for each in values:
        yield build.build(rule.endpoint, {"locale": locale, **each})


def _each_place(site: Site) -> Iterator[Values]:
    return ({"place": place} for place in site.facts.places.values())


def _each_answer(site: Site) -> Iterator[Values]:
    for place in site.facts.places.values():
        yield {"place": place}
        yield {"place": place, "substance": Substance.SEVEN_OH.value}


def _keys(name: str, found: Callable[[Site], Iterable[str]]) -> Callable[[Site], Iterator[Values]]:
    return lambda site: ({name: key} for key in found(site))


KINDS: dict[str, Callable[[Site], Iterator[Values]]] = {
    "law.place": _each_answer,
    "helplines.place": _each_place,
    "learn.topic": _keys("slug", lambda site: site.facts.safety.topic_by_slug),
    "evidence.study": _keys("key", lambda site: site.facts.safety.study_by_id),
    "mixing.interaction": _keys("key", lambda site: site.facts.safety.interaction_by_id),
    "sharing.preview_image": _keys("kind", lambda _: PREVIEWS),
    "notices.notice": _keys("key", lambda site: site.notices(KEPT_NOTICES)),
}
