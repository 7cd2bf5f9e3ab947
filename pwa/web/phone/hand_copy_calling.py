"""Calling for help and naloxone in the copy that is handed on: each place in a line."""

from typing import NamedTuple

from pwa.answers.calling import CallingAnswer
from pwa.records import Facts, NaloxoneRecord, Place
from pwa.web.words.calling_wording import answers_by_name, naloxone_sentences, summary_words
from pwa.web.words.wording import listed, place_name


class NaloxoneOf(NamedTuple):
    """What is the same in all of these places: one record speaks for them."""

    record: NaloxoneRecord
    places: tuple[Place, ...]

    @property
    def names(self) -> str:
        """Where it is so."""
        return listed(map(place_name, self.places))

    @property
    def words(self) -> str:
        """As the pages say it."""
        return summary_words(self.record.summary, naloxone_sentences(self.record))


class Calling(NamedTuple):
    """All of it, by the names of places."""

    answers: list[CallingAnswer]
    naloxone: list[NaloxoneOf]


def calling_of_all_places(facts: Facts) -> Calling:
    """What the pages say of each place that has a record."""
    return Calling(answers_by_name(facts), _naloxone(facts))


def _naloxone(facts: Facts) -> list[NaloxoneOf]:
    """Places with the same words and the same date together."""
    alike: dict[tuple[object, ...], list[NaloxoneRecord]] = {}
    for record in facts.naloxone_by_place.values():
        held = (record.summary, record.as_of, record.carrying, record.giving, record.conditions)
        alike.setdefault(held, []).append(record)
    found = [
        NaloxoneOf(
            records[0],
            tuple(sorted((facts.places[each.place] for each in records), key=place_name)),
        )
        for records in alike.values()
    ]
    return sorted(found, key=lambda each: place_name(each.places[0]))
