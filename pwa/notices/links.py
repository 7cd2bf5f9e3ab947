"""Whether the websites of helplines still answer."""

from collections.abc import Iterator

import httpx

from pwa.notices.download import user_agent
from pwa.records import Facts

PATIENCE = 15
MISSING = (404, 410)


def dead_links(facts: Facts, contact: str | None) -> Iterator[str]:
    """A line for each published helpline whose website is gone or does not answer."""
    headers = {"User-Agent": user_agent(contact)}
    with httpx.Client(headers=headers, timeout=PATIENCE, follow_redirects=True) as client:
        for line in facts.helplines:
            if line.published and line.web_url and (fault := _fault(client, line.web_url)):
                yield f"{line.file}: {line.id}: {line.web_url}: {fault}"


def _fault(client: httpx.Client, url: str) -> str | None:
    """What is wrong; None where a page is there, also one that refuses programs."""
    try:
        with client.stream("GET", url) as response:
            return f"status {response.status_code}" if response.status_code in MISSING else None
    except httpx.HTTPError as problem:
        return type(problem).__name__
