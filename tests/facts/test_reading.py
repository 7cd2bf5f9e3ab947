"""Whatever is wrong with fact files comes out as one FactError that names file, key and rule."""

import shutil
from pathlib import Path

import pytest

from pwa.errors import FactError, Fault
from pwa.facts import check_facts, read_facts
from tests.sample import SAMPLE

THAILAND, TENNESSEE = "law/th.toml", "law/us-tn.toml"
LINES = "helplines/se.toml"
PARTED = {"law": ["th.toml", "us-tn.toml"], "helplines": ["se.toml"], "maps": ["us.toml"]}
ALONE = ("places.toml", "plant-names.toml", "short-codes.toml")


@pytest.fixture
def folder(tmp_path):
    """The real fact files with few of the places and lines, to be broken."""

    def passed_over(inside: str, names: list[str]) -> list[str]:
        wanted = PARTED.get(Path(inside).relative_to(SAMPLE).as_posix(), names)
        return [name for name in names if name not in wanted or name.startswith("__")]

    shutil.copytree(SAMPLE, tmp_path / "facts", ignore=passed_over)
    return tmp_path / "facts"


def change(folder: Path, path: str, old: str, new: str) -> None:
    """Replace the first `old` of one file, which must be there."""
    text = (folder / path).read_text("utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), "utf-8")


def faults_in(folder: Path) -> tuple[Fault, ...]:
    """What is wrong with a folder. Whatever else is raised fails the test."""
    with pytest.raises(FactError) as caught:
        check_facts(read_facts(folder))
    assert str(caught.value) == "\n".join(str(fault) for fault in caught.value.faults)
    return caught.value.faults


def test_the_untouched_part_reads_without_a_fault(folder):
    facts = read_facts(folder)
    check_facts(facts)
    assert {record.file for record in facts.law} == {THAILAND, TENNESSEE}
    assert {line.file for line in facts.helplines} == {LINES}
    assert facts.short_codes["TH"] == ("1367", "1413")
    assert list(facts.maps) == ["us"]


TN, TH, FIRST_LINE = "US-TN kratom", "TH kratom", "se-droghjalpen"
NO_TOML = "cannot be read: "


@pytest.mark.parametrize(
    ("path", "old", "new", "key", "rule"),
    [
        (TENNESSEE, "[[record]]", "[[record", "-", NO_TOML),
        ("places.toml", "[AD]", "[AC", "-", NO_TOML),
        ("short-codes.toml", "TH = [", "TH = [[", "-", NO_TOML),
        ("plant-names.toml", "names = [", "names = ", "-", NO_TOML),
        ("maps/us.toml", "view_box =", "view_box", "-", NO_TOML),
        (TENNESSEE, 'place = "US-TN"', "", "None kratom", "needs the key 'place'"),
        (TENNESSEE, 'substance = "kratom"', "", "US-TN 1", "needs the key 'substance'"),
        (TENNESSEE, 'confidence = "medium"', "", TN, "needs the key 'confidence'"),
        (TENNESSEE, "[[record.rule]]", "[[record.rule]]\n[[record.rule]]", TN, "the key 'status'"),
        (
            TENNESSEE,
            'status = "legal"',
            'status = "allowed"',
            TN,
            "'allowed' is not a valid Status",
        ),
        (TENNESSEE, 'possession = "banned"', 'possession = "no"', TN, "'no' is not a valid Perm"),
        (
            TENNESSEE,
            'substance = "kratom"',
            'substance = "tea"',
            "US-TN tea",
            "'tea' is not a valid",
        ),
        (
            TENNESSEE,
            'confidence = "medium"',
            'confidence = "sure"',
            TN,
            "'sure' is not a valid Conf",
        ),
        (TENNESSEE, 'as_of = "2026-08"', 'as_of = "2026-8"', TN, "'2026-8' is not a date such as"),
        (TENNESSEE, 'as_of = "2026-08"', 'as_of = "2026-02-30"', TN, "day is out of range"),
        (TENNESSEE, 'as_of = "2026-08"', "as_of = 2026-08-01", TN, ""),
        (TENNESSEE, 'valid_from = "2014"', "valid_from = 2014", TN, ""),
        (TENNESSEE, 'valid_from = "2014"', 'valid_since = "2014"', TN, "'valid_since'"),
        (THAILAND, "tier = ", "teir = ", TH, "'teir'"),
        (
            "places.toml",
            'kind = "country"',
            'kind = "planet"',
            "AD",
            "'planet' is not a valid Kind",
        ),
        ("places.toml", 'kind = "country"', "", "AD", "needs the key 'kind'"),
        ("places.toml", 'name = "Andorra"', "", "AD", "'name'"),
        (LINES, 'cost = "', 'price = "', FIRST_LINE, "'price'"),
        (LINES, "published = ", "publish = ", FIRST_LINE, "'publish'"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_one_broken_entry_is_named_by_file_key_and_rule(folder, path, old, new, key, rule):
    change(folder, path, old, new)
    faults = faults_in(folder)
    assert {(fault.file, fault.key) for fault in faults} == {(path, key)}
    assert any(rule in fault.rule for fault in faults)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (TENNESSEE, 'researched_on = "2026-11-22"', 'researched_on = "soon"'),
        (TENNESSEE, 'researched_on = "2026-11-22"', "researched_on = 2026-11-22"),
        (LINES, 'researched_on = "2026-11-22"', ""),
        (TENNESSEE, "event = [", "evnet = ["),
        (TENNESSEE, 'as_of = "2026-08"', 'as_of = "2026-08"\nchecked = "2026-08"'),
        (TENNESSEE, "{ on = ", "{ from = "),
        (TENNESSEE, "[[record.rule]]\n", "[[record.rule]]\nmin_age = 'old'\n"),
        (LINES, "published = true", 'published = "false"'),
        (LINES, 'short = "', "short = 112 # "),
        (LINES, "topics = [", "topics = 3 # ["),
        ("short-codes.toml", "TH = [", "TH = 1367\nXX = ["),
        ("short-codes.toml", "TH = [", 'TH = "1367"\nXX = ['),
        ("plant-names.toml", "names = [", "names = 3\nothers = ["),
        ("maps/us.toml", "view_box = ", "box = "),
        ("maps/us.toml", "[paths]", "[path]"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 40 else "",
)
def test_a_mistyped_key_or_value_is_a_fault_and_is_not_passed_over(folder, path, old, new):
    change(folder, path, old, new)
    assert {fault.file for fault in faults_in(folder)} == {path}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (TENNESSEE, 'researched_on = "2026-11-22"\nrecord = 3\n'),
        (TENNESSEE, 'researched_on = "2026-11-22"\nrecord = [1, "two"]\n'),
        (TENNESSEE, 'researched_on = "2026-11-22"\n[[records]]\nplace = "US-TN"\n'),
        (TENNESSEE, ""),
        (
            TENNESSEE,
            'researched_on = "2026-11-22"\n[[record]]\nplace = "US-TN"\nsubstance = "kratom"\n'
            'confidence = "low"\nrule = [1]\n',
        ),
        (LINES, 'researched_on = "2026-11-22"\n[[record]]\nid = ["se-112"]\n'),
        ("places.toml", 'TH = "Thailand"\n'),
        ("short-codes.toml", "TH = [1367]\n"),
        ("maps/us.toml", 'view_box = "0 0 1 1"\nsource = "x"\npaths = "m1 1z"\n'),
    ],
)
def test_a_file_of_another_shape_is_a_fault(folder, path, text):
    (folder / path).write_text(text, "utf-8")
    assert path in {fault.file for fault in faults_in(folder)}


@pytest.mark.parametrize("path", [*ALONE, "maps/us.toml", THAILAND, TENNESSEE, LINES])
def test_a_file_that_is_not_utf8_is_a_fault(folder, path):
    (folder / path).write_bytes(b'names = ["caf\xe9"]\n')
    (fault,) = faults_in(folder)
    assert (fault.file, fault.key) == (path, "-")
    assert "utf-8" in fault.rule


@pytest.mark.parametrize("path", ALONE)
def test_a_missing_file_is_a_fault(folder, path):
    (folder / path).unlink()
    (fault,) = faults_in(folder)
    assert (fault.file, fault.key) == (path, "-")
    assert "No such file" in fault.rule


@pytest.mark.parametrize("below", ["law", "helplines", "maps"])
def test_a_folder_without_fact_files_is_a_fault(folder, below):
    shutil.rmtree(folder / below)
    assert faults_in(folder) == (Fault(below, "-", "the folder must hold fact files"),)


def test_a_folder_that_is_not_there_lists_all_that_it_lacks(tmp_path):
    lacking = {fault.file for fault in faults_in(tmp_path / "nowhere")}
    assert lacking >= {*ALONE, "law", "helplines", "maps"}


def test_all_faults_of_all_files_come_together(folder):
    (folder / TENNESSEE).write_bytes(b"\xff")
    change(folder, "short-codes.toml", "TH = [", "TH = [[")
    change(folder, THAILAND, 'confidence = "high"', "")
    change(folder, THAILAND, 'confidence = "low"', 'confidence = "sure"')
    change(folder, LINES, "published = ", "publish = ")
    assert {(fault.file, fault.key) for fault in faults_in(folder)} == {
        (TENNESSEE, "-"),
        ("short-codes.toml", "-"),
        (THAILAND, "TH kratom"),
        (THAILAND, "TH 7oh"),
        (LINES, FIRST_LINE),
    }
