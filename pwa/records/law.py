"""Places, the rules that hold in them, and the sources that say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from pwa.dates import PartialDate
from pwa.records.checks import Disagreement, FactCheck

# Whether a source was read for what it supports, or only names it.
Basis = Literal["seen", "background"]
UNDATED = "undated"
Publisher = Literal[
    "operator", "government", "data-set", "news", "directory", "ngo", "code", "other"
]


class Substance(StrEnum):
    """`kratom`: leaf and its products. `7oh`: concentrated or made 7-hydroxymitragynine."""

    KRATOM = "kratom"
    SEVEN_OH = "7oh"


class Status(StrEnum):
    """What one rule says of a substance, from the mildest to the strictest.

    `unclear` stands above every status but a ban: whoever joins two levels of law by taking the
    strictest can then never turn "we do not know" into "allowed".
    """

    LEGAL = "legal"
    REGULATED = "regulated"
    PRESCRIPTION = "prescription"
    UNCLEAR = "unclear"
    BANNED = "banned"


class Permission(StrEnum):
    """What one rule says of one act (having, selling, carrying in), mildest first."""

    ALLOWED = "allowed"
    REGULATED = "regulated"
    UNCLEAR = "unclear"
    BANNED = "banned"


class Confidence(StrEnum):
    """How well the sources support a record, best first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Kind(StrEnum):
    """The level of a place."""

    INTERNATIONAL = "international"
    UNION = "union"
    COUNTRY = "country"
    TERRITORY = "territory"
    STATE = "state"
    COUNTY = "county"
    CITY = "city"


@dataclass(frozen=True)
class Place:
    """A jurisdiction. `id` is ISO 3166-1, ISO 3166-2, or state/slug for a local place."""

    id: str
    name: str
    kind: Kind
    parent: str | None = None
    county: str | None = None
    aliases: tuple[str, ...] = ()
    has_council: bool = True

    @property
    def slug(self) -> str:
        """The place as our addresses write it: `us-il/jerseyville`."""
        return self.id.lower()


@dataclass(frozen=True)
class Source:
    """Where a statement was read. `tier` (law) and `kind` (helplines) say whose hand it is.

    `seen_at` and `seen_on`: where and when the copy was read, if it is not the page itself.
    `checked_against`: the page that a list names for an entry, and that nobody of us read.
    `quote`, words of the source or ours for them, is for reviewers and never published.

    `living`: whether the page always shows what holds now, or what held on its day for ever.
    `shows`: words that it must show while the fact stands. `rules`: which rules of a law record it
    shows, by their keys; all where it names none. `watch` is "none" where no program can see
    whether the fact stands, and `unwatched_because` says why.
    """

    title: str
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    basis: Basis = "seen"
    tier: Literal[1, 2, 3] | None = None
    kind: Publisher | None = None
    seen_at: str | None = None
    seen_on: PartialDate | None = None
    checked_against: str | None = None
    language: str | None = None
    quote: str | None = None
    living: bool | None = None
    shows: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    watch: Literal["none"] | None = None
    unwatched_because: str | None = None


@dataclass(frozen=True)
class Correction:
    """What of a record was put right, on which day. For reviewers; no page shows it yet."""

    on: PartialDate
    note: str


@dataclass(frozen=True)
class Event:
    """Something dated that was said or done and that changes no rule: a vote, a bill, a plan.

    Of a decision that is expected, `on` is the first day on which it may come (None: any day),
    `form` what of the substance it is on, `source` the address that would show it, and `looked_on`
    the day up to which somebody looked and did not find it.
    """

    note: str
    on: PartialDate | None = None
    status: str | None = None
    until: PartialDate | None = None
    form: str | None = None
    source: str | None = None
    looked_on: PartialDate | None = None


@dataclass(frozen=True)
class Rule:
    """What holds in one place for one substance over one period.

    `valid_from` is None where the start is not known; `shown_from` is then the first date at which
    a source shows it to hold. `valid_to` is the last day. `temporary` rules lapse to what stood
    before. A listing that is only announced is `unclear` with `announced` set. `advice` tells a
    reader what to do, in a sentence that belongs to every answer.
    """

    status: Status
    valid_from: PartialDate | None = None
    shown_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    temporary: bool = False
    announced: bool = False
    possession: Permission | None = None
    sale: Permission | None = None
    import_: Permission | None = None
    min_age: int | None = None
    age_binds: tuple[str, ...] = ()
    also_covers: tuple[str, ...] = ()
    preempts_local: bool | None = None
    unincorporated_only: bool = False
    instrument: str | None = None
    summary: str | None = None
    advice: str | None = None
    note: str | None = None
    confidence: Confidence | None = None

    @property
    def key(self) -> str:
        """What sources of its record call it by: when it starts, or was first shown to hold."""
        return str(self.valid_from or self.shown_from or UNDATED)


@dataclass(frozen=True)
class LawRecord:
    """All that we hold on the law of one place on one substance: rules in order of time."""

    place: str
    substance: Substance
    researched_on: date
    confidence: Confidence
    rules: tuple[Rule, ...]
    as_of: PartialDate | None = None
    events: tuple[Event, ...] = ()
    expected: tuple[Event, ...] = ()
    sources: tuple[Source, ...] = ()
    follows: tuple[str, ...] = ()
    name_in_source: str | None = None
    corrections: tuple[Correction, ...] = ()
    checks: tuple[FactCheck, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    file: str = ""

    @property
    def key(self) -> str:
        """What faults, commands and people call it by."""
        return f"{self.place} {self.substance}"

    @property
    def undecided(self) -> tuple[Event, ...]:
        """What is expected and what no rule of ours starts or ends by."""
        known = {str(rule.valid_from) for rule in self.rules if rule.valid_from}
        known |= {
            (rule.valid_to.latest + timedelta(days=1)).isoformat()
            for rule in self.rules
            if rule.temporary and rule.valid_to
        }
        return tuple(event for event in self.expected if str(event.on) not in known)

    @property
    def has_one_weak_source(self) -> bool:
        """Whether the record rests on a single interested source."""
        return len(self.sources) == 1 and self.sources[0].tier == 3


@dataclass(frozen=True)
class Map:
    """Outlines of places as SVG path data, by place id."""

    view_box: str
    source: str
    paths: Mapping[str, str]
