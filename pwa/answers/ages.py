"""How old is too old: the one table of shelf lives, and what of it applies to a record.

A fact may be relied on while one of the looks at it (the day of its newest source, or a check) is
younger than the shelf life of its class. Docs: docs/decisions/0021-ages.md; `leafline ages`.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from pwa.dates import PartialDate
from pwa.facts.numbers import country_of, is_emergency_number, is_short_number
from pwa.records import CheckKind, FactCheck, Helpline, Kind, LawRecord, Place, Source

DAY = timedelta(days=1)
EMERGENCY_TOPIC = "emergency"


@dataclass(frozen=True)
class ShelfLife:
    """How long facts of one class may be relied on, and why so long."""

    name: str
    days: int
    why: str

    @property
    def span(self) -> timedelta:
        """The same as a length of time."""
        return timedelta(days=self.days)


PLANNED = ShelfLife(
    "number fixed by a national plan or by law",
    1826,
    "Such a number stays for decades, and is announced for years before it goes. Two independent "
    "lists agree on it; the numbering metadata that we ship counts as one.",
)
ANSWERED = ShelfLife(
    "line that answered, or whose operator confirmed it",
    180,
    "Somebody who answers is the best evidence that there is; lines still close within a year.",
)
SEEN = ShelfLife(
    "number seen on its operator's own page by our program",
    60,
    "A page can stand longer than its line, and a program looks often.",
)
DATED = ShelfLife(
    "number read in a dated source",
    180,
    "A dated source shows what held on its day, and nothing of the time since.",
)
DATED_EMERGENCY = ShelfLife(
    "emergency number read in a dated source, not agreed on by two",
    90,
    "A life depends on it.",
)
US_FEDERAL = ShelfLife(
    "law of the United States as a whole",
    90,
    "One authority, too few changes to count; an order binds on the day on which it is published.",
)
US_STATE = ShelfLife(
    "law of a US state or territory",
    150,
    "By our own history: states change this law about once in four years, and more often lately.",
)
US_COUNTY = ShelfLife(
    "law of a US county",
    240,
    "By our own history. Those that we hold are those that acted, so it is counted too high.",
)
US_TOWN = ShelfLife(
    "law of a US town or city",
    365,
    "By our own history. News of towns reaches us late, so no longer than a year.",
)
ABROAD = ShelfLife(
    "law of another country, or of several",
    365,
    "By our own history they change seldom. News of them reaches us late, so no longer than a "
    "year.",
)
EXPECTED = ShelfLife(
    "law on which a decision is expected that may come on any day",
    90,
    "Somebody is at work on it: the history of its kind no longer says how likely a change is.",
)
LAW_CLASSES = (US_FEDERAL, US_STATE, US_COUNTY, US_TOWN, ABROAD)
CLASSES = (PLANNED, ANSWERED, SEEN, DATED, DATED_EMERGENCY, *LAW_CLASSES, EXPECTED)
# The oldest age at which a copy of ours is still taken for what it is: see static/app.js.
COPY = timedelta(days=180)

# Numbers that are fixed although they are not for ambulances: crisis and health lines that a law
# or a regulator gave a number of their own (988 in North America, 111, Europe's 116 ...).
SET_BY_LAW = re.compile(r"911|112|999|000|111|988|116\d{3}")
# The numbering metadata: the release that requirements.txt locks, and the day of its files.
METADATA, METADATA_RELEASE = "phonenumbers", "9.0.43"
METADATA_ON = PartialDate.parse("2026-11-06")


def is_newer(as_of: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether one fact has a newer source than the other; no date is older than any."""
    return as_of is not None and (other is None or as_of.earliest > other.earliest)


def is_past(last: date | None, on: date) -> bool:
    """Whether a day lies after the last one on which a fact may be relied on; one without such a
    day was never fresh."""
    return last is None or on > last


def number_class(line: Helpline) -> ShelfLife:
    """What the number of a line is by its sources alone."""
    if is_planned(line):
        return PLANNED
    return DATED_EMERGENCY if EMERGENCY_TOPIC in line.topics else DATED


