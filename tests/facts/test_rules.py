"""Each rule for facts, broken on purpose: exactly that fault comes out, with file, key and rule."""

import shutil
from dataclasses import replace

import pytest

from pwa.dates import PartialDate
from pwa.errors import FactError, Fault
from pwa.facts import check_facts, read_facts
from pwa.records import Confidence, Kind, Map, Permission, Place, Source, Status
from tests.sample import SAMPLE

FACTS = read_facts(SAMPLE)
TENNESSEE = FACTS.law_by_place["US-TN"]["kratom"]
LINES = {line.id: line for line in FACTS.helplines}
FRANK = LINES["gb-frank"]
ADDRESS = "https://example.org"


def partial(text):
    return PartialDate.parse(text)


def faults_in(law=(), helplines=(), **changes):
    """What is wrong with a few records among the real places, codes and nothing else."""
    planted = replace(FACTS, law=tuple(law), helplines=tuple(helplines), maps={}, **changes)
    with pytest.raises(FactError) as caught:
        check_facts(planted)
    return caught.value.faults


def test_the_real_facts_break_no_rule():
    check_facts(FACTS)


def with_rules(*changes):
    """Tennessee with changes to its rules, counted from the last one."""
    rules = list(TENNESSEE.rules)
    for number, change in enumerate(changes, start=1):
        rules[-number] = replace(rules[-number], **change)
    return replace(TENNESSEE, rules=tuple(rules))


def sources_with(basis):
    return tuple(replace(source, basis=basis) for source in TENNESSEE.sources)


@pytest.mark.parametrize(
    ("record", "rule"),
    [
        (replace(TENNESSEE, follows=("US-XX",)), "US-XX is not a known place"),
        (replace(TENNESSEE, rules=()), "needs at least one rule"),
        (replace(TENNESSEE, as_of=None), "without as_of the confidence must be low"),
        (
            replace(TENNESSEE, as_of=partial("2026-11-23")),
            "as_of lies after the day on which the file was researched",
        ),
        (
            replace(TENNESSEE, sources=sources_with("background")),
            "an answer other than unclear needs a source that was seen",
        ),
        (
            replace(TENNESSEE, sources=()),
            "an answer other than unclear needs a source that was seen",
        ),
        (with_rules({"temporary": True}), "a temporary rule needs valid_to"),
        (
            with_rules({"valid_to": partial("2026-06-30")}),
            "the rule ends (2026-06-30) before it starts (2026-07-01)",
        ),
        (
            with_rules({}, {"status": Status.LEGAL, "possession": Permission.BANNED}),
            "a rule that is legal cannot ban having or selling",
        ),
        (
            with_rules({}, {"status": Status.LEGAL, "sale": Permission.BANNED}),
            "a rule that is legal cannot ban having or selling",
        ),
        (with_rules({"sale": Permission.ALLOWED}), "a rule that bans cannot allow selling"),
        (with_rules({"sale": Permission.REGULATED}), "a rule that bans cannot allow selling"),
        (with_rules({"min_age": 12}), "min_age 12 is not a legal age"),
        (with_rules({"min_age": 15}), "min_age 15 is not a legal age"),
        (with_rules({"min_age": 26}), "min_age 26 is not a legal age"),
        (with_rules({"age_binds": ("import",)}), "age_binds names sale or possession"),
        (with_rules({"summary": None, "note": None}), "a rule needs a summary or a note"),
        (
            with_rules({}, {"valid_to": partial("2026-07-01")}),
            "the rule to 2026-07-01 overlaps the one from 2026-07-01",
        ),
        (
            with_rules({"valid_from": partial("2018-07-01")}),
            "the rule from 2018-07-01 does not come after the one from 2018-07-01",
        ),
        (
            with_rules({"valid_from": partial("2018")}, {"valid_from": partial("2018-12-31")}),
            "the rule from 2018 does not come after the one from 2018-12-31",
        ),
    ],
)
def test_a_fault_in_a_law_record_is_found(record, rule):
    assert faults_in([record]) == (Fault("law/us-tn.toml", "US-TN kratom", rule),)


