"""What only a real browser can tell: contrast, widths, taps, what is asked of the network."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from pwa.app import create_app
from pwa.locales import ENGLISH, PUBLISHED
from pwa.settings import Settings
from tests.chromium import new_phone
from tests.clock import NOW
from tests.conftest import serving
from tests.kinds import ERRORS, KINDS
from tests.pseudo import PSEUDO, put_catalogs
from tests.sample import SAMPLE

pytestmark = pytest.mark.browser

# Pages whose layout is their own; the others repeat one of these.
BELOW = [
    kind for kind in KINDS if kind not in ("emergency?place=aq", "law/int", "evidence?kind=rct")
]
ADDRESSES = [f"/en/{kind}" for kind in (*BELOW, *ERRORS)]
TRANSLATED = [locale.tag for locale in PUBLISHED if locale != ENGLISH]
CUT = """[...document.querySelectorAll('a, b, button, label, summary, h1, h2, h3, th, td, .chip')]
.filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display != 'inline')
.map(e => e.outerHTML)"""


STAYS_BUT_BARS = """() => {
  const stays = e => ['fixed', 'sticky'].includes(getComputedStyle(e).position);
  return [...document.body.querySelectorAll('*')]
    .filter(e => e.checkVisibility() && stays(e) && !e.matches('.bar, .tabs'))
    .map(e => e.outerHTML.slice(0, 200)); }"""
OVERLAPS_IN_BAR = """() => {
  const links = [...document.querySelectorAll('.bar a')];
  const apart = (one, other) => one.right <= other.left || other.right <= one.left
    || one.bottom <= other.top || other.bottom <= one.top;
  return links.filter((one, i) => links.slice(i + 1).some(other =>
    !apart(one.getBoundingClientRect(), other.getBoundingClientRect()))).map(e => e.outerHTML); }"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_wrong(address, scheme, tab, server):
    page = tab(scheme=scheme)
    page.goto(server + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 1100])
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_wider_than_the_screen_nor_over_anything(address, width, tab, server):
    page = tab(width)
    page.goto(server + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(STAYS_BUT_BARS) == []
    assert page.evaluate(OVERLAPS_IN_BAR) == []


# This server has no release, so there is no worker to register.
NO_RELEASE = ("status of 40", "fetching the script", "Failed to register a ServiceWorker")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_asks_nothing_of_others_and_keeps_nothing(address, browser, server):
    context = new_phone(browser)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(server + address)
    kept = context.cookies(), page.evaluate("[{...localStorage}, Object.keys(sessionStorage)]")
    context.close()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(server).netloc}
    assert [text for text in complaints if not any(each in text for each in NO_RELEASE)] == []
    assert kept == ([], [{}, ["leafline.views"]])


@pytest.mark.parametrize(
    "address", ["/en/", "/en/emergency?place=us", "/en/help/us-tx", "/en/law/us"]
)
def test_what_is_tapped_is_large_enough(address, browser, server):
    context = new_phone(browser)
    page = context.new_page()
    page.goto(server + address)
    small = page.evaluate(
        """[...document.querySelectorAll(
          '.btn, .press, .tile, .tabs a, .go-to, .pill, .names a, .here a, summary')]
        .filter(e => e.getClientRects().length && e.getBoundingClientRect().height < 43.5)
        .map(e => e.outerHTML)"""
    )
    context.close()
    assert small == []


def test_search_works_as_a_plain_form_without_javascript(browser, server):
    context = new_phone(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/en/")
    page.fill("#q", "jersyville")
    page.press("#q", "Enter")
    page.click("main .rows a")
    assert page.inner_text(".answer h2") == "Kratom is banned here"
    page.click("summary:has-text('another day')")
    page.fill("#on", "2010-01-01")
    page.click("form button:has-text('Show')")
    assert page.inner_text(".answer h2") == "The law on kratom is not clear here"
    context.close()


def test_sources_open_without_javascript(browser, server):
    context = new_phone(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/en/law/us-il/jerseyville")
    source = page.locator("details .sources a").first
    assert not source.is_visible()
    page.locator("details:has(.sources) summary").first.click()
    assert source.is_visible()
    context.close()


@pytest.mark.parametrize(
    "address", ["/en/learn/talk-to-a-doctor", "/en/learn/talk-to-a-doctor/card"]
)
def test_what_a_doctor_is_shown_prints_on_one_a5_side(address, tab, server):
    page = tab()
    page.goto(server + address)
    printed = page.pdf(format="A5", prefer_css_page_size=False)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1


def test_the_mixing_checker_works_as_a_plain_form_without_javascript(browser, server):
    context = new_phone(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/en/mixing")
    page.fill("#with", "diazepan")
    page.fill("#and", "coffee")
    page.click("form button")
    assert page.inner_text("[data-level] h2") == "Dangerous"
    assert "Did you mean" in page.inner_text("main")
    context.close()


def test_the_keyboard_reaches_the_page_first_and_the_way_out_with_the_bar(browser, server):
    context = new_phone(browser)
    page = context.new_page()
    page.goto(f"{server}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "leave pill"
    context.close()


@pytest.mark.parametrize("address", [*BELOW, *ERRORS])
def test_nothing_is_cut_in_a_longer_language_from_right_to_left(address, tab, right_to_left_server):
    page = tab(320)
    page.goto(f"{right_to_left_server}/{PSEUDO.tag}/{address}")
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("locale", TRANSLATED)
@pytest.mark.parametrize("address", [*BELOW, *ERRORS])
def test_nothing_is_cut_nor_wrong_for_axe_in_any_language(address, locale, tab, server):
    page = tab(320)
    page.goto(f"{server}/{locale}/{address}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate(CUT) == []
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


def test_icons_are_mirrored_but_for_the_phone(tab, right_to_left_server):
    page = tab()
    page.goto(f"{right_to_left_server}/{PSEUDO.tag}/")
    turned = "e => getComputedStyle(e).transform"
    assert page.eval_on_selector(".bar .pill .i", turned) == "matrix(-1, 0, 0, 1, 0, 0)"
    assert page.eval_on_selector("#call .call .i", turned) == "none"


@pytest.fixture(scope="module")
def right_to_left_server(tmp_path_factory, facts):
    """The same pages from right to left, in words that are longer by two fifths."""
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
