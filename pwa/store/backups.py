"""Copies of the database: made aside and checked before they get their name, and put back."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from pwa.errors import NoCopy
from pwa.locks import locked
from pwa.store.connection import connect, plainly

UNFINISHED = ".part"
BESIDE = ("-wal", "-shm")


def back_up(database: Path, folder: Path, at: datetime) -> Path:
    """A consistent, checked copy of the whole database in a folder; its path. Raises StoreError."""
    with plainly("copy"), locked(folder.with_suffix(".lock")):
        folder.mkdir(exist_ok=True)
        for left in folder.glob(f"*{UNFINISHED}"):
            left.unlink()
        target = _unused(folder / f"leafline-{at:%Y%m%d-%H%M%S}.db")
        part = target.with_name(target.name + UNFINISHED)
        with closing(connect(database)) as db:
            db.execute("vacuum into ?", [str(part)])
        check(part)
        _bring_to_disk(part)
        part.rename(target)
        _bring_to_disk(folder)
    return target


def restore(database: Path, copy: Path, at: datetime) -> Path | None:
    """Put a copy in the place of the database; where the one before is now, None where none was.

    Nobody else may have the database open. Raises NoCopy, and StoreError where nothing can be
    written. Killed at any moment it leaves the old one or the copy, each whole.
    """
    check(copy)
    with plainly("restore"), locked(database.with_suffix(".lock")):
        part = database.with_name(database.name + UNFINISHED)
        shutil.copyfile(copy, part)
        _bring_to_disk(part)
        aside = _keep_aside(database, f".before-{at:%Y%m%d-%H%M%S}")
        # What SQLite wrote beside the old file would be taken for the copy's, and break it.
        for suffix in BESIDE:
            Path(f"{database}{suffix}").unlink(missing_ok=True)
        part.replace(database)
        _bring_to_disk(database.parent)
    return aside


def check(copy: Path) -> None:
    """Hold a file to what a copy has to be. Raises NoCopy."""
    if not copy.is_file():
        raise NoCopy(f"{copy} is not a file")
    try:
        with closing(sqlite3.connect(f"{copy.absolute().as_uri()}?immutable=1", uri=True)) as db:
            found = db.execute("pragma integrity_check(1)").fetchone()[0]
            ours = db.execute(
                "select count(*) from _sqlite_migrations where migration_set = 'leafline'"
            ).fetchone()[0]
    except sqlite3.Error as problem:
        raise NoCopy(f"{copy} is not a sound copy of a database of Leafline: {problem}") from None
    if found != "ok" or not ours:
        raise NoCopy(f"{copy} is not a sound copy of a database of Leafline: {found}")


def _keep_aside(database: Path, mark: str) -> Path | None:
    """The old files under a second name, with what SQLite wrote beside them."""
    if not database.exists():
        return None
    aside = _unused(database.with_name(database.name + mark))
    for suffix in ("", *BESIDE):
        if Path(f"{database}{suffix}").exists():
            os.link(f"{database}{suffix}", f"{aside}{suffix}")
    return aside


def _unused(path: Path) -> Path:
    """A path, or the first of its kind that nothing has."""
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return found


def _bring_to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
