"""What one level of law adds to an answer: its rule on a day, and how far that can be relied on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pwa.answers.ages import is_past, last_day_of_law, looks
from pwa.answers.periods import PossibleRules, last_day, standing
from pwa.dates import PartialDate
from pwa.records import (
    Confidence,
    Event,
    FactCheck,
    Facts,
    Kind,
    LawRecord,
    Permission,
    Place,
    Rule,
    Status,
    Substance,
)

INFORMATION_ONLY = (Kind.INTERNATIONAL, Kind.UNION)


class LevelFinding(StrEnum):
    """What we found at one level."""

    RULE = "rule"
    CHANGING = "changing"
    LAPSED = "lapsed"
    MISSING = "missing"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True)
class Acts:
    """What is said of having, of selling and of carrying in; None where nothing is."""

    possession: Permission | None
    sale: Permission | None
    import_: Permission | None


@dataclass(frozen=True)
class LawLevel:
    """One place of the chain and what it adds to the answer.

    `status` and the acts are what the level says on that day as far as it can be relied on;
    `last_known` and `last_known_acts` are what its newest source shows. `good_until` is the last
    day on which that may be relied on, None where it is no day. `checked`: all looks at the record,
    the newest first. `awaited` is a decision that was due and may hold already. A level that does
    not bind informs only.
    """

    place: Place
    finding: LevelFinding
    record: LawRecord | None
    rule: Rule | None
    binds: bool
    good_until: date | None
    stale: bool
    status: Status
    last_known: Status
    possession: Permission | None
    sale: Permission | None
    import_: Permission | None
    last_known_acts: Acts
    checked: tuple[FactCheck, ...] = ()
    through_kratom: bool = False
    awaited: Event | None = None
    preempted_by: Place | None = None

    @property
    def confidence(self) -> Confidence | None:
        """How well sources support the level's rule."""
        own = self.rule.confidence if self.rule else None
        return own or (self.record.confidence if self.record else None)

    @property
    def expected(self) -> Event | None:
        """The decision that its answer hangs on: one that may have come, else one without a day."""
        coming = self.record.undecided if self.record and self.rule else ()
        return self.awaited or next((event for event in coming if event.on is None), None)

    @property
    def looked_on(self) -> PartialDate | None:
        """The newest day on which the record was looked at, be it by its source."""
        return self.checked[0].on if self.checked else None

    @property
    def valid_to(self) -> PartialDate | None:
        """The last day of the level's rule; None where it has no end that we know of."""
        if not self.record or not self.rule:
            return None
        holds_again = self.finding is LevelFinding.LAPSED and not self.rule.temporary
        return None if holds_again else last_day(self.record, self.rule)


def level_of(
    facts: Facts, line: Sequence[Place], place: Place, substance: Substance, on: date
) -> LawLevel:
    """What one place adds. The highest one (the country) always binds, found or not."""
    is_root = place == line[-1]
    records, found, through_kratom = _found(facts, place, substance, on)
    if not records or found is None or found.rule is None:
        record = records[0] if records else None
        silent = _silent_level(place, record, is_root, place.id in facts.law_by_place)
        return replace(silent, finding=LevelFinding.LAPSED) if found and found.lapsed else silent
    last_days = [last_day_of_law(record, place, on) for record in records]
    good_until = None if None in last_days else min(filter(None, last_days))
    stale = is_past(good_until, on)
    awaited = next(_awaited(records, on), None)
    unsure = stale or awaited is not None
    spares_towns = found.rule.unincorporated_only and place != line[0] and line[0].has_council
    informs_only = place.kind in INFORMATION_ONLY
    last_known = _acts(found, is_root, unsure=informs_only)
    acts = _acts(found, is_root, unsure=unsure or informs_only)
    return LawLevel(
        place=place,
        finding=_finding(found),
        record=records[0],
        rule=found.rule,
        binds=not spares_towns,
        good_until=good_until,
        stale=stale,
        status=Status.UNCLEAR if informs_only else _reliable(found.status, unsure),
        last_known=found.status,
        possession=acts.possession,
        sale=acts.sale,
        import_=acts.import_,
        last_known_acts=last_known,
        checked=looks(records[0], on),
        through_kratom=through_kratom,
        awaited=awaited,
    )


def _silent_level(
    place: Place, record: LawRecord | None, is_root: bool, has_records: bool
) -> LawLevel:
    """A level without a rule on this substance that day. One that we have reviewed for something
    leaves the answer open; one below the country that we never looked at only informs."""
    unclear = Permission.UNCLEAR
    acts = Acts(unclear, unclear, unclear if is_root else None)
    return LawLevel(
        place=place,
        finding=LevelFinding.MISSING if has_records else LevelFinding.UNRECORDED,
        record=record,
        rule=None,
        binds=is_root or has_records,
        good_until=None,
        stale=False,
        status=Status.UNCLEAR,
        last_known=Status.UNCLEAR,
        possession=acts.possession,
        sale=acts.sale,
        import_=acts.import_,
        last_known_acts=acts,
    )


def _awaited(records: Sequence[LawRecord], on: date) -> Iterator[Event]:
    """What may have come into force by that day without anybody having seen it."""
    for record in records:
        for event in record.undecided:
            if event.on and event.on.earliest <= on:
                yield event


def _found(
    facts: Facts, place: Place, substance: Substance, on: date
) -> tuple[tuple[LawRecord, ...], PossibleRules | None, bool]:
    """The records that speak to the substance, what stands by them, and whether by kratom's alone.

    For 7-OH a level without a 7-OH rule uses its kratom rule where that covers 7-OH. While a 7-OH
    rule may or may not have started, both count.
    """
    records = facts.law_by_place.get(place.id, {})
    own, kratom = records.get(substance), records.get(Substance.KRATOM)
    found = standing(own, on) if own else None
    if substance is Substance.SEVEN_OH and kratom:
        covered = standing(kratom, on).covering(_covers_7oh)
        if own is None or found is None or found.rule is None:
            if covered.rule or covered.lapsed:
                return (kratom,), covered, True
        elif None in found.possible and covered.rule:
            return (own, kratom), found.or_else(covered), False
    return (own,) if own else (), found, False


def _covers_7oh(rule: Rule) -> bool:
    return rule.status is Status.BANNED or Substance.SEVEN_OH in rule.also_covers


def _finding(found: PossibleRules) -> LevelFinding:
    if found.lapsed:
        return LevelFinding.LAPSED
    return LevelFinding.RULE if found.is_certain else LevelFinding.CHANGING


def _reliable(status: Status, unsure: bool) -> Status:
    """A ban stands until somebody sees it gone; anything milder needs a fresh source, and no
    decision that may have come since."""
    return Status.UNCLEAR if unsure and status is not Status.BANNED else status


def _acts(found: PossibleRules, is_root: bool, *, unsure: bool) -> Acts:
    """What is said of each act, as far as it can be relied on."""
    return Acts(
        _permission(found, "possession", unsure),
        _permission(found, "sale", unsure),
        _permission(found, "import_", unsure) if _rules_borders(found, is_root) else None,
    )


def _permission(found: PossibleRules, act: str, unsure: bool) -> Permission:
    permission = found.permission(act) or Permission.UNCLEAR
    return Permission.UNCLEAR if unsure and permission is not Permission.BANNED else permission


def _rules_borders(found: PossibleRules, is_root: bool) -> bool:
    """Carrying in is the country's to rule; a lower level counts only where it says something."""
    return is_root or found.speaks_of("import_")
