"""The law answer: levels add up, the strictest binding one decides, unknown is never allowed."""

from dataclasses import replace
from datetime import date

import pytest

from pwa.answers.law import answer
from pwa.answers.levels import LevelFinding
from pwa.records import Confidence, Kind, Permission, Place, Status, Substance
from tests.answers.making import (
    COUNTRY,
    COUNTY,
    HAMLET,
    STATE,
    TODAY,
    TOWN,
    VILLAGE,
    event,
    facts_of,
    partial,
    real_facts,
    record,
    rule,
    seven_oh,
)

KRATOM, SEVEN_OH = Substance.KRATOM, Substance.SEVEN_OH
FREE = record(COUNTRY, rule("legal", "2020", possession="allowed", sale="allowed"))


def asked(*records, place=TOWN, substance=KRATOM, on=TODAY):
    return answer(facts_of(*records), place, substance, on)


def status(*records, **asking):
    return asked(*records, **asking).status.value


@pytest.mark.parametrize("substance", list(Substance))
def test_a_country_that_nobody_reviewed_is_unclear_and_says_so(substance):
    found = answer(real_facts(), "AQ", substance, TODAY)
    assert (found.status, found.reviewed) == (Status.UNCLEAR, False)
    assert {found.possession, found.sale, found.import_} == {Permission.UNCLEAR}
    assert [level.finding for level in found.chain] == [LevelFinding.UNRECORDED]
    assert (found.as_of, found.confidence, found.decided_by.id) == (None, None, "AQ")


@pytest.mark.parametrize("place", ["", "xx", "aq", "US-XX", "US-IL/nowhere", "../etc", "US\0"])
def test_an_id_that_is_no_place_is_a_key_error(place):
    with pytest.raises(KeyError):
        answer(real_facts(), place, KRATOM, TODAY)


def test_a_place_without_a_record_answers_by_the_places_it_lies_in():
    found = asked(FREE, record(STATE, rule("regulated", "2021")))
    assert (found.status, found.decided_by.id) == (Status.REGULATED, STATE)
    assert [level.finding for level in found.chain] == [
        LevelFinding.UNRECORDED,
        LevelFinding.RULE,
        LevelFinding.RULE,
    ]
    assert not found.chain[0].binds


@pytest.mark.parametrize(
    ("country", "state", "town", "expected", "decided_by"),
    [
        ("legal", "legal", "banned", "banned", TOWN),
        ("banned", "legal", "legal", "banned", COUNTRY),
        ("legal", "regulated", "legal", "regulated", STATE),
        ("prescription", "regulated", "legal", "prescription", COUNTRY),
        ("unclear", "regulated", "legal", "unclear", COUNTRY),
        ("unclear", "regulated", "banned", "banned", TOWN),
        ("legal", "legal", "legal", "legal", TOWN),
    ],
)
def test_the_strictest_level_decides(country, state, town, expected, decided_by):
    found = asked(
        record(COUNTRY, rule(country, "2020")),
        record(STATE, rule(state, "2020")),
        record(TOWN, rule(town, "2020")),
    )
    assert (found.status.value, found.decided_by.id) == (expected, decided_by)
    assert found.deciding.place.id == decided_by


def test_a_country_without_a_record_leaves_a_legal_state_unclear():
    assert status(record(STATE, rule("legal", "2020"))) == "unclear"
    assert status(record(STATE, rule("banned", "2020"))) == "banned"


def test_a_level_known_for_another_substance_only_leaves_the_answer_open():
    assert status(FREE, seven_oh(TOWN, rule("banned", "2020"))) == "unclear"


def test_a_level_whose_rule_had_not_started_leaves_the_answer_open():
    later = record(TOWN, rule("legal", "2024-01-01"))
    before = asked(FREE, later, on=date(2023, 12, 31))
    assert (before.status, before.chain[0].finding) == (Status.UNCLEAR, LevelFinding.MISSING)
    assert status(FREE, later, on=date(2024, 1, 1)) == "legal"


