"""One refresh of one source: asked, read, tagged and stored whole, or told why not."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from pwa.errors import StoreError
from pwa.notices.context import Context
from pwa.notices.gathering import Found, gather
from pwa.notices.source import NoticeSource
from pwa.records.outcomes import SUCCESSES, Outcome
from pwa.records.refreshes import Counts, Document, RefreshResult, SourceState
from pwa.store import RefreshStore

FAILURES = 5  # so many in a row open the circuit breaker
FIRST_WAIT = timedelta(hours=1)
REFUSED_WAIT = timedelta(hours=6)  # after a refusal that names no time itself
LONGEST_WAIT = timedelta(days=1)
SECOND_TRY = 1.0  # seconds until the row of a failure is tried to be left again

NOTHING = Counts()

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Summary:
    """How a refresh ended, for people."""

    source: str
    outcome: Outcome
    detail: str = ""
    counts: Counts = NOTHING
    seconds: float = 0

    @property
    def failed(self) -> bool:
        """Whether a person should know. A source that is off until it has a key has not failed."""
        return self.outcome not in SUCCESSES | {Outcome.NO_KEY}

    def line(self) -> str:
        """One line, as `federal-register: ok, 12 seen, 2 new, 0 changed, 1.4 s`."""
        counts = self.counts
        found = f"{counts.seen} seen, {counts.new} new, {counts.changed} changed"
        parts = [
            self.outcome.value,
            found if self.outcome is Outcome.OK or counts.seen else "",
            self.detail,
            f"{self.seconds:.1f} s",
        ]
        return f"{self.source}: {', '.join(filter(None, parts))}"


def refresh(
    source: NoticeSource, store: RefreshStore, context: Context, *, force: bool = False
) -> Summary:
    """Refresh one source; safe to run twice and to kill. One row of `refreshes` in any case.

    `force` asks a source that we would leave alone for now. Raises StoreError, after another try
    to leave the row; what was stored before stays as it was.
    """
    started = context.now()
    begun: int | None = None
    try:
        begun = store.begin_refresh(source.name, started)
        state = store.source(source.name)
        result = _reason_not_to_ask(source, state, context, started, force) or _find(
            source, state, store.documents(source.name), context
        )
        counts = store.record_refresh(begun, source.name, result)
    except StoreError as problem:
        context.sleep(SECOND_TRY)
        failed = RefreshResult(Outcome.ERROR, context.now(), _line(str(problem)))
        with suppress(StoreError):
            begun = begun or store.begin_refresh(source.name, started)
            store.record_refresh(begun, source.name, failed)
        raise
    seconds = max((result.finished_at - started).total_seconds(), 0)
    return Summary(source.name, result.outcome, result.detail, counts, seconds)


def _find(
    source: NoticeSource, state: SourceState, known: Mapping[str, Document], context: Context
) -> RefreshResult:
    """Ask the source and tag what it sends. Raises nothing: a fault becomes the outcome."""
    try:
        found = gather(source, known, context)
        items = [(item, context.tag(item)) for item in found.items]
    except Exception as problem:  # whatever it is: the row tells it, and other sources go on
        log.exception("refresh of %s", source.name)
        found, items = Found(), []
        found.fail(Outcome.ERROR, f"a fault of ours: {type(problem).__name__}: {problem}")
    wait = _wait(state, found)
    finished = context.now()
    return RefreshResult(
        found.outcome(),
        finished,
        _line(context.without_key(found.told())),
        documents=found.documents,
        items=items,
        present=frozenset(found.keys) if found.is_whole() else None,
        retry_not_before=finished + wait if wait else None,
        suspect=found.suspect if found.read and not found.failures else None,
    )


def _reason_not_to_ask(
    source: NoticeSource, state: SourceState, context: Context, at: datetime, force: bool
) -> RefreshResult | None:
    later = _leave_alone_until(state, at)
    if later and not force:
        detail = f"not asked before {later:%Y-%m-%d %H:%M} UTC, as it failed or refused lately"
        return RefreshResult(state.last_outcome or Outcome.ERROR, at, detail, asked=False)
    if source.key_setting and not context.key:
        detail = f"off until {source.key_setting} is set"
        return RefreshResult(Outcome.NO_KEY, at, detail, asked=False)
    return None


def _leave_alone_until(state: SourceState, now: datetime) -> datetime | None:
    """Until when; None where we may ask. A moment too far ahead comes from a clock set back."""
    if not state.retry_not_before:
        return None
    later = datetime.fromisoformat(state.retry_not_before)
    return later if now < later <= now + LONGEST_WAIT else None


def _wait(state: SourceState, found: Found) -> timedelta | None:
    """How long to leave a source alone after what it just did."""
    if not found.failures:
        return None
    wait = timedelta(seconds=found.retry_after or 0)
    if found.failures[-1][0] is Outcome.BLOCKED and not wait:
        wait = REFUSED_WAIT
    failures = state.failures_in_a_row + 1
    if failures >= FAILURES and not found.read and not found.unchanged:
        wait = max(wait, FIRST_WAIT * 2 ** min(failures - FAILURES, 10))
    return min(wait, LONGEST_WAIT) or None


def _line(detail: str) -> str:
    return " ".join(detail.split())[:300]
