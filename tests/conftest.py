"""The real application on real facts and a real store; only the clock is replaced."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Playwright, sync_playwright
from werkzeug.serving import make_server
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from pwa.app import create_app
from pwa.catalogs.messages import extracted
from pwa.facts import check_facts, read_facts
from pwa.records import Facts
from pwa.settings import Settings
from tests.chromium import find_chromium, write_font_settings
from tests.clock import NOW
from tests.page import Page
from tests.sample import SAMPLE

# Commands and processes that tests start.
os.environ["LEAFLINE_FACTS"] = str(SAMPLE)

# Their files share releases, which take a minute to make.
SHARED = ("offline", "release")


class ByDearFixtures(LoadScopeScheduling):
    """What shares dear fixtures runs in one process, whatever the number of cores. (The groups of
    xdist 3.8 do not reach it under pytest 9.2.)"""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        folder = path.split("/")[1]
        return folder if folder in SHARED else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByDearFixtures:
    """The order of the files is kept: phones, which take longest, do not come last."""
    return ByDearFixtures(config, log)


@pytest.fixture(scope="session")
def facts() -> Facts:
    found = read_facts(SAMPLE)
    check_facts(found)
    return found


@pytest.fixture(scope="session")
def known() -> set[str]:
    """What translators see now: the sample says more, of facts that have changed since."""
    messages = (message.id for catalog in extracted().values() for message in catalog)
    return {message for message in messages if isinstance(message, str)}


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data = tmp_path_factory.mktemp("data")
    return Settings(facts=SAMPLE, data=data, contact="facts@leafline.example")


@pytest.fixture(scope="session")
def app(settings: Settings, facts: Facts) -> Flask:
    return create_app(settings, facts=facts, clock=lambda: NOW)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def open_page(client: FlaskClient):
    """Open an address as a reader would; each page is held to what all pages owe."""

    def open_it(address: str, status: int = 200) -> Page:
        response = client.get(address)
        assert response.status_code == status, f"{address}: {response.status_code}"
        page = Page(address, response)
        page.owes_what_all_pages_owe()
        return page

    return open_it


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """An application on a free port of this machine; its address."""
    running = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.fixture(scope="session")
def server(app: Flask) -> Iterator[str]:
    """The application on a free port of this machine; its address."""
    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def playwright(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playwright]:
    """What drives browsers, with fonts of ours alone; there can be but one of it."""
    fonts = write_font_settings(tmp_path_factory.mktemp("fonts"))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("FONTCONFIG_FILE", str(fonts))
        with sync_playwright() as driver:
            yield driver


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """A Chromium on this machine. Without one the tests fail: they are never skipped in silence."""
    found = find_chromium()
    if not found:
        pytest.fail("No Chromium. Run `make test`, or `apt-get install chromium`, or set CHROMIUM.")
    return Path(found)
