"""When each scheduled job last ran, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pwa.store.connection import Connected


@dataclass(frozen=True)
class JobRun:
    """The last run of one job. Moments are UTC ISO text; no end: it runs, or was killed."""

    name: str
    started_at: str
    finished_at: str | None
    ok: bool
    outcome: str
    failures_in_a_row: int


class JobStore(Connected):
    """The last run of each job."""

    def started(self, name: str, at: datetime) -> None:
        """A run begins. Its failures so far stay until it ends."""
        self._write(
            "insert into jobs (name, started_at) values (:name, :at) on conflict (name) do update"
            " set started_at = :at, finished_at = null, ok = 0, outcome = 'running'",
            {"name": name, "at": at.isoformat()},
        )

    def finished(self, name: str, at: datetime, *, ok: bool, outcome: str) -> None:
        """A run ends with one line of outcome."""
        self._write(
            "update jobs set finished_at = :at, ok = :ok, outcome = :outcome, failures_in_a_row ="
            " case when :ok then 0 else failures_in_a_row + 1 end where name = :name",
            {"name": name, "at": at.isoformat(), "ok": int(ok), "outcome": outcome},
        )

    def last_runs(self) -> dict[str, JobRun]:
        """The last run of each job that ever ran, by name."""
        return {row["name"]: _run(row) for row in self._rows("select * from jobs")}


def _run(row: Mapping[str, Any]) -> JobRun:
    return JobRun(
        name=row["name"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        ok=bool(row["ok"]),
        outcome=row["outcome"],
        failures_in_a_row=row["failures_in_a_row"],
    )
