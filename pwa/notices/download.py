"""Fetching one document of a regulator: politely, within limits, and never fooled by a 200."""

import random
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from importlib.metadata import version
from types import TracebackType
from typing import Self

import httpcore2
import httpx2

from pwa.notices.network import Guard, Refused, TooLate, Transport
from pwa.notices.payload import PIECE, EndedEarly, Unreadable, judge_payload, read_body
from pwa.notices.source import NoticeSource, Request
from pwa.records.notices import Outcome
from pwa.settings import DISTRIBUTION

REFUSALS = frozenset({401, 403, 429, 451})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
WALLS = ("/apology_objects/",)  # where fda.gov sends whom it takes for a robot
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
DAY = 86_400.0


@dataclass(frozen=True)
class Validators:
    """What a server told us to ask with next time, for one address."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Limits:
    """How much patience one document gets. Times are seconds, sizes bytes.

    `total` ends one try, however lively its server drips. `size` counts what was unpacked.
    `patience`: a longer Retry-After ends the fetch instead of being waited for. `loopback` is for
    tests alone: it lets http://127.0.0.1 in.
    """

    connect: float = 10
    read: float = 30
    total: float = 120
    size: int = 20 * 1024 * 1024
    redirects: int = 5
    retries: int = 3
    backoff: float = 2
    patience: float = 60
    loopback: bool = False


@dataclass(frozen=True)
class Download:
    """How a fetch ended. With OK, `body` is what was accepted; OK_EMPTY says "nothing found".

    `detail` is one line for people, without secrets. `retry_after`: seconds that the server wants
    us to stay away, a day at most. `passing`: trying again soon may help.
    """

    outcome: Outcome
    body: bytes = b""
    etag: str | None = None
    last_modified: str | None = None
    status: int | None = None
    detail: str = ""
    retry_after: float | None = None
    passing: bool = False


class Client:
    """Guarded connections for several fetches. Use it in one thread; close it, or use `with`."""

    def __init__(self, limits: Limits, contact: str | None = None) -> None:
        self.guard = Guard(loopback=limits.loopback)
        timeout = httpx2.Timeout(limits.read, connect=limits.connect)
        headers = {"User-Agent": user_agent(contact), "Accept-Encoding": "gzip"}
        self.http = httpx2.Client(
            transport=Transport(self.guard), timeout=timeout, headers=headers, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.http.close()


def user_agent(contact: str | None = None) -> str:
    """Who we are and whom to write to: honest, so that a regulator can reach us."""
    return f"Leafline/{version(DISTRIBUTION)}" + (f" (+{contact})" if contact else "")


def fetch(
    request: Request,
    source: NoticeSource,
    validators: Validators,
    limits: Limits = Limits(),
    *,
    client: Client | None = None,
    contact: str | None = None,
    sleep: Callable[[float], None] = time.sleep,
    chance: Callable[[], float] = random.random,
) -> Download:
    """Fetch one document; never raises for what a server or network does.

    Without a `client` it opens one of its own; `contact` then says whom to write to.

    Only passing errors are tried again, as often as both `limits` and `source` let it, each wait
    twice the one before, times 0.5 to 1.5 by `chance` (0 to 1), never shorter than Retry-After.
    """
    with nullcontext(client) if client else Client(limits, contact) as one:
        for attempt in range(min(limits.retries, source.retries)):
            answer = _try(one, request, source, validators, limits)
            wanted = answer.retry_after or 0
            if not answer.passing or wanted > limits.patience:
                return answer
            sleep(max(limits.backoff * 2**attempt * (0.5 + chance()), wanted))
        return _try(one, request, source, validators, limits)


def _try(
    client: Client, request: Request, source: NoticeSource, validators: Validators, limits: Limits
) -> Download:
    ask = partial(_follow, client.http, request, source, validators, limits)
    return ended(client, limits, ask)


def ended(client: Client, limits: Limits, ask: Callable[[], Download]) -> Download:
    """What `ask` answers within the time; never raises for what a server or network does."""
    try:
        with client.guard.until(limits.total):
            return ask()
    except Unreadable as problem:
        return Download(Outcome.BAD_PAYLOAD, detail=str(problem))
    except EndedEarly as problem:
        return Download(Outcome.ERROR, detail=str(problem), passing=True)
    except TooLate:
        detail = f"no whole answer within {limits.total:g} s"
        return Download(Outcome.ERROR, detail=detail, passing=True)
    except (httpx2.TimeoutException, httpcore2.TimeoutException) as problem:
        return Download(Outcome.ERROR, detail=f"no answer in time: {_name(problem)}", passing=True)
    except (Refused, httpx2.UnsupportedProtocol) as problem:
        return Download(Outcome.ERROR, detail=str(problem))
    except (httpx2.HTTPError, httpcore2.NetworkError, httpcore2.ProtocolError) as problem:
        return Download(Outcome.ERROR, detail=_name(problem), passing=True)


def url_of(text: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """An address as a server or a file gives it. Raises Refused for what is none."""
    try:
        url = base.join(text) if base else httpx2.URL(text)
        _ = url.host, url.port  # read late, and then they raise
    except (httpx2.InvalidURL, ValueError) as problem:
        raise Refused(f"{text[:200]!r} is no address: {type(problem).__name__}") from problem
    return url


def _name(problem: Exception) -> str:
    return f"{type(problem).__name__} {problem}".strip()[:200]


def _follow(
    http: httpx2.Client,
    request: Request,
    source: NoticeSource,
    validators: Validators,
    limits: Limits,
) -> Download:
    """Ask, and follow redirects by hand: each step is checked before it is taken."""
    url = url_of(request.url)
    if not _is_safe(url, limits):
        return Download(Outcome.ERROR, detail=f"{url.scheme}://{url.host} is no https address")
    method, content = ("GET", None) if request.post is None else ("POST", request.post.encode())
    own = _headers(request, source, validators)
    for _ in range(limits.redirects + 1):
        with http.stream(method, url, content=content, headers=own) as response:
            status, there = response.status_code, response.headers.get("location", "")
            if status not in REDIRECTS:
                return _judge(response, source, limits)
        target = url_of(there, url)
        if any(wall in target.path for wall in WALLS):
            return Download(
                Outcome.BLOCKED, status=status, detail=f"{url.host} takes us for a robot"
            )
        if not _is_safe(target, limits) or target.host not in source.hosts:
            outcome = Outcome.MOVED if status in PERMANENT else Outcome.BLOCKED
            detail = f"{url.host} sends us to {target.scheme}://{target.host}, not a listed address"
            return Download(outcome, status=status, detail=detail)
        if status not in (307, 308):
            method, content = "GET", None
        if target.host != url.host:
            own = {"Accept": source.accept}  # keys in headers are for the first host alone
        url = target
    return Download(Outcome.ERROR, detail=f"more than {limits.redirects} redirects")


def _is_safe(url: httpx2.URL, limits: Limits) -> bool:
    if limits.loopback and url.scheme == "http":
        return url.host in LOOPBACK
    return url.scheme == "https" and url.port in (None, 443) and bool(url.host)


def _headers(request: Request, source: NoticeSource, validators: Validators) -> dict[str, str]:
    headers = {"Accept": source.accept}
    if request.post is not None:
        headers["Content-Type"] = "application/json"
    if validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers | dict(request.headers)


def _judge(response: httpx2.Response, source: NoticeSource, limits: Limits) -> Download:
    status, host = response.status_code, response.url.host
    wait = _retry_after(response.headers.get("retry-after", ""))
    said = f"{host} answered {status}"
    if status == 304:
        return Download(Outcome.NOT_MODIFIED, status=status)
    if status in REFUSALS:
        return Download(Outcome.BLOCKED, status=status, detail=said, retry_after=wait)
    if status >= 500:
        return Download(Outcome.ERROR, status=status, detail=said, retry_after=wait, passing=True)
    packing = response.headers.get("content-encoding", "")
    body = read_body(response.iter_raw(PIECE), packing, limits.size)
    if status != 200 and source.is_empty_answer(status, body):
        return Download(Outcome.OK_EMPTY, body, status=status)
    if status != 200:
        outcome = Outcome.MOVED if status in (404, 410) else Outcome.ERROR
        return Download(outcome, status=status, detail=said)
    outcome, detail = judge_payload(source.accept, response.headers.get("content-type", ""), body)
    if outcome is not Outcome.OK:
        return Download(outcome, status=status, detail=f"{host} sent {detail}")
    etag, changed = (_plain(response.headers.get(name)) for name in ("etag", "last-modified"))
    return Download(outcome, body, etag, changed, status)


def _plain(value: str | None) -> str | None:
    return value if value and len(value) <= 300 and value.isascii() else None


def _retry_after(value: str) -> float | None:
    """Seconds, from a number or a date."""
    if value.isascii() and value.isdecimal():
        return min(float(value), DAY)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), DAY)
