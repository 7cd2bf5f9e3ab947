"""The law in the copy that is handed on: each different answer once, and a table of places that
name theirs by the day from which it holds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from pwa.answers.days import answers_by_day
from pwa.answers.law import LawAnswer
from pwa.answers.levels import INFORMATION_ONLY
from pwa.answers.search import own_names
from pwa.locales import gettext
from pwa.records import Facts, Permission, Place, Status, Substance
from pwa.web.words.by_day import Version, changes
from pwa.web.words.law_wording import act_words, explanation, headline
from pwa.web.words.wording import permission_words, place_name


class Card(NamedTuple):
    """What the law says of one substance, in the words of the pages; without dates and without
    the place, so that many places may say it."""

    status: Status
    headline: str
    explanation: tuple[str, ...]
    acts: tuple[tuple[str, str], ...]


class Cards(dict[Card, str]):
    """Gives each card a name of its own, equal ones the same. `permissions`: in words."""

    def __init__(self) -> None:
        super().__init__()
        self.permissions = {each: permission_words(each) for each in Permission}

    def __missing__(self, card: Card) -> str:
        self[card] = f"a{len(self) + 1}"
        return self[card]


class Cell(NamedTuple):
    """What holds in a place for one substance: the card of today, the names of those of later days
    (`2027-02-09:a17,2027-05-01:a18`), and when the sources were last checked."""

    card: Card
    name: str
    later: str
    checked: list[Version]


class CopyRow(NamedTuple):
    """One place, the names that it is also found by, and its cells: leaf, then 7-OH."""

    place: Place
    names: str
    cells: tuple[Cell, ...]
    reviewed: bool

    @property
    def checked(self) -> list[Version] | None:
        """When both were last checked; None where each has its own day."""
        leaf, made = (cell.checked for cell in self.cells)
        days = {as_of for _, as_of in (*leaf, *made)}
        return leaf if len(days) == 1 else None


class Region(NamedTuple):
    """The places directly below one (None: the countries)."""

    inside: Place | None
    rows: list[CopyRow]
    unreviewed: list[CopyRow]


class Law(NamedTuple):
    """All of it."""

    regions: list[Region]
    cards: Cards

    @property
    def cards_by_status(self) -> list[tuple[Status, list[tuple[Card, str]]]]:
        """The different answers with their names, the strictest first."""
        named = self.cards.items()
        of = {each: [pair for pair in named if pair[0].status is each] for each in Status}
        return [(each, of[each]) for each in reversed(Status) if of[each]]


def law_of_all_places(facts: Facts, on: date) -> Law:
    """What the law says in every place that pages answer for, from a day on."""
    cards = Cards()
    found: dict[str | None, list[CopyRow]] = {}
    for place in facts.places.values():
        if place.kind not in INFORMATION_ONLY:
            found.setdefault(place.parent, []).append(_row(facts, place, on, cards))
    regions = [
        _region(facts.places[parent] if parent else None, rows) for parent, rows in found.items()
    ]
    return Law(sorted(regions, key=_in_order), cards)


def other_names(place: Place) -> str:
    """What a place is also found by: its name in English, other spellings, its code."""
    english = () if str(place_name(place)) == place.name else (place.name,)
    return " ".join((*english, *own_names(place)))


def _region(inside: Place | None, rows: Iterable[CopyRow]) -> Region:
    by_name = sorted(rows, key=lambda row: place_name(row.place))
    return Region(
        inside,
        [row for row in by_name if row.reviewed],
        [row for row in by_name if not row.reviewed],
    )


def _in_order(region: Region) -> tuple[str, ...]:
    """Countries first; states by country; towns by state."""
    return (region.inside.id,) if region.inside else ()


def _row(facts: Facts, place: Place, on: date, cards: Cards) -> CopyRow:
    answers = [answers_by_day(facts, place.id, each, on) for each in Substance]
    cells = tuple(_cell(found, cards) for found in answers)
    reviewed = any(answer.reviewed for found in answers for answer in found)
    return CopyRow(place, other_names(place), cells, reviewed)


def _cell(answers: Sequence[LawAnswer], cards: Cards) -> Cell:
    said = [_card(answer, cards.permissions) for answer in answers]
    by_day = [(answer.on, cards[card]) for answer, card in zip(answers, said, strict=True)]
    return Cell(
        card=said[0],
        name=by_day[0][1],
        later=",".join(f"{on}:{name}" for on, name in changes(by_day)),
        checked=[(answer.on, answer.looked_on) for answer in answers],
    )


def _card(answer: LawAnswer, words: Mapping[Permission, str]) -> Card:
    return Card(
        answer.status,
        headline(answer, named=False),
        tuple(explanation(answer, named=False)),
        (
            (gettext("Having it"), _act(answer, words, "possession")),
            (gettext("Selling it"), _act(answer, words, "sale")),
            (gettext("Carrying it in"), _act(answer, words, "import_")),
        ),
    )


def _act(answer: LawAnswer, words: Mapping[Permission, str], act: str) -> str:
    if answer.is_last_known:
        return act_words(answer, act, named=False)
    return words[getattr(answer, act)]
