"""Each key of each kind of fact file takes its own type alone, and no key is passed over."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from pwa.errors import FactError
from pwa.facts import read_facts
from pwa.facts.urgent import read_withdrawals
from pwa.notices.sources.by_hand import read_by_hand

SOURCE = {
    "title": "A page", "url": "https://example.org", "publisher": "A court", "published": "2026",
    "basis": "seen", "tier": 2, "kind": "government", "seen_at": "https://archive.example",
    "seen_on": "2026-08", "checked_against": "https://b.example", "language": "en", "quote": "So.",
    "living": True, "shows": ["39-17-452"], "rules": ["2026"], "watch": "none",
    "unwatched_because": "It is a picture.",
}  # fmt: skip
EVENT = {
    "note": "A vote.", "on": "2026-05", "status": "banned", "until": "2026-06-01",
    "form": "7-OH", "source": "https://c.example", "looked_on": "2026-06",
}  # fmt: skip
CHECKED = {"on": "2026-06", "kind": "rung", "by": "editor"}
READING = {"says": "112", "by": "A list", "on": "2026-05"}
DIFFERS = {"about": "number", "why": "newer", "followed": READING, "other": [READING]}
CORRECTION = {"on": "2026-11-27", "note": "The date was wrong."}
RULE = {
    "status": "regulated", "valid_from": "2026", "shown_from": "2026", "valid_to": "2027",
    "temporary": True, "announced": False, "possession": "allowed", "sale": "regulated",
    "import": "unclear", "min_age": 21, "age_binds": ["sale"], "also_covers": ["7oh"],
    "preempts_local": True, "unincorporated_only": False, "instrument": "Act 1", "summary": "So.",
    "note": "A note.", "confidence": "low",
}  # fmt: skip
LAW = {
    "place": "XA", "substance": "kratom", "name_in_source": "Xa", "as_of": "2026-08",
    "confidence": "high", "follows": ["XB"], "rule": [RULE], "event": [EVENT],
    "expected": [EVENT], "source": [SOURCE], "correction": [CORRECTION],
    "checked": [CHECKED], "disagreement": [DIFFERS],
    "researched_on": "2026-11-27",
}  # fmt: skip
LINE = {
    "id": "xa-line", "name": "Line", "native_name": "Linea", "place": "XA", "topics": ["crisis"],
    "who": "Anyone.", "published": True, "confidence": "high", "as_of": "2026-08", "short": "112",
    "phone": "+15550100", "sms": {"to": "55", "body": "HELP"}, "chat_url": "https://a.example",
    "web_url": "https://b.example", "whatsapp": "+15550101", "languages": ["en"],
    "interpreters": True, "hours": "24/7", "timezone": "UTC", "cost": "free", "anonymous": True,
    "deaf_access": "By text.", "alt_phones": ["+15550102"], "run_by_law_enforcement": False,
    "retired_numbers": ["999"], "notes": "Look.", "advice": "Say so.", "source": [SOURCE],
    "correction": [CORRECTION], "researched_on": "2026-11-27", "checked": [CHECKED],
    "disagreement": [DIFFERS],
}  # fmt: skip
CALLING = {
    "kind": "calling", "place": "XA", "researched_on": "2026-11-27", "confidence": "high",
    "summary": "So.", "stage": ["charge"], "conditions": ["stay"], "limits": ["once"],
    "notes": "Look.", "since": "2020", "as_of": "2026-08", "instrument": "Act 1",
    "citation": "s. 1", "url": "https://example.org",
    "protects": {"caller": "yes", "person": "partly"},
    "offences": {
        "possession": "yes", "paraphernalia": "no", "provision": "no", "supervision": "unknown",
        "warrant": "unknown",
    },
    "source": [SOURCE], "correction": [CORRECTION],
}  # fmt: skip
NALOXONE = {
    "kind": "naloxone", "place": "XB", "researched_on": "2026-11-27", "confidence": "high",
    "summary": "So.", "carrying": "yes", "giving": "unknown", "conditions": ["learn-how"],
    "limits": ["once"], "notes": "Look.", "since": "2020", "as_of": "2026-08",
    "instrument": "Act 1", "citation": "s. 1", "url": "https://example.org",
    "source": [SOURCE], "correction": [CORRECTION],
}  # fmt: skip
CLAIM = {
    "id": "liver", "topic": "liver", "statement": "It can.", "certainty": "low",
    "evidence": ["doe"], "against": ["roe"], "avoid": "Scares.", "published": True,
    "unpublished_because": "Amounts.",
}  # fmt: skip
STUDY = {
    "id": "doe", "kind": "rct", "species": "human", "asks": "What?", "finds": "This.",
    "limits": "Few.", "topics": ["liver"], "basis": "seen", "show_url": True, "n": 12,
    "unlinked": False,
    "citation": {
        "authors": "Doe J", "title": "A title", "journal": "A journal", "year": 2020,
        "doi": "10.1000/a", "pmid": "12", "url": "https://example.org",
    },
}  # fmt: skip
MIX = {
    "id": "wine", "with": "alcohol", "examples": ["wine"], "level": "caution", "why": "So.",
    "what_can_happen": "Harm.", "do": "Do not.", "evidence": ["doe"], "certainty": "low",
}  # fmt: skip
TOPIC = {
    "title": "What?", "short": "What", "summary": "It is.", "group": "basics", "order": 1,
    "reviewed_on": "2026-11-22", "review_due_on": "2027-05-22", "see_also": ["other"],
}  # fmt: skip
PLACE = {
    "name": "Xa", "kind": "city", "parent": "XB", "county": "XB/c", "aliases": ["Exa"],
    "has_council": False,
}  # fmt: skip


def records(table: dict[str, Any]) -> dict[str, Any]:
    return {"researched_on": "2026-11-22", "record": [table]}


FILES: dict[str, dict[str, Any]] = {
    "law/xa.toml": records(LAW),
    "helplines/xa.toml": records(LINE),
    "calling/xa.toml": records(CALLING),
    "calling/xb.toml": records(NALOXONE),
    "claims.toml": records(CLAIM),
    "evidence.toml": records(STUDY),
    "interactions.toml": records(MIX),
    "topics/what.md": TOPIC,
    "places.toml": {"XA": PLACE},
    "plant-names.toml": {"names": ["ketum"]},
    "short-codes.toml": {"XA": ["112"]},
    "maps/xa.toml": {"view_box": "0 0 1 1", "source": "Us.", "paths": {"XA": "m1 1z"}},
    "by-hand.toml": {
        "source": [
            {
                "name": "x", "title": "X", "place": "XA", "why": "So.", "page": "https://x.example",
                "no_feed_as_of": date(2026, 11, 22), "checked_on": date(2026, 11, 22),
            }
        ]
    },
    "urgent.toml": {"withdrawal": [{"on": date(2026, 11, 22), "why": "It was wrong."}]},
}  # fmt: skip
VALUES = (
    "sene", 5, 1.5, True, ["risks"], [5], {"a": 1}, date(2026, 1, 2),
    datetime(2026, 1, 2, tzinfo=UTC),
)  # fmt: skip
# Texts of a closed list or of a pattern, where another text is wrong too.
CLOSED = {
    "certainty", "kind", "species", "level", "group", "basis", "confidence", "substance", "status",
    "possession", "sale", "import", "as_of", "valid_from", "shown_from", "valid_to", "on", "until",
    "researched_on", "reviewed_on", "review_due_on", "seen_on", "looked_on", "about", "watch",
    "stage", "conditions", "since", "caller", "person", "paraphernalia", "provision",
    "supervision", "warrant", "carrying", "giving",
}  # fmt: skip
FREE_IN = {"event": {"status"}, "expected": {"status"}}
KEYED_BY_PLACE = {"places.toml": (), "short-codes.toml": (), "maps/xa.toml": ("paths",)}
DAYS = {
    "reviewed_on",
    "review_due_on",
    "researched_on",
}  # of these TOML's own days are as good as texts


def written(folder: Path, files: dict[str, Any]) -> Path:
    for name, document in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        text = tomli_w.dumps(document)
        path.write_text(f"+++\n{text}+++\n\nHello. [plain]\n" if name.endswith(".md") else text)
    return folder


def faults_of(folder: Path, name: str) -> list[str]:
    """What reading says of one file; nothing where it is read."""
    try:
        if name == "by-hand.toml":
            read_by_hand(folder / name)
        elif name == "urgent.toml":
            read_withdrawals(folder, date(2026, 11, 23))
        else:
            read_facts(folder)
    except FactError as refusal:
        return [f"{fault.key}: {fault.rule}" for fault in refusal.faults if fault.file == name]
    return []


def keys(table: dict[str, Any], inside: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to each key of a document."""
    for key, value in table.items():
        yield (*inside, key)
        if isinstance(value, dict):
            yield from keys(value, (*inside, key))
        if isinstance(value, list) and isinstance(value[0], dict):
            yield from keys(value[0], (*inside, key, 0))


