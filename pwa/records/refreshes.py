"""How sources are doing, and what one try at one of them brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pwa.records.notices import Item, Tags
from pwa.records.outcomes import Outcome


@dataclass(frozen=True)
class SourceState:
    """How a source does. `suspect`: it was empty where it never should be."""

    name: str
    last_attempt_at: str | None = None
    last_success_at: str | None = None
    last_outcome: Outcome | None = None
    failures_in_a_row: int = 0
    retry_not_before: str | None = None
    suspect: bool = False


@dataclass(frozen=True)
class Document:
    """One address of a source as last read: validators, hash, and the keys of its items."""

    url: str
    version: int
    etag: str | None
    last_modified: str | None
    body_hash: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Counts:
    """Of one refresh: items seen, of these new, of these changed."""

    seen: int = 0
    new: int = 0
    changed: int = 0


@dataclass(frozen=True)
class RefreshResult:
    """What one try at a source brought.

    `asked` is False where the source was not asked at all. `items` are those of the documents read
    anew. `present` are the keys of all that the source lists now, or None where that is not known:
    then nothing counts as gone. `suspect` is None where the try cannot tell.
    """

    outcome: Outcome
    finished_at: datetime
    detail: str = ""
    asked: bool = True
    documents: Sequence[Document] = ()
    items: Sequence[tuple[Item, Tags]] = ()
    present: frozenset[str] | None = None
    retry_not_before: datetime | None = None
    suspect: bool | None = None
