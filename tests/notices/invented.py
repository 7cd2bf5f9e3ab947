"""Sources, items and tags that nobody published."""

import json

from pwa.errors import SourceChanged
from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.records.notices import Item, NoticeKind, Stage, Tags
from tests.fetching.misbehaving import Server

POLICY = Policy(("127.0.0.1",), walls=("/apology_objects/",))


def parse(document: bytes) -> list[Item]:
    try:
        entries = json.loads(document)["items"]
    except (ValueError, KeyError, TypeError) as problem:
        raise SourceChanged(f"the document has no items: {problem}") from problem
    return [item(entry["id"], entry["title"], entry.get("facts", {})) for entry in entries]


def item(key: str, title: str = "A notice", facts: dict[str, str] | None = None, **rest) -> Item:
    raw = json.dumps({"id": key, "title": title})
    fields = {"summary": "", "agency": "FDA", "url": None, "published": None, "language": "en"}
    return Item(key=key, title=title, raw=raw, facts=facts or {}, **(fields | rest))


def tags(**other) -> Tags:
    fields = {"relevant": True, "score": 1.0, "place": "US", "kind": NoticeKind.BAN}
    fields |= {"stage": Stage.PROPOSED, "substances": ("kratom",), "may_change_status": True}
    return Tags(**(fields | other))


def source(server: Server | None, *paths: str, name="fake", **other) -> NoticeSource:
    """A source of the server's documents at these paths."""
    base = server.url if server else "http://127.0.0.1:9"
    fields = {"title": "Fake", "place": "US", "page": "https://fake.example", "cron": "0 0 * * *"}
    fields |= {"policy": POLICY, "parse": parse}
    fields |= {"requests": lambda key: [Request(f"{base}/{path}") for path in paths]}
    return NoticeSource(name=name, **(fields | other))
