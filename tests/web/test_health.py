"""What operators are told: all is well, or what is wrong, and since when."""

import logging
import random
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from pwa.app import create_app
from pwa.records.release import RELEASE_STATUS, ReleaseStatus
from pwa.settings import Settings
from pwa.store import JobStore
from tests.conftest import NOW
from tests.sample import SAMPLE


@pytest.fixture
def made(tmp_path, facts):
    """An app with its own store and clock."""

    class Made:
        settings = Settings(facts=SAMPLE, data=tmp_path)
        now = NOW

        def __init__(self):
            self.app = create_app(self.settings, facts=facts, clock=lambda: self.now)

        def ready(self, status=None):
            environ = {RELEASE_STATUS: status} if status else {}
            answer = self.app.test_client().get("/readyz", environ_overrides=environ)
            return answer.status_code, answer.get_data(as_text=True)

    return Made()


TODAYS = ReleaseStatus("abc", NOW.date())


def test_all_is_well(made):
    assert made.ready() == made.ready(TODAYS) == (200, "ok\n")


def test_jobs_that_fell_silent_are_told_with_the_moment(made):
    with closing(JobStore(made.settings.database)) as store:
        store.started("renew-release", NOW)
        store.finished("renew-release", NOW, ok=True, outcome="done")
    made.now = NOW + timedelta(minutes=20)
    assert made.ready()[0] == 200
    made.now = NOW + timedelta(hours=2)
    assert made.ready() == (503, f"jobs: none has run since {NOW:%Y-%m-%dT%H:%MZ}\n")


def test_jobs_that_never_ran_are_told_after_a_while(made):
    assert made.ready()[0] == 200
    made.now = NOW + timedelta(hours=1)
    assert made.ready()[1].startswith("jobs: none has run since")


def test_where_no_jobs_are_wanted_none_are_missed(made, facts):
    settings = replace(made.settings, jobs=False, build=False)
    app = create_app(settings, facts=facts, clock=lambda: made.now)
    made.now = NOW + timedelta(days=2)
    status = {RELEASE_STATUS: ReleaseStatus(None)}
    answer = app.test_client().get("/readyz", environ_overrides=status)
    assert answer.get_data(as_text=True) == "ok\n"


def test_a_release_of_yesterday_is_told_after_the_time_of_a_build(made):
    yesterday = replace(TODAYS, day=NOW.date() - timedelta(days=1))
    assert "release: of 2026-11-21" in made.ready(yesterday)[1]
    assert made.ready(yesterday)[0] == 503
    made.now = NOW.replace(hour=0, minute=10)
    assert made.ready(yesterday) == (200, "ok\n")


def test_a_damaged_release_is_told_since_when(made):
    damaged = replace(TODAYS, damaged=2, since=NOW)
    assert made.ready(damaged) == (
        503,
        f"release: 2 addresses are damaged; since {NOW:%Y-%m-%dT%H:%MZ}\n",
    )


def test_a_first_release_that_is_being_made_is_no_fault_until_it_takes_too_long(made):
    status, said = made.ready(ReleaseStatus(None))
    assert status == 200
    assert "release: being made since" in said
    made.now = NOW + timedelta(hours=1)
    assert "release: none that this code can use" in made.ready(ReleaseStatus(None))[1]


def _overwritten(body):
    return b"X" * 40 + body[40:]


def _cut(body):
    return body[:300_000]


def _changed(body):
    chance, found = random.Random(7), bytearray(body)
    for _ in range(2000):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


DAMAGES = [_overwritten, _cut, _changed, lambda _: b"", lambda _: b"words" * 1000]
NEED_NO_STORE = ("/en/emergency", "/en/help", "/en/help/us-tx", "/en/law/us-il", "/en/learn/mixing",
                 "/en/search?q=texas", "/en/")  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_store_stops_no_start_and_is_told(damage, made, facts, caplog):
    body = made.settings.database.read_bytes()
    for left in made.settings.data.glob("leafline.db*"):
        left.unlink()
    made.settings.database.write_bytes(damage(body))
    caplog.clear()
    app = create_app(made.settings, facts=facts, clock=lambda: NOW)
    client = app.test_client()
    for address in NEED_NO_STORE:
        assert client.get(address).status_code == 200
    if made.settings.database.stat().st_size and damage(body):
        said = client.get("/readyz")
        assert said.status_code == 503
        assert "leafline restore FILE" in said.get_data(as_text=True)
    faults = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert all(record.exc_info is None for record in faults)


def test_a_store_that_breaks_under_way_is_told_once_and_not_each_time(made, caplog):
    made.settings.database.write_bytes(b"no database" * 1000)
    client = made.app.test_client()
    caplog.clear()
    for _ in range(5):
        assert client.get("/en/notices").status_code == 503
        assert client.get("/en/search?q=texas").status_code == 200
    assert len(caplog.records) == 1
    assert caplog.records[0].exc_info is None
    assert made.ready()[0] == 503


def test_the_moment_of_a_fault_stays_the_first_one(made):
    kept = made.settings.database.read_bytes()
    made.settings.database.write_bytes(b"no database" * 1000)
    assert f"since {NOW:%Y-%m-%dT%H:%MZ}" in made.ready()[1]
    made.now = NOW + timedelta(minutes=9)
    assert f"since {NOW:%Y-%m-%dT%H:%MZ}" in made.ready()[1]
    made.settings.database.write_bytes(kept)
    assert made.ready() == (200, "ok\n")


def test_search_finds_the_same_first_without_the_store(made):
    client = made.app.test_client()
    asked = ("texas", "jersyville", "uk", "ketum", "samaritans")
    before = [client.get(f"/en/search?q={each}").get_data(as_text=True) for each in asked]
    made.settings.database.write_bytes(b"no database" * 1000)
    after = [client.get(f"/en/search?q={each}").get_data(as_text=True) for each in asked]
    assert [_first(page) for page in before] == [_first(page) for page in after]


def _first(page):
    return page.partition('<ul class="list card flush">')[2].partition("</a>")[0]