def test_the_oldest_date_and_the_lowest_confidence_of_the_chain_are_told():
    low = rule("banned", "2020", confidence=Confidence.LOW)
    found = asked(
        record(COUNTRY, rule("legal", "2020"), as_of="2026-10-05"),
        record(STATE, rule("legal", "2020"), as_of="2026-10", confidence=Confidence.MEDIUM),
    )
    assert (found.as_of, found.confidence) == (partial("2026-10"), Confidence.MEDIUM)
    assert asked(FREE, record(TOWN, low)).confidence is Confidence.LOW
    undated = record(TOWN, rule("banned", "2020"), as_of=None, confidence=Confidence.LOW)
    assert asked(FREE, undated).as_of is None


# --- Acts and ages ----------------------------------------------------------------------------


def test_having_selling_and_carrying_in_are_decided_apart():
    found = asked(
        record(COUNTRY, rule("regulated", "2020", import_="banned", sale="regulated")),
        record(STATE, rule("banned", "2020", possession="allowed", sale="banned")),
        record(TOWN, rule("legal", "2020", possession="allowed", sale="allowed")),
    )
    acts = (found.possession.value, found.sale.value, found.import_.value)
    assert acts == ("unclear", "banned", "banned")
    assert found.decided_by.id == STATE


def test_only_the_country_leaves_carrying_in_open_where_it_says_nothing():
    country = record(COUNTRY, rule("legal", "2020", import_="allowed"))
    state = record(STATE, rule("legal", "2020"))
    assert asked(country, state).import_ is Permission.ALLOWED
    assert asked(FREE, state).import_ is Permission.UNCLEAR
    closed = record(STATE, rule("legal", "2020", import_="banned"))
    assert asked(country, closed).import_ is Permission.BANNED


BOTH = ("sale", "possession")


@pytest.mark.parametrize(
    ("state", "town", "expected"),
    [
        ((18, ()), (21, ()), (21, ("sale",))),
        ((21, BOTH), (18, ()), (21, BOTH)),
        ((18, BOTH), (None, ()), (18, BOTH)),
        ((None, ()), (None, ()), (None, ())),
        # Georgia binds having as well; a county that names the same age does not undo it.
        ((21, BOTH), (21, ()), (21, BOTH)),
        ((21, ()), (21, BOTH), (21, BOTH)),
    ],
)
def test_the_highest_age_counts_with_all_that_it_binds(state, town, expected):
    ages = [
        record(place, rule("regulated", "2020", min_age=age, age_binds=binds))
        for place, (age, binds) in ((STATE, state), (TOWN, town))
    ]
    found = asked(FREE, *ages)
    assert (found.min_age, set(found.age_binds)) == (expected[0], set(expected[1]))


def test_a_ban_has_no_age():
    state = record(STATE, rule("regulated", "2020", min_age=21))
    found = asked(FREE, state, record(TOWN, rule("banned", "2020")))
    assert (found.min_age, found.age_binds) == (None, ())


# --- Unions, and the ends of time -------------------------------------------------------------


@pytest.mark.parametrize("place", ["INT", "EU"])
@pytest.mark.parametrize("substance", list(Substance))
@pytest.mark.parametrize("on", ["2021-10-16", "2025-11-01", "2026-11-22", "2030-01-01"])
def test_conventions_and_unions_only_inform(place, substance, on):
    found = answer(real_facts(), place, substance, date.fromisoformat(on))
    assert found.status in (Status.UNCLEAR, Status.BANNED)
    for permission in (found.possession, found.sale, found.import_):
        assert permission in (Permission.UNCLEAR, Permission.BANNED)


def test_a_union_that_bans_is_no_ban_of_a_country():
    union = Place("XE", "Union", Kind.UNION)
    facts = facts_of(record("XE", rule("banned", "2020", sale="banned")), places=(union,))
    assert answer(facts, "XE", KRATOM, TODAY).status is Status.UNCLEAR


