"""Puts the packs of each locale into a release: those of the release before, or new ones."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pwa.release.compression import LARGE_WINDOW
from pwa.release.contents import Pack
from pwa.release.folder import Draft, Release
from pwa.release.packs import (
    Member,
    PackFile,
    is_shell,
    member,
    mime,
    pack_files,
    pack_id,
    pack_list,
    with_urgent,
    worker_headers,
    worker_script,
)
from pwa.release.rendering import ASK_FIRST, Page, Site
from pwa.release.renewing import Writer
from pwa.release.sheets import ChunkText
from pwa.web.catalogue import ListedPage, PackKind
from pwa.web.http.headers import FOR_ALL
from pwa.web.words.online import offline_form

KEPT_FOR_EVER = ("Cache-Control", "public, max-age=31536000, immutable")
SCRIPT, JSON, LINES = "text/javascript; charset=utf-8", "application/json", "application/x-ndjson"
WORKER = "/sw.js"
# A download that goes on near where it stopped is rare: it may be a tenth longer. Compressing these
# files as well as can be takes more than half of the time of all.
QUICK = 9


def members_of(
    site: Site, release: Release, locale: str, listed: Iterable[ListedPage]
) -> dict[str, Member]:
    """What the packs of a locale hold, by address: its pages, and what every page is made of; none
    where a release holds no page of the locale."""
    entries, names = release.contents.entries, site.place_names(locale)
    packed = (page for page in listed if page.pack is not PackKind.NONE)
    pages = {page.address: member(page, names) for page in packed if page.address in entries}
    shell = {each: Member() for each, entry in entries.items() if is_shell(each, entry)}
    return pages | shell if pages else {}


def id_of(release: Release, members: Mapping[str, Member]) -> str:
    """The id that packs of these members should have, by what they say now."""
    forms = release.reads.pack_forms
    named = {address: forms[address] for address, each in members.items() if not each.live}
    return pack_id(named, _headers_of(release, members))


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
    site: Site, draft: Draft, members: Mapping[str, Mapping[str, Member]], quality: int
) -> dict[str, Pack]:
    """The same release with packs of these members by locale, new where their id is or where a file
    of them is missing. The ones before stay too."""
    release = draft.before
    assert release
    ids = {tag: id_of(release, each) for tag, each in members.items()}
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
        files: dict[str, list[PackFile]] = {}
        for tag, id_ in changed.items():
            packs[tag] = _next_pack(old.get(tag), Pack(id_, site.day.isoformat(), None, made_from))
            _keep(writer, draft, tag, packs[tag].before)
            files[tag] = _write_packs(writer, release, tag, packs[tag], members[tag])
        writer.finish()  # lists say how long each file has become
        for tag in changed:
            listing = pack_list(packs[tag], urgent, files[tag], draft.entries)
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
    writer: Writer, release: Release, locale: str, pack: Pack, members: Mapping[str, Member]
) -> list[PackFile]:
    texts: dict[bool, list[ChunkText]] = {True: [], False: []}
    for address, each in members.items():
        texts[each.essential].append(_text(release, address, each))
    headers = _headers_of(release, members)
    files = []
    for file in pack_files(locale, pack.id, pack.date, headers, texts):
        page = _made(file.address, file.body, LINES, KEPT_FOR_EVER)
        writer.write(page, quality=QUICK if file.start else None)
        files.append(replace(file, body=""))  # the writer has it
    return files


def _write_worker(site: Site, writer: Writer, packs: Mapping[str, Pack], urgent: str) -> None:
    script = site.asset("sw.js")
    # Switched off, the application answers with the worker that removes what others stored.
    if packs and script and site.settings.offline:
        named = {tag: (pack.id, pack.date) for tag, pack in packs.items()}
        writer.write(_made(WORKER, worker_script(named, urgent, script), SCRIPT, ASK_FIRST))


def _headers_of(release: Release, members: Iterable[str]) -> dict[str, str]:
    """The headers of pages."""
    pages = (release.contents.entries[each] for each in members)
    return next((worker_headers(page) for page in pages if mime(page) == "text/html"), {})


def _text(release: Release, address: str, member: Member) -> ChunkText:
    entry = release.contents.entries[address]
    text = release.file(entry).read_text("utf-8")
    said = offline_form(text, release.reads.online.get(address, ()))
    return ChunkText(address, mime(entry), said, member.own)


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
