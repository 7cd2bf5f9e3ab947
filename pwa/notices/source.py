"""What a source of notices is: whom we ask, how often, and how its documents are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pwa.fetching.asking import Policy, Request
from pwa.records.notices import Item


@dataclass(frozen=True)
class NoticeSource:
    """One regulator's feed.

    `policy` is how its documents are fetched; `requests` makes the addresses, given the API key
    (empty where none is needed). `parse` is pure: the bytes of one document in, its items out; it
    raises SourceChanged. `pages` are the only hosts of the official pages that it names
    (`.gov.uk`: all under gov.uk). `cron` is when its job runs (UTC). `empties_are_normal` is
    False where a document without items is suspect.
    """

    name: str
    title: str
    place: str
    page: str
    policy: Policy
    cron: str
    requests: Callable[[str], Sequence[Request]]
    parse: Callable[[bytes], list[Item]]
    pages: tuple[str, ...] = ()
    key_setting: str | None = None
    version: int = 1
    empties_are_normal: bool = True
