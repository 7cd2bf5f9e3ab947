"""What a view works with: the facts, the store, the clock, the settings of its app."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g

from pwa.records import Facts
from pwa.settings import Settings
from pwa.store import Store

UTC = ZoneInfo("UTC")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def install(app: Flask, settings: Settings, facts: Facts, clock: Clock) -> None:
    """Keep what every view of this app works with."""
    app.extensions["leafline"] = (settings, facts, clock)
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


def now() -> datetime:
    """This moment by the app's clock, in UTC."""
    clock: Clock = current_app.extensions["leafline"][2]
    return clock()


def today() -> date:
    """This day in UTC."""
    return now().date()


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
    if "store" in g:
        g.pop("store").close()
