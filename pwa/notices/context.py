"""What a refresh needs of the world around it: tests bring their own."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from pwa.fetching.asking import Download, Policy, Request, Validators
from pwa.fetching.pace import Sleep
from pwa.records.notices import Item, Tags

Fetch = Callable[[Request, Policy, Validators], Download]
Tag = Callable[[Item], Tags]
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The clock, unless a test brings its own."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Context:
    """How one source is fetched and tagged. `key`: that of its API, empty where we have none."""

    fetch: Fetch
    tag: Tag
    key: str = ""
    now: Clock = utc_now
    sleep: Sleep = time.sleep

    def without_key(self, words: str) -> str:
        """Words that may be kept: the key is written down nowhere."""
        return words.replace(self.key, "KEY") if self.key else words
