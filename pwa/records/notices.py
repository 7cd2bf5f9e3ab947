"""What regulators publish: items as their source gave them, how we tag them, what we keep of it,
and what people decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class NoticeKind(StrEnum):
    """What sort of thing was published."""

    BAN = "ban"
    SCHEDULING = "scheduling"
    REGULATION = "regulation"
    WARNING = "warning"
    RECALL = "recall"
    IMPORT_ALERT = "import-alert"
    BILL = "bill"
    GUIDANCE = "guidance"
    ENFORCEMENT = "enforcement"
    OUTBREAK = "outbreak"
    COURT = "court"
    OTHER = "other"
    NONE = "none"


class Stage(StrEnum):
    """How far a rule has come. A proposal is not a ban."""

    NONE = "none"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Item:
    """One entry as its source published it.

    `key` is stable within the source. `published` is an ISO date, or a moment with its offset, or
    less where the source gives less; None where it gives none. `facts` are further fields of the
    source as text (type, action, effective_on ...). `raw` is the entry itself as JSON.
    """

    key: str
    title: str
    summary: str
    agency: str
    url: str | None
    published: str | None
    language: str
    raw: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tags:
    """What our rules read in an item, and why. They inform people; they never change a status."""

    relevant: bool
    score: float
    place: str | None
    kind: NoticeKind
    stage: Stage
    substances: tuple[str, ...]
    may_change_status: bool
    reasons: tuple[str, ...] = ()


class Standing(StrEnum):
    """What its publisher made of a notice since."""

    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Notice:
    """One notice as kept. Moments are UTC ISO text.

    `dated_at` orders lists: when it was published, or first seen where that is unknown or later.
    `gone_since`: since when its source lists it no more. `open_since`: waits for a person.
    `first_seen_at`, `last_seen_at`: when it was read; a document that did not change is not read.
    """

    id: str
    source: str
    item: Item
    tags: Tags
    standing: Standing
    superseded_by: str | None
    dated_at: str
    first_seen_at: str
    last_seen_at: str
    gone_since: str | None
    open_since: str | None

    @property
    def cursor(self) -> tuple[str, str]:
        """Where a list goes on after this notice."""
        return self.dated_at, self.id


class Verdict(StrEnum):
    """What a person may decide about a notice."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    PROPOSE_CHANGE = "propose-change"


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a notice."""

    decided_at: str
    verdict: Verdict
    why: str
    who: str | None
