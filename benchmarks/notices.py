"""How fast notices are stored and listed: `python -m benchmarks.notices [how many]`."""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pwa.app import create_app
from pwa.records.notices import Item, NoticeKind, Stage, Tags
from pwa.records.outcomes import Outcome
from pwa.records.refreshes import RefreshResult
from pwa.settings import Settings
from pwa.store import Store
from tests.store.every import EveryStore

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PLACES = ("US", "US-OH", "US-TX", "US-CA", "TH", "GB", "AU", "CA", "DE", "SE")
SUBSTANCES = ("kratom", "mitragynine", "7-oh", "pseudoindoxyl")
PART = 10_000  # notices a refresh


def main(number: int) -> None:
    """Store so many notices, then ask for lists as pages and feeds do."""
    chance = random.Random(1)  # noqa: S311  # figures to compare, no secrets
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leafline.db"
        Store.prepare(path, [], "none")
        store = EveryStore(path)
        seconds = _backfill(store, number, chance)
        tell(f"backfill: {number} notices in {seconds:.1f} s, {number / seconds:.0f} a second")
        items = _items(number - PART, number, chance)
        began = time.perf_counter()
        _refresh(store, "backfill-again", items)
        first = time.perf_counter()
        _refresh(store, "backfill-again", items)
        again = time.perf_counter() - first
        tell(f"{PART} new in one refresh: {first - began:.1f} s; the same again: {again:.1f} s")
        _ask(store)
        _render(Path(folder))
        tell(f"database: {path.stat().st_size / 1e6:.0f} MB")
        store.close()


def _render(folder: Path) -> None:
    """Whole pages and feeds, with everything around the notices."""
    client = create_app(Settings(data=folder)).test_client()
    for address in (
        "/en/notices",
        "/en/notices?place=US-OH",
        "/en/law/us-oh",
        "/en/notices.atom?place=US-OH",
        "/en/notices.json?substance=7oh",
        "/api/v1/notices?place=US-OH",
    ):
        client.get(address)
        times = []
        for _ in range(20):
            began = time.perf_counter()
            assert client.get(address).status_code == 200
            times.append(time.perf_counter() - began)
        tell(f"{address}: {statistics.median(times) * 1000:.1f} ms (median of 20)")


def _ask(store: EveryStore) -> None:
    middle = store.notices(since="2020")[-1].cursor
    for _ in range(40):
        middle = store.notices(limit=1000, before=middle)[-1].cursor
    questions: dict[str, Callable[[], object]] = {
        "newest 50": lambda: store.notices(limit=50),
        "50 far down the list": lambda: store.notices(limit=50, before=middle),
        "place": lambda: store.notices(place="US-OH", limit=50),
        "rare place": lambda: store.notices(place="NU", limit=50),
        "substance": lambda: store.notices(substance="7-oh", limit=50),
        "place and substance": lambda: store.notices(place="SE", substance="7-oh", limit=50),
        "since a date": lambda: store.notices(since="2026-11-01", limit=50),
        "queue": lambda: store.queue(50),
        "one notice": lambda: store.notice(middle[1]),
        "places": store.places,
        "count": store.count,
    }
    for name, question in questions.items():
        times = []
        for _ in range(20):
            began = time.perf_counter()
            question()
            times.append((time.perf_counter() - began) * 1000)
        tell(f"{name}: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms")


def _backfill(store: EveryStore, number: int, chance: random.Random) -> float:
    seconds = 0.0
    for start in range(0, number, PART):
        items = _items(start, min(start + PART, number), chance)
        began = time.perf_counter()
        _refresh(store, "backfill", items)
        seconds += time.perf_counter() - began
    return seconds


def _refresh(store: EveryStore, source: str, items: list[tuple[Item, Tags]]) -> None:
    finding = RefreshResult(Outcome.OK, NOW, items=items)
    store.record_refresh(store.begin_refresh(source, NOW), source, finding)


def _items(start: int, end: int, chance: random.Random) -> list[tuple[Item, Tags]]:
    return [(_item(number, chance), _tags(number, chance)) for number in range(start, end)]


def _item(number: int, chance: random.Random) -> Item:
    text = " ".join(chance.choices(("kratom", "7-OH", "recall", "of", "the", "notice"), k=60))
    return Item(
        key=str(number),
        title=f"Notice {number}: {text[:60]}",
        summary=text,
        agency="FDA",
        url=f"https://www.fda.gov/{number}",
        published=(date(2026, 11, 22) - timedelta(days=chance.randrange(4000))).isoformat(),
        language="en",
        raw='{"text": "' + text * 2 + '"}',
        facts={"type": "Rule"},
    )


def _tags(number: int, chance: random.Random) -> Tags:
    return Tags(
        relevant=number % 20 != 0,
        score=chance.random(),
        place="NU" if number % 10_000 == 1 else chance.choice(PLACES),
        kind=NoticeKind.RECALL,
        stage=Stage.NONE,
        substances=tuple(chance.sample(SUBSTANCES, chance.randrange(3))),
        may_change_status=number % 50 == 1,
        reasons=("title: kratom", "title: recall"),
    )


def tell(line: str) -> None:
    """Print one figure."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
