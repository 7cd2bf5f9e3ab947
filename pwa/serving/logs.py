"""Log lines with their moment, for all processes that `leafline serve` starts."""

import logging
import time


def configure() -> None:
    """Lines go to standard error: moment in UTC, what, and nothing about who asked."""
    formatter = logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
