"""The core of offline use in Firefox and in WebKitGTK: one visit, the server killed, a restart."""

import socket
import time
from dataclasses import dataclass, field

import pytest

from tests.browsers.firefox import Firefox
from tests.browsers.webkit import WebKit
from tests.offline.conftest import Server, until

pytestmark = pytest.mark.browser

BROWSERS = {"firefox": Firefox, "webkit": WebKit}
IS_SAVED = """
  const registration = await navigator.serviceWorker.getRegistration();
  for (const name of await caches.keys())
    if (name.startsWith("leafline-pack-en-") && (await (await caches.open(name)).match("/~full")))
      return registration.active.state === "activated";
  return false;
"""
COMPRESSED = """
  const {encodedBodySize, decodedBodySize} = performance.getEntriesByType("navigation")[0];
  return decodedBodySize / encodedBodySize;
"""


@dataclass
class Visit:
    """A browser that was restarted after its only visit, and the address of the dead server."""

    name: str
    server: str
    port: int
    times_smaller: float
    browser: Firefox | WebKit = field(repr=False)

    def open(self, path: str) -> str:
        self.browser.open(self.server + path)
        return self.text("h1")

    def text(self, selector: str) -> str:
        return self.browser.run(f"return document.querySelector({selector!r})?.innerText ?? ''")

    def path(self) -> str:
        return self.browser.run("return location.pathname")


@pytest.fixture(scope="module", params=BROWSERS)
def visit(request, all_pages, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    start = BROWSERS[request.param]
    server = Server(folder / "live")
    server.publish(all_pages)
    server.start()
    browser = start(folder / "profile")
    try:
        browser.open(f"{server.address}/en/")
        smaller = browser.run(COMPRESSED)
        until(lambda: browser.run(IS_SAVED), 120)
    finally:
        server.kill()
        browser.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port))
    browser = start(folder / "profile")
    yield Visit(request.param, server.address, server.port, smaller, browser)
    browser.close()


@pytest.fixture
def mute(visit):
    """In the server's place something that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", visit.port)):
        yield


@pytest.mark.parametrize(
    ("path", "heading"),
    {
        "/en/": "What do you need?",
        "/en/emergency": "Not breathing well, or won’t wake up?",
        "/en/law/us-tn": "Tennessee",
        "/en/law/us-tn?substance=7oh": "Tennessee",
        "/en/help/us-tx": "Who can I call in Texas?",
        "/en/learn/what-is-kratom": "What is kratom?",
        "/en/notices": "What did regulators publish?",
    }.items(),
)
def test_a_saved_page_opens_without_a_server(path, heading, visit):
    assert visit.open(path) == heading
    style = "return getComputedStyle(document.querySelector('.leave')).position"
    assert visit.browser.run(style) == "fixed"


def test_the_app_on_the_home_screen_opens_without_a_server(visit):
    assert visit.open("/") == "What do you need?"
    assert visit.path() == "/en/"
    assert visit.open("/?to=help") == visit.open("/en/help")


@pytest.mark.parametrize(
    ("asked", "found"), {"naloxon": "/en/learn/naloxone", "tenessee": "/en/law/us-tn"}.items()
)
def test_search_finds_without_a_server(asked, found, visit):
    visit.open(f"/en/search?q={asked}")
    link = f"return Boolean(document.querySelector('main .rows a[href=\"{found}\"]'))"
    until(lambda: visit.browser.run(link))


def test_the_mixing_checker_answers_without_a_server(visit):
    visit.open("/en/mixing?with=alprazolam")
    until(lambda: visit.text("main [data-level] h2") == "Dangerous")


@pytest.mark.parametrize("path", ["/en/law/us-tn?on=2024-03-01", "/en/notices/never-opened"])
def test_a_page_that_is_not_saved_says_what_is_going_on(path, visit):
    assert visit.open(path) == "This page did not come"
    assert visit.browser.run("return Boolean(document.querySelector('#numbers ~ * a[href^=tel]'))")


def test_connected_but_nothing_arrives(visit, mute):
    for path, heading, limit in (
        ("/en/help/us-ca", "Who can I call in California?", 1),
        ("/en/law/us-tx?on=2024-03-01", "This page did not come", 4),
    ):
        began = time.monotonic()
        assert visit.open(path) == heading
        assert time.monotonic() - began < limit, path


def test_pages_came_compressed(visit):
    """On plain http these browsers take gzip and no brotli."""
    assert visit.times_smaller > 2
