"""What a page says from which day on. The page carries it all; the reader's clock chooses."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from markupsafe import Markup, escape

Version = tuple[date, object]
DAY = timedelta(days=1)
Start = TypeVar("Start")
What = TypeVar("What")


def by_day(
    versions: Sequence[Version], tag: str = "div", *, caller: Callable[[object], str]
) -> Markup:
    """Each version as the caller says it: the first in sight, those of later days hidden.

    `versions`: (first day, what to say it of), the earliest first. `static/app.js` shows the one of
    the day; without JavaScript the first stands, which is right for the day the page was made.
    Versions that read the same are one.
    """
    said = [(day, escape(caller(version)).strip()) for day, version in versions]
    differing = [*said[:1], *changes(said)]
    if len(differing) == 1:
        return differing[0][1]
    ends = [day - DAY for day, _ in differing[1:]] + [None]
    return Markup("").join(
        _block(tag, day if number else None, end, words)
        for number, ((day, words), end) in enumerate(zip(differing, ends, strict=True))
    )


def changes(versions: Sequence[tuple[Start, What]]) -> list[tuple[Start, What]]:
    """The versions that differ from the one before."""
    return [after for before, after in pairwise(versions) if after[1] != before[1]]


def _block(tag: str, start: date | None, end: date | None, words: Markup) -> Markup:
    since = Markup(' data-from="{}" hidden').format(start) if start else ""
    until = Markup(' data-until="{}"').format(end) if end else ""
    return Markup("<{0}{1}{2}>{3}</{0}>").format(Markup(tag), since, until, words)  # noqa: S704  # our own tag names
