"""Brings the pages of a release up to date: renders those whose reads changed, keeps the rest."""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Self

from pwa.release.addresses import files, path_of
from pwa.release.compression import BEST, WINDOW, forms_of
from pwa.release.contents import Holding, Reads, ReleaseEntry
from pwa.release.folder import Draft, Release
from pwa.release.rendering import STATIC, Page, Site
from pwa.release.statics import statics_in
from pwa.web.catalogue import ListedPage, PageKind
from pwa.web.words.online import offline_form

# The compressors let go of Python's lock: two of them use two cores beside the rendering.
THREADS = 2
# Pages that wait for compression. Rendering is faster, and all of them would fill the memory.
AHEAD = 32

# What is dear to make is the same for all who ask on the night between two days.
OVER_MIDNIGHT = timedelta(days=2)

# Pages rendered, of so many.
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Plan:
    """The pages of a release: those to make, and the addresses of those that stay as they are."""

    stale: tuple[ListedPage, ...]
    fresh: tuple[str, ...]

    def changes(self, before: Release) -> bool:
        """Whether the pages would not be those of the release before."""
        return bool(self.stale) or set(self.fresh) != set(before.reads.of_page)


@dataclass(frozen=True)
class Steps:
    """What is done at first, so that readers have their pages; and what is dear to make, after it.

    Of what is dear, what reads as it did and may be sent still is kept until then.
    """

    first: Plan
    dear: tuple[ListedPage, ...]


def steps_of(site: Site, before: Release | None, day: date, listed: Iterable[ListedPage]) -> Steps:
    """What has to be made: all of it after a change of code, else what read a change, what reads
    otherwise by this day, and what is damaged."""
    pages = tuple(listed)
    same = _unchanged(site, before, day, pages)
    fresh = {address for address, holds in same.items() if day < holds.until}
    kept = {address for address, holds in same.items() if day < holds.sent_until}
    stale = [page for page in pages if page.address not in fresh]
    return Steps(
        Plan(
            tuple(page for page in stale if not page.kind.dear),
            tuple(page.address for page in pages if page.address in kept),
        ),
        tuple(page for page in stale if page.kind.dear),
    )


def after_first(steps: Steps, release: Release) -> Plan:
    """The second step, upon what the first has made."""
    dear = {page.address for page in steps.dear}
    return Plan(steps.dear, tuple(each for each in release.reads.of_page if each not in dear))


def renew(site: Site, draft: Draft, plan: Plan, quality: int, tell: Tell) -> Reads:
    """Fill the draft with pages and the files that they refer to; what each page read."""
    before = draft.before.reads if draft.before and plan.fresh else Reads()
    of_page = {address: before.of_page[address] for address in plan.fresh}
    pack_forms = {address: before.pack_forms[address] for address in plan.fresh}
    online = {each: before.online[each] for each in plan.fresh if each in before.online}
    with Writer(draft, quality) as writer:
        writer.keep_all(plan.fresh)
        for number, listed in enumerate(plan.stale, start=1):
            page = site.render(listed.address)
            if page:
                writer.write(page, _holding(page, listed.kind, site.day))
                of_page[page.address], pack_forms[page.address] = page.reads, _pack_mark(page)
                online |= {page.address: page.online} if page.online else {}
            tell(number, len(plan.stale))
        for page in _files(site, of_page.values()):
            writer.write(page)
            pack_forms[page.address] = _pack_mark(page)
    marks = {read: site.mark_of(read) for read in set().union(*of_page.values())}
    return Reads(of_page, marks, pack_forms, online)


def _unchanged(
    site: Site, before: Release | None, day: date, pages: Iterable[ListedPage]
) -> dict[str, Holding]:
    """Of the pages of the release before those that read nothing that has changed, with the days
    that they hold for. On a day before its own none is known to be right."""
    if before is None or before.contents.origin.code != site.made_from[0]:
        return {}
    if day < date.fromisoformat(before.contents.origin.day):
        return {}
    reads, entries = before.reads, before.contents.entries
    changed = {read for read, mark in reads.marks.items() if site.mark_of(read) != mark}
    return {
        page.address: holds
        for page in pages
        if page.address in reads.of_page
        and page.address not in before.damaged
        and changed.isdisjoint(reads.of_page[page.address])
        and (holds := entries[page.address].holds)
    }


def _holding(page: Page, kind: PageKind, day: date) -> Holding:
    if not kind.dear:
        return Holding(page.until, page.until)
    return Holding(page.until, max(page.until, day + OVER_MIDNIGHT))


class Writer:
    """Compresses and writes pages beside the rendering. What did not change is linked instead."""

    def __init__(self, draft: Draft, quality: int = BEST, window: int = WINDOW) -> None:
        self._draft, self._quality, self._window = draft, quality, window
        self._pool = ThreadPoolExecutor(THREADS)
        self._waiting: deque[Future[None]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._pool.shutdown(cancel_futures=kind is not None)
        if kind is None:
            self.finish()

    def finish(self) -> None:
        """Wait until everything is written."""
        while self._waiting:
            self._waiting.popleft().result()

    def keep(self, address: str) -> None:
        """The same as in the release before."""
        self._draft.keep(address, self._draft.kept[address])

    def keep_all(self, addresses: Sequence[str]) -> None:
        """The same of many, beside the rendering."""
        for number in range(THREADS):
            part = addresses[number::THREADS]
            self._waiting.append(self._pool.submit(self._keep_part, part))

    def _keep_part(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            self.keep(address)

    def write(self, page: Page, holds: Holding | None = None, quality: int | None = None) -> None:
        """As rendered now, with the body of the release before where it is the same. `quality`: at
        most, where it is not worth all the time that it takes."""
        path = path_of(page.address, dict(page.headers)["Content-Type"])
        etag = hashlib.sha256(page.body).hexdigest()[:16]
        entry = ReleaseEntry(path, page.headers, etag, {}, holds, page.words)
        old = self._draft.kept.get(page.address)
        if old and (old.path, old.etag) == (path, etag):
            self._draft.keep(page.address, replace(entry, forms=old.forms))
            return
        most = min(self._quality, quality or BEST)
        self._waiting.append(self._pool.submit(self._compress, page, entry, most))
        if len(self._waiting) > AHEAD:
            self._waiting.popleft().result()

    def _compress(self, page: Page, entry: ReleaseEntry, quality: int) -> None:
        forms = forms_of(page.body, quality, self._window)
        self._draft.write(page.address, entry, forms)


def _files(site: Site, reads: Iterable[Collection[str]]) -> Iterator[Page]:
    """What pages refer to below static/, what those files refer to, and files beside the pages."""
    named = {read for of_page in reads for read in of_page if read.startswith(STATIC)}
    waiting = deque([*files(site), *sorted(json.loads(read)[1] for read in named)])
    seen = set(waiting)
    while waiting:
        page = site.render(waiting.popleft())
        if page is None:
            continue
        more = [each for each in statics_in(page.address, page.body) if each not in seen]
        waiting.extend(more)
        seen.update(more)
        yield page


def _pack_mark(page: Page) -> str:
    body = offline_form(page.body.decode(), page.online).encode() if page.online else page.body
    return hashlib.sha256(body).hexdigest()[:16]
