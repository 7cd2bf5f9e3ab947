from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pwa.app import create_app
from pwa.facts import read_facts
from pwa.facts.numbers import dialled, digits
from tests.clock import NOW
from tests.page import Page
from tests.sample import SAMPLE

SERVED = sorted({line.place.lower() for line in read_facts(SAMPLE).helplines if line.published})


@pytest.mark.parametrize("place", SERVED)
def test_every_place_with_a_line_has_a_page_that_shows_all_of_its_lines(place, open_page, facts):
    page = open_page(f"/en/help/{place}")
    own = [line for line in facts.helplines if line.place.lower() == place]
    for line in own:
        card = page.soup.select_one(f"#{line.id}")
        assert bool(card) == line.published
        if not card:
            continue
        tapped = {digits(link["href"]) for link in card.select("a[href^='tel:']")}
        numbers = filter(None, (line.short, line.phone, *line.alt_phones))
        assert tapped == {digits(dialled(number)) for number in numbers}


def test_own_lines_come_before_the_country_s_and_those_before_the_world_s(open_page, facts):
    page = open_page("/en/help/us-tx")
    cards = [card["id"] for card in page.soup.select("#treatment + ul > li")]
    assert cards[0] == "us-tx-osar"
    everything = [card["id"] for card in page.soup.select(".line")]
    assert {"us-988", "us-emergency", "int-findahelpline"} <= set(everything)
    assert page.soup.select(".line")[0]["id"] == "us-emergency"


def test_no_retired_number_is_on_any_page(open_page, facts):
    for line in facts.helplines:
        for retired in line.retired_numbers:
            page = open_page(f"/en/help/{line.place.lower()}")
            assert digits(retired) not in digits(page.text())
            assert all(digits(retired) != digits(link) for link in page.links("a[href^='tel:']"))


def test_no_line_of_low_confidence_is_on_any_page(open_page, facts):
    for place in sorted({line.place for line in facts.helplines if not line.published}):
        shown = {card["id"] for card in open_page(f"/en/help/{place.lower()}").soup.select(".line")}
        assert not shown & {line.id for line in facts.helplines if not line.published}


def test_lines_run_by_police_carry_a_plain_warning(open_page, facts):
    marked = [line for line in facts.helplines if line.run_by_law_enforcement]
    assert len(marked) == 3
    for line in marked:
        card = open_page(f"/en/help/{line.place.lower()}").soup.select_one(f"#{line.id}")
        assert "Run by police or a drug law agency" in card.get_text()


def test_both_numbers_in_circulation_stand_together(open_page):
    card = open_page("/en/help/us").soup.select_one("#us-never-use-alone")
    assert [link["href"] for link in card.select("a[href^='tel:']")] == [
        "tel:+18776961996",
        "tel:+18004843731",
    ]
    assert "If one does not answer, try the other" in card.get_text()


def test_a_text_line_opens_with_its_word(open_page):
    card = open_page("/en/help/us").soup.select_one("#us-crisis-text-line")
    assert card.select_one("a[href='sms:741741?body=HOME']")
    # "your ZIP code" is not a word to send.
    assert open_page("/en/help/us").soup.select_one("a[href='sms:435748']")


@pytest.mark.parametrize(("moment", "words"), [
    ("2026-07-06T19:59+02:00", "Open now"),
    ("2026-07-06T20:01+02:00", "Closed now"),
    ("2026-12-07T10:01+01:00", "Open now"),
    ("2026-12-07T09:59+01:00", "Closed now"),
])  # fmt: skip
def test_a_line_is_open_by_its_own_clock_in_summer_and_in_winter(moment, words, settings, facts):
    at = datetime.fromisoformat(moment).astimezone(ZoneInfo("UTC"))
    app = create_app(settings, facts=facts, clock=lambda: at)
    page = Page("/en/help/be", app.test_client().get("/en/help/be"))
    assert words in page.text("#be-druglijn")


def test_a_number_keeps_its_direction_inside_any_text(open_page):
    card = open_page("/en/help/us").soup.select_one("#us-poison-help")
    assert card.select_one("a[href^='tel:'] bdi[dir=ltr]").get_text() == "(800) 222-1222"


def test_an_old_number_says_so_and_what_it_means_stands_once_above_the_list(open_page):
    page = open_page("/en/help/us")
    assert "Old source: " in page.text("#us-teen-line")
    assert "showed this number in" in page.text("#us-safespot")
    assert page.text().count("Numbers with an old source") == 1
    assert "may have changed" not in page.text("#us-teen-line")


@pytest.mark.parametrize("days", [1, 400])
@pytest.mark.parametrize(
    ("place", "card"),
    [("us", "us-emergency"), ("us", "us-988"), ("de", "de-emergency"), ("gb", "gb-samaritans")],
)
def test_a_number_fixed_by_law_never_says_that_it_may_have_changed(
    place, card, days, facts, settings
):
    moment = NOW + timedelta(days=days)
    later = create_app(settings, facts=facts, clock=lambda: moment).test_client()
    page = Page("", later.get(f"/en/help/{place}"))
    assert "Fixed national number. Source from" in page.text(f"#{card}")
    assert "changed" not in page.text(f"#{card}")
    numbers = Page("", later.get(f"/en/emergency?place={place}")).text("#call")
    assert "changed" not in numbers


def test_after_its_life_a_fixed_number_says_so_and_is_still_first(facts, settings):
    moment = NOW + timedelta(days=2000)
    later = create_app(settings, facts=facts, clock=lambda: moment).test_client()
    call = Page("", later.get("/en/emergency?place=us")).soup.select_one("#call")
    assert call.select_one("a")["href"] == "tel:911"
    assert "The number may have changed." in call.get_text()
    first = Page("", later.get("/en/help/us")).soup.select_one(".line a")
    assert first["href"] == "tel:911"


def test_the_overview_leads_to_every_country_that_has_a_line(open_page, facts):
    links = set(open_page("/en/help").links(".names a"))
    countries = {line.place for line in facts.helplines if line.published and "-" not in line.place}
    assert links == {f"/en/help/{place.lower()}" for place in countries - {"INT"}}
