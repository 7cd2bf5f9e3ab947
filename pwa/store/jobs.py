"""When each scheduled job last ran, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database


@dataclass(frozen=True)
class JobRun:
    """The last run of one job. Moments are UTC ISO text; no end: it runs, or was killed."""

    name: str
    started_at: str
    finished_at: str | None
    ok: bool
    outcome: str
    failures_in_a_row: int


class JobStore:
    """One connection for one job or one command. Close it after use."""

    def __init__(self, path: Path) -> None:
        self._db = Database(path)
        self._db.execute("pragma busy_timeout = 5000")

    def close(self) -> None:
        """Give the connection back."""
        self._db.close()

    def started(self, name: str, at: datetime) -> None:
        """A run begins. Its failures so far stay until it ends."""
        self._db.execute(
            "insert into jobs (name, started_at) values (:name, :at) on conflict (name) do update"
            " set started_at = :at, finished_at = null, ok = 0, outcome = 'running'",
            {"name": name, "at": at.isoformat()},
        )
        self._db.conn.commit()

    def finished(self, name: str, at: datetime, *, ok: bool, outcome: str) -> None:
        """A run ends with one line of outcome."""
        self._db.execute(
            "update jobs set finished_at = :at, ok = :ok, outcome = :outcome, failures_in_a_row ="
            " case when :ok then 0 else failures_in_a_row + 1 end where name = :name",
            {"name": name, "at": at.isoformat(), "ok": int(ok), "outcome": outcome},
        )
        self._db.conn.commit()

    def last_runs(self) -> dict[str, JobRun]:
        """The last run of each job that ever ran, by name."""
        return {row["name"]: _run(row) for row in self._db.query("select * from jobs")}

    def back_up(self, target: Path) -> None:
        """A consistent copy of the whole database; an older file of that name is replaced."""
        target.unlink(missing_ok=True)
        self._db.execute("vacuum into ?", [str(target)])


def _run(row: Mapping[str, Any]) -> JobRun:
    return JobRun(
        name=row["name"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        ok=bool(row["ok"]),
        outcome=row["outcome"],
        failures_in_a_row=row["failures_in_a_row"],
    )
