"""congress.gov: federal bills whose title may concern kratom. Daily, off without a key.
There is no search by text: the latest updates are paged through and filtered by title.
If it breaks: docs/sources.md#congress-gov
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime

from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain, words
from pwa.notices.sources.published import moment
from pwa.notices.sources.reading import Entry, listed, part, raw, read_each, read_object
from pwa.records.notices import Item

UPDATES = (
    "https://api.congress.gov/v3/bill/{congress}/{kind}"
    "?format=json&limit=250&offset={offset}&sort=updateDate+desc"
)
SITE = "https://www.congress.gov/bill/{congress}-congress/{kind}/{number}"
PAGES = ("www.congress.gov",)
KINDS = {"HR": "house-bill", "S": "senate-bill"}
# Wide on purpose: tagging decides, this only keeps thousands of other bills out of the store.
CONCERNS = re.compile(
    r"kratom|mitragyn|\b7-?\s?oh\b|hydroxymitra|botanical|dietary supplement|controlled substance"
    r"|schedul|opioid|opiate",
    re.IGNORECASE,
)


def requests(key: str, today: date | None = None) -> Sequence[Request]:
    """The five hundred latest updates of each chamber's bills, in the Congress of `today`."""
    congress = congress_on(today or datetime.now(UTC).date())
    headers = (("X-Api-Key", key),)
    return [
        Request(UPDATES.format(congress=congress, kind=kind, offset=offset), headers=headers)
        for kind in ("hr", "s")
        for offset in (0, 250)
    ]


def congress_on(today: date) -> int:
    """The number of the Congress; a new one begins on 3 January of each odd year."""
    year = today.year - (1 if (today.month, today.day) < (1, 3) else 0)
    return (year - 1789) // 2 + 1


def parse(document: bytes) -> list[Item]:
    """The bills whose title may concern us."""
    root = read_object(document)
    bills = read_each(listed(root, "bills", _due(root)), _item)
    return [bill for bill in bills if CONCERNS.search(bill.title)]


def _due(root: Entry) -> object:
    """How many bills there are; a second page of few may be empty."""
    return None if part(root, "pagination", "prev") else part(root, "pagination", "count")


def _item(entry: Entry) -> Item | None:
    kind, number = words(entry.get("type")).upper(), words(entry.get("number"))
    key = identity(entry.get("congress"), kind, number)
    if not key:
        return None
    action = plain(part(entry, "latestAction", "text"), SUMMARY)
    # A title can be empty until someone gives it.
    bill, title = f"{kind} {number}", plain(entry.get("title"), TITLE)
    acted = moment(part(entry, "latestAction", "actionDate"))
    return Item(
        key=key,
        title=plain(f"{bill}: {title}" if title else bill, TITLE),
        summary=action,
        agency="US Congress",
        url=_page(words(entry.get("congress")), kind, number),
        published=acted,
        language="en",
        raw=raw(entry),
        facts=facts(
            place="US",
            bill=bill,
            congress=entry.get("congress"),
            chamber=entry.get("originChamber"),
            status=action,
            latest_action_on=acted,
            updated_at=moment(entry.get("updateDate")),
            date_means="latest action" if acted else None,
        ),
    )


def _page(congress: str, kind: str, number: str) -> str | None:
    """The page for readers: the answer's own link wants a key."""
    if kind not in KINDS or not (congress.isdecimal() and number.isdecimal()):
        return None
    return link(SITE.format(congress=_ordinal(congress), kind=KINDS[kind], number=number), PAGES)


def _ordinal(number: str) -> str:
    teens = number[-2:] in ("11", "12", "13")
    return number + ("th" if teens else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


SOURCE = NoticeSource(
    name="congress-gov",
    title="congress.gov, federal bills",
    place="US",
    page="https://www.congress.gov/",
    policy=Policy(("api.congress.gov",)),
    pages=PAGES,
    version=2,
    cron="57 11 * * *",
    requests=requests,
    parse=parse,
    key_setting="congress_gov_key",
)
