"""The middleware answers from the release what is in it, and leaves the rest to Flask."""

import gzip
import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import brotli
import pytest

from pwa.release.build import build
from pwa.release.serving import ReleaseFirst
from pwa.web.http.headers import FOR_ALL
from tests.clock import NOW
from tests.release.building import QUICK, TODAY, a_new_notice
from tests.store.every import EveryStore

NOON = NOW.timestamp()
BROWSER = "gzip, deflate, br, zstd"


def flask(environ, start_response):
    start_response("418 from Flask", [])
    return [b"from Flask"]


class Client:
    """Asks a middleware as a server would."""

    def __init__(self, releases, made_from, now=NOON):
        self.now = now
        self.middleware = ReleaseFirst(flask, releases, made_from, clock=lambda: self.now)

    def ask(self, address, method="GET", **headers):
        path, _, query = address.partition("?")
        environ = {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        said = {}

        def start_response(status, headers, exc_info=None):
            said.update(status=int(status[:3]), headers=dict(headers))
            assert len(said["headers"]) == len(headers), "a header stands there twice"

        said["body"] = b"".join(self.middleware(environ, start_response))
        return said

    def wait(self, address, body):
        """Ask each second until the answer is another."""
        for _ in range(200):
            self.now += 1
            if self.ask(address)["body"] != body:
                return
            time.sleep(0.02)
        raise AssertionError("the middleware never saw the new release")


@pytest.fixture
def client(built):
    return Client(built.site.settings.releases, built.site.made_from)


def test_a_page_is_what_flask_would_have_said_with_its_headers(client, built):
    said = client.ask("/en/law/th")
    assert said["status"] == 200
    assert said["body"] == built.body("/en/law/th")
    assert b"<!doctype html>" in said["body"]
    assert FOR_ALL.items() <= said["headers"].items()
    assert said["headers"]["Content-Type"] == "text/html; charset=utf-8"
    assert said["headers"]["Content-Length"] == str(len(said["body"]))
    assert said["headers"]["Vary"] == "Accept-Encoding"
    assert said["headers"]["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("accepted", "coding"), [
    (None, None), ("", None), (BROWSER, "br"), ("gzip, deflate", "gzip"),
    ("gzip;q=1, br;q=0.5", "gzip"), ("br;q=0, gzip", "gzip"), ("*", "br"),
    ("*;q=0, identity", None), ("BR", "br"),
    ("identity;q=1, br;q=0.2", None), ("br;q=nonsense", None), ("x-gzip", "gzip"),
    ("identity;q=0, gzip", "gzip"), ("deflate", None),
])  # fmt: skip
def test_the_form_is_the_best_that_the_client_takes(accepted, coding, client, built):
    headers = {} if accepted is None else {"accept_encoding": accepted}
    said = client.ask("/en/law/th", **headers)
    read = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[coding]
    assert said["headers"].get("Content-Encoding") == coding
    assert read(said["body"]) == built.body("/en/law/th")
    assert said["headers"]["Content-Length"] == str(len(said["body"]))


def test_a_client_that_takes_no_form_is_left_to_flask(client):
    assert client.ask("/en/law/th", accept_encoding="*;q=0")["status"] == 418


