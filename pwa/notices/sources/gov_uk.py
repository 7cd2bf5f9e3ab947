"""GOV.UK search: what any UK department or agency publishes on kratom, and MHRA's newest. Daily.
If it breaks: docs/sources.md#gov-uk
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain
from pwa.notices.sources.published import moment
from pwa.notices.sources.reading import Entry, listed, part, raw, read_each, read_object
from pwa.records.notices import Item

SITE = "https://www.gov.uk"
# Both endings are given to public bodies alone.
PAGES = (".gov.uk", ".nhs.uk")
FIELDS = "title,link,description,public_timestamp,format,organisations"
SEARCHES = (
    ("q", "kratom"),
    ("q", "mitragynine"),
    ("q", "7-hydroxymitragynine"),
    ("filter_organisations", "medicines-and-healthcare-products-regulatory-agency"),
)


def requests(key: str) -> Sequence[Request]:
    """The newest fifty of each search."""
    shape = [("order", "-public_timestamp"), ("count", "50"), ("fields", FIELDS)]
    return [
        Request(f"{SITE}/api/search.json?" + urlencode([search, *shape], safe=","))
        for search in SEARCHES
    ]


def parse(document: bytes) -> list[Item]:
    """The documents found."""
    root = read_object(document)
    return read_each(listed(root, "results", root.get("total")), _item)


def _item(entry: Entry) -> Item | None:
    key = identity(entry.get("link"))
    if not key:
        return None
    organisations = _organisations(entry)
    return Item(
        key=key,
        title=plain(entry.get("title"), TITLE) or key,
        summary=plain(entry.get("description"), SUMMARY),
        agency=plain(organisations) or "GOV.UK",
        # A path on GOV.UK, or another site's full address.
        url=link(entry.get("link"), PAGES, SITE),
        published=moment(entry.get("public_timestamp")),
        language="en",
        raw=raw(entry),
        facts=facts(
            type=entry.get("format"),
            organisations=organisations,
            updated_at=moment(entry.get("public_timestamp")),
        ),
    )


def _organisations(entry: Entry) -> list[object]:
    known = entry.get("organisations")
    return [part(one, "title") for one in known] if isinstance(known, list) else []


SOURCE = NoticeSource(
    name="gov-uk",
    title="GOV.UK (MHRA, Home Office and others)",
    place="GB",
    page="https://www.gov.uk/search/all?keywords=kratom&order=updated-newest",
    policy=Policy(("www.gov.uk",)),
    pages=PAGES,
    version=2,
    cron="37 8 * * *",
    requests=requests,
    parse=parse,
)
