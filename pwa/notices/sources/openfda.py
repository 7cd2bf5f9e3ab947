"""openFDA: enforcement reports (recalls) on food and drugs that name kratom. Daily, no key needed.
Recalls arrive here weeks after the press release, with their class.
If it breaks: docs/sources.md#openfda
"""

import hashlib
import json
from collections.abc import Sequence
from functools import partial

from pwa.errors import SourceChanged
from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.fda_rss import WALLS
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain, words
from pwa.notices.sources.published import day
from pwa.notices.sources.reading import Entry, listed, part, raw, read_each, read_object
from pwa.records.notices import Item

HOSTS = ("api.fda.gov",)
API = "https://api.fda.gov/{product}/enforcement.json?search="
# A plus sign is a space, and a space between terms means "or".
SEARCH = (
    "(product_description:(kratom+mitragyna+mitragynine+hydroxymitragynine+%227-OH%22)"
    "+OR+reason_for_recall:(kratom+mitragynine+hydroxymitragynine))"
    "&sort=report_date:desc&limit=100"
)


def requests(product: str, key: str) -> Sequence[Request]:
    """The hundred newest reports on `product`, "food" or "drug"."""
    return [Request(API.format(product=product) + SEARCH)]


def is_empty_answer(status: int, body: bytes) -> bool:
    """Nothing found is a 404; only its body tells it from a wrong address."""
    if status != 404:
        return False
    try:
        return _finds_nothing(read_object(body))
    except SourceChanged:
        return False


def parse(product: str, document: bytes) -> list[Item]:
    """The reports, a line of a recall each."""
    root = read_object(document)
    if _finds_nothing(root):
        return []
    if "error" in root:
        raise SourceChanged(f"openFDA says: {plain(json.dumps(root['error']), 200)}")
    return read_each(
        listed(root, "results", part(root, "meta", "results", "total")), partial(_item, product)
    )


def _finds_nothing(root: Entry) -> bool:
    return part(root, "error", "code") == "NOT_FOUND" and "results" not in root


def _item(product: str, entry: Entry) -> Item | None:
    key = _key(entry)
    if not key:
        return None
    description = plain(entry.get("product_description"), TITLE)
    firm = plain(entry.get("recalling_firm"))
    return Item(
        key=key,
        title=plain(f"Recall: {description} ({firm})" if firm else f"Recall: {description}", TITLE),
        summary=_summary(entry),
        agency="FDA",
        url=_address(product, entry),
        published=day(entry.get("report_date")),
        language="en",
        raw=raw(entry),
        facts=_facts(entry),
    )


def _key(entry: Entry) -> str:
    """The recall's number; reports not yet classified have none, and one event many lines."""
    number = identity(entry.get("recall_number"))
    product = words(entry.get("product_description"))
    if number or not product:
        return number
    digest = hashlib.sha256(product.encode("utf-8", "replace")).hexdigest()[:16]
    return identity(entry.get("event_id"), digest)


def _summary(entry: Entry) -> str:
    lines = {
        "Reason": "reason_for_recall",
        "Class": "classification",
        "Status": "status",
        "Distribution": "distribution_pattern",
    }
    told = {label: plain(entry.get(name)).rstrip(".") for label, name in lines.items()}
    return plain(" ".join(f"{label}: {text}." for label, text in told.items() if text), SUMMARY)


def _address(product: str, entry: Entry) -> str | None:
    """The report has no page of its own: the query that shows it."""
    for field in ("recall_number", "event_id"):
        value = words(entry.get(field)).strip()
        if value and value.isascii() and value.replace("-", "").isalnum():
            address = API.format(product=product) + f"{field}:%22{value}%22&limit=100"
            return link(address, HOSTS)
    return None


def _facts(entry: Entry) -> dict[str, str]:
    return facts(
        type=entry.get("product_type"),
        recall_number=entry.get("recall_number"),
        event_id=entry.get("event_id"),
        status=entry.get("status"),
        classification=entry.get("classification"),
        reason=entry.get("reason_for_recall"),
        firm=entry.get("recalling_firm"),
        firm_state=entry.get("state"),
        firm_country=entry.get("country"),
        distribution=entry.get("distribution_pattern"),
        mandate=entry.get("voluntary_mandated"),
        quantity=entry.get("product_quantity"),
        codes=entry.get("code_info"),
        started_on=day(entry.get("recall_initiation_date")),
        classified_on=day(entry.get("center_classification_date")),
        reported_on=day(entry.get("report_date")),
        ended_on=day(entry.get("termination_date")),
    )


def _source(product: str, cron: str) -> NoticeSource:
    return NoticeSource(
        name=f"openfda-{product}",
        title=f"openFDA, {product} recalls",
        place="US",
        page=f"https://open.fda.gov/apis/{product}/enforcement/",
        policy=Policy(HOSTS, walls=WALLS, retries=1, is_empty_answer=is_empty_answer),
        pages=HOSTS,
        version=2,
        cron=cron,
        requests=partial(requests, product),
        parse=partial(parse, product),
    )


FOOD = _source("food", "23 9 * * *")
DRUG = _source("drug", "31 9 * * *")