def is_planned(line: Helpline) -> bool:
    """Whether its number is fixed by a national plan or by law, and two independent lists agree on
    it: the numbering metadata and one that we saw; or two that bear a date, which is not enough
    where others give something else and the number is none that laws give everywhere."""
    number = line.short or ""
    is_by_law = SET_BY_LAW.fullmatch(number) is not None
    if not number or not (is_by_law or EMERGENCY_TOPIC in line.topics):
        return False
    lists = [source for source in line.sources if source.basis == "seen"]
    if _is_in_metadata(line):
        return len({_origin(source) for source in lists} - {METADATA}) >= 1
    dated = {_origin(source) for source in lists if _is_dated(source)} - {METADATA}
    return len(dated) >= 2 and (is_by_law or not is_disputed(line))


def is_disputed(line: Helpline) -> bool:
    """Whether sources give different numbers."""
    return any(each.about == "number" for each in line.disagreements)


def _is_in_metadata(line: Helpline) -> bool:
    number, country = line.short or "", country_of(line.place)
    if is_emergency_number(number, country):
        return True
    return SET_BY_LAW.fullmatch(number) is not None and is_short_number(number, country)


def _is_dated(source: Source) -> bool:
    return bool(source.published or source.seen_on)


def _origin(source: Source) -> str:
    """Who made a list: two that are of one house are not independent."""
    address = (source.url or source.title).lower()
    if METADATA in address:
        return METADATA
    host, _, path = address.partition("://")[2].partition("/")
    return "/".join([host, *path.split("/")[:2]]) if host == "github.com" else host or address


def law_class(record: LawRecord, place: Place) -> ShelfLife:
    """The class of a law record: by whose law it is; shorter where a change may come any day."""
    own = class_of(place)
    expects = any(event.on is None for event in record.undecided)
    return min(own, EXPECTED, key=lambda life: life.days) if expects else own


def class_of(place: Place) -> ShelfLife:
    """Whose law it is."""
    if country_of(place.id) != "US":
        return ABROAD
    return {Kind.COUNTRY: US_FEDERAL, Kind.COUNTY: US_COUNTY, Kind.CITY: US_TOWN}.get(
        place.kind, US_STATE
    )


def last_day_of_line(line: Helpline, on: date) -> date | None:
    """The last day on which a line's number may be relied on, by all looks up to a day."""
    own = number_class(line)
    known = {CheckKind.RUNG: ANSWERED, CheckKind.CONFIRMED: ANSWERED, CheckKind.SEEN: SEEN}
    kept = (last_day(check.on, _longer(own, known.get(check.kind))) for check in looks(line, on))
    return max(kept, default=None)


def _longer(own: ShelfLife, by_check: ShelfLife | None) -> ShelfLife:
    """What a check is worth; a number that is fixed stays so however it was looked at."""
    return by_check if by_check and own is not PLANNED else own


def last_day_of_law(record: LawRecord, place: Place, on: date) -> date | None:
    """The last day on which a law record may be relied on, by all looks up to a day."""
    life = law_class(record, place)
    return max((last_day(check.on, life) for check in looks(record, on)), default=None)


def last_day(looked: PartialDate, life: ShelfLife) -> date:
    """The last day of a shelf life. A date known to the month counts from its first day."""
    return min(looked.earliest, date.max - life.span) + life.span


def looks(record: Helpline | LawRecord, on: date) -> tuple[FactCheck, ...]:
    """All looks at a record, the day of its newest source among them and none that is still to
    come: the newest first, of two on one day the stronger."""
    found = [check for check in record.checks if check.on.earliest <= on]
    if record.as_of:
        found.append(FactCheck(CheckKind.SOURCE_DATE, record.as_of, publisher_of(record)))
    if isinstance(record, Helpline) and is_planned(record) and _is_in_metadata(record):
        found.append(FactCheck(CheckKind.SOURCE_DATE, METADATA_ON, METADATA))
    strength = list(CheckKind)
    found.sort(key=lambda check: (check.on.earliest, strength.index(check.kind)), reverse=True)
    return tuple(found)


def source_of(record: Helpline | LawRecord) -> Source | None:
    """The source that its newest day is that of: the operator's, else a government's, else any."""
    dated = [source for source in record.sources if _bears(source, record.as_of)]
    order = ("operator", "government")
    return min(
        dated,
        key=lambda it: order.index(it.kind) if it.kind in order else len(order),
        default=None,
    )


def publisher_of(record: Helpline | LawRecord) -> str | None:
    """Whose page bears the newest day, as far as we know."""
    source = source_of(record)
    return (source.publisher or source.title) if source else None


def _bears(source: Source, day: PartialDate | None) -> bool:
    if day is None or source.basis != "seen":
        return False
    return str(day) in (source.published, str(source.seen_on))
