"""What people call things, and the words that say somebody is in danger."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class NameSource:
    """Where trade names come from, and what its publisher asks of those who use it."""

    id: str
    title: str
    publisher: str
    licence: str
    as_of: str
    url: str


@dataclass(frozen=True)
class OtherNames:
    """Names of one thing that lead to interactions, to topics, or to both.

    `holds` is what a product holds, for a reader to compare. `asks` marks a purpose
    ("painkillers"), which may mean any of the interactions.
    """

    names: tuple[str, ...]
    interactions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    holds: str = ""
    asks: bool = False


class Alarm(StrEnum):
    """What a question says of who asks it: a body in danger, or somebody who can bear no more."""

    DANGER = "danger"
    CRISIS = "crisis"


@dataclass(frozen=True)
class AlarmWords:
    """Phrases that raise an alarm. Each word of a phrase is a tuple of those that may stand there;
    one that ends in `*` is the beginning of a word."""

    alarm: Alarm
    phrases: tuple[tuple[tuple[str, ...], ...], ...]


@dataclass(frozen=True)
class Lexicon:
    """All words that people type, beside the names that the facts themselves use.

    `small` words name nothing, `things` ("pill") tell no medicine from another, `plant` are names
    of kratom. `confused` are pairs of interactions that are taken for each other with great harm.
    """

    names: tuple[OtherNames, ...] = ()
    sources: tuple[NameSource, ...] = ()
    small: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    plant: tuple[str, ...] = ()
    confused: tuple[tuple[str, str], ...] = ()
    alarms: tuple[AlarmWords, ...] = ()
