"""Safety files (TOML and Markdown) into records. What cannot be read is a fault, all together."""

import tomllib
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pwa.errors import Fault
from pwa.facts.markup import parse
from pwa.facts.names import read_lexicon
from pwa.records.safety import (
    Certainty,
    Check,
    Citation,
    Claim,
    Interaction,
    Level,
    Safety,
    Species,
    Study,
    StudyKind,
)
from pwa.records.topics import Group, Topic

FENCE = "+++\n"

Table = dict[str, Any]
T = TypeVar("T")


def read_safety(folder: Path, faults: list[Fault]) -> Safety:
    """Every safety fact below `folder`; what cannot be read is added to `faults` and left out."""
    return Safety(
        claims=_records(folder, "claims.toml", _claim, faults),
        studies=_records(folder, "evidence.toml", _study, faults),
        interactions=_records(folder, "interactions.toml", _interaction, faults),
        topics=tuple(sorted(_topics(folder, faults), key=_menu_place)),
        lexicon=read_lexicon(folder, faults),
    )


def _records(
    folder: Path, name: str, make: Callable[[Table], T], faults: list[Fault]
) -> tuple[T, ...]:
    """A record for each `[[record]]` of one file."""
    try:
        document = tomllib.loads((folder / name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        faults.append(Fault(name, "-", f"cannot be read: {problem}"))
        return ()
    tables = enumerate(document.get("record", ()), start=1)
    found = [
        _made(name, table.get("id", str(n)), partial(make, table), faults) for n, table in tables
    ]
    return tuple(record for record in found if record is not None)


def _made(file: str, key: str, make: Callable[[], T], faults: list[Fault]) -> T | None:
    try:
        return make()
    except KeyError as problem:
        faults.append(Fault(file, key, f"needs the key {problem}"))
    except (TypeError, ValueError) as problem:
        faults.append(Fault(file, key, str(problem)))
    return None


def _claim(table: Table) -> Claim:
    fields = {**table, "certainty": Certainty(table["certainty"]), **_check(table)}
    return Claim(**_with_tuples(fields, "evidence", "against"))


def _study(table: Table) -> Study:
    fields = {
        **table,
        "citation": Citation(**table["citation"]),
        "kind": StudyKind(table["kind"]),
        "species": Species(table["species"]),
    }
    return Study(**_with_tuples(fields, "topics"))


def _interaction(table: Table) -> Interaction:
    fields = {key: value for key, value in table.items() if key != "with"}
    fields |= {
        "with_": table["with"],
        "level": Level(table["level"]),
        "certainty": Certainty(table["certainty"]),
        **_check(table),
    }
    return Interaction(**_with_tuples(fields, "examples", "evidence"))


def _check(table: Table) -> Table:
    return {"check": Check(**table["check"])} if "check" in table else {}


def _with_tuples(fields: Table, *names: str) -> Table:
    return {**fields, **{name: tuple(fields[name]) for name in names}}


def _topics(folder: Path, faults: list[Fault]) -> list[Topic]:
    paths = sorted((folder / "topics").glob("*.md"))
    if not paths:
        faults.append(Fault("topics", "-", "the folder must hold topics"))
    return [topic for path in paths if (topic := read_topic(path, faults))]


def read_topic(path: Path, faults: list[Fault]) -> Topic | None:
    """One topic; None where it cannot be read, with its faults added."""
    file = f"topics/{path.name}"
    try:
        opening, front, body = path.read_text("utf-8").split(FENCE, 2)
        table = tomllib.loads(front)
    except (OSError, ValueError) as problem:
        faults.append(Fault(file, "-", f"needs front matter between +++ lines: {problem}"))
        return None
    if opening:
        faults.append(Fault(file, "line 1", "the front matter comes first"))
    first_line = front.count("\n") + 3
    return _made(
        file, path.stem, partial(_page, path.stem, table, body, first_line, faults), faults
    )


def _page(slug: str, table: Table, body: str, first_line: int, faults: list[Fault]) -> Topic:
    file = f"topics/{slug}.md"
    fields = {
        **table,
        "group": Group(table["group"]),
        "reviewed_on": date.fromisoformat(table["reviewed_on"]),
        "review_due_on": date.fromisoformat(table["review_due_on"]),
        "see_also": tuple(table.get("see_also", ())),
    }
    return Topic(slug=slug, blocks=parse(body, file, faults, first_line), file=file, **fields)


def _menu_place(topic: Topic) -> tuple[int, int, str]:
    return list(Group).index(topic.group), topic.order, topic.slug
