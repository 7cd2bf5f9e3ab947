"""A fact is stale the day after its shelf life, not a day earlier."""

from datetime import date, timedelta

import pytest

from pwa.answers.freshness import EMERGENCY, HELPLINE, LAW, is_stale
from pwa.answers.law import answer
from pwa.records import Permission, Status, Substance
from tests.answers.making import COUNTRY, STATE, TODAY, TOWN, facts_of, partial, record, rule

DAY = timedelta(days=1)
FREE = record(COUNTRY, rule("legal", "2020", possession="allowed", sale="allowed"))


def asked(*records, place=TOWN, on=TODAY):
    return answer(facts_of(*records), place, Substance.KRATOM, on)


def test_law_and_helplines_keep_for_180_days_and_emergency_numbers_for_90():
    assert [life.days for life in (LAW, HELPLINE, EMERGENCY)] == [180, 180, 90]


@pytest.mark.parametrize("shelf_life", [LAW, HELPLINE, EMERGENCY])
@pytest.mark.parametrize(
    ("as_of", "counted_from"),
    [
        ("2026-08-12", date(2026, 8, 12)),
        ("2026-08", date(2026, 8, 1)),
        ("2026", date(2026, 1, 1)),
    ],
)
def test_a_fact_is_stale_from_the_day_after_its_shelf_life(as_of, counted_from, shelf_life):
    last = counted_from + shelf_life
    assert not is_stale(partial(as_of), last, shelf_life)
    assert is_stale(partial(as_of), last + DAY, shelf_life)


def test_a_fact_is_not_stale_on_days_before_it_was_seen():
    assert not is_stale(partial("2026-08-12"), date(2020, 1, 1), LAW)


@pytest.mark.parametrize("day", [date.min, date(2026, 11, 22), date.max])
def test_a_fact_without_a_date_was_never_fresh(day):
    assert is_stale(None, day, LAW)


@pytest.mark.parametrize("mild", ["legal", "regulated", "prescription"])
def test_what_is_no_ban_becomes_unclear_the_day_after_its_shelf_life(mild):
    held = record(COUNTRY, rule(mild, "2020", sale="allowed"), as_of="2026-03-01")
    last = date(2026, 3, 1) + LAW
    fresh, old = asked(held, place=COUNTRY, on=last), asked(held, place=COUNTRY, on=last + DAY)
    assert (fresh.status.value, fresh.sale, fresh.stale) == (mild, Permission.ALLOWED, False)
    assert (old.status.value, old.sale, old.stale) == ("unclear", Permission.UNCLEAR, True)
    assert old.last_known.value == mild


def test_a_ban_past_its_shelf_life_stays_a_ban_and_says_that_it_is_old():
    held = record(COUNTRY, rule("banned", "2020", sale="banned"), as_of="2026-03-01")
    last = date(2026, 3, 1) + LAW
    assert not asked(held, place=COUNTRY, on=last).stale
    old = asked(held, place=COUNTRY, on=last + DAY)
    assert (old.status, old.sale, old.stale) == (Status.BANNED, Permission.BANNED, True)


def test_one_old_level_makes_the_whole_answer_unclear():
    found = asked(FREE, record(STATE, rule("regulated", "2020"), as_of="2026-01"))
    assert (found.status, found.stale, found.decided_by.id) == (Status.UNCLEAR, True, STATE)


def test_a_fresh_ban_is_not_stale_because_another_level_is():
    old = record(STATE, rule("regulated", "2020"), as_of="2026-01")
    assert not asked(FREE, old, record(TOWN, rule("banned", "2020"))).stale
