"""Copies of the database: checked before they get their name, and put back whole."""

import multiprocessing
import os
import signal
import sqlite3
import time
from datetime import UTC, datetime

import pytest

from pwa.answers.search import SearchEntry
from pwa.errors import NoCopy, StoreError
from pwa.store import JobStore, Store
from pwa.store.backups import back_up, restore

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)


@pytest.fixture
def database(tmp_path):
    """A database with one job in it."""
    path = tmp_path / "leafline.db"
    Store.prepare(path, [SearchEntry("place", "US-TX", "Texas", "")], "a")
    note(path, "first")
    return path


def note(path, name):
    store = JobStore(path)
    store.started(name, AT)
    store.close()


def noted(path):
    store = JobStore(path)
    found = set(store.last_runs())
    store.close()
    return found


def test_two_copies_of_one_moment_are_two_files(database, tmp_path):
    folder = tmp_path / "backups"
    first = back_up(database, folder, AT)
    note(database, "second")
    second = back_up(database, folder, AT)
    assert noted(first) == {"first"}
    assert noted(second) == {"first", "second"}


def test_a_copy_of_a_damaged_database_gets_no_name_and_destroys_none(database, tmp_path):
    folder = tmp_path / "backups"
    kept = back_up(database, folder, AT)
    database.write_bytes(database.read_bytes()[:8192])
    with pytest.raises((StoreError, NoCopy)):
        back_up(database, folder, AT)
    assert [path for path in folder.iterdir() if path.suffix == ".db"] == [kept]


def _copy_for_ever(database, folder):
    while True:
        back_up(database, folder, AT)


def test_killed_in_the_middle_no_half_file_has_a_name_and_the_next_copy_clears_up(
    database, tmp_path
):
    with sqlite3.connect(database) as db:
        db.execute("create table filling (x)")
        db.executemany("insert into filling values (?)", [("x" * 4000,)] * 1000)
    folder = tmp_path / "backups"
    for number in range(4):
        copying = multiprocessing.get_context("fork").Process(
            target=_copy_for_ever, args=(database, folder)
        )
        copying.start()
        time.sleep(0.05 + number * 0.03)
        os.kill(copying.pid, signal.SIGKILL)
        copying.join()
        for copy in folder.glob("*.db"):
            assert noted(copy) == {"first"}
    back_up(database, folder, AT)
    assert not list(folder.glob("*.part"))


def test_a_copy_is_put_back_and_the_old_files_are_kept(database, tmp_path):
    copy = back_up(database, tmp_path / "backups", AT)
    held = sqlite3.connect(database)  # what SQLite writes beside the file stays there
    held.execute("select count(*) from jobs")
    note(database, "later")
    assert database.with_name("leafline.db-wal").exists()
    aside = restore(database, copy, AT)
    held.close()
    assert noted(database) == {"first"}
    assert noted(aside) == {"first", "later"}


@pytest.mark.parametrize("damage", [b"", b"no database" * 100])
def test_a_damaged_database_is_replaced(damage, database, tmp_path):
    copy = back_up(database, tmp_path / "backups", AT)
    database.write_bytes(damage)
    restore(database, copy, AT)
    assert noted(database) == {"first"}


def test_where_no_database_is_the_copy_becomes_it(database, tmp_path):
    copy = back_up(database, tmp_path / "backups", AT)
    assert restore(tmp_path / "leafline2.db", copy, AT) is None
    assert noted(tmp_path / "leafline2.db") == {"first"}


def _other(path):
    with sqlite3.connect(path) as db:
        db.execute("create table other (x)")


@pytest.mark.parametrize("make", [
    lambda path: path.write_text("words"),
    lambda path: path.write_bytes(b""),
    lambda path: path.mkdir(),
    lambda path: None,
    _other,
])  # fmt: skip
def test_what_is_no_sound_copy_is_refused_and_nothing_is_lost(make, database, tmp_path):
    copy = tmp_path / "copy.db"
    make(copy)
    with pytest.raises(NoCopy):
        restore(database, copy, AT)
    assert noted(database) == {"first"}


def test_a_copy_that_was_cut_is_refused(database, tmp_path):
    copy = back_up(database, tmp_path / "backups", AT)
    copy.write_bytes(copy.read_bytes()[:-4096])
    with pytest.raises(NoCopy):
        restore(database, copy, AT)
    assert noted(database) == {"first"}
