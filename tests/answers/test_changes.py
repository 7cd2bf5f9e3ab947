"""What is to come stands beside the answer, what has been stands in its history."""

from datetime import date

import pytest

from pwa.answers.law import answer
from pwa.records import Event, Substance
from tests.answers.making import (
    COUNTRY,
    STATE,
    TODAY,
    TOWN,
    event,
    facts_of,
    partial,
    real_facts,
    record,
    rule,
)

KRATOM = Substance.KRATOM


def dated(changes):
    """Each change in short: date, status or None, note."""
    return [
        (str(change.on or ""), change.status and change.status.value, change.note)
        for change in changes
    ]


def asked(*records, place=TOWN, on=TODAY):
    return answer(facts_of(*records), place, KRATOM, on)


def test_upcoming_stands_by_date_over_all_levels_and_the_undated_last():
    town = record(
        TOWN,
        rule("legal", "2020-01-01"),
        rule("banned", "2027-06-01", note="ordinance"),
        expected=(event("a plan"),),
    )
    state = record(STATE, rule("legal", "2020-01-01"), expected=(event("a bill", "2027-02-01"),))
    country = record(
        COUNTRY, rule("legal", "2020-01-01"), rule("banned", "2027-04", instrument="the Act")
    )
    found = asked(town, state, country).upcoming
    assert dated(found) == [
        ("2027-02-01", None, "a bill"),
        ("2027-04", "banned", "the Act"),
        ("2027-06-01", "banned", "ordinance"),
        ("", None, "a plan"),
    ]
    assert [change.place.id for change in found] == [STATE, COUNTRY, TOWN, TOWN]


def test_a_change_leaves_upcoming_on_its_day_and_joins_history():
    held = record(COUNTRY, rule("legal", "2020-01-01"), rule("banned", "2027-06-01", note="Act"))
    the_day_before = asked(held, place=COUNTRY, on=date(2027, 5, 31))
    assert dated(the_day_before.upcoming) == [("2027-06-01", "banned", "Act")]
    assert "2027-06-01" not in [day for day, _, _ in dated(the_day_before.history)]
    on_the_day = asked(held, place=COUNTRY, on=date(2027, 6, 1))
    assert on_the_day.upcoming == ()
    assert dated(on_the_day.history)[0] == ("2027-06-01", "banned", "Act")


def test_what_was_due_and_what_no_rule_accounts_for_stays_to_be_seen():
    due = record(COUNTRY, rule("legal", "2020-01-01"), expected=(event("vote", "2026-11-22"),))
    started = record(
        COUNTRY,
        rule("legal", "2020-01-01"),
        rule("banned", "2026-11-22"),
        expected=(event("vote", "2026-11-22"),),
    )
    for day in (date(2026, 11, 21), date(2027, 6, 1)):
        assert dated(asked(due, place=COUNTRY, on=day).upcoming) == [("2026-11-22", None, "vote")]
    assert asked(started, place=COUNTRY, on=date(2027, 6, 1)).upcoming == ()


def test_a_rule_and_the_notice_of_it_are_told_once():
    """Kentucky's two starts stand among its rules and among what trackers expect."""
    found = answer(real_facts(), "US-KY", KRATOM, TODAY).upcoming
    kentucky = [change for change in dated(found) if change[0]]
    assert [(day, status) for day, status, _ in kentucky] == [
        ("2027-01-01", "unclear"),
        ("2027-07-01", "banned"),
    ]


@pytest.mark.parametrize(
    ("on", "lapses"), [("2026-08-27", True), ("2027-08-26", True), ("2027-08-27", False)]
)
def test_the_end_of_a_temporary_order_is_upcoming_until_it_comes(on, lapses):
    found = answer(real_facts(), "US-MA", KRATOM, date.fromisoformat(on)).upcoming
    ends = [change for change in found if change.lapse]
    note = "Emergency order lapses at the latest, unless made permanent"
    assert dated(ends) == ([("2027-08-27", None, note)] if lapses else [])
    assert [day for day, _, _ in dated(found)].count("2027-08-27") == len(ends)


def test_history_is_newest_first_over_all_levels():
    town = record(TOWN, rule("banned", "2024-03-01", note="ordinance"))
    state = record(
        STATE, rule("legal", "2021", note="opinion"), events=(event("a bill failed", "2025-05"),)
    )
    country = record(COUNTRY, rule("legal", None, "2022-12-31", note="old"), rule("legal", "2023"))
    assert dated(asked(town, state, country).history) == [
        ("2025-05", None, "a bill failed"),
        ("2024-03-01", "banned", "ordinance"),
        ("2023", "legal", None),
        ("2022-12-31", "legal", "old"),
        ("2021", "legal", "opinion"),
    ]


def test_a_rule_known_by_its_last_day_says_so():
    held = record(COUNTRY, rule("legal", None, "2022-12-31", note="old"))
    (change,) = asked(held, place=COUNTRY).history
    assert (change.on, change.until) == (partial("2022-12-31"), partial("2022-12-31"))
    started = record(COUNTRY, rule("legal", "2020", "2022-12-31", note="old"))
    (change,) = asked(started, place=COUNTRY).history
    assert (change.on, change.until) == (partial("2020"), None)


def test_an_event_without_a_date_is_no_history():
    held = record(COUNTRY, rule("legal", "2020"), events=(Event("rumour"),))
    assert dated(asked(held, place=COUNTRY).history) == [("2020", "legal", None)]


def test_thailand_tells_its_whole_history():
    found = answer(real_facts(), "TH", KRATOM, TODAY).history
    assert [(day, status) for day, status, _ in dated(found)] == [
        ("2025-10-12", None),
        ("2022-08-27", "regulated"),
        ("2021-08-24", "legal"),
        ("1979", None),
        ("1943", "banned"),
    ]
    assert all(change.note for change in found)


def test_nothing_of_the_real_facts_is_both_past_and_to_come():
    for place in real_facts().law_by_place:
        for substance in Substance:
            found = answer(real_facts(), place, substance, TODAY)
            assert all(change.on.earliest <= TODAY for change in found.history)
            rules = [change for change in found.upcoming if change.status]
            assert all(change.on.latest > TODAY for change in rules)
