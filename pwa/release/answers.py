"""The answers of a release in memory, with their headers made beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from pwa.release.compression import BROTLI, PLAIN
from pwa.release.contents import Entry
from pwa.release.folder import Release
from pwa.web.headers import HSTS

Header = tuple[str, str]

VARY = ("Vary", "Accept-Encoding")
NO_BODY: list[bytes] = []


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
    """What is sent for one address. Only the form that most clients take is kept in memory."""

    entry: Entry
    usual: str
    form: Form


@dataclass(frozen=True)
class Answers:
    """Everything that one release answers, and the moments between which its day lies."""

    name: str | None = None
    release: Release | None = None
    table: Mapping[str, Answer] = field(default_factory=dict)
    begins: float = 0
    ends: float = 0

    def form(self, answer: Answer, coding: str) -> Form | None:
        """Another form of an answer, from its file; None where the release has gone meanwhile."""
        assert self.release
        try:
            return form_of(
                answer.entry, coding, self.release.file(answer.entry, coding).read_bytes()
            )
        except OSError:
            return None


def load(release: Release, before: Answers) -> Answers:
    """All answers of a release. Bodies that are in memory already are not read again."""
    midnight = datetime.combine(date.fromisoformat(release.contents.origin.day), time(), UTC)
    return Answers(
        name=release.name,
        release=release,
        table={
            address: _answer(release, entry, before.table.get(address))
            for address, entry in release.contents.entries.items()
        },
        begins=midnight.timestamp(),
        ends=(midnight + timedelta(days=1)).timestamp(),
    )


def form_of(entry: Entry, coding: str, body: bytes) -> Form:
    """A form with its headers. A 304 says only what a copy needs to be kept for longer."""
    etag = f'"{entry.etag}-{coding}"' if coding else f'"{entry.etag}"'
    named = [("ETag", etag), VARY]
    cached = [pair for pair in entry.headers if pair[0] == "Cache-Control"]
    encoded = [("Content-Encoding", coding)] if coding else []
    length = [("Content-Length", str(len(body)))]
    headers = [*entry.headers, *encoded, *named, *length]
    return Form(etag, headers, [*headers, HSTS], [*cached, *named], [body])


def _answer(release: Release, entry: Entry, before: Answer | None) -> Answer:
    usual = BROTLI if BROTLI in entry.sizes else PLAIN
    if before and before.entry == entry and before.usual == usual:
        return before
    return Answer(entry, usual, form_of(entry, usual, release.file(entry, usual).read_bytes()))
