"""What waits for a person, and what people decided."""

from datetime import datetime

from pwa.records.notices import Decision, Notice, Verdict
from pwa.store.connection import Connected, plainly
from pwa.store.notice_rows import moment_text, notice_from, text


class ReviewStore(Connected):
    """The queue of notices, and the decisions about them."""

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
