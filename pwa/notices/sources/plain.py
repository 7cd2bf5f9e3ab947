"""Hostile text into plain text, keys, links and facts."""

import hashlib
import html
import re
from collections.abc import Collection
from urllib.parse import urljoin, urlsplit

from pwa.records.visible import visible

TITLE, SUMMARY, FACT, IDENTITY, ADDRESS = 500, 4000, 1000, 200, 2000

_TAG = re.compile(r"<(/?)([A-Za-z!?][^\s<>/]*)[^<>]*>")
_UNSEEN_ELEMENTS = {"script", "style"}
# Inside a word these leave no gap: `<b>7</b>-OH`, `<span>mitra</span>gynine`.
_INLINE = re.compile("a|abbr|b|bd[io]|cite|code|em|font|i|mark|q|s|small|span|strong|su[bp]|u")
_LINK = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_SERVE_HTTPS = {"www.fda.gov", "fda.gov", "www.legislation.gov.uk"}


def words(value: object) -> str:
    """A scalar, or a list of scalars, as text; anything else is nothing."""
    if isinstance(value, list):
        return "; ".join(filter(None, (words(one) for one in value if not isinstance(one, list))))
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else ""


def plain(value: object, most: int = FACT) -> str:
    """Text without markup, entities and invisible characters, on one line, cut at `most`."""
    text = words(value)[: most * 8]
    text = visible(text)
    if "<" in text or "&" in text:
        for _ in range(2):
            text = visible(html.unescape(_without_markup(text)))
        text = _without_markup(text)
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def identity(*values: object) -> str:
    """A key out of scalars; empty when one of them is missing, a hash when it is very long."""
    parts = [" ".join(visible(words(value)).split()) for value in values]
    key = " ".join(parts) if all(parts) else ""
    return key if len(key) <= IDENTITY else hashlib.sha256(key.encode()).hexdigest()


def link(value: object, hosts: Collection[str], base: str = "") -> str | None:
    """An http(s) address on one of `hosts`, `.gov.uk` being all under gov.uk; else None.

    No other host is the publisher's: not a number, not a name that only looks like theirs.
    """
    try:
        address = urljoin(base, words(value).strip())
        parts = urlsplit(address)
        host = parts.hostname or ""
        odd = parts.netloc.lower() != host  # credentials or a port
    except ValueError:
        return None
    if odd or len(address) > ADDRESS or not (_LINK.fullmatch(address) and _is_one(host, hosts)):
        return None
    if parts.scheme == "http" and host in _SERVE_HTTPS:
        address = "https" + address[4:]
    return address if visible(address) == address else None


def _is_one(host: str, hosts: Collection[str]) -> bool:
    """A name under one of several hosts is in Latin letters, so that it is what it looks like."""
    if host in hosts:
        return True
    named = _HOST.fullmatch(host) and not any(p.startswith("xn--") for p in host.split("."))
    return bool(named) and any(host.endswith(one) for one in hosts if one.startswith("."))


def facts(**given: object) -> dict[str, str]:
    """The facts that have a value, as plain text."""
    return {name: text for name, value in given.items() if (text := plain(value))}


def _without_markup(text: str) -> str:
    pieces: list[str] = []
    at, hidden = 0, False
    for tag in _TAG.finditer(text):
        closing, name = tag[1], tag[2].lower()
        pieces.append("" if hidden else text[at : tag.start()])
        pieces.append("" if hidden or _INLINE.fullmatch(name) else " ")
        if name in _UNSEEN_ELEMENTS:
            hidden = not closing
        at = tag.end()
    return "".join([*pieces, "" if hidden else text[at:]])
