"""Builds a release: renders what changed, compresses it, swaps it in, and then the packs."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pwa.facts.urgent import urgent_day
from pwa.release import addresses
from pwa.release.compression import BEST
from pwa.release.contents import Contents, Origin
from pwa.release.folder import Draft, Release, current, only_builder, prune
from pwa.release.packing import carry_packs, is_complete, new_packs, pack_ids
from pwa.release.rendering import Site
from pwa.release.renewing import Plan, plan_of, renew


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

    Pages are swapped in first and packs, which take longer, after them. Raises PageFailed, and
    leaves the release before in place, where a page cannot be rendered.
    """
    began = time.monotonic()
    with only_builder(releases), site.on(day):
        before = current(releases)
        plan = plan_of(site, before, day.isoformat(), _wanted(site, wish))
        release = _renew_pages(site, releases, before, plan, day, wish)
        pages_after = time.monotonic() - began
        release = _renew_packs(site, releases, release, day, wish)
        prune(releases, release, before)
    return BuildOutcome(release, len(plan.stale), pages_after, time.monotonic() - began)


def _wanted(site: Site, wish: BuildOptions) -> Iterator[str]:
    for locale in addresses.locales(site):
        yield from filter(wish.wanted, addresses.pages(site, locale))


def _renew_pages(
    site: Site, releases: Path, before: Release | None, plan: Plan, day: date, wish: BuildOptions
) -> Release:
    origin = Origin(*site.made_from, day.isoformat(), urgent_day(site.settings.facts, day))
    is_same = before and before.contents.origin == origin and not plan.changes(before)
    if before and is_same and before.is_whole:
        return before
    with Draft(releases, before, before.damaged if before else ()) as draft:
        reads = renew(site, draft, plan, wish.quality, wish.tell)
        packs = carry_packs(site, draft, addresses.locales(site), origin.urgent, wish.quality)
        return draft.publish(Contents(origin, packs=packs), reads)


def _renew_packs(
    site: Site, releases: Path, release: Release, day: date, wish: BuildOptions
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
    ids = pack_ids(release, [tag for tag in addresses.locales(site) if tag not in fresh])
    if not ids:
        return release
    with Draft(releases, release) as draft:
        found = new_packs(site, draft, ids, day, wish.quality)
        return draft.publish(replace(release.contents, packs=found), release.reads)