def test_what_the_client_has_is_not_sent_again(client):
    first = client.ask("/en/law/th", accept_encoding=BROWSER)
    tag = first["headers"]["ETag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = client.ask("/en/law/th", accept_encoding=BROWSER, if_none_match=known)
        assert again["status"] == 304
        assert again["body"] == b""
        assert again["headers"] == {
            "Cache-Control": "no-cache", "ETag": tag, "Vary": "Accept-Encoding",
        }  # fmt: skip
    assert client.ask("/en/law/th", if_none_match=tag)["status"] == 200
    assert client.ask("/en/law/th", accept_encoding=BROWSER, if_none_match='"x"')["status"] == 200


def test_each_form_has_a_tag_of_its_own(client):
    tags = {client.ask("/en/", accept_encoding=a)["headers"]["ETag"] for a in ("br", "gzip", "")}
    assert len(tags) == 3


def test_head_says_the_same_without_a_body(client):
    got, head = client.ask("/en/"), client.ask("/en/", "HEAD")
    assert head["body"] == b""
    assert (head["status"], head["headers"]) == (got["status"], got["headers"])


def test_over_tls_readers_are_told_to_stay_with_it(client):
    assert "Strict-Transport-Security" not in client.ask("/en/")["headers"]
    said = client.ask("/en/", x_forwarded_proto="https")
    assert "max-age=" in said["headers"]["Strict-Transport-Security"]


@pytest.mark.parametrize("address", [
    "/", "/en", "/en/law/th?on=2024-03-01", "/en/law/th?substance=kratom", "/en/law/th?",
    "/en/law/TH", "/en/nothing", "/api/v1/places", "/static/app.css", "/static/app.css?v=old",
    "/en/packs/000000000000/essential.ndjson", "/release.json", "/reads.json", "/en/index.html",
])  # fmt: skip
def test_the_rest_is_flask_s(address, client):
    expected = 200 if address.endswith("?") else 418
    assert client.ask(address)["status"] == expected


@pytest.mark.parametrize(("asked", "same"), [
    ("/en/law/th?fbclid=abc", "/en/law/th"),
    ("/en/law/th?utm_source=a&ref=&_=17", "/en/law/th"),
    ("/en/law/th?gclid=1&substance=7oh&x", "/en/law/th?substance=7oh"),
    ("/en/emergency?q=of-another-page", "/en/emergency"),
    ("/en/data/find.json?x=1", "/en/data/find.json"),
    ("/en/data/find.json?share&plain", "/en/data/find.json"),
    ("/en/pack.json?x=1", "/en/pack.json"),
    ("/sw.js?x=1", "/sw.js"),
    ("/en/help/us-tx?place=us-tx", "/en/help/us-tx"),
])  # fmt: skip
def test_words_that_an_address_does_not_read_change_nothing(asked, same, client):
    assert client.ask(asked) == client.ask(same)
    assert client.ask(asked)["status"] == 200


@pytest.mark.parametrize("address", [
    "/en/law/th?share", "/en/law/th?%73hare", "/en/law/th?fbclid=1&plain", "/en/law/th?on=x&x",
    "/en/law/th?substance=7oh&substance=kratom", "/en/emergency?place=us-tx", "/en/search?q=help",
    "/en/mixing?x=1&with=alcohol", "/en/nothing?x=1",
])  # fmt: skip
def test_words_that_an_address_reads_are_for_flask(address, client):
    assert client.ask(address)["status"] == 418


def test_a_file_is_answered_under_its_own_mark_alone(client, built):
    style = next(each for each in built.release.contents.entries if "/static/app.css?v=" in each)
    assert client.ask(f"{style}&x=1")["headers"]["Cache-Control"].count("immutable")
    for address in ("/static/app.css?x=1", "/static/app.css?v=1", f"{style}&v=1", f"{style}0"):
        assert client.ask(address)["status"] == 418


def test_only_reading_is_answered(client):
    for method in ("POST", "OPTIONS", "PUT"):
        assert client.ask("/en/", method)["status"] == 418


def test_a_page_is_answered_on_its_day_alone_and_packs_and_files_on_any(client, built):
    midnight = datetime.combine(TODAY, datetime.min.time(), UTC)
    moments = {
        midnight - timedelta(seconds=1): 418,
        midnight: 200,
        midnight + timedelta(hours=23, minutes=59, seconds=59): 200,
        midnight + timedelta(days=1): 418,
    }
    entries = built.release.contents.entries
    packs = [address for address in entries if "/packs/" in address]
    style = next(address for address in entries if address.startswith("/static/app.css"))
    for moment, status in moments.items():
        client.now = moment.timestamp()
        assert client.ask("/en/law")["status"] == status, moment
        for address in (*packs, "/en/pack.json", "/sw.js", style):
            assert client.ask(address)["status"] == 200, address


def test_a_release_of_other_code_or_other_facts_is_not_used(built):
    code, facts = built.site.made_from
    for made_from in ((code, "other"), ("other", facts)):
        client = Client(built.site.settings.releases, made_from)
        assert client.ask("/en/")["status"] == 418
        assert client.ask("/sw.js")["status"] == 418


def test_without_a_release_flask_answers_until_there_is_one(again, tmp_path):
    site = again.site()
    client = Client(tmp_path / "none", site.made_from)
    assert client.ask("/en/")["body"] == b"from Flask"
    build(site, tmp_path / "none", TODAY, replace(QUICK, wanted=lambda each: each == "/en/"))
    client.wait("/en/", b"from Flask")
    assert client.ask("/en/")["status"] == 200


def test_a_new_release_is_seen_within_a_second_and_no_request_waits_for_it(again, built):
    client = Client(again.settings.releases, built.site.made_from)
    before = client.ask("/en/notices")
    store = EveryStore(again.settings.database)
    a_new_notice(store)
    store.close()
    again()
    assert client.ask("/en/notices")["body"] == before["body"]  # the same second: nobody looked
    client.wait("/en/notices", before["body"])
    assert b"A notice about Florida" in client.ask("/en/notices")["body"]


def test_a_form_whose_release_has_gone_is_left_to_flask(again, built):
    client = Client(again.settings.releases, built.site.made_from)
    os.rename(again.settings.releases / built.release.name, again.settings.releases / "gone")
    assert client.ask("/en/", accept_encoding="br")["status"] == 200
    assert client.ask("/en/", accept_encoding="gzip")["status"] == 418


def test_a_damaged_list_of_a_release_is_no_release(again, built):
    (again.settings.releases / built.release.name / "release.json").write_text("{")
    client = Client(again.settings.releases, built.site.made_from)
    assert client.ask("/en/")["status"] == 418


def test_millions_of_made_up_encodings_do_not_fill_the_memory(client):
    for number in range(3000):
        assert client.ask("/en/", accept_encoding=f"x{number}, br")["status"] == 200
    assert len(client.middleware._accepted) <= 1000
