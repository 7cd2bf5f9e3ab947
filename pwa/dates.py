"""Dates that say how exact they are: a year, a month or a day, never more than the source gave."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

Precision = Literal["year", "month", "day"]

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True)
class PartialDate:
    """A date known to the year, the month or the day (ISO 8601 reduced precision)."""

    earliest: date
    latest: date
    precision: Precision

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2025`, `2025-08` or `2025-08-12`; anything else is a ValueError."""
        match = _PATTERN.fullmatch(text)
        if not match:
            raise ValueError(f"{text!r} is not a date such as 2025, 2025-08 or 2025-08-12")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31), "year")
        if day is None:
            last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 1
            return cls(date(year, month, 1), date(year, month, last), "month")
        return cls(date(year, month, day), date(year, month, day), "day")

    def __str__(self) -> str:
        length = {"year": 4, "month": 7, "day": 10}[self.precision]
        return self.earliest.isoformat()[:length]
