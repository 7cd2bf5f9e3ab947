"""Small facts for the tests of the answers: an invented country XA, its state, county and towns."""

from datetime import date
from functools import cache
from typing import Any

from pwa.dates import PartialDate
from pwa.facts import read_facts
from pwa.records import (
    Confidence,
    Event,
    Facts,
    Kind,
    LawRecord,
    Permission,
    Place,
    Rule,
    Status,
    Substance,
)
from tests.sample import SAMPLE

COUNTRY, STATE, COUNTY = "XA", "XA-1", "XA-1/county"
TOWN, VILLAGE, HAMLET = "XA-1/town", "XA-1/village", "XA-1/hamlet"
RESEARCHED_ON = date(2026, 11, 22)
TODAY = RESEARCHED_ON

PLACES = (
    Place(COUNTRY, "Exland", Kind.COUNTRY),
    Place(STATE, "North", Kind.STATE, parent=COUNTRY),
    Place(COUNTY, "Wide County", Kind.COUNTY, parent=STATE),
    Place(TOWN, "Town", Kind.CITY, parent=STATE),
    Place(VILLAGE, "Village with a council", Kind.CITY, parent=STATE, county=COUNTY),
    Place(HAMLET, "Hamlet", Kind.CITY, parent=STATE, county=COUNTY, has_council=False),
)


@cache
def real_facts() -> Facts:
    """The facts that the product ships."""
    return read_facts(SAMPLE)


def partial(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def rule(status: str, since: str | None = None, until: str | None = None, **fields: Any) -> Rule:
    """A rule; acts may be given as words (`sale="banned"`)."""
    for act in ("possession", "sale", "import_"):
        if isinstance(fields.get(act), str):
            fields[act] = Permission(fields[act])
    fields["shown_from"] = partial(fields.get("shown_from"))
    return Rule(Status(status), valid_from=partial(since), valid_to=partial(until), **fields)


def record(place: str, *rules: Rule, as_of: str | None = "2026-11-01", **fields: Any) -> LawRecord:
    """A record on kratom unless `substance` says otherwise."""
    given = {
        "substance": Substance.KRATOM,
        "confidence": Confidence.HIGH,
        "researched_on": RESEARCHED_ON,
        **fields,
    }
    return LawRecord(place=place, as_of=partial(as_of), rules=rules, **given)


def seven_oh(place: str, *rules: Rule, **fields: Any) -> LawRecord:
    return record(place, *rules, substance=Substance.SEVEN_OH, **fields)


def event(note: str, on: str | None = None) -> Event:
    return Event(note=note, on=partial(on))


def facts_of(*records: LawRecord, places: tuple[Place, ...] = PLACES) -> Facts:
    return Facts(places={place.id: place for place in places}, law=records, helplines=())
