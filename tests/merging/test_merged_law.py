"""Law records merged from research: rules with periods, what is kept, what a person is told."""

from dataclasses import replace
from datetime import date

import pytest

from pwa.facts import read_facts
from pwa.facts.writing import with_records
from pwa.records import Event, Permission, Status
from tests.answers.making import partial
from tests.merging.research import LAW, SOURCE, bytes_of, copied, merged, researched


@pytest.fixture
def folder(tmp_path):
    return copied(tmp_path)


def tonga(facts, substance="kratom"):
    return facts.law_by_place["TO"][substance]


def changed(folder, **fields):
    """Write Tonga's record by hand: fields of the record, or of its last rule as `rule`."""
    record = tonga(read_facts(folder))
    last = replace(record.rules[-1], **fields.pop("rule", {}))
    rules = (*fields.pop("earlier", record.rules[:-1]), last, *fields.pop("coming", ()))
    path = folder / record.file
    new = replace(record, rules=rules, **fields)
    path.write_text(with_records(path.read_text("utf-8"), [new]), "utf-8")


def test_a_new_record_gets_a_file_its_periods_and_its_day_of_research(folder, tmp_path):
    facts, said = merged(folder, researched(tmp_path, LAW))
    record = tonga(facts)
    assert [(rule.status, rule.valid_from, rule.valid_to) for rule in record.rules] == [
        (Status.LEGAL, None, partial("2026-07-31")),
        (Status.BANNED, partial("2026-08-01"), None),
    ]
    assert record.rules[-1].import_ is Permission.BANNED
    assert record.rules[-1].note == "Act 1 in force"
    assert record.researched_on == date(2026, 11, 27)
    assert record.sources[0].quote == SOURCE["quote"]
    assert [(str(each.on), each.note) for each in record.corrections] == [
        ("2026-11-27", "New place.")
    ]
    assert said[0] == "new law/to.toml: TO kratom (banned, high confidence)"
    assert said[-1] == "1 records: 1 new, 0 replaced, 0 same."


def test_a_merge_that_is_only_shown_writes_nothing(folder, tmp_path):
    before = bytes_of(folder)
    merged(folder, researched(tmp_path, LAW), write=False)
    assert bytes_of(folder) == before


def test_the_same_research_again_changes_nothing(folder, tmp_path):
    path = researched(tmp_path, LAW)
    merged(folder, path)
    before = bytes_of(folder)
    _, said = merged(folder, path)
    assert said == ["1 records: 0 new, 0 replaced, 1 same."]
    assert bytes_of(folder) == before


def test_a_replaced_record_is_told_field_by_field(folder, tmp_path):
    merged(folder, researched(tmp_path, LAW))
    source = SOURCE | {"url": "https://gazette.example/2"}
    newer = LAW | {"as_of": "2026-10", "sources": [source], "change": "Checked.", "name": "Tonga."}
    facts, said = merged(folder, researched(tmp_path, newer))
    assert said[0] == "replaced law/to.toml: TO kratom"
    assert "    as_of: 2026-08-01 -> 2026-10" in said
    assert "    name_in_source: Tonga -> Tonga." in said
    assert any(line.startswith("    loses source.[https://gazette.example/1") for line in said)
    assert any(
        line.startswith("    source.[https://gazette.example/2, Gazette]: +") for line in said
    )
    assert [each.note for each in tonga(facts).corrections] == ["New place.", "Checked."]


def test_what_only_a_person_wrote_is_kept_and_named(folder, tmp_path):
    young = LAW | {"status": "regulated", "min_age": 21, "possession": "regulated"}
    young |= {"sale": "regulated", "import": "regulated", "history": []}
    path = researched(tmp_path, young)
    merged(folder, path)
    by_hand = {"advice": "Ask the police.", "age_binds": ("sale", "possession")}
    by_hand |= {"temporary": True, "valid_to": partial("2027-01-31"), "unincorporated_only": True}
    changed(folder, rule=by_hand, follows=("NZ",))
    facts, said = merged(folder, researched(tmp_path, young | {"as_of": "2026-10"}))
    rule = tonga(facts).rules[-1]
    assert {name: getattr(rule, name) for name in by_hand} == by_hand
    assert tonga(facts).follows == ("NZ",)
    assert {line.strip() for line in said} >= {
        "keeps advice: Ask the police.",
        "keeps age_binds: sale, possession",
        "keeps valid_to: 2027-01-31",
        "keeps follows NZ",
    }
    assert not any("loses" in line for line in said)


def test_what_a_person_wrote_goes_and_is_named_where_the_status_is_another(folder, tmp_path):
    merged(folder, researched(tmp_path, LAW))
    changed(folder, rule={"advice": "Do not carry it."})
    now = {"status": "regulated", "sale": "regulated", "possession": "allowed", "history": []}
    facts, said = merged(folder, researched(tmp_path, LAW | now))
    assert tonga(facts).rules[-1].advice is None
    assert any("Do not carry it." in line and "loses" in line for line in said)


