"""Notices as readers ask for them."""

from collections.abc import Mapping
from typing import Any

from pwa.records.notices import Notice
from pwa.records.refreshes import SourceState
from pwa.store.connection import Connected
from pwa.store.notice_rows import notice_from
from pwa.store.refreshes import source_from


class NoticeStore(Connected):
    """What is kept of notices, and how their sources do."""

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

    def older_versions(self, notice_id: str) -> list[Mapping[str, Any]]:
        """How an item read before, the oldest first: replaced_at, raw, title, summary, ..."""
        return list(
            self._rows(
                "select * from item_versions where item = :id order by id", {"id": notice_id}
            )
        )

    def sources(self) -> list[SourceState]:
        """How each source does that was ever asked."""
        return [source_from(row) for row in self._rows("select * from sources order by name")]
