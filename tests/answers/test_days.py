"""The turning days are held against every day of the horizon."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from pwa.answers.days import HORIZON, answers_by_day, turning_days
from pwa.answers.law import LawAnswer, answer
from pwa.records import Facts, Substance

ON = date(2026, 11, 22)


def said(found: LawAnswer) -> dict[str, object]:
    return {each.name: getattr(found, each.name) for each in fields(found) if each.name != "on"}


# One in fifteen places, so that each state and country comes up in one or another of the runs.
@pytest.mark.parametrize("start", range(3))
def test_between_two_turning_days_no_answer_changes(start, facts: Facts):
    for place_id in list(facts.places)[start::45]:
        turns = set(turning_days(facts, place_id, ON))
        for substance in Substance:
            before = said(answer(facts, place_id, substance, ON))
            for ahead in range(1, HORIZON.days + 1):
                day = ON + timedelta(days=ahead)
                now = said(answer(facts, place_id, substance, day))
                assert now == before or day in turns, f"{place_id}, {substance} on {day}"
                before = now


def test_the_first_answer_is_todays_and_each_later_one_begins_on_its_day(facts: Facts):
    found = answers_by_day(facts, "US-TN", Substance.KRATOM, date(2026, 6, 1))
    assert [each.on for each in found] == sorted({each.on for each in found})
    assert found[0].status.value == "regulated"
    first_ban = next(each for each in found if each.status.value == "banned")
    assert first_ban.on == date(2026, 7, 1)


def test_an_id_that_is_no_place_is_an_error(facts: Facts):
    with pytest.raises(KeyError):
        answers_by_day(facts, "XX", Substance.KRATOM, ON)
