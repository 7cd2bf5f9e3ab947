"""Runs the job table: one process, one runner by lock, catching up after downtime."""

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger

from pwa.errors import LeaflineError
from pwa.jobs import Job, is_missed, jobs, run
from pwa.settings import Settings
from pwa.store import JobStore

log = logging.getLogger(__name__)

ZONE = ZoneInfo("UTC")
AT_ONCE = 3
BETWEEN_CATCH_UPS = timedelta(seconds=5)
LONGEST_GAP = timedelta(days=8)


class AlreadyRunning(LeaflineError):
    """Another process runs the jobs of this data folder."""


def schedule(settings: Settings, only: str | None = None) -> None:
    """Run jobs until stopped. Raises AlreadyRunning where another process does.

    `only` runs that job alone, whoever runs the others.
    """
    with nullcontext() if only else only_runner(settings):
        scheduler = BlockingScheduler(
            timezone=ZONE, executors={"default": ThreadPoolExecutor(AT_ONCE)}
        )
        missed = {job.name for job in missed_jobs(settings, datetime.now(UTC))}
        soon = datetime.now(UTC)
        chosen = [job for job in jobs() if only in (None, job.name)]
        for job in chosen:
            more = {}
            if job.at_start or job.name in missed:
                more = {"next_run_time": soon}
                soon += BETWEEN_CATCH_UPS
            scheduler.add_job(
                run,
                trigger_of(job),
                args=[job, settings],
                id=job.name,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=3600,
                **more,
            )
        log.info("schedule: %d jobs, %d to catch up", len(chosen), len(missed))
        scheduler.start()


def trigger_of(job: Job) -> CronTrigger:
    """When the job runs."""
    trigger = CronTrigger.from_crontab(job.cron, timezone=ZONE)
    trigger.jitter = job.jitter
    return trigger


def next_run(job: Job, after: datetime) -> datetime | None:
    """When the job is due next, without its jitter."""
    plain = CronTrigger.from_crontab(job.cron, timezone=ZONE)
    due: datetime | None = plain.get_next_fire_time(None, after)
    return due


def missed_jobs(settings: Settings, now: datetime) -> Iterator[Job]:
    """Jobs that were due since their last run, while nothing ran; not those that a start runs."""
    store = JobStore(settings.database)
    try:
        last = store.last_runs()
    finally:
        store.close()
    for job in jobs():
        due = None if job.at_start else last_due(job, now)
        if due and is_missed(job, last.get(job.name), due):
            yield job


def last_due(job: Job, now: datetime) -> datetime | None:
    """When the job was last due before a moment."""
    found, moment = None, now - LONGEST_GAP
    while (due := next_run(job, moment)) and due <= now:
        found, moment = due, due + timedelta(seconds=1)
    return found


@contextmanager
def only_runner(settings: Settings) -> Iterator[None]:
    """The one process that runs jobs here: two would run each job twice."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with (settings.data / "schedule.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"jobs of {settings.data} are run by another process") from None
        yield
