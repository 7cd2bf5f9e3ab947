"""RSS 2.0 and Atom into entries. A document type or entity is refused before anything parses it."""

import codecs
import re
from xml.etree import ElementTree

from pwa.errors import SourceChanged
from pwa.notices.sources.plain import words
from pwa.notices.sources.reading import Entry, none_missing

ACCEPT = "application/rss+xml, application/atom+xml, application/xml;q=0.9"
MOST_BYTES = 4_000_000
MOST_TAGS = 200_000
ATOM = "http://www.w3.org/2005/Atom"
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://www.legislation.gov.uk/namespaces/metadata": "ukm:",
}
_TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
_BYTE_ORDERS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECLARED = re.compile(rb"""<\?xml\b[^<>]{0,200}?\sencoding\s*=\s*["']([\w.-]{1,40})["']""")
_ENCODINGS = {"utf-8", "us-ascii", "iso-8859-1"}
_REFUSED = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!doctype", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)


def rss_items(document: bytes) -> list[Entry]:
    """The items of an RSS 2.0 feed."""
    root = _root(document, "rss")
    channel = root.find("channel")
    if channel is None:
        raise SourceChanged("the feed has no channel")
    return _entries(root, channel.findall("item"), "")


def atom_entries(document: bytes) -> list[Entry]:
    """The entries of an Atom feed."""
    feed = _root(document, f"{{{ATOM}}}feed")
    return _entries(feed, feed.findall(f"{{{ATOM}}}entry"), ATOM)


def _entries(root: ElementTree.Element, found: list[ElementTree.Element], own: str) -> list[Entry]:
    """The entries found; SourceChanged where there are none but others lie elsewhere."""
    none_missing(found, sum(_local(element.tag) in ("item", "entry") for element in root.iter()))
    none_missing(found, (root.findtext(_TOTAL) or "").strip())
    return [_entry(element, own) for element in found]


def text(entry: Entry, name: str) -> str:
    """The text of the first element `name`, its inner markup's words included."""
    return next((words(found.get("text")) for found in elements(entry, name)), "")


def elements(entry: Entry, name: str) -> list[Entry]:
    """All elements `name`; their text is under `text`, their attributes beside it."""
    found = entry.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _root(document: bytes, expected: str) -> ElementTree.Element:
    if any(word in document for word in _REFUSED):
        raise SourceChanged("the document declares a document type or an entity")
    decoded = _decoded(document)
    if not decoded.startswith("<"):
        raise SourceChanged(f"XML was expected, not {decoded[:40]!r}")
    if decoded.count("<") > MOST_TAGS:
        raise SourceChanged(f"more than {MOST_TAGS} tags")
    try:
        # Safe: no document type, no entity, bounded size; already decoded, so one reading of it.
        root = ElementTree.fromstring(decoded)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as problem:
        raise SourceChanged(f"the XML cannot be read: {problem}") from problem
    if root.tag != expected:
        raise SourceChanged(f"the root is {root.tag[:80]!r}, not {expected!r}")
    return root


def _decoded(document: bytes) -> str:
    if len(document) > MOST_BYTES:
        raise SourceChanged(f"{len(document)} bytes are more than a feed ever has")
    encoding = _BYTE_ORDERS.get(document[:2])
    document = document if encoding else document.removeprefix(codecs.BOM_UTF8).lstrip()
    if encoding is None:
        declared = _DECLARED.match(document)
        encoding = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
        if encoding not in _ENCODINGS:
            raise SourceChanged(f"the encoding {encoding!r} is not one that feeds use")
    try:
        return document.decode(encoding).removeprefix("\ufeff").strip()
    except UnicodeDecodeError as problem:
        raise SourceChanged(f"the document is not {encoding}") from problem


def _entry(element: ElementTree.Element, own: str) -> Entry:
    entry: dict[str, list[dict[str, str]]] = {}
    for child in element:
        inside = " ".join("".join(child.itertext()).split())
        entry.setdefault(_name(child.tag, own), []).append({**child.attrib, "text": inside})
    return entry


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _name(tag: str, own: str) -> str:
    """Bare in the feed's own namespace, prefixed in one that we know, else as it stands."""
    if not tag.startswith("{"):
        return tag
    namespace, _, local = tag[1:].partition("}")
    return local if namespace == own else _PREFIXES.get(namespace, f"{{{namespace}}}") + local
