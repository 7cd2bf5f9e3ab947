"""What reviewers keep of a source, and what was corrected, is on no page and in no dataset."""

import sqlite3
from dataclasses import replace

import pytest

from pwa.app import create_app
from pwa.dates import PartialDate
from pwa.exports.dataset import write_dataset
from pwa.facts import read_facts
from pwa.records import Correction
from pwa.settings import Settings
from tests.clock import NOW
from tests.sample import SAMPLE

QUOTE, NOTE = "zzquotezz", "zzcorrectionzz"
WHERE = "zzcheckedzz"


def marked(record):
    """The record with words that only reviewers may see."""
    inside = {"quote": QUOTE, "checked_against": WHERE, "language": "zz"}
    corrections = (Correction(PartialDate.parse("2026-11-27"), NOTE),)
    sources = tuple(replace(source, **inside) for source in record.sources)
    return replace(record, sources=sources, corrections=corrections)


def noted(record):
    return replace(marked(record), notes=QUOTE)


@pytest.fixture(scope="module")
def facts():
    read = read_facts(SAMPLE)
    return replace(
        read,
        law=tuple(map(marked, read.law)),
        helplines=tuple(map(marked, read.helplines)),
        calling=tuple(map(noted, read.calling)),
        naloxone=tuple(map(noted, read.naloxone)),
    )


@pytest.fixture(scope="module")
def client(facts, tmp_path_factory):
    app = create_app(Settings(data=tmp_path_factory.mktemp("data")), facts=facts, clock=lambda: NOW)
    return app.test_client()


def holds_none(text):
    return not any(word in text for word in (QUOTE, NOTE, WHERE))


@pytest.mark.parametrize(
    "address",
    [
        "/en/law/TH",
        "/en/help/TH",
        "/en/emergency?place=US-TX",
        "/en/law/us-tx/calling",
        "/en/help/US-TX",
        "/api/v1/calling?place=US-TX",
        "/en/leafline.html",
        "/api/v1/law?place=TH",
        "/api/v1/helplines?place=TH",
        "/api/v1/dataset.json",
        "/api/v1/dataset.db",
        "/api/v1/dataset.csv?table=law_sources",
        "/api/v1/openapi.json",
    ],
)
def test_no_answer_holds_them(client, address):
    found = client.get(address, follow_redirects=True)
    assert found.status_code == 200, address
    assert holds_none(found.get_data().decode("utf-8", "replace"))


def test_the_dataset_holds_none_of_them(facts, tmp_path):
    write_dataset(facts, tmp_path / "facts.db")
    with sqlite3.connect(tmp_path / "facts.db") as db:
        assert holds_none("\n".join(db.iterdump()))
    db.close()


def test_no_quote_of_the_shipped_facts_is_in_the_dataset(tmp_path):
    read = read_facts(SAMPLE)
    sources = [each for record in (*read.law, *read.helplines) for each in record.sources]
    titles = " | ".join(source.title for source in sources)  # a quote may be of the headline
    quotes = {each.quote for each in sources if each.quote and len(each.quote) > 30}
    quotes = {quote for quote in quotes if quote not in titles}
    write_dataset(read, tmp_path / "facts.db")
    with sqlite3.connect(tmp_path / "facts.db") as db:
        held = "\n".join(db.iterdump())
    db.close()
    assert [quote for quote in quotes if quote.replace("'", "''") in held] == []
