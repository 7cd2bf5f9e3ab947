"""The copy that goes from hand to hand, opened from a memory card on a phone with no network."""

import re
from datetime import datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from pwa.answers.ages import DATED, number_class
from pwa.app import create_app
from pwa.locales import ENGLISH
from pwa.settings import Settings
from tests.chromium import ANYWHERE, FLAGS
from tests.clock import NOW
from tests.pseudo import PSEUDO, put_catalogs

pytestmark = pytest.mark.browser

CUT = """[...document.querySelectorAll('a, b, label, summary, h1, h2, h3, h4, th, td')]
.filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display != 'inline')
.map(e => e.outerHTML)"""
LONG_AFTER = timedelta(days=400)


@pytest.fixture(scope="module")
def chromium(playwright, chromium_path):
    running = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
    yield running
    running.close()


@pytest.fixture(scope="module")
def card(app, facts, tmp_path_factory):
    """A memory card with copies on it: English, Thai, and one that runs from right to left."""
    folder = tmp_path_factory.mktemp("card")
    catalogs = put_catalogs(tmp_path_factory.mktemp("translations"))
    mirrored = create_app(
        Settings(data=catalogs / "data"),
        facts=facts,
        published=[ENGLISH, PSEUDO],
        translations=catalogs,
        clock=lambda: NOW,
    )
    for application, tag in ((app, "en"), (app, "th"), (mirrored, PSEUDO.tag)):
        answer = application.test_client().get(f"/{tag}/leafline.html")
        (folder / f"leafline-{tag}.html").write_bytes(answer.data)
    return folder


@pytest.fixture
def opened(chromium, card):
    """Opens a copy on a phone of a width, a colour scheme and a clock; nothing may be asked for."""
    contexts, complaints, asked = [], [], []

    def open_it(tag="en", at: datetime = NOW, width=360, scheme="light", **more):
        context = chromium.new_context(
            viewport={"width": width, "height": 740}, color_scheme=scheme, **ANYWHERE, **more
        )
        contexts.append(context)
        context.set_offline(True)
        context.clock.set_fixed_time(at)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"file://{card}/leafline-{tag}.html")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []
    assert {address.partition("/leafline-")[0] for address in asked} == {f"file://{card}"}


def test_a_place_that_is_typed_shows_what_the_law_says_there_and_whom_to_call(opened):
    page = opened()
    page.fill("#q", "jerseyv")
    expect(page.locator("tr[id]:visible")).to_have_count(1)
    assert "Jerseyville" in page.inner_text("tr[id]:visible")
    assert page.locator(".full h4").all_inner_texts() == [
        "Kratom is banned here",
        "7-OH is banned here",
    ]
    assert "Having it: Banned" in page.locator(".full section").first.inner_text()
    shown = page.locator("#help details:visible > summary").all_inner_texts()
    assert shown == ["United States", "Illinois", "Anywhere in the world"]


def test_a_place_that_nobody_reviewed_is_said_to_be_so(opened):
    page = opened()
    page.fill("#q", "antarctica")
    assert page.locator("#law li:visible").all_inner_texts() == ["Antarctica"]
    assert page.locator("#law h4:visible").all_inner_texts() == ["We have not reviewed this place"]
    assert page.locator("#law table:visible").count() == 0


def test_a_place_is_found_by_its_english_name_and_by_its_own_in_any_language(opened):
    page = opened("th")
    for name in ("thailand", "ไทย"):
        page.fill("#q", name)
        assert page.locator("#th").is_visible()
        assert page.locator("#jp").is_hidden()


def test_what_is_no_place_is_never_taken_for_allowed(opened):
    page = opened()
    page.fill("#q", "xyzzyq")
    expect(page.locator("#none")).to_be_visible()
    assert "That does not mean that something is allowed or safe." in page.inner_text("#none")
    page.fill("#q", "")
    expect(page.locator("#none")).to_be_hidden()
    assert page.locator("#emergency").is_visible()


