"""Refreshes killed at random moments. `python -m tests.notices.test_kills 200` kills more often."""

import json
import multiprocessing
import random
import sqlite3
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path

from pwa.fetching.asking import Download
from pwa.notices.context import Context
from pwa.notices.refresh import refresh
from pwa.records.outcomes import Outcome
from pwa.store import Store
from pwa.store.refreshes import LEFT_OPEN
from tests.notices.invented import source, tags
from tests.store.every import EveryStore

GROWTH = 150  # items that each refresh adds; it also changes as many older ones
SEED = 20261122


def document(number: int) -> bytes:
    """What the source lists after so many refreshes: ever more, some with a new title."""
    items = [
        {"id": str(key), "title": f"{key} as of {number if key % (number + 1) == 0 else 0}"}
        for key in range(GROWTH * (number + 1))
    ]
    return json.dumps({"items": items}).encode()


def refresh_once(store: EveryStore) -> int:
    """Refresh to the next state of the source; how many items there are then."""
    number = store.count() // GROWTH
    context = Context(
        fetch=lambda request, policy, validators: Download(Outcome.OK, document(number)),
        tag=lambda item: tags(),
        now=lambda: datetime.now(UTC),
        sleep=lambda seconds: None,
    )
    summary = refresh(source(None, "feed"), store, context)
    assert summary.outcome is Outcome.OK, summary.line()
    return summary.counts.seen


def go_on(path: str, begun: Event) -> None:
    """Refresh until killed; note what is done in a file beside the database."""
    store = EveryStore(Path(path))
    begun.set()
    while True:
        kept = refresh_once(store)
        Path(path).with_suffix(".kept").write_text(str(kept))


def check(path: Path, kept_before: int) -> int:
    """Hold the database to its promises after a kill. How many notices it has."""
    with sqlite3.connect(path) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        assert db.execute("pragma foreign_key_check").fetchall() == []
        tables = ("items", "notices", "notice_substances")
        counts = [db.execute(f"select count(*) from {table}").fetchone()[0] for table in tables]
        keys = {int(key) for (key,) in db.execute("select key from items")}
        done = db.execute("select max(items_seen) from refreshes where outcome = 'ok'").fetchone()
        hashed = db.execute("select keys from documents").fetchone()
    db.close()
    assert len(set(counts)) == 1, counts  # each item has its notice and its substance, once
    assert keys == set(range(counts[0])), "lost or doubled"
    assert counts[0] % GROWTH == 0, "half of a refresh"
    assert counts[0] == (done[0] or 0), "a refresh was told as done that was not kept"
    assert len(json.loads(hashed[0])) == counts[0] if hashed else not counts[0]
    assert counts[0] >= kept_before, "what was done is gone"
    return counts[0]


def kill_often(folder: Path, kills: int, seed: int = SEED) -> tuple[int, int]:
    """Kill refreshes at random moments; how many were cut short, how many kills fell into one."""
    chance = random.Random(seed)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pwa.notices.refresh", "tests.notices.invented"])
    path, refreshes, midway = folder / "leafline.db", 0, 0
    for number in range(kills):
        if number % 5 == 0:  # start anew: an ever longer source makes slow tests
            path = folder / f"{number}.db"
            Store.prepare(path, [], "none")
        begun = context.Event()
        worker = context.Process(target=go_on, args=(str(path), begun))
        worker.start()
        assert begun.wait(20)
        time.sleep(chance.uniform(0, 0.1))
        worker.kill()
        worker.join()
        worker.close()
        refreshes, midway = refreshes + 1, midway + _after_a_kill(path)
    return refreshes, midway


def _after_a_kill(path: Path) -> bool:
    note = path.with_suffix(".kept")
    kept = check(path, int(note.read_text() or 0) if note.exists() else 0)
    store = EveryStore(path)
    cut_short = store.last_refreshes("fake", 1)
    was_cut = bool(cut_short) and cut_short[0].outcome is None
    assert refresh_once(store) == kept + GROWTH
    rows = store.last_refreshes("fake", 2)
    store.close()
    check(path, kept + GROWTH)
    assert all(row.outcome for row in rows)
    assert not was_cut or rows[1].detail == LEFT_OPEN
    return was_cut


def test_a_refresh_may_be_killed_at_any_moment(tmp_path):
    kills, midway = kill_often(tmp_path, 20)
    assert kills == 20
    assert midway > 5, "the kills fell beside the refreshes"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        kills, midway = kill_often(Path(folder), int(sys.argv[1]), random.randrange(10**9))
        sys.stdout.write(
            f"{kills} kills, {midway} of them within a refresh: nothing lost, nothing doubled\n"
        )
