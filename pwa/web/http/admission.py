"""Admission control: what the application works on at once, so that nobody can take all of it.

A worker is one process with a few threads, and Python computes in one of them at a time. Each kind
of address has a lane: a few requests run, a few wait for them, and for a short time only, because a
server of WSGI never learns that a reader has gone. All others are told at once to come back. The
lanes together never hold all `THREADS`: the release and `/healthz` always find one.
"""

import re
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from types import TracebackType
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.exceptions import ServiceUnavailable

from pwa import locales
from pwa.web.http import error_pages
from pwa.web.http.kept import KeptAnswer, KeptAnswers
from pwa.web.http.resources import system_clock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

# Of one worker. More cost nothing while they are idle; the lanes below fill all but one.
THREADS = 20
PATIENCE = 3.0
COME_BACK_AFTER = 5
FREE = ("/healthz", "/readyz", "/static/")
EMERGENCY = re.compile(r"/[^/]+/emergency(?:/|$)")
# Links on cards, and what people open who have little time.
URGENT = re.compile(r"/k/|/[^/]+/(?:help|law)(?:/|$)")
SET_BY_TYPST = (".pdf", ".png")


class Overloaded(Exception):
    """A lane is full, or a request has waited in it for too long."""


class Lane(AbstractContextManager[None]):
    """At most `running` requests at once. `waiting` more wait their turn for `patience` seconds:
    Overloaded is raised after that, and at once for any other."""

    def __init__(self, running: int, waiting: int, patience: float = PATIENCE) -> None:
        self.places = running + waiting
        self._free = threading.Semaphore(self.places)
        self._turn = threading.Semaphore(running)
        self._patience = patience

    def __enter__(self) -> None:
        if not self._free.acquire(blocking=False):
            raise Overloaded
        if not self._turn.acquire(timeout=self._patience):
            self._free.release()
            raise Overloaded

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._turn.release()
        self._free.release()


class AdmissionControl:
    """The middleware in front of the application. What is the same for everybody is made once and
    kept (KeptAnswers), and then needs no lane."""

    def __init__(
        self, app: Flask, clock: Callable[[], datetime] = system_clock, patience: float = PATIENCE
    ) -> None:
        self._app = app
        self._kept = KeptAnswers(clock)
        self._refusals = _refusals(app)
        self.lanes = {
            "emergency": Lane(1, 3, patience),
            "urgent": Lane(1, 3, patience),
            "pages": Lane(1, 4, patience),
            "programs": Lane(1, 2, patience),
            "sheets": Lane(1, 2, patience),
        }

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"]
        wanted = self._kept.wanted(environ)
        if wanted and (answer := self._kept.find(wanted)):
            return answer.send(environ, start_response)
        name = lane_of(path)
        try:
            with self.lanes[name] if name else nullcontext():
                if wanted:
                    answer = self._kept.find(wanted) or self._kept.make(wanted, self._app, environ)
                    return answer.send(environ, start_response)
                return self._app(environ, start_response)
        except Overloaded:
            return self._refusal(path).send(environ, start_response)

    def _refusal(self, path: str) -> KeptAnswer:
        tag = "api" if path.startswith("/api/") else path[1:].removeprefix("k/").partition("/")[0]
        return self._refusals.get(tag) or self._refusals[locales.ENGLISH.tag]


def lane_of(path: str) -> str | None:
    """The lane of an address; None for what takes next to nothing.

    Documents for programs have a dot in their last part, as everywhere with us.
    """
    if path.startswith(FREE):
        return None
    if path.endswith(SET_BY_TYPST):
        return "sheets"
    if path.startswith("/api/") or "." in path.rpartition("/")[2]:
        return "programs"
    if EMERGENCY.match(path):
        return "emergency"
    return "urgent" if URGENT.match(path) else "pages"


def _refusals(app: Flask) -> dict[str, KeptAnswer]:
    """What is said to readers of each language, and to programs: made at the start, since nothing
    can be when it is said."""
    found = {tag: _refusal(app, f"/{tag}/busy") for tag in locales.published_in(app)}
    return found | {"api": _refusal(app, "/api/")}


def _refusal(app: Flask, address: str) -> KeptAnswer:
    """The error page with its helplines, or the problem document."""
    with app.test_request_context(address):
        said = error_pages.answer(ServiceUnavailable(retry_after=COME_BACK_AFTER))
        said.cache_control.no_store = True
        return KeptAnswer.of(app.process_response(said))
