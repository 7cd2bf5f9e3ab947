"""What only a real browser can tell: contrast, widths, taps, what is asked of the network."""

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from pwa import create_app
from pwa.locales import Locale
from pwa.settings import ROOT
from tests.conftest import serving

pytestmark = pytest.mark.browser

KINDS = (
    "/en/", "/en/emergency", "/en/emergency?place=us", "/en/help", "/en/help/us-tx", "/en/law",
    "/en/law/us", "/en/law/us-il", "/en/law/us-il/jerseyville", "/en/law/th?substance=7oh",
    "/en/law/us-tn?on=2026-06-30", "/en/law/aq", "/en/search?q=mississipi", "/en/search?q=xyzzyq",
    "/en/notices", "/en/notices?place=TH", "/en/learn", "/en/learn/body-and-brain",
    "/en/learn/opioid-withdrawal",
    "/en/learn/how-we-know",
    "/en/learn/talk-to-a-doctor", "/en/learn/talk-to-a-doctor/card", "/en/mixing",
    "/en/mixing?with=alprazolam&and=xyzzyq", "/en/mixing/alcohol", "/en/evidence",
    "/en/evidence/hemby-2018", "/en/languages", "/en/about",
    "/en/privacy", "/en/nothing", "/en/law/us?on=9999",
)  # fmt: skip
PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", KINDS)
def test_axe_finds_nothing_wrong(address, scheme, tab, server):
    page = tab(scheme=scheme)
    page.goto(server + address)
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 360, 1100])
@pytest.mark.parametrize("address", KINDS)
def test_nothing_is_wider_than_the_screen(address, width, tab, server):
    page = tab(width)
    page.goto(server + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("address", KINDS)
def test_a_page_asks_nothing_of_others_and_keeps_nothing(address, browser, server):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(server + address)
    kept = context.cookies(), page.evaluate("[localStorage.length, sessionStorage.length]")
    context.close()
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(server).netloc}
    assert [text for text in complaints if "status of 40" not in text] == []
    assert kept == ([], [0, 0])


@pytest.mark.parametrize(
    "address", ["/en/", "/en/emergency?place=us", "/en/help/us-tx", "/en/law/us"]
)
def test_what_is_tapped_is_large_enough(address, browser, server):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(server + address)
    small = page.evaluate(
        """[...document.querySelectorAll('.btn, .tabs a, .list a, .pill, .numbers a, .names a')]
        .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)"""
    )
    context.close()
    assert small == []


def test_search_works_as_a_plain_form_without_javascript(browser, server):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/en/")
    page.fill("#q", "jersyville")
    page.press("#q", "Enter")
    page.click("main .list a")
    assert page.inner_text(".status h2") == "Kratom is banned here"
    page.fill("#on", "2010-01-01")
    page.click("form button:has-text('Show')")
    assert page.inner_text(".status h2") == "The law on kratom is not clear here"
    context.close()


def test_sources_open_without_javascript(browser, server):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/en/law/us-il/jerseyville")
    source = page.locator("details .sources a").first
    assert not source.is_visible()
    page.locator("summary").first.click()
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
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/en/mixing")
    page.fill("#with", "diazepan")
    page.fill("#and", "coffee")
    page.click("form button")
    assert page.inner_text("[data-level] h2") == "Dangerous"
    assert "Did you mean" in page.inner_text("main")
    context.close()


def test_the_keyboard_reaches_the_page_first(browser, server):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{server}/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    context.close()


def test_a_page_reads_from_right_to_left_without_anything_cut(browser, right_to_left_server):
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    for address in ("/ar/", "/ar/emergency", "/ar/help/us-tx", "/ar/law/us-il/jerseyville"):
        page.goto(right_to_left_server + address)
        assert page.get_attribute("html", "dir") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


@pytest.fixture(scope="module")
def right_to_left_server(tmp_path_factory, settings, facts):
    """The same pages under a right-to-left locale, with English words."""
    folder = tmp_path_factory.mktemp("translations") / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = ROOT / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    with source.open("rb") as words, (folder / "messages.mo").open("wb") as made:
        write_mo(made, read_po(words, locale="ar"))
    app = create_app(
        settings,
        facts=facts,
        published=[Locale("ar", "العربية", "rtl")],
        translations=folder.parent.parent,
    )
    with serving(app) as address:
        yield address
