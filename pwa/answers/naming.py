"""What people call things: texts as words, names that fit them, and slips of the pen. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from pwa.answers.search import UNSPACED, fold
from pwa.records.names import Lexicon
from pwa.records.safety import Interaction, Safety

# Pieces of one name: "caffeine and energy drinks", "high-dose paracetamol (acetaminophen)".
PIECES = re.compile(r"[,:()]|\b(?:and|or|with|above all|con|y|o)\b|และ|หรือ", re.IGNORECASE)
SHORTEST_START = 3
SHORTEST_SLIP = 3
SHORTEST_PLANT = 5  # below it a slip in a name of the plant may be a word of its own
SHORTEST_INSIDE = 3  # of words that are looked for inside writing without spaces

Words = frozenset[str]
Say = Callable[[str], str]
T = TypeVar("T")


@dataclass(frozen=True)
class Name:
    """One way to name an interaction. `key` is the name without spaces.

    A name of the interaction's `own` fits by any of its words. A combination ("a/b") stands for its
    parts together only. `spoken` are its words in order, `holds` and `asks` as in OtherNames.
    """

    name: str
    words: Words
    interaction: Interaction
    key: str
    own: bool
    spoken: tuple[str, ...]
    holds: str = ""
    asks: bool = False

    @property
    def is_combination(self) -> bool:
        """Whether it names several things as one."""
        return "/" in self.name

    @property
    def alone(self) -> Iterable[str]:
        """The words that stand for it each: all of its own, and the one of a name of one word."""
        return sorted(self.words) if self.own or len(self.words) == 1 else ()


@dataclass(frozen=True)
class PageName:
    """One way to ask for a topic."""

    words: Words
    key: str
    topic: str


@dataclass(frozen=True)
class Asked:
    """A text as words in order: those that may name something, and which of them tell things apart.

    `keys` are the text without spaces, whole and without small words; `spoken` are all its words.
    """

    words: tuple[str, ...]
    telling: tuple[str, ...]
    keys: tuple[str, ...]
    spoken: tuple[str, ...]
    names_plant: bool

    @property
    def names_something(self) -> bool:
        """Whether it is more than small words, and more than "kratom pills"."""
        return bool(self.telling or (self.words and not self.names_plant))

    @property
    def all(self) -> Words:
        """Its words in the singular."""
        return frozenset(map(singular, self.words))

    @property
    def singulars(self) -> Words:
        """Those of its words that tell things apart, in the singular."""
        return frozenset(map(singular, self.telling))


@dataclass(frozen=True)
class Vocabulary:
    """Every name in one language and English, and the words that are none."""

    names: tuple[Name, ...]
    pages: tuple[PageName, ...]
    small: Words
    things: Words
    plant: Words
    plant_phrases: tuple[str, ...]
    inside: Words
    keys: Words

    @cached_property
    def by_word(self) -> Mapping[str, tuple[Name, ...]]:
        """For each word that stands for names, these names in order."""
        return _grouped((word, name) for name in self.names for word in name.alone)

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Name, ...]]:
        """For each name without spaces, what it names."""
        return _grouped((name.key, name) for name in self.names)

    @cached_property
    def _shortened(self) -> Mapping[str, tuple[str, ...]]:
        """Words and keys by what is left of them when no letter or one is left out: all words that
        are one slip apart share such a rest."""
        return _grouped((rest, word) for word in self._order for rest in _rests(word))

    @cached_property
    def _order(self) -> Mapping[str, int]:
        pages = (page.key for page in self.pages)
        known = dict.fromkeys((*self.by_key, *self.by_word, *pages))
        return {word: number for number, word in enumerate(known)}

    def slips(self, word: str) -> list[str]:
        """Words and keys that this one misses by one slip of the pen."""
        near = {each for rest in _rests(word) for each in self._shortened.get(rest, ())}
        return sorted((each for each in near if is_slip(word, each)), key=self._order.__getitem__)

    def read(self, text: str) -> Asked:
        """The words of a text, without small ones and without the plant's own names."""
        bare = f" {plain(text)} "
        for phrase in self.plant_phrases:
            bare = bare.replace(f" {phrase} ", " ")
        found = [word for token in bare.split() for word in self._cut(token)]
        named = [word for word in found if not self._is_plant(word)]
        words = tuple(word for word in named if not self._is_small(word))
        telling = tuple(word for word in words if not self._is_thing(word))
        keys = tuple(dict.fromkeys((joined(text), "".join(words))))
        names_plant = len(named) < len(found) or bare.strip() != plain(text)
        return Asked(words, telling, keys, tuple(plain(text).split()), names_plant)

    def _is_small(self, word: str) -> bool:
        return word in self.small

    def _is_thing(self, word: str) -> bool:
        return word in self.things or singular(word) in self.things

    def _is_plant(self, word: str) -> bool:
        if word in self.plant:
            return True
        if len(word) < SHORTEST_PLANT or word in self.keys:
            return False
        long = (name for name in self.plant if len(name) >= SHORTEST_PLANT)
        return any(is_slip(word, name) for name in long) and self.keys.isdisjoint(self.slips(word))

    def _cut(self, token: str) -> Iterator[str]:
        """The words that we know inside writing without spaces, and what is left between them."""
        if not UNSPACED.search(token) or token in self.keys:
            yield token
            return
        start = left = 0
        while start < len(token):
            ends = range(len(token), start + SHORTEST_INSIDE - 1, -1)
            end = next((end for end in ends if token[start:end] in self.inside), 0)
            if end and start > left:
                yield token[left:start]
            if end:
                yield token[start:end]
                left = end
            start = end or start + 1
        if left < len(token):
            yield token[left:]


