"""Withdrawals are held to their rules; the newest day is what phones are told."""

import shutil
from datetime import date

import pytest
from click.testing import CliRunner

from pwa.cli import main
from pwa.errors import FactError
from pwa.facts.urgent import read_withdrawals, urgent_day
from tests.sample import SAMPLE

TODAY = date(2026, 11, 22)


@pytest.fixture
def write(tmp_path):
    def write_it(text):
        (tmp_path / "urgent.toml").write_text(text)
        return tmp_path

    return write_it


def test_an_empty_file_says_that_nothing_was_taken_back(write):
    assert read_withdrawals(write(""), TODAY) == ()
    assert urgent_day(write(""), TODAY) == ""


def test_the_newest_withdrawal_counts_wherever_it_stands(write):
    folder = write(
        '[[withdrawal]]\non = 2026-11-20\nwhy = "One."\n'
        '[[withdrawal]]\non = 2026-11-22\nwhy = "Two."\n'
        '[[withdrawal]]\non = 2026-01-01\nwhy = "Three."\n'
    )
    assert urgent_day(folder, TODAY) == "2026-11-22"


def test_a_day_that_is_yet_to_come_is_not_told(write):
    folder = write(
        '[[withdrawal]]\non = 2026-11-20\nwhy = "One."\n'
        '[[withdrawal]]\non = 2026-11-23\nwhy = "Two."\n'
    )
    assert urgent_day(folder, TODAY) == "2026-11-20"


@pytest.mark.parametrize(("text", "key", "fault"), [
    ('on = 2026-11-23\nwhy = "Soon."', "withdrawal 2", "lies in the future"),
    ("on = 2026-11-22\nwhy = ' '", "withdrawal 2", "why says what was wrong"),
    ("on = 2026-11-22", "-", "withdrawal[1]: needs the key 'why'"),
    ('on = "soon"\nwhy = "x"', "-", "withdrawal[1].on"),
    ('on = 2026-11-22T10:00:00\nwhy = "x"', "-", "withdrawal[1].on: must be a day"),
    ('on = 2026-11-22\nwhy = "x"\nwho = "y"', "-", "withdrawal[1]: unknown key 'who'"),
])  # fmt: skip
def test_each_broken_rule_is_named(text, key, fault, write):
    good = '[[withdrawal]]\non = 2026-11-20\nwhy = "One."\n'
    with pytest.raises(FactError) as refusal:
        read_withdrawals(write(f"{good}[[withdrawal]]\n{text}\n"), TODAY)
    assert [(each.file, each.key) for each in refusal.value.faults] == [("urgent.toml", key)]
    assert fault in str(refusal.value)


@pytest.mark.parametrize("text", ["withdrawal = [", "withdrawl = 1", "withdrawal = 1"])
def test_a_file_that_says_something_else_is_refused(text, write):
    with pytest.raises(FactError, match=r"urgent\.toml"):
        read_withdrawals(write(text), TODAY)


def test_check_holds_the_file_to_its_rules(tmp_path, monkeypatch):
    shutil.copytree(SAMPLE, tmp_path / "facts")
    soon = "[[withdrawal]]\non = 2999-01-01\nwhy = 'x'\n"
    (tmp_path / "facts" / "urgent.toml").write_text(soon)
    monkeypatch.setenv("LEAFLINE_FACTS", str(tmp_path / "facts"))
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert "urgent.toml: withdrawal 1: 2999-01-01 lies in the future" in result.output
