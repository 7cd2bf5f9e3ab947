"""A store with a few notices in it, as a refresh would leave them."""

from datetime import UTC, datetime
from pathlib import Path

from pwa.records.notices import Item, NoticeKind, Stage, Tags
from pwa.records.outcomes import Outcome
from pwa.records.refreshes import RefreshResult
from pwa.store.notice_rows import public_id
from tests.store.every import EveryStore

SOURCE = "federal-register"


def item(key: str, title: str, published: str = "2026-11-20", **more: str) -> Item:
    return Item(
        key=key, title=title, summary=more.pop("summary", "What it says."),
        agency=more.pop("agency", "DEA"), url=more.pop("url", f"https://www.federalregister.gov/d/{key}"),
        published=published, language=more.pop("language", "en"), raw="{}", facts=more,
    )  # fmt: skip


def tags(place: str | None = "US", **more: object) -> Tags:
    fields = {
        "relevant": True, "score": 0.9, "kind": NoticeKind.SCHEDULING, "stage": Stage.PROPOSED,
        "substances": ("7oh",), "may_change_status": True, "reasons": ("title: 7-OH",),
    }  # fmt: skip
    return Tags(place=place, **{**fields, **more})


NOTICES = (
    (item("2026-13580", "Temporary placement of 7-OH above a threshold"), tags()),
    (
        item("2026-17429", "Placement of pseudoindoxyl, MGM-15 and MGM-16", "2026-08-26"),
        tags(stage=Stage.IN_FORCE, substances=()),
    ),
    (
        item(
            "F-1", "Recall of kratom powder <script>alert(1)</script>", "2026-10-01", agency="FDA"
        ),
        tags(
            kind=NoticeKind.RECALL,
            stage=Stage.NONE,
            substances=("kratom",),
            may_change_status=False,
        ),
    ),
    (
        item("FL-1", "Emergency rule on 7-OH", "2026-06-22", agency="Florida Attorney General"),
        tags("US-FL", stage=Stage.IN_FORCE),
    ),
    (
        item("TH-1", "ประกาศกระทรวงสาธารณสุข", "2025-10-12", language="th", agency="อย."),
        tags("TH", kind=NoticeKind.REGULATION, substances=("kratom",)),
    ),
    (item("X-1", "About kava only"), tags(None, relevant=False, may_change_status=False)),
)


def fill(database: Path, at: datetime = datetime(2026, 11, 22, 9, tzinfo=UTC)) -> dict[str, str]:
    """Store the notices; their public ids by key."""
    store = EveryStore(database)
    refresh = store.begin_refresh(SOURCE, at)
    store.record_refresh(refresh, SOURCE, RefreshResult(Outcome.OK, at, items=NOTICES))
    store.close()
    return {one.key: public_id(SOURCE, one.key) for one, _ in NOTICES}
