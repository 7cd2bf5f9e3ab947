"""When what died is started again: at once, and later where it dies again and again."""

import time
from dataclasses import dataclass

FIRST_DELAY = 0.1
LONGEST_DELAY = 2.0
# Whoever lived that long has started well.
LIVED = 10.0


@dataclass
class Restarts:
    """The starts of one process."""

    started_at: float = 0.0
    delay: float = 0.0

    def started(self) -> None:
        """It was started now."""
        self.started_at = time.monotonic()

    def ended(self) -> float:
        """It died; the moment at which it may start again (`time.monotonic`)."""
        now = time.monotonic()
        if now - self.started_at > LIVED:
            self.delay = 0.0
            return now
        due = now + self.delay
        self.delay = min(max(FIRST_DELAY, self.delay * 2), LONGEST_DELAY)
        return due