def test_how_a_source_is_watched_is_kept_with_the_rules_that_are_still_there(folder, tmp_path):
    merged(folder, researched(tmp_path, LAW))
    [source] = tonga(read_facts(folder)).sources
    gone, held = (rule.key for rule in tonga(read_facts(folder)).rules)
    watched = {"living": True, "shows": ("Kratom",), "rules": (gone, held)}
    changed(folder, sources=(replace(source, **watched),))
    again = LAW | {"as_of": "2026-10", "history": LAW["history"][1:]}
    facts, said = merged(folder, researched(tmp_path, again))
    assert tonga(facts).sources == (replace(source, **watched | {"rules": (held,)}),)
    assert f"    keeps how we watch {source.url}" in said


def test_another_page_is_not_watched_as_the_one_before(folder, tmp_path):
    merged(folder, researched(tmp_path, LAW))
    [source] = tonga(read_facts(folder)).sources
    changed(folder, sources=(replace(source, living=False),))
    other = SOURCE | {"url": "https://gazette.example/2"}
    facts, _ = merged(folder, researched(tmp_path, LAW | {"sources": [SOURCE, other]}))
    assert [each.living for each in tonga(facts).sources] == [False, None]


def test_a_rule_that_is_to_come_stays(folder, tmp_path):
    merged(folder, researched(tmp_path, LAW))
    rule = tonga(read_facts(folder)).rules[-1]
    coming = replace(rule, status=Status.UNCLEAR, valid_from=partial("2027-02"), note="Review")
    changed(folder, coming=(coming,))
    facts, said = merged(folder, researched(tmp_path, LAW | {"as_of": "2026-10"}))
    assert tonga(facts).rules[-1] == coming
    assert "    keeps rule from 2027-02: unclear" in said


def test_a_vote_that_a_person_read_as_no_law_stays_an_event(folder, tmp_path):
    vote = {"date": "2026-06-01", "status": "banned", "note": "Second reading"}
    path = researched(tmp_path, LAW | {"history": [vote]})
    facts, _ = merged(folder, path)
    assert [rule.note for rule in tonga(facts).rules] == ["Second reading", None]
    event = Event("Second reading", partial("2026-06-01"), "banned")
    changed(folder, earlier=(), events=(event,))
    facts, said = merged(folder, path)
    assert (len(tonga(facts).rules), tonga(facts).events) == (1, (event,))
    assert said[-1] == "1 records: 0 new, 0 replaced, 1 same."


def test_a_day_that_a_person_read_out_of_what_is_expected_stays(folder, tmp_path):
    path = researched(tmp_path, LAW | {"upcoming": [{"date": None, "note": "Order from May 2027"}]})
    merged(folder, path)
    changed(folder, expected=(Event("Order from May 2027", partial("2027-05")),))
    facts, said = merged(folder, path)
    assert tonga(facts).expected[0].on == partial("2027-05")
    assert said[-1] == "1 records: 0 new, 0 replaced, 1 same."


def test_what_is_only_announced_is_unclear(folder, tmp_path):
    pending = LAW | {"status": "pending", "effective": None, "possession": "unclear"}
    pending |= {"sale": "unclear", "history": [], "import": "unclear"}
    facts, _ = merged(folder, researched(tmp_path, pending))
    rule = tonga(facts).rules[-1]
    assert (rule.status, rule.announced) == (Status.UNCLEAR, True)


def test_a_later_file_stands_on_an_earlier_one(folder, tmp_path):
    first = researched(tmp_path, LAW, name="a.yaml")
    second = researched(tmp_path, LAW | {"as_of": "2026-09", "change": "Later."}, name="b.yaml")
    facts, said = merged(folder, first, second)
    assert tonga(facts).as_of == partial("2026-09")
    assert [each.note for each in tonga(facts).corrections] == ["New place.", "Later."]
    assert said[-1] == "1 records: 1 new, 0 replaced, 0 same."
    assert merged(folder, first, second)[1] == ["1 records: 0 new, 0 replaced, 1 same."]


def test_a_start_that_overlaps_an_entry_of_its_year_is_one_start(folder, tmp_path):
    entry = {"date": 2026, "status": "banned", "note": "Ban reported"}
    facts, _ = merged(
        folder, researched(tmp_path, LAW | {"effective": "2026-08", "history": [entry]})
    )
    assert [str(rule.valid_from) for rule in tonga(facts).rules] == ["2026-08"]
    assert [event.note for event in tonga(facts).events] == ["Ban reported"]


def test_a_new_town_joins_the_places(folder, tmp_path):
    town = LAW | {"place": "US-MS/utopia", "name": "Utopia, Mississippi", "kind": "city"}
    facts, said = merged(folder, researched(tmp_path, town | {"import": None}))
    place = facts.places["US-MS/utopia"]
    assert (place.name, place.parent, place.kind.value) == ("Utopia", "US-MS", "city")
    assert "new places.toml: US-MS/utopia (Utopia, city)" in said
    assert facts.law_by_place["US-MS/utopia"]["kratom"].file == "law/us-ms.toml"
