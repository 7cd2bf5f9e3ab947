"""Quick exit: never by accident, and what Back shows of it. The neutral page is served here too."""

from dataclasses import replace

import pytest

from pwa.app import create_app
from tests.conftest import NOW, serving

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
NEUTRAL = "https://neutral.example/"


@pytest.fixture(scope="module")
def away_server(settings, facts):
    """The application with a neutral page that the tests answer for."""
    app = create_app(replace(settings, exit_url=NEUTRAL), facts=facts, clock=lambda: NOW)
    with serving(app) as address:
        yield address


@pytest.fixture
def page(browser, away_server):
    context = browser.new_context(viewport=PHONE)
    context.route(f"{NEUTRAL}**", lambda route: route.fulfill(body="<title>Neutral</title>neutral"))
    tab = context.new_page()
    tab.goto(f"{away_server}/en/")
    tab.goto(f"{away_server}/en/search")
    yield tab
    context.close()


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def has_left(page) -> bool:
    """Whether the page has gone or is going."""
    return page.evaluate("location.protocol == 'https:' || document.documentElement.hidden")


def test_three_lone_presses_of_shift_leave(page):
    press(page, "Shift", "Shift", "Shift")
    page.wait_for_url(NEUTRAL)


def test_they_leave_from_within_a_field_too(page):
    page.click("#q")
    press(page, "Shift", "Shift", "Shift")
    page.wait_for_url(NEUTRAL)


@pytest.mark.parametrize("keys", [
    ("Shift", "Shift"),
    ("Shift+A", "Shift+B", "Shift+C", "Shift+D"),
    ("Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"),
    ("Shift", "a", "Shift", "b", "Shift", "c", "Shift"),
    ("Shift", "Shift", "ArrowDown", "Shift"),
    ("Alt+Shift", "Alt+Shift", "Alt+Shift"),
    ("Control+Shift", "Control+Shift", "Control+Shift"),
    ("Meta+Shift", "Meta+Shift", "Meta+Shift"),
    ("Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft"),
])  # fmt: skip
@pytest.mark.parametrize("where", ["body", "#q"])
def test_capitals_and_chords_do_not(keys, where, page):
    page.focus(where)
    press(page, *keys)
    assert not has_left(page)


@pytest.mark.parametrize("held", ["Alt", "Control", "Meta"])
def test_shift_beside_a_key_that_is_held_does_not(held, page):
    page.keyboard.down(held)
    press(page, "Shift", "Shift", "Shift", "Shift")
    page.keyboard.up(held)
    assert not has_left(page)


def test_shift_with_a_click_or_a_wheel_does_not(page):
    for meanwhile in (lambda: page.mouse.click(180, 400), lambda: page.mouse.wheel(0, 50)):
        for _ in range(4):
            page.keyboard.down("Shift")
            meanwhile()
            page.keyboard.up("Shift")
    assert not has_left(page)


def test_a_key_that_is_held_down_does_not(page):
    for _ in range(4):
        for _ in range(3):
            page.keyboard.down("Shift")
        page.keyboard.up("Shift")
    assert not has_left(page)


def test_three_presses_over_a_long_time_do_not(browser, away_server):
    context = browser.new_context(viewport=PHONE)
    tab = context.new_page()
    tab.add_init_script(
        "Object.defineProperty(Event.prototype, 'timeStamp', {get() { return window.now || 0; }})"
    )
    tab.goto(f"{away_server}/en/search")
    for moment in (1000, 2200, 3400, 4600):
        tab.evaluate("now => { window.now = now }", moment)
        press(tab, "Shift")
    assert not has_left(tab)
    context.close()


def test_back_shows_nothing_of_the_pages_before(page):
    page.click(".leave")
    page.wait_for_url(NEUTRAL)
    page.go_back()
    page.wait_for_url(NEUTRAL)
    assert page.inner_text("body") == "neutral"


def test_whoever_opens_the_site_anew_can_read_and_go_back_again(page, away_server):
    page.click(".leave")
    page.wait_for_url(NEUTRAL)
    page.goto(f"{away_server}/en/help")
    page.goto(f"{away_server}/en/law")
    page.go_back()
    assert page.url == f"{away_server}/en/help"
    assert not has_left(page)


def test_a_page_that_is_being_left_names_neither_us_nor_its_address(page):
    page.context.unroute(f"{NEUTRAL}**")
    page.route(f"{NEUTRAL}**", lambda _: None)  # it never answers
    shown = page.evaluate(
        """() => {
          document.querySelector(".leave").click();
          const icon = document.querySelector("link[rel=icon]").href;
          return [document.title, icon, document.querySelector("main").checkVisibility()];
        }"""
    )
    assert shown == ["neutral.example", "data:,", False]


def test_without_a_network_and_a_worker_an_empty_page_is_left(page):
    page.context.set_offline(True)
    page.evaluate("document.querySelector('.leave').click()")
    page.wait_for_url("about:blank")


def test_leaving_works_where_nothing_can_be_kept(page):
    page.evaluate(
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('no'); }})"
    )
    page.click(".leave")
    page.wait_for_url(NEUTRAL)
