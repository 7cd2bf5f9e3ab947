"""The dataset's tables on calling for help and on naloxone: what the public may see."""

from collections.abc import Callable, Iterator
from typing import Any

from pwa.records import CallingRecord, Facts, HelpRecord, NaloxoneRecord, Source

Row = dict[str, Any]


def calling_tables(facts: Facts, source_row: Callable[[Source], Row]) -> dict[str, list[Row]]:
    """Rows by table. Records of low confidence are in none."""
    calling = list(facts.calling_by_place.values())
    naloxone = list(facts.naloxone_by_place.values())
    return {
        "calling": [_calling(record) for record in calling],
        "naloxone": [_naloxone(record) for record in naloxone],
        "calling_sources": list(_sources(calling, source_row, "calling")),
        "naloxone_sources": list(_sources(naloxone, source_row, "naloxone")),
    }


def _calling(record: CallingRecord) -> Row:
    of = record.offences
    return _row(record) | {
        "caller": record.protects.caller.value,
        "person": record.protects.person.value,
        "possession": of.possession.value,
        "paraphernalia": of.paraphernalia.value,
        "provision": of.provision.value,
        "supervision": of.supervision.value,
        "warrant": of.warrant.value,
        "stage": " ".join(record.stage) or None,
    }


def _naloxone(record: NaloxoneRecord) -> Row:
    carrying, giving = record.carrying, record.giving
    return _row(record) | {
        "carrying": carrying.value if carrying else None,
        "giving": giving.value if giving else None,
    }


def _row(record: HelpRecord) -> Row:
    return {
        "place": record.place,
        "summary": record.summary,
        "conditions": " ".join(record.conditions) or None,
        "limits": "; ".join(record.limits) or None,
        "since": str(record.since) if record.since else None,
        "as_of": str(record.as_of),
        "confidence": record.confidence.value,
        "instrument": record.instrument,
        "citation": record.citation,
        "url": record.url,
    }


def _sources(
    records: list[CallingRecord] | list[NaloxoneRecord],
    source_row: Callable[[Source], Row],
    table: str,
) -> Iterator[Row]:
    for record in records:
        for source in record.sources:
            yield {table: record.place} | source_row(source)
