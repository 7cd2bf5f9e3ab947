"""Files of researched records: YAML of plain values only, with limits, as it may be from anybody.

No anchors, tags or keys said twice; null and empty lists say nothing and are left out. A day or a
year stays a text, as fact files have it.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from pwa.errors import FactError, Fault
from pwa.facts.codec import Table

LARGEST = 8_000_000  # bytes; four times the largest round of research
DEEPEST = 8
# Longer ones are years, and what starts with 0 is dialled.
SMALL = re.compile(r"0|[1-9]\d{0,2}")
PREFIX = "tag:yaml.org,2002:"
Events = Iterator[yaml.Event]
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = yaml.resolver.Resolver()


@dataclass(frozen=True)
class Researched:
    """One file: its records in order, and the day of research if its opening comment names one."""

    name: str
    records: tuple[Table, ...]
    researched_on: date | None

    def without(self, keys: Collection[str]) -> "Researched":
        """The same, but for the records of these keys."""
        kept = tuple(table for table in self.records if key_of(table) not in keys)
        return replace(self, records=kept)


def key_of(table: Table) -> str:
    """What a person calls a record by, even where it lacks what it needs."""
    about = table.get("substance") or table.get("kind", "")
    return str(table.get("id") or f"{table.get('place')} {about}".strip())


def read_researched(path: Path) -> Researched:
    """The file's records. Raises FactError where it is not a plain list of tables."""
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError(f"is larger than {LARGEST} bytes")
        text = path.read_text("utf-8")
        value = _document(yaml.parse(text, Loader=_PARSER))
    except (OSError, ValueError, yaml.YAMLError) as problem:
        said = " ".join(str(problem).split())
        raise FactError([Fault(path.name, "-", f"cannot be read: {said}")]) from None
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise FactError([Fault(path.name, "-", "must be a list of records")])
    return Researched(path.name, tuple(value), _day_of_research(text))


def _day_of_research(text: str) -> date | None:
    """The first whole day that the comments above the records name."""
    for line in text.splitlines():
        if not line.startswith("#"):
            return None
        if found := re.search(r"\b20\d\d-\d\d-\d\d\b", line):
            return date.fromisoformat(found.group())
    return None


def _document(events: Events) -> Any:
    next(events)  # the stream starts
    if isinstance(next(events), yaml.StreamEndEvent):
        raise ValueError("is empty")
    value = _value(events, next(events), 0)
    next(events)  # the document ends
    if not isinstance(next(events), yaml.StreamEndEvent):
        raise ValueError("must be one document")
    return value


def _value(events: Events, event: yaml.Event, depth: int) -> Any:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        raise ValueError("anchors have no place in it")
    if depth > DEEPEST:
        raise ValueError(f"is nested deeper than {DEEPEST}")
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    if tag := getattr(event, "tag", None):
        raise ValueError(f"the tag {tag} has no place in it")
    if isinstance(event, yaml.SequenceStartEvent):
        return _list(events, depth)
    if isinstance(event, yaml.MappingStartEvent):
        return _table(events, depth)
    raise ValueError(f"{event} has no place in it")


def _list(events: Events, depth: int) -> list[Any]:
    values = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        values.append(_value(events, event, depth + 1))
    return values


def _table(events: Events, depth: int) -> Table:
    table: Table = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = event.value if isinstance(event, yaml.ScalarEvent) else None
        if not isinstance(key, str) or key in table:
            raise ValueError(f"{event.start_mark}: the key {key} is not text, or stands twice")
        table[key] = _value(events, next(events), depth + 1)
    return {key: value for key, value in table.items() if value is not None and value != []}


def _scalar(event: yaml.ScalarEvent) -> str | int | bool | None:
    plain, _quoted = event.implicit
    if event.tag and not plain:
        raise ValueError(f"the tag {event.tag} has no place in it")
    if event.style or not plain:
        return event.value
    kind = _kind(event.value).removeprefix(PREFIX)
    if kind == "null":
        return None
    if kind == "bool":
        return event.value.lower() in ("true", "yes", "on")
    if kind == "int" and SMALL.fullmatch(event.value):
        return int(event.value)
    return event.value


def _kind(plain: str) -> str:
    """The tag that YAML gives to a text without quotes."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, plain, (True, False))  # type: ignore[no-untyped-call]
    return tag
