"""Stamps of cards, and what cards say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.answers.helplines import EMERGENCY_TOPIC
from pwa.answers.kits import (
    AUDIENCES,
    FIRST_DAY,
    LETTERS,
    TOPIC_BITS,
    Age,
    Choice,
    Stamp,
    address_of,
    age_of,
    decode,
    encode,
    lines_mark,
    mark,
    needs,
)
from pwa.dates import PartialDate
from tests.clock import NOW

MARKS = st.text(LETTERS, min_size=3, max_size=3)
STAMPS = st.builds(
    Stamp,
    day=st.integers(0, 32**3 - 1).map(lambda days: FIRST_DAY + timedelta(days=days)),
    choice=st.builds(
        Choice,
        audience=st.sampled_from(list(AUDIENCES)),
        topics=st.sets(st.sampled_from(TOPIC_BITS)).map(
            lambda chosen: tuple(topic for topic in TOPIC_BITS if topic in chosen)
        ),
        plain=st.booleans(),
    ),
    law=MARKS,
    lines=MARKS,
)


@given(STAMPS)
def test_a_stamp_reads_back_as_it_was_written(stamp):
    assert decode(encode(stamp)) == stamp


@given(st.integers(0, 32**3 - 1).map(lambda days: FIRST_DAY + timedelta(days=days)))
def test_a_message_carries_the_day_alone(day):
    assert len(encode(Stamp(day))) == 3
    assert decode(encode(Stamp(day))) == Stamp(day)


@given(STAMPS)
def test_a_stamp_survives_being_copied_by_hand(stamp):
    written = encode(stamp)
    assert decode(written.upper()) == stamp
    assert decode(written.replace("0", "O").replace("1", "l")) == stamp


@given(st.text(max_size=400).filter(lambda text: set(text.lower()) - set(LETTERS + "oil")))
def test_any_other_text_is_an_error_and_never_a_crash(text):
    with pytest.raises(ValueError, match="is not the last part") as problem:
        decode(text)
    assert len(str(problem.value)) < 500  # 40 signs, ten letters each where they cannot be shown


# Printed on paper: these may never read otherwise.
@pytest.mark.parametrize(
    ("written", "stamp"),
    [
        ("0a5", Stamp(date(2026, 11, 22))),
        (
            "0a5gzcq1fv200",
            Stamp(
                date(2026, 11, 22), Choice("everyone", ("mixing", "naloxone"), True), "zcq", "1fv"
            ),
        ),
        ("0a51abc000", Stamp(date(2026, 11, 22), Choice("family"), "abc", "000")),
    ],
)
def test_stamps_on_paper_mean_the_same_for_ever(written, stamp):
    found = decode(written)
    assert (found.day, found.law, found.lines) == (stamp.day, stamp.law, stamp.lines)
    assert found.choice.audience == stamp.choice.audience
    assert found.choice.plain == stamp.choice.plain


def test_numbers_of_audiences_and_pages_on_paper_never_change():
    first = ("everyone", "family", "youth", "lgbtq", "veterans", "indigenous")
    assert tuple(AUDIENCES)[: len(first)] == first
    assert TOPIC_BITS[:5] == (
        "what-is-kratom",
        "seven-oh-is-not-leaf",
        "body-and-brain",
        "does-it-help-withdrawal",
        "risks",
    )
    assert TOPIC_BITS[-1] == "how-we-know"
    assert len(TOPIC_BITS) == 19


def test_every_safety_page_can_stand_on_a_card(facts):
    assert set(facts.safety.topic_by_slug) == set(TOPIC_BITS)


def test_marks_are_those_of_fnv():
    # FNV-1a of "a" and "foobar" as its authors give them: e40c292c and bf9cf968.
    for text, whole in (("a", 0xE40C292C), ("foobar", 0xBF9CF968)):
        folded = (whole >> 17) ^ (whole & 0x7FFF)
        letters = [LETTERS[folded >> shift & 31] for shift in (10, 5, 0)]
        assert mark(text) == "".join(letters)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_place_names_the_emergency_number_first_where_we_have_one(facts, audience):
    for place_id in facts.places:
        found = needs(facts, place_id, audience, NOW)
        topics = [need.topic for need in found]
        assert len(topics) == len(set(topics))
        assert EMERGENCY_TOPIC not in topics[1:]
        assert all(
            need.line.helpline.published and address_of(need.line.helpline) for need in found
        )


def test_other_numbers_give_another_mark(facts):
    texas = needs(facts, "US-TX", "everyone", NOW)
    assert lines_mark(texas) == lines_mark(needs(facts, "US-AR", "everyone", NOW))
    assert lines_mark(texas) != lines_mark(needs(facts, "TH", "everyone", NOW))
    assert lines_mark(texas) != lines_mark(texas[:-1])


def test_a_card_is_as_old_as_its_oldest_fact(facts):
    fresh = [
        need
        for need in needs(facts, "US-TX", "everyone", NOW)
        if need.line.look and not need.line.stale
    ]
    assert len(fresh) > 1
    age = age_of(fresh)
    oldest = min(need.line.look.on.earliest for need in fresh)
    until = min(need.line.good_until for need in fresh)
    assert age == Age(PartialDate.parse(oldest.isoformat()[:7]), until)
    assert age.is_fresh(NOW.date())
    assert not age.is_fresh(until + timedelta(days=1))


def test_one_fact_without_a_date_makes_the_age_of_a_card_unknown(facts):
    found = needs(facts, "US-TX", "everyone", NOW)
    assert any(need.line.helpline.as_of is None for need in found)
    assert age_of(found) == Age(None, None)
