"""What we know of the law on those who call for help, and on naloxone, for a place: its own record,
then those of the places above it. Levels stand side by side: a state law binds state charges, and
lifts nothing of the country's.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from pwa.answers.helplines import Line
from pwa.answers.law import LOCAL
from pwa.records import CallingRecord, Facts, NaloxoneRecord, Place
from pwa.records.calling import Cover, RuledOut

SUPPLIES = "supplies"
COVERED = (Cover.YES, Cover.PARTLY)
R = TypeVar("R", CallingRecord, NaloxoneRecord)


class Shelter(StrEnum):
    """What a law is to somebody who calls, from the one that helps least. None is a promise."""

    NOTHING_SURE = "nothing-sure"
    NO_LAW_FOUND = "no-law-found"
    LAW_NOT_READ = "law-not-read"
    ONLY_A_DEFENCE = "only-a-defence"
    ONLY_EVIDENCE = "only-evidence"
    CAN_HELP = "can-help"


@dataclass(frozen=True)
class HelpLevel(Generic[R]):
    """What one place says."""

    place: Place
    record: R


@dataclass(frozen=True)
class CallingAnswer:
    """The levels of a place, the nearest first. `unsure`: the place itself, or of a town its state,
    where we have nothing sure on it: what stands above it is then not all of its law. `has_parts`:
    places in it have records of their own."""

    place: Place
    levels: tuple[HelpLevel[CallingRecord], ...]
    unsure: Place | None = None
    has_parts: bool = False

    @property
    def shelter(self) -> Shelter:
        """What its own law, or that of its state, is to somebody who calls there."""
        return Shelter.NOTHING_SURE if self.unsure else shelter(self.levels[0].record)


@dataclass(frozen=True)
class NaloxoneAnswer:
    """The levels of a place, the nearest first, and its lines that give out supplies."""

    place: Place
    levels: tuple[HelpLevel[NaloxoneRecord], ...]
    supplies: tuple[Line, ...] = ()


def calling_answer(facts: Facts, place_id: str) -> CallingAnswer:
    """What the law says of those who call. Raises KeyError for an id that is no place."""
    line = facts.ancestry(place_id)
    found = tuple(
        HelpLevel(place, facts.calling_by_place[place.id])
        for place in line
        if place.id in facts.calling_by_place
    )
    own = next(place for place in line if place.kind not in LOCAL)
    unsure = own if own not in [level.place for level in found] else None
    parts = facts.children.get(place_id, ())
    has_parts = any(part.id in facts.calling_by_place for part in parts)
    return CallingAnswer(line[0], found, unsure, has_parts)


def naloxone_answer(facts: Facts, place_id: str, lines: tuple[Line, ...] = ()) -> NaloxoneAnswer:
    """What the law says of naloxone. `lines`: the helplines of the place, of which those that give
    out supplies are named. Raises KeyError for an id that is no place."""
    line = facts.ancestry(place_id)
    found = (
        HelpLevel(place, facts.naloxone_by_place[place.id])
        for place in line
        if place.id in facts.naloxone_by_place
    )
    giving = tuple(each for each in lines if SUPPLIES in each.helpline.topics)
    return NaloxoneAnswer(line[0], tuple(found), giving)


def shelter(record: CallingRecord) -> Shelter:
    """What one law is to somebody who calls. What nobody has read never helps."""
    if record.protects.caller is Cover.NO:
        return Shelter.NO_LAW_FOUND
    stops = {*record.stage} - {RuledOut.UNKNOWN}
    if record.protects.caller is Cover.UNKNOWN:
        return Shelter.NOTHING_SURE
    if record.offences.possession not in COVERED or not stops:
        return Shelter.LAW_NOT_READ
    if stops == {RuledOut.DEFENCE}:
        return Shelter.ONLY_A_DEFENCE
    return Shelter.ONLY_EVIDENCE if stops == {RuledOut.EVIDENCE} else Shelter.CAN_HELP


def page_place(facts: Facts, place_id: str) -> Place | None:
    """Whose page says it: the nearest with a record of its own, as what lies in it says no more;
    None where there is none."""
    return next((place for place in facts.ancestry(place_id) if _has_record(facts, place)), None)


def pages(facts: Facts) -> tuple[Place, ...]:
    """The places that have a page of their own on it."""
    return tuple(place for place in facts.places.values() if _has_record(facts, place))


def naloxone_places(facts: Facts) -> tuple[Place, ...]:
    """Countries of which we know something on naloxone."""
    return tuple(place for place in pages(facts) if _of_country(facts, place))


def _has_record(facts: Facts, place: Place) -> bool:
    return place.id in facts.calling_by_place or place.id in facts.naloxone_by_place


def _of_country(facts: Facts, place: Place) -> bool:
    return place.parent is None and place.id in facts.naloxone_by_place
