import re

import brotli
import pytest
from flask import Flask

from pwa.app import create_app
from pwa.settings import Settings
from tests.clock import NOW
from tests.page import Page
from tests.sample import SAMPLE


def test_home_leads_to_what_a_reader_needs(open_page):
    links = open_page("/en/").links()
    assert {"/en/emergency", "/en/help", "/en/law", "/en/search", "#languages"} <= set(links)


def test_the_emergency_page_calls_the_number_of_the_place_in_one_tap(open_page):
    for place, number in (("us-tx", "911"), ("gb", "999"), ("th", "1669")):
        page = open_page(f"/en/emergency?place={place}")
        assert page.soup.select_one("#call a")["href"] == f"tel:{number}"


def test_every_published_emergency_number_is_one_tap_from_the_emergency_page(open_page, facts):
    assert "/en/emergency/numbers" in open_page("/en/emergency").links()
    listed = open_page("/en/emergency/numbers").soup.select("[data-place] a")
    known = [h for h in facts.helplines if h.published and "emergency" in h.topics]
    assert 40 < len(listed) == len(known)


def test_with_a_place_chosen_nothing_but_its_number_is_listed(open_page):
    page = open_page("/en/emergency?place=us")
    assert page.soup.select(".likely, [data-place]") == []
    assert "/en/emergency/numbers" in page.links()


@pytest.mark.parametrize(("typed", "number"), [
    ("Thailand", "1669"), ("ประเทศไทย", "1669"), ("Alemania", "112"), ("untied kingdom", "999"),
])  # fmt: skip
def test_a_country_may_be_typed_in_any_language(typed, number, open_page):
    page = open_page(f"/en/emergency?place={typed}")
    assert page.soup.select_one("#call a")["href"] == f"tel:{number}"


def test_a_place_that_we_do_not_know_still_shows_numbers_and_steps(open_page):
    page = open_page("/en/emergency?place=xyzzyq")
    assert "We know no place" in page.text("#call")
    assert page.soup.select("#call .likely a[href^='tel:']")
    assert page.soup.select(".steps > li")


def test_each_country_is_known_by_the_zones_of_clocks(open_page):
    zones = {
        row["data-place"]: row["data-zones"].split()
        for row in open_page("/en/emergency/numbers").soup.select("[data-zones]")
    }
    known = {"US": "America/Chicago", "IN": "Asia/Calcutta", "TH": "Asia/Bangkok"}
    for country, zone in known.items():
        assert [place for place, found in zones.items() if zone in found] == [country]


def test_a_place_without_an_emergency_number_says_so(open_page):
    page = open_page("/en/emergency?place=aq")
    assert "We have no emergency number for Antarctica" in page.text("#call")


def test_the_emergency_and_help_pages_need_no_store(tmp_path, facts):
    settings = Settings(facts=SAMPLE, data=tmp_path)
    app = create_app(settings, facts=facts, clock=lambda: NOW)
    settings.database.unlink()
    settings.database.mkdir()
    for address in ("/en/emergency", "/en/help", "/en/help/us-tx", "/en/law/us", "/en/"):
        response = app.test_client().get(address)
        assert response.status_code == 200
    assert "911" in Page("/en/notices", app.test_client().get("/en/notices")).text()
    assert app.test_client().get("/readyz").status_code == 503
    assert app.test_client().get("/healthz").status_code == 200


@pytest.mark.parametrize(("sought", "first"), [
    ("jersyville", "/en/law/us-il/jerseyville"),
    ("Texas", "/en/law/us-tx"),
    ("TX", "/en/law/us-tx"),
    ("uk", "/en/law/gb"),
    ("is kratom legal in Ohio", "/en/law/us-oh"),
    ("mississipi", "/en/law/us-ms"),
    ("cote d'ivoire", "/en/law/ci"),
    ("turkiye", "/en/law/tr"),
    ("Venice", "/en/law/us-fl/sarasota-county"),
    ("ketum", "/en/learn/what-is-kratom"), ("biak", "/en/learn/what-is-kratom"),
    ("kakuam", "/en/learn/what-is-kratom"), ("thom", "/en/learn/what-is-kratom"),
    ("7-OH", "/en/learn/seven-oh-is-not-leaf"),
    ("kratom while pregnant", "/en/learn/pregnancy"),
    ("988", "/en/help/us#us-988"),
    ("สายด่วนสุขภาพจิต", "/en/help"),  # a cry for help in any language: somebody to talk to
])  # fmt: skip
def test_search_finds_places_lines_and_names_of_the_plant(sought, first, open_page):
    page = open_page(f"/en/search?q={sought}")
    assert page.links("main .rows a")[0] == first


def test_search_from_the_help_page_leads_to_helplines(open_page):
    assert open_page("/en/search?q=texas&for=help").links("main .rows a")[0] == "/en/help/us-tx"


@pytest.mark.parametrize(
    "sought", ["xyzzyq", "%", '"', "' or 1=1 --", "*", "a" * 100, "🌿", "; drop"]
)
def test_search_for_nothing_we_hold_says_that_it_means_nothing(sought, open_page):
    page = open_page(f"/en/search?q={sought}")
    assert "does not mean that something is allowed or safe" in page.text() or page.links(".rows a")


@pytest.mark.parametrize("query", ["q=" + "x" * 101, "q=a%00b", "q=a&for=elsewhere"])
def test_a_search_that_cannot_be_is_refused(query, open_page):
    open_page(f"/en/search?{query}", status=400)


def test_what_was_searched_is_escaped_in_the_page(open_page):
    page = open_page("/en/search?q=<script>alert(1)</script>")
    assert page.soup.select("script:not([src])") == []


