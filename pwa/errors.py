"""What can go wrong, as one tree.

LeaflineError
 + FactError       reviewed facts break a rule; lists every fault with file, key and rule
 + SettingsError   settings or catalogs are bad or missing; lists every one at once
 + SourceChanged   a regulator's document is not what it used to be
 + StoreError      the database is full, locked or damaged
 + NoCopy          a file is not a sound copy of the database
 + AlreadyRunning  another process works with this data folder
"""

from collections.abc import Sequence
from typing import NamedTuple


class LeaflineError(Exception):
    """Any fault that Leafline itself reports."""


class Fault(NamedTuple):
    """One broken rule: in which file, at which key, and what the rule asks for."""

    file: str
    key: str
    rule: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.rule}"


class FactError(LeaflineError):
    """One or more fact files break their rules."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class SettingsError(LeaflineError):
    """One or more settings or catalogs are bad or missing."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class SourceChanged(LeaflineError):
    """A document is not what its source used to send: a person must look."""


class StoreError(LeaflineError):
    """The database cannot be read or written: it is full, locked or damaged. Nothing was kept."""


class NoCopy(LeaflineError):
    """A file that is not a sound copy of our database. Nothing was changed."""


class AlreadyRunning(LeaflineError):
    """Another process runs the jobs of this data folder, or has it in use."""
