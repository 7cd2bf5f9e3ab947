"""What a merge changes, one line a field, so that a person can say yes or no to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pwa.facts.codec import Table, table_of
from pwa.facts.writing import Recorded
from pwa.records.visible import visible

# What names one of several tables within a record, so that it is compared with itself.
NAMED_BY = {
    "rule": ("valid_from", "shown_from", "valid_to", "status"),
    "event": ("on", "status"),
    "expected": ("note",),
    "source": ("url", "title"),
    "correction": ("on", "note"),
    "checked": ("on", "kind"),
    "disagreement": ("about",),
    "other": ("by", "says"),
}
BOOKKEEPING = ("researched_on", "correction")


@dataclass(frozen=True)
class Difference:
    """One record before and after; `kept` is what of before research does not speak of."""

    after: Recorded
    before: Recorded | None = None
    kept: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """`new`, `same` or `replaced`."""
        if self.before is None:
            return "new"
        return "same" if self.before == self.after else "replaced"

    def lines(self) -> Iterator[str]:
        """The record's heading, then each field that changes, and what is kept. All on one line
        each, with no sign that a terminal would obey."""
        if self.word == "same":
            return
        yield visible(f"{self.word} {self.after.file}: {self.after.key}{self._gist()}")
        for line in (*self._changes(), *(f"keeps {kept}" for kept in self.kept)):
            yield f"    {visible(line)}"

    def _gist(self) -> str:
        if self.before:
            return ""
        table = table_of(self.after)
        status = table["rule"][-1]["status"] if "rule" in table else _gist_of(table)
        hidden = not table.get(
            "published", table.get("kind") is None or table["confidence"] != "low"
        )
        shown = ", not published" if hidden else ""
        return f" ({status}, {table['confidence']} confidence{shown})"

    def _changes(self) -> Iterator[str]:
        if self.before:
            yield from _changed("", table_of(self.before), table_of(self.after))


def _gist_of(table: Table) -> str:
    """A helpline's name; whom a record on calling covers; that one is on naloxone."""
    if protects := table.get("protects"):
        return f"caller {protects['caller']}, person {protects['person']}"
    return str(table.get("name") or table["kind"])


def _changed(name: str, before: Table, after: Table) -> Iterator[str]:
    for key in {**before, **after}:
        was, now = before.get(key), after.get(key)
        at = f"{name}.{key}" if name else key
        if was == now or at in BOOKKEEPING:
            continue
        if key in NAMED_BY:
            yield from _changed(at, _by_name(key, was), _by_name(key, now))
        elif isinstance(was, dict) and isinstance(now, dict):
            yield from _changed(at, was, now)
        elif now is None:
            yield f"loses {at}: {in_words(was)}"
        elif was is None:
            yield f"{at}: + {in_words(now)}"
        else:
            yield f"{at}: {in_words(was)} -> {in_words(now)}"


def _by_name(key: str, tables: list[Table] | None) -> Table:
    """The tables of a list by what names them. Those that are alike are numbered."""
    named: Table = {}
    for table in tables or []:
        parts = (str(table[part]) for part in NAMED_BY[key] if part in table)
        name = f"[{', '.join(parts)}]"
        while name in named:
            name += "'"
        named[name] = table
    return named


def in_words(value: Any) -> str:
    """The value of a field, on one line."""
    if isinstance(value, list | tuple):
        return ", ".join(map(in_words, value))
    if isinstance(value, dict):
        return "; ".join(f"{key} {in_words(each)}" for key, each in value.items())
    return str(value)
