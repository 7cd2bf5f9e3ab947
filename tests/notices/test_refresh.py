import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from pwa.errors import StoreError
from pwa.fetching.asking import Download, Request
from pwa.fetching.download import Fetcher
from pwa.notices.context import Context
from pwa.notices.refresh import Summary, refresh
from pwa.records.outcomes import Outcome
from pwa.records.refreshes import Counts
from pwa.store import Store
from pwa.store.refreshes import LEFT_OPEN
from tests.fetching.misbehaving import GOOD, LIMITS, misbehaving
from tests.fetching.test_download import ENDS
from tests.notices.invented import parse, source, tags
from tests.store.every import EveryStore

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def server():
    with misbehaving() as one:
        yield one


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "leafline.db"
    Store.prepare(path, [], "none")
    return path


@pytest.fixture
def store(path):
    store = EveryStore(path, patience=0.1)
    yield store
    store.close()


@pytest.fixture
def run(store):
    """Refresh a source of the server's; each call is an hour later."""
    clock = iter(NOON + timedelta(hours=number) for number in range(1000))

    def run(asked, at=None, key="", fetch=None, force=False, **other):
        moment = at or next(clock)
        tag = other.pop("tag", lambda item: tags())
        context = Context(fetch or over_the_network, tag, key, lambda: moment, no_sleep)
        return refresh(asked, store, context, force=force)

    return run


def no_sleep(seconds):
    """Tests wait for nobody."""


over_the_network = Fetcher(LIMITS, sleep=no_sleep).fetch


def document(*keys, **facts):
    return json.dumps({"items": [{"id": key, "title": key, "facts": facts} for key in keys]})


def says(body=GOOD, outcome=Outcome.OK, **other):
    """A fetch that always gives this answer."""
    return lambda request, policy, validators: Download(outcome, body.encode(), **other)


def titles(store):
    return sorted(notice.item.title for notice in store.notices())


def test_a_refresh_brings_notices_and_says_so_in_one_line(run, store, server):
    server.document = None
    summary = run(source(server, "good", name="federal-register"))
    assert summary.line() == "federal-register: ok, 2 seen, 2 new, 0 changed, 0.0 s"
    assert titles(store) == ["A ban", "A recall"]
    state = store.source("federal-register")
    assert state.last_success_at == state.last_attempt_at == "2026-11-22T12:00:00+00:00"
    assert not summary.failed


def test_refreshing_again_changes_nothing(run, store, server):
    run(source(server, "good"))
    before = store.notices()
    summary = run(source(server, "good"))
    assert (summary.outcome, summary.counts) == (Outcome.NOT_MODIFIED, Counts())
    assert store.notices() == before
    assert store.source("fake").last_success_at == "2026-11-22T13:00:00+00:00"


LATER = ENDS | {
    "truncated": Outcome.BAD_PAYLOAD,
    "other-shape": Outcome.BAD_PAYLOAD,
    "deep": Outcome.BAD_PAYLOAD,
    "no-items": Outcome.OK_EMPTY,
    "no-reason-for-304": Outcome.ERROR,
}
QUICK = {path: end for path, end in LATER.items() if end is not Outcome.OK and "ten" not in path}


@pytest.mark.parametrize(("misdeed", "outcome"), QUICK.items())
def test_each_misdeed_leaves_older_notices_and_other_sources_alone(
    misdeed, outcome, run, store, server
):
    server.document = None
    run(source(server, "good"))
    before = store.notices()
    quick = replace(LIMITS, retries=0, total=20 if outcome is Outcome.BAD_PAYLOAD else 0.5)
    bad = run(source(server, misdeed), fetch=Fetcher(quick, sleep=no_sleep).fetch)
    good = run(source(server, "good", name="other"))
    assert (bad.outcome, good.outcome) == (outcome, Outcome.OK), bad.detail
    rows = store.last_refreshes("fake")
    assert [row.outcome for row in rows] == [outcome, Outcome.OK]
    assert rows[0].detail == bad.detail
    kept = [notice for notice in store.notices() if notice.source == "fake"]
    if outcome is Outcome.OK_EMPTY:
        assert [notice.gone_since for notice in kept] == ["2026-11-22T13:00:00+00:00"] * 2
    else:
        assert kept == before
        assert bad.failed
        assert store.source("fake").last_success_at == "2026-11-22T12:00:00+00:00"
        assert store.source("fake").failures_in_a_row == 1


def test_validators_are_kept_per_address(run, store, server):
    run(source(server, "validated", "good"))
    assert set(store.documents("fake")) == {f"{server.url}/validated", f"{server.url}/good"}
    summary = run(source(server, "validated"))
    assert summary.outcome is Outcome.NOT_MODIFIED


def test_another_parser_reads_an_unchanged_document_again(run, server):
    asked = source(server, "validated")
    run(asked)
    newer = replace(asked, version=2, parse=lambda body: parse(body)[:1])
    assert run(newer).counts == Counts(1, 0, 0)
    assert run(newer).outcome is Outcome.NOT_MODIFIED


