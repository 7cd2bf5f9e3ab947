"""JSON documents into items, and items one by one. Nothing here knows a regulator."""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sized

from pwa.errors import SourceChanged
from pwa.records.notices import Item

Entry = Mapping[str, object]

MOST_BYTES = 4_000_000
_COUNT = re.compile("[0-9]{1,12}")


def decoded_json(document: bytes, opens: str, most_bytes: int = MOST_BYTES) -> str:
    """The text of a JSON document that must begin with `opens`."""
    if len(document) > most_bytes:
        raise SourceChanged(f"{len(document)} bytes are more than this source ever sends")
    try:
        text = document.decode("utf-8-sig").strip()
    except UnicodeDecodeError as problem:
        raise SourceChanged("the document is not UTF-8") from problem
    if not text.startswith(opens):
        raise SourceChanged(f"JSON starting with {opens} was expected, not {text[:40]!r}")
    return text


def read_object(document: bytes) -> Entry:
    """A JSON document whose root is an object."""
    try:
        root = DECODER.decode(decoded_json(document, "{"))
    except (ValueError, RecursionError) as problem:
        raise SourceChanged(f"the JSON cannot be read: {problem}") from problem
    assert isinstance(root, dict)
    return root


def listed(root: Entry, name: str, count: object = None) -> list[object]:
    """The list under `name`; its absence means that the source has changed.

    So does an empty one where the answer's own `count` of what it found says otherwise.
    """
    found = root.get(name)
    if not isinstance(found, list):
        raise SourceChanged(f"no list {name!r} in the answer, only {sorted(root)[:8]}")
    none_missing(found, count)
    return found


def none_missing(found: Sized, count: object) -> None:
    """Raises SourceChanged where nothing was found and the source counts something."""
    number = int(count) if isinstance(count, int | str) and _COUNT.fullmatch(str(count)) else 0
    if number and not found:
        raise SourceChanged(f"the answer counts {number}, and nothing of it was found")


def read_each(entries: Iterable[object], read: Callable[[Entry], Item | None]) -> list[Item]:
    """The items of `entries`, the first of each key.

    An entry without identity is left out; when most have none, the layout has changed.
    """
    items: dict[str, Item] = {}
    read_well = unread = 0
    for entry in entries:
        item = read(entry) if isinstance(entry, Mapping) else None
        if item is None:
            unread += 1
        else:
            read_well += 1
            items.setdefault(item.key, item)
    if unread > read_well:
        raise SourceChanged(f"{unread} of {unread + read_well} entries have no identity")
    return list(items.values())


def part(entry: object, *path: str) -> object:
    """What lies at `path` in nested objects, or None."""
    for name in path:
        entry = entry.get(name) if isinstance(entry, Mapping) else None
    return entry


def raw(entry: Entry) -> str:
    """The entry itself, as compact ASCII JSON."""
    try:
        return json.dumps(entry, separators=(",", ":"), allow_nan=False)
    except (ValueError, RecursionError) as problem:
        raise SourceChanged(f"an entry cannot be kept: {problem}") from problem


def _number(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is not a JSON value")


DECODER = json.JSONDecoder(parse_float=_number, parse_constant=_refuse)