def test_the_emergency_is_one_tap_away_while_searching(opened):
    page = opened()
    page.fill("#q", "illinois")
    assert page.locator("#emergency").is_hidden()
    page.click("nav .alarm")
    assert page.locator("#emergency .steps").is_visible()
    assert page.input_value("#q") == ""
    assert page.get_attribute("#emergency .numbers a:has-text('Thailand')", "href") == "tel:1669"


def test_a_helpline_is_a_tap_away(opened):
    page = opened()
    page.click("#h-us > summary")
    line = page.locator("#h-us li:has(h4:text('988 Suicide'))")
    assert line.locator("a[href='tel:988']").is_visible()
    assert "Open day and night" in line.inner_text()


def test_it_reads_without_javascript(opened):
    page = opened(java_script_enabled=False)
    assert page.locator("#emergency .steps").is_visible()
    assert page.locator("#find").is_hidden()
    page.click("#law summary:has-text('Inside Illinois')")
    page.click("tr[id='us-il/jerseyville'] a >> nth=0")
    assert "Kratom is banned here" in page.inner_text("#answers section:target h4 >> nth=0")


def test_the_day_after_its_shelf_life_the_wording_has_changed(opened, facts):
    page = opened()
    line = next(
        line
        for line in facts.helplines
        if line.published and line.as_of and number_class(line) is DATED
        and NOW.date() <= line.as_of.earliest + timedelta(days=180)
    )  # fmt: skip
    one = f"#h-{line.place.lower()} li:has(h4:text-is('{line.name}'))"
    assert "showed this number in" in page.locator(one).text_content()
    late = datetime.combine(line.as_of.earliest, NOW.timetz()) + timedelta(days=181)
    after = opened(at=late).locator(one).text_content()
    assert "showed this number in" not in after
    assert re.search(r"Old source: \w+ [\d, ]+\.", after)


def test_a_law_answer_past_its_shelf_life_is_worded_as_on_the_pages(opened):
    today = opened()
    today.fill("#q", "minnesota")
    assert "may have changed" not in today.inner_text("#law")
    late = opened(at=NOW + timedelta(days=181))
    late.fill("#q", "minnesota")
    assert "There were limits on kratom here" in late.inner_text("#law")
    assert "This may have changed. Call before you rely on it." in late.inner_text("#law")
    assert late.locator("#us-mn td a").first.inner_text() == "Not known"


def test_a_copy_says_how_old_it_is_and_after_a_year_not_to_rely_on_it(opened):
    assert "(today)" in opened().inner_text("header")
    half = opened(at=NOW + timedelta(days=181)).inner_text("header")
    assert "This copy is old." in half
    assert "more than a year" not in half
    late = opened(at=NOW + LONG_AFTER)
    said = late.inner_text("header")
    assert "(13 months ago)" in said
    assert "This copy is more than a year old. Do not rely on it." in said
    late.click("#t-risks summary")
    assert "This page is due for a new check." in late.inner_text("#t-risks")


def test_nothing_is_milder_after_400_days_than_not_known(opened):
    late = opened(at=NOW + LONG_AFTER)
    words = set(late.evaluate("[...document.querySelectorAll('td a')].map(a => a.textContent)"))
    assert words == {"Banned", "Not known"}


def test_a_clock_that_stands_before_the_copy_counts_as_its_day(opened):
    assert "(today)" in opened(at=NOW - timedelta(days=900)).inner_text("header")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_wrong(scheme, opened):
    page = opened(scheme=scheme)
    page.evaluate(
        "document.querySelectorAll('#t-risks, #h-us, #answers').forEach(d => d.open = true)"
    )
    page.fill("#q", "jerseyville")
    page.evaluate(
        "['emergency', 'topics'].forEach(id => document.getElementById(id).hidden = false)"
    )
    found = Axe().run(page, options={"resultTypes": ["violations"]})
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("tag", ["en", "th", PSEUDO.tag])
@pytest.mark.parametrize("width", [320, 360, 1100])
def test_nothing_is_cut_or_wider_than_the_screen(tag, width, opened):
    page = opened(tag, width=width)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    page.evaluate("document.querySelectorAll('tr[id]').forEach((row, n) => n % 20 || row.click())")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT) == []
