"""The facts that are shipped, whatever they say today: few tests, and none pins a number or a name.

`leafline check` holds them to their rules. What is said here rests on several of them at once.
"""

import re

import pytest

from pwa.facts import check_facts, read_facts
from pwa.facts.numbers import digits
from pwa.records import Confidence
from pwa.settings import FACTS
from tests.prose import grade
from tests.sample import SAMPLE


@pytest.fixture(scope="module", params=[FACTS, SAMPLE], ids=["shipped", "sample"])
def folder(request):
    return request.param


@pytest.fixture(scope="module")
def facts(folder):
    return read_facts(folder)


def test_the_facts_keep_their_rules(facts):
    check_facts(facts)


def test_each_record_names_its_sources_and_stands_in_the_file_of_its_country(facts):
    for record in facts.law:
        assert record.sources, record.place
        assert all(source.title and source.tier in (1, 2, 3) for source in record.sources)
        assert record.name_in_source
        assert record.file == f"law/{record.place.partition('/')[0].lower()}.toml"
    for line in facts.helplines:
        assert line.sources, line.id
        assert all(source.title and source.kind for source in line.sources)
        assert line.file == f"helplines/{line.place.partition('-')[0].lower()}.toml"


def test_no_file_of_records_is_left_out(folder, facts):
    of_folders = (
        ("law", facts.law),
        ("helplines", facts.helplines),
        ("calling", facts.help_records),
    )
    for below, records in of_folders:
        on_disk = {f"{below}/{path.name}" for path in (folder / below).iterdir()}
        assert {record.file for record in records} == on_disk


def test_each_record_on_calling_names_its_sources_and_stands_in_the_file_of_its_place(facts):
    for record in facts.help_records:
        assert record.file == f"calling/{record.place.lower()}.toml"
        assert all(source.title and source.tier in (1, 2, 3) for source in record.sources)
    shown = [*facts.calling_by_place.values(), *facts.naloxone_by_place.values()]
    assert shown
    assert Confidence.LOW not in {record.confidence for record in shown}


def test_what_is_said_to_readers_of_calling_is_easy_to_read(facts):
    for record in (*facts.calling_by_place.values(), *facts.naloxone_by_place.values()):
        assert grade(record.summary) <= 6, record.key


def test_no_line_of_low_confidence_is_published(facts):
    shown = [line for lines in facts.published_by_place.values() for line in lines]
    assert shown
    assert Confidence.LOW not in {line.confidence for line in shown}


def test_no_line_shows_a_retired_number(facts):
    """Neither as a number to dial, in any spelling, nor in a text that readers see."""
    retired = {digits(number) for line in facts.helplines for number in line.retired_numbers}
    ends = tuple(number[-7:] for number in retired if len(number) >= 7)
    assert ends
    for line in facts.helplines:
        numbers = {digits(number) for number in line.numbers}
        assert not numbers & retired, line.id
        assert not [number for number in numbers if number.endswith(ends)], line.id
        texts = (line.name, line.native_name, line.who, line.advice, line.deaf_access)
        for run in re.findall(r"[\d][\d ()./-]*", " | ".join(filter(None, texts))):
            assert not digits(run).endswith(ends), line.id
