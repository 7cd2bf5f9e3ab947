"""OpenStates: bills of US states that name kratom. Daily, off without a key.
A bill that "passed" is neither signed nor in force.
If it breaks: docs/sources.md#openstates
"""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from pwa.errors import SourceChanged
from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain, words
from pwa.notices.sources.published import moment
from pwa.notices.sources.reading import Entry, listed, part, raw, read_each, read_object
from pwa.records.notices import Item

API = "https://v3.openstates.org/bills?"
# The most recently updated: twenty is the largest page.
SEARCHES = (
    ("kratom", 1),
    ("kratom", 2),
    ("kratom", 3),
    ("mitragynine", 1),
    ("hydroxymitragynine", 1),
)
PAGES = ("openstates.org", "v3.openstates.org")
# Legislatures have many hosts; these endings are given to public bodies alone.
STATE_PAGES = (".gov", ".us")
INCLUDED = ("abstracts", "actions", "sources")
_STATE = re.compile(r"/country:us/(?:state|district|territory):([a-z]{2})/")


def requests(key: str) -> Sequence[Request]:
    """Three pages of kratom and one of each alkaloid."""
    headers = (("X-API-KEY", key),)
    return [Request(API + urlencode(_parameters(*search)), headers=headers) for search in SEARCHES]


def _parameters(term: str, page: int) -> list[tuple[str, str]]:
    shape = [("q", term), ("sort", "updated_desc"), ("per_page", "20"), ("page", str(page))]
    return [*shape, *(("include", name) for name in INCLUDED)]


def is_empty_answer(status: int, body: bytes) -> bool:
    """A page after the last is a 404 that says so."""
    if status != 404:
        return False
    try:
        return words(read_object(body).get("detail")).startswith("invalid page")
    except SourceChanged:
        return False


def parse(document: bytes) -> list[Item]:
    """The bills."""
    root = read_object(document)
    return read_each(listed(root, "results", _due(root)), _item)


def _due(root: Entry) -> object:
    """How many bills there are; a page after the last may be empty."""
    page, last = part(root, "pagination", "page"), part(root, "pagination", "max_page")
    beyond = isinstance(page, int) and isinstance(last, int) and page > last
    return None if beyond else part(root, "pagination", "total_items")


def _item(entry: Entry) -> Item | None:
    key = identity(entry.get("id"))
    if not key:
        return None
    bill = plain(entry.get("identifier"))
    title = plain(entry.get("title"), TITLE)
    place = _STATE.search(words(part(entry, "jurisdiction", "id")))
    state = plain(part(entry, "jurisdiction", "name"))
    acted = moment(entry.get("latest_action_date"))
    return Item(
        key=key,
        title=plain(f"{bill}: {title}" if bill and title else title or bill or key, TITLE),
        summary=_abstract(entry) or plain(entry.get("latest_action_description"), SUMMARY),
        agency=f"{state} legislature" if state else "OpenStates",
        url=link(entry.get("openstates_url"), PAGES),
        published=acted or moment(entry.get("first_action_date")),
        language="en",
        raw=raw(entry),
        facts=_facts(entry)
        | facts(
            place=f"US-{place[1].upper()}" if place else None,
            bill=bill,
            date_means="latest action" if acted else None,
        ),
    )


def _abstract(entry: Entry) -> str:
    abstracts = entry.get("abstracts")
    first = abstracts[0] if isinstance(abstracts, list) and abstracts else None
    return plain(part(first, "abstract"), SUMMARY)


def _facts(entry: Entry) -> dict[str, str]:
    sources = entry.get("sources")
    first = sources[0] if isinstance(sources, list) and sources else None
    return facts(
        type=entry.get("classification"),
        session=entry.get("session"),
        status=entry.get("latest_action_description"),
        subjects=entry.get("subject"),
        introduced_on=moment(entry.get("first_action_date")),
        latest_action_on=moment(entry.get("latest_action_date")),
        latest_passage_on=moment(entry.get("latest_passage_date")),
        updated_at=moment(entry.get("updated_at")),
        state_page=link(part(first, "url"), STATE_PAGES),
    )


SOURCE = NoticeSource(
    name="openstates",
    title="OpenStates, bills of US states",
    place="US",
    page="https://openstates.org/",
    policy=Policy(("v3.openstates.org",), is_empty_answer=is_empty_answer),
    pages=PAGES,
    version=2,
    cron="7 11 * * *",
    requests=requests,
    parse=parse,
    key_setting="openstates_key",
)
