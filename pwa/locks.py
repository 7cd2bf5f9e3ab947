"""Locks between processes: files that the kernel lets go of when their holder dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path, *, wait: bool = True, shared: bool = False) -> Iterator[None]:
    """Hold a lock while this is open; `shared`: beside others that share it.

    Raises BlockingIOError where it is held and `wait` is off, OSError where there can be no file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    with path.open("w") as file:
        fcntl.flock(file, how)
        yield