def test_about_says_how_old_the_facts_are_and_how_to_correct_them(open_page, facts):
    page = open_page("/en/about")
    shown = sum(line.published for line in facts.helplines)
    assert f"{len(facts.law)} law records and show {shown} helplines" in page.text()
    assert "mailto:facts@leafline.example" in page.links()


def test_privacy_and_languages_read_without_anything_else(open_page):
    assert "no cookies" in open_page("/en/privacy").text()
    assert open_page("/en/languages").links("main .rows a") == ["/en/", "/es/", "/th/"]


@pytest.mark.parametrize(("accepted", "address"), [
    ("en-GB,en;q=0.8", "/en/"), ("fi", "/en/languages"), ("", "/en/languages"),
    ("\x7f;q=x", "/en/languages"),
])  # fmt: skip
def test_the_front_door_follows_the_reader_s_language(accepted, address, client):
    response = client.get("/", headers={"Accept-Language": accepted})
    assert response.status_code == 302
    assert response.headers["Location"] == address
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/xx/", "/en/nothing", "/en/law/xx", "/wp-login.php/"])
def test_an_unknown_address_is_not_found_with_helplines_at_hand(address, open_page):
    page = open_page(address, status=404)
    assert "911" in page.text()
    assert page.soup.select_one("form[role=search]")


def test_a_fault_of_ours_shows_helplines_and_logs_no_address(app: Flask, caplog, monkeypatch):
    monkeypatch.setitem(app.view_functions, "pages.about", lambda: 1 / 0)
    response = app.test_client().get("/en/about?secret=word")
    assert response.status_code == 500
    assert "911" in response.get_data(as_text=True)
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text


def test_the_last_resort_still_leads_to_helplines(app: Flask, monkeypatch):
    monkeypatch.setattr("pwa.web.http.error_pages.render_template", lambda *_, **__: 1 / 0)
    response = app.test_client().get("/en/nothing")
    assert response.status_code == 404
    assert "/en/help" in response.get_data(as_text=True)


def test_every_link_inside_leads_somewhere(client):
    seen, waiting = set(), ["/en/", "/en/law/us", "/en/law/us-il", "/en/search?q=kratom"]
    while waiting and len(seen) < 120:
        address = waiting.pop(0)
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if "html" in response.content_type:
            links = Page(address, response).links("a[href^='/'], link[href^='/']")
            found = {re.sub("#.*", "", link) for link in links}
            waiting += sorted(found - seen - set(waiting))


def test_static_files_with_a_mark_of_their_content_are_kept_for_good(open_page, client):
    sheet = open_page("/en/").links("link[rel=stylesheet]:not([media])")[0]
    assert "immutable" in client.get(sheet).headers["Cache-Control"]
    assert "immutable" not in client.get("/static/app.css").headers.get("Cache-Control", "")


@pytest.mark.parametrize("address", [
    "/en/", "/en/law/us-il/jerseyville", "/en/law/us-tx", "/en/help/us-tx", "/en/help/us",
    "/en/emergency", "/en/law", "/en/law/us", "/en/law/us-il", "/en/learn", "/en/learn/risks",
    "/en/learn/body-and-brain", "/en/mixing", "/en/mixing/alcohol", "/en/evidence",
])  # fmt: skip
def test_a_first_visit_fits_in_the_first_round_of_packets(address, client):
    page = Page(address, client.get(address))
    needed = page.links("link[rel=stylesheet]:not([media])")
    scripts = [script["src"] for script in page.soup.select("script[src]")]
    until_readable = _on_the_wire(client, address, *needed)
    assert until_readable <= (10_000 if address == "/en/emergency" else 14_600)
    assert until_readable + _on_the_wire(client, *scripts) <= 30_000


def _on_the_wire(client, *addresses: str) -> int:
    """What the release sends: brotli 11."""
    return sum(len(brotli.compress(client.get(each).data, quality=11)) for each in addresses)


def test_an_error_page_never_offers_to_ring_a_number_that_only_takes_texts(open_page, facts):
    rung = {
        link.removeprefix("tel:") for link in open_page("/en/nothing", 404).links("a[href^='tel:']")
    }
    voices = {number for line in facts.helplines for number in (line.short, line.phone)}
    assert rung
    assert rung <= voices


@pytest.mark.parametrize(("address", "first", "title"), [
    ("/es/search?q=Alemania", "/es/law/de", "Alemania"),
    ("/es/search?q=germany", "/es/law/de", "Alemania"),
    ("/es/search?q=mexico", "/es/law/mx", "México"),
    ("/es/search?q=turquia", "/es/law/tr", "Turquía"),
    ("/es/search?q=ketum", "/es/learn/what-is-kratom", "¿Qué es el kratom?"),
    ("/es/search?q=metadona", "/es/mixing/methadone", "Metadona"),
    ("/th/search?q=เยอรมนี", "/th/law/de", "เยอรมนี"),
    ("/th/search?q=กฎหมายกระท่อมในเยอรมนี", "/th/law/de", "เยอรมนี"),
    ("/th/search?q=texas", "/th/law/us-tx", "รัฐเทกซัส"),
    ("/th/search?q=กระท่อม", "/th/learn/what-is-kratom", "กระท่อมคืออะไร?"),
    ("/en/search?q=กระท่อม", "/en/learn/what-is-kratom", "What is kratom?"),
    ("/en/search?q=Alemania", "/en/law/de", "Germany"),
])  # fmt: skip
def test_search_knows_every_language_and_answers_in_the_reader_s(address, first, title, open_page):
    page = open_page(address)
    assert page.links("main .rows a")[0] == first
    assert page.text("main .rows b") == title
