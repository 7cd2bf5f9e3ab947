"""Which words of the fact files translators see: the extractor that babel.cfg names."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pwa.errors import FactError, Fault
from pwa.facts.amounts import without_amounts
from pwa.facts.safety import read_topic
from pwa.records import Confidence
from pwa.records.topics import Heading

Found = tuple[int, str, str, list[str]]

# What pages show as prose. Instruments, titles of sources and reviewers' notes stay as they are.
PROSE = {
    "helplines": ("name", "who", "advice", "deaf_access"),
    "law": ("summary", "note", "advice"),
    "calling": ("summary", "limits"),
    "interactions": ("with", "examples", "why", "what_can_happen", "do"),
    "evidence": ("asks", "finds", "limits"),
    "claims": (),  # a researcher's wording; what is yet to be checked is shown
}
# Countries have their names from CLDR; towns keep their own.
TRANSLATED_PLACES = ("territory", "state", "county", "union", "international")


def extract(
    fileobj: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[Found]:
    """Messages of one fact file, for Babel, which names the arguments."""
    document = tomllib.load(fileobj)
    messages = _of_records(document["record"]) if "record" in document else _of_places(document)
    yield from ((1, "gettext", message, []) for message in messages)


def subject_words(subject: str) -> str:
    """What the studies of a subject are filed under, as a reader meets it."""
    return "7-OH" if subject == "seven-oh" else subject.replace("-", " ")


def _of_places(places: dict[str, Any]) -> Iterator[str]:
    for place in places.values():
        if place["kind"] in TRANSLATED_PLACES:
            yield place["name"]


def _of_records(records: list[dict[str, Any]]) -> Iterator[str]:
    for record in records:
        kind = _kind(record)
        if not _is_public(record, kind):
            continue
        for table in _tables(record):
            for key in PROSE[kind]:
                yield from _texts(table.get(key, ()), kind)
        if check := record.get("check"):
            yield check["what"]
        if kind == "evidence":
            yield from map(subject_words, record["topics"])
        to_text = record.get("sms", {}).get("body", "")
        if to_text and not to_text.isupper():  # an instruction; a keyword stays as it is
            yield to_text


def _is_public(record: dict[str, Any], kind: str) -> bool:
    hidden = kind == "calling" and record["confidence"] == Confidence.LOW
    return record.get("published", True) and not hidden


def _texts(value: str | list[str], kind: str) -> Iterator[str]:
    """The texts of one key, as pages show them."""
    for text in [value] if isinstance(value, str) else value:
        if shown := without_amounts(text) if kind == "evidence" else text:
            yield shown


def _kind(record: dict[str, Any]) -> str:
    """Which file a record is from, by the first of these keys that it has."""
    marks = {
        "who": "helplines",
        "what_can_happen": "interactions",
        "finds": "evidence",
        "statement": "claims",
        "kind": "calling",
    }
    return next((kind for key, kind in marks.items() if key in record), "law")


def extract_topic(
    fileobj: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[Found]:
    """Messages of one topic: its names, its headings and its sentences."""
    faults: list[Fault] = []
    topic = read_topic(Path(fileobj.name), faults)
    if topic is None or faults:
        raise FactError(faults)
    for message in (topic.title, topic.short, topic.summary):
        yield 1, "gettext", message, []
    for block in topic.blocks:
        if isinstance(block, Heading):
            yield block.line, "gettext", block.text, []
        yield from ((each.line, "gettext", each.message, []) for each in block.sentences)


def _tables(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield record
    for part in ("rule", "event", "expected"):
        yield from record.get(part, ())
