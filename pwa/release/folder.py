"""Releases on disk: each a folder of files named by its content, and a link to the current one.

    releases/<name>/en/index.html .br .gz ...   what is served
    releases/<name>/<day> -> .                  the day that the pages were rendered for
    releases/<name>/release.json, reads.json    what is in it; what each page read
    releases/current -> <name>

A folder is written under another name, brought to disk, renamed, and only then linked to, so that
whatever `current` leads to is complete, whenever a build is killed.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

from pwa.release.compression import PLAIN, SUFFIXES
from pwa.release.contents import Contents, Entry, Reads, contents_from, contents_to_text

CURRENT = "current"
UNFINISHED = ".new"


@dataclass(frozen=True)
class Release:
    """A finished release."""

    folder: Path
    contents: Contents

    @property
    def name(self) -> str:
        """The hash of its content."""
        return self.folder.name

    @cached_property
    def reads(self) -> Reads:
        """What its pages read."""
        return Reads.from_text((self.folder / "reads.json").read_text("utf-8"))

    def is_of(self, code: str, day: str) -> bool:
        """Whether it was made by this code for this day."""
        origin = self.contents.origin
        return (origin.code, origin.day) == (code, day)

    def file(self, entry: Entry, form: str = PLAIN) -> Path:
        """Where one form of an entry is."""
        return self.folder / f"{entry.path}{SUFFIXES[form]}"


def current(releases: Path) -> Release | None:
    """The current release; None where there is none that can be read."""
    try:
        folder = releases / os.readlink(releases / CURRENT)
        return Release(folder, contents_from((folder / "release.json").read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def only_builder(releases: Path) -> Iterator[None]:
    """One build at a time; another waits. What killed builds left behind goes first."""
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in releases.glob(f"{UNFINISHED}*"):
            _remove(left)
        yield


class Draft:
    """A release that is being written. Its methods may be called by several threads."""

    def __init__(self, releases: Path, before: Release | None) -> None:
        self._releases, self.before = releases, before
        self._folder = releases / UNFINISHED
        self.entries: dict[str, Entry] = {}

    def __enter__(self) -> Self:
        self._folder.mkdir()
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def write(self, address: str, entry: Entry, forms: Mapping[str, bytes]) -> None:
        """Keep an entry with its bodies, and bring them to disk."""
        for form, body in forms.items():
            # Never over a file that is there: it may be linked to one of the release before.
            with self._place(entry, form).open("xb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
        self.entries[address] = replace(entry, sizes={form: len(forms[form]) for form in forms})

    def keep(self, address: str, entry: Entry) -> None:
        """Keep an entry of the release before as it is."""
        assert self.before
        for form in entry.sizes:
            os.link(self.before.file(entry, form), self._place(entry, form))
        self.entries[address] = entry

    def read(self, address: str) -> bytes:
        """The body of an entry."""
        return (self._folder / self.entries[address].path).read_bytes()

    def publish(self, contents: Contents, reads: Reads) -> Release:
        """Give the folder its name and make it the current release; the one before stays too."""
        os.symlink(".", self._folder / contents.origin.day)
        contents = replace(contents, entries=self.entries)
        said = contents_to_text(contents)
        for name, text in (("release.json", said), ("reads.json", reads.to_text())):
            (self._folder / name).write_text(text, "utf-8")
        _bring_to_disk(self._folder)
        target = self._releases / hashlib.sha256(said.encode()).hexdigest()[:16]
        if not target.exists():
            self._folder.rename(target)
        _link(self._releases, target.name)
        _prune(self._releases, {target.name, self.before.name if self.before else target.name})
        return Release(target, contents)

    def _place(self, entry: Entry, form: str) -> Path:
        path = self._folder / f"{entry.path}{SUFFIXES[form]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def _link(releases: Path, name: str) -> None:
    new = releases / f"{UNFINISHED}-{CURRENT}"
    os.symlink(name, new)
    new.rename(releases / CURRENT)
    _bring_to_disk(releases, deep=False)


def _prune(releases: Path, kept: set[str]) -> None:
    for folder in releases.iterdir():
        if folder.is_dir() and not folder.is_symlink() and folder.name not in kept:
            shutil.rmtree(folder)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _bring_to_disk(folder: Path, *, deep: bool = True) -> None:
    """The names in the folder; the files themselves were brought to disk when written."""
    for path, _, _ in os.walk(folder) if deep else ((folder, (), ()),):
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(handle)
        os.close(handle)
