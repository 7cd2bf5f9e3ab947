"""How often the links on cards were opened, by the day. Nothing is kept of who opened them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pwa.store.connection import Connected

# Anybody can make up links: a day with more of them counts those that it knows already.
MOST_LINKS_A_DAY = 5_000


@dataclass(frozen=True)
class Total:
    """Openings of one link on one day."""

    day: str
    link: str
    opened: int


class TotalStore(Connected):
    """The totals. They are counted while somebody waits for the page, so with little patience."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, patience=1)

    def count(self, day: date, link: str) -> None:
        """One more opening of a link on a day."""
        self._write(
            "insert into totals (day, link, opened) select :day, :link, 1"
            " where (select count(*) from totals where day = :day) < :most"
            " or exists (select 1 from totals where day = :day and link = :link)"
            " on conflict (day, link) do update set opened = opened + 1",
            {"day": day.isoformat(), "link": link, "most": MOST_LINKS_A_DAY},
        )

    def totals(self) -> list[Total]:
        """Every total, the newest day first, the most opened first."""
        rows = self._rows("select * from totals order by day desc, opened desc, link")
        return [Total(row["day"], row["link"], row["opened"]) for row in rows]
