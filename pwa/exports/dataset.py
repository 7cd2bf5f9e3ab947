"""The dataset for partners: every published fact as tables, and as one SQLite file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pwa.exports.calling_tables import calling_tables
from pwa.exports.safety_tables import Row, safety_tables
from pwa.records import Facts, Helpline, LawRecord, Rule, Source
from pwa.store.tables import Keys, write_tables

Tables = Mapping[str, Sequence[Row]]

LICENCE = "CC BY 4.0"
# Each table with its key and its links to others; the order is that in which they are written.
TABLES: Mapping[str, Keys] = {
    "places": ("id", (("parent", "places", "id"),)),
    "law_records": ("id", (("place", "places", "id"),)),
    "law_rules": (None, (("record", "law_records", "id"),)),
    "law_events": (None, (("record", "law_records", "id"),)),
    "law_sources": (None, (("record", "law_records", "id"),)),
    "helplines": ("id", (("place", "places", "id"),)),
    "helpline_sources": (None, (("helpline", "helplines", "id"),)),
    "calling": ("place", (("place", "places", "id"),)),
    "calling_sources": (None, (("calling", "calling", "place"),)),
    "naloxone": ("place", (("place", "places", "id"),)),
    "naloxone_sources": (None, (("naloxone", "naloxone", "place"),)),
    "studies": ("id", ()),
    "claims": ("id", ()),
    "claim_studies": (None, (("claim", "claims", "id"), ("study", "studies", "id"))),
    "sentences": (None, ()),
    "interactions": ("id", ()),
}


def tables(facts: Facts) -> Tables:
    """Rows by the names of TABLES.

    Helplines that are not published and numbers that are retired are in none of them.
    """
    lines = [line for line in facts.helplines if line.published]
    return {
        "places": [_place(facts, key) for key in facts.places],
        "law_records": [_law_record(record) for record in facts.law],
        "law_rules": [row for record in facts.law for row in _law_rules(record)],
        "law_events": [row for record in facts.law for row in _law_events(record)],
        "law_sources": [
            {"record": record.key} | _source(source)
            for record in facts.law
            for source in record.sources
        ],
        "helplines": [_helpline(line) for line in lines],
        "helpline_sources": [
            {"helpline": line.id} | _source(source) for line in lines for source in line.sources
        ],
        **calling_tables(facts, _source),
        **safety_tables(facts.safety),
    }


def write_dataset(facts: Facts, path: Path) -> None:
    """The tables as a SQLite file, with keys between them. Raises StoreError."""
    write_tables(path, tables(facts), TABLES)


def _place(facts: Facts, place_id: str) -> Row:
    place = facts.places[place_id]
    return {"id": place.id, "name": place.name, "kind": place.kind.value, "parent": place.parent}


def _law_record(record: LawRecord) -> Row:
    return {
        "id": record.key,
        "place": record.place,
        "substance": record.substance.value,
        "as_of": _text(record.as_of),
        "researched_on": record.researched_on.isoformat(),
        "confidence": record.confidence.value,
        "follows": " ".join(record.follows) or None,
    }


def _law_rules(record: LawRecord) -> Iterator[Row]:
    for number, rule in enumerate(record.rules, start=1):
        yield {"record": record.key, "number": number} | _rule(rule)


def _rule(rule: Rule) -> Row:
    return {
        "valid_from": _text(rule.valid_from),
        "shown_from": _text(rule.shown_from),
        "valid_to": _text(rule.valid_to),
        "temporary": rule.temporary,
        "announced": rule.announced,
        "status": rule.status.value,
        "possession": _text(rule.possession),
        "sale": _text(rule.sale),
        "import": _text(rule.import_),
        "min_age": rule.min_age,
        "age_binds": " ".join(rule.age_binds) or None,
        "also_covers": " ".join(rule.also_covers) or None,
        "preempts_local": rule.preempts_local,
        "unincorporated_only": rule.unincorporated_only,
        "instrument": rule.instrument,
        "summary": rule.summary,
        "advice": rule.advice,
        "note": rule.note,
        "confidence": _text(rule.confidence),
    }


def _law_events(record: LawRecord) -> Iterator[Row]:
    for kind, events in (("past", record.events), ("expected", record.expected)):
        for event in events:
            yield {
                "record": record.key,
                "kind": kind,
                "on": _text(event.on),
                "status": event.status,
                "note": event.note,
                "form": event.form,
                "source": event.source,
                "looked_on": _text(event.looked_on),
            }


def _source(source: Source) -> Row:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "published": source.published,
        "basis": source.basis,
        "tier": source.tier,
        "kind": source.kind,
    }


def _helpline(line: Helpline) -> Row:
    return {
        "id": line.id,
        "name": line.name,
        "native_name": line.native_name,
        "place": line.place,
        "topics": " ".join(line.topics),
        "phone": line.phone,
        "short": line.short,
        "alt_phones": " ".join(line.alt_phones) or None,
        "text_to": line.sms.to if line.sms else None,
        "text_body": line.sms.body if line.sms else None,
        "whatsapp": line.whatsapp,
        "chat_url": line.chat_url,
        "web_url": line.web_url,
        "languages": " ".join(line.languages) or None,
        "hours": line.hours,
        "timezone": line.timezone,
        "cost": line.cost,
        "anonymous": line.anonymous,
        "run_by_law_enforcement": line.run_by_law_enforcement,
        "deaf_access": line.deaf_access,
        "who": line.who,
        "advice": line.advice,
        "as_of": _text(line.as_of),
        "confidence": line.confidence.value,
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
