"""What the codec reads it writes again: the same table, the same file, but for what changed."""

import tomllib
from collections import Counter, defaultdict
from dataclasses import fields, replace
from datetime import date

import pytest

from pwa.facts import read_facts
from pwa.facts.codec import structured, table_of
from pwa.facts.writing import (
    ORDER,
    key_of,
    new_file,
    record_table,
    with_lists,
    with_records,
    with_tables,
)
from pwa.records import Correction, Event, FactCheck, Rule, Source, SourceReading
from tests.answers.making import partial
from tests.sample import SAMPLE

FACTS = read_facts(SAMPLE)
RECORDS = defaultdict(list)
for each in (*FACTS.law, *FACTS.helplines, *FACTS.help_records):
    RECORDS[each.file].append(each)
SAFETY = {
    "claims.toml": FACTS.safety.claims,
    "evidence.toml": FACTS.safety.studies,
    "interactions.toml": FACTS.safety.interactions,
}
THAILAND = FACTS.law_by_place["TH"]["kratom"]


def document(file):
    return tomllib.loads((SAMPLE / file).read_text("utf-8"))


def text_of(file):
    return (SAMPLE / file).read_text("utf-8")


def test_each_record_of_law_and_helplines_writes_the_table_that_it_was_read_from():
    for file, records in RECORDS.items():
        read = document(file)
        tables = [record_table(record, read["researched_on"]) for record in records]
        assert tables == read["record"], file


@pytest.mark.parametrize("file", SAFETY)
def test_each_record_of_safety_writes_the_table_that_it_was_read_from(file):
    assert [table_of(record) for record in SAFETY[file]] == document(file)["record"]


def test_places_topics_and_maps_write_the_tables_that_they_were_read_from():
    places = {key: table_of(place) for key, place in FACTS.places.items()}
    assert places == document("places.toml")
    for topic in FACTS.safety.topics:
        front = tomllib.loads(text_of(topic.file).split("+++\n")[1])
        assert table_of(topic) == front, topic.file
    for name, drawing in FACTS.maps.items():
        assert table_of(drawing) == document(f"maps/{name}.toml")


def test_what_is_written_reads_as_the_same_record():
    for record in (*FACTS.law, *FACTS.helplines, *FACTS.help_records):
        assert structured(type(record), table_of(record), file=record.file) == record
    for record in (record for records in SAFETY.values() for record in records):
        assert structured(type(record), table_of(record)) == record


def test_files_written_without_a_change_are_the_same_byte_for_byte():
    for file, records in RECORDS.items():
        assert with_records(text_of(file), records) == text_of(file), file
    assert with_tables(text_of("places.toml"), {}) == text_of("places.toml")
    assert with_lists(text_of("short-codes.toml"), FACTS.short_codes) == text_of("short-codes.toml")


@pytest.mark.parametrize("record", [THAILAND, FACTS.helplines[0]], ids=["law", "helpline"])
def test_what_a_source_shows_is_written_and_read_back(record):
    first, *others = record.sources
    shown = replace(first, living=True, shows=("kratom", "กระท่อม"), rules=("undated",))
    unwatched = replace(first, living=False, watch="none", unwatched_because="It is a picture.")
    changed = replace(record, sources=(shown, unwatched, *others))
    text = with_records(text_of(record.file), [changed])
    assert 'living = true\nshows = [\n    "kratom",\n    "กระท่อม",\n]\nrules = [' in text
    assert 'living = false\nwatch = "none"\nunwatched_because = "It is a picture."\n' in text
    kept = Counter(text_of(record.file).splitlines()) - Counter(text.splitlines())
    assert not kept
    read = next(
        structured(type(record), {"researched_on": record.researched_on} | table, file=record.file)
        for table in tomllib.loads(text)["record"]
        if key_of(table) == record.key
    )
    assert read == changed
    assert with_records(text, [read]) == text


