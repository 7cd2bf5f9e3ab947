"""Builds a release: renders what changed, compresses it, swaps it in, and then the packs."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path

from pwa.facts.urgent import urgent_day
from pwa.release import addresses
from pwa.release.compression import BEST
from pwa.release.contents import Contents, Origin
from pwa.release.folder import Draft, Release, current, only_builder, prune
from pwa.release.packing import carry_packs, is_complete, members_of, new_packs
from pwa.release.rendering import Site
from pwa.release.renewing import Plan, after_first, renew, steps_of
from pwa.web.catalogue import ListedPage


def everything(_: str) -> bool:
    """Every address."""
    return True


def in_silence(_: int, __: int) -> None:
    """For builds that nobody watches."""


@dataclass(frozen=True)
class BuildOptions:
    """How to build. Tests ask for a few pages, compressed quickly."""

    wanted: Callable[[str], bool] = everything
    quality: int = BEST
    tell: Callable[[int, int], None] = in_silence


@dataclass(frozen=True)
class BuildOutcome:
    """What a build did, and after how many seconds its pages and its packs were current."""

    release: Release
    rendered: int
    pages_after: float
    packs_after: float

    def line(self) -> str:
        """One line for people."""
        files = len(self.release.contents.entries)
        return (
            f"release {self.release.name}: {files} files, {self.rendered} pages rendered;"
            f" pages after {self.pages_after:.1f} s, packs after {self.packs_after:.1f} s"
        )


def build(
    site: Site, releases: Path, day: date, wish: BuildOptions = BuildOptions()
) -> BuildOutcome:
    """Make the current release that of this day, these facts and today's notices.

    Pages are swapped in first; what is dear to make and packs, which take longer, come after them.
    Raises PageFailed, and leaves the release before in place, where a page cannot be rendered.
    """
    began = time.monotonic()
    with only_builder(releases), site.on(day):
        before = current(releases)
        listed = _listed(site, wish)
        steps = steps_of(site, before, day, chain.from_iterable(listed.values()))
        release = _renew_first(site, releases, before, steps.first, wish)
        pages_after = time.monotonic() - began
        if steps.dear:
            release = _renew(site, releases, release, after_first(steps, release), (), wish)
        release = _renew_packs(site, releases, release, listed, wish)
        prune(releases, release, before)
    rendered = len(steps.first.stale) + len(steps.dear)
    return BuildOutcome(release, rendered, pages_after, time.monotonic() - began)


def _listed(site: Site, wish: BuildOptions) -> dict[str, list[ListedPage]]:
    """The pages of each locale."""
    return {
        tag: [page for page in addresses.pages(site, tag) if wish.wanted(page.address)]
        for tag in addresses.locales(site)
    }


def _renew_first(
    site: Site, releases: Path, before: Release | None, plan: Plan, wish: BuildOptions
) -> Release:
    if before is None:
        return _renew(site, releases, None, plan, (), wish)
    if before.contents.origin == _origin(site) and not plan.changes(before) and before.is_whole:
        return before
    return _renew(site, releases, before, plan, before.damaged, wish)


def _renew(
    site: Site,
    releases: Path,
    before: Release | None,
    plan: Plan,
    damaged: Collection[str],
    wish: BuildOptions,
) -> Release:
    origin = _origin(site)
    with Draft(releases, before, damaged) as draft:
        reads = renew(site, draft, plan, wish.quality, wish.tell)
        packs = carry_packs(site, draft, addresses.locales(site), origin.urgent, wish.quality)
        return draft.publish(Contents(origin, packs=packs), reads)


def _origin(site: Site) -> Origin:
    urgent = urgent_day(site.settings.facts, site.day)
    return Origin(*site.made_from, site.day.isoformat(), urgent)


def _renew_packs(
    site: Site,
    releases: Path,
    release: Release,
    listed: Mapping[str, Iterable[ListedPage]],
    wish: BuildOptions,
) -> Release:
    """New packs where code or facts changed or a file of theirs is missing. A new day alone needs
    none: pages on phones carry what they will say on later days, and a new release is a download
    and a question to every reader."""
    packs, made_from = release.contents.packs, " ".join(site.made_from)
    fresh = {
        tag
        for tag, pack in packs.items()
        if pack.made_from == made_from and is_complete(release, tag)
    }
    found = {
        tag: members_of(site, release, tag, listed[tag])
        for tag in addresses.locales(site)
        if tag not in fresh
    }
    members = {tag: each for tag, each in found.items() if each}
    if not members:
        return release
    with Draft(releases, release) as draft:
        made = new_packs(site, draft, members, wish.quality)
        return draft.publish(replace(release.contents, packs=made), release.reads)
