"""`leafline facts ...`: a folder of facts of one's own, and research merged into it."""

from datetime import datetime
from pathlib import Path

import click

from pwa.facts import read_facts
from pwa.merging import copy_of_facts, merge, writing
from pwa.merging.yaml_files import read_researched
from pwa.settings import FACTS, Settings

FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("facts")
def facts_group() -> None:
    """Copy the facts to a folder of your own, and merge researched records into it."""


@facts_group.command("init")
@click.argument("folder", type=FOLDER)
def init_command(folder: Path) -> None:
    """Copy the shipped facts into FOLDER, which must be new or empty."""
    copy_of_facts(FACTS, folder)
    click.echo(f"Copied the facts to {folder}. LEAFLINE_FACTS={folder} makes Leafline use them.")


@facts_group.command("merge")
@click.argument("files", type=FILE, nargs=-1, required=True, metavar="FILE.yaml...")
@click.option("--into", type=FOLDER, help="Another folder of facts than that of the settings.")
@click.option("--write", "writes", is_flag=True, help="Write it; else only show what changes.")
@click.option(
    "--leave-out",
    multiple=True,
    metavar="KEY",
    help="A record to pass over: ID, or 'US-FL kratom'.",
)
@click.option(
    "--researched-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of research of files whose opening comment names none.",
)
def merge_command(
    files: tuple[Path, ...],
    into: Path | None,
    writes: bool,
    leave_out: tuple[str, ...],
    researched_on: datetime | None,
) -> None:
    """Show, and with --write make, the changes that researched records bring to the facts.

    Each record replaces the whole one of its id, or of its place and substance (or kind). What only
    a person wrote there is kept while the status is the same. Nothing is written if anything breaks
    a rule.
    """
    folder = into or Settings.from_environment().facts
    on = researched_on.date() if researched_on else None
    researched = [read_researched(path).without(leave_out) for path in files]
    found = merge(read_facts(folder), researched, on)
    texts = writing.texts_of(found, folder)
    writing.check_whole(texts, folder)
    for line in found.lines():
        click.echo(line)
    if writes:
        writing.write(texts, folder)
        click.echo(f"Wrote {len(texts)} files in {folder}.")
    elif texts:
        click.echo("Nothing is written yet; --write does it.")
