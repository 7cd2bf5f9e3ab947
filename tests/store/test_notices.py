from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pwa.errors import StoreError
from pwa.records.notices import Standing, Verdict
from pwa.records.outcomes import Outcome
from pwa.records.refreshes import Counts, RefreshResult, SourceState
from pwa.store import Store
from pwa.store.notice_rows import dated_at, public_id
from tests.notices.invented import item, tags
from tests.store.every import EveryStore

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    Store.prepare(tmp_path / "leafline.db", [], "none")
    store = EveryStore(tmp_path / "leafline.db")
    yield store
    store.close()


@pytest.fixture
def keep(store):
    def keep(*items, at=NOON, name="fda"):
        finding = RefreshResult(Outcome.OK, at, items=items)
        return store.record_refresh(store.begin_refresh(name, at), name, finding)

    return keep


def keys(notices):
    return [notice.item.key for notice in notices]


def test_what_went_in_comes_out(store, keep):
    one = item(
        "a", "A ban – ห้าม", {"type": "Rule"}, url="https://x.example", published="2026-11-20"
    )
    tagged = tags(substances=("kratom", "7-oh"), reasons=("title: ban",), score=0.5)
    keep((one, tagged))
    [notice] = store.notices()
    assert (notice.item, notice.tags) == (one, tagged)
    assert notice.id == public_id("fda", "a") == "iaccouzmmqh7"
    assert notice == store.notice(notice.id)
    assert (notice.standing, notice.dated_at) == (Standing.PUBLISHED, "2026-11-20")


def test_rows_from_before_a_rule_on_hidden_signs_are_held_to_it(store, keep):
    hidden = item("a", "A\u202e ban", summary="of\u200b kratom", agency="F\u00adDA")
    keep((hidden, tags()))
    [notice] = store.notices()
    assert (notice.item.title, notice.item.summary, notice.item.agency) == (
        "A ban",
        "of kratom",
        "FDA",
    )


def test_nothing_is_known_of_what_was_never_kept(store):
    assert store.notice("nothing") is None
    assert store.source("nothing") == SourceState("nothing")
    assert (store.notices(), store.queue(), store.sources(), store.count()) == ([], [], [], 0)


def test_lists_are_narrowed_by_place_substance_and_date(store, keep):
    keep(
        (item("a", published="2026-11-01"), tags(place="US-OH", substances=("kratom", "7-oh"))),
        (item("b", published="2026-11-02"), tags(place="US-OH", substances=("7-oh", "7-oh"))),
        (item("c", published="2026-11-03"), tags(place="TH")),
        (item("d", published="2026-11-04"), tags(place=None, substances=())),
        (item("e", published="2026-11-05"), tags(relevant=False)),
    )
    assert keys(store.notices()) == ["d", "c", "b", "a"]
    assert keys(store.notices(place="US-OH")) == ["b", "a"]
    assert keys(store.notices(substance="7-oh")) == ["b", "a"]
    assert keys(store.notices(substance="kratom", place="US-OH")) == ["a"]
    assert keys(store.notices(since="2026-11-03")) == ["d", "c"]
    assert keys(store.notices(substance="kratom", since="2026-11-03")) == ["c"]
    assert store.places() == ["TH", "US-OH"]
    assert (store.count(), store.count(relevant_only=False)) == (4, 5)


@pytest.mark.parametrize("narrowed", [{}, {"place": "US"}, {"substance": "kratom"}])
def test_pages_follow_each_other_without_gap_or_overlap(narrowed, store, keep):
    keep(*((item(str(n), published=f"2026-11-{n // 3 + 1:02}"), tags()) for n in range(30)))
    whole, found, before = store.notices(**narrowed), [], None
    while page := store.notices(**narrowed, limit=7, before=before):
        found += page
        before = page[-1].cursor
    assert found == whole
    assert len(set(keys(found))) == 30


@pytest.mark.parametrize(
    ("published", "order"),
    [
        ("2026-11-01", "2026-11-01"),
        ("2026-11", "2026-11"),
        ("2026", "2026"),
        ("2026-11-01T23:30:00-05:00", "2026-11-02T04:30:00+00:00"),
        ("2026-11-01T23:30:00", "2026-11-01T23:30:00+00:00"),
        ("3200-01-01", "2026-11-22T12:00:00+00:00"),
        ("9999-12-31T23:59:59-05:00", "2026-11-22T12:00:00+00:00"),
        ("2026-13-45", "2026-11-22T12:00:00+00:00"),
        ("last Tuesday", "2026-11-22T12:00:00+00:00"),
        ("", "2026-11-22T12:00:00+00:00"),
        (None, "2026-11-22T12:00:00+00:00"),
    ],
)
def test_a_date_that_cannot_be_gives_way_to_when_it_was_seen(published, order):
    assert dated_at(published, "2026-11-22T12:00:00+00:00") == order


