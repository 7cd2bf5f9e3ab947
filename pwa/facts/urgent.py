"""Safety statements taken back: the one kind of change that phones take over without asking."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from pwa.errors import FactError, Fault
from pwa.facts.codec import structured
from pwa.facts.files import FactFiles

FILE = "urgent.toml"


@dataclass(frozen=True)
class Withdrawal:
    """A statement that was taken back, and why."""

    on: date
    why: str


@dataclass(frozen=True)
class _Withdrawals:
    """The whole file of them."""

    withdrawal: tuple[Withdrawal, ...] = ()


def read_withdrawals(folder: Path, today: date) -> tuple[Withdrawal, ...]:
    """All of them below the folder of facts. Raises FactError with every one that breaks a rule."""
    files = FactFiles(folder, [])
    read = files.whole(FILE, partial(structured, _Withdrawals))
    found = tuple(each for file in read for each in file.withdrawal)
    faults = files.faults + [
        Fault(FILE, f"withdrawal {number}", fault)
        for number, each in enumerate(found, start=1)
        if (fault := _fault(each, today))
    ]
    if faults:
        raise FactError(faults)
    return found


def urgent_day(folder: Path, today: date) -> str:
    """The newest day up to `today` on which something was taken back; empty where nothing was."""
    days = [each.on for each in read_withdrawals(folder, date.max) if each.on <= today]
    return max(days).isoformat() if days else ""


def _fault(withdrawal: Withdrawal, today: date) -> str:
    if withdrawal.on > today:
        return f"{withdrawal.on} lies in the future"
    return "" if withdrawal.why.strip() else "why says what was wrong"
