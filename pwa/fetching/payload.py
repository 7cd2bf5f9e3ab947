"""Reading a body within its limit, and whether it is what was asked for: 200 is not success."""

import re
import zlib
from collections.abc import Iterable, Iterator

from pwa.errors import LeaflineError
from pwa.records.outcomes import Outcome

PIECE = 65_536
HEAD = 4096
BLANKS = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # also the marks of UTF-8 and UTF-16
FIRST = {"json": b"{[", "xml": b"<", "html": b"<"}
VAGUE = ("", "text/plain", "application/octet-stream", "binary/octet-stream")
HEADING = re.compile(rb"<(title|h1)\b[^>]*>(.*?)</\1", re.IGNORECASE | re.DOTALL)
GONE = re.compile(rb"moved|not found|no longer|retired|discontinued|\b404\b", re.IGNORECASE)


class Unreadable(LeaflineError):
    """A body that is too large, or packed in a way that we do not read."""


class EndedEarly(LeaflineError):
    """A packed body without its end."""


def read_body(pieces: Iterable[bytes], packing: str, size: int) -> bytes:
    """A body unpacked, `packing` being its Content-Encoding. Raises Unreadable, EndedEarly.

    `size` limits what was unpacked, and is watched while it comes.
    """
    packing = packing.strip().lower() or "identity"
    if packing not in ("identity", "gzip", "x-gzip"):
        raise Unreadable(f"a body packed as {packing[:40]!r}")
    body = bytearray()
    try:
        for piece in _unpacked(pieces) if "gzip" in packing else pieces:
            body += piece
            if len(body) > size:
                raise Unreadable(f"a body of more than {size / 1024 / 1024:g} MB")
    except zlib.error as problem:
        raise Unreadable("a body that cannot be unpacked") from problem
    return bytes(body)


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Unpack gzip in small steps, so that a bomb is noticed before it bursts."""
    unzip = zlib.decompressobj(31)
    for piece in pieces:
        while piece:
            yield unzip.decompress(piece, PIECE)
            piece = unzip.unconsumed_tail
            if unzip.eof and unzip.unused_data.startswith(b"\x1f\x8b"):
                piece, unzip = unzip.unused_data, zlib.decompressobj(31)
            elif unzip.eof:
                return
    yield unzip.flush()
    if not unzip.eof:
        raise EndedEarly("the packed body ended early")


def judge_payload(accept: str, content_type: str, body: bytes) -> tuple[Outcome, str]:
    """OK, or BLOCKED (a bot wall), MOVED or BAD_PAYLOAD with what came instead.

    `accept` and `content_type` as in HTTP.
    """
    wanted = {family for part in accept.split(",") if (family := _family(part)) in FIRST}
    kind = content_type.partition(";")[0].strip().lower()
    start = body[:HEAD].lstrip(BLANKS)
    if not start:
        return Outcome.BAD_PAYLOAD, "an empty body"
    if not wanted:
        return Outcome.OK, ""
    if "html" not in wanted and _is_html(kind, start):
        return _page(body)
    if kind not in VAGUE and _family(kind) not in wanted:
        return Outcome.BAD_PAYLOAD, f"{kind[:60]!r}"
    if start[0] not in b"".join(FIRST[family] for family in wanted):
        return Outcome.BAD_PAYLOAD, f"a body that starts with {start[:12]!r}"
    return Outcome.OK, ""


def _family(kind: str) -> str:
    for family in ("html", "json", "xml"):
        if family in kind:
            return family
    return "json" if "javascript" in kind else ""


def _is_html(kind: str, start: bytes) -> bool:
    tag = start[:15].lower()
    # A feed that is labelled text/html is a fault of its server, not a wall.
    honest = _family(kind) == "html" and not start.startswith((b"{", b"[", b"<?xml", b"<rss"))
    return honest or tag.startswith((b"<!doctype html", b"<html"))


def _page(body: bytes) -> tuple[Outcome, str]:
    headings = b" ".join(found for _, found in HEADING.findall(body[:HEAD]))
    if GONE.search(headings):
        return Outcome.MOVED, "a page that says the document is gone"
    return Outcome.BLOCKED, "a web page where a document was asked for (a bot wall?)"