@pytest.mark.parametrize("on", [date.min, date(1943, 1, 1), date(2100, 1, 1), date.max])
def test_every_place_has_an_answer_on_any_day(on):
    for place in real_facts().places:
        for substance in Substance:
            found = answer(real_facts(), place, substance, on)
            assert found.decided_by.id in [level.place.id for level in found.chain if level.binds]
            if not found.reviewed:
                assert found.status is Status.UNCLEAR


def test_the_county_is_asked_between_the_town_and_the_state():
    assert [level.place.id for level in asked(FREE, place=HAMLET).chain] == [
        HAMLET,
        COUNTY,
        STATE,
        COUNTRY,
    ]
    assert [level.place.id for level in asked(FREE, place=VILLAGE).chain][1] == COUNTY


# --- 7-OH -------------------------------------------------------------------------------------


def test_seven_oh_is_banned_where_the_plant_is():
    found = asked(record(COUNTRY, rule("banned", "2020", sale="banned")), substance=SEVEN_OH)
    assert (found.status, found.sale) == (Status.BANNED, Permission.BANNED)
    assert found.deciding.through_kratom


@pytest.mark.parametrize("mild", ["legal", "regulated", "prescription", "unclear"])
def test_a_rule_on_the_plant_that_is_no_ban_says_nothing_of_seven_oh(mild):
    found = asked(record(COUNTRY, rule(mild, "2020", sale="allowed")), substance=SEVEN_OH)
    assert (found.status, found.sale) == (Status.UNCLEAR, Permission.UNCLEAR)
    assert found.deciding.finding is LevelFinding.MISSING


@pytest.mark.parametrize("mild", ["legal", "regulated", "prescription"])
def test_a_rule_that_covers_seven_oh_in_words_counts_for_it(mild):
    held = record(COUNTRY, rule(mild, "2020", also_covers=("mitragynine", "7oh")))
    assert status(held, substance=SEVEN_OH) == mild
    only_mitragynine = record(COUNTRY, rule(mild, "2020", also_covers=("mitragynine",)))
    assert status(only_mitragynine, substance=SEVEN_OH) == "unclear"


def test_a_seven_oh_record_wins_over_what_the_plants_record_covers():
    plant = record(COUNTRY, rule("regulated", "2020", also_covers=("7oh",)))
    own = seven_oh(COUNTRY, rule("banned", "2023-01-01"))
    assert status(plant, own, substance=SEVEN_OH) == "banned"
    assert status(plant, own, substance=KRATOM) == "regulated"
    assert status(plant, own, substance=SEVEN_OH, on=date(2022, 12, 31)) == "regulated"


def test_the_fallback_to_the_plant_is_taken_at_each_level_apart():
    country = seven_oh(COUNTRY, rule("legal", "2020"))
    state = record(STATE, rule("regulated", "2020", also_covers=("7oh",)))
    found = asked(FREE, country, state, substance=SEVEN_OH)
    assert found.status is Status.REGULATED
    assert [level.through_kratom for level in found.chain] == [False, True, False]


def test_while_a_seven_oh_ban_may_not_have_started_the_ban_on_the_plant_still_counts():
    plant = record(COUNTRY, rule("banned", "2020-01-01", sale="banned"))
    own = seven_oh(COUNTRY, rule("banned", "2026-05", sale="banned"))
    for day in (date(2026, 4, 30), date(2026, 5, 10), date(2026, 5, 31)):
        found = asked(plant, own, substance=SEVEN_OH, on=day)
        assert (found.status, found.sale) == (Status.BANNED, Permission.BANNED), day


