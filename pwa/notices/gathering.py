"""Asking for every document of a source, and reading those that changed."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from pwa.errors import SourceChanged
from pwa.fetching.asking import Download, Request, Validators
from pwa.fetching.pace import Pace
from pwa.notices.context import Context
from pwa.notices.source import NoticeSource
from pwa.records.notices import Item
from pwa.records.outcomes import Outcome
from pwa.records.refreshes import Document

log = logging.getLogger(__name__)


@dataclass
class Found:
    """What came of the requests of one source, so far.

    `documents` and `items` are those read now; `keys` also those of documents that did not change.
    `suspect`: a document was empty that never should be.
    """

    documents: list[Document] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    failures: list[tuple[Outcome, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    read: int = 0
    unchanged: int = 0
    suspect: bool = False
    retry_after: float | None = None

    def fail(self, outcome: Outcome, detail: str) -> None:
        """Note that one document did not come, or was not what it should be."""
        self.failures.append((outcome, detail))

    def is_whole(self) -> bool:
        """Whether `keys` are all that the source lists now."""
        return bool(self.read) and not self.failures and not self.suspect

    def outcome(self) -> Outcome:
        """That of the first failure, if any."""
        if self.failures:
            return self.failures[0][0]
        if self.unchanged and not self.read:
            return Outcome.NOT_MODIFIED
        return Outcome.OK if self.keys else Outcome.OK_EMPTY

    def told(self) -> str:
        """Failures and remarks, for people."""
        return "; ".join([detail for _, detail in self.failures] + self.remarks)


def gather(source: NoticeSource, known: Mapping[str, Document], context: Context) -> Found:
    """Ask for each document; `known` are those read before. A refusal or an error ends asking."""
    found, pace = Found(), Pace(context.sleep)
    for request in source.requests(context.key):
        pace.before(urlsplit(request.url).netloc)
        address = context.without_key(_address(request))
        old = known.get(address)
        if old and old.version != source.version:
            old = None  # another parser: the document must come again, changed or not
        asking = Validators(old.etag, old.last_modified) if old else Validators()
        _take(found, source, address, old, context.fetch(request, source.policy, asking))
        if found.failures and found.failures[-1][0] in (Outcome.BLOCKED, Outcome.ERROR):
            break
    return found


def _take(
    found: Found, source: NoticeSource, address: str, old: Document | None, answer: Download
) -> None:
    if answer.outcome is Outcome.NOT_MODIFIED and old:
        _pass_over(found, old)
    elif answer.outcome in (Outcome.OK, Outcome.OK_EMPTY):
        digest = hashlib.sha256(f"{source.version}\n".encode() + answer.body).hexdigest()
        new = Document(address, source.version, answer.etag, answer.last_modified, digest, ())
        if old and old.body_hash == digest:
            _pass_over(found, old)
            found.documents.append(replace(new, keys=old.keys))
        else:
            _read(found, source, new, answer)
    else:
        out_of_place = answer.outcome is Outcome.NOT_MODIFIED
        outcome = Outcome.ERROR if out_of_place else answer.outcome
        found.fail(outcome, answer.detail or f"status {answer.status} out of place")
        found.retry_after = answer.retry_after


def _pass_over(found: Found, old: Document) -> None:
    found.unchanged += 1
    found.keys.update(old.keys)


def _read(found: Found, source: NoticeSource, document: Document, answer: Download) -> None:
    try:
        items = source.parse(answer.body) if answer.outcome is Outcome.OK else []
    except SourceChanged as problem:
        found.fail(Outcome.BAD_PAYLOAD, str(problem))
        return
    except Exception as problem:  # hostile documents break parsers in ways of their own
        log.exception("parser of %s", source.name)
        found.fail(Outcome.BAD_PAYLOAD, f"its parser broke: {type(problem).__name__}: {problem}")
        return
    found.read += 1
    if not items and not source.empties_are_normal:
        # Not remembered: it is read again next time, and stays suspect until items are back.
        found.suspect = True
        found.remarks.append("warning: a document without items, where there always are some")
        return
    keys = tuple(dict.fromkeys(item.key for item in items))
    if doubled := len(items) - len(keys):
        found.remarks.append(f"{doubled} with a key that another has")
    found.documents.append(replace(document, keys=keys))
    found.items += items
    found.keys.update(keys)


def _address(request: Request) -> str:
    """What tells documents apart, those of one address by what is posted to it."""
    if request.post is None:
        return request.url
    return f"{request.url} {hashlib.sha256(request.post.encode()).hexdigest()[:16]}"
