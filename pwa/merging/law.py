"""A researched law record into a record of ours: rules in order of time, events, expectations."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pwa.dates import PartialDate
from pwa.merging.differences import in_words
from pwa.merging.sources import watched_as_before
from pwa.records import (
    Confidence,
    Event,
    Kind,
    LawRecord,
    Permission,
    Rule,
    Source,
    Status,
    Substance,
)

Stated = Literal["legal", "regulated", "prescription", "unclear", "banned", "pending"]
# What research never says of a rule: only a person wrote it there.
BY_HAND = ("advice", "age_binds", "unincorporated_only")


@dataclass(frozen=True)
class Happened:
    """An entry of a record's history: from that day on, or up to `until`, a status held."""

    date: PartialDate
    status: Stated
    note: str
    until: PartialDate | None = None


@dataclass(frozen=True)
class Coming:
    """Something that is still to come."""

    note: str
    date: PartialDate | None = None
    status: str | None = None


@dataclass(frozen=True)
class ResearchedLaw:
    """The law of one place on one substance as a researcher wrote it down.

    `status`, the acts and what follows hold at `as_of`, since `effective` where that is known.
    """

    place: str
    name: str
    kind: Kind
    substance: Substance
    status: Stated
    confidence: Confidence
    sources: tuple[Source, ...]
    as_of: PartialDate | None = None
    min_age: int | None = None
    effective: PartialDate | None = None
    instrument: str | None = None
    summary: str | None = None
    possession: Permission | None = None
    sale: Permission | None = None
    import_: Permission | None = None
    also_covers: tuple[str, ...] = ()
    preempts_local: bool | None = None
    history: tuple[Happened, ...] = ()
    upcoming: tuple[Coming, ...] = ()
    change: str | None = None


@dataclass(frozen=True)
class Start:
    """When the present rule began; or, where nobody knows, when it was first seen to hold."""

    on: PartialDate | None = None
    shown: PartialDate | None = None


def law_record(
    found: ResearchedLaw, researched_on: date, present: LawRecord | None
) -> tuple[LawRecord, tuple[str, ...]]:
    """The record in full, and what of `present` is kept in it that research does not speak of."""
    history = sorted(found.history, key=lambda entry: entry.date.earliest)
    start = _start(found, history)
    earlier, events = _earlier(found, history, start, _steps(found, present))
    rule = _present_rule(found, start)
    rule, events = _with_its_note(rule, events)
    record = LawRecord(
        place=found.place,
        substance=found.substance,
        researched_on=researched_on,
        confidence=found.confidence,
        rules=(*earlier, rule),
        as_of=found.as_of,
        events=tuple(events),
        expected=tuple(Event(each.note, each.date, each.status) for each in found.upcoming),
        sources=found.sources,
        name_in_source=found.name,
        file=f"law/{found.place.partition('/')[0].lower()}.toml",
    )
    return _keeping(record, present) if present else (record, ())


def present_rule(record: LawRecord) -> int:
    """The number of the rule that the record's day speaks of: the last not in the future."""
    begun = [
        number
        for number, rule in enumerate(record.rules)
        if rule.valid_from is None or rule.valid_from.earliest <= record.researched_on
    ]
    return begun[-1] if begun else 0


def _start(found: ResearchedLaw, history: list[Happened]) -> Start:
    """`effective`, unless the history has another status on or after that very day (Thailand: off
    the list in 2021, regulated a year later); then, and where there is no `effective`, the first
    entry of the closing run of entries with today's status."""
    run: list[Happened] = []
    for entry in reversed(history):
        if entry.status != found.status:
            break
        run.insert(0, entry)
    others = [entry for entry in history if entry.status != found.status]
    if day := found.effective:
        overtaken = others and run and others[-1].date.earliest >= day.earliest
        return Start(run[0].date if overtaken and day.precision == "day" else day)
    if run and others:
        return Start(run[0].date)
    return Start(shown=run[0].date if run else None)


def _earlier(
    found: ResearchedLaw, history: list[Happened], start: Start, steps: set[tuple[str, str]]
) -> tuple[list[Rule], list[Event]]:
    """Runs of one status before the present rule, and the entries that start no rule."""
    rules: list[Rule] = []
    events: list[Event] = []
    for entry in history:
        same_day = entry.date == start.on
        goes_on = bool(rules) and rules[-1].status.value == entry.status
        is_step = (str(entry.date), entry.status) in steps
        if _is_present(entry, found, start) or same_day or goes_on or is_step:
            events.append(Event(entry.note, entry.date, entry.status, entry.until))
            if goes_on and entry.until:
                rules[-1] = replace(rules[-1], valid_to=entry.until)
            continue
        rules.append(_period(entry))
    return rules, events


