"""Politeness: a pause before a host is asked again."""

import time
from collections.abc import Callable

PAUSE = 1.0  # seconds

Sleep = Callable[[float], None]


class Pace:
    """Which hosts were asked, for one round of questions."""

    def __init__(self, sleep: Sleep = time.sleep) -> None:
        self._sleep = sleep
        self._asked: set[str] = set()

    def before(self, host: str) -> None:
        """Wait, where the host was asked before."""
        if host in self._asked:
            self._sleep(PAUSE)
        self._asked.add(host)
