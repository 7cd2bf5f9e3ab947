"""Safety files (TOML and Markdown) into records. What cannot be read is a fault, all together."""

import tomllib
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from pwa.errors import Fault
from pwa.facts.codec import Table, structured
from pwa.facts.files import FactFiles
from pwa.facts.markup import parse
from pwa.facts.names import read_lexicon
from pwa.records.safety import Claim, Interaction, Safety, Study
from pwa.records.topics import Group, Topic

FENCE = "+++\n"

T = TypeVar("T")


def read_safety(folder: Path, faults: list[Fault]) -> Safety:
    """Every safety fact below `folder`; what cannot be read is added to `faults` and left out."""
    files = FactFiles(folder, faults)
    topics = [read_topic(path, faults) for path in files.paths("topics", "*.md")]
    return Safety(
        claims=_records(files, "claims.toml", Claim),
        studies=_records(files, "evidence.toml", Study),
        interactions=_records(files, "interactions.toml", Interaction),
        topics=tuple(sorted((topic for topic in topics if topic), key=_menu_place)),
        lexicon=read_lexicon(folder, faults),
    )


def _records(files: FactFiles, name: str, kind: type[T]) -> tuple[T, ...]:
    def make(table: Table, researched_on: date, file: str) -> T:
        return structured(kind, table)

    return tuple(files.records(name, make))


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
    blocks = parse(body, file, faults, first_line)
    make = partial(structured, Topic, table, slug=path.stem, blocks=blocks, file=file)
    return next(FactFiles(path.parent, faults).made(file, path.stem, make), None)


def _menu_place(topic: Topic) -> tuple[int, int, str]:
    return list(Group).index(topic.group), topic.order, topic.slug
