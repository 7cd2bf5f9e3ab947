"""How far a translation can be trusted: who has read it, and what is still in English."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from flask import g, has_app_context

# In what capacity a person reads a translation. Kept short: the words for each are messages.
ROLES = ("speaker", "nurse", "doctor", "pharmacist", "lawyer", "peer")


class State(StrEnum):
    """How a text came to be in the reader's language, the most trusted first."""

    ORIGINAL = "original"
    READ = "read"
    DRAFTED = "drafted"
    OUTDATED = "outdated"


@dataclass(frozen=True, order=True)
class TranslationReview:
    """That a person compared a translation with the English, on a day."""

    on: date
    role: str

    @classmethod
    def parse(cls, text: str) -> "TranslationReview":
        """`nurse 2026-11-20`, as catalogs hold it. Raises ValueError for anything else."""
        role, _, day = text.strip().partition(" ")
        if role not in ROLES:
            raise ValueError(f"{role!r} is not one of {', '.join(ROLES)}")
        return cls(date.fromisoformat(day), role)


@dataclass
class Heard:
    """The states of the texts that were said so far."""

    states: set[State] = field(default_factory=set)
    readings: set[TranslationReview] = field(default_factory=set)

    @property
    def worst(self) -> State:
        """The least trusted state of all; the original where nothing was said."""
        return max(self.states, key=list(State).index, default=State.ORIGINAL)

    def note(self, state: State, reading: TranslationReview | None = None) -> None:
        """Remember one text."""
        self.states.add(state)
        if reading:
            self.readings.add(reading)

    def add(self, other: "Heard") -> None:
        """Remember what another heard."""
        self.states |= other.states
        self.readings |= other.readings


def heard() -> Heard:
    """What was said in this request, or since `listening` began."""
    if not has_app_context():
        return Heard()
    if "heard" not in g:
        g.heard = Heard()
    kept: Heard = g.heard
    return kept


@contextmanager
def listening() -> Iterator[Heard]:
    """Hears what is said within, and nothing else."""
    outer, inner = heard(), Heard()
    g.heard = inner
    try:
        yield inner
    finally:
        outer.add(inner)
        g.heard = outer
