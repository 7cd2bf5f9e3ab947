"""Opening the database, and SQLite's faults in our own words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pwa.errors import StoreError

Row = dict[str, Any]

# Errors that waiting does not mend: what is in the file is not what was written.
DAMAGE = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
RESTORE = "is damaged: put a copy back (`leafline restore FILE`; copies are in backups/)"


def connect(path: Path, patience: float = 5) -> Database:
    """A connection. `patience`: seconds to wait for a lock. Raises StoreError."""
    with plainly("open"):
        db = Database(path)
        db.execute(f"pragma busy_timeout = {int(patience * 1000)}")
        db.execute("pragma foreign_keys = on")
        return db


class Connected:
    """One connection. Use it in the thread that opened it, then close it.

    Every method raises StoreError where the database is locked for long, full or damaged.
    """

    def __init__(self, path: Path, patience: float = 5) -> None:
        self._db = connect(path, patience)

    def close(self) -> None:
        """Give the connection back."""
        self._db.close()

    def _rows(self, sql: str, parameters: Row | None = None) -> list[Row]:
        with plainly("read"):
            return list(self._db.query(sql, parameters or {}))

    def _write(self, sql: str, parameters: Row) -> None:
        with plainly("write"):
            self._db.execute(sql, parameters)
            self._db.conn.commit()


@contextmanager
def plainly(deed: str) -> Iterator[None]:
    """Name what failed in our own words: callers know nothing of SQLite. Raises StoreError."""
    try:
        yield
    except sqlite3.Error as problem:
        raise StoreError(_words(deed, problem)) from problem
    except OSError as problem:
        place = problem.filename or "its folder"
        raise StoreError(f"cannot {deed} the database: {place}: {problem.strerror}") from problem


def _words(deed: str, problem: sqlite3.Error) -> str:
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    if code in DAMAGE or "malformed" in str(problem):
        return f"the database {RESTORE} ({problem})"
    if "no such table" in str(problem):
        return f"the database was never set up, or {RESTORE} ({problem})"
    return f"cannot {deed} the database: {problem}"