def test_items_vanish_and_come_back(run, store):
    asked = source(None, "feed")
    run(asked, fetch=says(document("a", "b")))
    run(asked, fetch=says(document("b")))
    gone = {notice.item.key: notice.gone_since for notice in store.notices()}
    assert gone == {"a": "2026-11-22T13:00:00+00:00", "b": None}
    assert run(asked, fetch=says(document("a", "b"))).counts == Counts(2, 0, 0)
    assert [notice.gone_since for notice in store.notices()] == [None, None]


def test_items_of_an_unchanged_document_are_not_gone(run, store):
    asked = source(None, "one", "two")

    def one_changes(body, request, policy, validators):
        fixed = request.url.endswith("one")
        return Download(Outcome.OK, (document("a") if fixed else body).encode())

    run(asked, fetch=partial(one_changes, document("b")))
    run(asked, fetch=partial(one_changes, document("c")))
    gone = {notice.item.key for notice in store.notices() if notice.gone_since}
    assert gone == {"b"}


def test_one_document_that_fails_does_not_lose_the_others(run, store, server):
    server.document = None
    summary = run(source(server, "not-found", "good"))
    assert (summary.outcome, summary.counts.new) == (Outcome.MOVED, 2)
    assert store.count() == 2
    assert store.source("fake").last_success_at is None


def test_doubled_keys_count_once(run, store):
    summary = run(source(None, "feed"), fetch=says(document("a", "a", "b")))
    assert summary.counts == Counts(2, 2, 0)
    assert summary.detail == "1 with a key that another has"
    assert store.count() == 2


def test_odd_text_is_kept_without_what_no_database_takes(run, store, server):
    assert run(source(server, "odd-text")).counts.new == 1
    assert run(source(server, "odd-text", version=2)).counts == Counts(1, 0, 0)
    assert [notice.item.title for notice in store.notices()] == ["half ? and zero "]
    assert store.notices()[0].gone_since is None


def test_a_clock_set_back_breaks_nothing(run, store):
    asked = source(None, "feed")
    run(asked, at=NOON, fetch=says(document("a")))
    early = NOON - timedelta(days=400)
    run(asked, at=early, fetch=says(document("a", "b")))
    seen = {n.item.key: (n.first_seen_at[:10], n.last_seen_at[:10]) for n in store.notices()}
    assert seen == {"a": ("2026-11-22", "2026-11-22"), "b": ("2025-10-18", "2025-10-18")}
    assert store.source("fake").last_success_at == "2026-11-22T12:00:00+00:00"
    # What was put off to a moment that lies too far ahead now is not put off.
    run(asked, at=NOON, fetch=says("", Outcome.BLOCKED))
    assert run(asked, at=early, fetch=says(document("c"))).outcome is Outcome.OK


def test_an_empty_document_where_none_should_be_is_told_and_stays_suspect(run, store):
    asked = source(None, "feed", empties_are_normal=False)
    run(asked, fetch=says(document("a")))
    for _ in range(2):
        summary = run(asked, fetch=says(document()))
        assert summary.outcome is Outcome.OK_EMPTY
        assert "warning" in summary.line()
        assert store.source("fake").suspect
    assert store.notices()[0].gone_since is None
    run(asked, fetch=says(document("a", "b")))
    assert not store.source("fake").suspect


def test_without_its_key_a_source_is_off(run, store):
    asked = source(None, "feed", key_setting="LEAFLINE_FAKE_KEY")
    summary = run(asked)
    assert summary.line() == "fake: no_key, off until LEAFLINE_FAKE_KEY is set, 0.0 s"
    assert not summary.failed
    assert store.source("fake").failures_in_a_row == 0
    assert [row.outcome for row in store.last_refreshes("fake")] == [Outcome.NO_KEY]


def test_keys_are_never_written_down(run, path):
    def requests(key):
        return [Request(f"https://fake.example/feed?api_key={key}")]

    asked = source(None, key_setting="LEAFLINE_FAKE_KEY", requests=requests)
    run(asked, key="s3cret", fetch=says(document("a")))
    run(asked, key="s3cret", fetch=says("", Outcome.ERROR, detail="https://x?api_key=s3cret"))
    with sqlite3.connect(path) as db:
        assert "s3cret" not in "\n".join(db.iterdump())


