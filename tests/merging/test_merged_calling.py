"""Research on calling for help and naloxone: what is taken, what is refused, what stays inside."""

import pytest

from pwa.errors import FactError
from pwa.records.calling import CallingCondition, Cover, NaloxoneCondition, RuledOut
from tests.merging.research import bytes_of, copied, merged, researched

SOURCE = {
    "title": "Act 1", "publisher": "The state", "url": "https://gazette.example/1",
    "published": None, "basis": "seen", "tier": 1, "quote": "Whoever calls ...",
}  # fmt: skip
CALLING = {
    "place": "US-TX", "kind": "calling", "instrument": "Act 1", "citation": None,
    "url": "https://gazette.example/1", "protects": {"caller": "yes", "person": "unknown"},
    "offences": {
        "possession": "yes", "paraphernalia": "no", "provision": "no", "supervision": "unknown",
        "warrant": "unknown",
    },
    "stage": ["charge", "prosecution"],
    "conditions": ["give your own name and place", "stay until help comes", "act in good faith"],
    "limits": ["one time only"], "since": "2015-06", "as_of": "2026-02", "confidence": "high",
    "summary": "The law can stop a charge for having drugs.", "sources": [SOURCE],
}  # fmt: skip
NOT_ASKED = dict.fromkeys(CALLING["offences"], "not-applicable")
NALOXONE = CALLING | {
    "kind": "naloxone", "protects": {"caller": "yes", "person": "not-applicable"},
    "offences": NOT_ASKED | {"possession": "unknown"},
    "stage": ["civil or criminal claim for giving it"],
    "conditions": ["pharmacy staff explain how to use it"],
    "limits": ["pharmacy route in 2017: standing order", "about 5 dollars", "some sites run out"],
    "summary": "A drug store can hand it out.",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return copied(tmp_path)


def test_a_record_of_each_kind_is_written_beside_the_other_and_a_second_time_changes_nothing(
    folder, tmp_path
):
    path = researched(tmp_path, CALLING, NALOXONE)
    facts, said = merged(folder, path)
    assert said[-1] == "2 records: 2 new, 0 replaced, 0 same."
    assert (
        said[0]
        == "new calling/us-tx.toml: US-TX calling (caller yes, person unknown, high confidence)"
    )
    calling, naloxone = facts.calling_by_place["US-TX"], facts.naloxone_by_place["US-TX"]
    assert calling.file == naloxone.file == "calling/us-tx.toml"
    assert calling.stage == (RuledOut.CHARGE, RuledOut.PROSECUTION)
    assert calling.conditions == (
        CallingCondition.STAY,
        CallingCondition.GIVE_NAME,
        CallingCondition.SAY_WHERE,
        CallingCondition.GOOD_FAITH,
    )
    assert (naloxone.carrying, naloxone.giving) == (Cover.UNKNOWN, Cover.YES)
    assert naloxone.conditions == (NaloxoneCondition.LEARN_HOW,)
    before = bytes_of(folder)
    _, again = merged(folder, path)
    assert again[-1] == "2 records: 0 new, 0 replaced, 2 same."
    assert bytes_of(folder) == before


def test_prices_and_what_a_summary_says_in_plainer_words_stay_with_reviewers(folder, tmp_path):
    facts, _ = merged(folder, researched(tmp_path, NALOXONE))
    record = facts.naloxone_by_place["US-TX"]
    assert record.limits == ("some sites run out",)
    assert record.notes == "pharmacy route in 2017: standing order; about 5 dollars"


def test_low_confidence_is_written_and_not_published(folder, tmp_path):
    facts, said = merged(folder, researched(tmp_path, CALLING | {"confidence": "low"}))
    assert "not published" in said[0]
    assert "US-TX" not in facts.calling_by_place
    assert any(record.place == "US-TX" for record in facts.calling)


def test_a_change_is_kept_as_a_correction(folder, tmp_path):
    merged(folder, researched(tmp_path, CALLING))
    newer = CALLING | {"as_of": "2026-10", "change": "Read anew."}
    facts, said = merged(folder, researched(tmp_path, newer))
    assert [each.note for each in facts.calling_by_place["US-TX"].corrections] == ["Read anew."]
    assert "    as_of: 2026-02 -> 2026-10" in said


@pytest.mark.parametrize(("change", "rule"), [
    ({"conditions": ["stay calm"]}, "no list of ours has 'stay calm'"),
    ({"stage": ["jail"]}, "jail"),
    ({"protects": {"caller": "not-applicable", "person": "no"}}, "not-applicable"),
    ({"protects": {"caller": "perhaps", "person": "no"}}, "protects.caller"),
    ({"place": "US-TX-1"}, "place"),
    ({"place": "ZZ"}, "ZZ is not a known place"),
    ({"published": True}, "unknown key 'published'"),
    ({"notes": "Look."}, "unknown key 'notes'"),
    ({"summary": "You will not be arrested."}, "a promise that no law makes"),
    ({"summary": "Ask for Narcan."}, "no price and no brand"),
    ({"as_of": None}, "without as_of"),
    ({"kind": "law"}, "unknown key"),
])  # fmt: skip
def test_what_ours_cannot_hold_is_refused_and_nothing_is_written(folder, tmp_path, change, rule):
    before = bytes_of(folder)
    with pytest.raises(FactError) as refusal:
        merged(folder, researched(tmp_path, CALLING | change))
    assert rule in str(refusal.value)
    assert bytes_of(folder) == before


@pytest.mark.parametrize("change", [
    {"stage": []},
    {"protects": {"caller": "no", "person": "not-applicable"}},
    {"offences": NOT_ASKED | {"warrant": "yes"}},
    {"conditions": ["stay"]},
])  # fmt: skip
def test_a_record_on_naloxone_says_nothing_that_ours_would_lose(folder, tmp_path, change):
    with pytest.raises(FactError):
        merged(folder, researched(tmp_path, NALOXONE | change))
