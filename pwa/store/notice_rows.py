"""How notices become rows, and rows notices."""

import hashlib
import json
from base64 import b32encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pwa.dates import PartialDate
from pwa.records.notices import Item, Notice, NoticeKind, Stage, Standing, Tags
from pwa.records.visible import visible
from pwa.store.connection import Row


def public_id(source: str, key: str) -> str:
    """Twelve letters and digits that name a notice for ever, also in a rebuilt database."""
    digest = hashlib.sha256(f"{source}\0{key}".encode("utf-8", "replace")).digest()
    return b32encode(digest[:10])[:12].decode().lower()


def dated_at(published: str | None, first_seen_at: str) -> str:
    """The earlier of the two; a date that cannot be read or lies ahead gives way."""
    return min(_sortable(published) or first_seen_at, first_seen_at)


def _sortable(published: str | None) -> str | None:
    if not published:
        return None
    try:
        if len(published) <= 10:
            return str(PartialDate.parse(published))
        moment = datetime.fromisoformat(published)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError):
        return None


def text(value: str) -> str:
    """Text that SQLite takes: no half characters, no zero bytes."""
    return value.encode("utf-8", "replace").decode().replace("\0", "")


def item_row(source: str, item: Item) -> Row:
    """The columns of an item that its source decides on."""
    return {
        "id": public_id(source, text(item.key)),
        "source": source,
        "key": text(item.key),
        "raw": text(item.raw),
        "title": text(item.title),
        "summary": text(item.summary),
        "agency": text(item.agency),
        "url": item.url and text(item.url),
        "published": item.published and text(item.published),
        "language": text(item.language),
        "facts": text(json.dumps(dict(item.facts), ensure_ascii=False, sort_keys=True)),
    }


def tags_row(tags: Tags) -> Row:
    """The columns of a notice that our rules decide on."""
    return {
        "relevant": int(tags.relevant),
        "score": float(tags.score),
        "place": tags.place,
        "kind": tags.kind.value,
        "stage": tags.stage.value,
        "may_change_status": int(tags.may_change_status),
        "substances": ",".join(tags.substances),
        "reasons": text(json.dumps(list(tags.reasons), ensure_ascii=False)),
    }


def notice_from(row: Mapping[str, Any]) -> Notice:
    """A row of `notices` joined with `items`."""
    same = ("id", "source", "superseded_by", "dated_at", "first_seen_at", "last_seen_at")
    return Notice(
        item=_item_from(row),
        tags=_tags_from(row),
        standing=Standing(row["status"]),
        gone_since=row["gone_since"],
        open_since=row["open_since"],
        **{name: row[name] for name in same},
    )


def _item_from(row: Mapping[str, Any]) -> Item:
    """The item; rows older than a rule on hidden signs are held to it as well."""
    same = ("key", "url", "published", "language", "raw")
    shown = ("title", "summary", "agency")
    return Item(
        facts=json.loads(row["facts"]),
        **{name: row[name] for name in same},
        **{name: visible(row[name]) for name in shown},
    )


def _tags_from(row: Mapping[str, Any]) -> Tags:
    return Tags(
        relevant=bool(row["relevant"]),
        score=row["score"],
        place=row["place"],
        kind=NoticeKind(row["kind"]),
        stage=Stage(row["stage"]),
        substances=tuple(filter(None, row["substances"].split(","))),
        may_change_status=bool(row["may_change_status"]),
        reasons=tuple(json.loads(row["reasons"])),
    )


def moment_text(moment: datetime) -> str:
    """A moment as it is kept: UTC ISO text with its offset, the same length for every one."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
