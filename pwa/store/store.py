"""The store: opened once a request, migrated once under a lock before anybody reads."""

from collections.abc import Iterable
from pathlib import Path

from pwa.answers.search import SearchEntry, best, fold, names_of, telling_words, trigrams
from pwa.errors import StoreError
from pwa.locks import locked
from pwa.store.connection import RESTORE, Connected, plainly
from pwa.store.migrations import migrations

CANDIDATES = 400


class Store(Connected):
    """The database as a whole, and the search in it."""

    @classmethod
    def prepare(cls, path: Path, entries: Iterable[SearchEntry], fingerprint: str) -> None:
        """Bring schema and search index up to date. Safe to run by many processes at once."""
        with plainly("open"), locked(path.with_suffix(".lock")):
            store = cls(path)
            try:
                migrations.apply(store._db)
                store._index(entries, fingerprint)
            finally:
                store.close()

    def _index(self, entries: Iterable[SearchEntry], fingerprint: str) -> None:
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
                    "names": names_of(entry),
                }
                for entry in entries
            )
            state.upsert({"id": 1, "facts": fingerprint}, pk="id")

    def check(self) -> None:
        """Read the whole file and hold it to its form: seconds for a large one. Raises StoreError
        where it is damaged."""
        with plainly("read"):
            found = self._db.execute("pragma quick_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreError(f"the database {RESTORE} ({found})")

    def search(self, text: str, limit: int = 20) -> list[SearchEntry]:
        """What fits the words best, misspelt or not, the best first."""
        sought = telling_words(fold(text))
        pieces = {piece for word in sought for piece in trigrams(f" {word} ")}
        pieces = {piece for piece in pieces if len(piece) == 3}
        if not pieces:
            return []
        match = " OR ".join('"' + piece.replace('"', '""') + '"' for piece in sorted(pieces))
        rows = self._rows(
            "select kind, key, title, names from search where search match :match"
            " order by rank limit :candidates",
            {"match": match, "candidates": CANDIDATES},
        )
        return best(sought, (SearchEntry(*row.values()) for row in rows), limit)
