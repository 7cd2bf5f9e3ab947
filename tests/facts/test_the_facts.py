"""The facts that we ship, counted against the research round of 2026-11-22 that they come from."""

import re
from collections import Counter
from datetime import date

import pytest

from pwa.facts import check_facts, read_facts
from pwa.facts.numbers import digits
from pwa.records import Confidence
from tests.sample import SAMPLE

FACTS = read_facts(SAMPLE)
LAW = {
    "US": [record for record in FACTS.law if record.place.partition("-")[0] == "US"],
    "world": [record for record in FACTS.law if record.place.partition("-")[0] != "US"],
}
# What legal-us.yaml and legal-world.yaml held: records, sources, `history`, `upcoming`.
ROUND = {"US": (352, 738, 181, 16), "world": (86, 174, 67, 1)}
CONFIDENCE = {"high": 60, "medium": 135, "low": 243}
# What today's rules said, `pending` being what we call announced and unclear.
TODAY = {"banned": 327, "regulated": 48, "unclear": 42, "legal": 20, "prescription": 1}
# Two rules that start in 2027 were read out of Kentucky's `upcoming`; their notes stand there too.
READ_FROM_UPCOMING = 2
RETIRED = (
    *("+491805313031", "+49684119240", "+44800776600", "1800-11-0031", "1393", "1899-0893"),
    *("08588", "+48801199990", "+468331231", "1800-221-4444", "+6627136791", "+6627136793"),
    *("+886800788995", "+18772756364"),
)
POLICE = {"id-bnn-184", "my-aadk-tele-hello", "ng-ndlea"}


def test_the_facts_keep_their_rules():
    check_facts(FACTS)


@pytest.mark.parametrize("part", ROUND)
def test_every_law_record_and_source_is_there(part):
    records, sources, _, upcoming = ROUND[part]
    assert len(LAW[part]) == records
    assert sum(len(record.sources) for record in LAW[part]) == sources
    assert sum(len(record.expected) for record in LAW[part]) == upcoming


@pytest.mark.parametrize("part", ROUND)
def test_every_history_entry_is_a_rule_or_an_event(part):
    """Each entry had a note. It stands at the rule that it starts, or at an event."""
    rules = [rule for record in LAW[part] for rule in record.rules]
    noted = sum(rule.note is not None for rule in rules)
    events = sum(len(record.events) for record in LAW[part])
    from_upcoming = READ_FROM_UPCOMING if part == "US" else 0
    assert noted + events - from_upcoming == ROUND[part][2]


def test_rules_and_events_are_as_many_as_were_imported():
    assert sum(len(record.rules) for record in FACTS.law) == 508
    assert sum(len(record.events) for record in FACTS.law) == 84


def present_status(record):
    """What the record said on the day of the research."""
    held = [
        rule
        for rule in record.rules
        if rule.valid_from is None or rule.valid_from.earliest <= record.researched_on
    ]
    return held[-1].status.value


def test_each_status_and_confidence_is_as_often_as_in_the_research():
    assert Counter(present_status(record) for record in FACTS.law) == TODAY
    assert Counter(record.confidence.value for record in FACTS.law) == CONFIDENCE


def test_each_law_record_names_sources_confidence_and_its_own_file():
    for record in FACTS.law:
        assert record.sources, record.place
        assert all(source.title and source.tier in (1, 2, 3) for source in record.sources)
        assert all(source.basis in ("seen", "background") for source in record.sources)
        assert isinstance(record.confidence, Confidence)
        assert record.file == f"law/{record.place.partition('/')[0].lower()}.toml"
        assert record.name_in_source
        assert record.researched_on == date(2026, 11, 22)


def test_only_a_record_of_low_confidence_has_no_date():
    undated = [record for record in FACTS.law if record.as_of is None]
    assert [(record.place, record.confidence.value) for record in undated] == [
        ("US-CO/castle-rock", "low")
    ]


def test_every_helpline_and_its_sources_are_there():
    assert len(FACTS.helplines) == 413
    assert len({line.id for line in FACTS.helplines}) == 413
    assert sum(len(line.sources) for line in FACTS.helplines) == 761
    confidence = Counter(line.confidence.value for line in FACTS.helplines)
    assert confidence == {"high": 93, "medium": 251, "low": 69}


def test_each_helpline_names_sources_and_stands_in_the_file_of_its_country():
    for line in FACTS.helplines:
        assert line.sources, line.id
        assert all(source.title and source.kind for source in line.sources)
        assert line.file == f"helplines/{line.place.partition('-')[0].lower()}.toml"


def test_no_line_of_low_confidence_is_published():
    hidden = [line for line in FACTS.helplines if not line.published]
    low = [line for line in FACTS.helplines if line.confidence is Confidence.LOW]
    assert {line.id for line in low} <= {line.id for line in hidden}
    shown = [line for lines in FACTS.published_by_place.values() for line in lines]
    assert Confidence.LOW not in {line.confidence for line in shown}
    assert len(shown) == 413 - len(hidden) == 343


def test_lines_of_the_police_are_marked():
    assert {line.id for line in FACTS.helplines if line.run_by_law_enforcement} == POLICE


def test_the_retired_numbers_are_the_fourteen_that_research_found():
    retired = [number for line in FACTS.helplines for number in line.retired_numbers]
    assert sorted(retired) == sorted(RETIRED)
    assert len(retired) == 14


@pytest.mark.parametrize("retired", RETIRED)
def test_no_line_shows_a_retired_number(retired):
    """Neither as a number to dial, in any spelling, nor in a text that readers see."""
    significant = digits(retired)[-7:]
    for line in FACTS.helplines:
        numbers = {digits(number) for number in line.numbers}
        assert digits(retired) not in numbers, line.id
        if len(significant) == 7:
            assert not any(number.endswith(significant) for number in numbers), line.id
        texts = (line.name, line.native_name, line.who, line.advice, line.deaf_access)
        for run in re.findall(r"[\d][\d ()./-]*", " | ".join(filter(None, texts))):
            assert not digits(run).endswith(significant), line.id


def test_no_file_of_law_or_helplines_is_left_out():
    for below, records in (("law", FACTS.law), ("helplines", FACTS.helplines)):
        on_disk = {f"{below}/{path.name}" for path in (SAMPLE / below).iterdir()}
        assert {record.file for record in records} == on_disk
