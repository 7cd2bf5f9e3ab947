"""The job table: what runs by itself, when, and what it does. Each job is safe to run twice."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path

from pwa.answers.review import overdue
from pwa.app import create_app, facts_of_start
from pwa.errors import StoreError
from pwa.facts import read_facts
from pwa.fetching.download import Fetcher
from pwa.notices import links
from pwa.notices.context import Context, utc_now
from pwa.notices.refresh import Summary, refresh
from pwa.notices.source import NoticeSource
from pwa.notices.sources import SOURCES
from pwa.notices.tagging import tag
from pwa.records.notices import Item, Tags
from pwa.release.build import build
from pwa.release.rendering import Site
from pwa.settings import Settings
from pwa.store import JobStore, RefreshStore, backups
from pwa.store.jobs import JobRun

log = logging.getLogger(__name__)

KEPT_BACKUPS = 14


@dataclass(frozen=True)
class Job:
    """One line of the table. `cron` is in UTC; `jitter` in seconds spreads the load on others.

    `run` takes the settings and returns one line of outcome; it raises what went wrong. `at_start`:
    runs when the scheduler starts, too.
    """

    name: str
    cron: str
    jitter: int
    run: Callable[[Settings], str]
    at_start: bool = False


class JobFailed(Exception):
    """A job that ended without doing its work; its text is the line of outcome."""


def jobs() -> Iterator[Job]:
    """Every job: the release, a refresh a source, and the care of facts and database."""
    # Also brings in what people decided meanwhile; at midnight the day itself is new.
    yield Job("renew-release", "*/5 * * * *", 0, renew_release, at_start=True)
    for source in SOURCES.values():
        yield Job(f"refresh-{source.name}", source.cron, 300, partial(run_refresh, source))
    yield Job("report-due", "10 5 * * *", 60, report_due)
    yield Job("check-helpline-links", "20 3 * * 0", 600, check_links)
    yield Job("back-up", "40 2 * * *", 60, back_up)
    yield Job("clean-up", "50 2 * * *", 60, clean_up)


def run(job: Job, settings: Settings) -> bool:
    """Run one job now, log how it ended and keep that; whether it did its work."""
    began = time.monotonic()
    log.info("job %s: starts", job.name)
    try:
        _keep(settings, lambda store: store.started(job.name, utc_now()))
    except StoreError as problem:  # pages are made without the store, too
        log.error("job %s: cannot be noted: %s", job.name, problem)
    try:
        ok, outcome = True, job.run(settings)
    except JobFailed as problem:
        ok, outcome = False, str(problem)
    except Exception as problem:  # whatever a job dies of, the next one has to run
        ok, outcome = False, f"{type(problem).__name__}: {problem}"
    took = time.monotonic() - began
    say = log.info if ok else log.error
    say("job %s: %s after %.1f s: %s", job.name, "ok" if ok else "FAILED", took, outcome)
    with suppress(StoreError):
        _keep(settings, lambda store: store.finished(job.name, utc_now(), ok=ok, outcome=outcome))
    return ok


def _keep(settings: Settings, write: Callable[[JobStore], None]) -> None:
    with closing(JobStore(settings.database)) as store:
        write(store)


def refresh_source(source: NoticeSource, settings: Settings, *, force: bool = False) -> Summary:
    """Fetch one source now and keep what it published. `force` also asks one that we let rest."""
    fetch = Fetcher(contact=settings.contact).fetch
    context = Context(fetch, tags_of, settings.key_of(source.key_setting))
    with closing(RefreshStore(settings.database)) as store:
        return refresh(source, store, context, force=force)


def tags_of(item: Item) -> Tags:
    """What our rules read in an item."""
    return tag(item.title, item.summary, item.agency, item.url, item.published)


def run_refresh(source: NoticeSource, settings: Settings) -> str:
    """A refresh as a job: a source that failed is a failed job, one without a key is not."""
    summary = refresh_source(source, settings)
    if summary.failed:
        raise JobFailed(summary.line())
    if summary.counts.new or summary.counts.changed:
        renew_release(settings)
    return summary.line()


def renew_release(settings: Settings) -> str:
    """Bring the release up to date; what did not change is not rendered again."""
    if not settings.build:
        return "off (LEAFLINE_BUILD)"
    return build(site_of(settings), settings.releases, utc_now().date()).line()


@cache
def site_of(settings: Settings) -> Site:
    """The application for builds. It keeps the facts of its start, as the web processes do."""
    return Site(settings, facts_of_start(settings.facts), create_app)


def report_due(settings: Settings) -> str:
    """Write what a person has to look at again to reports/due.txt in the data folder."""
    late = overdue(read_facts(settings.facts), utc_now().date())
    report = _report(settings, "due.txt", map(str, late))
    return f"{len(late)} records are due for review, listed in {report}"


def check_links(settings: Settings) -> str:
    """See whether the websites of helplines answer; write those that do not to a report."""
    dead = list(links.dead_links(read_facts(settings.facts), settings.contact))
    report = _report(settings, "helpline-links.txt", dead)
    return f"{len(dead)} helpline websites did not answer, listed in {report}"


def _report(settings: Settings, name: str, lines: Iterable[str]) -> Path:
    report = settings.data / "reports" / name
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return report


def back_up(settings: Settings) -> str:
    """Copy the database to backups/ in the data folder, and check the copy."""
    return f"copied to {backups.back_up(settings.database, settings.backups, utc_now())}"


def clean_up(settings: Settings) -> str:
    """Remove old backups. Notices are never removed."""
    copies = sorted(settings.backups.glob("leafline-*.db"))
    old = copies[:-KEPT_BACKUPS]
    for path in old:
        path.unlink()
    return f"removed {len(old)} old backups"


def is_missed(job: Job, last: JobRun | None, last_due: datetime) -> bool:
    """Whether the job has not run to its end since it was last due: while nothing ran, or because
    its run was killed."""
    if last is None or last.finished_at is None:
        return True
    return datetime.fromisoformat(last.started_at) < last_due - timedelta(seconds=job.jitter)
