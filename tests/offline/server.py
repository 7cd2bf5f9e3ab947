"""Serves releases: `python -m tests.offline.server RELEASES PORT [DATA]`.

With a folder of data the application stands behind them, switched to offline=off; else nothing.

A process of its own, so that it can be killed; the middleware is the product's, only its clock
stands on the release's day.
"""

import sys
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from pwa.app import create_app
from pwa.release.folder import current
from pwa.release.serving import ReleaseFirst
from pwa.settings import Settings
from tests.sample import SAMPLE


class Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        """No log."""


def nothing(_: dict, start_response) -> Iterable[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"not in the release"]


class AnyRelease(ReleaseFirst):
    """Takes each release that appears for one of its own code and facts."""

    def _load(self) -> None:
        found = current(self._releases)
        if found:
            self._made_from = (found.contents.origin.code, found.contents.origin.facts)
        super()._load()


def main() -> None:
    releases, port = Path(sys.argv[1]), int(sys.argv[2])
    found = current(releases)
    day = datetime.fromisoformat(found.contents.origin.day).replace(tzinfo=UTC)
    ahead = (day + timedelta(hours=12)).timestamp() - time.time()
    behind = nothing
    if sys.argv[3:]:
        behind = create_app(Settings(Path(sys.argv[3]), SAMPLE, offline=False))
    app = AnyRelease(behind, releases, ("", ""), clock=lambda: time.time() + ahead)
    make_server("127.0.0.1", port, app, threaded=True, request_handler=Quiet).serve_forever()


if __name__ == "__main__":
    main()
