"""The law on those who call: the chain of places, and that what is not known never helps."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pwa.answers.calling import (
    Shelter,
    calling_answer,
    naloxone_answer,
    naloxone_places,
    page_place,
    pages,
    shelter,
)
from pwa.answers.helplines import lines_for
from pwa.records import CallingRecord, Confidence
from pwa.records.calling import Cover, Offences, Protected, RuledOut
from tests.answers.making import RESEARCHED_ON, partial, real_facts
from tests.clock import NOW

FACTS = real_facts()
covers = st.sampled_from(Cover)
stages = st.lists(st.sampled_from(RuledOut), unique=True).map(tuple)


@st.composite
def records(draw):
    """Any record whatever, also such as the rules would refuse."""
    return CallingRecord(
        kind="calling",
        place="US-TX",
        researched_on=RESEARCHED_ON,
        confidence=draw(st.sampled_from(Confidence)),
        protects=Protected(draw(covers), draw(covers)),
        offences=Offences(*(draw(covers) for _ in range(5))),
        summary="So.",
        stage=draw(stages),
        as_of=partial("2026-01"),
    )


@given(records())
@settings(max_examples=300, deadline=None)
def test_what_is_not_known_never_helps(record):
    found = shelter(record)
    unknown = Cover.UNKNOWN in (record.protects.caller, record.offences.possession)
    if unknown or not {*record.stage} - {RuledOut.UNKNOWN}:
        assert found in (Shelter.NOTHING_SURE, Shelter.NO_LAW_FOUND, Shelter.LAW_NOT_READ)
    if record.protects.caller is Cover.NO:
        assert found is Shelter.NO_LAW_FOUND
    if found is Shelter.CAN_HELP:
        assert {*record.stage} - {RuledOut.UNKNOWN, RuledOut.DEFENCE, RuledOut.EVIDENCE} or len(
            {*record.stage} - {RuledOut.UNKNOWN}
        ) == 2


@given(records())
@settings(max_examples=100, deadline=None)
def test_low_confidence_is_no_answer(record):
    facts = replace(FACTS, calling=(record,))
    answer = calling_answer(facts, "US-TX")
    assert bool(answer.levels) == (record.confidence is not Confidence.LOW)
    if record.confidence is Confidence.LOW:
        assert answer.unsure.id == "US-TX"
        assert answer.shelter is Shelter.NOTHING_SURE


def places_of(answer):
    return [level.place.id for level in answer.levels]


@pytest.mark.parametrize(("place", "levels"), [
    ("US-TX", ["US-TX", "US"]),
    ("US", ["US"]),
    ("US-IL/jerseyville", ["US-IL", "US"]),
    ("US-AK", ["US"]),
    ("US-LA", ["US"]),
    ("GB", []),
    ("TH", []),
])  # fmt: skip
def test_a_place_is_answered_by_its_own_record_and_those_above_it(place, levels):
    answer = calling_answer(FACTS, place)
    assert places_of(answer) == levels
    assert answer.place.id == place


@pytest.mark.parametrize(("place", "found"), [
    ("US-TX", Shelter.ONLY_A_DEFENCE),
    ("US-IL", Shelter.CAN_HELP),
    ("US-PR", Shelter.LAW_NOT_READ),
    ("US-LA", Shelter.NOTHING_SURE),
    ("US-IL/jerseyville", Shelter.CAN_HELP),
    ("US", Shelter.NO_LAW_FOUND),
    ("GB", Shelter.NOTHING_SURE),
])  # fmt: skip
def test_the_nearest_level_is_what_it_is(place, found):
    assert calling_answer(FACTS, place).shelter is found


def test_what_is_known_of_a_country_says_that_its_parts_have_more():
    assert calling_answer(FACTS, "US").has_parts
    assert not calling_answer(FACTS, "US-TX").has_parts


def test_naloxone_is_answered_likewise_with_the_lines_that_give_it():
    lines = lines_for(FACTS, "US-TX", NOW)
    answer = naloxone_answer(FACTS, "US-TX", lines)
    assert places_of(answer) == ["US-TX", "US"]
    assert answer.supplies
    assert all("supplies" in line.helpline.topics for line in answer.supplies)
    assert places_of(naloxone_answer(FACTS, "GB")) == ["GB"]
    assert places_of(naloxone_answer(FACTS, "US-LA")) == ["US-LA", "US"]


def test_a_town_is_led_to_the_page_of_its_state():
    assert page_place(FACTS, "US-IL/jerseyville").id == "US-IL"
    assert page_place(FACTS, "US-AK").id == "US"
    assert page_place(FACTS, "TH") is None
    ids = {place.id for place in pages(FACTS)}
    assert ids == FACTS.calling_by_place.keys() | FACTS.naloxone_by_place.keys()
    assert {place.id for place in naloxone_places(FACTS)} == {"GB", "SE", "US"}
