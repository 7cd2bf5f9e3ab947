"""Publishers without a machine interface: people look at their pages, and say when they did."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pwa.errors import FactError, Fault

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


def read_by_hand(file: Path = FILE) -> tuple[ByHand, ...]:
    """All of them, in the file's order. Raises FactError for a table that is not one."""
    tables = tomllib.loads(file.read_text(encoding="utf-8")).get("source", [])
    try:
        return tuple(ByHand(**table) for table in tables)
    except TypeError as problem:
        raise FactError([Fault(file.name, "source", str(problem))]) from problem
