"""What regulators publish: items as their source gave them, how we tag them, what we keep."""

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
