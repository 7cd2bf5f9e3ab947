"""Packs: all pages of a locale for a phone, in two downloads that are named by their content."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pwa.release.compression import BROTLI, PLAIN
from pwa.release.contents import Pack, ReleaseEntry
from pwa.release.sheets import Chunk, ChunkText, as_json, sheets_of
from pwa.web.catalogue import ListedPage, PackKind

SHORTEST_OWN = 3
# What packs, which are text, can hold.
SHELL = frozenset(("text/css", "text/javascript", "image/svg+xml"))
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


@dataclass(frozen=True)
class Member:
    """What is in the packs of a locale: whether a reader needs it first, what sets it apart from
    others of its kind (names and addresses of its subject), and whether phones ask the network for
    it first, so that a change of it makes no new pack."""

    essential: bool = True
    own: tuple[str, ...] = ()
    live: bool = False


def member(page: ListedPage, names: Mapping[str, str]) -> Member:
    """A page as a member of packs; `names` of places by their ids, as pages have them."""
    key, place, _ = page.subject
    strings = (f"/{key}", names[place.id], place.id) if place else (f"/{key}",) if key else ()
    own = tuple(each for each in strings if len(each) >= SHORTEST_OWN)
    return Member(page.pack is PackKind.ESSENTIAL, own, page.kind.live)


def is_shell(address: str, entry: ReleaseEntry) -> bool:
    """Whether it is a file that every page is made of."""
    is_file = address.startswith("/static/") and "/sw.js" not in address
    return is_file and mime(entry) in SHELL


def pack_id(marks: Mapping[str, str], headers: Mapping[str, str]) -> str:
    """The name of what a locale's packs hold: addresses, texts, and the headers of pages."""
    said = as_json([sorted(marks.items()), sorted(headers.items())])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def worker_headers(page: ReleaseEntry) -> dict[str, str]:
    """The headers that a page made on the phone must have."""
    return {name: value for name, value in page.headers if name not in NOT_FOR_WORKER}


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
