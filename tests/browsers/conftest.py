"""Other browsers and the crawl: minutes, not seconds. Collected only where asked for by name."""

from pathlib import Path

import pytest

from pwa.release.build import Wish, build
from pwa.release.rendering import Site
from tests.notices.filled import fill
from tests.offline.conftest import DAY, chromium, phone, server

__all__ = ["chromium", "phone", "server"]

HERE = Path(__file__).parent


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """`make test-browsers` names this folder; `make test` does not."""
    asked = [Path(argument.partition("::")[0]).absolute() for argument in config.args]
    is_named = any(path == HERE or HERE in path.parents for path in asked)
    return None if is_named else True


@pytest.fixture(scope="session")
def all_pages(app, settings, facts, tmp_path_factory) -> Path:
    """A release of every English page, those of notices among them."""
    fill(settings.database)
    folder = tmp_path_factory.mktemp("release")
    build(Site(settings, facts), folder, DAY, Wish(quality=1))
    return folder
