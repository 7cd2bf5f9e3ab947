"""Researched records into one set of facts: all of them together, or none and why not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pwa.dates import PartialDate
from pwa.errors import FactError, Fault
from pwa.facts.codec import BaseValidationError, Table, rules_broken, structured
from pwa.facts.writing import Recorded
from pwa.merging.calling import KINDS, help_record
from pwa.merging.differences import Difference
from pwa.merging.helplines import helpline, keeping, new_short_codes
from pwa.merging.law import ResearchedLaw, law_record
from pwa.merging.places import our_id, place_table
from pwa.merging.yaml_files import Researched, key_of
from pwa.records import Facts, Helpline, LawRecord
from pwa.records.law import Correction
from pwa.records.visible import visible


@dataclass(frozen=True)
class Merge:
    """What a merge would change: records, places, and all short codes of some countries."""

    differences: tuple[Difference, ...] = ()
    places: tuple[tuple[str, Table], ...] = ()
    short_codes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def records(self) -> tuple[Recorded, ...]:
        """The records that are not what they were."""
        return tuple(each.after for each in self.differences if each.word != "same")

    def lines(self) -> Iterator[str]:
        """All that changes, for a person to read, and how much that is."""
        for key, table in self.places:
            yield f"new places.toml: {key} ({table['name']}, {table['kind']})"
        for country, codes in self.short_codes:
            yield f"short-codes.toml: {country} has {', '.join(codes)}"
        for each in self.differences:
            yield from each.lines()
        words = [each.word for each in self.differences]
        counts = (f"{words.count(word)} {word}" for word in ("new", "replaced", "same"))
        yield f"{len(words)} records: {', '.join(counts)}."


class _Records:
    """The records of a merge on their way: the newest of each key, and what stood there first."""

    def __init__(self, facts: Facts) -> None:
        held: tuple[Recorded, ...] = (*facts.law, *facts.helplines, *facts.help_records)
        self._first = {record.key: record for record in held}
        self._found: dict[str, Difference] = {}

    def newest(self, key: str) -> Recorded | None:
        """The record as it stands by now."""
        return self._found[key].after if key in self._found else self._first.get(key)

    def put(self, record: Recorded, kept: tuple[str, ...]) -> None:
        """A record in the place of the one with its key."""
        self._found[record.key] = Difference(record, self._first.get(record.key), kept)

    def differences(self) -> tuple[Difference, ...]:
        """Each record that research spoke of, in its order."""
        return tuple(self._found.values())


def merge(facts: Facts, files: Sequence[Researched], on: date | None = None) -> Merge:
    """What the files change in the facts, the later ones on top of the earlier.

    `on` is the day of research of files that name none. Raises FactError with each record that
    cannot be read, by file, key and rule. Whether the whole then keeps all rules is not yet said.
    """
    faults: list[Fault] = []
    records = _Records(facts)
    places: dict[str, Table] = {}
    for file in files:
        day = file.researched_on or on
        if day is None:
            faults.append(Fault(file.name, "-", "names no day of research: give --researched-on"))
            continue
        for table in file.records:
            try:
                _take(table, day, facts, records, places)
            except (BaseValidationError, KeyError, ValueError) as problem:
                key = visible(key_of(table))
                faults += [Fault(file.name, key, rule) for rule in rules_broken(problem)]
    if faults:
        raise FactError(faults)
    differences = records.differences()
    lines = (each.after for each in differences if isinstance(each.after, Helpline))
    codes = new_short_codes(lines, facts.short_codes)
    return Merge(differences, tuple(places.items()), tuple(codes.items()))


def _take(
    table: Table, day: date, facts: Facts, records: _Records, places: dict[str, Table]
) -> None:
    """One researched record: a helpline has an id, one on calling or naloxone a kind of that name,
    a law record a substance."""
    change = table.get("change")
    table = table | {"place": our_id(table.get("place"))}
    if "id" in table:
        present = records.newest(str(table["id"]))
        was = present if isinstance(present, Helpline) else None
        line = helpline(table, day, was)
        record, kept = keeping(line, was) if was else (line, ())
        records.put(_corrected(record, present, change, day), kept)
    elif table.get("kind") in KINDS:
        on_help = help_record(table, day)
        records.put(_corrected(on_help, records.newest(on_help.key), change, day), ())
    else:
        found = structured(ResearchedLaw, table)
        if found.place not in facts.places:
            places.setdefault(found.place, place_table(found))
        present = records.newest(f"{found.place} {found.substance}")
        held = present if isinstance(present, LawRecord) else None
        law, kept = law_record(found, day, held)
        records.put(_corrected(law, present, change, day), kept)


def _corrected(record: Recorded, present: Recorded | None, change: object, day: date) -> Recorded:
    """The record with what was corrected in it so far, and now."""
    before = present.corrections if present else ()
    note = structured(str, change) if change else None
    made = (Correction(PartialDate.parse(day.isoformat()), note),) if note else ()
    return replace(record, corrections=tuple(dict.fromkeys((*before, *made))))
