"""Answers that are the same for everybody for a while: made once, then kept in memory.

Only the release holds pages on disk. This is for what reaches the application all the same: the
emergency page and the files of a day before the day's release is there, whole lists of the API,
site maps.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response

from pwa.web.catalogue import KINDS, Keeping, PageKind
from pwa.web.http.headers import is_secure
from pwa.web.http.questions import read_by_page, read_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MOST_BYTES = 12_000_000
CODINGS = ("br", "gzip")
# What of a request an answer for everybody may not depend on.
OF_ONE_READER = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_RANGE",
    "HTTP_ACCEPT_LANGUAGE",
)


class KeepingRule(NamedTuple):
    """Addresses of one kind. Their answers hold for this UTC `day`, else for this minute. `reads`:
    the words of a question that they read, None for all; the others are left out. `by_host`: they
    name our own address."""

    pattern: re.Pattern[str]
    day: bool = True
    reads: frozenset[str] | None = frozenset()
    by_host: bool = False

    def address(self, path: str, query: str) -> str:
        """The path with what is read behind it."""
        read = query if self.reads is None else read_of(query, self.reads)
        return f"{path}?{read}" if read else path


def _rule_of(kind: PageKind) -> KeepingRule:
    return KeepingRule(
        re.compile(f"/[a-z-]+/{re.escape(kind.path)}"),
        day=kind.keeping is Keeping.DAY,
        reads=frozenset() if kind.is_document else read_by_page(kind.endpoint),
        by_host=kind.names_host,
    )


RULES = (
    *(_rule_of(kind) for kind in KINDS.values() if kind.keeping is not Keeping.NOT),
    KeepingRule(re.compile(r"/sitemap\.xml|/llms\.txt"), day=False, by_host=True),
    KeepingRule(re.compile(r"/api/v1/[^?]*"), day=False, reads=None),
)


class Wanted(NamedTuple):
    """What tells kept answers apart. `until`: the moment from which it is another."""

    address: str
    host: str
    secure: bool
    codings: tuple[str, ...]
    until: datetime


@dataclass(frozen=True)
class KeptAnswer:
    """An answer with its body. `status` as WSGI wants it: "200 OK"."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @classmethod
    def of(cls, response: Response) -> "KeptAnswer":
        """A finished response; the server says when it is sent."""
        body = response.get_data()
        headers = tuple(pair for pair in response.headers if pair[0] != "Date")
        return cls(response.status, headers, body)

    @property
    def etag(self) -> str | None:
        """Its mark, where it has one."""
        return dict(self.headers).get("ETag")

    def send(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """To whoever asked: without the body where that is known or not wanted."""
        if self.etag and self.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 Not Modified", [pair for pair in self.headers if _is_short(*pair)])
            return []
        start_response(self.status, list(self.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body]


class KeptAnswers:
    """The answers, the least used going first where they become too many."""

    def __init__(self, clock: Callable[[], datetime], most_bytes: int = MOST_BYTES) -> None:
        self._clock, self._most_bytes = clock, most_bytes
        self._answers: OrderedDict[Wanted, KeptAnswer] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def wanted(self, environ: "WSGIEnvironment") -> Wanted | None:
        """What a request asks for; None where its answer is not one that is kept."""
        path, query = environ["PATH_INFO"], environ["QUERY_STRING"]
        rule = next((rule for rule in RULES if rule.pattern.fullmatch(path)), None)
        if rule is None or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        return Wanted(
            rule.address(path, query),
            environ.get("HTTP_HOST", "") if rule.by_host else "",
            is_secure(environ),
            _codings(environ.get("HTTP_ACCEPT_ENCODING", "")),
            _end_of(self._clock().astimezone(UTC), rule),
        )

    def find(self, wanted: Wanted) -> KeptAnswer | None:
        """The answer, if it is kept."""
        with self._lock:
            answer = self._answers.get(wanted)
            if answer:
                self._answers.move_to_end(wanted)
            return answer

    def make(
        self, wanted: Wanted, app: "WSGIApplication", environ: "WSGIEnvironment"
    ) -> KeptAnswer:
        """Let the application answer; what went well is kept."""
        asked = {key: value for key, value in environ.items() if key not in OF_ONE_READER}
        asked["QUERY_STRING"] = wanted.address.partition("?")[2]
        asked["HTTP_ACCEPT_ENCODING"] = ", ".join(wanted.codings)
        asked["REQUEST_METHOD"] = "GET"
        response = Response.from_app(app, asked, buffered=True)
        answer = KeptAnswer.of(response)
        if response.status_code == 200:
            self._keep(wanted, answer)
        return answer

    def _keep(self, wanted: Wanted, answer: KeptAnswer) -> None:
        now = self._clock()
        with self._lock:
            for each in [each for each in self._answers if each.until <= now]:
                self._drop(each)
            self._drop(wanted)
            self._answers[wanted] = answer
            self._bytes += _size(wanted, answer)
            while self._bytes > self._most_bytes:
                self._drop(next(iter(self._answers)))

    def _drop(self, wanted: Wanted) -> None:
        answer = self._answers.pop(wanted, None)
        if answer:
            self._bytes -= _size(wanted, answer)


def _codings(accepted: str) -> tuple[str, ...]:
    """Which of our forms a client takes."""
    found = parse_accept_header(accepted, Accept)
    return tuple(coding for coding in CODINGS if found.quality(coding) > 0)


def _end_of(now: datetime, rule: KeepingRule) -> datetime:
    if rule.day:
        return datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    return now.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _is_short(name: str, _: str) -> bool:
    """Whether a header goes with an answer that says only that nothing has changed."""
    return not name.lower().startswith("content-") or name == "Content-Security-Policy"


def _size(wanted: Wanted, answer: KeptAnswer) -> int:
    return len(answer.body) + len(wanted.address) + len(wanted.host) + 1000
