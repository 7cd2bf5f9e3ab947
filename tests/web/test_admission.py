"""Who is let in, who waits and who is told to come back. Real threads; events instead of time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from flask import Flask, Response
from werkzeug.test import Client

from pwa.app import create_app
from pwa.web.http.admission import THREADS, AdmissionControl, Lane, Overloaded, lane_of
from pwa.web.http.error_pages import FIRST_COUNTRIES
from tests.conftest import NOW

SOON, LATE = 30, 0.05
LOCALES = ("en", "es", "th")


class Busy:
    """An application whose answers begin when they are let go, behind the gate under test."""

    def __init__(self, app: Flask, patience: float) -> None:
        self._go, self.at_work = threading.Event(), []
        app.before_request_funcs.setdefault(None, []).insert(0, self._hold)
        self.admission = AdmissionControl(app, clock=lambda: NOW, patience=patience)
        self._pool = ThreadPoolExecutor(THREADS)
        self._arrived = threading.Condition()

    def _hold(self) -> Response:
        with self._arrived:
            self.at_work.append(threading.get_ident())
            self._arrived.notify_all()
        assert self._go.wait(SOON)
        return Response("done")

    def ask(self, address: str):
        return Client(self.admission).get(address)

    def start(self, address: str):
        return self._pool.submit(self.ask, address)

    def wait_until_working(self, number: int) -> None:
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.at_work) >= number, SOON)

    def let_go(self) -> None:
        self._go.set()
        self._pool.shutdown()


@pytest.fixture
def busy(settings, facts):
    with ExitStack() as running:

        def make(patience: float) -> Busy:
            found = Busy(create_app(settings, facts=facts, clock=lambda: NOW), patience)
            running.callback(found.let_go)
            return found

        yield make


def test_a_lane_lets_in_as_many_as_it_says_and_no_more():
    lane = Lane(2, 0)
    with lane, lane, pytest.raises(Overloaded), lane:
        pass
    with lane, lane:
        pass


def test_whoever_waits_has_a_turn_when_one_is_done():
    lane = Lane(1, 1, SOON)

    def take_a_turn() -> bool:
        with lane:
            return True

    with ThreadPoolExecutor(1) as pool:
        with lane:
            waiting = pool.submit(take_a_turn)
        assert waiting.result(SOON)


def test_whoever_waited_too_long_is_never_worked_off():
    lane = Lane(1, 1, LATE)
    with lane, pytest.raises(Overloaded), lane:
        pytest.fail("it was let in")
    with lane:  # its place is free again
        pass


def test_a_request_that_fails_gives_its_turn_back():
    lane = Lane(1, 0)
    with pytest.raises(ZeroDivisionError), lane:
        raise ZeroDivisionError
    with lane:
        pass


def test_the_lanes_never_hold_every_thread(busy):
    lanes = busy(SOON).admission.lanes.values()
    assert sum(lane.places for lane in lanes) < THREADS


@pytest.mark.parametrize(("path", "lane"), [
    ("/en/emergency", "emergency"), ("/th/help/us-il/jerseyville", "urgent"), ("/es/law", "urgent"),
    ("/k/en/us-tx/0aa0ht3wmn", "urgent"), ("/k/en/us-tx/0aa0ht3wmn/strips.pdf", "sheets"),
    ("/k/en/us-tx/0aa0ht3wmn/code.png", "sheets"), ("/en/preview/law.png", "sheets"),
    ("/en/leafline.html", "programs"), ("/en/data/law.json", "programs"),
    ("/sitemap.xml", "programs"), ("/api/v1/helplines", "programs"), ("/en/search", "pages"),
    ("/en/", "pages"), ("/", "pages"), ("", "pages"), ("//", "pages"), ("x", "pages"),
    ("/healthz", None), ("/readyz", None), ("/static/app.css", None),
])  # fmt: skip
def test_each_address_has_a_lane(path, lane):
    assert lane_of(path) == lane


@pytest.mark.parametrize(
    "dear",
    ["/en/search?q=x", "/api/v1/places?q=x", "/k/en/us-tx/0/a6.pdf", "/en/law/us-tx?share"],
)
def test_while_dear_work_hangs_others_find_a_turn(busy, dear):
    """More ask than may wait: those are told so at once, and emergency and health are let in."""
    gate = busy(SOON)
    lane = gate.admission.lanes[lane_of(dear.partition("?")[0])]
    waiting = [gate.start(dear) for _ in range(lane.places)]
    gate.wait_until_working(1)
    refused = [gate.start(dear) for _ in range(3)]
    assert any(each.result(SOON).status_code == 503 for each in refused)
    others = [gate.start(address) for address in ("/healthz", "/en/emergency")]
    gate.wait_until_working(3)
    gate.let_go()
    assert [each.result(SOON).status_code for each in others] == [200, 200]
    assert {each.result(SOON).status_code for each in waiting} <= {200, 503}


def test_what_waited_too_long_does_not_reach_the_application(busy):
    gate = busy(LATE)
    first = gate.start("/en/search")
    gate.wait_until_working(1)
    assert gate.ask("/en/search").status_code == 503
    gate.let_go()
    assert first.result(SOON).status_code == 200
    assert len(gate.at_work) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reader_who_is_sent_away_is_told_whom_to_call(busy, locale):
    gate = busy(LATE)
    gate.start(f"/{locale}/search")
    gate.wait_until_working(1)
    answer = gate.ask(f"/{locale}/search")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src" in answer.headers["Content-Security-Policy"]
    said = answer.get_data(as_text=True)
    assert f'lang="{locale}"' in said
    assert said.count("tel:") >= len(FIRST_COUNTRIES)
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_a_program_that_is_sent_away_gets_a_problem_document(busy):
    gate = busy(LATE)
    gate.start("/api/v1/topics")
    gate.wait_until_working(1)
    answer = gate.ask("/api/v1/places")
    assert answer.status_code == 503
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == 503
    assert answer.headers["Retry-After"]