def changed(document: dict[str, Any], way: tuple[Any, ...], value: Any) -> dict[str, Any]:
    found = inner = deepcopy(document)
    for step in way[:-1]:
        inner = inner[step]
    inner[way[-1]] = value
    return found


def is_wrong(way: tuple[Any, ...], right: Any, value: Any) -> bool:
    """Whether a value cannot stand there: of another type, or not of the closed list."""
    key, above = way[-1], set(way[:-1])
    if key == "interpreters":
        return type(value) not in (bool, str)
    if key in DAYS and type(value) is date:
        return False
    if isinstance(value, list) and isinstance(right, list):
        return any(type(each) is not type(right[0]) for each in value)
    if isinstance(value, dict) and isinstance(right, dict):
        return key != "paths" or any(type(each) is not str for each in value.values())
    if type(value) is type(right) is str:
        free = any(key in free for table, free in FREE_IN.items() if table in above)
        return key in CLOSED and not free
    return type(value) is not type(right) or (key == "tier" and value not in (1, 2, 3))


def test_the_sample_is_read(tmp_path):
    folder = written(tmp_path, FILES)
    assert {name: faults_of(folder, name) for name in FILES} == {name: [] for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_a_value_of_another_type_is_refused_with_file_and_key(tmp_path, name):
    folder = written(tmp_path, FILES)
    accepted = []
    for way in keys(FILES[name]):
        right = FILES[name]
        for step in way:
            right = right[step]
        for value in (value for value in VALUES if is_wrong(way, right, value)):
            written(folder, {name: changed(FILES[name], way, value)})
            if not any(str(way[-1]) in fault for fault in faults_of(folder, name)):
                accepted.append((way, value))
    assert accepted == []


@pytest.mark.parametrize("name", FILES)
def test_a_key_that_no_file_has_is_refused(tmp_path, name):
    folder = written(tmp_path, FILES)
    tables = {way[:-1] for way in keys(FILES[name])}
    for way in tables - {KEYED_BY_PLACE.get(name)}:
        written(folder, {name: changed(FILES[name], (*way, "surplus"), "x")})
        assert faults_of(folder, name) != [], way


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("law/xa.toml", ("file",)),
        ("helplines/xa.toml", ("file",)),
        ("topics/what.md", ("slug", "file", "blocks")),
    ],
)
def test_what_the_reader_knows_cannot_be_said_by_a_file(tmp_path, name, given):
    folder = written(tmp_path, FILES)
    for key in given:
        inside = () if name.endswith(".md") else ("record", 0)
        written(folder, {name: changed(FILES[name], (*inside, key), "x")})
        assert any(f"unknown key '{key}'" in fault for fault in faults_of(folder, name))
