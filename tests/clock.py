"""The moment at which all tests happen, whatever day it is."""

from datetime import UTC, datetime

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

# Of real downloads, processes and releases of today. They run on other days as well.
READS_THE_CLOCK = (
    "tests/fetching/test_download.py",
    "tests/notices/test_kills.py",
    "tests/release/test_beside.py",
    "tests/release/test_nginx.py",
    "tests/store",
    "tests/test_notice_commands.py",
    "tests/test_schedule.py",
    "tests/test_start.py",
)
