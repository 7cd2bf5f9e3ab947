"""Where sources differ, the page shows what each says, when, which one we follow and why."""

from dataclasses import replace

import pytest

from pwa.app import create_app
from pwa.dates import PartialDate
from pwa.errors import FactError
from pwa.facts import check_facts
from pwa.records import Disagreement, SourceReading
from pwa.settings import Settings
from tests.clock import NOW
from tests.page import Page

LINE = Disagreement(
    "number",
    SourceReading("911", "A list", PartialDate.parse("2026-10")),
    (SourceReading("119", "Another list"),),
    "newer",
)
LAW = Disagreement(
    "status",
    SourceReading("banned", "A tracker", PartialDate.parse("2026-08-12")),
    (SourceReading("legal", "A shop", PartialDate.parse("2025")),),
    "safer",
)


def with_disagreements(facts, line=LINE, law=LAW):
    return replace(
        facts,
        helplines=tuple(
            replace(each, disagreements=(line,)) if each.id == "us-emergency" else each
            for each in facts.helplines
        ),
        law=tuple(
            replace(each, disagreements=(law,)) if each.key == "TH kratom" else each
            for each in facts.law
        ),
    )


@pytest.fixture(scope="module")
def client(facts, tmp_path_factory):
    settings = Settings(data=tmp_path_factory.mktemp("data"))
    return create_app(settings, facts=with_disagreements(facts), clock=lambda: NOW).test_client()


def opened(client, address):
    page = Page(address, client.get(address))
    page.owes_what_all_pages_owe()
    return page


def test_a_card_shows_both_numbers_but_only_ours_can_be_rung(client):
    card = opened(client, "/en/help/us").soup.select_one("#us-emergency")
    assert (
        "Sources differ on this number.We follow: 911 (A list, October 2026). "
        "Other sources: 119 (Another list). We follow the newer one."
    ) in card.get_text()
    assert [link["href"] for link in card.select("a[href^='tel:']")] == ["tel:911"]


def test_a_law_page_shows_both_answers_with_their_days(client):
    text = opened(client, "/en/law/th").soup.select_one(".chain").get_text()
    assert "Sources differ on the law." in text
    assert "We follow: Banned (A tracker, Aug 12, 2026)." in text
    assert "Other sources: No ban found (A shop, 2025)." in text
    assert "We follow the one that is safer to follow." in text


def test_one_page_lists_all_with_links_to_their_pages(client):
    page = opened(client, "/en/disagreements")
    assert {"/en/help/us#us-emergency", "/en/law/th"} <= set(page.links("main li a"))
    assert page.text().count("We follow: ") == 2


def test_the_api_holds_both_readings(client):
    lines = client.get("/api/v1/helplines?place=us").get_json()
    (found,) = next(line for line in lines if line["id"] == "us-emergency")["disagreements"]
    assert found["followed"] == {"says": "911", "by": "A list", "on": "2026-10"}
    assert found["others"] == [{"says": "119", "by": "Another list", "on": None}]
    law = client.get("/api/v1/law?place=th&substance=kratom").get_json()
    assert law["chain"][0]["disagreements"][0]["why"] == "safer"


@pytest.mark.parametrize(
    ("line", "law"),
    [
        (replace(LINE, others=()), LAW),
        (replace(LINE, followed=SourceReading("none", "A list")), LAW),
        (LINE, replace(LAW, followed=SourceReading("perhaps", "A tracker"))),
        (LINE, replace(LAW, about="date")),
    ],
)
def test_a_reading_that_no_page_could_say_breaks_a_rule(facts, line, law):
    with pytest.raises(FactError, match=r"reading|number to show"):
        check_facts(with_disagreements(facts, line, law))
