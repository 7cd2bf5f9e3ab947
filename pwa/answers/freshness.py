"""How long a fact may be relied on after the newest date at which its source shows it to hold."""

from datetime import date, timedelta

from pwa.dates import PartialDate

# Law changed somewhere in the United States nearly every week of 2026; half a year is the longest
# that an answer may stand unchecked. Helplines: product rule, 90 days where a life depends on it.
LAW = timedelta(days=180)
HELPLINE = timedelta(days=180)
EMERGENCY = timedelta(days=90)


def is_stale(as_of: PartialDate | None, on: date, shelf_life: timedelta) -> bool:
    """Whether `on` lies past the shelf life. A date known to the month counts from its first day,
    and a fact without a date was never fresh."""
    return as_of is None or on > as_of.earliest + shelf_life


def is_newer(as_of: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether one fact has a newer source than the other; no date is older than any."""
    return as_of is not None and (other is None or as_of.earliest > other.earliest)