def test_what_may_change_a_status_waits_until_somebody_decides(store, keep):
    keep((item("a"), tags()), (item("b"), tags(may_change_status=False)))
    [notice] = store.queue()
    assert notice.item.key == "a"
    store.decide(notice.id, Verdict.DISMISS, "A proposal only", at=NOON, who="N")
    assert store.queue() == []
    [decision] = store.decisions(notice.id)
    assert (decision.verdict, decision.why, decision.who) == (
        Verdict.DISMISS,
        "A proposal only",
        "N",
    )
    keep((item("a"), tags()))
    assert store.queue() == []


def test_the_longest_waiting_come_first(store, keep):
    keep((item("late"), tags()), at=NOON)
    keep((item("early"), tags()), at=NOON - timedelta(days=1), name="tga")
    assert keys(store.queue()) == ["early", "late"]
    assert keys(store.queue(limit=1)) == ["early"]


def test_a_dismissal_needs_its_reason_and_a_decision_its_notice(store, keep):
    keep((item("a"), tags()))
    with pytest.raises(ValueError, match="reason"):
        store.decide(public_id("fda", "a"), Verdict.DISMISS, " ", at=NOON)
    with pytest.raises(LookupError, match="nothing"):
        store.decide("nothing", Verdict.CONFIRM, "", at=NOON)
    assert len(store.queue()) == 1


def test_a_change_opens_the_review_again_and_keeps_what_was(store, keep):
    keep((item("a", "Proposed"), tags()))
    store.decide(public_id("fda", "a"), Verdict.CONFIRM, "", at=NOON)
    assert keep((item("a", "Withdrawn"), tags())) == Counts(1, 0, 1)
    [notice] = store.queue()
    assert notice.item.title == "Withdrawn"
    assert [row["title"] for row in store.older_versions(notice.id)] == ["Proposed"]
    assert len(store.decisions(notice.id)) == 1


def test_what_people_do_not_read_opens_no_review(store, keep):
    keep((item("a"), tags()))
    store.decide(public_id("fda", "a"), Verdict.CONFIRM, "", at=NOON)
    changed = replace(item("a"), raw='{"views": 2}')
    assert keep((changed, tags(score=0.9, reasons=("other words",)))) == Counts(1, 0, 1)
    assert store.queue() == []
    assert len(store.older_versions(public_id("fda", "a"))) == 1
    assert store.notices()[0].tags.score == 0.9


def test_better_rules_open_a_review_but_never_close_one(store, keep):
    keep((item("a"), tags(may_change_status=False)), (item("b"), tags()))
    keep((item("a"), tags()), (item("b"), tags(may_change_status=False)))
    assert set(keys(store.queue())) == {"a", "b"}


def test_other_tags_move_a_notice_between_lists(store, keep):
    keep((item("a"), tags(place="US", substances=("kratom",))))
    keep((item("a"), tags(place="TH", substances=("7-oh",))))
    assert store.notices(substance="kratom") == store.notices(place="US") == []
    assert len(store.notices(substance="7-oh", place="TH")) == 1


@pytest.mark.parametrize(
    ("fact", "target", "standing"),
    [
        ("supersedes", "old", Standing.SUPERSEDED),
        ("withdraws", "https://x.example/old", Standing.WITHDRAWN),
        ("correction_of", "https://api.example/documents/2026-1.json", Standing.PUBLISHED),
    ],
)
def test_a_later_notice_opens_the_one_it_speaks_of(fact, target, standing, store, keep):
    old = item("old", "Old", {"document_number": "2026-1"}, url="https://x.example/old")
    keep((old, tags()))
    store.decide(public_id("fda", "old"), Verdict.CONFIRM, "", at=NOON)
    for _ in range(2):
        keep((item("new", "New", {fact: target}), tags()))
        found = store.notice(public_id("fda", "old"))
        assert found.standing is standing
        assert found.superseded_by == (public_id("fda", "new") if standing != "published" else None)
    assert set(keys(store.queue())) == {"old", "new"}
    store.decide(public_id("fda", "old"), Verdict.CONFIRM, "", at=NOON)
    keep((item("new", "New", {fact: target}), tags()))
    assert keys(store.queue()) == ["new"]


def test_sources_may_use_the_same_keys(store, keep):
    keep((item("a"), tags()), name="fda")
    keep((item("a"), tags()), name="tga")
    assert store.count() == 2
    assert [state.name for state in store.sources()] == ["fda", "tga"]


def test_a_database_that_is_none_is_told_plainly(tmp_path):
    broken = tmp_path / "leafline.db"
    broken.write_bytes(b"not a database" * 100)
    with pytest.raises(StoreError):
        EveryStore(broken).count()
