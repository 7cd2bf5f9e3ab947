"""Draws the icons of the installed app: `python -m pwa.maintenance.draw_icons`.

Needs Chromium and static/icon.svg. A maskable icon is cut to a shape by the phone: its drawing
stays in the middle.
"""

import os
import shutil

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from pwa.settings import ROOT

PAPER = "#faf8f3"
ICONS = {  # name: (edge in pixels, share of the edge that the drawing takes)
    "icon-180.png": (180, 0.7),
    "icon-192.png": (192, 0.7),
    "icon-512.png": (512, 0.7),
    "maskable-512.png": (512, 0.5),
}
# For programs that ask for /favicon.ico and read no page.
FAVICON_EDGES = (16, 32)


def main() -> None:
    """Draw every icon anew."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        for name, (edge, share) in ICONS.items():
            _draw(page, name, edge, share)
        browser.close()
    _shrink()


def _draw(page: Page, name: str, edge: int, share: float) -> None:
    drawing = (ROOT / "static/icon.svg").read_text("utf-8")
    page.set_viewport_size({"width": edge, "height": edge})
    page.set_content(
        f'<body style="margin:0;display:grid;place-items:center;height:{edge}px;'
        f'background:{PAPER}"><div style="width:{edge * share}px">{drawing}</div>'
    )
    page.screenshot(path=ROOT / "static/icons" / name)


def _shrink() -> None:
    icons = ROOT / "static/icons"
    with Image.open(icons / "icon-192.png") as large:
        large.save(icons / "favicon.ico", sizes=[(edge, edge) for edge in FAVICON_EDGES])


if __name__ == "__main__":
    main()
