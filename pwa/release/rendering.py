"""Renders pages with the application itself and keeps what each of them read."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import cast

from flask import Flask, g, request
from markupsafe import escape
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from pwa.answers.days import HORIZON
from pwa.errors import LeaflineError, StoreError
from pwa.locales import published_in
from pwa.records import Facts
from pwa.release.contents import Headers
from pwa.release.fingerprints import made_from
from pwa.release.reads import (
    ABSENT,
    Notebook,
    NotedAbsence,
    NotedRecord,
    NotedStore,
    held,
    mark,
    name_of,
)
from pwa.release.statics import statics_in
from pwa.settings import Settings
from pwa.store import NoticeStore, Store
from pwa.web.http.questions import words_of
from pwa.web.http.resources import asset_url
from pwa.web.words.online import OnlinePart, unmarked
from pwa.web.words.wording import place_name

log = logging.getLogger(__name__)

# The web server and the middleware say these themselves.
NOT_KEPT = frozenset(
    (
        "Accept-Ranges",
        "Content-Length",
        "Date",
        "ETag",
        "Last-Modified",
        "Vary",
    )
)

# How reads of facts and of files below static/ begin.
FACTS = '["facts", '
STATIC = '["static", '
# A copy may be kept, but the next visit asks whether it still holds.
ASK_FIRST = ("Cache-Control", "no-cache")


class PageFailed(LeaflineError):
    """A page cannot be rendered; its text names the page. The release before stays."""


@dataclass(frozen=True)
class Page:
    """An answer of the application, the names of all that it read, the words that its view reads
    behind the question mark, the day on which it may read otherwise, and what packs leave out."""

    address: str
    body: bytes
    headers: Headers
    reads: tuple[str, ...]
    words: tuple[str, ...] = ()
    until: date = date.max
    online: tuple[OnlinePart, ...] = ()


class Site:
    """The application as the release sees it: one day, one state of the notices.

    The moment that pages see is midnight UTC: a page holds for a whole day, so nothing on it may
    depend on the hour.
    """

    def __init__(self, settings: Settings, facts: Facts, make_app: Callable[..., Flask]) -> None:
        self.settings, self.facts = settings, facts
        self.made_from = made_from(settings, facts)
        self._notebook = Notebook()
        self._stores: dict[str, NotedStore | NotedAbsence] = {}
        self._day = date.min
        self._rule: Rule | None = None
        self._turns = set[date]()
        noted = cast(Facts, NotedRecord(facts, self._notebook, "facts"))
        self.app = make_app(settings, facts=noted, clock=self._clock)
        self.app.before_request(self._hand_out_stores)

    @contextmanager
    def on(self, day: date) -> Iterator[None]:
        """Pages are rendered for this day, from the notices as they are when first asked for."""
        self._day = day
        self._notebook.keep(FACTS)  # these stay the same as long as this process lives
        with ExitStack() as opened:
            try:
                self._stores = self._open(opened)
            except StoreError as problem:
                log.error("pages are made without the store: %s", problem)
                self._stores = {
                    name: NotedAbsence(self._notebook, name, problem)
                    for name in ("notices", "store")
                }
            yield

    @property
    def has_store(self) -> bool:
        """Whether notices can be asked for on this day."""
        return all(isinstance(store, NotedStore) for store in self._stores.values())

    def _open(self, opened: ExitStack) -> dict[str, NotedStore | NotedAbsence]:
        notices = opened.enter_context(closing(NoticeStore(self.settings.database)))
        store = opened.enter_context(closing(Store(self.settings.database)))
        notices.count()
        stores = {"notices": notices, "store": store}
        return {name: NotedStore(one, self._notebook, name) for name, one in stores.items()}

    def render(self, address: str) -> Page | None:
        """One page; None for one that needs the store while it is broken: it is left out, and
        answered by the application. Raises PageFailed for anything but a plain 200."""
        self._turns.clear()
        with self._notebook.page() as reads:
            answer = self.app.test_client().get(address)
            body, online = _unmarked(answer)
            for static in statics_in(address, body):
                self._notebook.note(name_of(("static", static)), static)
        if answer.status_code == 503 and not self.has_store:
            return None
        if answer.status_code != 200 or "Set-Cookie" in answer.headers:
            raise PageFailed(f"{address}: answered {answer.status}; the release before stays")
        for store in self._stores.values():
            if isinstance(store, NotedStore) and store.problem:
                raise PageFailed(f"{address}: {store.problem}; the release before stays")
        headers = tuple(pair for pair in answer.headers if _is_kept(*pair))
        if "Cache-Control" not in answer.headers:
            headers = (*headers, ASK_FIRST)
        assert self._rule, "a page that was answered has its rule"
        return Page(
            address,
            body,
            headers,
            tuple(sorted(reads)),
            words=tuple(sorted(words_of(self._rule))),
            until=self._until(),
            online=online,
        )

    def _until(self) -> date:
        """The first day on which the page at hand may read otherwise. What is far away is not
        worked out: it is looked at again before."""
        return min(day for day in (*self._turns, self._day + HORIZON) if day > self._day)

    @property
    def day(self) -> date:
        """The day that pages are made for."""
        return self._day

    def asset(self, name: str) -> str:
        """The address of a file below static/; empty where there is none."""
        if not Path(self.app.static_folder or "", name).is_file():
            return ""
        with self.app.app_context():
            return asset_url(name)

    def place_names(self, locale: str) -> dict[str, str]:
        """What pages of a locale call each place, by its id."""
        with self.app.test_request_context():
            g.locale = published_in(self.app)[locale]
            return {
                place.id: str(escape(place_name(place))) for place in self.facts.places.values()
            }

    def mark_of(self, read: str) -> str:
        """The mark of what a read holds now."""
        if read not in self._notebook.marks:
            source, *path = json.loads(read)
            self._notebook.marks[read] = mark(self._held(source, path))
        return self._notebook.marks[read]

    def notices(self, limit: int) -> Sequence[str]:
        """The ids of the newest relevant notices."""
        if not self.has_store:
            return []
        return [notice.id for notice in self._stores["notices"].notices(limit=limit)]  # type: ignore[attr-defined]

    def _held(self, source: str, path: list[object]) -> object:
        if source == "facts":
            return held(self.facts, cast(list[str], path))
        if source == "static":
            return path[0]  # its address says what is in it
        if not self.has_store:
            return ABSENT
        method, values, named = path
        ask = getattr(self._stores[source], cast(str, method))
        return ask(*cast(list[object], values), **cast(dict[str, object], named))

    def _clock(self) -> datetime:
        return datetime.combine(self._day, time(), UTC)

    def _hand_out_stores(self) -> None:
        self._rule = request.url_rule
        g.notices, g.store = self._stores["notices"], self._stores["store"]
        g.turns, g.marks_online = self._turns, True


def _unmarked(answer: TestResponse) -> tuple[bytes, tuple[OnlinePart, ...]]:
    if answer.mimetype != "text/html":
        return answer.get_data(), ()
    page, online = unmarked(answer.get_data(as_text=True))
    return page.encode(), online


def _is_kept(name: str, value: str) -> bool:
    """A file that is offered as a download stays one; files of pages are shown as they are."""
    if name == "Content-Disposition":
        return value.startswith("attachment")
    return name not in NOT_KEPT
