"""Atom (RFC 4287) and JSON Feed 1.1 documents; whatever text comes, they can be parsed."""

import json
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree

from pwa.records.visible import visible

ATOM = "http://www.w3.org/2005/Atom"


class FeedEntry(NamedTuple):
    """One entry. `moment` is UTC ISO text."""

    url: str
    title: str
    summary: str
    author: str
    moment: str
    language: str


def atom(title: str, url: str, entries: Sequence[FeedEntry]) -> bytes:
    """An Atom document; `updated` is that of the newest entry."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    newest = max((entry.moment for entry in entries), default="1970-01-01T00:00:00+00:00")
    _add(feed, "title", title)
    _add(feed, "id", url)
    _add(feed, "updated", _moment(newest))
    _add(feed, "link", rel="self", href=url)
    for entry in entries:
        element = _add(feed, "entry")
        element.set("{http://www.w3.org/XML/1998/namespace}lang", visible(entry.language))
        _add(element, "title", entry.title)
        _add(element, "id", entry.url)
        _add(element, "link", href=entry.url)
        _add(element, "updated", _moment(entry.moment))
        _add(_add(element, "author"), "name", entry.author)
        _add(element, "summary", entry.summary)
    document: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return document


def json_feed(title: str, url: str, entries: Sequence[FeedEntry]) -> str:
    """A JSON Feed document."""
    items = [
        {
            "id": entry.url,
            "url": entry.url,
            "title": visible(entry.title),
            "content_text": visible(entry.summary or entry.title),
            "date_published": _moment(entry.moment),
            "language": visible(entry.language),
            "authors": [{"name": visible(entry.author)}],
        }
        for entry in entries
    ]
    version = "https://jsonfeed.org/version/1.1"
    document = {
        "version": version,
        "title": visible(title),
        "feed_url": visible(url),
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False)


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **values: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}")
    for key, value in values.items():
        element.set(key, visible(value))
    element.text = visible(text) or None
    return element


def _moment(text: str) -> str:
    """A moment as feeds want it; a bare day starts at midnight."""
    return text if "T" in text else f"{text[:10]}T00:00:00Z"
