"""Am I in trouble if I call? One answer wherever it is said: call first, dated, and no promise."""

import html
import re
from dataclasses import replace

import brotli
import pytest
from flask import g
from hypothesis import HealthCheck, given, settings

from pwa.answers.calling import Shelter, calling_answer, shelter
from pwa.answers.kits import Choice
from pwa.app import create_app
from pwa.locales import PUBLISHED, published_in
from pwa.records import Confidence
from pwa.records.calling import (
    CallingCondition,
    Cover,
    NaloxoneCondition,
    NaloxoneRecord,
    Offences,
    Protected,
    RuledOut,
)
from pwa.settings import Settings
from pwa.web.paper.sheets import sheet
from pwa.web.words.calling_wording import (
    call_first,
    calling_caution,
    calling_core,
    calling_in_short,
    calling_sentences,
    condition_words,
    cover_rows,
    naloxone_sentences,
)
from tests.answers.making import RESEARCHED_ON, partial
from tests.answers.test_calling import records
from tests.clock import NOW
from tests.page import Page
from tests.prose import FORBIDDEN, grade

TAGS = [locale.tag for locale in PUBLISHED]
PLACES = ("US-TX", "US-IL", "US-IN", "US-PR", "US-LA", "US", "CA", "GB", "TH")
PROMISE = re.compile(
    r"\bsafe\b|\bprotected\b|not be (arrested|charged|punished)|no risk|immun|"
    r"(nothing|no one|nobody) will happen|se descarta un arresto\b(?<!No se descarta un arresto)|"
    r"\ba salvo\b|\bseguro\b(?! sobre)|ไม่ถูกจับ|ปลอดภัย",
    re.IGNORECASE,
)


@pytest.fixture
def saying(app):
    """The words of a language, inside a request."""

    def say(tag, function, *values):
        with app.test_request_context():
            g.locale = published_in(app)[tag]
            return function(*values)

    return say


def plain(text):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", str(text))).split())


@given(record=records())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_a_law_says_the_answer_starts_with_the_call_and_promises_nothing(
    saying, facts, record
):
    answer = calling_answer(replace(facts, calling=(record,)), "US-TX")
    for tag in TAGS:
        said = plain(saying(tag, calling_in_short, answer))
        assert said.startswith(plain(saying(tag, call_first)))
        assert said.endswith(plain(saying(tag, calling_caution)))
        assert not PROMISE.search(said), said
        for level in answer.levels:
            whole = plain(saying(tag, calling_sentences, level))
            assert not PROMISE.search(whole), whole


@given(record=records())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_is_not_known_never_reads_as_covered(saying, facts, record):
    answer = calling_answer(
        replace(facts, calling=(replace(record, confidence=Confidence.HIGH),)), "US-TX"
    )
    said = saying("en", calling_in_short, answer)
    found = shelter(record)
    assert ("can help" in said) == (found is Shelter.CAN_HELP)
    if Cover.UNKNOWN in (record.protects.caller, record.offences.possession):
        assert "can help" not in said
        assert "defence" not in said
    if "can help" in said or "defence" in said:
        assert "arrest" in said
        assert "is not ruled out" in said
        left_out = record.protects.person is not Cover.YES
        assert ("the person who is ill" in said) == left_out
    words = dict(saying("en", cover_rows, record))
    if words:
        assert (
            words["An open arrest warrant"]
            == {
                Cover.YES: "Named as covered",
                Cover.PARTLY: "Covered in part",
                Cover.NO: "Not covered",
                Cover.UNKNOWN: "We do not know",
            }[record.offences.warrant]
        )


def a_naloxone_record(carrying, giving, conditions=()):
    return NaloxoneRecord(
        kind="naloxone", place="US-TX", researched_on=RESEARCHED_ON, confidence=Confidence.HIGH,
        summary="So.", carrying=carrying, giving=giving, conditions=conditions,
        as_of=partial("2026-01"),
    )  # fmt: skip


@pytest.mark.parametrize("tag", TAGS)
def test_every_code_has_words_and_none_of_them_promises(tag, saying):
    said = [saying(tag, condition_words, each) for each in CallingCondition]
    for cover in (None, *Cover):
        record = a_naloxone_record(cover, cover, tuple(NaloxoneCondition))
        said.append(saying(tag, naloxone_sentences, record))
    for words in said:
        assert words
        assert not PROMISE.search(words), words
        assert getattr(words, "lang", None) is None, words


