"""Notices that speak of earlier ones: corrections, withdrawals, replacements."""

import json
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from sqlite_utils import Database

from pwa.records.notices import Standing
from pwa.store.connection import Row

# Facts by which an item speaks of an earlier one of its source: by its key, its address, or an
# address that ends in its document number.
LINKS = {
    "correction_of": None,
    "supersedes": Standing.SUPERSEDED,
    "withdraws": Standing.WITHDRAWN,
}


def tell_earlier(db: Database, item: Row, now: str) -> None:
    """Tell the earlier notices that an item speaks of: a person must look at them again."""
    facts = json.loads(item["facts"])
    for fact in LINKS.keys() & facts.keys():
        number = PurePosixPath(urlsplit(facts[fact]).path).name.removesuffix(".json")
        db.execute(
            "update notices set status = coalesce(:standing, status),"
            " superseded_by = case when :standing is null then superseded_by else :by end,"
            " open_since = case when may_change_status = 1 and relevant = 1"
            " then coalesce(open_since, :now) else open_since end"
            " where id in (select id from items where source = :source and id <> :by and"
            " (key = :target or url = :target or facts ->> '$.document_number' = :number))",
            {"standing": LINKS[fact], "by": item["id"], "now": now, "number": number}
            | {"source": item["source"], "target": facts[fact]},
        )
