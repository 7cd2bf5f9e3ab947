"""What a view works with: the facts, the store, the clock, the settings of its app."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g

from pwa.answers.search import Tongue
from pwa.errors import StoreError
from pwa.records import Facts, Place
from pwa.records.notices import Notice
from pwa.settings import Settings
from pwa.store import NoticeStore, Store

UTC = ZoneInfo("UTC")
DAY = timedelta(days=1)

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class SourceInfo(NamedTuple):
    """A source of notices as readers meet it; one read by hand with the day of the last look."""

    name: str
    title: str
    page: str | None
    by_hand: bool = False
    checked_on: date | None = None


def install(
    app: Flask,
    settings: Settings,
    facts: Facts,
    clock: Clock,
    sources: Sequence[SourceInfo] = (),
    tongues: Sequence[Tongue] = (),
) -> None:
    """Keep what every view of this app works with."""
    app.extensions["leafline"] = (settings, facts, clock, tuple(sources), tuple(tongues))
    app.extensions["leafline.started_at"] = clock()
    app.teardown_appcontext(_close_store)


def app() -> Flask:
    """The app that serves this request."""
    serving: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # a proxy's
    return serving


def settings() -> Settings:
    """The settings of this app."""
    kept: Settings = current_app.extensions["leafline"][0]
    return kept


def facts() -> Facts:
    """The facts of this app."""
    kept: Facts = current_app.extensions["leafline"][1]
    return kept


def now(turns: Iterable[date] | None = None) -> datetime:
    """This moment by the app's clock, in UTC. Whoever asks promises that what is made of it differs
    on `turns` alone, or will say so by `differs_on`; without them it may differ every day."""
    clock: Clock = current_app.extensions["leafline"][2]
    moment = clock()
    differs_on((moment.date() + DAY,) if turns is None else turns)
    return moment


def started_at() -> datetime:
    """When this app was made, by its clock."""
    kept: datetime = current_app.extensions["leafline.started_at"]
    return kept


def today(turns: Iterable[date] | None = None) -> date:
    """This day in UTC, with the days on which what is made of it differs: see `now`."""
    return now(turns).date()


def differs_on(days: Iterable[date]) -> None:
    """Note, for the page at hand, days on which it would say something else. Days that are over do
    no harm."""
    if "turns" in g:
        g.turns.update(days)


def sources() -> tuple[SourceInfo, ...]:
    """The sources of notices, those read by hand too."""
    kept: tuple[SourceInfo, ...] = current_app.extensions["leafline"][3]
    return kept


def tongues() -> tuple[Tongue, ...]:
    """The languages to find things in."""
    kept: tuple[Tongue, ...] = current_app.extensions["leafline"][4]
    return kept


def notices() -> NoticeStore:
    """The store of notices of this request, opened on first use."""
    if "notices" not in g:
        g.notices = NoticeStore(settings().database)
    kept: NoticeStore = g.notices
    return kept


def newest_notices(limit: int) -> list[Notice]:
    """The newest notices; none while the store does not answer."""
    try:
        return notices().notices(limit=limit)
    except StoreError:
        return []


def notices_about(places: Iterable[Place], each: int = 2) -> list[Notice] | None:
    """The newest notices about each place, in their order; None while the store does not answer.

    The law has to be readable all the same, so a page asks here and not the store.
    """
    try:
        found = notices()
        return [notice for p in places for notice in found.notices(place=p.id, limit=each)]
    except StoreError:
        return None


def store() -> Store:
    """The store of this request, opened on first use."""
    if "store" not in g:
        g.store = Store(settings().database)
    kept: Store = g.store
    return kept


def asset_url(name: str) -> str:
    """The address of a file in static/, with a mark of its content so that it may be kept."""
    assert current_app.static_folder
    return f"/static/{name}?v={_fingerprint(Path(current_app.static_folder, name))}"


@lru_cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def _close_store(_: BaseException | None) -> None:
    for name in ("store", "notices"):
        if name in g:
            g.pop(name).close()
