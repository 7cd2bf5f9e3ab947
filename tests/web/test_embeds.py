"""Cards for other sites: what the pages say in short, in a frame, without any script."""

import re

import pytest

from pwa.answers.helplines import EMERGENCY_TOPIC, by_need, lines_for
from pwa.app import create_app
from pwa.facts.numbers import digits
from pwa.facts.rules import TOPICS
from pwa.settings import Settings
from tests.clock import NOW
from tests.kinds import CARD_ERRORS, CARDS
from tests.page import Page
from tests.sample import SAMPLE

OUT = {"target": "_blank", "rel": ["noopener", "noreferrer"]}
# Where no page of ours can be meant, and what must not come back unescaped.
HOSTILE = (
    "<script>alert(1)</script>", "%3Cscript%3E", "..%2F..%2Fetc", "us%00", "\x7f",
    "us-il/" + "a" * 999,
    "%FF%FE", "us'--x", "{{7*7}}", "💊", "US-IL/..", "int/int", "%0d%0aSet-Cookie:a=b",
)  # fmt: skip


@pytest.mark.parametrize("locale", ["en", "es", "th"])
@pytest.mark.parametrize("card", [*CARDS, *CARD_ERRORS])
def test_a_card_owes_what_all_pages_owe_and_holds_no_script_or_form(card, locale, client):
    response = client.get(f"/{locale}/{card}")
    assert response.status_code == CARD_ERRORS.get(card, 200)
    page = Page(f"/{locale}/{card}", response)
    page.owes_what_all_pages_owe()
    assert page.soup.select("script, form, iframe, base, [data-from], .tabs, .bar") == []
    assert page.soup.select_one("meta[name=robots]")["content"] == "noindex"


@pytest.mark.parametrize("card", [*CARDS, *CARD_ERRORS])
def test_only_cards_may_be_framed_by_others_and_nothing_else_is_looser(card, client):
    def policies(response):
        found = response.headers["Content-Security-Policy"].split("; ")
        return dict(each.split(" ", 1) for each in found)

    ours, page = client.get(f"/en/{card}"), client.get("/en/help/us")
    framed, strict = policies(ours), policies(page)
    assert framed.pop("frame-ancestors") == "*"
    assert strict.pop("frame-ancestors") == "'none'"
    assert framed["script-src"] == "'none'"
    assert all(framed[name] in ("'none'", strict[name]) for name in framed)
    differing = {n for n, v in page.headers.items() if ours.headers.get(n) != v}
    assert differing <= {
        "Cache-Control", "Content-Length", "Content-Security-Policy",
        "Cross-Origin-Resource-Policy", "Date",
    }  # fmt: skip
    assert ours.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "address",
    ["/en/embedded", "/en/embed", "/en/law/us?x=/en/embed/", "//x/embed/", "/en/partners"],
)
def test_no_other_address_may_be_framed(address, client):
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("card", CARDS)
def test_links_open_beside_the_site_and_numbers_do_not(card, client):
    links = Page(card, client.get(f"/en/{card}")).soup.select("a[href]")
    for link in links:
        expected = {} if re.match("(tel|sms):", link["href"]) else OUT
        assert {name: link[name] for name in OUT if name in link.attrs} == expected


@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_kept_for_an_hour_and_then_costs_no_download(card, client):
    for accepted in ("", "br", "gzip"):
        first = client.get(f"/en/{card}", headers={"Accept-Encoding": accepted})
        assert first.headers["Cache-Control"] == "public, max-age=3600"
        known = {"Accept-Encoding": accepted, "If-None-Match": first.headers["ETag"]}
        again = client.get(f"/en/{card}", headers=known)
        assert (again.status_code, again.data) == (304, b"")
        assert "frame-ancestors *" in again.headers["Content-Security-Policy"]


def test_what_went_wrong_is_not_kept(client):
    for card in CARD_ERRORS:
        assert client.get(f"/en/{card}").headers["Cache-Control"] == "no-store"


def test_the_help_card_gives_the_emergency_number_and_four_lines_as_the_page_does(client, facts):
    card = Page("", client.get("/en/embed/help/us-tx"))
    page = Page("", client.get("/en/help/us-tx"))
    assert card.links(".now a[href^='tel:']") == ["tel:911"]
    shown = [section["id"] for section in card.soup.select(".line")]
    groups = by_need(lines_for(facts, "US-TX", NOW), TOPICS)
    firsts = [group.lines[0].helpline.id for group in groups if group.topic != EMERGENCY_TOPIC]
    assert shown == firsts[:4]
    for key in shown:
        there = page.soup.select_one(f"#{key}")
        ways = [link["href"] for link in there.select("a[href^='tel:'], a[href^='sms:']")]
        assert card.links(f"#{key} a[href^='tel:'], #{key} a[href^='sms:']") == ways
        for later in there.select("[hidden]"):
            later.extract()
        further = there.select(":scope details p")
        age = [each for each in there.select("p.soft") if each not in further][-1].get_text()
        assert age in card.soup.select_one(f"#{key}").get_text()
        assert card.text(f"#{key} h3") == " ".join(there.h3.get_text(" ").split())
    assert card.links("a[href='/en/help/us-tx']")
    assert "More help in Texas" in card.text()


