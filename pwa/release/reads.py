"""What a page was made of: the facts, notices and dates that it read, and what each held.

Nobody keeps a list of what a page depends on. While it is rendered, whatever it reads is noted; it
is rendered anew when one of its reads holds something else.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import is_dataclass
from types import FunctionType, MethodType
from typing import Any

from pwa.errors import StoreError
from pwa.records.names import Lexicon

# Every search reads all of its words, and what is worked out from them is kept.
READ_WHOLE = (Lexicon,)
# What the questions to a broken store hold.
ABSENT = "the store is broken"


class Notebook:
    """The reads of the page at hand, and for every read of a build a mark of what it held."""

    def __init__(self) -> None:
        self.marks: dict[str, str] = {}
        self._page: set[str] | None = None

    @contextmanager
    def page(self) -> Iterator[set[str]]:
        """While this is open, reads are noted as those of one page."""
        reads: set[str] = set()
        self._page = reads
        try:
            yield reads
        finally:
            self._page = None

    def keep(self, beginning: str) -> None:
        """Forget all marks but those of reads that begin so."""
        self.marks = {read: held for read, held in self.marks.items() if read.startswith(beginning)}

    def has(self, *reads: str) -> bool:
        """Whether one of these is noted for the page at hand, or there is none."""
        return self._page is None or not self._page.isdisjoint(reads)

    def note(self, read: str, value: object) -> None:
        """Something was read."""
        if self._page is None:
            return
        self._page.add(read)
        if read not in self.marks:
            self.marks[read] = mark(value)


class NotedRecord:
    """Stands in for a record that holds collections, and notes which of them are read.

    It has no hash: a function that keeps its answers would read only once, so it fails instead.
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, record: object, notebook: Notebook, *path: str) -> None:
        self._record, self._notebook, self._path = record, notebook, path
        self._parts: dict[str, NotedRecord | NotedMapping] = {}

    def __getattr__(self, name: str) -> Any:
        member = getattr(type(self._record), name, None)
        if isinstance(member, FunctionType):
            return MethodType(member, self)  # so that what a method reads is noted as well
        if name not in self._parts:
            value, path = getattr(self._record, name), (*self._path, name)
            if isinstance(value, Mapping):
                self._parts[name] = NotedMapping(value, self._notebook, *path)
            elif is_dataclass(value) and not isinstance(value, READ_WHOLE):
                self._parts[name] = NotedRecord(value, self._notebook, *path)
            else:
                self._notebook.note(name_of(path), value)
                return value
        return self._parts[name]


class NotedMapping(Mapping[str, Any]):
    """Stands in for a mapping: a look-up notes its key, whoever steps through it reads it all."""

    def __init__(self, mapping: Mapping[str, Any], notebook: Notebook, *path: str) -> None:
        self._mapping, self._notebook, self._path = mapping, notebook, path
        self._whole, self._names = name_of(path), dict[str, str]()

    def __getitem__(self, key: str) -> Any:
        name = self._names.get(key)
        if name is None:
            name = self._names[key] = name_of((*self._path, key))
        if not self._notebook.has(self._whole, name):
            self._notebook.note(name, self._mapping.get(key))
        return self._mapping[key]

    def __iter__(self) -> Iterator[str]:
        self._notebook.note(self._whole, self._mapping)
        return iter(self._mapping)

    def __len__(self) -> int:
        self._notebook.note(self._whole, self._mapping)
        return len(self._mapping)


class NotedStore:
    """Stands in for a store: notes each question, and asks it once for all pages of a build."""

    def __init__(self, store: object, notebook: Notebook, name: str) -> None:
        self._store, self._notebook, self._name = store, notebook, name
        self._answers: dict[str, object] = {}
        self.problem: Exception | None = None

    def __getattr__(self, method: str) -> Callable[..., object]:
        def ask(*values: object, **named: object) -> object:
            read = name_of((self._name, method, values, named))
            if read not in self._answers:
                self._answers[read] = self._asked(method, values, named)
            self._notebook.note(read, self._answers[read])
            return self._answers[read]

        return ask

    def _asked(self, method: str, values: tuple[object, ...], named: dict[str, object]) -> object:
        try:
            return getattr(self._store, method)(*values, **named)
        except Exception as problem:
            # A page may do without the store; a release may not hold such a page.
            self.problem = problem
            raise

    def close(self) -> None:
        """Each request closes its store; this one serves them all."""


class NotedAbsence:
    """Stands in for a store that is broken: notes each question, and answers none.

    What its pages say of that counts as read: they are rendered anew when the store is back.
    """

    def __init__(self, notebook: Notebook, name: str, problem: StoreError) -> None:
        self._notebook, self._name, self._problem = notebook, name, problem

    def __getattr__(self, method: str) -> Callable[..., object]:
        def ask(*values: object, **named: object) -> object:
            self._notebook.note(name_of((self._name, method, values, named)), ABSENT)
            raise self._problem

        return ask

    def close(self) -> None:
        """Nothing is open."""


def held(record: object, path: list[str]) -> object:
    """What stands at a path of a record now; None where nothing does."""
    for name in path:
        record = record.get(name) if isinstance(record, Mapping) else getattr(record, name)
    return record


def mark(value: object) -> str:
    """Short text that differs where values differ. Records are frozen and say all they hold."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def name_of(path: tuple[object, ...]) -> str:
    """The name of a read: its path as text."""
    return json.dumps(path, ensure_ascii=False, sort_keys=True)
