from dataclasses import replace

import pytest

from pwa.app import create_app
from tests.clock import NOW


def test_the_manifest_is_the_same_bytes_for_everyone(client):
    english = client.get("/manifest.webmanifest", headers={"Accept-Language": "en"})
    thai = client.get("/manifest.webmanifest", headers={"Accept-Language": "th"})
    assert english.data == thai.data
    assert english.content_type == "application/manifest+json"


def test_every_icon_of_the_manifest_is_there(client):
    for icon in client.get("/manifest.webmanifest").get_json(force=True)["icons"]:
        with client.get(icon["src"]) as answer:
            assert answer.content_type == "image/png"
            assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(("to", "page"), [
    ("emergency", "/en/emergency"), ("help", "/en/help"), ("law", "/en/law"),
    ("mixing", "/en/mixing"), ("elsewhere", "/en/"), ("", "/en/"),
])  # fmt: skip
def test_shortcuts_lead_on_in_the_readers_language(to, page, client):
    answer = client.get(f"/?to={to}", headers={"Accept-Language": "en"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == page
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_page_to_leave_to_says_nothing_of_this_site(client):
    page = client.get("/en/away").get_data(as_text=True)
    assert "eafline" not in page
    assert "kratom" not in page.lower()


def test_the_keyboard_comes_to_the_page_first_and_to_leave_last_in_the_bar(open_page):
    page = open_page("/en/")
    assert "skip" in page.soup.select("a, button, input, summary")[0]["class"]
    assert "leave" in page.soup.select(".bar a")[-1]["class"]


def test_without_a_release_there_is_no_worker(client):
    assert client.get("/sw.js").status_code == 404


def test_switched_off_every_phone_gets_the_worker_that_removes_all(settings, facts):
    off = create_app(replace(settings, offline=False), facts=facts, clock=lambda: NOW).test_client()
    with off.get("/sw.js") as answer:
        assert b"unregister" in answer.data
        assert "no-cache" in answer.headers["Cache-Control"]
    assert "data-offline" not in off.get("/en/").get_data(as_text=True)


@pytest.mark.parametrize("header", ["http", "https"])
def test_browsers_are_told_to_stay_with_tls_only_behind_tls(header, client):
    answer = client.get("/en/about", headers={"X-Forwarded-Proto": header})
    assert ("Strict-Transport-Security" in answer.headers) == (header == "https")
