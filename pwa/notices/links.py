"""Whether the websites of helplines still answer."""

import logging
import time
from collections.abc import Callable, Iterator
from functools import partial

import httpx2

from pwa.notices.download import LOOPBACK, REDIRECTS, Client, Download, Limits, ended, url_of
from pwa.notices.network import Refused
from pwa.records import Facts
from pwa.records.notices import Outcome

LIMITS = Limits(read=15, total=30)
MISSING = (404, 410)
PAUSE = 1.0  # seconds before a host is asked again

log = logging.getLogger(__name__)


def dead_links(
    facts: Facts,
    contact: str | None,
    limits: Limits = LIMITS,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[str]:
    """A line for each published helpline whose website is gone or does not answer.

    An address is asked once, however many helplines name it.
    """
    faults: dict[str, str | None] = {}
    hosts: set[str] = set()
    with Client(limits, contact) as client:
        for line in facts.helplines:
            url = line.web_url
            if not line.published or not url:
                continue
            if url not in faults:
                faults[url] = _fault(client, url, limits, hosts, sleep)
            if fault := faults[url]:
                yield f"{line.file}: {line.id}: {url}: {fault}"


def _fault(
    client: Client, url: str, limits: Limits, hosts: set[str], sleep: Callable[[float], None]
) -> str | None:
    """What is wrong; None where a page is there, also one that refuses programs."""
    try:
        first = url_of(url)
        if first.host in hosts:
            sleep(PAUSE)
        hosts.add(first.host)
        answer = ended(client, limits, partial(_visit, client.http, first, limits))
    except Refused as problem:
        return str(problem)
    except Exception as problem:  # whatever a website does to us, the others are asked
        log.exception("website of a helpline")
        return type(problem).__name__
    return None if answer.outcome is Outcome.OK else answer.detail


def _visit(http: httpx2.Client, url: httpx2.URL, limits: Limits) -> Download:
    """Ask for the page and follow its redirects; bodies are not read."""
    start = url
    for _ in range(limits.redirects + 1):
        if not _is_website(url, start, limits):
            return Download(
                Outcome.BLOCKED, detail=f"{url.scheme}://{url.host} is no public website"
            )
        with http.stream("GET", url) as response:
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
