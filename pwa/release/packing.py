"""Puts the packs of each locale into a release: those of the release before, or new ones."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from pwa.release.compression import LARGE_WINDOW
from pwa.release.contents import Pack
from pwa.release.folder import Draft, Release
from pwa.release.packs import (
    PackFile,
    is_essential,
    is_packed,
    mime,
    own_strings,
    pack_files,
    pack_form,
    pack_id,
    pack_list,
    with_urgent,
    worker_headers,
    worker_script,
)
from pwa.release.rendering import ASK_FIRST, Page, Site
from pwa.release.renewing import Writer
from pwa.release.sheets import ChunkText
from pwa.web.http.headers import FOR_ALL

KEPT_FOR_EVER = ("Cache-Control", "public, max-age=31536000, immutable")
SCRIPT, JSON, LINES = "text/javascript; charset=utf-8", "application/json", "application/x-ndjson"
WORKER = "/sw.js"


def pack_ids(release: Release, locales: Iterable[str]) -> dict[str, str]:
    """The id that the packs of each locale should have, by what its pages say now."""
    forms, found = release.reads.pack_forms, {}
    for tag in locales:
        # The list of notices changes with them; phones ask the network for it first.
        named = [each for each in _members(release, tag) if each != f"/{tag}/notices"]
        if headers := _headers_of(release, tag):
            found[tag] = pack_id({each: forms[each] for each in named}, headers)
    return found


def carry_packs(
    site: Site, draft: Draft, locales: Iterable[str], urgent: str, quality: int
) -> dict[str, Pack]:
    """Keep the packs of the release before: until there are new ones, phones go on with them. What
    is damaged stays out, and the worker names its pack all the same: phones would remove theirs."""
    before = draft.before
    if before is None:
        return {}
    packs = {tag: pack for tag, pack in before.contents.packs.items() if tag in set(locales)}
    with Writer(draft, quality) as writer:
        for tag, pack in packs.items():
            _keep(writer, draft, tag, pack.id, pack.before)
            if listing := draft.kept.get(_list_of(tag)):
                listed = before.file(listing).read_text("utf-8")
                writer.write(_made(_list_of(tag), with_urgent(listed, urgent), JSON, ASK_FIRST))
        _write_worker(site, writer, packs, urgent)
    return packs


def is_complete(release: Release, locale: str) -> bool:
    """Whether a release holds the packs of a locale, with every file that they are loaded from."""
    entries = release.contents.entries
    if (listing := entries.get(_list_of(locale))) is None:
        return False
    packs = json.loads(release.file(listing).read_text("utf-8"))["packs"]
    parts = [packs["essential"], *packs["full"]["parts"]]
    return all(part["url"] in entries for part in parts)


def new_packs(
    site: Site, draft: Draft, ids: Mapping[str, str], day: date, quality: int
) -> dict[str, Pack]:
    """The same release with packs of these ids, new where an id is or where a file of them is
    missing. The ones before stay too."""
    release = draft.before
    assert release
    old, urgent = release.contents.packs, release.contents.origin.urgent
    made_from = " ".join(site.made_from)
    changed = {
        tag: id_
        for tag, id_ in ids.items()
        if tag not in old or old[tag].id != id_ or not is_complete(release, tag)
    }
    packs = {t: replace(p, made_from=made_from) if t in ids else p for t, p in old.items()}
    with Writer(draft, quality, LARGE_WINDOW) as writer:
        for address in release.contents.entries:
            if address != WORKER and not any(_is_of_packs(address, tag) for tag in changed):
                writer.keep(address)
        for tag, id_ in changed.items():
            packs[tag] = _next_pack(old.get(tag), Pack(id_, day.isoformat(), None, made_from))
            _keep(writer, draft, tag, packs[tag].before)
            files = _write_packs(site, writer, release, tag, packs[tag])
            writer.finish()
            listing = pack_list(packs[tag], urgent, files, draft.entries)
            writer.write(_made(_list_of(tag), listing, JSON, ASK_FIRST))
        _write_worker(site, writer, packs, urgent)
    return packs


def _next_pack(old: Pack | None, new: Pack) -> Pack:
    """The new one with the name of the one before. Made again, it has the day that it had: its
    files are kept for ever, so they never say another."""
    if old and old.id == new.id:
        return replace(new, date=old.date, before=old.before)
    return replace(new, before=old.id if old else None)


def _write_packs(
    site: Site, writer: Writer, release: Release, locale: str, pack: Pack
) -> list[PackFile]:
    texts: dict[bool, list[ChunkText]] = {True: [], False: []}
    for address in _members(release, locale):
        texts[is_essential(site, address)].append(_text(site, release, locale, address))
    headers = _headers_of(release, locale)
    files = list(pack_files(locale, pack.id, pack.date, headers, texts))
    for file in files:
        writer.write(_made(file.address, file.body, LINES, KEPT_FOR_EVER))
    return files


def _write_worker(site: Site, writer: Writer, packs: Mapping[str, Pack], urgent: str) -> None:
    script = site.asset("sw.js")
    # Switched off, the application answers with the worker that removes what others stored.
    if packs and script and site.settings.offline:
        named = {tag: (pack.id, pack.date) for tag, pack in packs.items()}
        writer.write(_made(WORKER, worker_script(named, urgent, script), SCRIPT, ASK_FIRST))


def _members(release: Release, locale: str) -> Iterator[str]:
    """What the packs of a locale hold: its pages, and what every page is made of."""
    entries, reads = release.contents.entries, release.reads
    for address in reads.pack_forms:
        if is_packed(locale, address, entries[address], reads.of_page.get(address, ())):
            yield address


def _headers_of(release: Release, locale: str) -> dict[str, str]:
    """The headers of pages; none where a release holds no page of the locale."""
    entries = release.contents.entries
    pages = (entries[each] for each in _members(release, locale))
    return next((worker_headers(page) for page in pages if mime(page) == "text/html"), {})


def _text(site: Site, release: Release, locale: str, address: str) -> ChunkText:
    entry = release.contents.entries[address]
    text = release.file(entry).read_text("utf-8")
    said = pack_form(text) if mime(entry) == "text/html" else text
    return ChunkText(address, mime(entry), said, own_strings(site, locale, address))


def _is_of_packs(address: str, locale: str) -> bool:
    return address == _list_of(locale) or address.startswith(f"/{locale}/packs/")


def _keep(writer: Writer, draft: Draft, locale: str, *ids: str | None) -> None:
    folders = tuple(f"/{locale}/packs/{id_}/" for id_ in ids if id_)
    for address in draft.kept:
        if folders and address.startswith(folders):
            writer.keep(address)


def _list_of(locale: str) -> str:
    return f"/{locale}/pack.json"


def _made(address: str, said: str, kind: str, cached: tuple[str, str]) -> Page:
    headers = (("Content-Type", kind), cached, *FOR_ALL.items())
    return Page(address, said.encode(), headers, ())
