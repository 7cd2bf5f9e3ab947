"""Dates as publishers write them. What is impossible or out of range is None, never a guess."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
LONGEST = 100
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9:.]+ ?([Zz]|[+-][0-9:]+)?)?")
_COMPACT = re.compile(r"[0-9]{8}")
_COLON_IN_ZONE = re.compile(r"(?<=[+-][0-9]{2}):(?=[0-9]{2}$)")
_TO_YEAR = re.compile(r"[^0-9]*[0-9]{1,2}[^0-9]+[0-9]{4}(?![0-9])")
_EUROPEAN = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4}) ([0-9]{2}:[0-9]{2}:[0-9]{2})")


def moment(value: object) -> str | None:
    """With an offset or a known zone a moment in UTC, else the calendar day."""
    found = _read(value)
    if found is None:
        return None
    if found.tzinfo is None:
        return found.date().isoformat()
    return found.astimezone(UTC).isoformat(timespec="seconds")


def day(value: object) -> str | None:
    """The calendar day as written."""
    found = _read(value)
    return found.date().isoformat() if found else None


def eastern_day(value: object) -> str | None:
    """The US Eastern calendar day of a moment: DEA's dates are midnight Eastern told in UTC."""
    found = _read(value)
    if found is None:
        return None
    return (found.astimezone(EASTERN) if found.tzinfo else found).date().isoformat()


def local_moment(value: object) -> str | None:
    """`24-06-2026 15:34:04` as ISO 8601 without offset: the zone is not stated."""
    match = _EUROPEAN.fullmatch(value.strip()) if isinstance(value, str) else None
    found = _read(f"{match[3]}-{match[2]}-{match[1]}T{match[4]}" if match else value)
    return found.replace(tzinfo=None).isoformat(timespec="seconds") if found else None


def _read(value: object) -> datetime | None:
    """A date in ISO 8601, also without marks (`20250702`), or as in letters (RFC 822)."""
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > LONGEST:
        return None
    try:
        if _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
            found = datetime.fromisoformat(text.upper().replace(" Z", "Z"))
        else:
            found = _as_in_letters(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return _plausible(found)


def _as_in_letters(text: str) -> datetime:
    """RFC 822, also a bare day. A zone name that nobody knows leaves the day."""
    if ":" not in text:
        to_year = _TO_YEAR.match(text)
        return parsedate_to_datetime(f"{to_year[0] if to_year else text} 00:00:00")
    return parsedate_to_datetime(_COLON_IN_ZONE.sub("", text))


def _plausible(found: datetime) -> datetime | None:
    """Feeds were seen with the year 3200; no regulator that we read published before 1900."""
    return found if date(1900, 1, 1) < found.date() < date(2100, 1, 1) else None
