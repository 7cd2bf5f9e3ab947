"""What may happen when kratom or 7-OH is mixed with what a person typed. Pure, and never "safe".

Names come from the interaction files alone: classes (`with`) and examples. A thing that we do not
know is `unknown`, and a guess at a misspelt word can make an answer more cautious, never less.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from pwa.answers.search import fold
from pwa.records.safety import Interaction, Level, Safety

CAUTION = {level: rank for rank, level in enumerate(Level)}
# Words that tell no medicine from another, and so find none by themselves. Spanish ones stand below
# the English; Thai is written without spaces, so that its words are cut out where they join things.
FILLERS = frozenset(
    [
        *("de", "del", "el", "en", "hoja", "la", "las", "los", "medicamento", "mi", "o", "para"),
        *("pastilla", "por", "que", "tomar", "un", "una", "uso"),
        *("กระท่อม", "ใบกระท่อม"),
        "a",
        "above",
        "affect",
        "all",
        "am",
        "and",
        "are",
        "by",
        "cleared",
        "drug",
        "dose",
        "effect",
        "for",
        "from",
        "had",
        "hard",
        "have",
        "high",
        "i",
        "in",
        "is",
        "kratom",
        "leaf",
        "like",
        "low",
        "lower",
        "may",
        "medicine",
        "medication",
        "me",
        "mix",
        "mixing",
        "my",
        "of",
        "on",
        "or",
        "other",
        "pill",
        "product",
        "raise",
        "some",
        "strong",
        "take",
        "taking",
        "tablet",
        "that",
        "the",
        "to",
        "took",
        "with",
    ]
)
SEPARATORS = re.compile(r"[,;+&\n]|\b(?:and|with|plus|con|y|e|más)\b|กับ|และ", re.IGNORECASE)
# Pieces of one name: "caffeine and energy drinks", "high-dose paracetamol (acetaminophen)".
PIECES = re.compile(r"[,:()]|\b(?:and|or|with|above all|con|y|o)\b|และ|หรือ", re.IGNORECASE)
SHORTEST_START = 3
SHORTEST_GUESS = 5
LIKENESS = 0.75
LIKENESS_WITH_OTHER_START = 0.85

Words = frozenset[str]
Say = Callable[[str], str]


@dataclass(frozen=True)
class Match:
    """An interaction that the text names. A guess rests on part of a word or a likely misspelling:
    pages ask "did you mean `name`?"."""

    interaction: Interaction
    name: str
    guessed: bool = False


@dataclass(frozen=True)
class Finding:
    """What we hold on one thing. Without matches we have nothing on it, which is not "safe"."""

    text: str
    matches: tuple[Match, ...]
    unrecognised: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether every word that matters was recognised."""
        return bool(self.matches) and not self.unrecognised

    @property
    def level(self) -> Level:
        """The most cautious level of its matches; at least `unknown` unless it is surely known."""
        sure = self.is_known and not any(match.guessed for match in self.matches)
        levels = [match.interaction.level for match in self.matches]
        return most_cautious(levels if sure else [Level.UNKNOWN, *levels])


@dataclass(frozen=True)
class Mixture:
    """What we hold on everything that was asked about at once."""

    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level | None:
        """The most cautious level of all; None when nothing was asked."""
        return most_cautious(found.level for found in self.findings) if self.findings else None

    @property
    def has_unknown(self) -> bool:
        """Whether there is anything that we have nothing on: it may be dangerous."""
        return any(not found.is_known for found in self.findings)


@dataclass(frozen=True)
class Name:
    """One way to name an interaction. A combination ("a/b") stands for its parts together only."""

    name: str
    words: Words
    interaction: Interaction
    is_combination: bool


def most_cautious(levels: Iterable[Level]) -> Level:
    """Dangerous before caution before unknown before low known risk."""
    return max(levels, key=CAUTION.__getitem__)


def check(safety: Safety, texts: Iterable[str], say: Say = str) -> Mixture:
    """What we hold on each thing that the texts name; one text may name several.

    Things are known by their English names and by those that `say` gives them.
    """
    things = (thing for text in texts for thing in _things(safety, text, say))
    return Mixture(tuple(find(safety, thing, say) for thing in things))


