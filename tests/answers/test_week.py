from dataclasses import replace
from datetime import date

from pwa.answers.hours import is_open
from pwa.answers.week import other_weeks, runs, week_of
from pwa.records import Facts

ON = date(2026, 11, 22)


def line(facts: Facts, hours: str | None, zone: str | None = "America/New_York"):
    some = next(each for each in facts.helplines if each.place == "US")
    return replace(some, hours=hours, timezone=zone)


def test_weekdays_with_the_same_hours_stand_together(facts):
    week = week_of(line(facts, "Mo-Fr 08:00-22:00; Sa-Su 17:00-22:00"), ON)
    assert list(runs(week)) == [([0, 1, 2, 3, 4], ((480, 1320),)), ([5, 6], ((1020, 1320),))]


def test_a_span_past_midnight_belongs_to_the_day_on_which_it_begins(facts):
    week = week_of(line(facts, "Mo-Su 15:30-00:30"), ON)
    assert week.usual == (((930, 1470),),) * 7
    assert week.other == ()


def test_public_holidays_are_listed_apart(facts):
    week = week_of(line(facts, "Mo-Fr 10:00-24:00; PH off"), ON)
    other = dict(week.other)
    assert other[date(2026, 11, 26)] == ()
    assert date(2026, 11, 27) not in other


def test_lines_that_are_always_open_or_of_unknown_hours_have_no_week(facts):
    assert week_of(line(facts, "24/7"), ON) is None
    assert week_of(line(facts, None), ON) is None


def test_the_week_agrees_with_the_hours_for_every_line_at_many_moments(facts):
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    for each in facts.helplines:
        week = week_of(each, ON) if each.published else None
        if week is None:
            continue
        other = dict(week.other)
        for step in range(0, 400 * 24, 37):
            at = datetime(2026, 11, 23, tzinfo=ZoneInfo(week.zone)) + timedelta(hours=step)
            if at.date() >= date(2027, 12, 20):
                break
            minute = at.hour * 60 + at.minute

            def spans(day, week=week, other=other):
                return other.get(day, week.usual[day.weekday()])

            yesterday = at.date() - timedelta(days=1)
            expected = any(a <= minute < b for a, b in spans(at.date())) or any(
                a <= minute + 1440 < b for a, b in spans(yesterday)
            )
            assert expected == is_open(each, at), f"{each.id} at {at}"


def test_the_days_that_differ_are_the_same_all_year_and_reach_over_the_horizon(facts):
    holidays = line(facts, "Mo-Fr 10:00-24:00; PH off")
    first, last = week_of(holidays, date(2026, 1, 1)), week_of(holidays, date(2026, 12, 31))
    assert first == last
    assert dict(last.other)[date(2028, 1, 17)] == ()
    assert other_weeks(holidays, ON) == (date(2027, 1, 1),)
    assert week_of(holidays, date(2027, 1, 1)) != last
    assert other_weeks(line(facts, "Mo-Fr 10:00-24:00"), ON) == ()
