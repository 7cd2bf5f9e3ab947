"""Lines to ring, text or chat with."""

from dataclasses import dataclass
from datetime import date

from pwa.dates import PartialDate
from pwa.records.checks import Disagreement, FactCheck
from pwa.records.law import Confidence, Correction, Source

# Groups that a line may be for. One whose first topic is a group is for that group alone; where it
# comes later, the line is for everybody and serves the group besides.
GROUPS = ("family", "youth", "lgbtq", "veterans", "indigenous")


@dataclass(frozen=True)
class TextLine:
    """A number that takes text messages, and the word to send."""

    to: str
    body: str | None = None


@dataclass(frozen=True)
class Helpline:
    """A line that can be rung, texted or chatted with.

    `phone`, `alt_phones` and long text numbers are E.164; `short` is dialled as written inside the
    country; `press` is what to press once it answers. `hours` is in opening_hours syntax. `notes`
    are for reviewers; `advice` for callers. `researched_on` is that of its file unless it says so.
    """

    id: str
    name: str
    place: str
    topics: tuple[str, ...]
    who: str
    published: bool
    confidence: Confidence
    as_of: PartialDate | None = None
    native_name: str | None = None
    phone: str | None = None
    short: str | None = None
    press: str | None = None
    sms: TextLine | None = None
    chat_url: str | None = None
    web_url: str | None = None
    whatsapp: str | None = None
    languages: tuple[str, ...] = ()
    interpreters: bool | str | None = None
    hours: str | None = None
    timezone: str | None = None
    cost: str = "unknown"
    anonymous: bool | None = None
    deaf_access: str | None = None
    alt_phones: tuple[str, ...] = ()
    run_by_law_enforcement: bool = False
    retired_numbers: tuple[str, ...] = ()
    notes: str | None = None
    advice: str | None = None
    sources: tuple[Source, ...] = ()
    researched_on: date | None = None
    corrections: tuple[Correction, ...] = ()
    checks: tuple[FactCheck, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    file: str = ""

    @property
    def key(self) -> str:
        """What faults, commands and people call it by."""
        return self.id

    @property
    def is_reachable(self) -> bool:
        """Whether it names a way to reach it."""
        return bool(self.numbers or self.chat_url or self.web_url)

    @property
    def group(self) -> str | None:
        """The group that it is for; None where it is for everybody."""
        return self.topics[0] if self.topics[0] in GROUPS else None

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number that this line would show, in the order to try them."""
        text = self.sms.to if self.sms else None
        first = (self.short, self.phone, *self.alt_phones, text, self.whatsapp)
        return tuple(number for number in first if number)
