"""Publishers without a machine interface: people look at their pages, and say when they did."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from pwa.errors import FactError
from pwa.facts.codec import structured
from pwa.facts.files import FactFiles

FILE = Path(__file__).parent / "by-hand.toml"


@dataclass(frozen=True)
class ByHand:
    """One publisher, or one page of it.

    `page` is None where nobody has noted its address. `no_feed_as_of` is the day on which we last
    looked for a machine interface; `checked_on` the day on which a person last read the page, None
    if nobody has.
    """

    name: str
    title: str
    place: str
    why: str
    no_feed_as_of: date
    page: str | None = None
    checked_on: date | None = None


@dataclass(frozen=True)
class _File:
    """The whole file."""

    source: tuple[ByHand, ...]


def read_by_hand(file: Path = FILE) -> tuple[ByHand, ...]:
    """All of them, in the file's order. Raises FactError with each that is not one."""
    files = FactFiles(file.parent, [])
    whole = files.whole(file.name, partial(structured, _File))
    found = [each for read in whole for each in read.source]
    if files.faults:
        raise FactError(files.faults)
    return tuple(found)
