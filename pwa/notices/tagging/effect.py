"""When a rule starts, where the text gives a day: is that after the notice appeared?"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pwa.notices.tagging.words import WordReading, plain, table, words

BUDDHIST_ERA = 543
_LETTERS = r"[^\W\d_]|[\u0e00-\u0e7f]"
_DATES = (
    re.compile(r"(?P<year>(?:19|20|25)\d\d)-(?P<number>\d\d?)-(?P<day>\d\d?)"),
    re.compile(r"(?P<year>(?:19|20)\d\d)年(?P<number>\d\d?)月(?P<day>\d\d?)日"),
    re.compile(
        r"(?P<day>\d\d?)(?:st|nd|rd|th|er|º|°)?[. ]{1,2}(?:de |of )?"
        rf"(?P<name>(?:{_LETTERS}){{3,12}})\.?(?:,? (?:de |del )?(?P<year>(?:19|20|25)\d\d))?(?!\w)"
    ),
    re.compile(
        rf"(?P<name>(?:{_LETTERS}){{3,9}})\.? (?P<day>\d\d?)(?!\d)"
        r"(?:st|nd|rd|th)?(?:,? (?P<year>(?:19|20)\d\d))?"
    ),
    re.compile(r"(?P<day>\d\d?)[./](?P<number>\d\d?)[./](?P<year>(?:19|20|25)\d\d)"),
)


def effective_after(parts: Sequence[WordReading], published: str | None) -> tuple[bool, str] | None:
    """Whether the start lies after the publication; None where a day of either is missing."""
    if not published or not re.match(r"\d{4}-\d\d-\d\d", published):
        return None
    for part in parts:
        for hit in sorted(words("stages", "effect").hits(part), key=lambda hit: hit.start):
            for day in _days(part.plain[hit.end : hit.end + 30], published[:4]):
                later = day > published[:10]
                return later, f"starts {day}, {'after' if later else 'not after'} the notice"
    return None


def _days(text: str, this_year: str) -> Iterator[str]:
    """The day at the start of the text; without a year, that of the notice."""
    for pattern in _DATES:
        match = pattern.match(text.lstrip(" :,-"))
        if not match:
            continue
        parts = match.groupdict()
        month = int(parts["number"]) if parts.get("number") else _month(parts["name"])
        year = int(parts.get("year") or this_year)
        year -= BUDDHIST_ERA if year >= 2400 else 0
        if month and 1 <= month <= 12:
            yield f"{year:04}-{month:02}-{int(parts['day']):02}"


def _month(name: str) -> int | None:
    """The month whose beginning of a name fits best."""
    fits = [
        (len(plain(start)), int(number))
        for number, starts in _months().items()
        for start in starts
        if name.startswith(plain(start))
    ]
    return max(fits)[1] if fits else None


def _months() -> Mapping[str, Sequence[str]]:
    return {number: starts for some in table("months").values() for number, starts in some.items()}
