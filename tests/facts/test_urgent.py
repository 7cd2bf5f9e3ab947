"""Withdrawals are held to their rules; the newest day is what phones are told."""

from datetime import date

import pytest
from click.testing import CliRunner

from pwa.cli import main
from pwa.errors import FactError
from pwa.facts import urgent
from pwa.facts.urgent import read_withdrawals, urgent_day

TODAY = date(2026, 11, 22)


@pytest.fixture
def write(tmp_path):
    def write_it(text):
        file = tmp_path / "urgent.toml"
        file.write_text(text)
        return file

    return write_it


def test_an_empty_file_says_that_nothing_was_taken_back(write):
    assert read_withdrawals(TODAY, write("")) == ()
    assert urgent_day(TODAY, write("")) == ""


def test_the_newest_withdrawal_counts_wherever_it_stands(write):
    file = write(
        '[[withdrawal]]\non = 2026-11-20\nwhy = "One."\n'
        '[[withdrawal]]\non = 2026-11-22\nwhy = "Two."\n'
        '[[withdrawal]]\non = 2026-01-01\nwhy = "Three."\n'
    )
    assert urgent_day(TODAY, file) == "2026-11-22"


def test_a_day_that_is_yet_to_come_is_not_told(write):
    file = write(
        '[[withdrawal]]\non = 2026-11-20\nwhy = "One."\n'
        '[[withdrawal]]\non = 2026-11-23\nwhy = "Two."\n'
    )
    assert urgent_day(TODAY, file) == "2026-11-20"


@pytest.mark.parametrize(("text", "fault"), [
    ('on = 2026-11-23\nwhy = "Soon."', "lies in the future"),
    ("on = 2026-11-22\nwhy = ' '", "why says what was wrong"),
    ("on = 2026-11-22", "has the keys on and why"),
    ('on = "2026-11-22"\nwhy = "x"', "on is a day"),
    ('on = 2026-11-22T10:00:00\nwhy = "x"', "on is a day"),
    ('on = 2026-11-22\nwhy = "x"\nwho = "y"', "has the keys on and why"),
])  # fmt: skip
def test_each_broken_rule_is_named(text, fault, write):
    good = '[[withdrawal]]\non = 2026-11-20\nwhy = "One."\n'
    with pytest.raises(FactError) as refusal:
        read_withdrawals(TODAY, write(f"{good}[[withdrawal]]\n{text}\n"))
    assert [(each.file, each.key) for each in refusal.value.faults] == [
        ("urgent.toml", "withdrawal 2")
    ]
    assert fault in str(refusal.value)


@pytest.mark.parametrize("text", ["withdrawal = [", "withdrawl = 1", "withdrawal = 1"])
def test_a_file_that_says_something_else_is_refused(text, write):
    with pytest.raises(FactError, match=r"urgent\.toml"):
        read_withdrawals(TODAY, write(text))


def test_check_holds_the_file_to_its_rules(write, monkeypatch):
    broken = write("[[withdrawal]]\non = 2999-01-01\nwhy = 'x'\n")
    monkeypatch.setattr(urgent.read_withdrawals, "__defaults__", (broken,))
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert "urgent.toml: withdrawal 1: 2999-01-01 lies in the future" in result.output
