import re
from dataclasses import replace
from datetime import datetime

import pytest
from flask import g

from pwa.app import create_app
from pwa.dates import PartialDate
from pwa.facts import read_facts
from pwa.locales import published_in
from pwa.records import Event, Status, Substance
from pwa.settings import Settings
from pwa.web.http.resources import UTC
from pwa.web.words.law_wording import in_short
from tests.clock import NOW
from tests.page import Page
from tests.sample import SAMPLE

RECORDED = sorted({record.place.lower() for record in read_facts(SAMPLE).law})


@pytest.mark.parametrize("place", RECORDED)
def test_every_place_with_a_record_has_a_page_and_an_answer(place, open_page, client):
    page = open_page(f"/en/law/{place}")
    shown = page.soup.select_one("[data-legal-status]")["data-legal-status"]
    answer = client.get("/api/v1/law", query_string={"place": place}).get_json()
    assert answer["place"].lower() == place
    assert answer["status"] == shown
    assert answer["chain"][0]["sources"]


def test_jerseyville_bans_what_illinois_only_limits(open_page):
    page = open_page("/en/law/us-il/jerseyville")
    assert page.soup.h1.get_text() == "Jerseyville: is kratom legal?"
    assert page.text(".answer h2") == "Kratom is banned here"
    assert "Jerseyville" in page.text("[data-decides]")
    assert "Illinois" in page.text(".chain")
    assert "United States" in page.text(".chain")


@pytest.mark.parametrize(("on", "headline"), [
    ("2026-06-30", "There are limits on kratom here"),
    ("2026-07-01", "Kratom is banned here"),
])  # fmt: skip
def test_tennessee_is_banned_from_its_day_on(on, headline, open_page):
    page = open_page(f"/en/law/us-tn?on={on}")
    assert page.text(".answer h2") == headline
    assert "The law on" in page.text(".note:not([data-say])")


def test_a_place_that_nobody_reviewed_says_so_and_never_that_it_is_allowed(open_page):
    page = open_page("/en/law/aq")
    assert page.text("[data-legal-status] h2") == "We have not reviewed this place"
    assert page.soup.select_one("[data-legal-status]")["data-legal-status"] == "unclear"


def test_a_ban_on_selling_alone_is_not_told_as_a_ban_on_having(open_page):
    page = open_page("/en/law/us-ca/tustin")
    assert page.text(".answer h2") == "Selling kratom is banned here"
    assert "No rule against it found" in page.text(".facts")


def test_no_ban_found_is_never_told_as_legal(open_page):
    page = open_page("/en/law/us-ia")
    assert page.text(".answer h2") == "We found no ban on kratom here"
    assert "That is not the same as legal. Our source is from August 2026." in page.text(".answer")


def test_a_place_that_answers_by_its_country_says_that_it_has_no_record(open_page):
    page = open_page("/en/law/gb-sct")
    assert "We have no record of a local rule here." in page.text(".answer")


def test_7oh_without_a_rule_of_the_state_is_not_known(open_page):
    page = open_page("/en/law/us-ak?substance=7oh")
    assert page.text(".answer h2") == "The law on 7-OH is not clear here"
    assert "That does not mean it is allowed" in page.text(".answer")


def test_weak_support_is_told_in_words_whatever_the_status(open_page):
    assert "Reported by one source; check locally." in open_page("/en/law/us-il/anna").text()


def test_an_age_that_binds_having_as_well_is_told(open_page):
    assert "21 or older to buy it or have it" in open_page("/en/law/us-ga").text(".answer")
    assert "21 or older to buy it." in open_page("/en/law/us-ms").text(".answer")


def test_what_is_coming_is_shown_apart_from_what_holds(open_page):
    page = open_page("/en/law/us-ky")
    assert page.text(".answer h2") == "There are limits on kratom here"
    assert "Jul 1, 2027" in page.text()


def test_background_places_are_no_law_of_a_country(open_page):
    for place in ("int", "eu"):
        assert "Each country decides" in open_page(f"/en/law/{place}").text(".answer")


def test_an_overview_shows_each_place_in_words_and_on_a_map(open_page, facts):
    for address, least in (("/en/law", 40), ("/en/law/us", 40)):
        page = open_page(address)
        rows = page.soup.select("tbody tr")
        assert len(rows) >= least
        assert all(row.select(".chip") for row in rows)
        assert page.soup.select_one(".map svg[role=img][aria-label]")