def test_what_the_code_says_is_easy_to_read_and_holds_no_forbidden_idea(saying, facts):
    texts = [saying("en", calling_in_short, calling_answer(facts, place)) for place in PLACES]
    texts += [saying("en", condition_words, each) for each in CallingCondition]
    for found in RuledOut:
        record = replace(
            facts.calling_by_place["US-IL"],
            stage=(found,),
            protects=Protected(Cover.YES, Cover.PARTLY),
            offences=Offences(*[Cover.YES] * 5),
        )
        answer = calling_answer(replace(facts, calling=(record,)), "US-IL")
        texts.append(saying("en", calling_in_short, answer))
    for text in map(plain, texts):
        assert grade(text) <= 6, text
        for idea, pattern in FORBIDDEN.items():
            assert not re.search(pattern, text, re.IGNORECASE), (idea, text)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("place", PLACES)
def test_pages_api_copy_and_card_give_the_same_answer(tag, place, client, facts, saying):
    answer = calling_answer(facts, place)
    said = plain(saying(tag, calling_in_short, answer))
    slug = place.lower()
    for address in (
        f"/{tag}/law/{slug}/calling",
        f"/{tag}/law/{slug}",
        f"/{tag}/emergency?place={slug}",
        f"/k/{tag}/{slug}/0a5",
    ):
        page = Page(address, client.get(address))
        shown = page.soup.select_one("[data-calling] p")
        assert " ".join(shown.get_text().split()) == said, address
    found = client.get(f"/api/v1/calling?place={place}&lang={tag}").get_json()
    assert plain(found["statement"]) == said
    assert found["law_is"] == answer.shelter.value
    card = saying(tag, sheet, facts.places[place], Choice(plain=True))
    assert plain(card.law[-1]) == said
    assert saying(tag, sheet, facts.places[place], Choice()).law == ()


@pytest.mark.parametrize("tag", TAGS)
def test_the_copy_that_is_handed_on_gives_the_same_answer(tag, client, facts, saying):
    section = Page("copy", client.get(f"/{tag}/leafline.html")).soup.select_one("#calling")
    text = " ".join(section.get_text().split())
    assert plain(saying(tag, call_first)) in text
    assert plain(saying(tag, calling_caution)) in text
    for place in facts.calling_by_place:
        assert plain(saying(tag, calling_core, calling_answer(facts, place))) in text, place
    assert "Louisiana" not in section.select_one("details").get_text()


def test_both_levels_stand_on_the_page_with_their_dates(open_page):
    page = open_page("/en/law/us-tx/calling")
    text = page.text()
    assert text.index("Texas gives only a defence in court") < text.index("no federal law")
    assert "The law of Texas is for its own charges only." in text
    assert "As of January 2024. It may have changed since." in text
    assert "As of Jul 22, 2025. It may have changed since." in text
    assert "Probation, parole or bail: We do not know" in text
    assert "Be the first to call." in text
    assert "Not if you used it before" in text


@pytest.mark.parametrize("address", ["/en/law/us-tx", "/k/en/us-tx/0a5"])
def test_a_short_answer_says_whose_charges_it_is_for(client, address):
    text = Page(address, client.get(address)).text("[data-calling]")
    assert "The law of Texas is for its own charges only." in text
    assert "We found no national law in United States that covers people who call." in text


def test_a_law_that_leaves_out_who_is_ill_says_so(open_page, client):
    assert "The person who is ill: Not covered" in open_page("/en/law/us-in/calling").text()
    levels = client.get("/api/v1/calling?place=US-IN").get_json()["levels"]
    assert "It does not cover the person who is ill." in levels[0]["statement"]


def test_low_confidence_is_nowhere(client, facts):
    hidden = [each for each in facts.help_records if each.confidence is Confidence.LOW]
    assert hidden
    addresses = (
        "/en/law/us-la/calling", "/en/law/us-la", "/en/help/us-la", "/en/emergency?place=us-la",
        "/en/law/gb/calling", "/en/help/gb", "/en/leafline.html", "/api/v1/calling?place=US-LA",
        "/api/v1/calling?place=GB", "/api/v1/dataset.json",
    )  # fmt: skip
    for address in addresses:
        text = html.unescape(client.get(address).text)
        assert not [each.key for each in hidden if each.summary in text], address
    assert "We have nothing sure" in client.get("/en/law/gb/calling").text
    assert client.get("/api/v1/calling?place=GB").get_json()["law_is"] == "nothing-sure"


def test_a_place_without_a_record_says_that_we_have_nothing_sure(open_page):
    page = open_page("/en/law/th/calling")
    assert (
        "We have nothing sure on what the law in Thailand says of people who call." in page.text()
    )
    assert "We have nothing sure on how to get naloxone here." in page.text()
    assert not open_page("/en/law/th").soup.select("[data-calling] a")


