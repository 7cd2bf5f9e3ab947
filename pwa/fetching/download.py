"""Fetching one document: politely, within limits, and never fooled by a 200."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial

import httpx2

from pwa.fetching.asking import Download, Limits, Policy, Request, Validators
from pwa.fetching.client import LOOPBACK, REDIRECTS, Client, url_of
from pwa.fetching.pace import Sleep
from pwa.fetching.payload import PIECE, judge_payload, read_body
from pwa.records.outcomes import Outcome

REFUSALS = frozenset({401, 403, 429, 451})
PERMANENT = frozenset({301, 308})
DAY = 86_400.0


@dataclass(frozen=True)
class Fetcher:
    """Fetches documents, each over connections of its own. `contact`: whom to write to about us."""

    limits: Limits = field(default_factory=Limits)
    contact: str | None = None
    sleep: Sleep = time.sleep
    chance: Callable[[], float] = random.random

    def fetch(self, request: Request, policy: Policy, validators: Validators) -> Download:
        """Fetch one document; never raises for what a server or network does.

        Only passing errors are tried again, as often as both limits and policy let it, each wait
        twice the one before, times 0.5 to 1.5 by chance, never shorter than Retry-After.
        """
        limits = self.limits
        with Client(limits, self.contact) as client:
            ask = partial(_follow, client, request, policy, validators)
            for attempt in range(min(limits.retries, policy.retries)):
                answer = client.ended(ask)
                wanted = answer.retry_after or 0
                if not answer.passing or wanted > limits.patience:
                    return answer
                self.sleep(max(limits.backoff * 2**attempt * (0.5 + self.chance()), wanted))
            return client.ended(ask)


def _follow(client: Client, request: Request, policy: Policy, validators: Validators) -> Download:
    """Ask, and follow redirects by hand: each step is checked before it is taken."""
    limits = client.limits
    url = url_of(request.url)
    if not _is_safe(url, limits):
        detail = f"{url.scheme}://{url.host} is not an https address"
        return Download(Outcome.ERROR, detail=detail)
    method, content = ("GET", None) if request.post is None else ("POST", request.post.encode())
    own = _headers(request, policy, validators)
    for _ in range(limits.redirects + 1):
        with client.http.stream(method, url, content=content, headers=own) as response:
            status, there = response.status_code, response.headers.get("location", "")
            if status not in REDIRECTS:
                return _judge(response, policy, limits)
        target = url_of(there, url)
        if refusal := _why_not(url, target, status, policy, limits):
            return refusal
        if status not in (307, 308):
            method, content = "GET", None
        if target.host != url.host:
            own = {"Accept": policy.accept}  # keys in headers are for the first host alone
        url = target
    return Download(Outcome.ERROR, detail=f"more than {limits.redirects} redirects")


def _why_not(
    url: httpx2.URL, target: httpx2.URL, status: int, policy: Policy, limits: Limits
) -> Download | None:
    """Why a redirect is not followed; None where it is."""
    if any(wall in target.path for wall in policy.walls):
        detail = f"{url.host} takes us for a robot"
        return Download(Outcome.BLOCKED, status=status, detail=detail)
    if not _is_safe(target, limits) or target.host not in policy.hosts:
        outcome = Outcome.MOVED if status in PERMANENT else Outcome.BLOCKED
        detail = f"{url.host} sends us to {target.scheme}://{target.host}, not a listed address"
        return Download(outcome, status=status, detail=detail)
    return None


def _is_safe(url: httpx2.URL, limits: Limits) -> bool:
    if limits.loopback and url.scheme == "http":
        return url.host in LOOPBACK
    return url.scheme == "https" and url.port in (None, 443) and bool(url.host)


def _headers(request: Request, policy: Policy, validators: Validators) -> dict[str, str]:
    headers = {"Accept": policy.accept}
    if request.post is not None:
        headers["Content-Type"] = "application/json"
    if validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers | dict(request.headers)


def _judge(response: httpx2.Response, policy: Policy, limits: Limits) -> Download:
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
    if status != 200 and policy.is_empty_answer(status, body):
        return Download(Outcome.OK_EMPTY, body, status=status)
    if status != 200:
        outcome = Outcome.MOVED if status in (404, 410) else Outcome.ERROR
        return Download(outcome, status=status, detail=said)
    outcome, detail = judge_payload(policy.accept, response.headers.get("content-type", ""), body)
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
