"""Runs again, on other days, what reads the machine's clock: `python -m tests.clocks`.

Everything else is given its moment and cannot tell one day from another; `test_clocks.py` holds
that what reads the clock is listed here. libfaketime moves the clock of a process and of those that
it starts. Chromium breaks under it: phones have a clock of their own in every test.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
READS_THE_CLOCK = (
    "tests/notices/test_download.py",
    "tests/notices/test_kills.py",
    "tests/release/test_beside.py",
    "tests/release/test_nginx.py",
    "tests/store",
    "tests/test_notice_commands.py",
    "tests/test_schedule.py",
    "tests/test_start.py",
)
# What libfaketime calls it, and the time zone and language of the machine.
MOMENTS = (
    ("+1d", "UTC", "C.UTF-8"),
    ("+40d", "Asia/Kathmandu", "C.UTF-8"),
    ("+200d", "Pacific/Kiritimati", "C.UTF-8"),
    ("+400d", "UTC", "C.UTF-8"),
    ("@2028-02-29 23:58:00", "America/New_York", "C"),
    ("@2027-03-28 01:59:30", "Europe/Berlin", "C.UTF-8"),
    ("@2027-11-07 01:30:00", "America/Chicago", "C.UTF-8"),
)


def run(moment: str, zone: str, language: str) -> bool:
    """Whether all holds at a moment."""
    moved = {
        "LD_PRELOAD": str(FAKETIME),
        "FAKETIME": moment,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
        "TZ": zone,
        "LC_ALL": language,
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *READS_THE_CLOCK]
    started = time.monotonic()
    ended = subprocess.run(command, env={**os.environ, **moved}, check=False).returncode
    took = time.monotonic() - started
    outcome = "holds" if ended == 0 else "FAILED"
    sys.stderr.write(f"{moment} in {zone}: {outcome} after {took:.0f} s\n")
    return ended == 0


if __name__ == "__main__":
    if FAKETIME is None:
        sys.exit("The clock cannot be moved: run 'sudo apt-get install faketime'.")
    outcomes = [run(*moment) for moment in MOMENTS]
    sys.exit(0 if all(outcomes) else 1)
