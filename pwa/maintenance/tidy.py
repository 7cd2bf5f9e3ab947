"""Shapes that every imported table shares: dates as text, sources, nothing empty."""

from collections.abc import Iterable
from datetime import date
from typing import Any


def text(value: object) -> str | None:
    """A date as its source wrote it; YAML reads some of them as dates and numbers."""
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def drop_empty(table: dict[str, Any]) -> dict[str, Any]:
    """The table without keys that say nothing (TOML has no null)."""
    return {key: value for key, value in table.items() if value is not None and value != []}


def source_tables(sources: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sources as the fact files write them, with no key lost."""
    return [
        drop_empty({**source, "published": text(source.get("published"))}) for source in sources
    ]
