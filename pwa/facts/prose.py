"""Which words of the fact files translators see: the extractor that babel.cfg names."""

import tomllib
from collections.abc import Iterator
from typing import Any, BinaryIO

Found = tuple[int, str, str, list[str]]

# What pages show as prose. Instruments, titles of sources and reviewers' notes stay as they are.
PROSE = {
    "helplines": ("name", "who", "advice", "deaf_access"),
    "law": ("summary", "note"),
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
        kind = "helplines" if "topics" in record else "law"
        if record.get("published", True):
            for table in _tables(record):
                yield from ((1, "gettext", table[key], []) for key in PROSE[kind] if key in table)


def _tables(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield record
    for part in ("rule", "event", "expected"):
        yield from record.get(part, ())
