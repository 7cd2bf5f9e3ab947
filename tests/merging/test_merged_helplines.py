"""Helplines merged from research: who may see them, what is kept, which codes become known."""

from dataclasses import replace

import pytest

from pwa.facts import read_facts
from pwa.facts.writing import with_records
from tests.merging.research import LINE, copied, merged, researched


@pytest.fixture
def folder(tmp_path):
    return copied(tmp_path)


def line_of(facts, key="to-listening"):
    return next(line for line in facts.helplines if line.id == key)


def changed(folder, **fields):
    line = line_of(read_facts(folder))
    path = folder / line.file
    text = with_records(path.read_text("utf-8"), [replace(line, **fields)])
    path.write_text(text, "utf-8")


def test_a_new_line_is_published_in_the_file_of_its_country(folder, tmp_path):
    facts, said = merged(folder, researched(tmp_path, LINE))
    line = line_of(facts)
    assert (line.published, line.file, line.short) == (True, "helplines/to.toml", "933")
    assert line.corrections[0].note == "New."
    assert said[0] == "new helplines/to.toml: to-listening (Listening line, high confidence)"


@pytest.mark.parametrize("change", [{"confidence": "low"}, {"short": None, "web_url": None}])
def test_a_line_of_low_confidence_or_out_of_reach_is_not_published(folder, tmp_path, change):
    facts, said = merged(folder, researched(tmp_path, LINE | change))
    assert line_of(facts).published is False
    assert any("not published" in text for text in said)


def test_a_short_number_that_nobody_knows_becomes_a_known_code(folder, tmp_path):
    facts, said = merged(folder, researched(tmp_path, LINE | {"short": "7777", "id": "to-seven"}))
    assert "7777" in facts.short_codes["TO"]
    assert "short-codes.toml: TO has 7777" in said


def test_what_a_person_wrote_and_decided_is_kept(folder, tmp_path):
    both = LINE | {"topics": ["crisis", "youth"]}
    merged(folder, researched(tmp_path, both))
    by_hand = {"advice": "Say so.", "press": "2", "published": False, "topics": ("youth", "crisis")}
    changed(folder, **by_hand, retired_numbers=("1234",))
    facts, said = merged(folder, researched(tmp_path, both | {"as_of": "2026-10"}))
    line = line_of(facts)
    assert {name: getattr(line, name) for name in by_hand} == by_hand
    assert line.retired_numbers == ("1234",)
    assert {text.strip() for text in said} >= {
        "keeps advice: Say so.",
        "keeps press: 2",
        "keeps topics: youth, crisis",
        "keeps published: False",
        "keeps retired_numbers: 1234",
    }


def test_how_a_source_is_watched_is_kept(folder, tmp_path):
    merged(folder, researched(tmp_path, LINE))
    source, *others = line_of(read_facts(folder)).sources
    watched = replace(source, watch="none", unwatched_because="It is a picture.")
    changed(folder, sources=(watched, *others))
    facts, said = merged(folder, researched(tmp_path, LINE | {"as_of": "2026-10"}))
    assert line_of(facts).sources == (watched, *others)
    assert f"    keeps how we watch {source.url}" in said


def test_keys_to_press_go_with_the_number_that_they_belonged_to(folder, tmp_path):
    merged(folder, researched(tmp_path, LINE))
    changed(folder, press="2")
    facts, said = merged(folder, researched(tmp_path, LINE | {"short": "922"}))
    assert line_of(facts).press is None
    assert "    loses press: 2" in said


def test_a_line_that_was_too_unsure_is_published_once_it_is_sure(folder, tmp_path):
    merged(folder, researched(tmp_path, LINE | {"confidence": "low"}))
    facts, said = merged(folder, researched(tmp_path, LINE))
    assert line_of(facts).published is True
    assert "    published: False -> True" in said


def test_a_line_says_whom_it_is_for_by_its_topic_where_research_does_not(folder, tmp_path):
    facts, _ = merged(folder, researched(tmp_path, LINE | {"who": None, "topics": ["poison"]}))
    assert line_of(facts).who == "Poison advice."


def test_hours_get_the_only_time_zone_of_their_country(folder, tmp_path):
    facts, _ = merged(folder, researched(tmp_path, LINE | {"hours": "Mo-Fr 09:00-17:00"}))
    assert (line_of(facts).hours, line_of(facts).timezone) == (
        "Mo-Fr 09:00-17:00",
        "Pacific/Tongatapu",
    )


def test_hours_in_a_country_of_several_zones_are_not_known_without_one(folder, tmp_path):
    where = {"id": "br-somewhere", "place": "BR", "short": "188", "hours": "Mo-Fr 09:00-17:00"}
    facts, _ = merged(folder, researched(tmp_path, LINE | where))
    assert line_of(facts, "br-somewhere").hours is None


def test_puerto_rico_is_the_territory_that_we_know(folder, tmp_path):
    where = {"id": "pr-somewhere", "place": "PR", "short": "911"}
    facts, _ = merged(folder, researched(tmp_path, LINE | where))
    line = line_of(facts, "pr-somewhere")
    assert (line.place, line.file) == ("US-PR", "helplines/us.toml")


def test_nothing_in_a_difference_can_move_a_terminal(folder, tmp_path):
    sly = LINE | {"name": "Line\x1b[2J\u202eevil", "change": "New.\r\nreplaced law/us.toml"}
    _, said = merged(folder, researched(tmp_path, sly))
    assert all(text.isprintable() for text in said)
