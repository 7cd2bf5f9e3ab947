"""Daily totals of card links: a number a day, and nothing of who opened them."""

from dataclasses import replace
from datetime import date

import pytest
from sqlite_utils import Database

from pwa.app import create_app
from pwa.store import TotalStore, totals
from tests.conftest import NOW

CARD = "en/us-tx/0a5gzcq1fv200"


@pytest.fixture
def counting(settings, facts, tmp_path):
    """An application that counts."""
    own = replace(settings, data=tmp_path, totals=True)
    return create_app(own, facts=facts, clock=lambda: NOW), own


def kept(settings) -> list[tuple[str, str, int]]:
    store = TotalStore(settings.database)
    found = [(each.day, each.link, each.opened) for each in store.totals()]
    store.close()
    return found


def test_openings_of_a_link_are_counted_by_the_day(counting):
    app, settings = counting
    for address in (f"/k/{CARD}", f"/k/{CARD}", "/k/en/us-tx/broken!", "/en/help/us-tx"):
        app.test_client().get(address, headers={"User-Agent": "a-phone"})
    assert kept(settings) == [("2026-11-22", CARD, 2)]
    columns = [column.name for column in Database(settings.database)["totals"].columns]
    assert columns == ["day", "link", "opened"]


def test_nothing_is_counted_unless_the_operator_wants_it(counting, facts):
    _, settings = counting
    quiet = create_app(replace(settings, totals=False), facts=facts, clock=lambda: NOW)
    assert quiet.test_client().get(f"/k/{CARD}").status_code == 200
    assert kept(settings) == []


def test_the_privacy_page_says_which_it_is(counting, client):
    app, _ = counting
    page = app.test_client().get("/en/privacy").get_data(as_text=True)
    assert "we count how often its link is opened in a day" in page
    assert "We do not count visits." not in page
    assert "We do not count visits." in client.get("/en/privacy").get_data(as_text=True)


def test_a_store_that_cannot_be_written_never_keeps_a_reader_waiting(counting):
    app, settings = counting
    Database(settings.database).execute("drop table totals")
    assert app.test_client().get(f"/k/{CARD}").status_code == 200


def test_made_up_links_cannot_fill_the_disk(counting, monkeypatch):
    _, settings = counting
    monkeypatch.setattr(totals, "MOST_LINKS_A_DAY", 3)
    store = TotalStore(settings.database)
    for number in (*range(10), 1, 1):
        store.count(date(2026, 11, 22), f"link-{number}")
    store.count(date(2026, 11, 23), "another day")
    store.close()
    assert kept(settings) == [
        ("2026-11-23", "another day", 1),
        ("2026-11-22", "link-1", 3),
        ("2026-11-22", "link-0", 1),
        ("2026-11-22", "link-2", 1),
    ]
