"""The store of notices: what refreshes bring in, what readers and reviewers ask for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pwa.records.outcomes import Outcome
from pwa.store.connection import connect, plainly
from pwa.store.notice_rows import (
    Decision,
    Document,
    Notice,
    RefreshRow,
    SourceState,
    Verdict,
    moment_text,
    notice_from,
    refresh_from,
    source_from,
    text,
)
from pwa.store.notice_writing import Counts, RefreshResult, write_finding

LEFT_OPEN = "ended without a word: its process was killed, or the machine stopped"


@dataclass(frozen=True)
class NoticeStore:
    """One connection. Use it in the thread that opened it, then close it.

    Every method raises StoreError where the database is locked for long, full or damaged.
    """

    _db: Database

    @classmethod
    def open(cls, path: Path, patience: float = 5) -> "NoticeStore":
        """Open a database that `Store.prepare` made. `patience`: seconds to wait for a lock."""
        return cls(connect(path, patience))

    def close(self) -> None:
        """Give the connection back."""
        self._db.close()

    # What a refresh asks and writes

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

    def record_refresh(self, refresh: int, source: str, finding: RefreshResult) -> Counts:
        """Write all that a try found, or nothing of it: validators, items, notices, its row."""
        with plainly("write"), self._db.atomic():
            return write_finding(self._db, refresh, source, finding)

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

    def sources(self) -> list[SourceState]:
        """How each source does that was ever asked."""
        return [source_from(row) for row in self._rows("select * from sources order by name")]

    def last_refreshes(self, source: str, limit: int = 20) -> list[RefreshRow]:
        """The latest tries at a source, the newest first."""
        rows = self._rows(
            "select * from refreshes where source = :source order by id desc limit :limit",
            {"source": source, "limit": limit},
        )
        return [refresh_from(row) for row in rows]

    # What readers ask

    def notices(
        self,
        *,
        place: str | None = None,
        substance: str | None = None,
        since: str | None = None,
        limit: int = 50,
        before: tuple[str, str] | None = None,
    ) -> list[Notice]:
        """Relevant notices, the newest first.

        `place` is that place alone. `since` is an ISO date or moment. `before` is the `cursor` of
        the last notice of the page before.
        """
        table = "s" if substance else "n"
        clauses = {
            "n.relevant = 1": True,
            "s.substance = :substance": substance,
            f"{table}.place = :place": place,
            f"{table}.dated_at >= :since": since,
            f"({table}.dated_at, {'s.notice' if substance else 'n.id'}) < (:date, :id)": before,
        }
        where = " and ".join(clause for clause, asked in clauses.items() if asked)
        side = "notice_substances s cross join notices n on n.id = s.notice" if substance else ""
        order = "s.dated_at desc, s.notice desc" if substance else "n.dated_at desc, n.id desc"
        date, id_ = before or (None, None)
        rows = self._rows(
            # All parts are written above; what is asked for travels as parameters.
            f"select i.*, n.* from {side or 'notices n'} cross join items i on i.id = n.id"  # noqa: S608
            f" where {where} order by {order} limit :limit",
            {"substance": substance, "place": place, "since": since, "limit": limit}
            | {"date": date, "id": id_},
        )
        return [notice_from(row) for row in rows]

    def places(self) -> list[str]:
        """The ids of all places that a relevant notice is about.

        Steps from one place to the next in the index: reading every notice takes ten times as long.
        """
        rows = self._rows(
            "with recursive steps (place) as ("
            " select min(place) from notices where relevant = 1"
            " union all"
            " select (select min(place) from notices where relevant = 1 and place > steps.place)"
            " from steps where steps.place is not null)"
            " select place from steps where place is not null"
        )
        return [row["place"] for row in rows]

    def notice(self, notice_id: str) -> Notice | None:
        """One notice, relevant or not; None where there is none."""
        rows = self._rows(
            "select i.*, n.* from notices n join items i on i.id = n.id where n.id = :id",
            {"id": notice_id},
        )
        return notice_from(rows[0]) if rows else None

    def count(self, *, relevant_only: bool = True) -> int:
        """How many notices are kept."""
        sql = "select count(*) as n from notices"
        rows = self._rows(sql + (" where relevant = 1" if relevant_only else ""))
        return int(rows[0]["n"])

    # What reviewers ask and decide

    def queue(self, limit: int = 100) -> list[Notice]:
        """Notices that may change a status and wait for a person, the longest waiting first."""
        rows = self._rows(
            "select i.*, n.* from notices n cross join items i on i.id = n.id"
            " where n.open_since is not null order by n.open_since, n.id limit :limit",
            {"limit": limit},
        )
        return [notice_from(row) for row in rows]

    def decide(
        self, notice_id: str, verdict: Verdict, why: str, *, at: datetime, who: str | None = None
    ) -> None:
        """Keep a decision and take the notice off the queue.

        Raises LookupError where there is no such notice, ValueError for a dismissal without why.
        """
        if verdict is Verdict.DISMISS and not why.strip():
            raise ValueError("A dismissal needs its reason.")
        with plainly("write"), self._db.atomic():
            done = self._db.execute(
                "update notices set open_since = null where id = :id", {"id": notice_id}
            )
            if not done.rowcount:
                raise LookupError(f"There is no notice {notice_id!r}.")
            row = {"notice": notice_id, "decided_at": moment_text(at), "decision": verdict.value}
            self._db.table("decisions").insert(row | {"why": text(why), "who": who}, pk="id")

    def decisions(self, notice_id: str) -> list[Decision]:
        """What was decided about a notice, the oldest first."""
        rows = self._rows(
            "select * from decisions where notice = :id order by id", {"id": notice_id}
        )
        return [
            Decision(row["decided_at"], Verdict(row["decision"]), row["why"], row["who"])
            for row in rows
        ]

    def older_versions(self, notice_id: str) -> list[Mapping[str, Any]]:
        """How an item read before, the oldest first: replaced_at, raw, title, summary, ..."""
        return list(
            self._rows(
                "select * from item_versions where item = :id order by id", {"id": notice_id}
            )
        )

    def _rows(self, sql: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        with plainly("read"):
            return list(self._db.query(sql, parameters or {}))
