"""Locks between processes: files that the kernel lets go of when their holder dies."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pwa.errors import LeaflineError

log = logging.getLogger(__name__)


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


@contextmanager
def held(
    path: Path, taken: LeaflineError, *, wait: bool = False, shared: bool = False
) -> Iterator[None]:
    """Hold a lock for as long as the process works. Raises `taken` where another has it.

    Where no file can be locked, none can be written either: work goes on, and the log says so.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(path, wait=wait, shared=shared))
        except BlockingIOError:
            raise taken from None
        except OSError as problem:
            log.error("%s cannot be written: %s", path.parent, problem.strerror)
        yield
