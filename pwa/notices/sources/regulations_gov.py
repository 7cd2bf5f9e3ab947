"""regulations.gov: documents in the federal dockets on kratom's substances, with the days until
which one may comment. Daily, off without a key. Comments are never read: they are personal data.
If it breaks: docs/sources.md#regulations-gov
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from pwa.errors import SourceChanged
from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain
from pwa.notices.sources.published import eastern_day
from pwa.notices.sources.reading import Entry, none_missing, part, raw, read_each, read_object
from pwa.records.notices import Item

API = "https://api.regulations.gov/v4/documents?"
SITE = ("www.regulations.gov",)
PAGES = {"documents": "document", "dockets": "docket"}
DOCKETS = ("DEA-1570", "DEA-1644", "DEA-1665", "HHS-OASH-2026-0232")
SEARCHES = (
    *(("filter[docketId]", docket) for docket in DOCKETS),
    *(("filter[searchTerm]", term) for term in ("kratom", "7-hydroxymitragynine")),
)


def requests(key: str) -> Sequence[Request]:
    """The latest of each docket and of each search."""
    shape = [("sort", "-lastModifiedDate"), ("page[size]", "250")]
    headers = (("X-Api-Key", key),)
    return [Request(API + urlencode([one, *shape]), headers=headers) for one in SEARCHES]


def parse(document: bytes) -> list[Item]:
    """The documents of a list, or the one docket or document of an answer without a list."""
    root = read_object(document)
    data = root.get("data")
    if isinstance(data, list):
        none_missing(data, part(root, "meta", "totalElements"))
    elif not isinstance(data, dict):
        raise SourceChanged(f"no data in the answer, only {sorted(root)[:8]}")
    entries = data if isinstance(data, list) else [data]
    return read_each((entry for entry in entries if not _is_comment(entry)), _item)


def _is_comment(entry: object) -> bool:
    kind = part(entry, "attributes", "documentType")
    return part(entry, "type") == "comments" or kind == "Public Submission"


def _item(entry: Entry) -> Item | None:
    key = identity(entry.get("id"))
    known = part(entry, "attributes")
    if not key or not isinstance(known, dict):
        return None
    page = PAGES.get(plain(entry.get("type")))
    return Item(
        key=key,
        title=plain(known.get("title"), TITLE) or key,
        summary=plain(known.get("documentType") or known.get("docketType"), SUMMARY),
        agency=plain(known.get("agencyId")) or key.partition("-")[0],
        url=link(f"https://www.regulations.gov/{page}/{key}", SITE) if page else None,
        published=eastern_day(known.get("postedDate")),
        language="en",
        raw=raw(entry),
        facts=_facts(known),
    )


def _facts(known: Entry) -> dict[str, str]:
    return facts(
        type=known.get("documentType") or known.get("docketType"),
        docket=known.get("docketId"),
        document_number=known.get("frDocNum"),
        effective_on=eastern_day(known.get("effectiveDate")),
        comments_close_on=eastern_day(known.get("commentEndDate")),
        open_for_comment=known.get("openForComment"),
        withdrawn=known.get("withdrawn"),
        updated_on=eastern_day(known.get("lastModifiedDate") or known.get("modifyDate")),
    )


SOURCE = NoticeSource(
    name="regulations-gov",
    title="regulations.gov, federal dockets",
    place="US",
    page="https://www.regulations.gov/",
    policy=Policy(("api.regulations.gov",), accept="application/vnd.api+json, application/json"),
    pages=SITE,
    version=2,
    cron="47 11 * * *",
    requests=requests,
    parse=parse,
    key_setting="regulations_gov_key",
)
