"""Databases of older releases are brought up to date; their rows survive."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from pwa.answers.search import SearchEntry
from pwa.records.outcomes import Outcome
from pwa.records.refreshes import RefreshResult
from pwa.store import Store
from pwa.store.migrations import migrations
from tests.notices.invented import item, tags
from tests.store.every import EveryStore

SAVED = sorted((Path(__file__).parents[1] / "databases").glob("*.sql"))
FINGERPRINT = "0123456789abcdef"  # of the facts that the saved databases hold


@pytest.fixture(params=SAVED, ids=lambda path: path.stem)
def old(request, tmp_path) -> Path:
    path = tmp_path / "old.db"
    db = sqlite3.connect(path)
    db.executescript(request.param.read_text(encoding="utf-8"))
    db.close()
    return path


def schema(path: Path) -> dict[str, str]:
    db = sqlite3.connect(path)
    found = dict(db.execute("select name, sql from sqlite_master where sql is not null").fetchall())
    db.close()
    return found


def upgrade(path: Path) -> None:
    Store.prepare(path, [SearchEntry("place", "XX", "Not written", "")], FINGERPRINT)


def test_there_is_a_saved_database():
    assert [path.stem for path in SAVED] == ["0001"]


def test_an_old_and_a_fresh_database_end_with_the_same_schema(old, tmp_path):
    upgrade(old)
    upgrade(tmp_path / "fresh.db")
    assert schema(old) == schema(tmp_path / "fresh.db")
    assert migrations.pending(Database(old)) == []


def test_rows_survive(old):
    upgrade(old)
    store = Store(old)
    assert [entry.key for entry in store.search("texas")] == ["US-TX"]
    assert [entry.key for entry in store.search("ประเทศไทย")] == ["TH"]
    store.close()


def test_an_upgraded_database_takes_notices(old):
    upgrade(old)
    store = EveryStore(old)
    now = datetime(2026, 11, 22, tzinfo=UTC)
    finding = RefreshResult(Outcome.OK, now, items=[(item("a"), tags())])
    store.record_refresh(store.begin_refresh("fda", now), "fda", finding)
    assert store.count() == 1
    store.close()
    upgrade(old)
    store = EveryStore(old)
    assert store.count() == 1
    store.close()


def test_every_table_of_ours_is_strict(tmp_path):
    upgrade(tmp_path / "fresh.db")
    db = Database(tmp_path / "fresh.db")
    ours = [t for t in db.tables if not t.name.startswith(("search", "_sqlite"))]
    assert len(ours) >= 8
    assert [table.name for table in ours if not table.strict] == []
