"""What the store keeps of notices, as records, and how rows become them."""

import hashlib
import json
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pwa.dates import PartialDate
from pwa.records.notices import Item, NoticeKind, Stage, Tags
from pwa.records.outcomes import Outcome
from pwa.records.visible import visible

Row = dict[str, Any]


class Standing(StrEnum):
    """What its publisher made of a notice since."""

    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What a person may decide about a notice."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    PROPOSE_CHANGE = "propose-change"


@dataclass(frozen=True)
class Notice:
    """One notice as kept. Moments are UTC ISO text.

    `dated_at` orders lists: when it was published, or first seen where that is unknown or later.
    `gone_since`: since when its source lists it no more. `open_since`: waits for a person.
    `first_seen_at`, `last_seen_at`: when it was read; a document that did not change is not read.
    """

    id: str
    source: str
    item: Item
    tags: Tags
    standing: Standing
    superseded_by: str | None
    dated_at: str
    first_seen_at: str
    last_seen_at: str
    gone_since: str | None
    open_since: str | None

    @property
    def cursor(self) -> tuple[str, str]:
        """Where a list goes on after this notice."""
        return self.dated_at, self.id


@dataclass(frozen=True)
class SourceState:
    """How a source does. `suspect`: it was empty where it never should be."""

    name: str
    last_attempt_at: str | None = None
    last_success_at: str | None = None
    last_outcome: Outcome | None = None
    failures_in_a_row: int = 0
    retry_not_before: str | None = None
    suspect: bool = False


@dataclass(frozen=True)
class Document:
    """One address of a source as last read: validators, hash, and the keys of its items."""

    url: str
    version: int
    etag: str | None
    last_modified: str | None
    body_hash: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class RefreshRow:
    """One try at one source. Without outcome it still runs, or was killed."""

    source: str
    started_at: str
    finished_at: str | None
    outcome: Outcome | None
    detail: str
    items_seen: int
    items_new: int
    items_changed: int


@dataclass(frozen=True)
class Decision:
    """What somebody decided about a notice."""

    decided_at: str
    verdict: Verdict
    why: str
    who: str | None


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


def source_from(row: Mapping[str, Any]) -> SourceState:
    """A row of `sources`."""
    outcome = row["last_outcome"]
    changed = {"last_outcome": outcome and Outcome(outcome), "suspect": bool(row["suspect"])}
    return SourceState(**{**row, **changed})


def refresh_from(row: Mapping[str, Any]) -> RefreshRow:
    """A row of `refreshes`."""
    outcome = row["outcome"]
    rest = {name: value for name, value in row.items() if name not in ("id", "outcome")}
    return RefreshRow(outcome=outcome and Outcome(outcome), **rest)


def moment_text(moment: datetime) -> str:
    """A moment as it is kept: UTC ISO text with its offset, the same length for every one."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
