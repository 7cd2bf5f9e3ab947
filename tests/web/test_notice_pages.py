import time
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from pwa.app import create_app
from pwa.settings import Settings
from tests.clock import NOW
from tests.notices.filled import fill
from tests.page import Page
from tests.sample import SAMPLE


@pytest.fixture(scope="module")
def kept(tmp_path_factory, facts):
    settings = Settings(facts=SAMPLE, data=tmp_path_factory.mktemp("notices"))
    app = create_app(settings, facts=facts, clock=lambda: NOW)
    return app, fill(settings.database), settings


@pytest.fixture
def get(kept):
    def open_it(address, status=200):
        response = kept[0].test_client().get(address)
        assert response.status_code == status, address
        page = Page(address, response)
        page.owes_what_all_pages_owe()
        return page

    return open_it


def test_the_list_shows_relevant_notices_the_newest_first(get):
    titles = [each.get_text() for each in get("/en/notices").soup.select(".rows b")]
    assert titles[0] == "Temporary placement of 7-OH above a threshold"
    assert len(titles) == 5
    assert "About kava only" not in titles


@pytest.mark.parametrize(("query", "count"), [
    ("place=US-FL", 1), ("place=us", 3), ("substance=kratom", 2), ("substance=7oh", 2),
    ("place=AQ", 0), ("place=US&substance=kratom", 1),
])  # fmt: skip
def test_the_list_is_narrowed_by_place_and_substance(query, count, get):
    page = get(f"/en/notices?{query}")
    assert len(page.soup.select("main .rows a")) == count
    if not count:
        assert "does not mean that nothing changed" in page.text()


def test_a_proposal_is_told_not_to_be_a_ban(get, kept):
    page = get(f"/en/notices/{kept[1]['2026-13580']}")
    assert "This is a plan. It is not a ban" in page.text(".status")
    assert "A person still has to read it" in page.text(".status")
    assert "https://www.federalregister.gov/d/2026-13580" in page.links()


def test_a_relative_is_told_apart_from_7oh(get, kept):
    page = get(f"/en/notices/{kept[1]['2026-17429']}")
    assert "not about leaf or 7-OH itself" in page.text(".status")


def test_a_recall_changes_nothing_in_the_law(get, kept):
    page = get(f"/en/notices/{kept[1]['F-1']}")
    assert "does not change what the law says" in page.text(".status")


def test_a_notice_in_another_language_is_marked_and_not_translated(get, kept):
    page = get(f"/en/notices/{kept[1]['TH-1']}")
    assert page.soup.select_one("h1")["lang"] == "th"


def test_an_irrelevant_or_unknown_notice_has_no_page(get, kept):
    for key in (kept[1]["X-1"], "nothing"):
        get(f"/en/notices/{key}", status=404)


def test_notices_stand_beside_the_law_answer_and_never_in_it(get):
    page = get("/en/law/us-fl?substance=7oh")
    assert page.text("[data-legal-status] h2") == "7-OH is banned here"
    titles = [each.get_text() for each in page.soup.select("[data-notices] .rows b")]
    assert {"Emergency rule on 7-OH", "Temporary placement of 7-OH above a threshold"} <= set(
        titles
    )
    assert "A notice is not part of the answer above" in page.text()


def test_a_recent_notice_is_on_the_home_page(get):
    titles = [each.get_text() for each in get("/en/").soup.select("[data-notices] .rows b")]
    assert "Temporary placement of 7-OH above a threshold" in titles


def test_readers_see_when_each_source_was_checked(get):
    page = get("/en/notices")
    assert page.soup.select_one("main time[data-age]")["datetime"] == "2026-11-22T09:00Z"
    assert "by hand" in page.text("main")
    assert "Not reached yet" in page.text("main")


def test_a_source_that_was_not_reached_for_long_is_told_plainly(kept, facts):
    late = create_app(kept[2], facts=facts, clock=lambda: datetime(2026, 12, 24, tzinfo=UTC))
    page = late.test_client().get("/en/notices").get_data(as_text=True)
    assert "News may be missing" in page


def test_the_law_is_readable_while_the_store_is_broken(tmp_path, facts):
    settings = Settings(facts=SAMPLE, data=tmp_path)
    app = create_app(settings, facts=facts, clock=lambda: NOW)
    settings.database.unlink()
    settings.database.mkdir()
    page = Page("/en/law/us", app.test_client().get("/en/law/us"))
    assert "Notices cannot be shown right now" in page.text()
    assert app.test_client().get("/api/v1/law?place=US").status_code == 200
    assert app.test_client().get("/en/notices").status_code == 503


@pytest.mark.parametrize("query", ["", "?place=US", "?substance=kratom", "?place=US&substance=7oh"])
def test_feeds_are_valid_and_hold_what_the_list_holds(query, kept):
    client = kept[0].test_client()
    atom = client.get(f"/en/notices.atom{query}")
    assert atom.content_type == "application/atom+xml"
    feed = ElementTree.fromstring(atom.data)
    space = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{space}entry")
    assert feed.find(f"{space}id") is not None
    assert all(entry.find(f"{space}author/{space}name").text for entry in entries)
    document = client.get(f"/en/notices.json{query}").get_json(force=True)
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert [each["title"] for each in document["items"]] == [
        entry.find(f"{space}title").text for entry in entries
    ]
    assert len(entries) == len(
        Page("", client.get(f"/en/notices{query}")).soup.select("main .rows a")
    )


def test_the_api_gives_notices_and_puts_them_beside_the_law(kept):
    client = kept[0].test_client()
    found = client.get("/api/v1/notices?place=US-FL").get_json()
    assert [each["title"] for each in found] == ["Emergency rule on 7-OH"]
    assert found[0]["does_not_mean"]
    assert len(client.get("/api/v1/notices?since=2026-10-01").get_json()) == 2
    law = client.get("/api/v1/law?place=US-FL&substance=7oh").get_json()
    assert "Emergency rule on 7-OH" in {each["title"] for each in law["notices"]}
    assert client.get("/api/v1/notices?place=XX").status_code == 404
    assert client.get("/api/v1/notices?since=yesterday").status_code == 400


def test_a_bad_filter_is_refused(get):
    get("/en/notices?before=zzz")
    get("/en/notices?place=xx", status=404)
    get("/en/notices?substance=heroin", status=400)
    get("/en/notices?before=" + "x" * 200, status=400)


def test_pages_do_not_wait_for_regulators(kept):
    started = time.monotonic()
    kept[0].test_client().get("/en/notices")
    assert time.monotonic() - started < 2
