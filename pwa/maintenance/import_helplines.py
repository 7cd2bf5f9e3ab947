"""Turns researched helplines into one file a country. Low confidence is never published."""

from typing import Any

import phonenumbers

from pwa.maintenance.tidy import drop_empty, source_tables, text

Record = dict[str, Any]


def helpline_table(record: Record, advice: dict[str, str]) -> Record:
    """One line of the fact file: all fields of the record, and whether the public may see it."""
    return drop_empty(
        {
            **{key: value for key, value in record.items() if key not in ("sources", "as_of")},
            "sms": drop_empty(record["sms"]) if record["sms"] else None,
            "published": record["confidence"] != "low" and is_reachable(record),
            "advice": advice.get(record["id"]),
            "as_of": text(record["as_of"]),
            "source": source_tables(record["sources"]),
        }
    )


def short_codes(records: list[Record]) -> dict[str, list[str]]:
    """By country, the short numbers in use that the phonenumbers library does not know."""
    unknown: dict[str, set[str]] = {}
    for record in records:
        country = record["place"].partition("-")[0]
        texts = [record["sms"]["to"]] if record["sms"] else []
        for number in [record["short"], *record["alt_phones"], *texts]:
            if number and not number.startswith("+") and not _is_known(number, country):
                unknown.setdefault(country, set()).add(number)
    return {country: sorted(codes) for country, codes in sorted(unknown.items())}


def _is_known(number: str, country: str) -> bool:
    if not number.isdigit():
        return False
    parsed = phonenumbers.parse(number, country)
    return phonenumbers.is_valid_short_number_for_region(parsed, country)


def is_reachable(record: Record) -> bool:
    """Whether the record names any way to reach the line."""
    ways = ("phone", "short", "sms", "chat_url", "web_url", "whatsapp")
    return any(record[way] for way in ways)
