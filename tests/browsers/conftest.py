"""Other browsers and the crawl: minutes, not seconds. Collected only where asked for by name."""

import shutil
from pathlib import Path

import pytest

from pwa.app import create_app
from pwa.release.build import BuildOptions, build
from pwa.release.rendering import Site
from tests.notices.filled import fill
from tests.offline.conftest import DAY, phone, server

__all__ = ["phone", "server"]

# Chromium without its windows: the same engine at two thirds of the cost.
LIGHT = "chromium-headless-shell"
HERE = Path(__file__).parent


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """`make test-browsers` names this folder; `make test` does not."""
    asked = [Path(argument.partition("::")[0]).absolute() for argument in config.args]
    is_named = any(path == HERE or HERE in path.parents for path in asked)
    return None if is_named else True


def is_english(address: str) -> bool:
    return address.startswith("/en/")


@pytest.fixture(scope="session")
def chromium_path(chromium_path) -> Path:
    return Path(shutil.which(LIGHT) or chromium_path)


@pytest.fixture(scope="session")
def all_pages(app, settings, facts, tmp_path_factory) -> Path:
    """A release of every English page, those of notices among them."""
    fill(settings.database)
    folder = tmp_path_factory.mktemp("release")
    build(Site(settings, facts, create_app), folder, DAY, BuildOptions(is_english, quality=1))
    return folder
