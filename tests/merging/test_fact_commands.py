"""`leafline facts`: a folder of one's own, a difference to read, and writing only when told to."""

import pytest
from click.testing import CliRunner

from pwa.cli import main
from pwa.facts import read_facts
from tests.merging.research import HEAD, LAW, LINE, bytes_of, copied, researched
from tests.sample import SAMPLE


@pytest.fixture
def leafline():
    def run(*words):
        return CliRunner().invoke(main, [str(word) for word in words])

    return run


def test_init_copies_the_shipped_facts(leafline, tmp_path, monkeypatch):
    monkeypatch.setattr("pwa.fact_commands.FACTS", SAMPLE)
    found = leafline("facts", "init", tmp_path / "own")
    assert found.exit_code == 0
    assert bytes_of(tmp_path / "own") == bytes_of(SAMPLE)


@pytest.mark.parametrize("name", ["full", "file"])
def test_init_refuses_what_is_there_already(leafline, tmp_path, name):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    before = bytes_of(tmp_path)
    found = leafline("facts", "init", tmp_path / name)
    assert found.exit_code != 0
    assert bytes_of(tmp_path) == before


def test_merge_shows_first_and_writes_when_told_to(leafline, tmp_path):
    folder, path = copied(tmp_path), researched(tmp_path, LAW, LINE)
    before = bytes_of(folder)
    shown = leafline("facts", "merge", path, "--into", folder)
    assert shown.exit_code == 0
    assert "new law/to.toml: TO kratom" in shown.stdout
    assert "2 records: 2 new, 0 replaced, 0 same." in shown.stdout
    assert bytes_of(folder) == before
    written = leafline("facts", "merge", path, "--into", folder, "--write")
    assert "Wrote 2 files" in written.stdout
    assert {line.place for line in read_facts(folder).helplines} >= {"TO"}
    again = leafline("facts", "merge", path, "--into", folder, "--write")
    assert again.stdout.startswith("2 records: 0 new, 0 replaced, 2 same.\nWrote 0 files")


def test_merge_takes_the_folder_of_the_settings(leafline, tmp_path, monkeypatch):
    folder = copied(tmp_path)
    monkeypatch.setenv("LEAFLINE_FACTS", str(folder))
    leafline("facts", "merge", researched(tmp_path, LAW), "--write")
    assert "kratom" in read_facts(folder).law_by_place["TO"]


def test_a_fault_ends_with_its_lines_and_writes_nothing(leafline, tmp_path):
    folder, path = copied(tmp_path), researched(tmp_path, LAW, LINE | {"cost": 5})
    before = bytes_of(folder)
    found = leafline("facts", "merge", path, "--into", folder, "--write")
    assert found.exit_code == 1
    assert found.stderr == "law.yaml: to-listening: cost: must be a text, not 5\n"
    assert bytes_of(folder) == before


def test_a_record_can_be_left_out(leafline, tmp_path):
    folder, path = copied(tmp_path), researched(tmp_path, LAW, LINE | {"cost": 5})
    words = ("--into", folder, "--leave-out", "to-listening", "--leave-out", "TO kratom")
    found = leafline("facts", "merge", path, *words)
    assert found.stdout == "0 records: 0 new, 0 replaced, 0 same.\n"


def test_the_day_of_research_can_be_given(leafline, tmp_path):
    folder, path = copied(tmp_path), researched(tmp_path, LAW)
    path.write_text(path.read_text().removeprefix(HEAD))
    words = ("--into", folder, "--write", "--researched-on", "2026-11-28")
    assert leafline("facts", "merge", path, *words).exit_code == 0
    record = read_facts(folder).law_by_place["TO"]["kratom"]
    assert str(record.researched_on) == str(record.corrections[0].on) == "2026-11-28"
