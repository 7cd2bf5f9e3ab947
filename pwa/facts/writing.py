"""Records into the text of fact files. What does not change keeps every byte that it had."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import tomlkit

from pwa.facts.codec import Table, table_of
from pwa.records import Helpline, HelpRecord, LawRecord

Recorded = LawRecord | Helpline | HelpRecord
RECORD = re.compile(r"^(?=\[\[record\]\]$)", re.MULTILINE)
INDENT = "    "
# The keys of a rule, an event and a source as people read them: when, what, why.
ORDER = (
    *("on", "until", "valid_from", "shown_from", "valid_to", "temporary", "status", "announced"),
    *("min_age", "age_binds", "instrument", "summary", "advice", "possession", "sale", "import"),
    *("also_covers", "preempts_local", "unincorporated_only", "confidence", "note"),
    *("title", "publisher", "url", "seen_at", "seen_on", "checked_against", "published"),
    *("basis", "tier", "kind", "language", "quote", "by", "about", "says", "why"),
    *("form", "source", "looked_on"),
    *("living", "shows", "rules", "watch", "unwatched_because"),
)


def key_of(table: Mapping[str, Any]) -> str:
    """What names a `[[record]]` within all files of its kind: its id, or place and substance, or
    place and kind."""
    return str(table.get("id") or f"{table['place']} {table.get('substance') or table['kind']}")


def record_table(record: Recorded, researched_on: str) -> Table:
    """The `[[record]]` of a file with this head; a day that is the head's own is left out."""
    table = table_of(record)
    if table.get("researched_on") == researched_on:
        del table["researched_on"]
    return table


def new_file(researched_on: str) -> str:
    """A file of records that holds none yet."""
    return f"researched_on = {_scalar(researched_on)}\n"


def with_records(text: str, records: Sequence[Recorded]) -> str:
    """The file with these records: each in the place of the one with its key, new ones after the
    last of their place, else at the end. The same records give the same text.

    Raises ValueError where the text is not a file of records that this can change safely.
    """
    head, *blocks = RECORD.split(text)
    document = tomllib.loads(text)
    tables: list[Table] = document.get("record", [])
    if [tomllib.loads(block)["record"] for block in blocks] != [[table] for table in tables]:
        raise ValueError("each record of the file must start with a line [[record]]")
    for record in records:
        table = record_table(record, document["researched_on"])
        at, replaces = _place_for(table, tables)
        if replaces and tables[at] == table:
            continue
        was = tables[at] if replaces else {}
        tables[at : at + replaces] = [table]
        blocks[at : at + replaces] = [_block("record", _in_order_of(was, table), double=True)]
    written = "\n".join([head.rstrip("\n") + "\n", *(block.strip("\n") + "\n" for block in blocks)])
    if tomllib.loads(written) != document | {"record": tables}:
        raise ValueError("what would be written is not what was meant")
    return written


def with_tables(text: str, tables: Mapping[str, Table]) -> str:
    """A file of named tables (places.toml) with new ones, each before the first later key."""
    head, *blocks = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    keys = [next(iter(tomllib.loads(block))) for block in blocks]
    for key, table in tables.items():
        at = next((number for number, other in enumerate(keys) if other > key), len(keys))
        keys.insert(at, key)
        blocks.insert(at, _block(_key(key), table))
    written = head + "\n".join(block.strip("\n") + "\n" for block in blocks)
    if tomllib.loads(written) != {**tomllib.loads(text), **tables}:
        raise ValueError("what would be written is not what was meant")
    return written


def with_lists(text: str, lists: Mapping[str, Sequence[str]]) -> str:
    """A file of lists by key (short-codes.toml) with other lists, new keys at the end."""
    document = tomlkit.parse(text)
    for key, values in lists.items():
        array = tomlkit.array(_value(list(values), ""))
        if key in document:
            document[key] = array
        else:
            document.append(key, array)
    return tomlkit.dumps(document)


def _place_for(table: Table, tables: Sequence[Table]) -> tuple[int, bool]:
    """(where it goes, whether what stands there is the same record)."""
    keys = [key_of(other) for other in tables]
    if key_of(table) in keys:
        return keys.index(key_of(table)), True
    near = [number for number, other in enumerate(tables) if other["place"] == table["place"]]
    return (near[-1] + 1 if near else len(tables)), False


def _in_order_of(was: Table, table: Table) -> Table:
    """The same table, its keys as they stood before and new ones after them."""
    return {key: table[key] for key in [*was, *table] if key in table}


def _block(name: str, table: Table, double: bool = False) -> str:
    """A table under its heading, then the tables within it under theirs."""
    brackets = f"[[{name}]]" if double else f"[{name}]"
    return "\n".join([brackets, *_lines(table), ""]) + "".join(_inner(name, table))


def _lines(table: Table) -> Iterator[str]:
    for key, value in table.items():
        if not _is_inner(value):
            yield f"{_key(key)} = {_value(value, '')}"


def _inner(name: str, table: Table) -> Iterator[str]:
    make: Callable[[str, Table, bool], str] = _block
    for key, value in table.items():
        for each in value if isinstance(value, list) and _is_inner(value) else ():
            yield "\n" + make(f"{name}.{key}", _as_read(each), True)
        if isinstance(value, dict):
            yield "\n" + make(f"{name}.{key}", value, False)


def _as_read(table: Table) -> Table:
    return {key: table[key] for key in [*ORDER, *table] if key in table}


def _is_inner(value: object) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict)


def _value(value: object, indent: str) -> str:
    if not isinstance(value, list):
        return _scalar(value)
    inside = "".join(f"{indent}{INDENT}{_scalar(each)},\n" for each in value)
    return f"[\n{inside}{indent}]" if value else "[]"


def _scalar(value: object) -> str:
    return tomlkit.item(value).as_string()


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _scalar(key)