@pytest.mark.parametrize("age", [16, 25])
def test_legal_ages_reach_from_16_to_25(age):
    check_facts(replace(FACTS, law=(with_rules({"min_age": age}),), helplines=(), maps={}))


def test_an_unclear_record_may_rest_on_background_alone():
    unclear = replace(TENNESSEE.rules[0], status=Status.UNCLEAR)
    record = replace(TENNESSEE, rules=(unclear,), sources=sources_with("background"))
    check_facts(replace(FACTS, law=(record,), helplines=(), maps={}))


# Three rules, the middle one without a known start.
UNDATED = {"valid_from": None, "valid_to": None}


@pytest.mark.parametrize(
    "record",
    [
        with_rules({"valid_from": partial("2010")}, UNDATED),
        with_rules({}, UNDATED, {"valid_to": partial("2030")}),
        with_rules({}, {"valid_from": None, "valid_to": partial("2016-12-31")}),
    ],
    ids=["order", "overlap", "ends before the one before it starts"],
)
def test_a_rule_without_a_start_hides_no_fault_of_order(record):
    assert {fault.key for fault in faults_in([record])} == {"US-TN kratom"}


def test_a_law_record_of_an_unknown_place_is_found():
    fault = Fault("law/us-tn.toml", "US-XX kratom", "US-XX is not a known place")
    assert faults_in([replace(TENNESSEE, place="US-XX")]) == (fault,)


def test_two_law_records_of_one_place_and_substance_are_both_named():
    other = replace(TENNESSEE, file="law/us.toml")
    assert faults_in([TENNESSEE, other]) == (
        Fault("law/us-tn.toml", "US-TN kratom", "stands more than once"),
        Fault("law/us.toml", "US-TN kratom", "stands more than once"),
    )


def test_two_helplines_with_one_id_are_both_named():
    other = replace(FRANK, file="helplines/ie.toml")
    assert faults_in(helplines=[FRANK, other]) == (
        Fault("helplines/gb.toml", "gb-frank", "the id stands more than once"),
        Fault("helplines/ie.toml", "gb-frank", "the id stands more than once"),
    )


BAD_ID = "an id is ISO 3166-1, ISO 3166-2 or state/slug"


@pytest.mark.parametrize(
    ("place", "rule"),
    [
        (Place("usa", "X", Kind.COUNTRY), BAD_ID),
        (
            Place("US-TN/A B", "X", Kind.CITY, "US-TN"),
            BAD_ID,
        ),
        (Place("US-XX", "X", Kind.STATE, "XX"), "lies in XX, which is not a known place"),
        (
            Place("US-TN/x", "X", Kind.CITY, "US-TN", county="US-TN/y"),
            "lies in US-TN/y, which is not a known place",
        ),
        (Place("US-XX", "X", Kind.STATE), "a state needs a parent"),
        (Place("US-TN/x", "X", Kind.COUNTY), "a county needs a parent"),
        (Place("US-TN/x", "X", Kind.CITY), "a city needs a parent"),
    ],
)
def test_a_fault_in_a_place_is_found(place, rule):
    faults = faults_in(places={**FACTS.places, place.id: place})
    assert faults == (Fault("places.toml", place.id, rule),)


def test_a_place_that_lies_in_itself_is_found():
    """Whoever walks up from such a place never arrives."""
    town = Place("US-TN/x", "X", Kind.COUNTY, "US-TN", county="US-TN/x")
    above = replace(FACTS.places["US"], parent="US-TN")
    for loop in ({"US-TN/x": town}, {"US": above}):
        faults = faults_in(places={**FACTS.places, **loop})
        assert set(loop) <= {fault.key for fault in faults}


