"""US Federal Register: rules, proposals and notices naming kratom's substances, and what is filed
for public inspection before it is published. Every six hours on the days that follow an issue.
If it breaks: docs/sources.md#federal-register
"""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from pwa.errors import SourceChanged
from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain
from pwa.notices.sources.published import day, moment
from pwa.notices.sources.reading import Entry, listed, part, raw, read_each, read_object
from pwa.records.notices import Item

API = "https://www.federalregister.gov/api/v1/"
PAGES = ("www.federalregister.gov", "public-inspection.federalregister.gov", "www.govinfo.gov")
TERMS = (
    "kratom",
    "mitragynine",
    '"7-hydroxymitragynine"',
    '"mitragynine pseudoindoxyl"',
    "MGM-15",
    "MGM-16",
)
# DEA-1665 is SR-17018, often confused with relatives of kratom's alkaloids.
DOCKETS = ("DEA-1570", "DEA-1644", "DEA-1665", "HHS-OASH-2026-0232")
FIELDS = (
    "document_number", "title", "type", "action", "dates", "abstract", "publication_date",
    "effective_on", "comments_close_on", "docket_ids", "agencies", "html_url", "pdf_url",
    "correction_of",
)  # fmt: skip
_DOCKET_PREFIX = re.compile(r"^docket\s+(no|number|id)s?\b[.:]*\s*", re.IGNORECASE)


def requests(key: str) -> Sequence[Request]:
    """One search a term and one a docket; no key is needed."""
    searches = [("conditions[term]", term) for term in TERMS]
    searches += [("conditions[docket_id]", docket) for docket in DOCKETS]
    shape = [("order", "newest"), ("per_page", "50"), *(("fields[]", field) for field in FIELDS)]
    return [_search("documents", one, *shape) for one in searches]


def inspection_requests(key: str) -> Sequence[Request]:
    """One search a term."""
    kind, shape = "public-inspection-documents", ("per_page", "50")
    return [_search(kind, ("conditions[term]", term), shape) for term in TERMS]


def _search(kind: str, *parameters: tuple[str, str]) -> Request:
    return Request(f"{API}{kind}.json?{urlencode(parameters)}")


def parse(document: bytes) -> list[Item]:
    """Published documents. An answer without results has no list, only a count of nought."""
    root = read_object(document)
    if "results" not in root and root.get("count") == 0:
        return []
    return read_each(listed(root, "results", root.get("count")), _published)


def parse_inspection(document: bytes) -> list[Item]:
    """Documents filed but not yet published. Here an empty answer has an empty list."""
    root = read_object(document)
    if "count" not in root:
        raise SourceChanged(f"no count in the answer, only {sorted(root)[:8]}")
    return read_each(listed(root, "results", root["count"]), _filed)


def _published(entry: Entry) -> Item | None:
    # Numbers were used again in other years before 2016.
    key = identity(entry.get("document_number"), entry.get("publication_date"))
    if not key:
        return None
    return _item(entry, key, day(entry.get("publication_date")), _facts(entry))


def _filed(entry: Entry) -> Item | None:
    key = identity(entry.get("document_number"))
    if not key:
        return None
    filing = facts(
        status="filed for public inspection, not yet published",
        filed_at=moment(entry.get("filed_at")),
        filing_type=entry.get("filing_type"),
        editorial_note=entry.get("editorial_note"),
    )
    return _item(entry, key, moment(entry.get("filed_at")), _facts(entry) | filing)


def _item(entry: Entry, key: str, published: str | None, known: dict[str, str]) -> Item:
    abstract = plain(entry.get("abstract"), SUMMARY)
    action = " ".join(filter(None, (plain(entry.get(name)) for name in ("action", "dates"))))
    return Item(
        key=key,
        title=plain(entry.get("title"), TITLE) or key,
        summary=abstract or action,
        agency=plain(_agencies(entry)) or "Federal Register",
        url=link(entry.get("html_url"), PAGES) or link(entry.get("pdf_url"), PAGES),
        published=published,
        language="en",
        raw=raw(entry),
        facts=known,
    )


def _facts(entry: Entry) -> dict[str, str]:
    listed_dockets = entry.get("docket_ids")
    dockets = listed_dockets if isinstance(listed_dockets, list) else []
    return facts(
        document_number=entry.get("document_number"),
        type=entry.get("type"),
        action=entry.get("action"),
        dates=entry.get("dates"),  # `effective_on`, which a machine reads there, may disagree
        publication_on=day(entry.get("publication_date")),
        effective_on=day(entry.get("effective_on")),
        comments_close_on=day(entry.get("comments_close_on")),
        docket=[_DOCKET_PREFIX.sub("", plain(one)) for one in dockets],
        correction_of=entry.get("correction_of"),
        pdf_url=link(entry.get("pdf_url"), PAGES),
    )


def _agencies(entry: Entry) -> list[object]:
    agencies = entry.get("agencies")
    known = agencies if isinstance(agencies, list) else []
    return [part(agency, "name") or part(agency, "raw_name") for agency in known]


PUBLISHED = NoticeSource(
    name="federal-register",
    title="US Federal Register",
    place="US",
    page="https://www.federalregister.gov/",
    policy=Policy(("www.federalregister.gov",)),
    pages=PAGES,
    version=2,
    # Days by name: APScheduler counts from Monday.
    cron="17 1,7,13,19 * * mon-sat",
    requests=requests,
    parse=parse,
)
INSPECTION = NoticeSource(
    name="federal-register-inspection",
    title="US Federal Register, filed for public inspection",
    place="US",
    page="https://www.federalregister.gov/public-inspection",
    policy=Policy(("www.federalregister.gov",)),
    pages=PAGES,
    version=2,
    # Filings appear at about 08:45, 11:15, 14:00, 16:15 and 18:00 Eastern.
    cron="52 1,7,13,19 * * mon-sat",
    requests=inspection_requests,
    parse=parse_inspection,
)
