"""Whether a line is open, in the line's own time zone, with daylight saving."""

from datetime import datetime
from zoneinfo import ZoneInfo

from pwa.facts.hours import ALWAYS, opening_hours
from pwa.records import Helpline


def is_open(line: Helpline, at: datetime) -> bool | None:
    """Whether the line answers at a moment (with a zone); None where its hours are not known."""
    if line.hours == ALWAYS:
        return True
    hours = opening_hours(line)
    return hours.is_open(_in_zone(line, at)) if hours else None


def next_change(line: Helpline, at: datetime) -> datetime | None:
    """When the line opens or closes next, in its own time zone; None where it never does."""
    hours = opening_hours(line)
    change = hours.next_change(_in_zone(line, at)) if hours else None
    return change if isinstance(change, datetime) else None


def _in_zone(line: Helpline, at: datetime) -> datetime:
    """The moment in the line's zone: the library takes moments in no other kind of zone."""
    return at.astimezone(ZoneInfo(line.timezone or "UTC"))