def test_after_five_failures_a_source_is_left_alone_ever_longer(run, store):
    asked = source(None, "feed")
    failing = says("", Outcome.ERROR, detail="down")
    for _ in range(5):
        run(asked, at=NOON, fetch=failing)
    assert store.source("fake").retry_not_before == "2026-11-22T13:00:00+00:00"
    skipped = run(asked, at=NOON + timedelta(minutes=59), fetch=says())
    assert skipped.outcome is Outcome.ERROR
    assert skipped.detail.startswith("not asked before 2026-11-22 13:00 UTC")
    assert store.source("fake").failures_in_a_row == 5
    assert len(store.last_refreshes("fake")) == 6
    for _ in range(9):
        run(asked, at=NOON, fetch=failing, force=True)
    assert store.source("fake").retry_not_before == "2026-11-23T12:00:00+00:00"  # a day at most
    assert run(asked, at=NOON, force=True, fetch=says(document("a"))).outcome is Outcome.OK
    state = store.source("fake")
    assert (state.failures_in_a_row, state.retry_not_before) == (0, None)


def test_posts_to_one_address_are_documents_of_their_own(run, store):
    def requests(key):
        return [Request("https://fake.example/search", body) for body in ('"a"', '"b"')]

    def echo(request, policy, validators):
        return Download(Outcome.OK, document(request.post).encode())

    assert run(source(None, requests=requests), fetch=echo).counts.new == 2
    assert len(store.documents("fake")) == 2
    assert run(source(None, requests=requests), fetch=echo).outcome is Outcome.NOT_MODIFIED


def test_a_refusal_is_obeyed(run, store, server):
    run(source(server, "too-many"), at=NOON)
    assert store.source("fake").retry_not_before == "2026-11-22T14:00:00+00:00"
    run(source(server, "refused", name="wall"), at=NOON)
    assert store.source("wall").retry_not_before == "2026-11-22T18:00:00+00:00"


def test_a_refusal_ends_the_asking(run, server):
    server.asked.clear()
    run(source(server, "refused", "good"))
    assert server.asked == {"refused": 1}


def test_a_change_keeps_the_older_version_and_opens_the_review_again(run, store):
    asked = source(None, "feed")
    run(asked, fetch=says(document("a")))
    run(asked, fetch=says(document("a", note="corrected")))
    [notice] = store.notices()
    assert notice.item.facts == {"note": "corrected"}
    assert [version["facts"] for version in store.older_versions(notice.id)] == ["{}"]


def test_a_fault_of_our_own_is_an_outcome_too(run, store):
    def broken(item):
        raise KeyError("tagging")

    summary = run(source(None, "feed"), fetch=says(), tag=broken)
    assert summary.outcome is Outcome.ERROR
    assert "a fault of ours: KeyError" in summary.detail
    assert store.count() == 0


def test_a_locked_database_is_told_and_keeps_what_it_has(run, path, store):
    asked = source(None, "feed")
    run(asked, fetch=says(document("a")))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("begin immediate")
    with pytest.raises(StoreError, match="locked"):
        run(asked, fetch=says(document("b")))
    other.execute("rollback")
    other.close()
    assert titles(store) == ["a"]
    assert run(asked, fetch=says(document("a", "b"))).counts == Counts(2, 1, 0)


def test_a_lock_that_goes_away_leaves_its_row(path, store):
    other = sqlite3.connect(path, isolation_level=None)

    def lock(request, policy, validators):
        other.execute("begin immediate")
        return Download(Outcome.OK, document("a").encode())

    def unlock(seconds):
        other.execute("rollback")

    context = Context(lock, lambda item: tags(), now=lambda: NOON, sleep=unlock)
    with pytest.raises(StoreError, match="locked"):
        refresh(source(None, "feed"), store, context)
    other.close()
    [row] = store.last_refreshes("fake")
    assert (row.outcome, row.finished_at) == (Outcome.ERROR, "2026-11-22T12:00:00+00:00")
    assert "locked" in row.detail
    assert store.source("fake").failures_in_a_row == 1


def test_a_full_disk_leaves_older_notices_and_its_row(run, store):
    asked = source(None, "feed")
    run(asked, fetch=says(document("a")))
    [pages] = store._db.execute("pragma page_count").fetchone()
    store._db.execute(f"pragma max_page_count = {pages}")
    many = document(*(f"item {number}" for number in range(5000)))
    with pytest.raises(StoreError, match="full"):
        run(asked, fetch=says(many))
    assert titles(store) == ["a"]
    assert [row.outcome for row in store.last_refreshes("fake")] == [Outcome.ERROR, Outcome.OK]
    store._db.execute("pragma max_page_count = 1000000")
    assert run(asked, fetch=says(many)).counts.new == 5000


def test_a_refresh_that_was_killed_is_closed_by_the_next(run, store):
    store.begin_refresh("fake", NOON)
    run(source(None, "feed"), fetch=says())
    newest, killed = store.last_refreshes("fake")
    assert newest.outcome is Outcome.OK
    assert (killed.outcome, killed.detail) == (Outcome.ERROR, LEFT_OPEN)


def test_the_line_for_people_names_what_went_wrong():
    summary = Summary("fda", Outcome.BLOCKED, "www.fda.gov answered 403", seconds=0.34)
    assert summary.line() == "fda: blocked, www.fda.gov answered 403, 0.3 s"
