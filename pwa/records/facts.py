"""Everything that the fact files say, in one record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from pwa.records.calling import CallingRecord, HelpRecord, NaloxoneRecord
from pwa.records.helplines import Helpline
from pwa.records.law import Confidence, LawRecord, Map, Place, Substance
from pwa.records.safety import Safety

Help = TypeVar("Help", CallingRecord, NaloxoneRecord)


@dataclass(frozen=True)
class Facts:
    """Everything that the fact files say."""

    places: Mapping[str, Place]
    law: tuple[LawRecord, ...]
    helplines: tuple[Helpline, ...]
    calling: tuple[CallingRecord, ...] = ()
    naloxone: tuple[NaloxoneRecord, ...] = ()
    plant_names: tuple[str, ...] = ()
    short_codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    maps: Mapping[str, Map] = field(default_factory=dict)
    safety: Safety = field(default_factory=Safety)

    @cached_property
    def children(self) -> Mapping[str, tuple[Place, ...]]:
        """The places directly below each place, by name."""
        below: dict[str, list[Place]] = {}
        for place in self.places.values():
            if place.parent:
                below.setdefault(place.parent, []).append(place)
        return {key: tuple(sorted(found, key=lambda p: p.name)) for key, found in below.items()}

    @cached_property
    def law_by_place(self) -> Mapping[str, Mapping[Substance, LawRecord]]:
        """Each place's law records, by substance. Places without a record are not in it."""
        by_place: dict[str, dict[Substance, LawRecord]] = {}
        for record in self.law:
            by_place.setdefault(record.place, {})[record.substance] = record
        return by_place

    @cached_property
    def published_by_place(self) -> Mapping[str, tuple[Helpline, ...]]:
        """The helplines that the public may see, by place."""
        by_place: dict[str, list[Helpline]] = {}
        for line in self.helplines:
            if line.published:
                by_place.setdefault(line.place, []).append(line)
        return {place: tuple(lines) for place, lines in by_place.items()}

    @cached_property
    def calling_by_place(self) -> Mapping[str, CallingRecord]:
        """What the public may see of the law on those who call, by place."""
        return _public(self.calling)

    @cached_property
    def naloxone_by_place(self) -> Mapping[str, NaloxoneRecord]:
        """What the public may see of the law on naloxone, by place."""
        return _public(self.naloxone)

    @property
    def help_records(self) -> tuple[HelpRecord, ...]:
        """Both kinds, those that the public may not see too."""
        return (*self.calling, *self.naloxone)

    def ancestry(self, place_id: str) -> tuple[Place, ...]:
        """The place and the places that it lies in, the place itself first."""
        place: Place | None = self.places[place_id]
        line: list[Place] = []
        while place:
            line.append(place)
            above = place.county or place.parent
            place = self.places[above] if above else None
        return tuple(line)


def _public(records: tuple[Help, ...]) -> Mapping[str, Help]:
    """Those of them that are sure enough to be shown: never those of low confidence."""
    return {each.place: each for each in records if each.confidence is not Confidence.LOW}
