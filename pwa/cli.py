"""The command line. Commands say one line of outcome and hold no logic."""

import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from pwa.answers.ages import CLASSES
from pwa.answers.change_rates import HEAD, MOST, YEARS, change_rates
from pwa.answers.review import overdue
from pwa.app import load_facts, prepare_store
from pwa.catalogs.coverage import table
from pwa.catalogs.messages import extracted, locales_of, read_all
from pwa.errors import AlreadyRunning, LeaflineError
from pwa.exports.dataset import write_dataset
from pwa.fact_commands import facts_group
from pwa.facts import read_facts
from pwa.facts.urgent import read_withdrawals
from pwa.jobs import Job, back_up, jobs, refresh_source, site_of
from pwa.locks import locked
from pwa.notice_commands import notices_group
from pwa.notices.sources import SOURCES
from pwa.release.build import BuildOptions, build
from pwa.schedule import next_run, only_runner, schedule
from pwa.serving import logs
from pwa.settings import DISTRIBUTION, Settings
from pwa.store import JobStore, TotalStore
from pwa.store.backups import restore
from pwa.store.jobs import JobRun
from pwa.web.http.resources import system_clock


class PlainFaults(click.Group):
    """Faults of ours end any command with their lines and exit code 1, not with a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except LeaflineError as problem:
            click.echo(str(problem), err=True)
            ctx.exit(1)
        except OSError as problem:  # a full disk, a folder that cannot be written
            place = f"{problem.filename}: " if problem.filename else ""
            click.echo(f"{place}{problem.strerror or problem}", err=True)
            ctx.exit(1)


@click.group(cls=PlainFaults)
@click.version_option(package_name=DISTRIBUTION)
def main() -> None:
    """Leafline: safety content, law look-ups and helplines on kratom and 7-OH."""


@main.command()
def serve() -> None:
    """Serve the web application until it is stopped."""
    Settings.from_environment()
    # In this process's place, not below it: who supervises holds neither facts nor this module.
    os.execv(sys.executable, [sys.executable, "-m", "pwa.serving.supervisor"])  # noqa: S606


@main.command("build")
def build_command() -> None:
    """Render, compress and pack every page; keep what did not change since the last build."""
    settings = Settings.from_environment()
    outcome = build(
        site_of(settings),
        settings.releases,
        system_clock().date(),
        BuildOptions(tell=_tell_progress),
    )
    click.echo(outcome.line())


def _tell_progress(done: int, of: int) -> None:
    if done == of or done % 100 == 0:
        click.echo(f"rendered {done} of {of}", err=True)


@main.command()
def check() -> None:
    """Hold every fact file to its rules."""
    folder, today = Settings.from_environment().facts, system_clock().date()
    facts = load_facts(folder)
    read_withdrawals(folder, today)
    late = overdue(facts, today)
    click.echo(
        f"{len(facts.law)} law records, {len(facts.helplines)} helplines, "
        f"{len(facts.places)} places: all rules hold. {len(late)} are due for review."
    )


@main.command()
def due() -> None:
    """List the records that a person has to look at again, and why."""
    late = overdue(read_facts(Settings.from_environment().facts), system_clock().date())
    for item in late:
        click.echo(str(item))
    click.echo(f"{len(late)} records are due for review.")


@main.command()
def ages() -> None:
    """Show how long facts of each class may be relied on; of law, how likely a change is then."""
    for life in CLASSES:
        click.echo(f"{life.days:5} days  {life.name}: {life.why}")
    rates = change_rates(read_facts(Settings.from_environment().facts))
    click.echo(f"\nChanges of law in the last {YEARS} years of our research:\n{HEAD}")
    for rate in rates:
        click.echo(rate.line())
    if too_long := [rate.life.name for rate in rates if rate.chance > MOST]:
        click.echo(f"More than one in ten: {', '.join(too_long)}.")
        sys.exit(1)


@main.command()
def translations() -> None:
    """Show how much of each domain is translated, and how much of it people have read."""
    for line in table(extracted(), {name: read_all(name) for name in locales_of()}):
        click.echo(line)


@main.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def dataset(path: Path) -> None:
    """Write the published facts to PATH as a SQLite file."""
    write_dataset(load_facts(Settings.from_environment().facts), path)
    click.echo(f"Wrote {path}.")


@main.command()
def totals() -> None:
    """List how often the links on cards were opened, by the day (LEAFLINE_TOTALS)."""
    settings = Settings.from_environment()
    prepare_store(settings, load_facts(settings.facts))
    with closing(TotalStore(settings.database)) as store:
        found = store.totals()
    for each in found:
        click.echo(f"{each.day}  {each.opened:6}  {each.link}")
    click.echo(f"{len(found)} links and days; counting is {'on' if settings.totals else 'off'}.")


@main.command("refresh")
@click.argument("names", nargs=-1, metavar="[SOURCE]...")
@click.option("--force", is_flag=True, help="Also ask a source that failed often and is let rest.")
def refresh_command(names: tuple[str, ...], force: bool) -> None:
    """Fetch regulators' notices now: all sources, or those named."""
    unknown = set(names) - set(SOURCES)
    if unknown:
        raise click.UsageError(
            f"unknown source {', '.join(sorted(unknown))}; known are {', '.join(SOURCES)}"
        )
    settings = _prepared()
    chosen = [SOURCES[name] for name in names] or list(SOURCES.values())
    failed = 0
    for number, source in enumerate(chosen, start=1):
        click.echo(f"[{number}/{len(chosen)}] {source.name} ...", err=True)
        summary = refresh_source(source, settings, force=force)
        failed += summary.failed
        click.echo(summary.line())
    if failed:
        click.echo(f"{failed} of {len(chosen)} sources failed; older notices stay.", err=True)
        sys.exit(1)


