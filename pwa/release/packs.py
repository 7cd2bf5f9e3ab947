"""Packs: all pages of a locale for a phone, in two downloads that are named by their content."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import g
from markupsafe import escape

from pwa.locales import published_in
from pwa.release.compression import BROTLI, PLAIN
from pwa.release.contents import Pack, ReleaseEntry
from pwa.release.rendering import Site
from pwa.release.sheets import Chunk, ChunkText, as_json, sheets_of
from pwa.web.http.addresses import place_id
from pwa.web.words.wording import place_name

# What a page on a phone leaves to the network: notices change more often than anything else.
NOTICES = re.compile(r"(<!--notices-->).*?(<!--/notices-->)", re.DOTALL)
# The section around them is in sight where there are any; on a phone the page's script decides.
SECTION = re.compile(r'(<section data-notices="[^"]*")( hidden)?>')
# What pages tell messengers and search engines; JSON in pages holds no "<".
FOR_PROGRAMS = re.compile(
    r'<meta property="og:[^>]*>\n|<script type="application/ld\+json">[^<]*</script>'
)
SINGLE_NOTICE = re.compile(r"/[^/]+/notices/")
# It says once more what the packs say.
HAND_COPY = "/leafline.html"
ESSENTIAL = frozenset(("", "emergency", "help", "offline", "away", "saved", "languages", "search"))
# Numbers to ring; what people call things, and the words of danger.
ESSENTIAL_BELOW = frozenset(("emergency/numbers", "data/names.json"))
NOTICE_READ = '["notices", '
PLACE = re.compile(r"/[^/]+/(?:law|help)/([^?]+)")
KEYED = re.compile(r"/[^/]+/(?:learn|mixing|evidence)/([^?/]+)$")
SHORTEST_OWN = 3
# What packs, which are text, can hold.
SHELL = frozenset(("text/css", "text/javascript", "image/svg+xml"))
TEXTS = frozenset(("text/html", "application/json"))
# Headers that the worker gives by itself, or that a page on a phone has no use for.
NOT_FOR_WORKER = frozenset({"Content-Type", "Cache-Control", "Strict-Transport-Security"})


@dataclass(frozen=True)
class PackFile:
    """One download. `unpacked` is the length of all texts in it."""

    address: str
    body: str
    start: int
    sheets: int
    unpacked: int


def pack_form(text: str) -> str:
    """A page as packs hold it: without notices, and without what is for other programs."""
    for_readers = FOR_PROGRAMS.sub("", text)
    return SECTION.sub(r"\1 hidden>", NOTICES.sub(r"\1\2", for_readers))


def is_packed(locale: str, address: str, entry: ReleaseEntry, reads: Iterable[str]) -> bool:
    """Whether an entry goes into the packs of a locale: its pages, and what they are made of.

    Single notices do not, nor data that is made of notices, nor the copy that is handed on.
    """
    if address.startswith("/static/"):
        return mime(entry) in SHELL and "/sw.js" not in address
    if not address.startswith(f"/{locale}/") or SINGLE_NOTICE.match(address):
        return False
    if mime(entry) not in TEXTS or address == f"/{locale}{HAND_COPY}":
        return False
    return mime(entry) == "text/html" or not any(read.startswith(NOTICE_READ) for read in reads)


def pack_id(marks: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The name of what a locale's packs hold: addresses, texts, and the headers of pages."""
    said = as_json([sorted(marks.items()), sorted(headers.items())])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def worker_headers(page: ReleaseEntry) -> dict[str, str]:
    """The headers that a page made on the phone must have."""
    return {name: value for name, value in page.headers if name not in NOT_FOR_WORKER}


