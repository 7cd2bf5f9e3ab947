"""Every English address in a real browser: nobody else is asked, nothing unsaid is kept.

What was seen is compared with the privacy page, both ways.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from pwa.release.folder import Release, current
from tests.offline.conftest import save_all, until

pytestmark = pytest.mark.browser

TABS = 3  # while one of them waits, another works
# Where a page names no icon, browsers ask for /favicon.ico.
LOOK = """async () => [
  document.querySelector("link[rel=icon]") ? "" : location.pathname, document.cookie,
  Object.keys(localStorage), Object.keys(sessionStorage),
  await caches.keys(), (await indexedDB.databases()).map(({name}) => name)]"""
# Requests by their path, as the privacy page names them.
KINDS = {
    "saving": r"/sw\.js|/static/sw\.js|/en/pack\.json|/en/packs/\w+/[\w-]+\.ndjson",
    "notices": r"/en/data/notices\.json|/en/notices(/.*)?",
    "lists": r"/en/data/\w+\.json",
    "page": r"/(en/[^.]*)?|/static/[\w/-]+\.(css|js|svg|png)|/manifest\.webmanifest",
}
WITH_WORKER = (
    "/en/", "/en/law/us-tn", "/en/help/us-tx", "/en/notices", "/en/search?q=naloxon",
    "/en/mixing?with=alprazolam", "/en/saved", "/",
)  # fmt: skip


@dataclass
class Watched:
    """All that a browser asked for, said and kept."""

    context: BrowserContext
    server: str
    asked: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    iconless: set[str] = field(default_factory=set)
    cookies: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.on("request", lambda request: self.asked.add(request.url))
        self.context.on("requestfailed", self._on_failure)
        self.context.on("response", self._on_response)
        self.context.on("console", self._on_console)
        self.context.on("weberror", lambda problem: self.said.append(str(problem.error)))

    def crawl(self, paths: Iterable[str]) -> None:
        """Open each path in one of a few tabs, and look at what it kept when it has loaded."""
        tabs = [self.context.new_page() for _ in range(TABS)]
        for number, path in enumerate(paths):
            tab = tabs[number % TABS]
            self.look(tab)
            tab.goto(self.server + path, wait_until="commit")
        for tab in tabs:
            self.look(tab)
        self.cookies.update(cookie["name"] for cookie in self.context.cookies())

    def look(self, tab: Page) -> None:
        tab.wait_for_load_state("load")
        if tab.url != "about:blank":
            iconless, cookie, *stores = tab.evaluate(LOOK)
            self.iconless.update(filter(None, [iconless]))
            self.cookies.update(filter(None, [cookie]))
            self.keys.update(key for store in stores for key in store)

    def others(self) -> list[str]:
        """Requests to anybody else."""
        ours = urlsplit(self.server).netloc
        return [each for each in self.asked if urlsplit(each).netloc != ours]

    def paths(self) -> set[str]:
        return {urlsplit(each).path for each in self.asked}

    def _on_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # by us: we went on before all was there
            self.failed.append(f"{request.failure} {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.failed.append(f"{response.status} {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.said.append(f"{message.page.url if message.page else ''}: {message.text}")


def kind_of(path: str) -> str:
    """What the privacy page calls a request; the path itself where it names none."""
    return next((kind for kind, paths in KINDS.items() if re.fullmatch(paths, path)), path)


def name_of(key: str, names: Iterable[str]) -> str:
    """What the privacy page calls a key; the key itself where it names none."""
    return next((name for name in names if key == name or key.startswith(f"{name}-")), key)


@pytest.fixture(scope="module")
def promised(app) -> dict[str, set[str]]:
    """Keys and kinds of requests that the privacy page lists."""
    text = app.test_client().get("/en/privacy").text
    return {what: set(re.findall(f'data-{what}="(.+?)"', text)) for what in ("key", "request")}


@pytest.fixture(scope="module")
def pages(all_pages) -> list[str]:
    """Every English page of the release; a file that is downloaded is none."""
    release = current(all_pages)
    assert isinstance(release, Release)
    entries = release.contents.entries.items()
    html = [address for address, entry in entries if entry.path.endswith(".html")]
    return [address for address in html if not address.endswith("/leafline.html")]


@pytest.fixture
def watched(phone, server, all_pages) -> Watched:
    """A browser without a worker, so that each page comes from the server."""
    server.publish(all_pages)
    server.start()
    context = phone.open(service_workers="block").context
    return Watched(context, server.address)


def test_no_page_asks_others_or_keeps_what_we_do_not_name(watched, pages, promised):
    watched.crawl(pages)
    assert len(pages) > 2000
    assert {urlsplit(page).path for page in pages} <= watched.paths()
    assert watched.others() == []
    assert watched.failed == []
    assert watched.said == []
    assert watched.iconless == set()
    assert watched.cookies == set()
    assert {name_of(key, promised["key"]) for key in watched.keys} <= promised["key"]
    assert {kind_of(path) for path in watched.paths()} <= promised["request"]


def test_the_privacy_page_lists_what_a_phone_asks_for_and_keeps(phone, server, all_pages, promised):
    server.publish(all_pages)
    server.start()
    tab = phone.open()
    watched = Watched(tab.context, server.address)
    save_all(tab, f"{server.address}/en/")
    watched.crawl(WITH_WORKER)
    until(lambda: "/en/data/notices.json" in watched.paths())
    assert watched.others() == []
    assert watched.failed == []
    assert watched.said == []
    assert watched.cookies == set()
    assert {name_of(key, promised["key"]) for key in watched.keys} == promised["key"]
    assert {kind_of(path) for path in watched.paths()} == promised["request"]
