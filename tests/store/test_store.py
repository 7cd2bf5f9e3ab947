import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from pwa.answers.search import Question, SearchEntry, entries, fold, telling_words
from pwa.store import Store
from pwa.store.migrations import migrations

TEXAS = SearchEntry("place", "US-TX", "Texas", "TX United States")


def schema(path: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(path) as db:
        return db.execute("select name, sql from sqlite_master order by name").fetchall()


def test_a_fresh_store_has_the_schema_of_all_steps(tmp_path):
    path = tmp_path / "leafline.db"
    Store.prepare(path, [], "none")
    names = {name for name, _ in schema(path)}
    assert {"search", "search_state", "_sqlite_migrations"} <= names
    applied = [step.name for step in migrations.applied(Database(path))]
    assert [name.partition("_")[0] for name in applied] == [
        f"m{number:03}" for number in range(1, len(applied) + 1)
    ]
    assert len(applied) >= 6
    assert not migrations.pending(Database(path))
    assert Database(path).journal_mode == "wal"


def test_preparing_twice_changes_nothing(tmp_path):
    path = tmp_path / "leafline.db"
    Store.prepare(path, [TEXAS], "a")
    before = schema(path)
    Store.prepare(path, [SearchEntry("place", "XX", "Not written", "")], "a")
    assert schema(path) == before
    store = Store(path)
    assert [entry.key for entry in store.search("texas")] == ["US-TX"]
    store.close()


def test_other_facts_replace_the_index(tmp_path):
    path = tmp_path / "leafline.db"
    Store.prepare(path, [TEXAS], "a")
    Store.prepare(path, [SearchEntry("place", "US-OH", "Ohio", "")], "b")
    store = Store(path)
    assert store.search("texas") == []
    assert [entry.title for entry in store.search("ohio")] == ["Ohio"]
    store.close()


def _prepare(path: Path) -> None:
    Store.prepare(path, [TEXAS], "a")


def test_many_processes_may_prepare_one_store_at_the_same_time(tmp_path):
    path = tmp_path / "leafline.db"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_prepare, args=(path,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0, 0]
    assert Database(path)["search"].count == 1


@pytest.mark.parametrize("sought", ["", " ", "%", '"', "*", "a OR b", "near(a b)", "x" * 100, "ก"])
def test_no_question_breaks_the_search(sought, tmp_path, facts):
    path = tmp_path / "leafline.db"
    Store.prepare(path, entries(facts), "a")
    store = Store(path)
    assert len(store.search(sought)) <= 20
    store.close()


def test_texts_are_compared_without_case_or_latin_accents():
    assert fold("Côte d’Ivoire") == "cote d’ivoire"
    assert fold("TÜRKİYE") == "turkiye"
    # In Thai the marks tell words apart.
    assert fold("ใกล้") == "ใกล้"


def test_short_words_count_only_when_there_is_no_longer_one():
    assert Question(["uk"]).score("united kingdom uk") == 1
    assert Question(["is", "it", "legal", "in", "ohio"]).score("in indiana") == 0
    assert Question(["ohoi"]).score("xyz") == 0


def test_the_longest_words_of_a_very_long_question_decide():
    letters = " ".join("abcdefghijklm")
    assert telling_words(f"{letters} texas {letters}") == [*"abcdefg", "texas"]
    assert telling_words("ohio ohio texas ohio") == ["ohio", "texas"]


def test_a_very_long_question_is_answered_by_its_longest_words(tmp_path):
    path = tmp_path / "leafline.db"
    Store.prepare(path, [TEXAS, SearchEntry("place", "US-OH", "Ohio", "")], "a")
    store = Store(path)
    letters = " ".join("abcdefghijklmnopqrstuvwxyz")
    assert [entry.key for entry in store.search(f"{letters} texas {letters}")] == ["US-TX"]
    store.close()
