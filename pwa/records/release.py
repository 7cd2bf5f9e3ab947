"""What the web processes say of the release that they answer from."""

from dataclasses import dataclass
from datetime import date, datetime

# Where a request that a release does not answer carries this, by WSGI's rules.
RELEASE_STATUS = "leafline.release_status"


@dataclass(frozen=True)
class ReleaseStatus:
    """The release of a process: its name and day (None where it has none that it can use), how many
    of its addresses were found damaged, and since when (UTC)."""

    name: str | None = None
    day: date | None = None
    damaged: int = 0
    since: datetime | None = None
