"""A real Chromium at phone size, without JavaScript unless a test asks for it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import FLAGS, new_phone


@pytest.fixture(scope="session")
def browser(playwright, chromium_path) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
    yield running
    running.close()


@pytest.fixture(scope="session")
def tab(browser):
    """A tab of a given width and colour scheme, opened once: a new one costs half a second."""
    opened: dict[tuple[int, str], Page] = {}

    def tab_of(width: int = 360, scheme: str = "light") -> Page:
        if (width, scheme) not in opened:
            screen = {"width": width, "height": 740}
            phone = new_phone(browser, viewport=screen, color_scheme=scheme)
            opened[width, scheme] = phone.new_page()
        return opened[width, scheme]

    return tab_of
