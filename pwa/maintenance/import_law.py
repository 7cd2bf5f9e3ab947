"""Turns researched law records into rules with periods, one file a country or US state."""

from collections.abc import Iterable
from typing import Any

from pwa.dates import PartialDate
from pwa.maintenance.tidy import drop_empty, source_tables, text

Record = dict[str, Any]

CARRIED = ("min_age", "instrument", "summary", "possession", "sale", "import", "also_covers")


class Readings:
    """What a person read in the records: see readings.toml."""

    def __init__(self, tables: dict[str, list[Record]]) -> None:
        self._tables = tables

    def about(self, kind: str, record: Record) -> list[Record]:
        """The readings of one kind about the record's place and, where named, its substance."""
        return [
            reading
            for reading in self._tables.get(kind, [])
            if reading["place"] == record["place"]
            and reading.get("substance", record["substance"]) == record["substance"]
        ]


def law_record(record: Record, readings: Readings) -> Record:
    """One record of the fact file: its rules in order of time, events, expectations, sources."""
    history = _in_order(record["history"])
    start, shown_from = _start_of_present(record, history)
    earlier, events = _earlier_rules(record, history, start, readings)
    present = _present_rule(record, start, shown_from, readings)
    for event in list(events):
        if start and text(event["on"]) == start and event["status"] == present["status"]:
            present["note"] = event["note"]
            events.remove(event)
            break
    coming = [
        {key: value for key, value in reading.items() if key not in ("place", "substance", "why")}
        for reading in readings.about("coming", record)
    ]
    return drop_empty(
        {
            "place": record["place"],
            "substance": record["substance"],
            "name_in_source": record["name"],
            "as_of": text(record["as_of"]),
            "confidence": record["confidence"],
            "follows": [of for r in readings.about("follows", record) for of in r["of"]],
            "rule": [*earlier, present, *coming],
            "event": events,
            "expected": [_event(entry) for entry in record["upcoming"] or []],
            "source": source_tables(record["sources"]),
        }
    )


def _in_order(history: Iterable[Record] | None) -> list[Record]:
    entries = [{**e, "date": text(e["date"])} for e in history or []]
    return sorted(entries, key=lambda e: PartialDate.parse(e["date"]).earliest)


def _start_of_present(record: Record, history: list[Record]) -> tuple[str | None, str | None]:
    """(first day, or None; first date at which it was shown to hold, where the start is unknown).

    The start is `effective`, unless the history has another status on or after that very day
    (Thailand: off the list in 2021, regulated a year later); then, and where there is no
    `effective`, it is the first entry of the closing run of entries with today's status.
    """
    run: list[Record] = []
    for entry in reversed(history):
        if entry["status"] != record["status"]:
            break
        run.insert(0, entry)
    others = [entry for entry in history if entry["status"] != record["status"]]
    effective = text(record["effective"])
    if effective:
        exact = PartialDate.parse(effective).precision == "day"
        overtaken = bool(run and others) and exact and others[-1]["date"] >= effective
        return (run[0]["date"] if overtaken else effective), None
    if run and others:
        return run[0]["date"], None
    return None, run[0]["date"] if run else None


def _present_rule(
    record: Record, start: str | None, shown_from: str | None, readings: Readings
) -> Record:
    pending = record["status"] == "pending"
    rule: Record = {
        "valid_from": start,
        "shown_from": shown_from,
        "status": "unclear" if pending else record["status"],
        "announced": pending or None,
        **{key: record.get(key) for key in CARRIED},
        "preempts_local": record.get("preempts_local"),
    }
    for reading in readings.about("ends", record):
        rule |= {"valid_to": reading["valid_to"], "temporary": True}
    for reading in readings.about("age", record):
        rule["age_binds"] = reading["binds"]
    if "unincorporated areas" in record["name"] or readings.about("unincorporated_only", record):
        rule["unincorporated_only"] = True
    return drop_empty(rule)


def _earlier_rules(
    record: Record, history: list[Record], start: str | None, readings: Readings
) -> tuple[list[Record], list[Record]]:
    """Runs of one status before the present rule, and the entries that start no rule."""
    rules: list[Record] = []
    events: list[Record] = []
    steps = {reading["on"] for reading in readings.about("not_in_force", record)}
    present_from = PartialDate.parse(start).earliest if start else None
    for entry in history:
        begins = PartialDate.parse(entry["date"]).earliest
        is_present = entry["status"] == record["status"] and (
            present_from is None or begins >= present_from
        )
        same_day = start == entry["date"]
        goes_on = bool(rules) and rules[-1]["status"] == entry["status"]
        if is_present or same_day or goes_on or entry["date"] in steps:
            events.append(_event(entry))
            if goes_on and entry.get("until"):
                rules[-1]["valid_to"] = text(entry["until"])
            continue
        period = {"status": entry["status"], "note": entry["note"]}
        if until := entry.get("until"):
            rules.append({"valid_to": text(until), **period})
        else:
            rules.append({"valid_from": entry["date"], **period})
    return rules, events


def _event(entry: Record) -> Record:
    return drop_empty(
        {
            "on": text(entry["date"]),
            "until": text(entry.get("until")),
            "status": entry.get("status"),
            "note": entry["note"],
        }
    )
