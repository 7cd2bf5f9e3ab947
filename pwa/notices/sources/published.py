"""Dates as publishers write them. What is impossible or out of range is None, never a guess."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.]+(Z|[+-][0-9:]+)?)?")
_COMPACT = re.compile(r"[0-9]{8}")
_EUROPEAN = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4}) ([0-9]{2}:[0-9]{2}:[0-9]{2})")


def moment(value: object) -> str | None:
    """ISO 8601: with an offset a moment in UTC, else its calendar day."""
    return _as_published(_iso(value))


def day(value: object) -> str | None:
    """ISO 8601: the calendar day as written."""
    found = _iso(value)
    return found.date().isoformat() if found else None


def compact_day(value: object) -> str | None:
    """`20250702`."""
    if not isinstance(value, str) or not _COMPACT.fullmatch(value):
        return None
    return day(f"{value[:4]}-{value[4:6]}-{value[6:]}")


def eastern_day(value: object) -> str | None:
    """The US Eastern calendar day of a moment: DEA's dates are midnight Eastern told in UTC."""
    found = _iso(value)
    if found is None:
        return None
    return (found.astimezone(EASTERN) if found.tzinfo else found).date().isoformat()


def mail_moment(value: object) -> str | None:
    """RFC 822 with an offset or a zone name. A zone name that nobody knows leaves the day."""
    if not isinstance(value, str) or len(value) > 100:
        return None
    try:
        return _as_published(_plausible(parsedate_to_datetime(value.strip())))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def local_moment(value: object) -> str | None:
    """`24-06-2026 15:34:04` as ISO 8601 without offset: the zone is not stated."""
    match = _EUROPEAN.fullmatch(value) if isinstance(value, str) else None
    found = _iso(f"{match[3]}-{match[2]}-{match[1]}T{match[4]}") if match else None
    return found.isoformat() if found else None


def _iso(value: object) -> datetime | None:
    if not isinstance(value, str) or not _ISO.fullmatch(value.strip()):
        return None
    try:
        return _plausible(datetime.fromisoformat(value.strip()))
    except ValueError:
        return None


def _plausible(found: datetime) -> datetime | None:
    """Feeds were seen with the year 3200; no regulator that we read published before 1900."""
    return found if date(1900, 1, 1) < found.date() < date(2100, 1, 1) else None


def _as_published(found: datetime | None) -> str | None:
    if found is None:
        return None
    if found.tzinfo is None:
        return found.date().isoformat()
    return found.astimezone(UTC).isoformat(timespec="seconds")