@pytest.mark.parametrize("address", ["/en/emergency?place=us-la", "/en/law/us-la"])
def test_what_holds_in_the_country_is_not_told_as_all_of_a_state_s_law(client, address):
    text = Page(address, client.get(address)).text("[data-calling]")
    assert "We have nothing sure on what the law in Louisiana says of people who call." in text
    assert text.index("Louisiana") < text.index("We found no national law in United States")


def test_a_town_leads_to_the_page_of_its_state(open_page):
    assert open_page("/en/law/us-il/jerseyville").links("[data-calling] a") == [
        "/en/law/us-il/calling"
    ]
    assert "In Illinois, a law can help" in open_page("/en/law/us-il/jerseyville/calling").text()


def test_the_emergency_page_says_to_call_whatever_the_police(open_page):
    page = open_page("/en/emergency")
    text = page.text("[data-calling]")
    assert text.startswith("Call for help first, even if you fear the police.")
    assert "Police can still come." in text
    assert page.text().index("Stay, and tell the medic") < page.text().index("fear the police")


def test_the_overview_has_each_place_so_that_a_phone_asks_for_none(open_page, facts, saying):
    assert open_page("/en/emergency").soup.select_one("[data-all]")["data-all"] == "/en/law/calling"
    page = open_page("/en/law/calling")
    shown = {row["data-place"]: row for row in page.soup.select("[data-place]")}
    assert shown.keys() == facts.calling_by_place.keys()
    for place, row in shown.items():
        said = saying("en", calling_core, calling_answer(facts, place))
        assert " ".join(row.select_one("span").get_text().split()) == plain(said)
    assert page.text("h1 + p").startswith("Call for help first, even if you fear the police.")


def test_an_earlier_day_and_a_union_of_countries_say_nothing_of_it(client):
    assert "data-calling" not in client.get("/en/law/us-tx?on=2024-01-01").text
    assert "data-calling" not in client.get("/en/law/eu").text


@pytest.mark.parametrize("address", [
    "/en/law/us-tx/calling", "/en/help/us-tx", "/en/learn/naloxone",
])  # fmt: skip
def test_naloxone_is_on_the_pages_where_it_is_looked_for(open_page, address):
    page = open_page(address)
    assert "Where do I get naloxone?" in page.text()
    if "learn" in address:
        assert "/en/law/us/calling#naloxone" in page.links()
        return
    part = page.text("[data-naloxone]")
    assert "The law here says that you may carry it." in part
    assert "As of Jul 1, 2017. It may have changed since." in part
    links = page.links("[data-naloxone] a")
    assert any("#us-" in link for link in links)
    assert page.soup.select_one("#us-next-distro") or "/en/help/us-tx#us-next-distro" in links


def test_other_languages_say_in_code_what_is_not_yet_translated(client, facts, tmp_path):
    record = replace(facts.naloxone_by_place["US-TX"], summary="Brand new words.")
    others = [each for each in facts.naloxone if each.place != "US-TX"]
    changed = replace(facts, naloxone=(*others, record))
    app = create_app(Settings(data=tmp_path), facts=changed, clock=lambda: NOW)
    page = Page("es", app.test_client().get("/es/help/us-tx"))
    assert "La ley dice que puede llevarla." in page.text("[data-naloxone]")
    assert page.soup.select_one("[data-naloxone] [lang=en]").get_text() == "Brand new words."


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("path", ["law/us-tx/calling", "law/us/calling", "help/us-tx", "law/us-tx"])
def test_the_pages_fit_in_the_first_round_of_packets(tag, path, client):
    page = Page(path, client.get(f"/{tag}/{path}"))
    sheets = [client.get(link).data for link in page.links("link[rel=stylesheet]:not([media])")]
    bodies = [page.response.data, *sheets]
    assert sum(len(brotli.compress(body, quality=11)) for body in bodies) <= 14_600


@pytest.mark.parametrize("tag", TAGS)
def test_the_emergency_page_of_a_place_stays_small(tag, client):
    page = Page("emergency", client.get(f"/{tag}/emergency?place=us-tx"))
    sheets = [client.get(link).data for link in page.links("link[rel=stylesheet]:not([media])")]
    bodies = [page.response.data, *sheets]
    assert sum(len(brotli.compress(body, quality=11)) for body in bodies) <= 10_000


def test_the_api_refuses_what_is_no_place(client):
    assert client.get("/api/v1/calling").status_code == 400
    refused = client.get("/api/v1/calling?place=XX")
    assert refused.status_code == 404
    assert refused.content_type == "application/problem+json"