def _is_present(entry: Happened, found: ResearchedLaw, start: Start) -> bool:
    begun = start.on is None or entry.date.latest >= start.on.earliest
    return entry.status == found.status and begun


def _period(entry: Happened) -> Rule:
    """What held from a day on; or, where an end is given, what held until then since who knows."""
    rule = Rule(status=_status(entry.status), announced=entry.status == "pending", note=entry.note)
    if entry.until is None:
        return replace(rule, valid_from=entry.date)
    shown = entry.date if entry.date.earliest < entry.until.earliest else None
    return replace(rule, shown_from=shown, valid_to=entry.until)


def _present_rule(found: ResearchedLaw, start: Start) -> Rule:
    return Rule(
        status=_status(found.status),
        announced=found.status == "pending",
        valid_from=start.on,
        shown_from=start.shown,
        possession=found.possession,
        sale=found.sale,
        import_=found.import_,
        min_age=found.min_age,
        also_covers=found.also_covers,
        preempts_local=found.preempts_local,
        unincorporated_only="unincorporated areas" in found.name,
        instrument=found.instrument,
        summary=found.summary,
    )


def _status(stated: Stated) -> Status:
    """A listing that is only announced is unclear: nobody knows yet what it will say, and when."""
    return Status.UNCLEAR if stated == "pending" else Status(stated)


def _with_its_note(rule: Rule, events: list[Event]) -> tuple[Rule, list[Event]]:
    """The present rule takes the note of the event by which it began."""
    for event in events:
        if rule.valid_from and event.on == rule.valid_from and event.status == rule.status.value:
            return replace(rule, note=event.note), [each for each in events if each is not event]
    return rule, events


def _steps(found: ResearchedLaw, present: LawRecord | None) -> set[tuple[str, str]]:
    """Entries that somebody read as no change of the law (a vote, a reading): they stay events
    while the status is what it was."""
    if not present or present.rules[present_rule(present)].status is not _status(found.status):
        return set()
    return {(str(event.on), event.status or "") for event in present.events}


def _keeping(record: LawRecord, present: LawRecord) -> tuple[LawRecord, tuple[str, ...]]:
    """The record with what only a person wrote, wherever the status is what it was."""
    was, now = present.rules[present_rule(present)], record.rules[-1]
    kept: list[str] = []
    if was.status is now.status:
        now, kept = _keeping_of_rule(now, was)
    coming = present.rules[present_rule(present) + 1 :]
    kept += [f"rule from {rule.valid_from}: {rule.status}" for rule in coming]
    expected = _with_days(record.expected, present.expected, kept)
    same_checks = present.checks if was.status is now.status else ()
    kept += [f"checked: {check.kind} {check.on}" for check in same_checks]
    kept += [f"sources differ in {each.about}" for each in present.disagreements]
    if present.follows:
        kept.append(f"follows {', '.join(present.follows)}")
    rules = (*record.rules[:-1], now, *coming)
    keys = [rule.key for rule in rules]
    sources, watched = watched_as_before(record.sources, present.sources, keys)
    record = replace(
        record,
        rules=rules,
        sources=sources,
        expected=expected,
        follows=present.follows,
        checks=same_checks,
        disagreements=present.disagreements,
    )
    return record, (*kept, *watched)


def _keeping_of_rule(now: Rule, was: Rule) -> tuple[Rule, list[str]]:
    values = {name: getattr(was, name) for name in BY_HAND if getattr(was, name)}
    if now.min_age is None:
        values.pop("age_binds", None)
    if was.temporary:
        values |= {"temporary": True, "valid_to": was.valid_to}
    kept = [f"{name}: {in_words(value)}" for name, value in values.items()]
    return replace(now, **values), kept


def _with_days(
    expected: tuple[Event, ...], were: tuple[Event, ...], kept: list[str]
) -> tuple[Event, ...]:
    """What is expected, on the day that somebody read out of the same words before."""
    same = {event.note: event for event in were}
    found = []
    for event in expected:
        was = same.get(event.note)
        if was and event.on is None and was.on:
            kept.append(f"expected on {was.on}: {event.note}")
        if was:
            event = replace(was, on=event.on or was.on, status=event.status)
        found.append(event)
    return tuple(found)
