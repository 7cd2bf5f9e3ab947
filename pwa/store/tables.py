"""Tables written as a SQLite file for others, apart from our own database."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlite_utils import Database

from pwa.store.connection import Row, plainly

# A table's own key, and its links to others: column, table, column.
Keys = tuple[str | None, tuple[tuple[str, str, str], ...]]


def write_tables(path: Path, tables: Mapping[str, Sequence[Row]], keys: Mapping[str, Keys]) -> None:
    """Write tables in their order. An older file is replaced. Raises StoreError."""
    with plainly("write"):
        path.unlink(missing_ok=True)
        db = Database(path)
        with db.atomic():
            for name, rows in tables.items():
                primary, foreign = keys[name]
                db.table(name).insert_all(rows, pk=primary, foreign_keys=foreign, alter=True)
        db.close()
