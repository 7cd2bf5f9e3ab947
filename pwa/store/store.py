"""The store: opened once a request, migrated once under a lock before anybody reads."""

import fcntl
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from pwa.answers.search import Entry, Question, fold, telling_words, trigrams
from pwa.store.migrations import migrations

CANDIDATES = 400


class Store:
    """One connection to the database. Use it in the thread that opened it, then close it."""

    def __init__(self, path: Path) -> None:
        self._db = Database(path)
        self._db.execute("pragma busy_timeout = 5000")

    def close(self) -> None:
        """Give the connection back."""
        self._db.close()

    @classmethod
    def prepare(cls, path: Path, entries: Iterable[Entry], fingerprint: str) -> None:
        """Bring schema and search index up to date. Safe to run by many processes at once."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path.with_suffix(".lock")):
            store = cls(path)
            migrations.apply(store._db)
            store._index(entries, fingerprint)
            store.close()

    def _index(self, entries: Iterable[Entry], fingerprint: str) -> None:
        state = self._db.table("search_state")
        if list(state.rows_where("facts = ?", [fingerprint])):
            return
        with self._db.atomic():
            self._db.execute("delete from search")
            self._db.table("search").insert_all(
                {
                    "kind": entry.kind,
                    "key": entry.key,
                    "title": entry.title,
                    "names": f" {fold(entry.title)} {fold(entry.terms)} ",
                }
                for entry in entries
            )
            state.upsert({"id": 1, "facts": fingerprint}, pk="id")

    def search(self, text: str, limit: int = 20) -> list[Entry]:
        """What fits the words best, misspelt or not, the best first."""
        sought = telling_words(fold(text))
        pieces = {piece for word in sought for piece in trigrams(f" {word} ")}
        pieces = {piece for piece in pieces if len(piece) == 3}
        if not pieces:
            return []
        match = " OR ".join('"' + piece.replace('"', '""') + '"' for piece in sorted(pieces))
        rows = self._db.query(
            "select kind, key, title, names from search where search match :match"
            " order by rank limit :candidates",
            {"match": match, "candidates": CANDIDATES},
        )
        score = Question(sought).score
        found = [(score(row["names"]), row) for row in rows]
        good = [(names, score(fold(row["title"])), row) for names, row in found if names]
        # A thing is in the index once in each language, and found in several by its own name.
        times = Counter((row["kind"], row["key"]) for *_, row in good)

        def rank(hit: tuple[float, float, dict[str, str]]) -> tuple[float, bool, int, int]:
            names, title, row = hit
            key = row["kind"], row["key"]
            return -names - title / 2, row["kind"] != "place", -times[key], len(row["title"])

        once: dict[tuple[str, str], Entry] = {}
        for *_, row in sorted(good, key=rank):
            entry = Entry(row["kind"], row["key"], row["title"], row["names"])
            once.setdefault((entry.kind, entry.key), entry)
        return list(once.values())[:limit]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time: two that migrate at once would crash the later one."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
