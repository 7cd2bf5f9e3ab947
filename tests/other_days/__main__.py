"""Runs what may read the machine's clock on other days: `python -m tests.other_days [TESTS]`.

The clock of every Python that is started below is moved: programs like libfaketime, which move it
for C as well, make threads hang. Browsers have the clock of the server they ask, by other means.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pwa.settings import ROOT
from tests.clock import READS_THE_CLOCK

FURTHER = (1, 40, 200, 400)
# nginx looks at the machine's clock itself.
LEFT_OUT = {"tests/release/test_nginx.py"}
# Just before something happens to the calendar, in UTC, and where the machine stands.
NIGHTS = (
    (datetime(2028, 2, 28, 23, 59, 50, tzinfo=UTC), "UTC"),
    (datetime(2028, 3, 26, 0, 59, 50, tzinfo=UTC), "Europe/Berlin"),
    (datetime(2028, 11, 5, 5, 59, 50, tzinfo=UTC), "America/New_York"),
)


def main() -> None:
    """Say the day, hold the facts to their rules, run the tests; end with 1 if any failed."""
    tests = sys.argv[1:] or [each for each in READS_THE_CLOCK if each not in LEFT_OUT]
    failed = []
    for moment, zone in _moments():
        sys.stdout.write(f"\n{moment:%Y-%m-%d %H:%M} UTC, machine in {zone}\n")
        sys.stdout.flush()
        if not all(_passes(command, moment, zone) for command in _commands(tests)):
            failed.append(f"{moment:%Y-%m-%d}")
    if failed:
        sys.exit(f"Failed on {', '.join(failed)}.")


def _moments() -> Iterator[tuple[datetime, str]]:
    today = datetime.now(UTC)
    yield from ((today + timedelta(days=days), "UTC") for days in FURTHER)
    yield from NIGHTS


def _commands(tests: list[str]) -> Iterator[list[str]]:
    yield ["pwa", "check"]
    # pytest would have liked to be the first to import what moves the clock.
    moved = "--pythonwarnings=ignore::pytest.PytestAssertRewriteWarning"
    yield ["pytest", "--quiet", moved, "--numprocesses=auto", "--dist=loadscope", *tests]


def _passes(command: list[str], moment: datetime, zone: str) -> bool:
    ahead = (moment - datetime.now(UTC)).total_seconds()
    environment = os.environ | {
        "CLOCK_AHEAD": str(ahead),
        "PYTHONPATH": str(Path(__file__).parent),
        "TZ": zone,
    }
    return not subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment, check=False
    ).returncode


if __name__ == "__main__":
    main()
