"""Answers from the current release, ahead of the application, which answers everything else."""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from pwa.release.answers import NO_BODY, Answer, Answers, Form, load
from pwa.release.encodings import forms_taken
from pwa.release.folder import CURRENT, current
from pwa.web.headers import is_secure

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOOK_EVERY = 1.0
# Clients send a few dozen different Accept-Encoding; somebody could send millions.
MOST_ACCEPTED = 1000

log = logging.getLogger(__name__)


class ReleaseFirst:
    """The middleware. A release is used only where it was made from this process's code and facts,
    and its pages only on the UTC day that they were rendered for."""

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
        answer = answers.table.get(f"{path}?{query}" if query else path)
        method = environ["REQUEST_METHOD"]
        if (
            answer is None
            or (method != "GET" and method != "HEAD")
            or (answer.entry.daily and not answers.begins <= now < answers.ends)
        ):
            return self._app(environ, start_response)
        form = self._form(answers, answer, environ.get("HTTP_ACCEPT_ENCODING"))
        if form is None:
            return self._app(environ, start_response)
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and (form.etag in known or known.strip() == "*"):
            start_response("304 Not Modified", form.headers_304)
            return NO_BODY
        start_response("200 OK", form.headers_over_tls if is_secure(environ) else form.headers)
        return form.body if method == "GET" else NO_BODY

    def _form(self, answers: Answers, answer: Answer, accepted: str | None) -> Form | None:
        taken = self._accepted.get(accepted)
        if taken is None:
            taken = self._remember(accepted)
        for coding in taken:
            if coding == answer.usual:
                return answer.form
            if coding in answer.entry.sizes:
                return answers.form(answer, coding)
        return None

    def _remember(self, accepted: str | None) -> tuple[str, ...]:
        if len(self._accepted) >= MOST_ACCEPTED:
            self._accepted.clear()
        taken = self._accepted[accepted] = forms_taken(accepted)
        return taken

    def _look(self, now: float) -> None:
        """See whether there is another release, and load it while requests go on."""
        self._look_at = now + LOOK_EVERY
        if self._named() != self._answers.name and self._loading.acquire(blocking=False):
            threading.Thread(target=self._load_and_let_go, daemon=True).start()

    def _load_and_let_go(self) -> None:
        try:
            self._load()
        finally:
            self._loading.release()

    def _load(self) -> None:
        release = current(self._releases)
        origin = release.contents.origin if release else None
        if release is None or origin is None:
            self._answers = Answers()
        elif (origin.code, origin.facts) != self._made_from:
            self._answers = Answers(name=release.name)
        else:
            try:
                self._answers = load(release, self._answers)
            except (
                OSError
            ) as problem:  # it was replaced and removed meanwhile: the next look is soon
                log.warning("release %s cannot be read: %s", release.name, problem)

    def _named(self) -> str | None:
        try:
            return os.readlink(self._releases / CURRENT)
        except OSError:
            return None
