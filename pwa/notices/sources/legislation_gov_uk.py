"""legislation.gov.uk: UK acts and instruments whose text names kratom. Daily; nothing is expected,
as UK law covers kratom by a general act, so a hit is an alarm.
If it breaks: docs/sources.md#legislation-gov-uk
"""

from collections.abc import Sequence

from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.feeds import ACCEPT, atom_entries, elements, text
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain
from pwa.notices.sources.published import day, moment
from pwa.notices.sources.reading import Entry, raw, read_each
from pwa.records.notices import Item

SEARCH = "https://www.legislation.gov.uk/all/data.feed?text={term}&sort=published"
PAGES = ("www.legislation.gov.uk",)
TERMS = ("kratom", "mitragynine")


def requests(key: str) -> Sequence[Request]:
    """One full-text search a term."""
    return [Request(SEARCH.format(term=term)) for term in TERMS]


def parse(document: bytes) -> list[Item]:
    """The entries. The feed's own date is never read: it was seen in the year 3200."""
    return read_each(atom_entries(document), _item)


def _item(entry: Entry) -> Item | None:
    # The path, as `uksi/2016/1`: the host and the scheme of ids have changed before.
    key = identity(text(entry, "id").partition("/id/")[2])
    if not key:
        return None
    published = moment(text(entry, "published"))
    updated = moment(text(entry, "updated"))
    return Item(
        key=key,
        title=plain(text(entry, "title"), TITLE) or key,
        summary=plain(text(entry, "summary"), SUMMARY),
        agency="legislation.gov.uk",
        url=_page(entry) or link(text(entry, "id"), PAGES),
        published=published or updated,
        language="en",
        raw=raw(entry),
        facts=facts(
            type=_value(entry, "DocumentMainType", "Value"),
            year=_value(entry, "Year", "Value"),
            number=_value(entry, "Number", "Value"),
            made_on=day(_value(entry, "CreationDate", "Date")),
            updated_at=updated,
            date_means="last updated" if updated and not published else None,
        ),
    )


def _page(entry: Entry) -> str | None:
    """Of several links, the one without type and relation leads to the page for readers."""
    for found in elements(entry, "link"):
        if not found.get("type") and found.get("rel") in (None, "alternate"):
            return link(found.get("href"), PAGES)
    return None


def _value(entry: Entry, name: str, attribute: str) -> object:
    return next((one.get(attribute) for one in elements(entry, f"ukm:{name}")), None)


SOURCE = NoticeSource(
    name="legislation-gov-uk",
    title="legislation.gov.uk",
    place="GB",
    page="https://www.legislation.gov.uk/",
    policy=Policy(PAGES, accept=ACCEPT),
    pages=PAGES,
    version=2,
    cron="43 8 * * *",
    requests=requests,
    parse=parse,
)
