"""Health Canada and CFIA: recalls, advisories and safety alerts, one large file. Daily.
Vehicles and medical devices in the same file are passed over.
If it breaks: docs/sources.md#health-canada
"""

import re
from collections.abc import Iterator, Sequence

from pwa.errors import SourceChanged
from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain, words
from pwa.notices.sources.published import day
from pwa.notices.sources.reading import DECODER, Entry, decoded_json, part, raw, read_each
from pwa.records.notices import Item

FILE = (
    "https://recalls-rappels.canada.ca"
    "/sites/default/files/opendata-donneesouvertes/HCRSAMOpenData.json"
)
PAGES = ("recalls-rappels.canada.ca", ".canada.ca", ".gc.ca")
MOST_BYTES = 24_000_000
MOST_BRACKETS = 200_000
ELSEWHERE = {"TC", "Medical devices"}
_SPACE = re.compile(r"\s*")


def requests(key: str) -> Sequence[Request]:
    """The whole file: it has neither pages nor filters."""
    return [Request(FILE)]


def parse(document: bytes) -> list[Item]:
    """The records that may concern what people swallow."""
    records = _records(decoded_json(document, "[", MOST_BYTES))
    return read_each((record for record in records if _may_concern_us(record)), _item)


def _may_concern_us(record: object) -> bool:
    return words(part(record, "Organization")) not in ELSEWHERE


def _records(text: str) -> Iterator[object]:
    """The array's records, one after another: all at once would take a hundred megabytes."""
    if text.count("{") + text.count("[") > MOST_BRACKETS:
        raise SourceChanged(f"more than {MOST_BRACKETS} objects")
    at, end = _after_space(text, 1), "]"
    while not text.startswith(end, at):
        try:
            record, at = DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as problem:
            raise SourceChanged(f"the JSON cannot be read: {problem}") from problem
        yield record
        at = _after_space(text, at)
        if text.startswith(",", at):
            at = _after_space(text, at + 1)
        elif not text.startswith(end, at):
            raise SourceChanged(f"the JSON breaks off at character {at}")
    if at + 1 != len(text):
        raise SourceChanged("something follows the array")


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _item(entry: Entry) -> Item | None:
    key = identity(entry.get("NID"))
    if not key:
        return None
    # The substance often stands in `Product` or `Issue` and not in the title.
    named = {"Product": "Product", "Issue": "Issue", "What to do": "What you should do"}
    told = {label: plain(entry.get(name), SUMMARY).rstrip(".") for label, name in named.items()}
    return Item(
        key=key,
        title=plain(entry.get("Title"), TITLE) or key,
        summary=plain(
            " ".join(f"{label}: {text}." for label, text in told.items() if text), SUMMARY
        ),
        agency="CFIA" if entry.get("Organization") == "CFIA" else "Health Canada",
        url=link(entry.get("URL"), PAGES),
        published=day(entry.get("Last updated")),
        language="en",
        raw=raw(entry),
        facts=_facts(entry),
    )


def _facts(entry: Entry) -> dict[str, str]:
    recall_class = words(entry.get("Recall class")).strip()
    return facts(
        type=entry.get("Category"),
        organization=entry.get("Organization"),
        product=entry.get("Product"),
        issue=entry.get("Issue"),
        classification="" if recall_class == "--" else recall_class,
        updated_on=day(entry.get("Last updated")),
        date_means="last updated" if day(entry.get("Last updated")) else None,
        archived={"0": "false", "1": "true"}.get(words(entry.get("Archived"))),
    )


SOURCE = NoticeSource(
    name="health-canada",
    title="Health Canada and CFIA recalls and safety alerts",
    place="CA",
    page="https://recalls-rappels.canada.ca/en",
    policy=Policy(("recalls-rappels.canada.ca",)),
    pages=PAGES,
    version=2,
    cron="41 10 * * *",
    requests=requests,
    parse=parse,
    empties_are_normal=False,
)
