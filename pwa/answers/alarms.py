"""Whether a question says that somebody is in danger, or can bear no more. Pure."""

from dataclasses import dataclass
from functools import lru_cache

from pwa.answers.naming import is_slip, plain
from pwa.answers.search import UNSPACED
from pwa.records.names import Alarm, Lexicon

SHORTEST_SLIP = 6  # a slip in a shorter word may be another word: "die", "diet"

Phrase = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Phrases:
    """The phrases of all alarms as questions are read, and words in which nobody slips."""

    by_alarm: tuple[tuple[Alarm, tuple[Phrase, ...]], ...]
    choices: frozenset[str]
    small: frozenset[str]


def alarms(lexicon: Lexicon, text: str) -> dict[Alarm, frozenset[str]]:
    """The alarms that a question raises, with the words of it that raise them."""
    phrases = read_phrases(lexicon)
    words = plain(text).split()
    fits = {choice: _fitting(choice, words, phrases.small) for choice in phrases.choices}
    fits = {choice: fitting for choice, fitting in fits.items() if fitting}
    found: dict[Alarm, set[str]] = {}
    for alarm, each in phrases.by_alarm:
        for phrase in each:
            if all(any(choice in fits for choice in choices) for choices in phrase):
                spoken = (fits.get(choice, ()) for choices in phrase for choice in choices)
                found.setdefault(alarm, set()).update(word for fit in spoken for word in fit)
    return {alarm: frozenset(found[alarm]) for alarm in Alarm if alarm in found}


@lru_cache(maxsize=8)
def read_phrases(lexicon: Lexicon) -> Phrases:
    by_alarm = tuple(
        (
            each.alarm,
            tuple(
                tuple(tuple(map(_folded, choices)) for choices in phrase) for phrase in each.phrases
            ),
        )
        for each in lexicon.alarms
    )
    return Phrases(
        by_alarm,
        frozenset(
            choice
            for _, phrases in by_alarm
            for phrase in phrases
            for choices in phrase
            for choice in choices
        ),
        frozenset(word for text in lexicon.small for word in plain(text).split()),
    )


def _folded(word: str) -> str:
    """A word of a phrase without accents and marks; the `*` of a beginning stays."""
    return plain(word) + ("*" if word.endswith("*") else "")


def _fitting(choice: str, words: list[str], small: frozenset[str]) -> list[str]:
    known = choice.removesuffix("*")
    if UNSPACED.match(known):
        return [word for word in words if known in word or _slips_inside(known, word)]
    if known == choice:
        return [word for word in words if word == known or _slips(known, word, small)]
    return [word for word in words if word.startswith(known) or _slips(known, word, small, True)]


def _slips(known: str, word: str, small: frozenset[str], begins: bool = False) -> bool:
    size = len(known)
    if size < SHORTEST_SLIP or len(word) < size - 1 or word in small:
        return False
    if not begins:
        return is_slip(word, known)
    return any(is_slip(word[:n], known) for n in (size, size + 1, size - 1))


def _slips_inside(known: str, word: str) -> bool:
    size = len(known)
    if size < SHORTEST_SLIP or not UNSPACED.match(word):
        return False
    return any(
        is_slip(word[at : at + n], known)
        for n in (size - 1, size, size + 1)
        for at in range(len(word) - n + 1)
    )
