"""What the first screen of an old phone shows, 360 by 640: one thing to do, and nothing over it."""

import pytest

from pwa.app import create_app
from pwa.locales import ENGLISH
from pwa.settings import Settings
from tests.chromium import new_phone
from tests.clock import NOW
from tests.conftest import serving
from tests.pseudo import PSEUDO, put_catalogs
from tests.sample import SAMPLE

pytestmark = pytest.mark.browser

LOCALES = ("en", "es", "th", PSEUDO.tag)
WIDTH, HEIGHT = 360, 640
BARS = 125
BOX = """e => { const { top, bottom, left, right } = e.getBoundingClientRect();
  return { top: top + scrollY, bottom: bottom + scrollY, left, right } }"""


@pytest.fixture(scope="module")
def address(tmp_path_factory, facts):
    """The pages in all languages, and from right to left in words longer by two fifths."""
    folder = put_catalogs(tmp_path_factory.mktemp("translations"))
    settings = Settings(facts=SAMPLE, data=folder / "data")
    published = [ENGLISH, PSEUDO]
    app = create_app(
        settings, facts=facts, published=published, translations=folder, clock=lambda: NOW
    )
    with serving(app) as found:
        yield found


@pytest.fixture(scope="module")
def old_phone(browser):
    context = new_phone(browser, viewport={"width": WIDTH, "height": HEIGHT})
    yield context.new_page()
    context.close()


@pytest.fixture
def first_screen(old_phone, server, address):
    """A page as it opens: what stands where. `box` fails where there is no such thing to see."""

    def opened(locale, page):
        old_phone.goto(f"{address if locale == PSEUDO.tag else server}/{locale}/{page}")
        old_phone.wait_for_load_state("networkidle")

        def box(selector):
            seen = old_phone.locator(selector).locator("visible=true").first
            return seen.evaluate(BOX)

        return box

    return opened


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    "page",
    ["", "emergency", "emergency?place=us", "help/us-tx", "law/th", "learn/opioid-withdrawal",
     "mixing?with=alcohol", "kit", "search?q=zzzz", "help", "law", "learn", "nothing"],
)  # fmt: skip
def test_the_heading_stands_at_the_top_between_two_low_bars(page, locale, first_screen):
    box = first_screen(locale, page)
    assert box("h1")["top"] < 110
    bar, tabs = box(".bar"), box(".tabs")
    assert (bar["bottom"] - bar["top"]) + (tabs["bottom"] - tabs["top"]) <= BARS


@pytest.mark.parametrize("locale", LOCALES)
def test_home_lets_one_choose_without_scrolling(locale, first_screen):
    box = first_screen(locale, "")
    tiles, tabs = box(".tiles"), box(".tabs")
    assert box("#call .alarm")["bottom"] < tiles["top"]
    if locale != PSEUDO.tag:
        assert box("#q")["bottom"] <= tabs["top"]
    assert tiles["bottom"] <= tabs["top"]


@pytest.mark.parametrize("locale", LOCALES)
def test_the_number_of_a_known_country_stands_on_top_and_the_steps_begin(locale, first_screen):
    box = first_screen(locale, "emergency?place=us")
    call, tabs = box("#call a[href='tel:911']"), box(".tabs")
    assert call["bottom"] <= 300
    assert box(".steps > li:nth-child(2) > b")["bottom"] <= tabs["top"]


@pytest.mark.parametrize("locale", LOCALES[:3])
def test_a_country_that_is_not_known_has_the_likeliest_numbers(locale, first_screen, old_phone):
    box = first_screen(locale, "emergency")
    numbers = old_phone.locator(".likely a[href^='tel:']")
    assert 1 <= numbers.count() <= 5
    assert box(".likely")["bottom"] <= 400
    assert box(".steps > li > b")["bottom"] <= box(".tabs")["top"]


@pytest.mark.parametrize("locale", LOCALES)
def test_whom_to_ring_and_to_text_stands_above_the_fold(locale, first_screen):
    box = first_screen(locale, "help/us-tx")
    for way in ("tel:", "sms:"):
        assert box(f"main a[href^='{way}']")["bottom"] <= 400


@pytest.mark.parametrize("locale", LOCALES)
def test_the_law_answers_with_its_age_on_the_first_screen(locale, first_screen):
    box = first_screen(locale, "law/us-tn")
    assert box(".answer header")["bottom"] <= 450
    if locale != PSEUDO.tag:
        assert box(".answer .sure")["bottom"] <= 600


def test_a_help_page_is_short_until_one_asks_for_more(first_screen, old_phone):
    first_screen("en", "help/us-tx")
    words = old_phone.inner_text("main").split()
    assert len(words) <= 250
    links = old_phone.locator("a").locator("visible=true")
    assert links.count() <= 40
    stops = old_phone.evaluate(
        """[...document.querySelectorAll('a, button, input, summary')]
        .filter(e => e.checkVisibility()).findIndex(e => e.href?.startsWith('tel:')) + 1"""
    )
    assert stops <= 8


@pytest.mark.parametrize("page", ["help/us-tx", "", "emergency?place=us", "law/us-tn"])
def test_no_two_links_that_are_seen_have_one_name(page, first_screen, old_phone):
    first_screen("en", page)
    names = (
        old_phone.locator("main a")
        .locator("visible=true")
        .evaluate_all(
            "links => links.map(e => (e.getAttribute('aria-label') || e.textContent).trim()"
            ".replace(/\\s+/g, ' '))"
        )
    )
    assert sorted(names) == sorted(set(names))
