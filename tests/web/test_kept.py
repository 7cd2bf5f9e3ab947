"""What is the same for everybody is made once, and never shown for longer than it holds."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from pwa.app import create_app
from pwa.web.http.admission import AdmissionControl
from pwa.web.http.kept import KeptAnswers
from pwa.web.http.resources import UTC
from tests.conftest import NOW

OF_A_DAY = ("/en/leafline.html", "/th/data/law.json", "/en/data/find.json", "/en/data/kit.json")
OF_A_MINUTE = ("/api/v1/helplines", "/api/v1/helplines?lang=th", "/en/sitemap.xml")


class Counting:
    """The middleware, on a clock that moves, before an application that counts its questions."""

    def __init__(self, app) -> None:
        self.now, self.asked = NOW, []
        self.admission = AdmissionControl(app, clock=lambda: self.now)
        self.admission._app = self._answer
        self.client = Client(self.admission)

    def _answer(self, environ, start_response):
        request = Request(environ)
        self.asked.append(request.full_path)
        status = 400 if "wrong" in request.args else 200
        response = Response(f"answer {len(self.asked)}", status)
        response.add_etag()
        return response(environ, start_response)

    def get(self, address: str, **headers: str) -> str:
        return self.client.get(address, headers=headers).get_data(as_text=True)


@pytest.fixture
def counting(app):
    return Counting(app)


@pytest.mark.parametrize("address", [*OF_A_DAY, *OF_A_MINUTE])
def test_it_is_made_once(counting, address):
    assert [counting.get(address) for _ in range(3)] == ["answer 1"] * 3


@pytest.mark.parametrize("address", OF_A_MINUTE)
def test_what_depends_on_the_hour_is_right_to_the_minute(counting, address):
    counting.now = datetime(2026, 11, 22, 12, 59, 59, tzinfo=UTC)
    counting.get(address)
    counting.now += timedelta(seconds=1)
    assert counting.get(address) == "answer 2"


@pytest.mark.parametrize("address", OF_A_DAY)
def test_what_depends_on_the_day_is_made_anew_each_day(counting, address):
    counting.now = datetime(2026, 11, 22, 23, 59, 59, tzinfo=UTC)
    counting.get(address)
    counting.now += timedelta(seconds=1)
    assert counting.get(address) == "answer 2"


@pytest.mark.parametrize("address", OF_A_DAY)
def test_words_behind_the_question_mark_make_nothing_anew(counting, address):
    for question in ("", "?x=1", "?share", "?utm_source=a", "?x=2&y=3"):
        assert counting.get(address + question) == "answer 1"
    assert counting.asked == [f"{address}?"]


@pytest.mark.parametrize("address", ["/en/emergency", "/en/emergency/numbers"])
def test_words_that_the_emergency_page_does_not_read_make_nothing_anew(counting, address):
    for question in ("", "?x=1", "?fbclid=2", "?utm_source=a&x=3"):
        assert counting.get(address + question) == "answer 1"
    assert counting.get(f"{address}?share") != "answer 1"


@pytest.mark.parametrize("address", ["/api/v1/helplines", "/en/emergency"])
def test_each_question_has_its_own_answer(counting, address):
    first = counting.get(f"{address}?place=us")
    assert counting.get(f"{address}?place=th") != first
    assert counting.get(f"{address}?place=us") == first


@pytest.mark.parametrize("address", ["/en/search?q=x", "/en/help/us", "/k/en/us-tx/0aa0ht3wmn"])
def test_other_pages_are_not_kept(counting, address):
    assert counting.get(address) != counting.get(address)


def test_a_refusal_is_not_kept(counting):
    address = "/api/v1/helplines?wrong=1"
    assert counting.get(address) != counting.get(address)


def test_one_who_knows_the_answer_gets_none_and_others_do(counting):
    address = "/api/v1/helplines"
    etag = counting.client.get(address).headers["ETag"]
    known = counting.client.get(address, headers={"If-None-Match": etag})
    assert (known.status_code, known.data) == (304, b"")
    counting.now += timedelta(minutes=1)
    # Made anew for somebody who knows it: the next one needs it whole.
    counting.client.get(address, headers={"If-None-Match": '"answer"', "Range": "bytes=0-1"})
    assert counting.get(address) == "answer 2"
    assert counting.client.head(address).data == b""


def test_who_reads_other_codings_or_comes_by_tls_has_a_form_of_his_own(counting):
    address = "/en/leafline.html"
    forms = [{}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip"}]
    assert len({counting.get(address, **form) for form in forms}) == 3
    assert counting.get(address, **{"Accept-Encoding": "gzip;q=0.5, deflate"}) == "answer 3"
    assert counting.get(address, **{"Accept-Encoding": "br;q=0, x-junk"}) == "answer 1"
    assert counting.get(address, **{"X-Forwarded-Proto": "https"}) == "answer 4"


def test_site_maps_name_the_host_they_were_asked_at(counting):
    assert counting.get("/sitemap.xml", Host="a.example") == "answer 1"
    assert counting.get("/sitemap.xml", Host="b.example") == "answer 2"
    assert counting.get("/en/leafline.html", Host="a.example") == "answer 3"
    assert counting.get("/en/leafline.html", Host="b.example") == "answer 3"


def test_many_who_ask_at_once_have_it_made_once(counting):
    """The others wait in the lane and find it kept."""
    made, begun = counting.admission._app, threading.Event()
    go = threading.Event()

    def slow(environ, start_response):
        begun.set()
        assert go.wait(30)
        return made(environ, start_response)

    counting.admission._app = slow
    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(counting.get, "/en/leafline.html") for _ in range(3)]
        assert begun.wait(30)
        go.set()
        assert {each.result(30) for each in asked} == {"answer 1"}


def test_what_is_kept_has_a_bound():
    kept = KeptAnswers(lambda: NOW, most_bytes=20_000)
    answer = Response("x" * 5000)
    for number in range(50):
        environ = {"PATH_INFO": "/api/v1/places", "QUERY_STRING": f"q={number}"}
        environ |= {"REQUEST_METHOD": "GET", "wsgi.url_scheme": "http"}
        wanted = kept.wanted(environ)
        kept.make(wanted, answer, environ)
    assert kept.find(wanted)
    assert sum(map(len, [each.body for each in kept._answers.values()])) <= 20_000


def test_the_kept_answer_is_the_applications_own(settings, facts):
    app = create_app(settings, facts=facts, clock=lambda: NOW)
    behind = Client(AdmissionControl(app, clock=lambda: NOW))
    for address in (
        "/en/data/kit.json",
        "/api/v1/helplines?place=us-tx&lang=es",
        "/en/sitemap.xml",
    ):
        for accepted in ("", "br"):  # gzip holds the second in which it was made
            headers = {"Accept-Encoding": accepted}
            own = app.test_client().get(address, headers=headers)
            for _ in range(2):
                answer = behind.get(address, headers=headers)
                assert answer.status_code == 200
                assert answer.data == own.data
                own.headers.pop("Date", None)
                assert dict(answer.headers) == dict(own.headers)
