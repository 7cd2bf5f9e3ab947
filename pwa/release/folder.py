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
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Self

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
            left.unlink() if left.is_symlink() else shutil.rmtree(left)
        yield


def prune(releases: Path, *kept: Release | None) -> None:
    """Remove all releases but these."""
    names = {release.name for release in kept if release}
    for folder in releases.iterdir():
        if folder.is_dir() and not folder.is_symlink() and folder.name not in names:
            shutil.rmtree(folder)


class Draft:
    """A release that is being written. Its methods may be called by several threads."""

    def __init__(self, releases: Path, before: Release | None) -> None:
        self._releases, self.before = releases, before
        self._folder = releases / UNFINISHED
        self._made: set[str] = set()
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
            with open(self._place(entry, form), "xb") as file:
                _write(file, body)
        self.entries[address] = replace(entry, sizes={form: len(forms[form]) for form in forms})

    def keep(self, address: str, entry: Entry) -> None:
        """Keep an entry of the release before as it is."""
        assert self.before
        for form in entry.sizes:
            os.link(f"{self.before.folder}/{entry.path}{SUFFIXES[form]}", self._place(entry, form))
        self.entries[address] = entry

    def publish(self, contents: Contents, reads: Reads) -> Release:
        """Give the folder its name and make it the current release."""
        contents = replace(contents, entries=self.entries)
        texts = {"release.json": contents_to_text(contents), "reads.json": reads.to_text()}
        for name, text in texts.items():
            with open(self._folder / name, "xb") as file:
                _write(file, text.encode())
        os.symlink(".", self._folder / contents.origin.day)
        _bring_to_disk(path for path, _, _ in os.walk(self._folder))
        digest = hashlib.sha256("".join(texts.values()).encode())
        folder = self._releases / digest.hexdigest()[:16]
        if not folder.exists():
            self._folder.rename(folder)
        _make_current(folder)
        return Release(folder, contents)

    def _place(self, entry: Entry, form: str) -> str:
        path = f"{self._folder}/{entry.path}{SUFFIXES[form]}"
        above = os.path.dirname(path)
        if above not in self._made:
            os.makedirs(above, exist_ok=True)
            self._made.add(above)
        return path


def _make_current(folder: Path) -> None:
    link = folder.parent / f"{UNFINISHED}-{CURRENT}"
    os.symlink(folder.name, link)
    link.rename(folder.parent / CURRENT)
    _bring_to_disk([str(folder.parent)])


def _write(file: BinaryIO, body: bytes) -> None:
    file.write(body)
    file.flush()
    os.fsync(file.fileno())


def _bring_to_disk(folders: Iterable[str]) -> None:
    """The names in these folders; what is in the files was brought there when they were written."""
    for path in folders:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        os.fsync(handle)
        os.close(handle)
