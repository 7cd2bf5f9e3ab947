"""What the tests of releases build, and how they compare it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Flask

from pwa.records import Facts
from pwa.records.outcomes import Outcome as Ended
from pwa.records.refreshes import RefreshResult
from pwa.release.build import BuildOptions, BuildOutcome, build
from pwa.release.folder import Release
from pwa.release.rendering import Site
from pwa.settings import Settings
from tests.clock import NOW
from tests.notices.filled import SOURCE, item, tags
from tests.store.every import EveryStore

TODAY = NOW.date()
LATER = datetime(2026, 11, 22, 11, tzinfo=UTC)
KINDS = (
    "/", "/about", "/away", "/data/find.json", "/data/mixing.json", "/data/names.json",
    "/data/notices.json", "/emergency", "/emergency/numbers", "/evidence", "/help", "/help/us-tx",
    "/law/us-tx/calling",
    "/languages", "/law", "/law/th", "/law/us-fl", "/law/us-ga", "/law/us-ga/glynn-county",
    "/learn", "/learn/opioid-withdrawal", "/mixing", "/notices", "/offline", "/privacy", "/route",
    "/saved", "/search",
)  # fmt: skip
SINGLE = frozenset(("/en/evidence/hemby-2018", "/en/mixing/benzodiazepines"))


def wanted(address: str) -> bool:
    """A few pages of every kind."""
    page = address.partition("?")[0]
    return (
        page in SINGLE
        or page.startswith("/en/notices/")
        or page in {f"/en{kind}" for kind in KINDS}
    )


QUICK = BuildOptions(wanted=wanted, quality=1)


@dataclass(frozen=True)
class Built:
    """A site with a release of it."""

    site: Site
    release: Release

    def body(self, address: str) -> bytes:
        return body_of(self.release, address)


@dataclass(frozen=True)
class Again:
    """A copy of the release, to build upon with other facts, other notices or on another day."""

    settings: Settings
    facts: Facts
    make_app: Callable[..., Flask]

    def site(self, facts: Facts | None = None) -> Site:
        return Site(self.settings, facts or self.facts, self.make_app)

    def __call__(
        self, facts: Facts | None = None, day: date = TODAY, wish: BuildOptions = QUICK
    ) -> BuildOutcome:
        return build(self.site(facts), self.settings.releases, day, wish)


def body_of(release: Release, address: str) -> bytes:
    return release.file(release.contents.entries[address]).read_bytes()


def inode_of(release: Release, address: str) -> int:
    """The same number for the same file, by whatever name."""
    return release.file(release.contents.entries[address], "br").stat().st_ino


def everything_in(release: Release, but: str = "none") -> dict[str, object]:
    """All that a release holds, but files of that beginning and the packs of the one before."""
    old = [f"{tag}/packs/{pack.before}/" for tag, pack in release.contents.packs.items()]
    left_out = (but, *old)
    files = {
        str(path.relative_to(release.folder)): path.read_bytes()
        for path in release.folder.rglob("*")
        if path.is_file() and path.name != "release.json"
    }
    entries = release.contents.entries.values()
    return {
        "files": {name: body for name, body in files.items() if not name.startswith(left_out)},
        "entries": {each.path: each for each in entries if not each.path.startswith(left_out)},
        "ids": {tag: pack.id for tag, pack in release.contents.packs.items()},
        "origin": release.contents.origin,
    }


def refreshed(store: EveryStore, items=()) -> None:
    finding = RefreshResult(Ended.OK, LATER, items=items)
    store.record_refresh(store.begin_refresh(SOURCE, LATER), SOURCE, finding)


def a_new_notice(store: EveryStore) -> None:
    new = item("TX-1", "A notice about Florida", "2026-11-21"), tags("US-FL")
    refreshed(store, items=[new])
