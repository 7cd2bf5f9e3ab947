"""Cards within pages of another site, as a real browser shows them; data blocks and the policy."""

import threading
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, request
from werkzeug import Response
from werkzeug.serving import make_server

from pwa.app import create_app
from pwa.locales import ENGLISH
from pwa.settings import Settings
from tests.browser.test_in_chromium import CUT
from tests.chromium import new_phone
from tests.clock import NOW
from tests.conftest import serving
from tests.kinds import CARD_ERRORS, CARDS
from tests.pseudo import PSEUDO, put_catalogs
from tests.sample import SAMPLE

pytestmark = pytest.mark.browser

NARROW = 280
SHOWN = [*CARDS, *CARD_ERRORS]
FRAME = (
    '<!doctype html><html lang="en"><title>Partner</title><h1>Partner</h1>'
    '<iframe src="{}" title="Help" width="280" height="600"></iframe>'
)
REPORTS = "addEventListener('securitypolicyviolation', e => console.error('refused', e.blockedURI))"


def partner() -> Flask:
    """Another site, which frames what it is told to; a strict one asks for its frames' consent."""
    site = Flask("partner")

    @site.get("/")
    def page() -> tuple[str, dict[str, str]]:
        strict = {"Cross-Origin-Embedder-Policy": "require-corp"}
        return FRAME.format(request.args["url"]), strict if "strict" in request.args else {}

    return site


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """Another origin: another port and another name of this machine."""
    running = make_server("127.0.0.1", 0, partner(), threaded=True)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{running.server_port}"
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture(scope="module")
def right_to_left(tmp_path_factory, facts) -> Iterator[str]:
    folder = put_catalogs(tmp_path_factory.mktemp("translations"))
    settings = Settings(facts=SAMPLE, data=folder / "data")
    app = create_app(
        settings,
        facts=facts,
        published=[ENGLISH, PSEUDO],
        translations=folder,
        clock=lambda: NOW,
    )
    with serving(app) as address:
        yield address


@pytest.fixture
def watched(browser):
    """A tab with all that it asks for and complains of."""
    context = new_phone(browser)
    context.add_init_script(REPORTS)
    page = context.new_page()
    page.asked, page.complaints = [], []
    page.on("request", lambda each: page.asked.append((each.resource_type, each.url)))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


@pytest.mark.parametrize("strict", ["", "&strict"])
@pytest.mark.parametrize("card", ["embed/help/us-tx", "embed/law/th", *CARD_ERRORS])
def test_another_site_shows_a_card_without_any_script(card, strict, watched, elsewhere, server):
    watched.goto(f"{elsewhere}/?url={quote(f'{server}/en/{card}')}{strict}")
    framed = watched.frames[1]
    assert framed.url == f"{server}/en/{card}"
    assert framed.inner_text("h1")
    assert (
        framed.evaluate("getComputedStyle(document.querySelector('.btn')).borderRadius") == "14px"
    )
    ours = [(kind, url) for kind, url in watched.asked if url.startswith(server)]
    assert {kind for kind, _ in ours} == {"document", "stylesheet"}
    assert [text for text in watched.complaints if "status of 40" not in text] == []
    assert watched.context.cookies() == []


@pytest.mark.parametrize("page", ["en/help/us", "en/law/us", "en/", "en/partners", "en/nothing"])
def test_an_ordinary_page_refuses_to_be_framed(page, watched, elsewhere, server):
    with watched.expect_console_message(lambda message: "frame-ancestors" in message.text):
        watched.goto(f"{elsewhere}/?url={quote(f'{server}/{page}')}")
    refused = "!document.querySelector('.brand, main') && location.protocol === 'chrome-error:'"
    watched.frames[1].wait_for_function(refused)


def test_a_script_that_came_into_a_card_would_not_run(app, watched):
    """Planted in the answer of the card itself, behind its own policy."""
    planted = b"<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"

    def with_script(environ, start_response):
        card = app.test_client().get(environ["PATH_INFO"])
        body = card.get_data().replace(b"<main>", b"<main>" + planted)
        return Response(body, card.status, card.headers)(environ, start_response)

    with serving(with_script) as address:
        watched.goto(f"{address}/en/embed/help/us")
        assert watched.inner_text("h1") == "Who can I call in United States?"
        assert "ran" not in watched.title()
        assert any("script" in text for text in watched.complaints)


def test_a_link_of_a_card_opens_beside_the_site_and_tells_it_nothing(watched, elsewhere, server):
    watched.goto(f"{elsewhere}/?url={quote(f'{server}/en/embed/help/us-tx')}")
    with watched.context.expect_page() as opened:
        watched.frames[1].click("a[href='/en/help/us-tx']")
    beside = opened.value
    beside.wait_for_load_state()
    assert urlsplit(beside.url).path == "/en/help/us-tx"
    assert beside.evaluate("[window.opener, document.referrer]") == [None, ""]
    assert watched.url.startswith(elsewhere)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "es", "th"])
@pytest.mark.parametrize("card", SHOWN)
def test_axe_finds_nothing_wrong_and_nothing_is_cut(card, locale, scheme, tab, server):
    page = tab(NARROW, scheme)
    page.goto(f"{server}/{locale}/{card}")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert page.evaluate(CUT) == []
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("card", SHOWN)
def test_nothing_is_cut_from_right_to_left(card, tab, right_to_left):
    page = tab(NARROW)
    page.goto(f"{right_to_left}/{PSEUDO.tag}/{card}")
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("card", ["embed/help/us-tx", "embed/law/th"])
def test_what_is_tapped_on_a_card_is_large_enough(card, tab, server):
    page = tab(NARROW)
    page.goto(f"{server}/en/{card}")
    small = page.evaluate(
        """[...document.querySelectorAll('.btn, .urgent a')]
        .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)"""
    )
    assert small == []


@pytest.mark.parametrize(
    "address", ["/en/", "/th/help/th", "/en/help/us", "/en/law/us-al", "/en/learn/naloxone"]
)
def test_data_blocks_are_neither_refused_nor_run(address, watched, server):
    watched.goto(server + address)
    assert watched.locator("script[type='application/ld+json']").count() == 1
    watched.wait_for_load_state("load")
    ours = ("status of 40", "fetching the script", "Failed to register a ServiceWorker")
    assert [text for text in watched.complaints if not any(each in text for each in ours)] == []
