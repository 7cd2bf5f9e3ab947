"""The answers of a release in memory, with their headers made beforehand."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from pwa.records.release import ReleaseStatus
from pwa.release.compression import BROTLI, GZIP, PLAIN, SUFFIXES
from pwa.release.contents import ReleaseEntry
from pwa.release.folder import Release
from pwa.web.http.headers import HSTS
from pwa.web.http.questions import read_of

Header = tuple[str, str]

VARY = ("Vary", "Accept-Encoding")
NO_BODY: list[bytes] = []
# Builds come with each day and each notice. What none has looked at for longer may lack notices,
# however long its facts hold.
UNSEEN = timedelta(days=2)
BY_PREFERENCE = (BROTLI, PLAIN, GZIP)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of an answer: ready to be sent, by WSGI's rules."""

    etag: str
    headers: list[Header]
    headers_over_tls: list[Header]
    headers_304: list[Header]
    body: list[bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent for one address from one moment to another (seconds since 1970). Only the form
    that most clients take is kept in memory."""

    entry: ReleaseEntry
    usual: str
    form: Form
    begins: float
    ends: float


class Faults:
    """Which files of a release were found damaged, and when the first was."""

    def __init__(self, release: Release | None = None) -> None:
        day = date.fromisoformat(release.contents.origin.day) if release else None
        self.status = ReleaseStatus(release.name if release else None, day)
        self._files: dict[str, set[str]] = {}

    def note(self, path: str, form: str = PLAIN) -> None:
        """One more. Several forms of an address are one address."""
        self._files.setdefault(path, set()).add(form)
        since = self.status.since or datetime.now(UTC)
        self.status = replace(self.status, damaged=len(self._files), since=since)

    def has(self, path: str, form: str) -> bool:
        """Whether a file was found damaged: it is not read again."""
        return form in self._files.get(path, ())

    def files(self) -> list[str]:
        """Their names below the folder of the release."""
        return sorted(
            path + SUFFIXES[each] for path, forms in self._files.items() for each in forms
        )


@dataclass(frozen=True)
class Answers:
    """Everything that one release answers; by path, the words that are read behind it."""

    release: Release | None = None
    table: Mapping[str, Answer] = field(default_factory=dict)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)

    def asked(self, path: str, query: str) -> Answer | None:
        """The answer to a question. Words that nobody reads change nothing."""
        if answer := self.table.get(f"{path}?{query}"):
            return answer
        read = read_of(query, self.words.get(path, ()))
        return self.table.get(f"{path}?{read}" if read else path)

    def form(self, answer: Answer, coding: str) -> Form | None:
        """Another form of an answer, from its file; None where that is missing or damaged."""
        assert self.release
        body = self.release.body(answer.entry, coding)
        return None if body is None else form_of(answer.entry, coding, body)


def load(release: Release, before: Answers) -> Answers:
    """All answers of a release but those of which no form is whole. Bodies that are in memory
    already are not read again."""
    entries, faults = release.contents.entries, Faults(release)
    found = {
        address: _answer(release, entry, before.table.get(address), faults)
        for address, entry in entries.items()
    }
    return Answers(
        release=release,
        table={address: answer for address, answer in found.items() if answer},
        words={address.partition("?")[0]: entry.words for address, entry in entries.items()},
        faults=faults,
    )


def form_of(entry: ReleaseEntry, coding: str, body: bytes) -> Form:
    """A form with its headers. A 304 says only what a copy needs to be kept for longer."""
    etag = f'"{entry.etag}-{coding}"' if coding else f'"{entry.etag}"'
    named = [("ETag", etag), VARY]
    cached = [pair for pair in entry.headers if pair[0] == "Cache-Control"]
    encoded = [("Content-Encoding", coding)] if coding else []
    length = [("Content-Length", str(len(body)))]
    headers = [*entry.headers, *encoded, *named, *length]
    return Form(etag, headers, [*headers, HSTS], [*cached, *named], [body])


def _answer(
    release: Release, entry: ReleaseEntry, before: Answer | None, faults: Faults
) -> Answer | None:
    begins, ends = _moments(release, entry)
    best = next(form for form in BY_PREFERENCE if form in entry.forms)
    if before and before.entry == entry and before.usual == best:
        return replace(before, begins=begins, ends=ends)
    for form in BY_PREFERENCE:
        if form in entry.forms:
            body = release.body(entry, form)
            if body is not None:
                return Answer(entry, form, form_of(entry, form, body), begins, ends)
            faults.note(entry.path, form)
    return None


def _moments(release: Release, entry: ReleaseEntry) -> tuple[float, float]:
    if entry.holds is None:
        return -math.inf, math.inf
    day = date.fromisoformat(release.contents.origin.day)
    return _midnight(day), _midnight(min(entry.holds.sent_until, day + UNSEEN))


@cache
def _midnight(day: date) -> float:
    return datetime.combine(day, time(), UTC).timestamp()