def plain(text: str) -> str:
    """Small letters without accents or marks; `7-OH`, `7oh` and `7 oh` read the same."""
    letters = re.sub(r"['’]", "", fold(text))
    letters = "".join(letter if _tells(letter) else " " for letter in letters)
    return " ".join(re.sub(r"(?<=\d)(?=[^\W\d_])", " ", letters).split())


def _tells(letter: str) -> bool:
    """Whether it is part of a word; vowels and tones of Thai are marks on letters."""
    return letter.isalnum() or unicodedata.category(letter) in ("Mn", "Mc")


def joined(text: str) -> str:
    """A name without spaces: "MS Contin" and "mscontin" are one."""
    return plain(text).replace(" ", "")


def singular(word: str) -> str:
    """Without the s of many."""
    return word[:-1] if len(word) > SHORTEST_START and word.endswith("s") else word


def is_slip(word: str, known: str) -> bool:
    """Whether one letter left out, put in, changed or swapped with its neighbour turns one into the
    other; equal words are not a slip."""
    if word == known or abs(len(word) - len(known)) > 1:
        return False
    start = 0
    while start < min(len(word), len(known)) and word[start] == known[start]:
        start += 1
    a, b = word[start:], known[start:]
    return (
        a[1:] == b[1:]
        or a[1:] == b
        or a == b[1:]
        or (a[:2] == b[1::-1] and len(a) > 1 and a[2:] == b[2:])
    )


def _rests(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def vocabulary(safety: Safety, say: Say = str) -> Vocabulary:
    """The names of all interactions and topics, in English and as `say` says them."""
    slugs = tuple(topic.slug for topic in safety.topics)
    return _vocabulary(safety.interactions, slugs, safety.lexicon, say)


@lru_cache(maxsize=8)
def _vocabulary(
    interactions: tuple[Interaction, ...],
    slugs: tuple[str, ...],
    lexicon: Lexicon,
    say: Say,
) -> Vocabulary:
    small = frozenset(word for text in lexicon.small for word in plain(text).split())
    things = frozenset(word for text in lexicon.things for word in plain(text).split())
    own = tuple(_own_names(interactions, say, small | things))
    others = tuple(_other_names(interactions, lexicon, small))
    names = (*own, *others)
    pages = tuple(_page_names(slugs, lexicon, small))
    keys = frozenset((*(name.key for name in names), *(page.key for page in pages)))
    phrases = [plain(name) for name in lexicon.plant if joined(name) not in keys]
    plant = frozenset(phrase for phrase in phrases if " " not in phrase)
    words = {
        word for each in (*(n.words for n in names), *(p.words for p in pages)) for word in each
    }
    return Vocabulary(
        names=names,
        pages=pages,
        small=small,
        things=things,
        plant=plant,
        plant_phrases=tuple(phrase for phrase in phrases if " " in phrase),
        inside=frozenset(
            word
            for word in words | small | things | plant
            if UNSPACED.search(word) and len(word) >= SHORTEST_INSIDE
        ),
        keys=keys,
    )


def _own_names(interactions: tuple[Interaction, ...], say: Say, fillers: Words) -> Iterator[Name]:
    """The class of every interaction, its examples and the pieces of both."""
    for interaction in interactions:
        for name in _ways_to_name(interaction, say):
            words = frozenset(map(singular, plain(name).split())) - fillers
            if words:
                spoken = tuple(plain(name).split())
                yield Name(name, words, interaction, joined(name), True, spoken)


def _ways_to_name(interaction: Interaction, say: Say) -> Iterator[str]:
    names = (interaction.with_, *interaction.examples)
    for name in dict.fromkeys((*map(say, names), *names)):
        pieces = [piece.strip() for piece in PIECES.split(name)]
        yield from dict.fromkeys([name, *(piece for piece in pieces if piece)])


def _other_names(
    interactions: tuple[Interaction, ...], lexicon: Lexicon, small: Words
) -> Iterator[Name]:
    by_id = {each.id: each for each in interactions}
    for each in lexicon.names:
        held = [by_id[key] for key in each.interactions if key in by_id]
        for name in each.names:
            words, spoken = _all_words(name, small), tuple(plain(name).split())
            for it in held:
                yield Name(name, words, it, "".join(spoken), False, spoken, each.holds, each.asks)


def _page_names(slugs: tuple[str, ...], lexicon: Lexicon, small: Words) -> Iterator[PageName]:
    for each in lexicon.names:
        for slug in each.topics:
            if slug in slugs:
                for name in each.names:
                    yield PageName(_all_words(name, small), joined(name), slug)


def _all_words(name: str, small: Words) -> Words:
    return frozenset(singular(word) for word in plain(name).split() if word not in small)
