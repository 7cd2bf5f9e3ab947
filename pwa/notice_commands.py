"""`leafline notices ...`: what waits for a person, and what people decided."""

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from pwa.errors import LeaflineError
from pwa.notices.classify import classified, read_notices
from pwa.records.notices import Notice, Verdict
from pwa.settings import Settings
from pwa.store import NoticeStore, ReviewStore


class NoSuchNotice(LeaflineError):
    """An id that no notice has."""


@click.group("notices")
def notices_group() -> None:
    """Look through regulators' notices and decide on them."""


@notices_group.command("list")
@click.option("--queue", is_flag=True, help="Only those that may change a legal status.")
@click.option("--place", help="Only those of a place, such as US-FL.")
@click.option("--limit", default=50, show_default=True)
def list_command(queue: bool, place: str | None, limit: int) -> None:
    """List notices, the newest first."""
    with _notices() as notices, _reviews() as reviews:
        found = reviews.queue(limit) if queue else notices.notices(place=place, limit=limit)
    for each in found:
        click.echo(_line(each))
    click.echo(f"{len(found)} notices{' wait for a person' if queue else ''}.")


@notices_group.command("show")
@click.argument("notice_id")
def show_command(notice_id: str) -> None:
    """Show one notice with its tags, the reasons for them, and earlier decisions."""
    found = _notice(notice_id)
    for name, value in _facts_of(found):
        click.echo(f"{name + ':':12} {value}")
    for reason in found.tags.reasons:
        click.echo(f"  because {reason}")
    with _reviews() as reviews:
        for decision in reviews.decisions(notice_id):
            click.echo(f"  {decision.decided_at[:16]} {decision.verdict}: {decision.why}")


@notices_group.command("confirm")
@click.argument("notice_id")
@click.option("--why", default="read and right", show_default=True)
def confirm_command(notice_id: str, why: str) -> None:
    """The notice is right, and no fact has to change."""
    _decide(notice_id, Verdict.CONFIRM, why)


@notices_group.command("dismiss")
@click.argument("notice_id")
@click.option("--why", required=True, help="The reason, for whoever asks later.")
def dismiss_command(notice_id: str, why: str) -> None:
    """The notice is not about us, or changes nothing."""
    _decide(notice_id, Verdict.DISMISS, why)


@notices_group.command("propose-change")
@click.argument("notice_id")
@click.option("--why", default="a fact has to change", show_default=True)
def propose_command(notice_id: str, why: str) -> None:
    """Open the fact file of the notice's place, with the notice ready as a source."""
    found = _notice(notice_id)
    path, line = _place_in_facts(Settings.from_environment().facts, found)
    _decide(notice_id, Verdict.PROPOSE_CHANGE, why)
    click.echo(f"{path}:{line}")
    click.echo(_as_source(found))
    if sys.stdout.isatty():
        click.edit(filename=str(path))


@notices_group.command("classify")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def classify_command(path: Path) -> None:
    """Tag the notices of a YAML or JSON Lines file; writes JSON Lines."""
    for record in read_notices(path):
        click.echo(json.dumps(classified(record), ensure_ascii=False, default=str))


def _notices() -> closing[NoticeStore]:
    return closing(NoticeStore(Settings.from_environment().database))


def _reviews() -> closing[ReviewStore]:
    return closing(ReviewStore(Settings.from_environment().database))


def _notice(notice_id: str) -> Notice:
    with _notices() as notices:
        found = notices.notice(notice_id)
    if found is None:
        raise NoSuchNotice(f"no notice has the id {notice_id}")
    return found


def _decide(notice_id: str, verdict: Verdict, why: str) -> None:
    _notice(notice_id)
    with _reviews() as reviews:
        reviews.decide(notice_id, verdict, why, at=datetime.now(UTC))
    click.echo(f"{notice_id}: {verdict}")


def _line(notice: Notice) -> str:
    tags = notice.tags
    about = ", ".join(tags.substances) or "-"
    words = (notice.id, notice.dated_at[:10], tags.place or "-", tags.kind, tags.stage, about)
    return f"{'  '.join(words)}  {notice.item.title[:90]}"


def _facts_of(notice: Notice) -> Iterator[tuple[str, str]]:
    item, tags = notice.item, notice.tags
    yield "title", item.title
    yield "agency", item.agency
    yield "published", item.published or f"not said; first seen {notice.first_seen_at}"
    yield "url", item.url or "-"
    yield "summary", item.summary
    yield "place", tags.place or "-"
    yield "kind", f"{tags.kind}, {tags.stage}"
    yield "substances", ", ".join(tags.substances) or "-"
    yield "may change", "yes" if tags.may_change_status else "no"
    yield "standing", notice.standing
    yield from item.facts.items()


def _place_in_facts(facts: Path, notice: Notice) -> tuple[Path, int]:
    """The law file of the notice's place, and the line of the record it is about."""
    place = notice.tags.place or "INT"
    path = facts / "law" / f"{place.partition('/')[0].lower()}.toml"
    if not path.exists():
        raise NoSuchNotice(f"{place} has no fact file yet: add law/{path.name}")
    substance = "7oh" if "7oh" in notice.tags.substances else "kratom"
    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        following = lines[number] if number < len(lines) else ""
        if line == f'place = "{place}"' and following == f'substance = "{substance}"':
            return path, number
    return path, 1


def _as_source(notice: Notice) -> str:
    """The notice as a `[[record.source]]` table to paste."""
    item = notice.item
    values = {
        "title": item.title,
        "publisher": item.agency,
        "url": item.url,
        "published": item.published and item.published[:10],
        "basis": "seen",
    }
    # A JSON string is a TOML basic string too.
    lines = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value
    ]
    return "\n".join(["[[record.source]]", *lines, "tier = 1"])
