"""The phone of all tests: the same fonts, day, time zone and language whatever the machine has."""

import os
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from tests.clock import NOW

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SCREEN = {"width": 360, "height": 740}
ANYWHERE = {"locale": "en-US", "timezone_id": "UTC"}
FONTS = ("fontpkg_noto_sans", "fontpkg_noto_sans_thai", "fontpkg_noto_sans_arabic")
FONT_SETTINGS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>{folders}<cachedir>{cache}</cachedir></fontconfig>
"""


def find_chromium() -> str:
    """The path of a Chromium on this machine; empty where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), "")


def write_font_settings(folder: Path) -> Path:
    """A fontconfig file that knows the fonts of our packages and none of the machine's."""
    found = (Path(str(files(package))) / "files" for package in FONTS)
    folders = "".join(f"<dir>{each}</dir>" for each in found)
    settings = folder / "fonts.conf"
    settings.write_text(FONT_SETTINGS.format(folders=folders, cache=folder / "cache"), "utf-8")
    return settings


def new_phone(browser: Browser, **more: Any) -> BrowserContext:
    """A phone that has been nowhere yet, on the day of the server's clock."""
    return on_the_day(browser.new_context(**{"viewport": SCREEN, **ANYWHERE, **more}))


def on_the_day(phone: BrowserContext) -> BrowserContext:
    """Its clock stands at the server's; a page may set it to another moment."""
    phone.clock.set_fixed_time(NOW)
    return phone