def test_a_map_of_an_unknown_place_is_found():
    drawing = {"moon": Map("0 0 1 1", "x", {"US": "m0 0z", "XX": "m0 0z"})}
    with pytest.raises(FactError) as caught:
        check_facts(replace(FACTS, law=(), helplines=(), maps=drawing))
    assert caught.value.faults == (Fault("maps/moon.toml", "XX", "is not a known place"),)


NO_ZONE = "hours do not parse: hours other than 24/7 need a timezone"
UNREACHABLE = {"phone": None, "sms": None, "chat_url": None, "web_url": None}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"topics": ("crisis", "shopping")}, "unknown topic shopping"),
        ({"topics": ()}, "needs a topic"),
        ({"cost": "cheap"}, "cost is one of free, local-rate, paid, unknown"),
        ({"confidence": Confidence.LOW}, "a line of low confidence cannot be published"),
        ({"sources": ()}, "needs a source"),
        (UNREACHABLE, "a published line needs a number, a chat or a website"),
        ({"as_of": partial("1970")}, "as_of 1970 is not the date of a source"),
        ({"web_url": "javascript:alert(1)"}, "javascript:alert(1) is not a web address"),
        ({"chat_url": "www.example.org"}, "www.example.org is not a web address"),
        ({"timezone": "Europe/Londen"}, "Europe/Londen is not a time zone"),
        ({"timezone": "../etc/passwd"}, "../etc/passwd is not a time zone"),
        ({"hours": "Mo-Fr 09:00-17:00"}, NO_ZONE),
    ],
)
def test_a_fault_in_a_helpline_is_found(changes, rule):
    faults = faults_in(helplines=[replace(FRANK, **changes)])
    assert faults == (Fault("helplines/gb.toml", "gb-frank", rule),)


@pytest.mark.parametrize("hours", ["Mo-Fr 9 to 5", "Mo-Fr 25:00-26:99", "daily", "09:00-"])
def test_hours_that_do_not_parse_are_found(hours):
    line = replace(FRANK, hours=hours, timezone="Europe/London")
    (fault,) = faults_in(helplines=[line])
    assert (fault.file, fault.key) == ("helplines/gb.toml", "gb-frank")
    assert fault.rule.startswith("hours do not parse: ")


def test_a_helpline_of_an_unknown_place_is_found():
    line = replace(FRANK, place="GB-XX")
    assert faults_in(helplines=[line])[0].rule == "GB-XX is not a known place"


def test_a_line_that_is_not_published_may_be_low_and_out_of_reach():
    line = replace(FRANK, **UNREACHABLE, confidence=Confidence.LOW, published=False)
    check_facts(replace(FACTS, law=(), helplines=(line,), maps={}))


PAGE = "https://example.org/page"
WORDLESS = {"phone": None, "short": None, "alt_phones": (), "sms": None, "whatsapp": None}


def watched(record, **changes):
    """A record that rests on one source."""
    return replace(record, sources=(Source("A page", url=PAGE, **changes),))


def uncited(record):
    return replace(record, rules=tuple(replace(rule, instrument="An Act") for rule in record.rules))


NEED_EACH_OTHER = f'{PAGE}: watch = "none" and unwatched_because need each other'
OF_EVERY_SOURCE = (
    ({"watch": "none"}, NEED_EACH_OTHER),
    ({"unwatched_because": "It is a picture."}, NEED_EACH_OTHER),
    (
        {"shows": ("7-OH",), "watch": "none", "unwatched_because": "It is a picture."},
        f"{PAGE} is not watched, so it has no shows",
    ),
    ({"shows": ("7-OH",), "living": False}, f"{PAGE} is not living, so it has no shows"),
    ({"shows": ("",)}, f"{PAGE}: shows holds words, with no blanks around them"),
    ({"shows": ("7-OH ",)}, f"{PAGE}: shows holds words, with no blanks around them"),
)


