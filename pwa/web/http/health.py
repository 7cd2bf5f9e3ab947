"""For operators: is the process alive, is all well, and if not, what is wrong since when?"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, Response, request

from pwa.errors import StoreError
from pwa.records.release import RELEASE_STATUS, ReleaseStatus
from pwa.store import JobStore
from pwa.web.http import resources

bp = Blueprint("health", __name__)

# The release is looked after every five minutes; a build of everything may take longer than that.
SILENCE = timedelta(minutes=30)
# After midnight the release of the day before is in use until that of the day is made.
BUILDING = timedelta(minutes=30)


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return _text("ok")


@bp.get("/readyz")
def ready() -> Response:
    """`ok`; or 503 and a line for each fault, with the moment since when it is there."""
    faults = [*_store_faults(), *_release_faults()]
    if faults:
        return _text(*faults, status=503)
    return _text("ok", *_release_notes())


def _store_faults() -> Iterator[str]:
    """What is wrong with the store, or with the jobs, which write into it when they ran."""
    try:
        _check_what_changed()
        resources.store().search("kratom", limit=1)
        resources.notices().count()
        with closing(JobStore(resources.settings().database)) as store:
            runs = store.last_runs().values()
    except StoreError as problem:
        yield f"store: {problem}; since {_moment(_since('store'))}"
        return
    _healed("store")
    settings = resources.settings()
    if settings.jobs or settings.build:
        moments = [run.finished_at or run.started_at for run in runs]
        last = max(map(_read, moments)) if moments else resources.started_at()
        if resources.now() - last > SILENCE:
            yield f"jobs: none has run since {_moment(last)}"


def _check_what_changed() -> None:
    """Look through the file where it is not the one that was sound: other pages would not notice
    what they do not read. Raises StoreError."""
    extensions, path = resources.app().extensions, resources.settings().database
    state = path.stat() if path.exists() else None
    mark = (state.st_mtime_ns, state.st_size) if state else None
    if extensions.get("leafline.sound") != mark or mark is None:
        resources.store().check()
        extensions["leafline.sound"] = mark


def _release_faults() -> Iterator[str]:
    found, now = _release(), resources.now()
    if found is None or not resources.settings().build:
        return
    if found.damaged:
        since = found.since or _since("release")
        yield f"release: {found.damaged} addresses are damaged; since {_moment(since)}"
    midnight = datetime.combine(now.date(), time(), UTC)
    if found.day and found.day < now.date() and now - midnight > BUILDING:
        yield f"release: of {found.day}, and none of today; since {_moment(midnight)}"
    if found.name is None and now - resources.started_at() > SILENCE:
        yield f"release: none that this code can use; since {_moment(resources.started_at())}"


def _release_notes() -> Iterator[str]:
    found = _release()
    if found and found.name is None and resources.settings().build:
        yield f"release: being made since {_moment(resources.started_at())}"


def _release() -> ReleaseStatus | None:
    """As the middleware ahead of us knows it; None where there is none."""
    found: ReleaseStatus | None = request.environ.get(RELEASE_STATUS)
    return found


def _since(what: str) -> datetime:
    """When this process first saw that fault."""
    seen: dict[str, datetime] = resources.app().extensions.setdefault("leafline.faults", {})
    return seen.setdefault(what, resources.now())


def _healed(what: str) -> None:
    resources.app().extensions.get("leafline.faults", {}).pop(what, None)


def _read(moment: str) -> datetime:
    read = datetime.fromisoformat(moment)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%MZ}"


def _text(*lines: str, status: int = 200) -> Response:
    text = "".join(f"{line}\n" for line in lines)
    return Response(text, status, content_type="text/plain; charset=utf-8")
