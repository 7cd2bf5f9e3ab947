"""What other parts take for granted about records."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from pwa.records import (
    Confidence,
    Facts,
    Helpline,
    Kind,
    LawRecord,
    Permission,
    Place,
    Source,
    Status,
    Substance,
    TextLine,
)

COUNTRY = Place("XA", "Exland", Kind.COUNTRY)
STATE = Place("XA-1", "North", Kind.STATE, parent="XA")
COUNTY = Place("XA-1/wide", "Wide County", Kind.COUNTY, parent="XA-1")
HAMLET = Place("XA-1/hamlet", "Hamlet", Kind.CITY, parent="XA-1", county="XA-1/wide")
TOWN = Place("XA-1/town", "Aton", Kind.CITY, parent="XA-1")
PLACES = {place.id: place for place in (COUNTRY, STATE, COUNTY, HAMLET, TOWN)}

LINE = Helpline(
    id="xa-line",
    name="Line",
    place="XA",
    topics=("crisis",),
    who="Anyone.",
    published=True,
    confidence=Confidence.HIGH,
    as_of=None,
)
RECORD = LawRecord(
    place="XA",
    substance=Substance.KRATOM,
    as_of=None,
    researched_on=date(2026, 11, 22),
    confidence=Confidence.LOW,
    rules=(),
    sources=(Source("A vendor's page", "https://example.org", tier=3),),
)


def test_unclear_is_stricter_than_every_status_but_a_ban():
    assert list(Status)[-2:] == [Status.UNCLEAR, Status.BANNED]
    assert list(Status)[:3] == [Status.LEGAL, Status.REGULATED, Status.PRESCRIPTION]


def test_unclear_is_stricter_than_every_permission_but_a_ban():
    words = ["allowed", "regulated", "unclear", "banned"]
    assert [permission.value for permission in Permission] == words


def test_a_place_lies_in_its_county_before_its_state():
    facts = Facts(PLACES, (), ())
    assert facts.ancestry("XA-1/hamlet") == (HAMLET, COUNTY, STATE, COUNTRY)
    assert facts.ancestry("XA-1/town") == (TOWN, STATE, COUNTRY)
    assert facts.ancestry("XA") == (COUNTRY,)


@pytest.mark.parametrize("place_id", ["", "xa", "XA-2", "XA-1/", "../etc", "XA\0"])
def test_the_ancestry_of_no_place_is_a_key_error(place_id):
    with pytest.raises(KeyError):
        Facts(PLACES, (), ()).ancestry(place_id)


def test_children_stand_by_name_below_their_state_even_where_they_have_a_county():
    children = Facts(PLACES, (), ()).children
    assert children == {"XA": (STATE,), "XA-1": (TOWN, HAMLET, COUNTY)}


def test_law_is_found_by_place_and_substance():
    other = replace(RECORD, substance=Substance.SEVEN_OH)
    by_place = Facts(PLACES, (RECORD, other), ()).law_by_place
    assert by_place == {"XA": {Substance.KRATOM: RECORD, Substance.SEVEN_OH: other}}


def test_a_line_that_is_not_published_is_not_among_those_for_the_public():
    hidden = replace(LINE, id="xa-hidden", published=False)
    facts = Facts(PLACES, (), (hidden, LINE))
    assert facts.published_by_place == {"XA": (LINE,)}
    assert hidden in facts.helplines


def test_numbers_name_every_number_that_a_line_shows():
    line = replace(
        LINE,
        short="123",
        phone="+4930123",
        alt_phones=("+4930124", "+4930125"),
        sms=TextLine("45678", "HELLO"),
        whatsapp="+4930126",
        retired_numbers=("+4930999",),
    )
    shown = ("123", "+4930123", "+4930124", "+4930125", "45678", "+4930126")
    assert line.numbers == shown
    assert LINE.numbers == ()


def test_only_a_single_interested_source_is_weak():
    vendor = RECORD.sources[0]
    assert RECORD.has_one_weak_source
    assert not replace(RECORD, sources=(vendor, vendor)).has_one_weak_source
    assert not replace(RECORD, sources=(replace(vendor, tier=2),)).has_one_weak_source
    assert not replace(RECORD, sources=()).has_one_weak_source


def test_an_address_writes_a_place_in_lower_case():
    assert Place("US-IL/jerseyville", "Jerseyville", Kind.CITY).slug == "us-il/jerseyville"


def test_records_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        RECORD.confidence = Confidence.HIGH  # type: ignore[misc]
