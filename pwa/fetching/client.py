"""Guarded connections, and what they go through in our own words."""

from collections.abc import Callable
from importlib.metadata import version
from types import TracebackType
from typing import Self

import httpcore2
import httpx2

from pwa.fetching.asking import Download, Limits
from pwa.fetching.network import Guard, Refused, TooLate, Transport
from pwa.fetching.payload import EndedEarly, Unreadable
from pwa.records.outcomes import Outcome
from pwa.settings import DISTRIBUTION

REDIRECTS = frozenset({301, 302, 303, 307, 308})
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Client:
    """Guarded connections for several fetches. Use it in one thread; close it, or use `with`."""

    def __init__(self, limits: Limits, contact: str | None = None) -> None:
        self.limits = limits
        self._guard = Guard(loopback=limits.loopback)
        timeout = httpx2.Timeout(limits.read, connect=limits.connect)
        headers = {"User-Agent": user_agent(contact), "Accept-Encoding": "gzip"}
        self.http = httpx2.Client(
            transport=Transport(self._guard), timeout=timeout, headers=headers, trust_env=False
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

    def ended(self, ask: Callable[[], Download]) -> Download:
        """What `ask` answers within the time; never raises for what a server or network does."""
        try:
            with self._guard.until(self.limits.total):
                return ask()
        except Unreadable as problem:
            return Download(Outcome.BAD_PAYLOAD, detail=str(problem))
        except (Refused, httpx2.UnsupportedProtocol) as problem:
            return Download(Outcome.ERROR, detail=str(problem))
        except EndedEarly as problem:
            return _passing(str(problem))
        except TooLate:
            return _passing(f"no whole answer within {self.limits.total:g} s")
        except (httpx2.TimeoutException, httpcore2.TimeoutException) as problem:
            return _passing(f"no answer in time: {_name(problem)}")
        except (httpx2.HTTPError, httpcore2.NetworkError, httpcore2.ProtocolError) as problem:
            return _passing(_name(problem))


def user_agent(contact: str | None = None) -> str:
    """Who we are and whom to write to: honest, so that whom we ask can reach us."""
    return f"Leafline/{version(DISTRIBUTION)}" + (f" (+{contact})" if contact else "")


def url_of(text: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """An address as a server or a file gives it. Raises Refused for what is not an address."""
    try:
        url = base.join(text) if base else httpx2.URL(text)
        _ = url.host, url.port  # read late, and then they raise
    except (httpx2.InvalidURL, ValueError) as problem:
        raise Refused(f"{text[:200]!r} is not an address: {type(problem).__name__}") from problem
    return url


def _passing(detail: str) -> Download:
    return Download(Outcome.ERROR, detail=detail, passing=True)


def _name(problem: Exception) -> str:
    return f"{type(problem).__name__} {problem}".strip()[:200]