def test_cards_show_no_unpublished_or_retired_number_and_warn_of_the_police(client, facts):
    police = {line.id for line in facts.helplines if line.run_by_law_enforcement}
    hidden = {line.id for line in facts.helplines if not line.published}
    retired = {digits(n) for line in facts.helplines for n in line.retired_numbers}
    for place in facts.published_by_place:
        card = Page("", client.get(f"/en/embed/help/{place.lower()}"))
        shown = {section["id"] for section in card.soup.select(".line")}
        assert len(shown) <= 4
        assert not shown & hidden
        assert not retired & {
            digits(link) for link in card.links("a[href^='tel:'], a[href^='sms:']")
        }
        for key in shown & police:
            assert "Run by police" in card.text(f"#{key}")
        for section in card.soup.select(".line"):
            assert section.select("a[href]")


def test_a_place_without_an_emergency_number_says_so(client):
    card = Page("", client.get("/en/embed/help/aq"))
    assert "We have no emergency number for Antarctica" in card.text(".now")


def test_the_help_card_needs_no_store(tmp_path, facts):
    settings = Settings(facts=SAMPLE, data=tmp_path)
    client = create_app(settings, facts=facts, clock=lambda: NOW).test_client()
    settings.database.unlink()
    settings.database.mkdir()
    for card in CARDS:
        assert client.get(f"/en/{card}").status_code == 200


@pytest.mark.parametrize("place", ["us-il/jerseyville", "th", "aq", "us-tn", "us-fl", "my", "eu"])
def test_the_law_card_says_what_the_page_says_and_no_more(place, client):
    both = Page("", client.get(f"/en/embed/law/{place}"))
    for number, substance in enumerate(("kratom", "7oh")):
        address = f"/en/law/{place}?substance={substance}"
        page = Page(address, client.get(address))
        one = Page("", client.get(f"/en/embed/law/{place}?substance={substance}"))
        said = page.text(".answer")
        assert one.text(".answer") == said
        assert " ".join(both.soup.select(".answer")[number].get_text(" ").split()) == said
        assert len(one.soup.select(".answer")) == 1


def test_unknown_is_never_allowed_and_old_is_said_on_cards(facts, settings):
    later = create_app(settings, facts=facts, clock=lambda: NOW.replace(year=2028)).test_client()
    for place in ("us-tx", "th", "us-il", "aq", "de"):
        card = Page("", later.get(f"/en/embed/law/{place}"))
        statuses = {section["data-legal-status"] for section in card.soup.select(".answer")}
        assert not statuses & {"legal", "regulated", "prescription"}
    help_card = Page("", later.get("/en/embed/help/us"))
    for section in help_card.soup.select(".line"):
        told = section.get_text()
        assert "The number may have changed" in told or "Fixed national number" in told


@pytest.mark.parametrize("kind", ["help", "law"])
@pytest.mark.parametrize("place", HOSTILE)
def test_a_hostile_place_gets_a_small_clear_page(place, kind, client):
    response = client.get(f"/en/embed/{kind}/{place}")
    assert response.status_code == 404
    page = Page(f"/en/embed/{kind}/{place}", response)
    page.owes_what_all_pages_owe()
    assert len(response.data) < 2000
    assert "<script" not in page.html
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("locale", ["xx", "<u>", "..", "engb", "xx-GB", "%00", "💊", "a" * 500])
def test_a_hostile_locale_is_not_found(locale, client):
    for rest in ("embed/help/us", "sitemap.xml", "partners"):
        response = client.get(f"/{locale}/{rest}")
        assert response.status_code == 404
        assert "<u>" not in response.text


@pytest.mark.parametrize("question", ["substance=tea", "substance=%00", "substance=" + "x" * 101])
def test_a_question_that_cannot_be_is_refused_in_the_frame(question, client):
    response = client.get(f"/en/embed/law/us?{question}")
    assert response.status_code == 400
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]


def test_a_fault_of_ours_still_leads_to_help_in_the_frame(app, monkeypatch):
    monkeypatch.setitem(app.view_functions, "embeds.law_card", lambda **_: 1 / 0)
    response = app.test_client().get("/en/embed/law/us")
    assert response.status_code == 500
    assert "/en/help" in Page("", response).links()
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]


def test_a_place_in_capitals_leads_to_the_one_address_for_good(client):
    response = client.get("/en/embed/law/US-IL?substance=7oh")
    assert (response.status_code, response.headers["Location"]) == (
        308, "/en/embed/law/us-il?substance=7oh",
    )  # fmt: skip
