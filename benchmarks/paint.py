"""How soon an old phone on a slow line sees something: `python -m benchmarks.paint`.

400 kbit/s, 400 ms to and fro, a quarter of the speed of this machine; a release of all English
pages from the facts as they are. In seconds: the first paint of a first visit, and from the visit
on until the phone holds what it needs (`essential`) and everything (`full`).
"""

import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click
from playwright.sync_api import Browser, Page

from pwa.app import create_app, load_facts
from pwa.release.build import BuildOptions, build
from pwa.release.rendering import Site
from pwa.settings import FACTS, Settings
from tests.browsers.looks import browsing
from tests.chromium import ANYWHERE, SCREEN
from tests.offline.conftest import Server

PAGES = ("/en/", "/en/emergency", "/en/emergency?place=us", "/en/help/us-tx", "/en/law/us-tx")
TRIES = 5
LINE = {
    "offline": False, "latency": 400,
    "downloadThroughput": 50_000, "uploadThroughput": 50_000,
}  # fmt: skip
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0"
HAS = """async (pack) => {
  for (const name of await caches.keys())
    if (name.startsWith("leafline-pack-") && (await (await caches.open(name)).match(`/~${pack}`)))
      return true;
  return false;
}"""


def main() -> None:
    """Measure, and say it."""
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        server = _served(Path(folder))
        try:
            for address in PAGES:
                paints = [_first_paint(browser, server.address + address) for _ in range(TRIES)]
                low, high = min(paints), max(paints)
                median = statistics.median(paints)
                click.echo(f"{address}: first paint {median:.2f} s ({low:.2f} to {high:.2f})")
            for pack in ("essential", "full"):
                click.echo(f"{pack} pack: {_stored(browser, server.address, pack):.1f} s")
        finally:
            server.kill()


def _served(folder: Path) -> Server:
    facts = load_facts(FACTS)
    site = Site(Settings(facts=FACTS, data=folder / "data"), facts, create_app)
    wish = BuildOptions(lambda address: address.startswith("/en/"))
    build(site, folder / "releases", datetime.now(UTC).date(), wish)
    server = Server(folder / "live")
    server.publish(folder / "releases")
    server.start()
    return server


def _slow(browser: Browser, *, slow_machine: bool) -> Page:
    page = browser.new_context(viewport=SCREEN, **ANYWHERE).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    if slow_machine:
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    return page


def _first_paint(browser: Browser, address: str) -> float:
    page = _slow(browser, slow_machine=True)
    page.goto(address, wait_until="load")
    page.wait_for_function(PAINTED)
    seconds = float(page.evaluate(PAINTED)) / 1000
    page.context.close()
    return seconds


def _stored(browser: Browser, address: str, pack: str) -> float:
    """The worker's own requests are not slowed by a page's session: only the machine's pace counts
    here, so this is a lower bound."""
    page = browser.new_context(viewport=SCREEN, **ANYWHERE).new_page()
    began = datetime.now(UTC)
    page.goto(f"{address}/en/")
    while not page.evaluate(HAS, pack):
        page.wait_for_timeout(50)
    page.context.close()
    return (datetime.now(UTC) - began).total_seconds()


if __name__ == "__main__":
    main()
