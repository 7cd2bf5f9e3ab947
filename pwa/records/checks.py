"""Who or what looked whether a fact holds, on which day; and where its sources differ."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from pwa.dates import PartialDate


class CheckKind(StrEnum):
    """The five ways in which somebody or something looked, the weakest first.

    `source-date`: the day that the source itself bears, on which nobody of us looked. `seen`: our
    program saw on a living page that it still says so. `read`: a person read the source and found
    the record right. `confirmed`: the operator or the authority told us. `rung`: a person rang,
    wrote or chatted, and was answered.
    """

    SOURCE_DATE = "source-date"
    SEEN = "seen"
    READ = "read"
    CONFIRMED = "confirmed"
    RUNG = "rung"


@dataclass(frozen=True)
class FactCheck:
    """One look at a record. `by`: whose page, or who of us (a role, never a name)."""

    kind: CheckKind
    on: PartialDate
    by: str | None = None


@dataclass(frozen=True)
class SourceReading:
    """What some of the sources say where others say something else: a number, a status, what is
    said of an act, a date, each as fact files write it. `on` is their newest day."""

    says: str
    by: str
    on: PartialDate | None = None


@dataclass(frozen=True)
class Disagreement:
    """What the sources of a record differ in: the reading that we follow, the others, and why.

    The record itself says what we follow. `why`: it is newer; more sources say so; it is the
    official one; it is the safer to follow; or the question is open and our answer is "not known".
    """

    about: Literal["number", "status", "possession", "sale", "date"]
    followed: SourceReading
    others: tuple[SourceReading, ...]
    why: Literal["newer", "more", "official", "safer", "open"]
