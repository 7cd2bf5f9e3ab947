"""Phones and servers for the offline tests: real releases, a server that is really killed, and a
Chromium whose profile outlives it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from pwa.app import create_app
from pwa.release import build as building
from pwa.release.build import BuildOptions, build
from pwa.release.rendering import Site
from pwa.settings import ROOT
from tests.chromium import ANYWHERE, FLAGS, SCREEN, on_the_day
from tests.clock import NOW

DAY = NOW.date()
FEW = ("law/us-tn", "law/us", "help/us", "learn/risks", "about", "privacy", "saved", "mixing")
HAS_ALL = """async (id) => {
  for (const name of await caches.keys())
    if (name.startsWith("leafline-pack-") && (!id || name.endsWith(id)))
      if (await (await caches.open(name)).match("/~full")) return name;
  return "";
}"""


class Server:
    """Serves what `live/current` leads to, in a process of its own, on a port that stays."""

    def __init__(self, live: Path) -> None:
        self.live, self.process = live, None
        live.mkdir(parents=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def publish(self, release: Path) -> None:
        """Make a built release the one that is served, in one step."""
        (self.live / "next").symlink_to(release / os.readlink(release / "current"))
        (self.live / "next").rename(self.live / "current")

    def start(self, *application: str) -> None:
        """Serve releases alone, or with an application behind them: see server.py."""
        script = [sys.executable, "-m", "tests.offline.server"]
        self.process = subprocess.Popen(
            [*script, str(self.live), str(self.port), *application], cwd=ROOT
        )
        until(lambda: socket.create_connection(("127.0.0.1", self.port)).close() is None)

    def kill(self) -> None:
        """As a power cut would end it."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None


def until(holds: Callable[[], object], seconds: float = 30) -> object:
    """Wait until something holds; its truth. Fails after so many seconds."""
    end = time.monotonic() + seconds
    while True:
        try:
            if found := holds():
                return found
        except OSError:
            pass
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


class Phone:
    """A Chromium with a profile on disk: what it saved is there after a restart."""

    def __init__(self, chromium, path: Path, profile: Path) -> None:
        self._chromium, self._path, self._profile = chromium, path, profile
        self._context: BrowserContext | None = None

    def open(self, **more: object) -> Page:
        """A tab; the first call starts the browser."""
        if self._context is None:
            context = self._chromium.launch_persistent_context(
                self._profile,
                executable_path=self._path,
                args=list(FLAGS),
                viewport=SCREEN,
                **{**ANYWHERE, **more},
            )
            self._context = on_the_day(context)
        return self._context.new_page()

    def restart(self) -> Page:
        self.close()
        return self.open()

    def close(self) -> None:
        if self._context:
            self._context.close()
            self._context = None


@pytest.fixture
def phone(playwright, chromium_path, tmp_path) -> Iterator[Phone]:
    holder = Phone(playwright.chromium, chromium_path, tmp_path / "profile")
    yield holder
    holder.close()


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    running = Server(tmp_path / "live")
    yield running
    running.kill()


@pytest.fixture(scope="module")
def visited(playwright, chromium_path, all_pages, tmp_path_factory) -> Iterator[tuple[Phone, str]]:
    """A phone that visited once and was restarted; the server at the address is gone."""
    folder = tmp_path_factory.mktemp("visited")
    server = Server(folder / "live")
    server.publish(all_pages)
    server.start()
    holder = Phone(playwright.chromium, chromium_path, folder / "profile")
    save_all(holder.open(), f"{server.address}/en/")
    server.kill()
    holder.close()
    yield holder, server.address
    holder.close()


@pytest.fixture(scope="session")
def all_pages(settings, facts, tmp_path_factory) -> Path:
    """A release of every English page."""
    folder = tmp_path_factory.mktemp("release")
    create_app(settings, facts=facts, clock=lambda: NOW)
    wanted = BuildOptions(lambda address: address.startswith("/en/"), quality=4)
    build(Site(settings, facts, create_app), folder, DAY, wanted)
    return folder


@pytest.fixture(scope="session")
def few_pages(settings, facts, tmp_path_factory) -> Callable[..., Path]:
    """Makes small releases that differ: in their contact address, in a withdrawal's day."""
    made: dict[tuple[object, ...], Path] = {}

    def of(
        contact: str, urgent: str = "", *, offline: bool = True, locales: tuple[str, ...] = ("en",)
    ) -> Path:
        key = (contact, urgent, offline, locales)
        if key not in made:
            folder = made[key] = tmp_path_factory.mktemp("release")
            wanted = BuildOptions(lambda address: _is_wanted(address, locales), quality=4)
            with changed(building, "urgent_day", lambda *_: urgent):
                own = replace(settings, contact=contact, offline=offline)
                build(Site(own, facts, create_app), folder, DAY, wanted)
        return made[key]

    return of


def _is_wanted(address: str, locales: tuple[str, ...]) -> bool:
    _, locale, kind = address.split("/", 2)
    if locale not in locales:
        return False
    return kind in FEW or not ("/" in kind or kind.startswith(("law", "evidence", "leafline")))


@contextmanager
def changed(module, name: str, value: object) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, value)
    yield
    setattr(module, name, before)


def save_all(page: Page, address: str, release: str = "") -> str:
    """Open an address and wait until everything is saved; the name of the cache."""
    page.goto(address)
    return str(until(lambda: page.evaluate(HAS_ALL, release)))
