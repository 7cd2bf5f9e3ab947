"""Brings the pages of a release up to date: renders those whose reads changed, keeps the rest."""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Self

from pwa.release.addresses import days_of, files, path_of
from pwa.release.compression import BEST, WINDOW, forms_of
from pwa.release.contents import Reads, ReleaseEntry
from pwa.release.folder import Draft, Release
from pwa.release.packs import pack_form
from pwa.release.rendering import STATIC, Page, Site
from pwa.release.statics import statics_in

# The compressors let go of Python's lock: two of them use two cores beside the rendering.
THREADS = 2
# Pages that wait for compression. Rendering is faster, and all of them would fill the memory.
AHEAD = 32

# Pages rendered, of so many.
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Plan:
    """The addresses of a release: pages to render, and those that stay as they are."""

    stale: tuple[str, ...]
    fresh: tuple[str, ...]

    def changes(self, before: Release) -> bool:
        """Whether the pages would not be those of the release before."""
        return bool(self.stale) or set(self.fresh) != set(before.reads.of_page)


def plan_of(site: Site, before: Release | None, day: str, addresses: Iterable[str]) -> Plan:
    """What has to be rendered: all of it after a change of code or day, else what read a change
    and what is damaged."""
    wanted = tuple(addresses)
    if before is None or not before.is_of(site.made_from[0], day):
        return Plan(wanted, ())
    reads = before.reads
    changed = {read for read, mark in reads.marks.items() if site.mark_of(read) != mark}
    fresh = {
        address
        for address in wanted
        if address in reads.of_page
        and address not in before.damaged
        and changed.isdisjoint(reads.of_page[address])
    }
    return Plan(
        tuple(each for each in wanted if each not in fresh),
        tuple(each for each in wanted if each in fresh),
    )


def renew(site: Site, draft: Draft, plan: Plan, quality: int, tell: Tell) -> Reads:
    """Fill the draft with pages and the files that they refer to; what each page read."""
    before = draft.before.reads if draft.before and plan.fresh else Reads()
    of_page = {address: before.of_page[address] for address in plan.fresh}
    pack_forms = {address: before.pack_forms[address] for address in plan.fresh}
    with Writer(draft, quality) as writer:
        for address in plan.fresh:
            writer.keep(address)
        for number, address in enumerate(plan.stale, start=1):
            page = site.render(address)
            if page:
                writer.write(page, days=days_of(page))
                of_page[address], pack_forms[address] = page.reads, _pack_mark(page)
            tell(number, len(plan.stale))
        for page in _files(site, of_page.values()):
            writer.write(page)
            pack_forms[page.address] = _pack_mark(page)
    marks = {read: site.mark_of(read) for read in set().union(*of_page.values())}
    return Reads(of_page, marks, pack_forms)


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

    def write(self, page: Page, *, days: int | None = None) -> None:
        """As rendered now, with the body of the release before where it is the same."""
        path = path_of(page.address, dict(page.headers)["Content-Type"])
        etag = hashlib.sha256(page.body).hexdigest()[:16]
        entry = ReleaseEntry(path, page.headers, etag, {}, days, page.words)
        old = self._draft.kept.get(page.address)
        if old and (old.path, old.etag) == (path, etag):
            self._draft.keep(page.address, replace(entry, forms=old.forms))
            return
        self._waiting.append(self._pool.submit(self._compress, page, entry))
        if len(self._waiting) > AHEAD:
            self._waiting.popleft().result()

    def _compress(self, page: Page, entry: ReleaseEntry) -> None:
        forms = forms_of(page.body, self._quality, self._window)
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
    is_html = dict(page.headers)["Content-Type"].startswith("text/html")
    body = pack_form(page.body.decode()).encode() if is_html else page.body
    return hashlib.sha256(body).hexdigest()[:16]
