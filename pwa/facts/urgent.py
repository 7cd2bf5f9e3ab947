"""Safety statements taken back: the one kind of change that phones take over without asking."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pwa.errors import FactError, Fault

FILE = Path(__file__).parent / "urgent.toml"


@dataclass(frozen=True)
class Withdrawal:
    """A statement that was taken back, and why."""

    on: date
    why: str


def read_withdrawals(today: date, file: Path = FILE) -> tuple[Withdrawal, ...]:
    """All of them. Raises FactError with every one that breaks a rule."""
    try:
        document = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise FactError([Fault(file.name, "-", f"cannot be read: {problem}")]) from None
    tables = document.pop("withdrawal", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise FactError([Fault(file.name, "withdrawal", "must be a list of tables")])
    faults = [Fault(file.name, key, "is not a key of this file") for key in document]
    faults += [
        Fault(file.name, f"withdrawal {number}", fault)
        for number, table in enumerate(tables, start=1)
        if (fault := _fault(table, today))
    ]
    if faults:
        raise FactError(faults)
    return tuple(Withdrawal(table["on"], table["why"]) for table in tables)


def urgent_day(today: date, file: Path = FILE) -> str:
    """The newest day up to `today` on which something was taken back; empty where nothing was."""
    days = [each.on for each in read_withdrawals(date.max, file) if each.on <= today]
    return max(days).isoformat() if days else ""


def _fault(table: dict[str, object], today: date) -> str:
    on, why = table.get("on"), table.get("why")
    if set(table) != {"on", "why"}:
        return "has the keys on and why"
    if not isinstance(on, date) or isinstance(on, datetime):
        return "on is a day, such as 2026-11-22"
    if on > today:
        return f"{on} lies in the future"
    return "" if isinstance(why, str) and why.strip() else "why says what was wrong"
