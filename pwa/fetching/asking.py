"""What a server is asked, how patiently, and how that ended."""

from collections.abc import Callable
from dataclasses import dataclass

from pwa.records.outcomes import Outcome

MOST_TRIES_AGAIN = 3


@dataclass(frozen=True)
class Request:
    """One address to fetch. `post` is a JSON body where the server wants one."""

    url: str
    post: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Policy:
    """How one publisher's documents are fetched.

    `hosts` are the only hosts that a redirect may lead to. `walls` are parts of paths to which it
    sends whom it takes for a robot. `retries`: how often an error is tried again.
    `is_empty_answer` says whether a status other than 200 means "nothing found".
    """

    hosts: tuple[str, ...]
    accept: str = "application/json"
    walls: tuple[str, ...] = ()
    retries: int = MOST_TRIES_AGAIN
    is_empty_answer: Callable[[int, bytes], bool] = lambda status, body: False


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
    retries: int = MOST_TRIES_AGAIN
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
