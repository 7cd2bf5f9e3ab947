"""What a source of notices is: whom we ask, how often, and how its documents are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pwa.errors import LeaflineError
from pwa.records.notices import Item


class SourceChanged(LeaflineError):
    """A document is not what the source used to send: a person must look."""


@dataclass(frozen=True)
class Request:
    """One address to fetch. `post` is a JSON body where the source wants one."""

    url: str
    post: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class NoticeSource:
    """One regulator's feed.

    `requests` makes the addresses to fetch, given the API key (empty where none is needed).
    `parse` is pure: the bytes of one document in, its items out; it raises SourceChanged.
    `hosts` are the only hosts that a redirect may lead to, `pages` the only ones of the official
    pages that it names (`.gov.uk`: all under gov.uk). `cron` is when its job runs (UTC).
    `retries`: how often an error is tried again.
    `is_empty_answer` says whether a status other than 200 means "nothing found" (openFDA's 404).
    `empties_are_normal` is False where a document without items is suspect.
    """

    name: str
    title: str
    place: str
    page: str
    hosts: tuple[str, ...]
    cron: str
    requests: Callable[[str], Sequence[Request]]
    parse: Callable[[bytes], list[Item]]
    pages: tuple[str, ...] = ()
    accept: str = "application/json"
    key_setting: str | None = None
    version: int = 1
    retries: int = 3
    empties_are_normal: bool = True
    is_empty_answer: Callable[[int, bytes], bool] = lambda status, body: False
