"""Editions of the facts. A generation holds the one that it was started with and never another;
when the files have changed, the supervisor starts the next generation."""

import os
from collections.abc import Iterator
from pathlib import Path

# Of each file: path, size, time of change in nanoseconds, inode (an editor may put a new one).
State = frozenset[tuple[str, int, int, int]]


class FactFolder:
    """Watches files without reading them. They count as changed when they have come to rest, so
    that no half of what somebody copies in is taken up."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._taken = self._seen = self._state()

    def has_changed(self) -> bool:
        """Whether the files differ from those taken up, and not from those at the last look."""
        before, self._seen = self._seen, self._state()
        return self._seen == before != self._taken

    def take(self) -> None:
        """Those of the last look are the ones that a generation starts with."""
        self._taken = self._seen

    def _state(self) -> State:
        return frozenset(_files(str(self._folder)))


def _files(folder: str) -> Iterator[tuple[str, int, int, int]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    yield from _files(entry.path)
                elif not entry.name.startswith("."):  # what editors keep for themselves
                    found = entry.stat()
                    yield entry.path, found.st_size, found.st_mtime_ns, found.st_ino
    except OSError:
        return  # gone, or being replaced: the next look sees more
