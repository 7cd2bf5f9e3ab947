"""The import of claims, studies and interactions loses nothing of a small sample."""

import tomllib
from pathlib import Path

import pytest
import yaml

from pwa.facts.safety import read_safety
from pwa.maintenance.import_safety import import_safety

SAMPLE = Path(__file__).parent / "safety"
NAMES = ("claims", "evidence", "interactions")


def leaves(value, path=()):
    """Every leaf with its path. An empty list is a leaf too; null says nothing."""
    if isinstance(value, dict) and value:
        return {leaf for key, held in value.items() for leaf in leaves(held, (*path, key))}
    if isinstance(value, list) and value:
        return {leaf for n, held in enumerate(value) for leaf in leaves(held, (*path, n))}
    return set() if value is None else {(path, str(value))}


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("facts")
    assert import_safety(SAMPLE, folder) == {"claims": 3, "evidence": 2, "interactions": 2}
    return folder


def records(folder, name):
    return tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))["record"]


@pytest.mark.parametrize("name", NAMES)
def test_every_value_of_the_research_is_in_the_fact_file(imported, name):
    research = yaml.safe_load((SAMPLE / f"{name}.yaml").read_text("utf-8"))

    assert leaves(research) - leaves(records(imported, name)) == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_notes_that_head_the_research_head_the_fact_file(imported, name):
    research = (SAMPLE / f"{name}.yaml").read_text("utf-8").splitlines()
    notes = [line for line in research if line.startswith("#")]

    assert (imported / f"{name}.toml").read_text("utf-8").splitlines()[: len(notes)] == notes


def test_amounts_and_the_licence_are_not_published_and_say_why(imported):
    liver, amounts, licence = records(imported, "claims")

    assert liver["published"]
    assert "unpublished_because" not in liver
    assert not amounts["published"]
    assert "never shown" in amounts["unpublished_because"]
    assert not licence["published"]
    assert "permission" in licence["unpublished_because"]


def test_a_study_without_a_link_says_so(imported):
    with_doi, without = records(imported, "evidence")

    assert "unlinked" not in with_doi
    assert without["unlinked"] is True


def test_an_interaction_gets_an_id_for_its_address(imported):
    ids = [record["id"] for record in records(imported, "interactions")]
    assert ids == ["st-johns-wort", "sleeping-pills"]


def test_what_was_imported_reads_back_into_records(imported):
    faults = []
    safety = read_safety(imported, faults)

    assert [fault.file for fault in faults] == ["topics"]
    assert safety.study_by_id["doe-2020"].citation.pmid == "00123"
    assert safety.study_by_id["roe-2021"].citation.year is None
