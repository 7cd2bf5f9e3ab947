"""Records on calling for help and on naloxone: one codec, closed lists, no promise, no price."""

from dataclasses import replace

import pytest

from pwa.dates import PartialDate
from pwa.errors import FactError
from pwa.facts import check_facts, read_facts
from pwa.facts.calling_rules import calling_faults
from pwa.facts.codec import BaseValidationError, structured, table_of
from pwa.records import CallingRecord, Confidence, NaloxoneRecord
from pwa.records.calling import Cover, RuledOut
from tests.sample import SAMPLE

FACTS = read_facts(SAMPLE)
TEXAS = FACTS.calling_by_place["US-TX"]
IN_TEXAS = FACTS.naloxone_by_place["US-TX"]


def rules_of(record):
    """What is wrong with the facts once this record stands in the place of ours."""
    kind = "calling" if isinstance(record, CallingRecord) else "naloxone"
    others = [each for each in getattr(FACTS, kind) if each.place != "US-TX"]
    changed = replace(FACTS, **{kind: (*others, record)})
    return [fault.rule for fault in calling_faults(changed) if fault.file == "calling/us-tx.toml"]


@pytest.mark.parametrize("record", FACTS.help_records, ids=lambda record: record.key)
def test_what_is_written_reads_as_the_same_record(record):
    assert structured(type(record), table_of(record), file=record.file) == record


@pytest.mark.parametrize("change", [
    {"stage": ["jail"]}, {"conditions": ["be nice"]}, {"kind": "law"}, {"kind": "naloxone"},
    {"protects": {"caller": "yes"}}, {"protects": {"caller": True, "person": "no"}},
    {"offences": {"possession": "not-applicable"}}, {"summary": None}, {"limits": "once"},
    {"published": True}, {"since": 2020}, {"confidence": "sure"},
])  # fmt: skip
def test_what_no_list_of_ours_has_is_refused(change):
    table = table_of(TEXAS) | change
    with pytest.raises((BaseValidationError, ValueError, KeyError)):
        structured(CallingRecord, table, file=TEXAS.file)


def test_a_kind_that_is_none_is_a_fault_with_file_and_key(tmp_path):
    folder = tmp_path / "calling"
    folder.mkdir()
    text = (SAMPLE / "calling/us-tx.toml").read_text("utf-8")
    (folder / "us-tx.toml").write_text(text.replace('kind = "calling"', 'kind = "law"'), "utf-8")
    with pytest.raises(FactError) as refusal:
        read_facts(tmp_path)
    said = [str(fault) for fault in refusal.value.faults if fault.file == "calling/us-tx.toml"]
    assert said == ["calling/us-tx.toml: US-TX law: kind: 'law' is none of calling, naloxone"]


def test_a_folder_from_before_there_were_such_records_still_reads(tmp_path):
    with pytest.raises(FactError) as refusal:
        read_facts(tmp_path)
    assert "calling" not in {fault.file for fault in refusal.value.faults}


def test_the_sample_keeps_the_rules():
    check_facts(FACTS)
    assert not list(calling_faults(FACTS))


@pytest.mark.parametrize("summary", [
    "Call and you are safe.", "You will not be arrested.", "You won’t be charged.",
    "A caller cannot be punished.", "Police will not come.", "You’re protected.",
])  # fmt: skip
def test_no_record_makes_a_promise(summary):
    assert any("promise" in rule for rule in rules_of(replace(TEXAS, summary=summary)))
    assert any("promise" in rule for rule in rules_of(replace(TEXAS, limits=(summary,))))


@pytest.mark.parametrize("text", ["It costs about 450 kronor.", "It is $ 40.", "Ask for Nyxoid."])
def test_no_record_names_a_price_or_a_brand(text):
    for change in ({"summary": text}, {"limits": (text,)}, {"instrument": text}):
        assert any("no price" in rule for rule in rules_of(replace(IN_TEXAS, **change)))
    assert not rules_of(replace(IN_TEXAS, notes=text))


def test_what_the_public_sees_has_a_date_and_a_source_that_was_seen():
    assert rules_of(replace(TEXAS, as_of=None)) == ["without as_of the confidence must be low"]
    assert not rules_of(replace(TEXAS, as_of=None, confidence=Confidence.LOW))
    unseen = tuple(replace(source, basis="background") for source in TEXAS.sources)
    assert rules_of(replace(TEXAS, sources=unseen)) == [
        "needs a source that was seen, or low confidence"
    ]
    assert "needs a source" in rules_of(replace(TEXAS, sources=()))
    assert "needs a summary" in rules_of(replace(TEXAS, summary=" "))


def test_dates_and_places_are_held():
    later = PartialDate.parse("2027")
    assert "as_of lies" in rules_of(replace(TEXAS, as_of=later))[0]
    assert "since lies" in rules_of(replace(TEXAS, since=later))[0]
    assert "XX is not a known place" in rules_of(replace(TEXAS, place="XX"))


def test_a_law_that_covers_somebody_says_what_it_can_stop():
    assert "covers somebody" in rules_of(replace(TEXAS, stage=()))[0]
    assert "stands alone" in rules_of(replace(TEXAS, stage=(RuledOut.UNKNOWN, RuledOut.ARREST)))[0]
    nobody = replace(TEXAS.protects, caller=Cover.NO, person=Cover.UNKNOWN)
    rules = rules_of(replace(TEXAS, protects=nobody))
    assert "stage belongs to a law that covers somebody" in rules
    assert "covers having drugs, but nobody who has them" in rules


def test_each_place_has_one_record_of_each_kind():
    twice = replace(FACTS, calling=(*FACTS.calling, TEXAS))
    assert {fault.key for fault in calling_faults(twice)} == {"US-TX calling"}


def test_low_confidence_is_not_public():
    hidden = {each.place for each in FACTS.calling if each.confidence is Confidence.LOW}
    assert hidden == {"GB", "US-LA"}
    assert not hidden & FACTS.calling_by_place.keys()
    unsure = replace(FACTS, naloxone=(replace(IN_TEXAS, confidence=Confidence.LOW),))
    assert unsure.naloxone_by_place == {}
    assert isinstance(IN_TEXAS, NaloxoneRecord)
