"""What the law says in a place on a day: one pure function over the rules of every level."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pwa.answers.changes import Change, history, upcoming
from pwa.answers.freshness import LAW, is_stale
from pwa.answers.periods import Standing, last_day, standing
from pwa.dates import PartialDate
from pwa.records import (
    Confidence,
    Facts,
    Kind,
    LawRecord,
    Permission,
    Place,
    Rule,
    Status,
    Substance,
)

STRICTNESS = {status: rank for rank, status in enumerate(Status)}
CAUTION = {permission: rank for rank, permission in enumerate(Permission)}
UNCERTAINTY = {confidence: rank for rank, confidence in enumerate(Confidence)}
LOCAL = (Kind.COUNTY, Kind.CITY)
INFORMATION_ONLY = (Kind.INTERNATIONAL, Kind.UNION)


class Finding(StrEnum):
    """What we found at one level."""

    RULE = "rule"
    CHANGING = "changing"
    LAPSED = "lapsed"
    MISSING = "missing"
    UNRECORDED = "unrecorded"


@dataclass(frozen=True)
class Level:
    """One place of the chain and what it adds to the answer.

    `status` and the acts are what the level says on that day as far as it can be relied on;
    `last_known` is the status as it was last checked. A level that does not bind informs only.
    """

    place: Place
    finding: Finding
    record: LawRecord | None
    rule: Rule | None
    binds: bool
    stale: bool
    status: Status
    last_known: Status
    possession: Permission | None
    sale: Permission | None
    import_: Permission | None
    through_kratom: bool = False
    preempted_by: Place | None = None

    @property
    def confidence(self) -> Confidence | None:
        """How well sources support the level's rule."""
        own = self.rule.confidence if self.rule else None
        return own or (self.record.confidence if self.record else None)

    @property
    def valid_to(self) -> PartialDate | None:
        """The last day of the level's rule; None where it has no end that we know of."""
        return last_day(self.record, self.rule) if self.record and self.rule else None


@dataclass(frozen=True)
class LawAnswer:
    """What the law says, by whom it is decided, how old and how sure it is. Chain: place first."""

    place: Place
    substance: Substance
    on: date
    status: Status
    last_known: Status
    possession: Permission
    sale: Permission
    import_: Permission
    min_age: int | None
    age_binds: tuple[str, ...]
    decided_by: Place
    as_of: PartialDate | None
    confidence: Confidence | None
    stale: bool
    reviewed: bool
    needs_review: bool
    chain: tuple[Level, ...]
    upcoming: tuple[Change, ...]
    history: tuple[Change, ...]

    @property
    def deciding(self) -> Level:
        """The level whose rule decides."""
        return next(level for level in self.chain if level.place == self.decided_by)


def answer(facts: Facts, place_id: str, substance: Substance, on: date) -> LawAnswer:
    """The law of a place on a day. Raises KeyError for an id that is no place.

    Levels add up and the strictest binding one decides; `unclear` outranks everything but a ban, so
    a level that is unknown or out of date can only make the answer more cautious.
    """
    line = facts.ancestry(place_id)
    levels = [_level(facts, line, place, substance, on) for place in line]
    chain = tuple(_after_preemption(levels))
    binding = [level for level in chain if level.binds]
    deciding = max(binding, key=lambda level: STRICTNESS[level.status])
    recorded = [(level.place, level.record) for level in chain if level.record]
    sure = [level.confidence for level in binding if level.confidence]
    min_age, age_binds = _age(binding) if deciding.status is not Status.BANNED else (None, ())
    return LawAnswer(
        place=line[0],
        substance=substance,
        on=on,
        status=deciding.status,
        last_known=max((level.last_known for level in binding), key=STRICTNESS.__getitem__),
        possession=_strictest(level.possession for level in binding),
        sale=_strictest(level.sale for level in binding),
        import_=_strictest(level.import_ for level in binding),
        min_age=min_age,
        age_binds=age_binds,
        decided_by=deciding.place,
        as_of=_oldest(level.record.as_of for level in binding if level.record),
        confidence=max(sure, key=UNCERTAINTY.__getitem__) if sure else None,
        stale=_is_stale(deciding, binding),
        reviewed=any(level.record for level in chain),
        needs_review=any(level.finding is Finding.LAPSED for level in chain),
        chain=chain,
        upcoming=tuple(upcoming(recorded, on)),
        history=tuple(history(recorded, on)),
    )


