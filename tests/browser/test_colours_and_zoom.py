"""Pages in the colours of the reader's system, and enlarged four times."""

import pytest

from tests.kinds import CARDS

pytestmark = pytest.mark.browser

KINDS = (
    "", "emergency?place=us", "help/us-tx", "law/us-tn", "law/us-il/jerseyville?substance=7oh",
    "mixing?with=alcohol", "mixing/alcohol", "learn/risks", "kit?place=us-tx", "notices", "saved",
    "nothing", *CARDS[:1],
)  # fmt: skip
# What looks like something to press, or like a box, by its background alone in usual colours.
BOXED = (
    ".btn, .press, .tile, .pill, .choice a, .urgent a, .status, .answer, .care, .chip, .note,"
    ".card, .rows, .leaf, .tabs .sos, select, textarea, input:not([type=checkbox])"
)
WITHOUT_EDGE = """boxed => [...document.querySelectorAll(boxed)]
.filter(e => e.checkVisibility() && e.type != 'hidden')
.filter(e => {
  const style = getComputedStyle(e);
  const paper = getComputedStyle(document.body).backgroundColor;
  const clear = colour => colour == paper || /^rgba.*, 0\\)$/.test(colour);
  return ['top', 'bottom', 'left', 'right'].some(side =>
    parseFloat(style.getPropertyValue(`border-${side}-width`)) < 1
    || clear(style.getPropertyValue(`border-${side}-color`)));
})
.map(e => e.outerHTML.slice(0, 200))"""
LOOK = """e => { const s = getComputedStyle(e); return [
  s.borderTopWidth, s.borderBottomWidth, s.borderTopStyle, s.outlineStyle, s.textDecorationLine,
  getComputedStyle(e, '::after').content] }"""


@pytest.fixture(scope="module")
def forced(browser):
    context = browser.new_context(viewport={"width": 360, "height": 740}, forced_colors="active")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_pressed_or_boxed_has_an_edge_in_forced_colours(kind, forced, server):
    forced.goto(f"{server}/en/{kind}")
    assert forced.evaluate("matchMedia('(forced-colors: active)').matches")
    assert forced.evaluate(WITHOUT_EDGE, BOXED) == []


@pytest.mark.parametrize(("kind", "chosen", "other"), [
    ("law/us-tn", ".choice a[aria-current]", ".choice a:not([aria-current])"),
    ("law/us-tn", ".tabs a[aria-current]", ".tabs a:not([aria-current])"),
    ("law/us-tn", ".languages [aria-current]", ".languages a:not([aria-current])"),
])  # fmt: skip
def test_what_is_chosen_differs_by_more_than_weight_and_colour(kind, chosen, other, forced, server):
    forced.goto(f"{server}/en/{kind}")
    assert forced.eval_on_selector(chosen, LOOK) != forced.eval_on_selector(other, LOOK)


@pytest.mark.parametrize("kind", KINDS)
def test_no_bar_stays_over_the_text_of_a_page_enlarged_four_times(kind, low, server):
    low.goto(f"{server}/en/{kind}")
    fixed = """[...document.body.querySelectorAll('*')].filter(e => e.checkVisibility()
      && ['fixed', 'sticky'].includes(getComputedStyle(e).position)).map(e => e.outerHTML)"""
    assert low.evaluate(fixed) == []
    assert low.evaluate("document.documentElement.scrollWidth") <= 320
    low.evaluate("scrollTo(0, 300)")
    over = "document.elementsFromPoint(300, 20).some(e => e.matches('.leave'))"
    assert not low.evaluate(over)


def test_on_a_phone_the_way_out_stays_in_reach(tab, server):
    page = tab()
    page.goto(f"{server}/en/law/us")
    page.evaluate("scrollTo(0, 2000)")
    for way in (".leave", ".tabs .sos"):
        box = page.eval_on_selector(way, "e => e.getBoundingClientRect().toJSON()")
        assert 0 <= box["top"] < box["bottom"] <= 740


@pytest.fixture(scope="module")
def large_text(browser):
    """A phone whose text is twice as large."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_text_twice_as_large_is_read_without_scrolling_sideways(kind, large_text, server):
    large_text.goto(f"{server}/en/{kind}")
    large_text.evaluate("document.documentElement.style.fontSize = '212.5%'")
    assert large_text.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.fixture(scope="module")
def low(browser):
    context = browser.new_context(viewport={"width": 320, "height": 256})
    yield context.new_page()
    context.close()
