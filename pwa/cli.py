"""The command line. Commands say one line of outcome and hold no logic."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from pwa.answers.review import overdue
from pwa.app import create_app, load_facts
from pwa.errors import LeaflineError
from pwa.facts import read_facts
from pwa.settings import Settings
from pwa.store import write_dataset
from pwa.web.resources import system_clock

P = ParamSpec("P")


def says_what_is_wrong(command: Callable[P, None]) -> Callable[P, None]:
    """Faults of ours end a command with their lines and exit code 1, not with a traceback."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except LeaflineError as problem:
            click.echo(str(problem), err=True)
            sys.exit(1)

    return run


@click.group()
@click.version_option(package_name="leafline")
def main() -> None:
    """Leafline: safety content, law look-ups and helplines on kratom and 7-OH."""


@main.command()
@says_what_is_wrong
def serve() -> None:
    """Serve the web application until it is stopped."""
    settings = Settings.from_environment()
    # Prepared once, before the workers start: they would all do it at the same time.
    create_app(settings)
    click.echo(f"Leafline is at http://{settings.host}:{settings.port}")
    _granian(settings)


@main.command()
@says_what_is_wrong
def check() -> None:
    """Hold every fact file to its rules."""
    facts = load_facts()
    late = overdue(facts, system_clock().date())
    click.echo(
        f"{len(facts.law)} law records, {len(facts.helplines)} helplines, "
        f"{len(facts.places)} places: all rules hold. {len(late)} are due for review."
    )


@main.command()
@says_what_is_wrong
def due() -> None:
    """List the records that a person has to look at again, and why."""
    late = overdue(read_facts(), system_clock().date())
    for item in late:
        click.echo(f"{item.file}: {item.key}: {item.why}")
    click.echo(f"{len(late)} records are due for review.")


@main.command()
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@says_what_is_wrong
def dataset(path: Path) -> None:
    """Write the published facts to PATH as a SQLite file."""
    write_dataset(load_facts(), path)
    click.echo(f"Wrote {path}.")


def _granian(settings: Settings) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        "wsgi:app",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=1,
        log_access=False,
        # A worker that is told to stop while it still starts would never do so.
        workers_kill_timeout=5,
        working_dir=Path(__file__).parent.parent,
    ).serve()
