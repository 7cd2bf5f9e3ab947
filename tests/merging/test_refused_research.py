"""Research that breaks a rule, or is no plain YAML: each fault is named and nothing is written."""

import os

import pytest

from pwa.errors import FactError
from pwa.merging import writing
from pwa.merging.yaml_files import LARGEST, read_researched
from tests.merging.research import HEAD, LAW, LINE, SOURCE, bytes_of, copied, merged, researched


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return copied(tmp_path_factory.mktemp("refused"))


def refused(folder, *paths):
    """What is said of research that is refused. The facts stay as they are."""
    before = bytes_of(folder)
    with pytest.raises(FactError) as caught:
        merged(folder, *paths)
    assert bytes_of(folder) == before
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"surplus": 1}, "law.yaml: TO kratom: unknown key 'surplus'"),
        ({"status": "allowed"}, "law.yaml: TO kratom: status: 'allowed' is not one of legal,"),
        ({"possession": "no"}, "law.yaml: TO kratom: possession: 'no' is not a valid Permission"),
        ({"confidence": "certain"}, "law.yaml: TO kratom: confidence: 'certain' is not a valid"),
        ({"as_of": "2026-13"}, "law.yaml: TO kratom: as_of: month must be in 1..12"),
        ({"as_of": "soon"}, "law.yaml: TO kratom: as_of: 'soon' is not a date such as"),
        ({"min_age": "21"}, "law.yaml: TO kratom: min_age: must be a whole number, not '21'"),
        ({"summary": ["a"]}, "law.yaml: TO kratom: summary: must be a text, not ['a']"),
        ({"change": 5}, "law.yaml: TO kratom: change: must be a text, not 5"),
        ({"sources": None}, "law.yaml: TO kratom: needs the key 'sources'"),
        (
            {"sources": [SOURCE | {"tier": 4}]},
            "law.yaml: TO kratom: sources[0].tier: 4 is not one of",
        ),
        ({"sources": [SOURCE | {"x": "y"}]}, "law.yaml: TO kratom: sources[0]: unknown key 'x'"),
        ({"history": [{"date": "2026", "status": "banned"}]}, "needs the key 'note'"),
        # Rules of the facts, which the whole set must keep.
        ({"as_of": None}, "law/to.toml: TO kratom: without as_of the confidence must be low"),
        ({"as_of": "2026-12"}, "law/to.toml: TO kratom: as_of lies after the day on which"),
        ({"min_age": 12}, "law/to.toml: TO kratom: min_age 12 is not a legal age"),
        ({"sale": "allowed"}, "law/to.toml: TO kratom: a rule that bans cannot allow selling"),
        ({"sources": [SOURCE | {"basis": "background"}]}, "needs a source that was seen"),
        ({"summary": None, "history": []}, "law/to.toml: TO kratom: a rule needs a summary or"),
        ({"place": "tonga"}, "law.yaml: tonga kratom: place: 'tonga' is not ISO 3166-1,"),
        ({"place": "ZZ"}, "law.yaml: ZZ kratom: ZZ is not a country of ISO 3166-1"),
        (
            {"place": "US-ZZ/a", "kind": "city"},
            "places.toml: US-ZZ/a: lies in US-ZZ, which is not a known place",
        ),
    ],
)
def test_a_law_record_that_breaks_a_rule_is_named(folder, tmp_path, change, fault):
    said = refused(folder, researched(tmp_path, LAW | change))
    assert any(fault in line for line in said), said


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"surplus": 1}, "lines.yaml: to-listening: unknown key 'surplus'"),
        ({"file": "x"}, "lines.yaml: to-listening: unknown key 'file'"),
        ({"published": True}, "lines.yaml: to-listening: unknown key 'published'"),
        ({"advice": "Say so."}, "lines.yaml: to-listening: unknown key 'advice'"),
        ({"short": 93}, "lines.yaml: to-listening: short: must be a text, not 93"),
        ({"topics": 5}, "lines.yaml: to-listening: topics: must be a list, not 5"),
        ({"topics": [["a"]]}, "lines.yaml: to-listening: topics[0]: must be a text, not ['a']"),
        ({"phone": "0800", "hours": "Mo 09:00-10:00", "place": "BR"}, "helplines/br.toml:"),
        ({"id": "a\x1b[2J", "cost": 5}, "lines.yaml: a [2J: cost: must be a text"),
        ({"who": None, "topics": ["supplies"]}, "lines.yaml: to-listening: needs the key 'who'"),
        ({"topics": ["shopping"]}, "helplines/to.toml: to-listening: unknown topic shopping"),
        ({"cost": "cheap"}, "helplines/to.toml: to-listening: cost is one of"),
        ({"phone": "+15550100"}, "helplines/to.toml: to-listening: +15550100 is not valid in TO"),
        ({"hours": "always"}, "helplines/to.toml: to-listening: hours do not parse"),
        ({"web_url": "javascript:x"}, "helplines/to.toml: to-listening: javascript:x is not a web"),
        ({"sources": []}, "helplines/to.toml: to-listening: needs a source"),
        ({"place": "XX"}, "helplines/xx.toml: to-listening: XX is not a known place"),
    ],
)
def test_a_helpline_that_breaks_a_rule_is_named(folder, tmp_path, change, fault):
    said = refused(folder, researched(tmp_path, LINE | change, name="lines.yaml"))
    assert any(line.startswith(fault) for line in said), said


