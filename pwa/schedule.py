"""Runs the job table: one runner by lock, a process for each run, catching up after downtime."""

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger

from pwa.errors import AlreadyRunning, StoreError
from pwa.jobs import Job, is_missed, jobs, run
from pwa.locks import held
from pwa.settings import Settings
from pwa.store import JobStore
from pwa.store.jobs import JobRun

log = logging.getLogger(__name__)

ZONE = ZoneInfo("UTC")
AT_ONCE = 3
BETWEEN_CATCH_UPS = timedelta(seconds=5)
LONGEST_GAP = timedelta(days=8)
# Readers come before jobs: a build would take every core.
NICENESS = 10


def schedule(settings: Settings, only: str | None = None, *, patiently: bool = False) -> None:
    """Run jobs until stopped. Raises AlreadyRunning where another process does.

    `only` runs that job alone, whoever runs the others. `patiently` waits until the other ends.
    """
    os.nice(NICENESS)
    alone: AbstractContextManager[None] = nullcontext()
    if not only:
        alone = only_runner(settings, patiently=patiently)
    with alone:
        _scheduler(settings, only).start()


def _scheduler(settings: Settings, only: str | None) -> BlockingScheduler:
    scheduler = BlockingScheduler(timezone=ZONE, executors={"default": ThreadPoolExecutor(AT_ONCE)})
    missed = {job.name for job in missed_jobs(settings, datetime.now(UTC))}
    soon = datetime.now(UTC)
    chosen = [job for job in jobs() if only in (None, job.name)]
    for job in chosen:
        more = {}
        if job.at_start or job.name in missed:
            more = {"next_run_time": soon}
            soon += BETWEEN_CATCH_UPS
        scheduler.add_job(
            run_apart,
            trigger_of(job),
            args=[job, settings],
            id=job.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=3600,
            **more,
        )
    log.info("scheduler: %d jobs, %d to catch up", len(chosen), len(missed))
    return scheduler


def run_apart(job: Job, settings: Settings) -> None:
    """Run a job in a process of its own: what it takes is given back, and only it can crash."""
    process = get_context("fork").Process(target=_in_its_process, args=(job, settings))
    process.start()
    process.join()
    if process.exitcode and process.exitcode < 0:
        log.error("job %s: killed by signal %d", job.name, -process.exitcode)


def _in_its_process(job: Job, settings: Settings) -> None:
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    run(job, settings)


def _end_with(parent: int) -> None:
    """A job does not outlive its scheduler: the next one would run it a second time."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


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
    last = last_runs(settings)
    for job in jobs():
        due = None if job.at_start else last_due(job, now)
        if due and is_missed(job, last.get(job.name), due):
            yield job


def last_runs(settings: Settings) -> dict[str, JobRun]:
    """How each job last ended; nothing where the store does not say: then every job is due."""
    try:
        with closing(JobStore(settings.database)) as store:
            return store.last_runs()
    except StoreError:
        return {}


def last_due(job: Job, now: datetime) -> datetime | None:
    """When the job was last due before a moment."""
    found, moment = None, now - LONGEST_GAP
    while (due := next_run(job, moment)) and due <= now:
        found, moment = due, due + timedelta(seconds=1)
    return found


def only_runner(settings: Settings, *, patiently: bool = False) -> AbstractContextManager[None]:
    """The one process that runs jobs here: two would run each job twice."""
    taken = AlreadyRunning(f"jobs of {settings.data} are run by another process")
    return held(settings.data / "schedule.lock", taken, wait=patiently)
