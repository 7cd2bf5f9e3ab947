"""LegiScan: bills of US states and of Congress that name kratom. Daily, off without a key.
If it breaks: docs/sources.md#legiscan
"""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from pwa.errors import SourceChanged
from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain, words
from pwa.notices.sources.published import moment
from pwa.notices.sources.reading import (
    Entry,
    listed,
    none_missing,
    part,
    raw,
    read_each,
    read_object,
)
from pwa.records.notices import Item

API = "https://api.legiscan.com/?"
PAGES = ("legiscan.com",)
CURRENT_SESSIONS = "2"
TERMS = ("kratom", "mitragynine", "hydroxymitragynine")
_STATE = re.compile(r"[A-Z]{2}")


def requests(key: str) -> Sequence[Request]:
    """One search a term: its fifty best answers. The key is in the address: do not log that."""
    shape = {"key": key, "op": "getSearch", "state": "ALL"}
    return [
        Request(API + urlencode({**shape, "query": term, "year": CURRENT_SESSIONS}))
        for term in TERMS
    ]


def parse(document: bytes) -> list[Item]:
    """The bills, under numbers beside `summary` or in a list. An error comes with status 200."""
    root = read_object(document)
    if root.get("status") != "OK":
        raise SourceChanged(f"LegiScan says: {plain(part(root, 'alert', 'message'), 200)!r}")
    found = root.get("searchresult")
    if not isinstance(found, dict) or "summary" not in found:
        raise SourceChanged("no searchresult with a summary in the answer")
    bills = [found[name] for name in found if name.isdecimal()]
    bills += listed(found, "results") if "results" in found else []
    none_missing(bills, part(found, "summary", "count"))
    return read_each(bills, _item)


def _item(entry: Entry) -> Item | None:
    key = identity(entry.get("bill_id"))
    if not key:
        return None
    bill = plain(entry.get("bill_number"))
    title = plain(entry.get("title"), TITLE)
    place = _place(words(entry.get("state")))
    acted = moment(entry.get("last_action_date"))
    return Item(
        key=key,
        title=plain(f"{bill}: {title}" if bill and title else title or bill or key, TITLE),
        summary=plain(entry.get("last_action"), SUMMARY),
        agency=f"Legislature of {place} (LegiScan)" if place else "LegiScan",
        url=link(entry.get("url"), PAGES),
        published=acted,
        language="en",
        raw=raw(entry),
        facts=facts(
            place=place,
            bill=bill,
            status=entry.get("last_action"),
            latest_action_on=acted,
            change_hash=entry.get("change_hash"),
            text_url=link(entry.get("text_url"), PAGES),
            date_means="latest action" if acted else None,
        ),
    )


def _place(state: str) -> str:
    """LegiScan's state codes; `US` is Congress."""
    if not _STATE.fullmatch(state):
        return ""
    return state if state == "US" else f"US-{state}"


SOURCE = NoticeSource(
    name="legiscan",
    title="LegiScan, bills of US states",
    place="US",
    page="https://legiscan.com/",
    policy=Policy(("api.legiscan.com",)),
    pages=PAGES,
    version=2,
    cron="27 11 * * *",
    requests=requests,
    parse=parse,
    key_setting="legiscan_key",
)