def test_the_wording_changes_once_the_shelf_life_is_over(facts, settings):
    def headline(moment: datetime) -> tuple[str, str]:
        late = create_app(settings, facts=facts, clock=lambda: moment)
        page = Page("/en/law/us-ia", late.test_client().get("/en/law/us-ia"))
        return page.text(".answer h2"), page.text(".answer")

    before, _ = headline(datetime(2026, 12, 29, tzinfo=UTC))
    after, text = headline(datetime(2026, 12, 30, tzinfo=UTC))
    assert before == "We found no ban on kratom here"
    assert after == "We found no ban on kratom here in August 2026"
    assert "This may have changed. Call before you rely on it." in text


def test_an_address_in_capitals_leads_to_the_one_that_we_print(client):
    response = client.get("/en/law/US-IL/Jerseyville?substance=7oh")
    assert response.status_code == 308
    assert response.headers["Location"] == "/en/law/us-il/jerseyville?substance=7oh"


@pytest.mark.parametrize("query", [
    "on=2024-02-30", "on=9999", "on=tomorrow", "on=1850-01-01", "on=2026-11-22T10:00",
    "substance=heroin", "substance=" + "x" * 100_000, "on=%00", "on=%ff",
])  # fmt: skip
def test_a_bad_parameter_is_refused_with_a_sentence_and_helplines(query, open_page):
    page = open_page(f"/en/law/us?{query}", status=400)
    assert page.text("h1") == "We could not read that"
    assert "911" in page.text()


@pytest.mark.parametrize(
    "place", ["xx", "us-zz", "us-il/nowhere", "..%2fetc", "%00", "%ff", "a" * 9999]
)
def test_an_unknown_place_is_not_found_and_helplines_are_still_there(place, open_page):
    page = open_page(f"/en/law/{place}", status=404)
    assert "911" in page.text()


def test_no_page_tells_a_status_as_plain_legal(open_page):
    for place in ("us", "us-ia", "us-mo", "th", "de"):
        assert not re.search(
            r"\bis (legal|allowed)\b", open_page(f"/en/law/{place}").text(".answer")
        )


def test_statuses_are_in_order_of_strictness():
    assert [status.value for status in Status] == [
        "legal", "regulated", "prescription", "unclear", "banned",
    ]  # fmt: skip


def test_an_act_that_one_level_leaves_open_says_which_and_what_the_other_says(open_page):
    page = open_page("/en/law/us-il")
    assert "Limits apply (Illinois). Not clear: United States" in page.text(".facts")


def test_a_law_page_is_composed_in_the_reader_s_language(open_page):
    page = open_page("/es/law/us-il")
    assert page.text(".answer h2") == "Hay límites para el kratom aquí"
    assert "Debe tener 18 años o más para comprarlo o tenerlo." in page.text(".answer")
    assert page.text(".chain li p") == "Norma del estado · Desde el 1 ene 2015"
    assert open_page("/th/law/us-il").text("h1").startswith("รัฐอิลลินอยส์")


def test_a_rule_is_said_from_its_fields_where_its_summary_is_not_translated(app, facts):
    rule = facts.law_by_place["US-IL"][Substance.KRATOM].rules[-1]
    with app.test_request_context("/es/"):
        g.locale = published_in(app)["es"]
        assert in_short(rule) == (
            "Tenerlo: No hallamos norma en contra. Venderlo: Hay límites. "
            "Debe tener 18 años o más para comprarlo o tenerlo."
        )


def test_a_decision_that_was_due_leaves_nothing_green_on_the_page(settings, facts, tmp_path):
    held = next(
        each for each in facts.law if each.place == "US" and each.substance is Substance.KRATOM
    )
    due = replace(held, expected=(Event("an order", PartialDate.parse("2026-11-01")),))
    changed = replace(facts, law=tuple(due if each is held else each for each in facts.law))
    app = create_app(Settings(data=tmp_path), facts=changed, clock=lambda: NOW)
    page = Page("/en/law/us", app.test_client().get("/en/law/us"))
    assert page.soup.select(".answer.unclear")
    assert not page.soup.select(".answer.legal, .answer.regulated")
    assert (
        "A new rule may hold since Nov 1, 2026 (United States). There was none when we last "
        "looked: "
    ) in page.text(".answer")
    country = page.soup.select_one("[data-decides]")
    assert country.select(".chip.unclear")
    assert not country.select(".chip.legal, .chip.regulated")
