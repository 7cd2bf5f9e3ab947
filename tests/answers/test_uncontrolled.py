"""A past period that a source calls uncontrolled is answered as legal, with what one might do."""

from datetime import date

import pytest

from pwa.answers.law import answer
from pwa.records import Permission, Status, Substance
from tests.answers.making import COUNTRY, STATE, facts_of, record, rule

ACTS = ("possession", "sale", "import_")
BAN = rule("banned", "2020-01-01", possession="banned", sale="banned", import_="banned")


def said(day, *rules, place=COUNTRY):
    country = record(COUNTRY, *rules)
    found = answer(facts_of(country), place, Substance.KRATOM, date.fromisoformat(day))
    return found.status.value, *(getattr(found, act).value for act in ACTS)


@pytest.mark.parametrize("day", ["1990-06-01", "2018-05-05", "2019-12-31"])
def test_what_was_not_listed_until_a_day_was_legal_on_all_days_up_to_it(day):
    before = rule("legal", until="2019-12-31", note="Not listed until this day")
    assert said(day, before, BAN) == ("legal", "allowed", "allowed", "allowed")


def test_the_ban_holds_from_its_own_day():
    before = rule("legal", until="2019-12-31")
    assert said("2020-01-01", before, BAN) == ("banned",) * 4


def test_a_period_with_a_start_is_answered_from_then_on_and_unclear_before():
    before = rule("legal", "2015-03-01", note="no law")
    assert said("2016-01-01", before, BAN) == ("legal", "allowed", "allowed", "allowed")
    assert said("2015-02-01", before, BAN) == ("unclear",) * 4


def test_a_period_first_shown_on_a_day_is_unclear_before_that_day():
    before = rule("legal", until="2019-12-31", shown_from="2019-06-01")
    assert said("2019-07-01", before, BAN)[:2] == ("legal", "allowed")
    assert said("2019-05-01", before, BAN) == ("unclear",) * 4


@pytest.mark.parametrize("status", ["prescription", "regulated", "unclear"])
def test_any_other_status_stays_unclear_before_its_last_day(status):
    before = rule(status, until="2019-12-31")
    assert said("2018-01-01", before, BAN) == ("unclear",) * 4


def test_acts_that_the_rule_speaks_of_are_what_it_says():
    before = rule("legal", until="2019-12-31", possession="allowed", sale="regulated")
    assert said("2018-01-01", before, BAN) == ("legal", "allowed", "regulated", "unclear")


def test_a_rule_of_today_that_is_silent_on_acts_allows_none_of_them():
    assert said("2026-11-10", rule("legal", "2015-01-01")) == ("legal", *["unclear"] * 3)


def test_what_holds_again_after_an_order_lapses_allows_nothing_by_its_silence():
    order = rule("banned", "2026-01-01", "2026-10-01", temporary=True, possession="banned")
    found = said("2026-11-10", rule("legal", "2015-01-01"), order)
    assert found[1:] == ("unclear",) * 3


def test_a_day_on_which_the_change_may_have_come_already_is_unclear():
    rough = rule("banned", "2020", possession="banned", sale="banned", import_="banned")
    assert said("2020-05-01", rule("legal", "2015-01-01"), rough) == ("unclear",) * 4


def test_a_state_without_a_law_leaves_borders_to_the_country():
    country = record(COUNTRY, rule("legal", "2010", possession="allowed", sale="allowed"))
    state = record(STATE, rule("legal", "2012-01-01"), BAN)
    found = answer(facts_of(country, state), STATE, Substance.KRATOM, date(2016, 1, 1))
    assert (found.status, found.possession, found.sale) == (
        Status.LEGAL,
        Permission.ALLOWED,
        Permission.ALLOWED,
    )
    assert found.chain[0].import_ is None
    assert found.import_ is Permission.UNCLEAR