def test_a_record_that_changes_leaves_all_others_as_they_are():
    changed = replace(THAILAND, as_of=partial("2026-01"))
    before, after = text_of(THAILAND.file), with_records(text_of(THAILAND.file), [changed])
    lost = Counter(before.splitlines()) - Counter(after.splitlines())
    assert list(lost.elements()) == [f'as_of = "{THAILAND.as_of}"']
    assert after.count("[[record]]") == before.count("[[record]]")


def test_a_new_record_goes_after_those_of_its_place_and_says_its_own_day_of_research():
    file = max((file for file in RECORDS if file.startswith("law/")), key=lambda f: len(RECORDS[f]))
    held = RECORDS[file]
    place = next(record.place for record in held if record.place != held[-1].place)
    new = replace(THAILAND, place=place, substance="7oh", researched_on=date(2030, 1, 2), file=file)
    others = [record for record in held if (record.place, record.substance) != (place, "7oh")]
    base = with_records(new_file(str(held[0].researched_on)), others)
    tables = tomllib.loads(with_records(base, [new]))["record"]
    keys = [(table["place"], table["substance"]) for table in tables]
    at = keys.index((place, "7oh"))
    assert keys[at - 1] == (place, "kratom")
    assert tables[at]["researched_on"] == "2030-01-02"


def test_a_new_file_holds_its_records_under_one_day_of_research():
    day = THAILAND.researched_on
    written = tomllib.loads(with_records(new_file(str(day)), [THAILAND]))
    assert written == {"researched_on": str(day), "record": [record_table(THAILAND, str(day))]}


@pytest.mark.parametrize(
    "words",
    ['"quoted" \\ and', "two\nlines\n[[record]]\nplace = 'X'", "ไทย \u200b\x7f\x00 '''", '"""', ""],
)
def test_no_text_can_break_out_of_its_place(words):
    rule = replace(THAILAND.rules[-1], note=words, summary=f"{words}.")
    changed = replace(THAILAND, rules=(*THAILAND.rules[:-1], rule), name_in_source=words)
    written = tomllib.loads(with_records(text_of(THAILAND.file), [changed]))
    assert len(written["record"]) == len(RECORDS[THAILAND.file])
    assert written["record"][0] == record_table(changed, written["researched_on"])


def test_a_file_whose_records_do_not_start_on_a_line_of_their_own_is_left_alone():
    inline = 'researched_on = "2026-11-22"\nrecord = [{place = "TH", substance = "kratom"}]\n'
    with pytest.raises(ValueError, match="must start with a line"):
        with_records(inline, [THAILAND])


def test_comments_between_records_stay():
    text = text_of(THAILAND.file).replace("[[record]]", "# Look here.\n[[record]]", 1)
    changed = replace(THAILAND, as_of=partial("2026-01"))
    assert "# Look here.\n" in with_records(text, [changed])


def test_new_places_stand_where_their_ids_belong():
    table = {"name": "Aa", "kind": "city", "parent": "US-MS"}
    written = with_tables(text_of("places.toml"), {"US-MS/aa": table})
    keys = list(tomllib.loads(written))
    before = keys[keys.index("US-MS/aa") - 1]
    assert before < "US-MS/aa" < keys[keys.index("US-MS/aa") + 1]
    assert '\n\n["US-MS/aa"]\nname = "Aa"\n' in written


def test_a_new_short_code_changes_only_the_list_of_its_country():
    written = tomllib.loads(with_lists(text_of("short-codes.toml"), {"ZW": ("123", "994")}))
    assert written == document("short-codes.toml") | {"ZW": ["123", "994"]}


def test_every_key_of_a_rule_an_event_and_a_source_has_its_place_in_the_order():
    kinds = (Rule, Event, Source, Correction, FactCheck, SourceReading)
    names = {field.name.rstrip("_") for kind in kinds for field in fields(kind)}
    assert names | {"about", "why"} == set(ORDER)
