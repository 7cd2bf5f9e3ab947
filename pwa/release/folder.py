"""Releases on disk: each a folder of files named by its content, and a link to the current one.

    releases/<name>/en/index.html .br .gz ...   what is served
    releases/<name>/<day> -> .                  the day that the pages were rendered for
    releases/<name>/release.json, reads.json    what is in it; what each page read
    releases/current -> <name>

A folder is written under another name, brought to disk, renamed, and only then linked to, so that
whatever `current` leads to is complete, whenever a build is killed. Disks forget, and people edit:
the name of a folder proves its `release.json`, and that proves every other file in it.
"""

import fcntl
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import BinaryIO, Self

from pwa.release.compression import PLAIN, SUFFIXES
from pwa.release.contents import (
    Contents,
    Reads,
    ReleaseEntry,
    Written,
    contents_from,
    contents_to_text,
    digest_of,
)

CURRENT = "current"
UNFINISHED = ".new"
CONTENTS, READS = "release.json", "reads.json"
NAME_LENGTH = 16
THREADS = 2


@dataclass(frozen=True)
class Release:
    """A finished release."""

    folder: Path
    contents: Contents

    @property
    def name(self) -> str:
        """The hash of its content; with a number behind it where that name was taken."""
        return self.folder.name

    @cached_property
    def reads(self) -> Reads:
        """What its pages read; nothing where that is damaged, so that all is rendered anew."""
        try:
            body = (self.folder / READS).read_bytes()
        except OSError:
            return Reads()
        whole = digest_of(body) == self.contents.reads
        return Reads.from_text(body.decode()) if whole else Reads()

    @cached_property
    def damaged(self) -> frozenset[str]:
        """The addresses of which a form is missing or is not what was written."""
        listed = list(self.contents.entries.items())
        with ThreadPoolExecutor(THREADS) as pool:  # files are read and hashed beside each other
            parts = pool.map(self._damaged_of, (listed[n::THREADS] for n in range(THREADS)))
            return frozenset(chain.from_iterable(parts))

    def _damaged_of(self, entries: Iterable[tuple[str, ReleaseEntry]]) -> list[str]:
        return [
            address
            for address, entry in entries
            if any(self.body(entry, form) is None for form in entry.forms)
        ]

    @property
    def is_whole(self) -> bool:
        """Whether nothing in it is damaged."""
        return not self.damaged and os.path.islink(self.folder / self.contents.origin.day)

    def file(self, entry: ReleaseEntry, form: str = PLAIN) -> Path:
        """Where one form of an entry is."""
        return self.folder / f"{entry.path}{SUFFIXES[form]}"

    def body(self, entry: ReleaseEntry, form: str = PLAIN) -> bytes | None:
        """One form of an entry; None where it is missing or is not what was written."""
        try:
            with open(f"{self.folder}/{entry.path}{SUFFIXES[form]}", "rb", buffering=0) as file:
                # One byte more than there should be is enough to tell.
                body = file.read(entry.forms[form].size + 1)
        except OSError:
            return None
        return body if entry.forms[form].is_in(body) else None


def current(releases: Path) -> Release | None:
    """The current release; None where there is none that can be read."""
    try:
        return opened(releases / os.readlink(releases / CURRENT))
    except (OSError, ValueError):
        return None


def opened(folder: Path) -> Release:
    """The release of a folder. Raises OSError or ValueError where its list is missing, damaged, or
    of a form that is not ours."""
    body = (folder / CONTENTS).read_bytes()
    if digest_of(body)[:NAME_LENGTH] != folder.name.partition("-")[0]:
        raise ValueError(f"{CONTENTS} is not what was written")
    try:
        return Release(folder, contents_from(body.decode()))
    except (KeyError, TypeError) as problem:
        raise ValueError(f"{CONTENTS} is of another form: {problem!r}") from None


@contextmanager
def only_builder(releases: Path) -> Iterator[None]:
    """One build at a time; another waits. What killed builds left behind goes first."""
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in releases.glob(f"{UNFINISHED}*"):
            _remove(left)
        yield


def prune(releases: Path, *kept: Release | None) -> None:
    """Remove all releases but these."""
    names = {release.name for release in kept if release}
    for folder in releases.iterdir():
        if folder.is_dir() and not folder.is_symlink() and folder.name not in names:
            shutil.rmtree(folder)


class Draft:
    """A release that is being written. Its methods may be called by several threads.

    `kept`: what it may take from the release before, which is all but what is damaged there.
    """

    def __init__(
        self, releases: Path, before: Release | None, damaged: Collection[str] = ()
    ) -> None:
        self._releases, self.before = releases, before
        entries = before.contents.entries if before else {}
        self.kept = {each: entry for each, entry in entries.items() if each not in damaged}
        self._folder = releases / UNFINISHED
        self._made: set[str] = set()
        self.entries: dict[str, ReleaseEntry] = {}

    def __enter__(self) -> Self:
        self._folder.mkdir()
        return self

    def __exit__(self, *_: object) -> None:
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def write(self, address: str, entry: ReleaseEntry, forms: Mapping[str, bytes]) -> None:
        """Keep an entry with its bodies, and bring them to disk."""
        for form, body in forms.items():
            # Never over a file that is there: it may be linked to one of the release before.
            with open(self._place(entry, form), "xb") as file:
                _write(file, body)
        written = {form: Written.of(body) for form, body in forms.items()}
        self.entries[address] = replace(entry, forms=written)

    def keep(self, address: str, entry: ReleaseEntry) -> None:
        """Keep an entry of the release before as it is."""
        assert self.before
        for form in entry.forms:
            os.link(f"{self.before.folder}/{entry.path}{SUFFIXES[form]}", self._place(entry, form))
        self.entries[address] = entry

    def publish(self, contents: Contents, reads: Reads) -> Release:
        """Give the folder its name and make it the current release."""
        noted = reads.to_text().encode()
        contents = replace(contents, entries=self.entries, reads=digest_of(noted))
        listed = contents_to_text(contents).encode()
        for name, body in ((CONTENTS, listed), (READS, noted)):
            with open(self._folder / name, "xb") as file:
                _write(file, body)
        os.symlink(".", self._folder / contents.origin.day)
        _bring_to_disk(path for path, _, _ in os.walk(self._folder))
        folder = self._free_name(digest_of(listed)[:NAME_LENGTH])
        self._folder.rename(folder)
        _make_current(folder)
        return Release(folder, contents)

    def _free_name(self, name: str) -> Path:
        """What stands under the name may be damaged: it is never used again."""
        names = (f"{name}-{number}" if number else name for number in count())
        return next(
            self._releases / each for each in names if not os.path.lexists(self._releases / each)
        )

    def _place(self, entry: ReleaseEntry, form: str) -> str:
        path = f"{self._folder}/{entry.path}{SUFFIXES[form]}"
        above = os.path.dirname(path)
        if above not in self._made:
            os.makedirs(above, exist_ok=True)
            self._made.add(above)
        return path


def _make_current(folder: Path) -> None:
    link = folder.parent / f"{UNFINISHED}-{CURRENT}"
    os.symlink(folder.name, link)
    place = folder.parent / CURRENT
    if place.is_dir() and not place.is_symlink():
        _remove(place)  # not ours, and a link cannot be put in its place
    link.rename(place)
    _bring_to_disk([str(folder.parent)])


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


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