def test_one_bad_record_keeps_out_all_good_ones_and_all_faults_come_together(folder, tmp_path):
    bad = (LAW | {"substance": "tea"}, LINE | {"cost": 5}, LINE | {"id": None, "who": 3})
    said = refused(folder, researched(tmp_path, LAW, *bad))
    assert len(said) >= 3


@pytest.mark.parametrize("key", ["../../up", "x/../../y", "/etc/x", "..", "TO\x00"])
@pytest.mark.parametrize("record", [LAW, LINE], ids=["law", "line"])
def test_no_place_leads_out_of_the_folder(folder, tmp_path, key, record):
    above = bytes_of(folder.parent)
    refused(folder, researched(tmp_path, record | {"place": key}))
    assert bytes_of(folder.parent) == above


BOMB = "- &a [x, x, x]\n- &b [*a, *a]\n- [*b, *b]\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (BOMB, "anchors have no place in it"),
        ("- {place: &x TO, name: *x}\n", "anchors have no place in it"),
        ("- !!python/object/apply:os.system [ls]\n", "the tag"),
        ("- {place: !!binary aGk=}\n", "the tag"),
        ("- " + "[" * 200 + "]" * 200 + "\n", "nested deeper than"),
        ("- " + "{a: " * 200_000 + "\n", ""),
        ("- {place: TO, place: US}\n", "is not text, or stands twice"),
        ("- {? [a] : b}\n", "is not text, or stands twice"),
        ("place: TO\n", "must be a list of records"),
        ("- TO\n", "must be a list of records"),
        ("", "is empty"),
        ("# nothing\n", "is empty"),
        ("--- \n- a: b\n--- \n- c: d\n", "must be one document"),
        ("- {place: TO\n", "cannot be read"),
        ("- {place: \x07}\n", "cannot be read"),
        ("#" * (LARGEST + 1), "is larger than"),
    ],
)
def test_what_is_no_plain_list_of_tables_is_refused(tmp_path, text, fault):
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(FactError) as caught:
        read_researched(path)
    assert str(caught.value).startswith("bad.yaml: -: ")
    assert fault in str(caught.value)


def test_bytes_that_are_no_text_are_refused(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"- {place: \xff\xfe}\n")
    with pytest.raises(FactError):
        read_researched(path)


def test_a_file_without_a_day_of_research_asks_for_one(folder, tmp_path):
    path = researched(tmp_path, LAW)
    path.write_text(path.read_text().removeprefix(HEAD))
    assert refused(folder, path) == ["law.yaml: -: names no day of research: give --researched-on"]


def test_values_are_what_a_person_reads_there(tmp_path):
    path = tmp_path / "plain.yaml"
    path.write_text(
        "# 2026-11-27\n- {a: 2023, b: 2024-05-01, c: 21, d: yes, e: ~, f: [], g: '1'}\n"
    )
    found = read_researched(path)
    assert found.records == ({"a": "2023", "b": "2024-05-01", "c": 21, "d": True, "g": "1"},)
    assert str(found.researched_on) == "2026-11-27"


def test_a_disk_that_fails_half_way_leaves_the_facts_as_they_were(folder, tmp_path, monkeypatch):
    before = bytes_of(folder)
    really, done = os.replace, []

    def failing(source, target):
        if done:
            raise OSError(28, "No space left on device", str(target))
        done.append(target)
        really(source, target)

    monkeypatch.setattr(writing.os, "replace", failing)
    with pytest.raises(OSError, match="No space"):
        merged(folder, researched(tmp_path, LAW, LINE))
    assert done
    assert bytes_of(folder) == before
