"""RASFF Window of the European Commission: notifications on food and feed that name kratom. Once a
day, as its interface is undocumented.
If it breaks: docs/sources.md#rasff
"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain, words
from pwa.notices.sources.published import local_moment
from pwa.notices.sources.reading import Entry, listed, part, raw, read_each, read_object
from pwa.records.notices import Item

HOSTS = ("webgate.ec.europa.eu",)
WINDOW = "https://webgate.ec.europa.eu/rasff-window/"
SEARCH = WINDOW + "backend/public/notification/search/consolidated/en/"
LOOK_BACK = timedelta(days=400)


def requests(key: str, today: date | None = None) -> Sequence[Request]:
    """The notifications of a year and a little more, in one request."""
    since = (today or datetime.now(UTC).date()) - LOOK_BACK
    body = {
        "parameters": {"pageNumber": 1, "itemsPerPage": 50},
        "subject": "kratom",
        "ecValidDateFrom": f"{since:%d-%m-%Y} 00:00:00",
        "ecValidDateTo": None,
    }
    headers = (("Content-Type", "application/json"),)
    return [Request(SEARCH, post=json.dumps(body, separators=(",", ":")), headers=headers)]


def parse(document: bytes) -> list[Item]:
    """The notifications."""
    root = read_object(document)
    count = root.get("totalElements", root.get("totalPages"))
    return read_each(listed(root, "notifications", count), _item)


def _item(entry: Entry) -> Item | None:
    key = identity(entry.get("notifId"))
    if not key:
        return None
    subject = plain(entry.get("subject"), TITLE)
    # Brussels time, but the zone is nowhere stated: only the day is certain.
    validated = local_moment(entry.get("ecValidationDate"))
    known = _facts(entry)
    return Item(
        key=key,
        title=subject or plain(entry.get("reference")) or key,
        summary=plain([known.get("classification"), known.get("category")], SUMMARY),
        agency="European Commission (RASFF)",
        url=link(f"{WINDOW}screen/notification/{key}", HOSTS) if key.isalnum() else None,
        published=validated[:10] if validated else None,
        # Subjects are in the notifying country's language and then in English.
        language="mul" if "///" in subject else "en",
        raw=raw(entry),
        facts=known | facts(validated_at_local=validated),
    )


def _facts(entry: Entry) -> dict[str, str]:
    origins = entry.get("originCountries")
    return facts(
        reference=entry.get("reference"),
        type=_described(entry, "productType"),
        category=_described(entry, "productCategory"),
        classification=_described(entry, "notificationClassification"),
        risk_decision=_described(entry, "riskDecision"),
        notifying_country=part(entry, "notifyingCountry", "organizationName"),
        origin_countries=[
            part(origin, "organizationName")
            for origin in (origins if isinstance(origins, list) else [])
        ],
    )


def _described(entry: Entry, name: str) -> str:
    return words(part(entry, name, "description"))


SOURCE = NoticeSource(
    name="rasff",
    title="RASFF, food and feed alerts of the European Union",
    place="EU",
    page=WINDOW + "screen/search",
    policy=Policy(HOSTS),
    pages=HOSTS,
    version=2,
    cron="53 16 * * *",
    requests=requests,
    parse=parse,
)
