"""A fact is stale the day after its shelf life, no day earlier; each class has its own."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import phonenumbers
import pytest

from pwa.answers import ages
from pwa.answers.ages import (
    ABROAD,
    ANSWERED,
    CLASSES,
    DATED,
    DATED_EMERGENCY,
    EXPECTED,
    PLANNED,
    SEEN,
    US_COUNTY,
    US_FEDERAL,
    US_STATE,
    US_TOWN,
    is_planned,
    law_class,
    number_class,
)
from pwa.answers.change_rates import MOST, ChangeRate, change_rates
from pwa.answers.helplines import emergency_line, lines_for
from pwa.answers.law import answer
from pwa.answers.review import overdue
from pwa.records import (
    CheckKind,
    Confidence,
    Disagreement,
    FactCheck,
    Helpline,
    Kind,
    Permission,
    Place,
    Source,
    SourceReading,
    Status,
    Substance,
)
from tests.answers.making import (
    COUNTRY,
    PLACES,
    STATE,
    TODAY,
    TOWN,
    event,
    facts_of,
    partial,
    record,
    rule,
)

DAY = timedelta(days=1)
FREE = record(COUNTRY, rule("legal", "2020", possession="allowed", sale="allowed"))
LIST = Source("A list", url="https://lists.example/numbers", published="2026-10-01")
OTHER_LIST = Source("Another", url="https://others.example/numbers", published="2026-09")
US = Place("US", "United States", Kind.COUNTRY)


def asked(*records, place=TOWN, on=TODAY):
    return answer(facts_of(*records), place, Substance.KRATOM, on)


def line(**fields):
    given = {
        "id": "a-line",
        "name": "A line",
        "place": "XA",
        "topics": ("crisis",),
        "who": "Anybody.",
        "published": True,
        "confidence": Confidence.HIGH,
        "phone": "+12025550100",
        "as_of": partial("2026-10-01"),
        "sources": (LIST,),
    }
    return Helpline(**given | fields)


def fixed(number, place, topic="emergency", **fields):
    return line(short=number, phone=None, place=place, topics=(topic,), **fields)


def stale_on(helpline, day):
    return ages.is_past(ages.last_day_of_line(helpline, day), day)


def check(kind, on, by="editor"):
    return FactCheck(CheckKind(kind), partial(on), by)


def days_of(helpline):
    """How many days after the first of October 2026 its number is last relied on."""
    return (ages.last_day_of_line(helpline, date(2027, 1, 1)) - date(2026, 10, 1)).days


def test_each_class_has_a_life_and_a_reason_of_its_own():
    assert len({life.name for life in CLASSES}) == len(CLASSES)
    assert all(life.days > 0 and life.why.endswith(".") for life in CLASSES)


def test_numbers_keep_by_how_they_were_looked_at():
    found = {
        "planned": days_of(fixed("7777", "US", sources=(LIST, OTHER_LIST))),
        "dated": days_of(line()),
        "emergency": days_of(fixed("7777", "US")),
        "seen": days_of(line(as_of=None, checks=(check("seen", "2026-10-01"),))),
        "read": days_of(line(as_of=None, checks=(check("read", "2026-10-01"),))),
        "confirmed": days_of(line(as_of=None, checks=(check("confirmed", "2026-10-01"),))),
        "rung": days_of(line(as_of=None, checks=(check("rung", "2026-10-01"),))),
    }
    assert found == {
        "planned": 1826,
        "dated": 180,
        "emergency": 90,
        "seen": 60,
        "read": 180,
        "confirmed": 180,
        "rung": 180,
    }


NUMBERS = [
    ("911", "US", "emergency"),
    ("988", "US", "crisis"),
    ("112", "DE", "emergency"),
    ("999", "GB", "emergency"),
    ("000", "AU", "emergency"),
    ("111", "NZ", "emergency"),
    ("116123", "DE", "crisis"),
    ("116123", "GB", "crisis"),
]


@pytest.mark.parametrize(("number", "place", "topic"), NUMBERS)
@pytest.mark.parametrize("after", [1, 400, 1826, 1827, 2000])
def test_a_number_fixed_by_law_may_not_have_changed_for_five_years(number, place, topic, after):
    helpline = fixed(number, place, topic)
    assert number_class(helpline) is PLANNED
    newest = ages.METADATA_ON.earliest
    assert stale_on(helpline, newest + timedelta(days=after)) == (after > 1826)


@pytest.mark.parametrize("after", [1, 400, 2000])
def test_the_emergency_number_stays_first_however_old(facts, after):
    at = datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(days=after)
    first = emergency_line(facts, "US", at)
    assert first
    assert first.helpline.numbers[0] == "911"
    assert lines_for(facts, "US", at)


def test_one_list_beside_the_metadata_is_enough_and_two_without_it():
    assert is_planned(fixed("911", "US"))
    assert is_planned(fixed("911", "US", sources=(replace(LIST, published=None),)))
    undated = (LIST, replace(OTHER_LIST, published=None))
    assert not is_planned(fixed("7777", "US", sources=undated))
    assert not is_planned(fixed("911", "US", sources=(replace(LIST, basis="background"),)))
    assert not is_planned(fixed("7777", "US"))
    assert is_planned(fixed("7777", "US", sources=(LIST, OTHER_LIST)))


def test_two_lists_of_one_house_are_one():
    twice = (LIST, replace(LIST, url="https://lists.example/more"))
    assert not is_planned(fixed("7777", "US", sources=twice))
    metadata = Source(
        "phonenumbers", url="https://pypi.org/project/phonenumbers/", published="2026"
    )
    assert not is_planned(fixed("7777", "US", sources=(LIST, metadata)))
    assert not is_planned(fixed("911", "US", sources=(metadata,)))


def test_the_metadata_dates_a_fixed_number_whose_other_lists_bear_no_day():
    undated = fixed("911", "US", as_of=None, sources=(replace(LIST, published=None),))
    (look,) = ages.looks(undated, TODAY)
    assert (look.kind, str(look.on)) == (CheckKind.SOURCE_DATE, str(ages.METADATA_ON))
    assert not stale_on(undated, TODAY)
    assert ages.looks(fixed("7777", "US", as_of=None), TODAY) == ()


def test_where_lists_differ_and_the_metadata_is_silent_the_number_is_not_fixed():
    differs = Disagreement(
        "number", SourceReading("7777", "A list"), (SourceReading("117", "UK"),), "more"
    )
    lists = (LIST, OTHER_LIST)
    disputed = fixed("7777", "US", sources=lists, disagreements=(differs,))
    assert number_class(disputed) is DATED_EMERGENCY
    assert is_planned(fixed("911", "HN", sources=lists, disagreements=(differs,)))
    assert is_planned(fixed("911", "US", sources=lists, disagreements=(differs,)))


def test_an_ordinary_short_number_is_not_fixed_by_law():
    assert number_class(fixed("311", "US", "information")) is DATED


def test_a_newer_look_renews_a_number_and_one_still_to_come_does_not():
    old = line(as_of=partial("2020"), checks=(check("rung", "2026-11-01"),))
    assert not stale_on(old, TODAY)
    assert stale_on(old, date(2026, 10, 31))
    assert stale_on(old, date(2026, 11, 1) + ANSWERED.span + DAY)
    assert stale_on(line(as_of=partial("2020"), checks=(check("rung", "2099"),)), TODAY)


def test_of_looks_on_one_day_the_stronger_comes_first():
    both = line(checks=(check("seen", "2026-10-01"), check("rung", "2026-10-01")))
    kinds = [look.kind for look in ages.looks(both, TODAY)]
    assert kinds == [CheckKind.RUNG, CheckKind.SEEN, CheckKind.SOURCE_DATE]


def test_the_day_of_a_source_is_by_who_published_it():
    operator = Source("Contact", publisher="Them", kind="operator", published="2026-10-01")
    looks = ages.looks(line(sources=(LIST, operator)), TODAY)
    assert [(look.kind, look.by) for look in looks] == [(CheckKind.SOURCE_DATE, "Them")]


@pytest.mark.parametrize(
    ("as_of", "counted_from"),
    [
        ("2026-08-12", date(2026, 8, 12)),
        ("2026-08", date(2026, 8, 1)),
        ("2026", date(2026, 1, 1)),
    ],
)
@pytest.mark.parametrize("life", [DATED, SEEN, ABROAD, PLANNED])
def test_a_life_is_counted_from_the_first_day_that_a_date_may_mean(as_of, counted_from, life):
    assert ages.last_day(partial(as_of), life) == counted_from + life.span


def test_a_fact_is_not_stale_on_days_before_it_was_seen():
    assert not stale_on(line(), date(2020, 1, 1))


@pytest.mark.parametrize("day", [date.min, date(2026, 11, 22), date.max])
def test_a_fact_without_a_date_was_never_fresh(day):
    assert stale_on(line(as_of=None), day)


@pytest.mark.parametrize(
    ("place", "life"),
    [
        (US, US_FEDERAL),
        (Place("US-PR", "Puerto Rico", Kind.TERRITORY, "US"), US_STATE),
        (Place("US-IL", "Illinois", Kind.STATE, "US"), US_STATE),
        (Place("US-IL/cook", "Cook", Kind.COUNTY, "US-IL"), US_COUNTY),
        (Place("US-IL/alton", "Alton", Kind.CITY, "US-IL"), US_TOWN),
        (Place("TH", "Thailand", Kind.COUNTRY), ABROAD),
        (Place("INT", "World", Kind.INTERNATIONAL), ABROAD),
    ],
)
def test_law_keeps_by_whose_it_is(place, life):
    assert law_class(record(place.id, rule("legal")), place) is life


def test_law_on_which_a_decision_may_come_any_day_keeps_shorter():
    place, expecting = Place("TH", "Thailand", Kind.COUNTRY), (event("a bill"),)
    assert law_class(record("TH", rule("legal"), expected=expecting), place) is EXPECTED
    dated = (event("a bill", "2027-01-01"),)
    assert law_class(record("TH", rule("legal"), expected=dated), place) is ABROAD
    assert law_class(record("US", rule("legal"), expected=expecting), US).days <= US_FEDERAL.days


def test_a_person_who_read_the_source_renews_the_law():
    read = (check("read", "2026-11-01"),)
    held = record(COUNTRY, rule("legal", "2020"), as_of="2024", checks=read)
    assert asked(held, place=COUNTRY).status is Status.LEGAL
    assert str(asked(held, place=COUNTRY).looked_on) == "2026-11-01"
    assert asked(replace(held, checks=()), place=COUNTRY).status is Status.UNCLEAR


@pytest.mark.parametrize("mild", ["legal", "regulated", "prescription"])
def test_what_is_no_ban_becomes_unclear_the_day_after_its_shelf_life(mild):
    held = record(COUNTRY, rule(mild, "2020", sale="allowed"), as_of="2026-03-01")
    last = date(2026, 3, 1) + ABROAD.span
    fresh, old = asked(held, place=COUNTRY, on=last), asked(held, place=COUNTRY, on=last + DAY)
    assert (fresh.status.value, fresh.sale, fresh.stale) == (mild, Permission.ALLOWED, False)
    assert (old.status.value, old.sale, old.stale) == ("unclear", Permission.UNCLEAR, True)
    assert (old.last_known.value, old.last_known_acts.sale) == (mild, Permission.ALLOWED)
    assert old.is_last_known
    assert not fresh.is_last_known
    assert old.good_until == fresh.good_until == last


def test_a_ban_past_its_shelf_life_stays_a_ban_and_says_that_it_is_old():
    held = record(COUNTRY, rule("banned", "2020", sale="banned"), as_of="2026-03-01")
    last = date(2026, 3, 1) + ABROAD.span
    assert not asked(held, place=COUNTRY, on=last).stale
    old = asked(held, place=COUNTRY, on=last + DAY)
    assert (old.status, old.sale, old.stale) == (Status.BANNED, Permission.BANNED, True)


def test_one_old_level_makes_the_whole_answer_unclear():
    found = asked(FREE, record(STATE, rule("regulated", "2020"), as_of="2025-01"))
    assert (found.status, found.stale, found.decided_by.id) == (Status.UNCLEAR, True, STATE)


def test_a_fresh_ban_is_not_stale_because_another_level_is():
    old = record(STATE, rule("regulated", "2020"), as_of="2025-01")
    assert not asked(FREE, old, record(TOWN, rule("banned", "2020"))).stale


def test_what_is_past_its_life_is_due_and_what_was_rung_is_not():
    old = line(id="old", as_of=partial("2020"))
    rung = line(id="rung", as_of=partial("2020"), checks=(check("rung", "2026-11-01"),))
    found = replace(facts_of(places=PLACES), helplines=(old, rung))
    assert [due.key for due in overdue(found, TODAY)] == ["old"]


def test_changes_are_counted_by_class_within_the_last_years():
    places = (*PLACES, US, Place("US-IL", "Illinois", Kind.STATE, "US"))
    held = record(
        "US-IL", rule("legal", "2010"), rule("regulated", "2024-05"), rule("banned", "2026-02-01")
    )
    found = {rate.life: rate for rate in change_rates(facts_of(held, FREE, places=places))}
    assert (found[US_STATE].records, found[US_STATE].changes) == (1, 2)
    assert (found[ABROAD].records, found[ABROAD].changes) == (1, 0)
    assert found[US_TOWN].chance == 0.0


def test_the_chance_of_a_change_grows_with_the_shelf_life():
    rate = ChangeRate(US_STATE, records=77, changes=53)
    assert rate.a_place_year == pytest.approx(54 / 231)
    assert rate.chance == pytest.approx(0.0916, abs=0.0005)
    assert rate.chance < MOST
    assert ChangeRate(ABROAD, records=77, changes=53).chance > MOST


def test_the_day_of_the_numbering_metadata_is_that_of_the_release_that_we_ship():
    assert phonenumbers.__version__ == ages.METADATA_RELEASE
