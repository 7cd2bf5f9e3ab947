"""Fact files below one folder, read table by table. What cannot be read is a fault."""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from pwa.errors import Fault
from pwa.facts.codec import BaseValidationError, Table, rules_broken, structured

T = TypeVar("T")


class FactFiles:
    """Reads below one folder and keeps every fault that it meets."""

    def __init__(self, folder: Path, faults: list[Fault]) -> None:
        self._folder = folder.absolute()
        self.faults = faults

    def paths(
        self, below: str, pattern: str = "*.toml", *, may_be_empty: bool = False
    ) -> list[Path]:
        """The files of one folder, which must hold some unless it may be empty."""
        paths = sorted((self._folder / below).glob(pattern))
        if not paths and not may_be_empty:
            self.faults.append(Fault(below, "-", "the folder must hold fact files"))
        return paths

    def document(self, path: str | Path) -> Table | None:
        """One TOML file; None where it is missing or broken."""
        try:
            return tomllib.loads((self._folder / path).read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
            self.faults.append(Fault(self._name(path), "-", f"cannot be read: {problem}"))
            return None

    def tables(self, path: str, make: Callable[[str, object], T]) -> Iterator[T]:
        """A record for each table of one file, named by the table's key."""
        for key, table in (self.document(path) or {}).items():
            yield from self.made(path, key, partial(make, key, table))

    def whole(self, path: str | Path, make: Callable[[Table], T]) -> Iterator[T]:
        """A record for a whole file; none where the file cannot be read."""
        if (document := self.document(path)) is not None:
            yield from self.made(self._name(path), "-", partial(make, document))

    def records(self, path: str | Path, make: Callable[[Table, date, str], T]) -> Iterator[T]:
        """A record for each `[[record]]` of one file."""
        name = self._name(path)
        for researched_on, tables in self.whole(path, _head):
            for number, table in enumerate(tables, start=1):
                about = table.get("substance", table.get("kind", number))
                key = table.get("id") or f"{table.get('place')} {about}"
                yield from self.made(name, str(key), partial(make, table, researched_on, name))

    def made(self, file: str, key: str, make: Callable[[], T]) -> Iterator[T]:
        """What is made, or nothing and a fault for each rule that stands in the way."""
        try:
            yield make()
        except (BaseValidationError, KeyError, ValueError) as problem:
            self.faults += [Fault(file, key, rule) for rule in rules_broken(problem)]

    def _name(self, path: str | Path) -> str:
        return Path(self._folder, path).relative_to(self._folder).as_posix()


@dataclass(frozen=True)
class _Head:
    """A file of records."""

    researched_on: str
    record: tuple[Table, ...]


def _head(document: Table) -> tuple[date, tuple[Table, ...]]:
    head = structured(_Head, document)
    try:
        return date.fromisoformat(head.researched_on), head.record
    except ValueError as problem:
        raise ValueError(f"researched_on: {problem}") from None
