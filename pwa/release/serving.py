"""Answers from the current release, ahead of the application, which answers everything else."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pwa.records.release import RELEASE_STATUS
from pwa.release.answers import NO_BODY, Answer, Answers, Form, load
from pwa.release.compression import SUFFIXES
from pwa.release.encodings import forms_taken
from pwa.release.folder import CONTENTS, CURRENT, opened
from pwa.web.http.headers import is_secure

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOK_EVERY = 1.0
# Clients send a few dozen different Accept-Encoding; somebody could send millions.
MOST_ACCEPTED = 1000
MOST_NAMED = 10

log = logging.getLogger(__name__)


class ReleaseFirst:
    """The middleware. A release is used only where it was made from this process's code and facts,
    and its pages only on the UTC day that they were rendered for. No byte is sent that is not what
    the build wrote: what is damaged the application answers, which learns of it by RELEASE_STATUS.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        releases: Path,
        made_from: tuple[str, str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._app, self._releases, self._made_from, self._clock = app, releases, made_from, clock
        self._answers = Answers()
        self._accepted: dict[str | None, tuple[str, ...]] = {}
        self._seen: str | None = None
        self._look_at = 0.0
        self._loading = threading.Lock()
        self._load()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request. This runs for every one of them: it is kept short."""
        now = self._clock()
        if now >= self._look_at:
            self._look(now)
        answers = self._answers
        query = environ["QUERY_STRING"]
        path = environ["PATH_INFO"]
        answer = answers.asked(path, query) if query else answers.table.get(path)
        method = environ["REQUEST_METHOD"]
        if (
            answer is None
            or (method != "GET" and method != "HEAD")
            or not answer.begins <= now < answer.ends
        ):
            return self._pass_on(environ, start_response)
        form = self._form(answers, answer, environ.get("HTTP_ACCEPT_ENCODING"))
        if form is None:
            return self._pass_on(environ, start_response)
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and (form.etag in known or known.strip() == "*"):
            start_response("304 Not Modified", form.headers_304)
            return NO_BODY
        start_response("200 OK", form.headers_over_tls if is_secure(environ) else form.headers)
        return form.body if method == "GET" else NO_BODY

    def _pass_on(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        environ[RELEASE_STATUS] = self._answers.faults.status
        return self._app(environ, start_response)

    def _form(self, answers: Answers, answer: Answer, accepted: str | None) -> Form | None:
        taken = self._accepted.get(accepted)
        if taken is None:
            taken = self._remember(accepted)
        for coding in taken:
            if coding == answer.usual:
                return answer.form
            if coding in answer.entry.forms and (form := self._read(answers, answer, coding)):
                return form
        return None

    def _read(self, answers: Answers, answer: Answer, coding: str) -> Form | None:
        path, faults = answer.entry.path, answers.faults
        if faults.has(path, coding):
            return None
        form = answers.form(answer, coding)
        if form is None:
            faults.note(path, coding)
            log.warning("%s%s of the release is damaged", path, SUFFIXES[coding])
        return form

    def _remember(self, accepted: str | None) -> tuple[str, ...]:
        if len(self._accepted) >= MOST_ACCEPTED:
            self._accepted.clear()
        taken = self._accepted[accepted] = forms_taken(accepted)
        return taken

    def _look(self, now: float) -> None:
        """See whether there is another release, and load it while requests go on."""
        self._look_at = now + LOOK_EVERY
        if self._named() != self._seen and self._loading.acquire(blocking=False):
            threading.Thread(target=self._load_and_let_go, daemon=True).start()

    def _load_and_let_go(self) -> None:
        try:
            self._load()
        finally:
            self._loading.release()

    def _load(self) -> None:
        """Take over what `current` leads to. Each link is tried once: builds give a new name to
        what they mend."""
        self._seen = named = self._named()
        if named is None:
            self._answers = Answers()
            return
        try:
            release = opened(self._releases / named)
        except (OSError, ValueError) as problem:
            if self._named() == named:  # else it was replaced and removed meanwhile
                # What is in memory was proven, and stays.
                self._answers.faults.note(CONTENTS)
                log.warning("the current release cannot be read: %s", problem)
            return
        origin = release.contents.origin
        is_ours = (origin.code, origin.facts) == self._made_from
        answers = load(release, self._answers) if is_ours else Answers()
        if self._named() != named:
            return  # the next look is soon
        if damaged := answers.faults.files():
            log.warning("files of the release are damaged (%d): %s", *_in_short(damaged))
        self._answers = answers

    def _named(self) -> str | None:
        try:
            return os.readlink(self._releases / CURRENT)
        except OSError:
            return None


def _in_short(names: list[str]) -> tuple[int, str]:
    named = ", ".join(names[:MOST_NAMED])
    return len(names), f"{named}, ..." if len(names) > MOST_NAMED else named
