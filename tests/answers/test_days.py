"""The turning days are held against every day of the horizon."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from pwa.answers.days import HORIZON, answers_by_day, days_of_other_answers, turning_days
from pwa.answers.law import LawAnswer, answer
from pwa.records import Facts, Substance
from tests.answers.making import COUNTRY, facts_of, record, rule

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


def test_what_an_answer_and_its_later_ones_say_differs_on_no_other_days():
    """A ban that begins beyond the horizon comes into sight of a page on some day."""
    facts = facts_of(record(COUNTRY, rule("legal", "2020"), rule("banned", "2028-03-05")))
    days = days_of_other_answers(facts, [COUNTRY])

    def all_said(day):
        first, *later = answers_by_day(facts, COUNTRY, Substance.KRATOM, day)
        return said(first), [(each.on, said(each)) for each in later]

    changed = set()
    for ahead in range(HORIZON.days):
        day = ON + timedelta(days=ahead)
        if all_said(day + timedelta(days=1)) != all_said(day):
            changed.add(day + timedelta(days=1))
    assert date(2028, 3, 5) - HORIZON in changed
    assert changed <= days


def test_the_first_answer_is_todays_and_each_later_one_begins_on_its_day(facts: Facts):
    found = answers_by_day(facts, "US-TN", Substance.KRATOM, date(2026, 6, 1))
    assert [each.on for each in found] == sorted({each.on for each in found})
    assert found[0].status.value == "regulated"
    first_ban = next(each for each in found if each.status.value == "banned")
    assert first_ban.on == date(2026, 7, 1)


def test_an_id_that_is_no_place_is_an_error(facts: Facts):
    with pytest.raises(KeyError):
        answers_by_day(facts, "XX", Substance.KRATOM, ON)
