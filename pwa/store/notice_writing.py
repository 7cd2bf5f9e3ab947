"""How the items of one refresh are written, with their tags and without losing what was there."""

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from sqlite_utils import Database

from pwa.records.notices import Item, Tags
from pwa.records.refreshes import Counts
from pwa.store.connection import Row
from pwa.store.notice_links import tell_earlier
from pwa.store.notice_rows import dated_at, item_row, tags_row

BATCH = 500
# What people read of an item. Other differences of `raw` are kept, but open no review.
READ = ("title", "summary", "agency", "url", "published", "facts")
KEPT = ("raw", "title", "summary", "published", "facts")


class DocumentReading(NamedTuple):
    """An item read now: columns that its source decides, columns that our rules decide."""

    item: Row
    tags: Row
    substances: tuple[str, ...]


def write_items(db: Database, source: str, items: Sequence[tuple[Item, Tags]], now: str) -> Counts:
    """Write items and their tags. Of several with one key the first counts."""
    readings: dict[str, DocumentReading] = {}
    for item, tags in items:
        row = item_row(source, item)
        substances = tags.substances if tags.relevant else ()
        readings.setdefault(row["id"], DocumentReading(row, tags_row(tags), substances))
    new = changed = 0
    pending = iter(readings.values())
    while batch := list(islice(pending, BATCH)):
        more_new, more_changed = _batch(db, batch, now)
        new, changed = new + more_new, changed + more_changed
    return Counts(len(readings), new, changed)


def _batch(db: Database, batch: list[DocumentReading], now: str) -> tuple[int, int]:
    known = _known(db, [one.item["id"] for one in batch])
    new = [one for one in batch if one.item["id"] not in known]
    old = [one for one in batch if one.item["id"] in known]
    changed = [one for one in old if _differs(known[one.item["id"]], one.item, KEPT)]
    stale = [one for one in old if _differs(known[one.item["id"]], one.item | one.tags)]
    _keep_versions(db, [known[one.item["id"]] for one in changed], now)
    _write(db, [(known.get(one.item["id"]), one) for one in new + stale], now)
    _touch(db, [one.item["id"] for one in old], now)
    for one in new + changed:
        tell_earlier(db, one.item, now)
    return len(new), len(changed)


def _differs(old: Row, row: Row, names: Iterable[str] | None = None) -> bool:
    return any(old[name] != row[name] for name in names or row)


def _known(db: Database, ids: list[str]) -> dict[str, Row]:
    sql = (
        "select i.*, relevant, score, place, kind, stage, may_change_status, substances, reasons,"
        " open_since from items i join notices n on n.id = i.id"
        " where i.id in (select value from json_each(:ids))"
    )
    return {row["id"]: row for row in db.query(sql, {"ids": json.dumps(ids)})}


def _keep_versions(db: Database, olds: list[Row], now: str) -> None:
    rows = [{"item": old["id"], "replaced_at": now} | {n: old[n] for n in KEPT} for old in olds]
    _put(db, "item_versions", rows)


def _write(db: Database, readings: list[tuple[Row | None, DocumentReading]], now: str) -> None:
    items = [
        {"first_seen_at": now, "last_seen_at": now, "gone_since": None}
        | {name: old[name] for name in ("first_seen_at", "last_seen_at") if old}
        | one.item
        for old, one in readings
    ]
    notices = [
        {name: item[name] for name in ("id", "source", "key")}
        | one.tags
        | {"dated_at": dated_at(item["published"], item["first_seen_at"])}
        | {"open_since": _open_since(old, one, now)}
        for item, (old, one) in zip(items, readings, strict=True)
    ]
    _put(db, "items", items, update=True)
    _put(db, "notices", notices, update=True)
    substances = (one.substances for _, one in readings)
    _substances(db, list(zip(notices, substances, strict=True)))


def _put(db: Database, table: str, rows: list[Row], *, update: bool = False) -> None:
    """Insert rows of the same columns; sqlite-utils' own way takes three times as long."""
    if not rows:
        return
    columns = ", ".join(rows[0])
    values = ", ".join(f":{name}" for name in rows[0])
    changes = ", ".join(f"{name} = excluded.{name}" for name in rows[0])
    conflict = f" on conflict (id) do update set {changes}" if update else ""
    # Tables and columns are named in this module alone.
    sql = f"insert into {table} ({columns}) values ({values}){conflict}"  # noqa: S608
    db.conn.executemany(sql, rows)


def _open_since(old: Row | None, one: DocumentReading, now: str) -> str | None:
    """Since when a person must look. Only a decision closes; news about a notice opens it again."""
    waiting: str | None = old["open_since"] if old else None
    news = not old or not old["may_change_status"] or _differs(old, one.item, READ)
    opens = news and one.tags["relevant"] and one.tags["may_change_status"]
    return waiting or (now if opens else None)


def _touch(db: Database, ids: list[str], now: str) -> None:
    """A clock that goes backwards moves nothing back."""
    db.execute(
        "update items set last_seen_at = max(last_seen_at, :now), gone_since = null"
        " where id in (select value from json_each(:ids))",
        {"now": now, "ids": json.dumps(ids)},
    )


def _substances(db: Database, notices: list[tuple[Row, tuple[str, ...]]]) -> None:
    db.execute(
        "delete from notice_substances where notice in (select value from json_each(:ids))",
        {"ids": json.dumps([notice["id"] for notice, _ in notices])},
    )
    rows = [
        {name: notice[name] for name in ("dated_at", "place")}
        | {"notice": notice["id"], "substance": substance}
        for notice, substances in notices
        for substance in dict.fromkeys(substances)
    ]
    _put(db, "notice_substances", rows)
