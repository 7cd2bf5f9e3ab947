"""What the law says in a place on a day: one pure function over the rules of every level."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from pwa.answers.ages import looks
from pwa.answers.changes import Change, history, upcoming
from pwa.answers.levels import INFORMATION_ONLY, Acts, LawLevel, LevelFinding, level_of
from pwa.dates import PartialDate
from pwa.records import Confidence, Event, Facts, Kind, Permission, Place, Status, Substance

STRICTNESS = {status: rank for rank, status in enumerate(Status)}
CAUTION = {permission: rank for rank, permission in enumerate(Permission)}
UNCERTAINTY = {confidence: rank for rank, confidence in enumerate(Confidence)}
LOCAL = (Kind.COUNTY, Kind.CITY)


class ExpectedDecision(NamedTuple):
    """What may change an answer. `is_due`: it may hold already, and nobody has seen whether it
    does. `level_looked_on`: when its level was last looked at."""

    place: Place
    event: Event
    level_looked_on: PartialDate | None
    is_due: bool

    @property
    def looked_on(self) -> PartialDate | None:
        """The day up to which somebody looked and did not find it."""
        return self.event.looked_on or self.level_looked_on


@dataclass(frozen=True)
class LawAnswer:
    """What the law says, by whom it is decided, how old and how sure it is. Chain: place first.

    `last_known` and `last_known_acts` say what the newest sources show, however old these are.
    """

    place: Place
    substance: Substance
    on: date
    status: Status
    last_known: Status
    possession: Permission
    sale: Permission
    import_: Permission
    last_known_acts: Acts
    min_age: int | None
    age_binds: tuple[str, ...]
    decided_by: Place
    as_of: PartialDate | None
    confidence: Confidence | None
    stale: bool
    reviewed: bool
    needs_review: bool
    chain: tuple[LawLevel, ...]
    upcoming: tuple[Change, ...]
    history: tuple[Change, ...]

    @property
    def is_last_known(self) -> bool:
        """Whether we can only say what held when the sources were written."""
        if self.place.kind in INFORMATION_ONLY:
            return False
        return self.status is Status.UNCLEAR and self.last_known is not Status.UNCLEAR

    @property
    def expected(self) -> tuple[ExpectedDecision, ...]:
        """The decisions that the answer hangs on, the nearest place first. A ban hangs on nothing
        that other levels decide."""
        is_banned = self.status is Status.BANNED
        return tuple(
            ExpectedDecision(level.place, level.expected, level.looked_on, bool(level.awaited))
            for level in self.chain
            if level.binds and level.expected and (level.place == self.decided_by or not is_banned)
        )

    @property
    def looked_on(self) -> PartialDate | None:
        """The oldest day on which a binding level was last looked at, be it by its source."""
        records = [level.record for level in self.chain if level.binds and level.record]
        found = [looks(record, self.on) for record in records]
        return _oldest(checked[0].on if checked else None for checked in found)

    @property
    def good_until(self) -> date | None:
        """The last day on which all that we hold on it may be relied on; None where that is no
        day, or where we hold nothing."""
        days = [level.good_until for level in self.chain if level.binds and level.record]
        return None if None in days else min(filter(None, days), default=None)

    @property
    def deciding(self) -> LawLevel:
        """The level whose rule decides."""
        return next(level for level in self.chain if level.place == self.decided_by)


def answer(facts: Facts, place_id: str, substance: Substance, on: date) -> LawAnswer:
    """The law of a place on a day. Raises KeyError for an id that is no place.

    Levels add up and the strictest binding one decides; `unclear` outranks everything but a ban, so
    a level that is unknown or out of date can only make the answer more cautious.
    """
    line = facts.ancestry(place_id)
    levels = [level_of(facts, line, place, substance, on) for place in line]
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
        last_known_acts=_last_known_acts(binding),
        min_age=min_age,
        age_binds=age_binds,
        decided_by=deciding.place,
        as_of=_oldest(level.record.as_of for level in binding if level.record),
        confidence=max(sure, key=UNCERTAINTY.__getitem__) if sure else None,
        stale=_is_stale(deciding, binding),
        reviewed=any(level.record for level in chain),
        needs_review=any(level.finding is LevelFinding.LAPSED for level in chain),
        chain=chain,
        upcoming=tuple(upcoming(recorded, on)),
        history=tuple(history(recorded, on)),
    )


def _after_preemption(levels: Sequence[LawLevel]) -> Iterator[LawLevel]:
    """Local rules that a rule of the state or country in force pre-empts no longer bind."""
    for number, level in enumerate(levels):
        above = (over for over in levels[number + 1 :] if over.place.kind not in LOCAL)
        by = next((over.place for over in above if _preempts(over)), None)
        if by and level.place.kind in LOCAL:
            yield replace(level, binds=False, preempted_by=by)
        else:
            yield level


def _preempts(level: LawLevel) -> bool:
    """A rule past its shelf life, or one that may not be in force yet, pre-empts nothing."""
    certain = level.finding is LevelFinding.RULE and not level.stale
    if not certain or level.rule is None or level.status is Status.UNCLEAR:
        return False
    return level.rule.preempts_local is True


def _is_stale(deciding: LawLevel, binding: Sequence[LawLevel]) -> bool:
    """A ban is as fresh as the level that decides; anything milder needs every level fresh."""
    if deciding.status is Status.BANNED:
        return deciding.stale
    return any(level.stale for level in binding)


def _strictest(permissions: Iterable[Permission | None]) -> Permission:
    said = [permission for permission in permissions if permission]
    return max(said, key=CAUTION.__getitem__)


def _last_known_acts(binding: Sequence[LawLevel]) -> Acts:
    shown = [level.last_known_acts for level in binding]
    return Acts(
        _strictest(acts.possession for acts in shown),
        _strictest(acts.sale for acts in shown),
        _strictest(acts.import_ for acts in shown),
    )


def _age(binding: Sequence[LawLevel]) -> tuple[int | None, tuple[str, ...]]:
    """The highest minimum age and the acts that it binds."""
    ages = [(level.rule.min_age, level.rule) for level in binding if level.rule]
    limits = [(age, rule.age_binds or ("sale",)) for age, rule in ages if age is not None]
    highest = max((age for age, _ in limits), default=None)
    binds = (act for age, acts in limits if age == highest for act in acts)
    return highest, tuple(dict.fromkeys(binds))


def _oldest(dates: Iterable[PartialDate | None]) -> PartialDate | None:
    """The oldest of the dates; None where one is unknown, or where there is none."""
    known = list(dates)
    if None in known or not known:
        return None
    return min((day for day in known if day), key=lambda day: day.earliest)