def test_while_a_seven_oh_rule_may_not_have_started_what_the_plants_rule_says_of_it_counts_too():
    plant = rule("regulated", "2020-01-01", import_="banned", also_covers=("7oh",))
    own = seven_oh(COUNTRY, rule("regulated", "2026-05", import_="banned"))
    day = date(2026, 5, 10)
    fresh = asked(record(COUNTRY, plant), own, substance=SEVEN_OH, on=day)
    assert (fresh.status, fresh.import_) == (Status.REGULATED, Permission.BANNED)
    old = asked(record(COUNTRY, plant, as_of="2025-01"), own, substance=SEVEN_OH, on=day)
    assert (old.status, old.import_) == (Status.UNCLEAR, Permission.BANNED)


def test_north_dakota_banned_seven_oh_from_the_day_of_its_order_on_the_plant():
    """The plant, and what is made of it, on 5 August 2026; 7-OH by name "in 2026"."""
    for day in (5, 10, 30, 31):
        found = answer(real_facts(), "US-ND", SEVEN_OH, date(2026, 8, day))
        assert found.status is Status.BANNED, day


# --- Counties and pre-emption -----------------------------------------------------------------

OUTSIDE_TOWNS = record(COUNTY, rule("banned", "2020", unincorporated_only=True))


def test_a_county_rule_for_land_outside_the_towns_spares_a_town_with_a_council():
    found = asked(FREE, OUTSIDE_TOWNS, record(STATE, rule("legal", "2020")), place=VILLAGE)
    assert found.status is Status.LEGAL
    assert [level.binds for level in found.chain] == [False, False, True, True]


@pytest.mark.parametrize("place", [HAMLET, COUNTY])
def test_a_county_rule_for_land_outside_the_towns_binds_a_place_without_a_council(place):
    found = asked(FREE, OUTSIDE_TOWNS, place=place)
    assert (found.status, found.decided_by.id) == (Status.BANNED, COUNTY)


def test_a_county_rule_for_all_its_land_binds_a_town_with_a_council():
    found = asked(FREE, record(COUNTY, rule("banned", "2020")), place=VILLAGE)
    assert (found.status, found.decided_by.id) == (Status.BANNED, COUNTY)
    elsewhere = asked(FREE, record(COUNTY, rule("banned", "2020")), place=TOWN)
    assert elsewhere.status is Status.LEGAL


def test_star_in_mississippi_is_bound_by_its_county_even_without_a_rule_of_its_own():
    facts = real_facts()
    rest = tuple(held for held in facts.law if held.place != "US-MS/star")
    found = answer(replace(facts, law=rest), "US-MS/star", KRATOM, TODAY)
    assert (found.status, found.decided_by.id) == (Status.BANNED, "US-MS/rankin-county")
    assert answer(facts, "US-MS/star", KRATOM, TODAY).decided_by.id == "US-MS/star"


TOWN_BAN = record(TOWN, rule("banned", "2020"))
COUNTY_BAN = record(COUNTY, rule("banned", "2020"))
LOCAL_BANS = {TOWN: TOWN_BAN, COUNTY: COUNTY_BAN, HAMLET: COUNTY_BAN}


def state_that_preempts(since="2024-01-01", as_of="2026-11-01", **fields):
    fields = {"preempts_local": True, **fields}
    return record(STATE, rule("regulated", since, **fields), as_of=as_of)


@pytest.mark.parametrize("place", LOCAL_BANS)
def test_a_state_rule_in_force_that_preempts_frees_of_local_bans(place):
    found = asked(FREE, state_that_preempts(), LOCAL_BANS[place], place=place)
    assert (found.status, found.decided_by.id) == (Status.REGULATED, STATE)
    local = [level for level in found.chain if level.place.kind in (Kind.CITY, Kind.COUNTY)]
    assert {level.preempted_by.id for level in local} == {STATE}
    assert not any(level.binds for level in local)


def test_a_rule_of_the_country_preempts_local_rules_but_not_the_states():
    country = record(COUNTRY, rule("regulated", "2024-01-01", preempts_local=True))
    assert status(country, TOWN_BAN, record(STATE, rule("legal", "2020"))) == "regulated"
    assert status(country, record(STATE, rule("banned", "2020"))) == "banned"


