"""Whether the websites of helplines still answer."""

import logging
import time
from collections.abc import Iterator
from functools import partial

import httpx2

from pwa.fetching.asking import Download, Limits
from pwa.fetching.client import LOOPBACK, REDIRECTS, Client, url_of
from pwa.fetching.network import Refused
from pwa.fetching.pace import Pace, Sleep
from pwa.records import Facts
from pwa.records.outcomes import Outcome

LIMITS = Limits(read=15, total=30)
MISSING = (404, 410)

log = logging.getLogger(__name__)


def dead_links(
    facts: Facts,
    contact: str | None,
    limits: Limits = LIMITS,
    sleep: Sleep = time.sleep,
) -> Iterator[str]:
    """A line for each published helpline whose website is gone or does not answer.

    An address is asked once, however many helplines name it.
    """
    faults: dict[str, str | None] = {}
    pace = Pace(sleep)
    with Client(limits, contact) as client:
        for line in facts.helplines:
            url = line.web_url
            if not line.published or not url:
                continue
            if url not in faults:
                faults[url] = _fault(client, url, pace)
            if fault := faults[url]:
                yield f"{line.file}: {line.id}: {url}: {fault}"


def _fault(client: Client, url: str, pace: Pace) -> str | None:
    """What is wrong; None where a page is there, also one that refuses programs."""
    try:
        first = url_of(url)
        pace.before(first.host)
        answer = client.ended(partial(_visit, client, first))
    except Refused as problem:
        return str(problem)
    except Exception as problem:  # whatever a website does to us, the others are asked
        log.exception("website of a helpline")
        return type(problem).__name__
    return None if answer.outcome is Outcome.OK else answer.detail


def _visit(client: Client, url: httpx2.URL) -> Download:
    """Ask for the page and follow its redirects; bodies are not read."""
    start, limits = url, client.limits
    for _ in range(limits.redirects + 1):
        if not _is_website(url, start, limits):
            detail = f"{url.scheme}://{url.host} is not a public website"
            return Download(Outcome.BLOCKED, detail=detail)
        with client.http.stream("GET", url) as response:
            status, there = response.status_code, response.headers.get("location")
        if status in MISSING:
            return Download(Outcome.MOVED, status=status, detail=f"status {status}")
        if status not in REDIRECTS or not there:
            return Download(Outcome.OK, status=status)
        url = url_of(there, url)
    return Download(Outcome.ERROR, detail=f"more than {limits.redirects} redirects")


def _is_website(url: httpx2.URL, start: httpx2.URL, limits: Limits) -> bool:
    """A host with a name, at the usual port. Numbers as hosts are ways around a check."""
    if limits.loopback and url.host in LOOPBACK:
        return (url.scheme, url.host, url.port) == ("http", start.host, start.port)
    name, _, last = url.raw_host.decode("ascii").rstrip(".").rpartition(".")
    named = bool(name) and (last.isalpha() or last.startswith("xn--"))
    return named and url.scheme in ("http", "https") and url.port is None