def _level(
    facts: Facts, line: Sequence[Place], place: Place, substance: Substance, on: date
) -> Level:
    """What one place adds. The highest one (the country) always binds, found or not."""
    is_root = place == line[-1]
    record, found, through_kratom = _found(facts, place, substance, on)
    if record is None or found is None or found.rule is None:
        return _silent_level(place, record, is_root, place.id in facts.law_by_place)
    stale = is_stale(record.as_of, on, LAW)
    spares_towns = found.rule.unincorporated_only and place != line[0] and line[0].has_council
    informs_only = place.kind in INFORMATION_ONLY
    return Level(
        place=place,
        finding=_finding(found),
        record=record,
        rule=found.rule,
        binds=not spares_towns,
        stale=stale,
        status=Status.UNCLEAR if informs_only else _reliable(found.status, stale),
        last_known=found.status,
        possession=_permission(found, "possession", stale),
        sale=_permission(found, "sale", stale),
        import_=_permission(found, "import_", stale) if _rules_borders(found, is_root) else None,
        through_kratom=through_kratom,
    )


def _silent_level(
    place: Place, record: LawRecord | None, is_root: bool, has_records: bool
) -> Level:
    """A level without a rule on this substance that day. One that we have reviewed for something
    leaves the answer open; one below the country that we never looked at only informs."""
    return Level(
        place=place,
        finding=Finding.MISSING if has_records else Finding.UNRECORDED,
        record=record,
        rule=None,
        binds=is_root or has_records,
        stale=False,
        status=Status.UNCLEAR,
        last_known=Status.UNCLEAR,
        possession=Permission.UNCLEAR,
        sale=Permission.UNCLEAR,
        import_=Permission.UNCLEAR if is_root else None,
    )


def _found(
    facts: Facts, place: Place, substance: Substance, on: date
) -> tuple[LawRecord | None, Standing | None, bool]:
    """The record that speaks to the substance, what stands by it, and whether it is kratom's.

    For 7-OH a level without a 7-OH rule uses its kratom rule where that covers 7-OH.
    """
    records = facts.law_by_place.get(place.id, {})
    own = records.get(substance)
    found = standing(own, on) if own else None
    if (found and found.rule) or substance is Substance.KRATOM:
        return own, found, False
    kratom = records.get(Substance.KRATOM)
    if kratom:
        covered = standing(kratom, on).covering(_covers_7oh)
        if covered.rule:
            return kratom, covered, True
    return own, found, False


def _covers_7oh(rule: Rule) -> bool:
    return rule.status is Status.BANNED or Substance.SEVEN_OH in rule.also_covers


def _finding(found: Standing) -> Finding:
    if found.lapsed:
        return Finding.LAPSED
    return Finding.RULE if found.is_certain else Finding.CHANGING


def _reliable(status: Status, stale: bool) -> Status:
    """A ban stands until somebody sees it gone; anything milder needs a fresh source."""
    return Status.UNCLEAR if stale and status is not Status.BANNED else status


def _permission(found: Standing, act: str, stale: bool) -> Permission:
    permission = found.permission(act) or Permission.UNCLEAR
    return Permission.UNCLEAR if stale and permission is not Permission.BANNED else permission


def _rules_borders(found: Standing, is_root: bool) -> bool:
    """Carrying in is the country's to rule; a lower level counts only where it says something."""
    return is_root or found.permission("import_") is not None


def _after_preemption(levels: Sequence[Level]) -> Iterator[Level]:
    """Local rules that a rule of the state or country in force pre-empts no longer bind."""
    for number, level in enumerate(levels):
        above = (over for over in levels[number + 1 :] if over.place.kind not in LOCAL)
        by = next((over.place for over in above if _preempts(over)), None)
        if by and level.place.kind in LOCAL:
            yield replace(level, binds=False, preempted_by=by)
        else:
            yield level


def _preempts(level: Level) -> bool:
    """A rule past its shelf life, or one that may not be in force yet, pre-empts nothing."""
    certain = level.finding is Finding.RULE and not level.stale
    return certain and level.rule is not None and level.rule.preempts_local is True


def _is_stale(deciding: Level, binding: Sequence[Level]) -> bool:
    """A ban is as fresh as the level that decides; anything milder needs every level fresh."""
    if deciding.status is Status.BANNED:
        return deciding.stale
    return any(level.stale for level in binding)


def _strictest(permissions: Iterable[Permission | None]) -> Permission:
    said = [permission for permission in permissions if permission]
    return max(said, key=CAUTION.__getitem__)


def _age(binding: Sequence[Level]) -> tuple[int | None, tuple[str, ...]]:
    """The highest minimum age and the acts that it binds."""
    ages = [(level.rule.min_age, level.rule) for level in binding if level.rule]
    limits = [(age, rule.age_binds or ("sale",)) for age, rule in ages if age is not None]
    return max(limits, key=lambda limit: limit[0]) if limits else (None, ())


def _oldest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    """The oldest of the dates; None where one is unknown, or where there is none."""
    known = list(dates)
    if None in known or not known:
        return None
    return min((day for day in known if day), key=lambda day: day.earliest)
