"""What a refresh asks of the store, and how it writes what it found: once, and whole."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from pwa.records.outcomes import SUCCESSES, Outcome
from pwa.records.refreshes import Counts, Document, RefreshResult, SourceState
from pwa.store.connection import Connected, plainly
from pwa.store.notice_rows import moment_text, text
from pwa.store.notice_writing import write_items

LEFT_OPEN = "ended without a word: its process was killed, or the machine stopped"


class RefreshStore(Connected):
    """The tries at sources, with what each brought."""

    def begin_refresh(self, source: str, at: datetime) -> int:
        """Note that a try began; older ones that never ended are closed as errors. Its id."""
        now = moment_text(at)
        with plainly("write"), self._db.atomic():
            self._db.execute(
                "update refreshes set outcome = :error, detail = :detail,"
                " finished_at = max(started_at, :now) where source = :source and outcome is null",
                {"error": Outcome.ERROR, "detail": LEFT_OPEN, "now": now, "source": source},
            )
            row = {"source": source, "started_at": now}
            begun = self._db.table("refreshes").insert(row, pk="id").last_pk
        return int(str(begun))

    def record_refresh(self, refresh: int, source: str, result: RefreshResult) -> Counts:
        """Write all that a try found, or nothing of it: validators, items, notices, its row."""
        with plainly("write"), self._db.atomic():
            return _keep(self._db, refresh, source, result)

    def documents(self, source: str) -> dict[str, Document]:
        """The documents of a source as last read, by address."""
        rows = self._rows("select * from documents where source = :source", {"source": source})
        fields = ("url", "version", "etag", "last_modified", "body_hash")
        return {
            row["url"]: Document(
                keys=tuple(json.loads(row["keys"])), **{name: row[name] for name in fields}
            )
            for row in rows
        }

    def source(self, name: str) -> SourceState:
        """How a source does; a blank state where it was never asked."""
        rows = self._rows("select * from sources where name = :name", {"name": name})
        return source_from(rows[0]) if rows else SourceState(name)


def source_from(row: Mapping[str, Any]) -> SourceState:
    """A row of `sources`."""
    outcome = row["last_outcome"]
    changed = {"last_outcome": outcome and Outcome(outcome), "suspect": bool(row["suspect"])}
    return SourceState(**{**row, **changed})


def _keep(db: Database, refresh: int, source: str, result: RefreshResult) -> Counts:
    """Write a result; the caller holds the transaction. Writing it twice changes nothing more."""
    now = moment_text(result.finished_at)
    # A write comes first: it waits for the lock, where a read that turns into a write would fail.
    _source(db, source, result, now)
    counts = write_items(db, source, result.items, now)
    _documents(db, source, result.documents)
    if result.present is not None:
        _gone(db, source, result.present, now)
    row = {"outcome": result.outcome, "detail": result.detail, "now": now, "id": refresh}
    db.execute(
        "update refreshes set outcome = :outcome, detail = :detail,"
        " finished_at = max(started_at, :now), items_seen = :seen, items_new = :new,"
        " items_changed = :changed where id = :id",
        row | {"seen": counts.seen, "new": counts.new, "changed": counts.changed},
    )
    return counts


def _source(db: Database, name: str, result: RefreshResult, now: str) -> None:
    db.execute("insert into sources (name) values (:name) on conflict do nothing", {"name": name})
    if result.outcome is Outcome.NO_KEY:
        db.execute("update sources set last_outcome = 'no_key' where name = :name", {"name": name})
    if not result.asked or result.outcome is Outcome.NO_KEY:
        return
    later = result.retry_not_before
    db.execute(
        "update sources set last_outcome = :outcome, retry_not_before = :later,"
        " last_attempt_at = max(coalesce(last_attempt_at, ''), :now),"
        " last_success_at = case when :success then max(coalesce(last_success_at, ''), :now)"
        " else last_success_at end,"
        " failures_in_a_row = case when :success then 0 else failures_in_a_row + 1 end,"
        " suspect = coalesce(:suspect, suspect) where name = :name",
        {
            "name": name,
            "now": now,
            "outcome": result.outcome,
            "success": result.outcome in SUCCESSES,
            "later": later and moment_text(later),
            "suspect": result.suspect,
        },
    )


def _documents(db: Database, source: str, documents: Sequence[Document]) -> None:
    rows = ({**vars(one), "source": source, "keys": json.dumps(one.keys)} for one in documents)
    db.table("documents").upsert_all(rows, pk=("source", "url"))


def _gone(db: Database, source: str, present: frozenset[str], now: str) -> None:
    """Mark what the source lists no more, unmark what came back. Nothing is deleted."""
    asked = {"source": source, "now": now, "keys": json.dumps([text(key) for key in present])}
    db.execute(
        "update items set gone_since = :now where source = :source and gone_since is null"
        " and key not in (select value from json_each(:keys))",
        asked,
    )
    db.execute(
        "update items set gone_since = null where source = :source and gone_since is not null"
        " and key in (select value from json_each(:keys))",
        asked,
    )
