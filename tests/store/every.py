"""All that the stores of notices do, over one connection."""

from types import SimpleNamespace

from pwa.records.outcomes import Outcome
from pwa.store import NoticeStore, RefreshStore, ReviewStore


class EveryStore(RefreshStore, NoticeStore, ReviewStore):
    """What tests ask of a database, be it as a refresh, as a reader or as a reviewer."""

    def last_refreshes(self, source: str, limit: int = 20) -> list[SimpleNamespace]:
        """The rows of the latest tries at a source, the newest first."""
        rows = self._rows(
            "select * from refreshes where source = :source order by id desc limit :limit",
            {"source": source, "limit": limit},
        )
        return [
            SimpleNamespace(**row | {"outcome": row["outcome"] and Outcome(row["outcome"])})
            for row in rows
        ]
