"""What may happen when kratom or 7-OH is mixed with what a person typed. Pure, and never "safe".

Names come from the fact files alone. A thing that we do not know is `unknown`, and a guess at a
misspelt word can make an answer more cautious, never less.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from pwa.answers.naming import (
    SHORTEST_SLIP,
    SHORTEST_START,
    Asked,
    Name,
    Say,
    Vocabulary,
    is_slip,
    joined,
    plain,
    singular,
    vocabulary,
)
from pwa.records.safety import Interaction, Level, Safety

CAUTION = {level: rank for rank, level in enumerate(Level)}
SEPARATORS = re.compile(r"[,;+&\n]|\b(?:and|with|plus|con|y|e|más)\b|กับ|และ", re.IGNORECASE)
SHORTEST_START_OF_OTHERS = 4  # trade and street names are many: three letters start too many
SHORTEST_GUESS = 5
LIKENESS = 0.75
LIKENESS_WITH_OTHER_START = 0.85


@dataclass(frozen=True)
class Match:
    """An interaction that the text names. A guess rests on part of a word, a likely misspelling or
    a purpose: pages ask "did you mean `name`?". `holds` is what a product of that name holds."""

    interaction: Interaction
    name: str
    guessed: bool = False
    holds: str = ""


@dataclass(frozen=True)
class MixFinding:
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

    findings: tuple[MixFinding, ...]

    @property
    def level(self) -> Level | None:
        """The most cautious level of all; None when nothing was asked."""
        return most_cautious(found.level for found in self.findings) if self.findings else None

    @property
    def has_unknown(self) -> bool:
        """Whether there is anything that we have nothing on: it may be dangerous."""
        return any(not found.is_known for found in self.findings)


def most_cautious(levels: Iterable[Level]) -> Level:
    """Dangerous before caution before unknown before low known risk."""
    return max(levels, key=CAUTION.__getitem__)


def check(safety: Safety, texts: Iterable[str], say: Say = str) -> Mixture:
    """What we hold on each thing that the texts name; one text may name several.

    Things are known by their English names, by those that `say` gives them and by what else people
    call them. Small words and the plant's own names are not things.
    """
    known = vocabulary(safety, say)
    return Mixture(tuple(found for text in texts for found in _found_in(text, known, safety, say)))


def _found_in(text: str, known: Vocabulary, safety: Safety, say: Say) -> list[MixFinding]:
    pieces = list(_pieces(known, text))
    findings = [find(safety, piece, say) for piece in pieces]
    named = [
        found
        for piece, found in zip(pieces, findings, strict=True)
        if known.read(piece).names_something
    ]
    # "in" alone may be a slip in "gin": small words count where there is nothing else.
    return named or [found for found in findings if found.matches]


def find(safety: Safety, text: str, say: Say = str) -> MixFinding:
    """What we hold on one thing, the most cautious match first."""
    known = vocabulary(safety, say)
    asked = known.read(text)
    named = named_by(asked, known)
    covered = {word for name in named for word in name.words}
    whole = any(name.key in asked.keys for name in named)
    left = () if whole else tuple(w for w in asked.telling if singular(w) not in covered)
    slips = slips_of(asked, known)
    guesses = {word: _alike(word, known) for word in dict.fromkeys(left)}
    sure = [name for name in named if not name.asks]
    level = max((CAUTION[name.interaction.level] for name in sure), default=-1)
    asks = [name for name in named if name.asks]
    # A slip may be a name of its own: then what is worse is said as well.
    worse = [name for name in slips if CAUTION[name.interaction.level] > level]
    matches = _best(
        [Match(name.interaction, name.name, False, name.holds) for name in sure]
        + [Match(name.interaction, say(name.interaction.with_), True) for name in asks]
        + [Match(name.interaction, name.name, True) for name in worse]
        + [Match(each.interaction, each.name, True) for found in guesses.values() for each in found]
    )
    near = {key for text in asked.keys for key in known.slips(text)}
    strange = () if any(name.key in near for name in slips) else guesses
    unrecognised = tuple(word for word in strange if not guesses[word])
    return MixFinding(text.strip(), _with_confused(matches, safety, say), unrecognised)


def _pieces(known: Vocabulary, text: str) -> Iterator[str]:
    """The things in one text; a name that itself holds "and" or a comma, or a slip in one, stays
    whole."""
    key = joined(text)
    pieces = [text] if key in known.keys or known.slips(key) else SEPARATORS.split(text)
    yield from (piece.strip() for piece in pieces if plain(piece))


def named_by(asked: Asked, known: Vocabulary) -> list[Name]:
    """Names that lie whole in the question, or that the whole question lies in ("opioids")."""
    if not asked.keys[0]:
        return []
    every, telling = asked.all, asked.singulars
    inside = [
        name
        for name in known.names
        if name.key in asked.keys or (name.words and name.words <= (telling if name.own else every))
    ]
    around = [name for name in known.names if name.own and telling and telling < name.words]
    single = [name for name in around if not name.is_combination]
    return inside + (single if inside or single else around)


def slips_of(asked: Asked, known: Vocabulary) -> list[Name]:
    """Names that the question, or one word of it, misses by one slip of the pen."""
    texts = dict.fromkeys((*asked.keys, *asked.telling, *map(singular, asked.telling)))
    keys = dict.fromkeys(key for text in texts for key in known.slips(text))
    found = [
        name for key in keys for name in known.by_key.get(key, ()) if len(key) >= SHORTEST_SLIP
    ]
    return [name for name in found if not _leaves_out(asked, name)]


def _leaves_out(asked: Asked, name: Name) -> bool:
    """Whether a whole word is missing, which is no slip: plain "Tylenol" is not "Tylenol 3". A slip
    may turn that word into a small one: "tylenol a"."""
    slipped = len(asked.spoken) == len(name.spoken) and is_slip(asked.keys[0], name.key)
    return bool(asked.words) and set(asked.words) < set(name.spoken) and not slipped


def _alike(word: str, known: Vocabulary) -> list[Name]:
    """Names that this word starts, or with a word that it is a likely misspelling of."""
    one = singular(word)
    near = dict.fromkeys(each for each in known.slips(one) if each in known.by_word)
    starts = (each for each in known.by_word if each.startswith(one))
    names = [name for each in dict.fromkeys((*near, *starts)) for name in known.by_word[each]]
    found = [name for name in names if near.keys() & name.alone or _starts(one, name)]
    if not found:
        found = [name for each in _misspelt(one, known.by_word) for name in known.by_word[each]]
    return [name for name in found if not name.is_combination]


def _starts(word: str, name: Name) -> bool:
    return len(word) >= (SHORTEST_START if name.own else SHORTEST_START_OF_OTHERS)


def _misspelt(word: str, known: Iterable[str]) -> Iterator[str]:
    """Which known words this one is a likely misspelling of."""
    if len(word) < SHORTEST_GUESS:
        return
    pair = SequenceMatcher(None, "", word, autojunk=False)
    for each in known:
        wanted = LIKENESS if word[0] == each[:1] else LIKENESS_WITH_OTHER_START
        shorter, longer = sorted((len(word), len(each)))
        if shorter < SHORTEST_GUESS or 2 * shorter < wanted * (shorter + longer):
            continue
        pair.set_seq1(each)
        if pair.quick_ratio() >= wanted and pair.ratio() >= wanted:
            yield each


def _best(matches: list[Match]) -> tuple[Match, ...]:
    """One match for each interaction, a sure one before a guess; the most cautious first."""
    by_id: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: match.guessed):
        by_id.setdefault(match.interaction.id, match)
    return tuple(sorted(by_id.values(), key=lambda m: (-CAUTION[m.interaction.level], m.guessed)))


def _with_confused(matches: tuple[Match, ...], safety: Safety, say: Say) -> tuple[Match, ...]:
    """What may be taken for a guess with great harm stands beside it, after all others."""
    found = {match.interaction.id: match for match in matches}
    more: list[Match] = []
    for pair in safety.lexicon.confused:
        for one, other in (pair, pair[::-1]):
            twin = safety.interaction_by_id.get(other)
            if one in found and found[one].guessed and other not in found and twin:
                more.append(Match(twin, say(twin.with_), True))
    return (*matches, *more)
