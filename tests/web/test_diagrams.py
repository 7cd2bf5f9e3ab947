"""The diagrams: valid, told in words as well, true to claims and counts, small."""

import re
from collections import Counter
from typing import NamedTuple

import brotli  # type: ignore[import-untyped]
import html5lib
import pytest
from bs4 import BeautifulSoup

from pwa.records.safety import Certainty
from pwa.web.words.safety_wording import certainty_words
from tests.prose import FORBIDDEN, grade

PICTURES = ("alkaloids", "withdrawal_days", "certainty_scale", "evidence_chart")
BUDGET = 2500
HIGHEST_GRADE = 6


class Row(NamedTuple):
    label: str
    supports: int
    against: int


ROWS = [
    Row("Reviews of many studies", 4, 0),
    Row("Trials in people", 1, 0),
    Row("Other studies in people", 12, 3),
    Row("Surveys", 30, 1),
    Row("Case reports", 7, 0),
    Row("Animal studies", 9, 5),
    Row("Laboratory studies in cells", 6, 2),
    Row("Official reports & statements", 0, 0),
]


@pytest.fixture
def draw(app):
    """Call a macro of diagrams.html, as a page in English would."""
    with app.test_request_context("/en/"):
        macros = app.jinja_env.get_template("diagrams.html").make_module()

        def draw_it(name, *arguments):
            if name == "evidence_chart":
                arguments = arguments or (ROWS,)
            return str(getattr(macros, name)(*arguments))

        yield draw_it


def parsed(html):
    return BeautifulSoup(html, "html.parser")


def words(html):
    """What is read, a block a line."""
    blocks = parsed(html).select("title, desc, p, li, figcaption, th")
    return "\n".join(" ".join(block.get_text(" ").split()) for block in blocks)


def sentences(html):
    """Words that end in a full stop. Short labels have no grade of reading."""
    return "\n".join(line for line in words(html).splitlines() if line.endswith("."))


def bars_and_counts(html):
    """Per row: label, then for each side the length of its bar in hundredths and its number."""
    found = []
    for row in parsed(html).select("tbody tr"):
        sides = []
        for cell in row.select("td"):
            shape = cell.svg
            length = float(shape["width"].removesuffix("%")) if shape else 0
            sides.append(
                (length, int(cell.get_text()), shape and "striped" in shape.get("class", []))
            )
        found.append((row.th.get_text(), *sides))
    return found


def test_all_four_make_one_valid_page(draw):
    body = "".join(draw(name) for name in PICTURES)
    page = f"<!doctype html><html lang=en><title>t</title><main>{body}</main></html>"

    html5lib.HTMLParser(strict=True).parse(page)
    ids = Counter(element["id"] for element in parsed(body).select("[id]"))
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_a_figure_that_ends_in_its_caption(draw, name):
    soup = parsed(draw(name))

    (figure,) = soup.find_all(recursive=False)
    assert figure.name == "figure"
    assert "diagram" in figure["class"]
    assert figure.find_all(recursive=False)[-1].name == "figcaption"
    assert len(figure.select("figcaption")) == 1


@pytest.mark.parametrize("name", PICTURES)
def test_a_shape_has_a_title_and_a_text_or_only_repeats_words(draw, name):
    for shape in parsed(draw(name)).select("svg"):
        assert shape.find("text") is None, "words in a shape neither wrap nor grow"
        if shape.get("role") == "img":
            named = shape["aria-labelledby"].split()
            parts = [shape.find(id=each) for each in named]
            assert [part.name for part in parts] == ["title", "desc"]
            assert all(part.get_text(strip=True) for part in parts)
        else:
            assert shape["aria-hidden"] == "true"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_keeps_to_the_security_policy(draw, name):
    html = draw(name)

    assert parsed(html).select("[style], style, script, image, img, [src]") == []
    assert re.findall(r"url\(|https?:|\bon\w+=", html) == []


@pytest.mark.parametrize("name", PICTURES[:2])
def test_a_picture_on_health_names_published_claims(draw, name, facts):
    published = {claim.id for claim in facts.safety.claims if claim.published}
    named = parsed(draw(name)).figure["data-claims"].split()

    assert named
    assert len(set(named)) == len(named)
    assert set(named) <= published


@pytest.mark.parametrize("name", PICTURES[2:])
def test_a_picture_on_evidence_itself_names_none(draw, name):
    assert parsed(draw(name)).select("[data-claims]") == []


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_reads_easily_and_holds_no_forbidden_idea(draw, name):
    text = words(draw(name))

    assert grade(sentences(draw(name))) <= HIGHEST_GRADE
    for idea, pattern in FORBIDDEN.items():
        assert not re.search(pattern, text, re.IGNORECASE), idea


def test_withdrawal_leads_to_help_and_does_not_end_at_the_last_day(draw):
    usual, other = draw("withdrawal_days"), draw("withdrawal_days", "/en/topics/x#danger")

    assert parsed(usual).select_one(".urgent a")["href"] == "/en/emergency"
    assert parsed(other).select_one(".urgent a")["href"] == "/en/topics/x#danger"
    assert "The amount you used to take can now kill you." in words(usual)
    assert "not well studied" in words(usual)


def test_the_scale_has_our_words_in_order_and_a_part_less_each_time(draw):
    steps = parsed(draw("certainty_scale")).select("li")

    assert [step.get_text(strip=True) for step in steps] == [
        certainty_words(level) for level in Certainty
    ]
    assert [len(step.select(".on")) for step in steps] == [4, 3, 2, 1]


def test_a_chart_shows_the_counts_and_bars_in_proportion(draw):
    rows = bars_and_counts(draw("evidence_chart"))

    assert [(label, right[1], left[1]) for label, right, left in rows] == ROWS
    unit = rows[3][1][0] / 30
    for _, *sides in rows:
        for (length, number, striped), is_against in zip(sides, (False, True), strict=True):
            assert length == pytest.approx(number * unit, abs=0.06)
            assert bool(striped) == (is_against and number > 0)


@pytest.mark.parametrize(
    "rows",
    [
        [Row("Surveys", 0, 0)],
        [Row("Surveys", 0, 30)],
        [Row("Surveys", 30, 30)] * 8,
        [Row("<b>&", 1, 0)],
    ],
    ids=["nothing", "against only", "most", "markup in a label"],
)
def test_a_chart_bears_the_ends_of_its_range(draw, rows):
    html = draw("evidence_chart", rows)

    html5lib.HTMLParser(strict=True).parse(f"<!doctype html><html><title>t</title>{html}</html>")
    found = bars_and_counts(html)
    assert [(label, right[1], left[1]) for label, right, left in found] == rows
    assert all(0 <= side[0] <= 62 for _, *sides in found for side in sides)


def test_the_chart_says_in_words_which_bar_is_which(draw):
    head = parsed(draw("evidence_chart")).select("thead th")

    assert [cell.get_text(strip=True) for cell in head] == [
        "Kind of study", "Support it", "Speak against it",
    ]  # fmt: skip
    assert [bool(cell.select(".striped")) for cell in head] == [False, False, True]


def test_all_four_together_are_small(draw):
    html = "".join(draw(name) for name in PICTURES)

    assert len(brotli.compress(html.encode(), quality=5)) <= BUDGET