def find(safety: Safety, text: str, say: Say = str) -> Finding:
    """What we hold on one thing, the most cautious match first."""
    names = known_names(safety.interactions, say)
    asked = _words(text)
    whole = _named(asked, names)
    left = asked - frozenset(word for name in whole for word in name.words)
    guesses = {word: _alike(word, names) for word in sorted(left)}
    matches = _best(
        [Match(each.interaction, each.name) for each in whole]
        + [Match(each.interaction, each.name, True) for found in guesses.values() for each in found]
    )
    return Finding(
        text.strip(), matches, tuple(word for word, found in guesses.items() if not found)
    )


def _things(safety: Safety, text: str, say: Say) -> Iterator[str]:
    """The things in one text; a name that itself holds "and" or a comma stays whole."""
    whole = _whole_names(safety.interactions, say)
    pieces = [text] if _plain(text) in whole else SEPARATORS.split(text)
    yield from (piece.strip() for piece in pieces if _plain(piece))


def _named(asked: Words, names: tuple[Name, ...]) -> list[Name]:
    """Names that lie whole in the question, or that the whole question lies in ("opioids")."""
    if not asked:
        return []
    inside = [name for name in names if name.words <= asked]
    around = [name for name in names if asked < name.words]
    single = [name for name in around if not name.is_combination]
    return inside + (single if inside or single else around)


def _alike(word: str, names: tuple[Name, ...]) -> list[Name]:
    """Names with a word that this one starts, or that it is a likely misspelling of."""
    known_words = {known for name in names for known in name.words}
    alike = {known for known in known_words if _is_alike(word, known)}
    return [name for name in names if name.words & alike and not name.is_combination]


def _is_alike(word: str, known: str) -> bool:
    if len(word) >= SHORTEST_START and known.startswith(word):
        return True
    if min(len(word), len(known)) < SHORTEST_GUESS:
        return False
    wanted = LIKENESS if word[0] == known[0] else LIKENESS_WITH_OTHER_START
    # No more letters can be alike than the shorter word has. Each look is closer, and costs more.
    if 2 * min(len(word), len(known)) < wanted * (len(word) + len(known)):
        return False
    pair = SequenceMatcher(None, word, known, autojunk=False)
    return pair.quick_ratio() >= wanted and pair.ratio() >= wanted


def _best(matches: list[Match]) -> tuple[Match, ...]:
    """One match for each interaction, a sure one before a guess; the most cautious first."""
    by_id: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: match.guessed):
        by_id.setdefault(match.interaction.id, match)
    return tuple(sorted(by_id.values(), key=lambda m: (m.guessed, -CAUTION[m.interaction.level])))


@lru_cache(maxsize=8)
def known_names(interactions: tuple[Interaction, ...], say: Say = str) -> tuple[Name, ...]:
    """Every name of every interaction: its class, its examples and the pieces of both."""
    return tuple(
        Name(name, words, interaction, "/" in name)
        for interaction in interactions
        for name in _ways_to_name(interaction, say)
        if (words := _words(name))
    )


@lru_cache(maxsize=8)
def _whole_names(interactions: tuple[Interaction, ...], say: Say) -> frozenset[str]:
    return frozenset(_plain(each.name) for each in known_names(interactions, say))


def _ways_to_name(interaction: Interaction, say: Say) -> Iterator[str]:
    names = (interaction.with_, *interaction.examples)
    for name in dict.fromkeys((*map(say, names), *names)):
        pieces = [piece.strip() for piece in PIECES.split(name)]
        yield from dict.fromkeys([name, *(piece for piece in pieces if piece)])


def _words(text: str) -> Words:
    """The words that tell one thing from another, in the singular."""
    words = frozenset(_singular(word) for word in _plain(text).split())
    return words - FILLERS


def _singular(word: str) -> str:
    return word[:-1] if len(word) > SHORTEST_START and word.endswith("s") else word


def _plain(text: str) -> str:
    """Small letters without accents or marks; `7-OH`, `7oh` and `7 oh` read the same."""
    letters = re.sub(r"['’]", "", fold(text))
    letters = "".join(letter if _tells(letter) else " " for letter in letters)
    return " ".join(re.sub(r"(?<=\d)(?=[^\W\d_])", " ", letters).split())


def _tells(letter: str) -> bool:
    """Whether it is part of a word; vowels and tones of Thai are marks on letters."""
    return letter.isalnum() or unicodedata.category(letter) in ("Mn", "Mc")
