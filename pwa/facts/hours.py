"""Opening hours as the fact files write them: opening_hours syntax in the line's own time zone."""

from zoneinfo import ZoneInfo

from opening_hours import OpeningHours

from pwa.records import Helpline

ALWAYS = "24/7"


def opening_hours(line: Helpline) -> OpeningHours | None:
    """The hours of a line that is not always open; None where they are not known.

    Raises ValueError where they do not parse, lack a time zone, or speak of public holidays in a
    country whose holidays the library does not know.
    """
    if not line.hours or line.hours == ALWAYS:
        return None
    if not line.timezone:
        raise ValueError("hours other than 24/7 need a timezone")
    country = line.place.partition("-")[0] if "PH" in line.hours else None
    try:
        return OpeningHours(line.hours, timezone=ZoneInfo(line.timezone), country=country)
    except Exception as problem:  # the library's own errors share no base and have no types
        raise ValueError(f"{line.hours}: {problem}") from None
