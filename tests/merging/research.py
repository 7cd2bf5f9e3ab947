"""Small files of research, and a copy of the facts to merge them into."""

import json
import shutil
from pathlib import Path
from typing import Any

import yaml

from pwa.facts import read_facts
from pwa.merging import merge, writing
from pwa.merging.yaml_files import read_researched
from pwa.records import Facts
from tests.sample import SAMPLE

HEAD = "# Researched 2026-11-27 from stored pages.\n"
SOURCE = {
    "title": "Gazette",
    "url": "https://gazette.example/1",
    "publisher": "The state",
    "published": "2026-08-01",
    "basis": "seen",
    "tier": 1,
    "quote": "Kratom is forbidden.",
    "language": "en",
}
LAW = {
    "place": "TO",
    "name": "Tonga",
    "kind": "country",
    "substance": "kratom",
    "status": "banned",
    "min_age": None,
    "effective": "2026-08-01",
    "instrument": "Act 1",
    "summary": "Kratom is banned.",
    "possession": "banned",
    "sale": "banned",
    "import": "banned",
    "history": [
        {"date": "2026-07-31", "until": "2026-07-31", "status": "legal", "note": "Not listed"},
        {"date": "2026-08-01", "status": "banned", "note": "Act 1 in force"},
    ],
    "upcoming": [],
    "sources": [SOURCE],
    "as_of": "2026-08-01",
    "confidence": "high",
    "change": "New place.",
}
LINE = {
    "id": "to-listening",
    "name": "Listening line",
    "native_name": None,
    "place": "TO",
    "topics": ["crisis"],
    "phone": None,
    "short": "933",
    "sms": None,
    "chat_url": None,
    "web_url": "https://line.example",
    "whatsapp": None,
    "languages": ["en"],
    "interpreters": None,
    "hours": "24/7",
    "timezone": None,
    "cost": "free",
    "anonymous": None,
    "who": "Anyone.",
    "deaf_access": None,
    "alt_phones": [],
    "run_by_law_enforcement": False,
    "retired_numbers": [],
    "notes": None,
    "sources": [{"title": "Page", "url": "https://line.example", "kind": "operator"}],
    "as_of": "2026-08",
    "confidence": "high",
    "change": "New.",
}  # fmt: skip


# Of law, helplines and maps a few files are enough, and quick to read.
PARTED = {
    "law": ["th.toml", "us.toml"],
    "helplines": ["br.toml", "us.toml"],
    "maps": ["us.toml"],
    "calling": ["us.toml"],
}


def copied(folder: Path) -> Path:
    """A copy of a part of the facts, without records of Tonga, to be changed."""

    def passed_over(inside: str, names: list[str]) -> list[str]:
        wanted = PARTED.get(Path(inside).relative_to(SAMPLE).as_posix(), names)
        return [name for name in names if name not in wanted]

    return Path(shutil.copytree(SAMPLE, folder / "facts", ignore=passed_over))


def researched(folder: Path, *records: dict[str, Any], name: str = "law.yaml") -> Path:
    """A file of research of 27 November 2026."""
    path = folder / name
    apart = json.loads(json.dumps(records))  # else what they share would be anchors
    path.write_text(HEAD + yaml.safe_dump(apart, allow_unicode=True, sort_keys=False))
    return path


def merged(folder: Path, *paths: Path, write: bool = True) -> tuple[Facts, list[str]]:
    """The facts after a merge, and what it said of itself."""
    found = merge(read_facts(folder), [read_researched(path) for path in paths])
    texts = writing.texts_of(found, folder)
    writing.check_whole(texts, folder)
    if write:
        writing.write(texts, folder)
    return read_facts(folder), list(found.lines())


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
