"""Which words of the fact files translators see: the extractor that babel.cfg names."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pwa.errors import FactError, Fault
from pwa.facts.safety import read_topic
from pwa.records.topics import Heading

Found = tuple[int, str, str, list[str]]

# What pages show as prose. Instruments, titles of sources and reviewers' notes stay as they are.
PROSE = {
    "helplines": ("name", "who", "advice", "deaf_access"),
    "law": ("summary", "note"),
    "interactions": ("with", "why", "what_can_happen", "do"),
    "evidence": ("asks", "finds", "limits"),
}
TRANSLATED_PLACES = ("country", "territory", "state", "county", "union", "international")


def extract(
    fileobj: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[Found]:
    """Messages of one fact file, for Babel, which names the arguments."""
    document = tomllib.load(fileobj)
    if "record" not in document:
        for place in document.values():
            if place["kind"] in TRANSLATED_PLACES:
                yield 1, "gettext", place["name"], []
        return
    for record in document["record"]:
        kind = _kind(record)
        if record.get("published", True):
            for table in _tables(record):
                yield from ((1, "gettext", table[key], []) for key in PROSE[kind] if key in table)


def _kind(record: dict[str, Any]) -> str:
    """Which file a record is from, by a key that only its kind has."""
    marks = {"who": "helplines", "what_can_happen": "interactions", "finds": "evidence"}
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