@pytest.mark.parametrize(("changes", "rule"), OF_EVERY_SOURCE)
def test_a_fault_in_how_a_source_is_watched_is_found(changes, rule):
    law, line = watched(TENNESSEE, **changes), watched(FRANK, **changes)
    assert faults_in(law=[law]) == (Fault(TENNESSEE.file, TENNESSEE.key, rule),)
    assert faults_in(helplines=[line]) == (Fault(FRANK.file, FRANK.key, rule),)


@pytest.mark.parametrize(
    ("record", "rule"),
    [
        (
            watched(uncited(TENNESSEE), living=True),
            f'{PAGE} is living, so it needs shows or watch = "none"',
        ),
        (
            watched(TENNESSEE, rules=("1999",)),
            f"{PAGE} shows the rule 1999, which is not there",
        ),
        (
            replace(TENNESSEE, sources=(Source("A list", living=True, shows=("7-OH",)),)),
            "A list is living, so it needs a url",
        ),
    ],
)
def test_a_fault_in_what_a_source_of_law_shows_is_found(record, rule):
    assert faults_in(law=[record]) == (Fault(record.file, record.key, rule),)


def test_rules_that_start_together_cannot_be_told_apart_by_a_source():
    last = TENNESSEE.rules[-1]
    twice = replace(last, valid_from=None, shown_from=None, valid_to=None)
    record = watched(replace(TENNESSEE, rules=(twice, twice)), rules=("undated",))
    assert [fault.rule for fault in faults_in(law=[record])] == [
        "sources name rules, and several have the key undated"
    ]


def test_a_fault_in_what_a_source_of_a_helpline_shows_is_found():
    chat = replace(FRANK, chat_url=ADDRESS, **WORDLESS)
    assert faults_in(helplines=[watched(chat, living=True)]) == (
        Fault(FRANK.file, FRANK.key, f'{PAGE} is living, so it needs shows or watch = "none"'),
    )
    assert faults_in(helplines=[watched(FRANK, rules=("2026",))]) == (
        Fault(FRANK.file, FRANK.key, f"{PAGE} names rules, which only a law record has"),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"living": False},
        {"living": True, "shows": ("kratom", "39-17-452")},
        {"living": True, "watch": "none", "unwatched_because": "It is a picture."},
        {"watch": "none", "unwatched_because": "It is a picture."},
        {"shows": ("kratom",)},
    ],
)
def test_a_source_may_say_how_it_is_watched(changes):
    cited = replace(TENNESSEE.rules[-1], instrument="Tenn. Code 39-17-452")
    law = replace(TENNESSEE, rules=(*TENNESSEE.rules[:-1], cited))
    records = {
        "law": (watched(uncited(law), **changes),),
        "helplines": (watched(FRANK, **changes),),
    }
    check_facts(replace(FACTS, maps={}, **records))


def test_numbers_and_citations_are_words_enough_for_a_living_source():
    cited = replace(TENNESSEE.rules[-1], instrument="Tenn. Code 39-17-452")
    law = replace(TENNESSEE, rules=(*TENNESSEE.rules[:-1], cited))
    shown = watched(law, living=True, rules=(cited.key,))
    check_facts(replace(FACTS, maps={}, law=(shown,), helplines=(watched(FRANK, living=True),)))


def test_faults_of_several_real_files_come_together(tmp_path):
    folder = tmp_path / "facts"
    shutil.copytree(SAMPLE, folder)
    planted = {
        "law/th.toml": ('valid_from = "2021-08-24"', 'valid_from = "2023"'),
        "law/us-ga.toml": ("min_age = 21", "min_age = 12"),
        "helplines/th.toml": ('cost = "free"', 'cost = "cheap"'),
        "places.toml": ('parent = "US-MS"', 'parent = "US-MM"'),
        "maps/world.toml": ("AU = ", "AQQ = "),
    }
    for path, (old, new) in planted.items():
        text = (folder / path).read_text("utf-8")
        assert old in text
        (folder / path).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FactError) as caught:
        check_facts(read_facts(folder))
    assert {fault.file for fault in caught.value.faults} == set(planted)
    assert len(caught.value.faults) == len(planted)