def test_a_county_never_preempts_a_town():
    county = record(COUNTY, rule("legal", "2020", preempts_local=True))
    found = asked(FREE, county, record(VILLAGE, rule("banned", "2020")), place=VILLAGE)
    assert (found.status, found.decided_by.id) == (Status.BANNED, VILLAGE)


@pytest.mark.parametrize(
    "state",
    [
        state_that_preempts(as_of="2025-01-01"),
        state_that_preempts(since="2026-12-01"),
        state_that_preempts(since="2026-11", as_of="2026-11-20"),
        state_that_preempts(since="2026-11", as_of="2026-10-20"),
        record(STATE, rule("unclear", "2024", announced=True, preempts_local=True)),
        record(STATE, rule("unclear", "2024", preempts_local=True)),
        state_that_preempts(preempts_local=False),
        state_that_preempts(preempts_local=None),
    ],
    ids=["stale", "future", "seen later", "seen before", "announced", "unclear", "no", "unsaid"],
)
def test_a_rule_that_may_not_be_in_force_preempts_nothing(state):
    on = date(2026, 11, 10)
    assert asked(FREE, state, TOWN_BAN, on=on).status is Status.BANNED


def test_the_preemption_of_a_rule_that_ended_is_over():
    ended = record(STATE, rule("regulated", "2024", "2026-06-30", preempts_local=True))
    assert status(FREE, ended, TOWN_BAN, on=date(2026, 6, 30)) == "regulated"
    assert status(FREE, ended, TOWN_BAN, on=date(2026, 7, 1)) == "banned"


@pytest.mark.parametrize("expected_on", ["2026-11-13", "2026-11", "2026"])
@pytest.mark.parametrize("status", ["legal", "regulated", "prescription"])
def test_a_decision_that_was_due_and_that_nobody_saw_leaves_nothing_allowed(status, expected_on):
    country = record(
        COUNTRY,
        rule(status, "2020", possession="allowed", sale="allowed", import_="allowed"),
        expected=(event("an order", expected_on),),
    )
    found = asked(country, on=date(2026, 11, 28))
    assert (found.status, found.last_known.value) == (Status.UNCLEAR, status)
    assert {found.possession, found.sale, found.import_} == {Permission.UNCLEAR}
    assert [level.awaited.note for level in found.chain if level.awaited] == ["an order"]
    assert asked(country, on=date(2025, 12, 31)).status.value == status


def test_a_ban_stands_whatever_is_awaited():
    country = record(COUNTRY, rule("banned", "2020"), expected=(event("a bill", "2026-11-13"),))
    assert asked(country, on=date(2026, 11, 28)).status is Status.BANNED


def test_what_came_as_expected_is_awaited_no_more():
    country = record(
        COUNTRY,
        rule("legal", "2020"),
        rule("regulated", "2026-11-13"),
        expected=(event("an order", "2026-11-13"),),
    )
    assert asked(country, on=date(2026, 11, 28)).status is Status.REGULATED


def test_an_answer_names_the_decisions_that_it_hangs_on():
    order = replace(event("an order", "2026-11-13"), looked_on=partial("2026-10-10"))
    bill, later = event("a bill"), event("a vote", "2027-03-01")
    country = record(COUNTRY, rule("legal", "2020"), expected=(later, order))
    state = record(STATE, rule("legal", "2020"), as_of="2026-11-01", expected=(bill,))
    found = asked(country, state, on=date(2026, 11, 28)).expected
    assert [(each.place.id, each.event.note, each.is_due) for each in found] == [
        (STATE, "a bill", False),
        (COUNTRY, "an order", True),
    ]
    assert [str(each.looked_on) for each in found] == ["2026-11-01", "2026-10-10"]
    assert asked(country, on=date(2026, 11, 12)).expected == ()
    assert asked(country, TOWN_BAN, on=date(2026, 11, 28)).expected == ()