@main.command("schedule")
@click.option("--only", type=click.Choice([job.name for job in jobs()]), help="Run one job alone.")
def schedule_command(only: str | None) -> None:
    """Run the jobs alone, without the web application."""
    logs.configure()
    schedule(Settings.from_environment(), only)


@main.command("jobs")
def jobs_command() -> None:
    """Show each job: when it last ran and how it ended, and when it is due next."""
    store = JobStore(_prepared().database)
    last = store.last_runs()
    store.close()
    for job in jobs():
        click.echo(_job_line(job, last.get(job.name)))


def _job_line(job: Job, last: JobRun | None) -> str:
    due = next_run(job, datetime.now(UTC))
    ended = "never ran"
    if last and last.finished_at is None:
        ended = f"{last.started_at[:16]} runs, or was stopped"
    elif last:
        word = "ok" if last.ok else f"FAILED {last.failures_in_a_row} in a row"
        ended = f"{last.started_at[:16]} {word}: {last.outcome}"
    return f"{job.name:28} next {due:%Y-%m-%d %H:%M} | {ended}"


@main.command("backup")
def backup_command() -> None:
    """Copy the database to backups/ in the data folder now."""
    click.echo(back_up(_prepared()))


@main.command("restore")
@click.argument("copy", type=click.Path(path_type=Path), metavar="FILE")
def restore_command(copy: Path) -> None:
    """Put a copy of the database in its place; the one before is kept beside it."""
    settings = Settings.from_environment()
    with _nobody_else(settings):
        aside = restore(settings.database, copy, datetime.now(UTC))
        prepare_store(settings, load_facts(settings.facts))
    click.echo(f"{copy} is the database now." + (f" The one before: {aside}" if aside else ""))


@contextmanager
def _nobody_else(settings: Settings) -> Iterator[None]:
    """While neither a server nor jobs use this folder, nor can start to. Raises AlreadyRunning."""
    try:
        with locked(settings.in_use, wait=False), only_runner(settings):
            yield
    except BlockingIOError:
        raise AlreadyRunning(f"{settings.data} is in use: stop Leafline first") from None


def _prepared() -> Settings:
    """The settings, with a database that has today's schema."""
    settings = Settings.from_environment()
    prepare_store(settings, load_facts(settings.facts))
    return settings


main.add_command(facts_group)
main.add_command(notices_group)


if __name__ == "__main__":
    main()