def is_essential(site: Site, address: str) -> bool:
    """Whether a reader needs it first: emergency, helplines, and what every page is made of."""
    _, first, rest = (*urlsplit(address).path.split("/", 2), "")[:3]
    if first == "static":
        return True
    kind, _, slug = rest.partition("/")
    if kind == "help" and slug:
        return place_id(slug) in site.facts.published_by_place
    return (not slug and kind in ESSENTIAL) or f"{kind}/{slug}" in ESSENTIAL_BELOW


def own_strings(site: Site, locale: str, address: str) -> tuple[str, ...]:
    """What sets a page apart from others of its kind: names and addresses of its subject."""
    if found := PLACE.match(address):
        place = site.facts.places[place_id(found[1])]
        with site.app.test_request_context():
            g.locale = published_in(site.app)[locale]
            name = str(escape(place_name(place)))
        strings = [f"/{place.slug}", name, place.id]
    elif found := KEYED.match(address):
        strings = [f"/{found[1]}"]
    else:
        return ()
    return tuple(each for each in strings if len(each) >= SHORTEST_OWN)


def pack_files(
    locale: str,
    release: str,
    day: str,
    headers: Mapping[str, str],
    texts: Mapping[bool, list[ChunkText]],
) -> Iterator[PackFile]:
    """Both packs, the full one from several starts. `texts` by whether they are essential."""
    head = {"release": release, "locale": locale, "date": day, "headers": dict(headers)}
    folder = f"/{locale}/packs/{release}"
    for essential in (True, False):
        sheets = list(sheets_of(texts[essential]))
        kind = "essential" if essential else "full"
        unpacked = sum(len(text.text.encode()) for text in texts[essential])
        for start in (0,) if essential else _starts(len(sheets)):
            name = "essential" if essential else f"full-{start}"
            body = _lines({**head, "pack": kind}, sheets, start)
            yield PackFile(f"{folder}/{name}.ndjson", body, start, len(sheets), unpacked)


def pack_list(
    pack: Pack, urgent: str, files: Iterable[PackFile], entries: Mapping[str, ReleaseEntry]
) -> str:
    """`pack.json`: what there is to download, with its size on the wire."""

    def part(file: PackFile) -> dict[str, object]:
        forms = entries[file.address].forms
        return {"url": file.address, "bytes": forms.get(BROTLI, forms[PLAIN]).size}

    essential, *full = files
    packs = {
        "essential": {**part(essential), "unpacked": essential.unpacked},
        "full": {
            **part(full[0]),
            "unpacked": full[0].unpacked,
            "sheets": full[0].sheets,
            "parts": [{"from": file.start, **part(file)} for file in full],
        },
    }
    said = {"release": pack.id, "date": pack.date, "urgent": urgent, "packs": packs}
    return as_json(said)


def with_urgent(listed: str, urgent: str) -> str:
    """The same `pack.json` with another day of the newest withdrawal."""
    return as_json({**json.loads(listed), "urgent": urgent})


def worker_script(packs: Mapping[str, tuple[str, str]], urgent: str, script: str) -> str:
    """`sw.js`: the packs of each locale by (id, day), and the worker itself. One line."""
    releases = {tag: {"id": id_, "date": day} for tag, (id_, day) in packs.items()}
    return (
        f"const RELEASES={as_json(releases)},URGENT={as_json(urgent)};"
        f"importScripts({as_json(script)});\n"
    )


def mime(entry: ReleaseEntry) -> str:
    """The type of an entry without its charset."""
    return dict(entry.headers)["Content-Type"].partition(";")[0]


def _starts(sheets: int) -> list[int]:
    """Where a download may begin, so that a broken one goes on near where it stopped."""
    return sorted({sheets * quarter // 4 for quarter in range(4)})


def _lines(head: Mapping[str, object], sheets: list[Chunk], start: int) -> str:
    firsts = [sheet.first for sheet in sheets]
    header = {**head, "sheets": len(sheets), "from": start, "firsts": firsts}
    lines = [as_json(header), *(sheet.to_line() for sheet in sheets[start:])]
    return "\n".join(lines) + "\n"
