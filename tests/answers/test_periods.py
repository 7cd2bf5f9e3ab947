"""Which rule holds on a day: real changes to the day, and starts that are known only roughly."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from pwa.answers.law import answer
from pwa.answers.levels import LevelFinding
from pwa.answers.periods import last_day, standing
from pwa.records import Permission, Status, Substance
from tests.answers.making import (
    COUNTRY,
    STATE,
    TODAY,
    event,
    facts_of,
    partial,
    real_facts,
    record,
    rule,
)

KRATOM, SEVEN_OH = Substance.KRATOM, Substance.SEVEN_OH
DAY = timedelta(days=1)


def on(text):
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("place", "first_day", "before", "after"),
    [
        ("US-TN", "2026-07-01", "regulated", "banned"),
        ("US-TN", "2018-07-01", "legal", "regulated"),
        ("US-KS", "2026-07-01", "legal", "banned"),
        ("US-RI", "2026-04-01", "banned", "regulated"),
        ("SE", "2025-03-11", "regulated", "banned"),
        ("FI", "2016-04-01", "prescription", "banned"),
        ("FR", "2020-01-01", "legal", "banned"),
        ("TH", "2021-08-24", "banned", "legal"),
        ("TH", "2022-08-27", "legal", "regulated"),
    ],
)
def test_the_answer_changes_on_the_very_day(place, first_day, before, after):
    day_before = answer(real_facts(), place, KRATOM, on(first_day) - DAY)
    first = answer(real_facts(), place, KRATOM, on(first_day))
    assert (day_before.status.value, first.status.value) == (before, after)
    assert day_before.decided_by.id == first.decided_by.id == place


def exact_changes():
    """Every change of rule in the real facts whose day is known, with the rule before it."""
    for held in real_facts().law:
        for older, newer in pairwise(held.rules):
            if newer.valid_from and newer.valid_from.precision == "day":
                yield pytest.param(held, older, newer, id=f"{held.place} {newer.valid_from}")


CHANGES = list(exact_changes())


@pytest.mark.parametrize(("held", "older", "newer"), CHANGES)
def test_each_change_takes_effect_on_its_day_and_not_a_day_earlier(held, older, newer):
    first = newer.valid_from.earliest
    before = answer(real_facts(), held.place, held.substance, first - DAY).chain[0]
    after = answer(real_facts(), held.place, held.substance, first).chain[0]
    assert (before.rule, before.last_known, before.finding) == (
        older,
        older.status,
        LevelFinding.RULE,
    )
    assert (after.rule, after.last_known, after.finding) == (newer, newer.status, LevelFinding.RULE)


@pytest.mark.parametrize(
    ("place", "last"), [("US-MA", "2027-08-26"), ("US-ND", "2027-01-31")], ids=str
)
def test_a_temporary_order_lapses_the_day_after_its_last(place, last):
    on_last = answer(real_facts(), place, KRATOM, on(last))
    assert (on_last.status, on_last.needs_review) == (Status.BANNED, False)
    next_day = answer(real_facts(), place, KRATOM, on(last) + DAY)
    assert (next_day.status, next_day.needs_review) == (Status.UNCLEAR, True)
    level = next_day.chain[0]
    assert (level.finding, level.last_known) == (LevelFinding.LAPSED, Status.LEGAL)


@pytest.mark.parametrize(
    ("place", "last"), [("US-MA", "2027-08-26"), ("US-ND", "2027-01-31")], ids=str
)
def test_a_rule_that_holds_again_does_not_end_in_the_past(place, last):
    day = on(last) + DAY
    level = answer(real_facts(), place, KRATOM, day).chain[0]
    assert level.valid_to is None or level.valid_to.latest >= day


def test_a_year_alone_is_unclear_until_a_source_shows_the_rule_to_hold():
    """Orange, California: allowed in January 2026, banned some time in 2026, seen in August."""
    day, levels = on("2026-01-13"), []
    while day < TODAY:
        found = answer(real_facts(), "US-CA/orange", KRATOM, day)
        levels.append((day, found.chain[0].status))
        assert found.status in (Status.UNCLEAR, Status.BANNED), day
        assert found.sale in (Permission.UNCLEAR, Permission.BANNED), day
        day += DAY
    banned = [day for day, status in levels if status is Status.BANNED]
    assert banned[0] == on("2026-08-31")
    assert len(banned) == (TODAY - banned[0]).days
    assert answer(real_facts(), "US-CA/orange", KRATOM, on("2026-03-15")).chain[0].finding is (
        LevelFinding.CHANGING
    )


OLD, NEW = rule("regulated", "2020-01-01"), rule("banned", "2026-05")


@pytest.mark.parametrize(
    ("as_of", "day", "possible"),
    [
        ("2026-03-01", "2019-12-31", (None,)),
        ("2026-03-01", "2020-01-01", (OLD,)),
        ("2026-10-01", "2026-04-30", (OLD,)),
        ("2026-10-01", "2026-05-01", (OLD, NEW)),
        ("2026-10-01", "2026-05-30", (OLD, NEW)),
        ("2026-10-01", "2026-05-31", (NEW,)),
        # The record was seen to hold before the window closes.
        ("2026-05-20", "2026-05-19", (OLD, NEW)),
        ("2026-05-20", "2026-05-20", (NEW,)),
        # A source from before the window opens cannot have shown the new rule to hold.
        ("2026-04-20", "2026-05-01", (OLD, NEW)),
        ("2026-04-20", "2026-05-30", (OLD, NEW)),
        ("2026-04-20", "2026-05-31", (NEW,)),
    ],
)
def test_inside_its_window_a_month_leaves_both_rules_possible(as_of, day, possible):
    assert standing(record("XA", OLD, NEW, as_of=as_of), on(day)).possible == possible


def test_a_milder_rule_is_not_taken_for_granted_on_the_first_day_of_its_month():
    """Seen in August, milder "in October": on 5 October nobody knows yet."""
    held = record("XA", rule("banned", "2020-01-01"), rule("legal", "2026-10"), as_of="2026-08")
    assert standing(held, on("2026-09-30")).status is Status.BANNED
    assert standing(held, on("2026-10-05")).status is Status.UNCLEAR
    assert standing(held, on("2026-10-31")).status is Status.LEGAL


def test_what_both_rules_say_holds_inside_the_window_too():
    older = rule("banned", "2020-01-01", sale="banned", possession="allowed")
    newer = rule("banned", "2026-05", sale="banned", possession="banned")
    found = standing(record("XA", older, newer), on("2026-05-10"))
    assert not found.is_certain
    assert (found.status, found.permission("sale")) == (Status.BANNED, Permission.BANNED)
    assert found.permission("possession") is Permission.UNCLEAR
    assert found.permission("import_") is None


def test_an_unknown_start_is_known_from_the_day_on_which_the_rule_was_seen():
    held = record("XA", rule("banned"), as_of="2026-08-15")
    assert standing(held, on("2026-08-14")).possible == (None, held.rules[0])
    assert standing(held, on("2026-08-14")).status is Status.UNCLEAR
    assert standing(held, on("2026-08-15")).possible == held.rules


def test_an_unknown_start_is_known_from_the_day_on_which_it_was_first_shown():
    held = record("XA", rule("banned", shown_from="2021-10-15"), as_of="2026-08-15")
    assert standing(held, on("2021-10-14")).possible == (None, held.rules[0])
    assert standing(held, on("2021-10-15")).possible == held.rules


def test_a_rule_with_a_last_day_alone_surely_held_on_that_day():
    held = record("XA", rule("regulated", None, "2019-12-31"), rule("banned", "2020-01-01"))
    assert standing(held, on("2019-12-30")).possible == (None, held.rules[0])
    assert standing(held, on("2019-12-31")).possible == (held.rules[0],)
    assert standing(held, on("2020-01-01")).possible == (held.rules[1],)


def test_a_rule_that_ended_leaves_nothing_known():
    held = record("XA", rule("legal", "2019-01-01", "2020-06-30"))
    assert standing(held, on("2020-06-30")).rule == held.rules[0]
    ended = standing(held, on("2020-07-01"))
    assert (ended.rule, ended.status, ended.lapsed) == (None, Status.UNCLEAR, False)


def test_a_temporary_rule_gives_way_to_the_last_lasting_one():
    lasting = rule("regulated", "2020-01-01")
    order = rule("banned", "2026-01-01", "2026-06-30", temporary=True)
    again = rule("banned", "2026-07-01", "2026-09-30", temporary=True)
    held = record("XA", lasting, order, again)
    assert standing(held, on("2026-07-01")).possible == (again,)
    lapsed = standing(held, on("2026-10-01"))
    assert (lapsed.possible, lapsed.lapsed) == ((lasting,), True)


def test_a_temporary_rule_gives_way_to_the_rule_that_stood_the_day_before_it():
    lasting = rule("regulated", None, "2025-12-31")
    order = rule("banned", "2026-01-01", "2026-06-30", temporary=True)
    assert standing(record("XA", lasting, order), on("2026-07-01")).possible == (lasting,)


def test_a_temporary_rule_does_not_bring_back_what_had_ended_before_it():
    """A licence that ran out in 2020 was no law when an order came in 2026."""
    ended = rule("regulated", "2018-01-01", "2020-12-31")
    order = rule("banned", "2026-01-01", "2026-06-30", temporary=True)
    lapsed = standing(record("XA", ended, order), on("2026-07-01"))
    assert (lapsed.status, lapsed.lapsed) == (Status.UNCLEAR, True)


def test_an_end_known_to_the_month_is_open_for_that_month():
    lasting = rule("legal", "2020-01-01")
    order = rule("banned", "2026-01-01", "2026-06", temporary=True)
    held = record("XA", lasting, order)
    assert standing(held, on("2026-06-01")).possible == (order,)
    assert standing(held, on("2026-06-02")).possible == (lasting, order)
    assert standing(held, on("2026-06-30")).status is Status.UNCLEAR
    assert standing(held, on("2026-07-01")).possible == (lasting,)


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "2020-12-31"), (1, "2023"), (2, "2025-06"), (3, None)]
)
def test_a_rule_lasts_until_the_next_one_starts(number, expected):
    held = record(
        "XA",
        rule("legal", "2019"),
        rule("regulated", "2021-01-01"),
        rule("banned", "2023", "2025-06"),
        rule("legal", "2026-01-01"),
    )
    assert last_day(held, held.rules[number]) == partial(expected)


def test_events_change_no_rule():
    held = record("XA", rule("legal", "2020-01-01"), events=(event("a vote", "2026-01-01"),))
    assert standing(held, on("2026-01-02")).possible == held.rules


FREE = record(COUNTRY, rule("legal", "2020", sale="allowed"))


def asked(held, substance=KRATOM, on=TODAY):
    return answer(facts_of(FREE, held), STATE, substance, on)


ORDER = rule("banned", "2026-08-27", "2026-11-21", temporary=True, sale="banned")


def test_an_order_that_lapsed_gives_back_the_old_rule_and_asks_for_review():
    held = record(STATE, rule("legal", "2020", sale="allowed"), ORDER)
    in_force = asked(held, on=date(2026, 11, 21))
    assert (in_force.status, in_force.needs_review) == (Status.BANNED, False)
    lapsed = asked(held, on=date(2026, 11, 22))
    assert (lapsed.status, lapsed.needs_review) == (Status.LEGAL, True)


@pytest.mark.parametrize("substance", list(Substance))
def test_an_order_that_lapsed_to_nothing_known_asks_for_review_too(substance):
    lapsed = asked(record(STATE, ORDER), substance)
    assert (lapsed.status, lapsed.needs_review) == (Status.UNCLEAR, True)
