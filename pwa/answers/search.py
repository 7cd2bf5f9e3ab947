"""What a reader can find: one entry a place, a page or a helpline, and how texts are compared."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pwa.records import Facts, Helpline, Kind, Place
from pwa.records.topics import Heading

COMBINING_LATIN = range(0x0300, 0x0370)
ALIKE = 0.45
# Of the words of a question. Each is held against hundreds of names.
MOST_WORDS = 8
# Kind and key of the emergency page and of the overview of helplines.
EMERGENCY = ("emergency", "")
TALK = ("talk", "")
# Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True)
class SearchEntry:
    """Something to find. `kind` and `key` say what to link to; `terms` are further names."""

    kind: str
    key: str
    title: str
    terms: str


@dataclass(frozen=True)
class Tongue:
    """A language to find things in: how it says a message, what it calls a place."""

    say: Callable[[str], str]
    name: Callable[[Place], str]


ENGLISH = Tongue(str, lambda place: place.name)


def fold(text: str) -> str:
    """Lower case without Latin accents: how both what is sought and what is found are compared.

    Marks of other scripts stay: in Thai they tell words apart.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (mark for mark in decomposed if ord(mark) not in COMBINING_LATIN)
    return unicodedata.normalize("NFC", "".join(kept))


def trigrams(word: str) -> set[str]:
    """Each run of three letters; the word itself where it is shorter."""
    return {word[start : start + 3] for start in range(max(1, len(word) - 2))}


def telling_words(text: str) -> list[str]:
    """The words of a question, each once; the longest where there are more than MOST_WORDS."""
    words = list(dict.fromkeys(text.split()))
    kept = set(sorted(words, key=len, reverse=True)[:MOST_WORDS])
    return [word for word in words if word in kept]


class Question:
    """Folded words, to be held against many names: what was compared once is not again.

    Short words count only in a question that has no longer one ("in", "is"; but "UK").
    """

    def __init__(self, words: Iterable[str]) -> None:
        sought = list(words)
        parts = [part for part in sought if len(part) > 2] or sought
        self._parts = [(part, trigrams(f" {part} "), dict[str, float]()) for part in parts]

    def score(self, found: str) -> float:
        """How well folded names answer it; 0 where no word of it is much like any."""
        words = set(found.split())
        shares = [_best_share(*part, words) for part in self._parts]
        return sum(shares) if max(shares, default=0.0) >= ALIKE else 0.0


def _best_share(part: str, pieces: set[str], known: dict[str, float], words: set[str]) -> float:
    for word in words.difference(known):
        known[word] = _share(part, pieces, word)
    return max(map(known.__getitem__, words), default=0.0)


def names_of(entry: SearchEntry) -> str:
    """All that an entry is found by, folded."""
    return f" {fold(entry.title)} {fold(entry.terms)} "


def best(sought: Iterable[str], named: Iterable[SearchEntry], limit: int) -> list[SearchEntry]:
    """What answers folded words, the best first. The `terms` are what `names_of` says."""
    score = Question(sought).score
    scored = ((score(each.terms), each) for each in named)
    good = [(names + score(fold(each.title)) / 2, each) for names, each in scored if names]
    # A thing is there once in each language, and found in several by its own name.
    times = Counter((each.kind, each.key) for _, each in good)

    def rank(hit: tuple[float, SearchEntry]) -> tuple[float, bool, int, int]:
        points, each = hit
        return -points, each.kind != "place", -times[each.kind, each.key], len(each.title)

    once: dict[tuple[str, str], SearchEntry] = {}
    for _, each in sorted(good, key=rank):
        once.setdefault((each.kind, each.key), each)
    return list(once.values())[:limit]


def _share(part: str, pieces: set[str], word: str) -> float:
    if word == part:
        return 1.0
    starts = word.startswith(part)
    if len(part) < 3:
        return 0.6 if starts else 0.0
    if starts:
        return 0.9
    if UNSPACED.search(part) and (part in word or (word in part and len(word) > 2)):
        return 0.5 + 0.4 * min(len(word), len(part)) / max(len(word), len(part))
    return 0.85 * sum(map(f" {word} ".__contains__, pieces)) / len(pieces)


def without_plant_names(text: str, facts: Facts) -> str:
    """The words that tell one thing from another here: "kratom" stands behind everything."""
    plant = {fold(name) for name in facts.plant_names}
    for name in sorted(filter(UNSPACED.search, plant), key=len, reverse=True):
        text = fold(text).replace(name, " ") if name in fold(text) else text
    return " ".join(word for word in text.split() if fold(word) not in plant)


def entries(facts: Facts, tongues: Iterable[Tongue] = (ENGLISH,)) -> Iterator[SearchEntry]:
    """All that can be found, once in each language: places, helplines, topics, mixes."""
    for tongue in tongues:
        yield from _entries(facts, tongue)


def _entries(facts: Facts, tongue: Tongue) -> Iterator[SearchEntry]:
    plant = " ".join(facts.plant_names)
    yield SearchEntry("law", "", tongue.say("Kratom and the law"), plant)
    for place in facts.places.values():
        yield SearchEntry(
            "place", place.id, tongue.name(place), _words(_other_names(place, facts, tongue))
        )
    for line in facts.helplines:
        if line.published:
            place = facts.places[line.place]
            names = (*line_names(line), tongue.name(place))
            yield SearchEntry("helpline", line.id, tongue.say(line.name), _words(names))
    yield from _safety_entries(facts, tongue)
    # Their titles are those that the pages have.
    yield SearchEntry(*EMERGENCY, tongue.say("Not breathing well, or won’t wake up?"), "")
    yield SearchEntry(
        *TALK, tongue.say("Someone to talk to now"), f"{tongue.say('Helplines')} hotline"
    )


def _safety_entries(facts: Facts, tongue: Tongue) -> Iterator[SearchEntry]:
    for number, topic in enumerate(facts.safety.topics):
        headings = (block.text for block in topic.blocks if isinstance(block, Heading))
        terms = map(tongue.say, (topic.short, topic.summary, *headings))
        # The first topic says what the plant is: it is found by every name of the plant.
        plant = facts.plant_names if number == 0 else ()
        yield SearchEntry("topic", topic.slug, tongue.say(topic.title), _words((*terms, *plant)))
    for each in facts.safety.interactions:
        examples = map(tongue.say, each.examples)
        yield SearchEntry("mixing", each.id, tongue.say(each.with_), _words(examples))


def own_names(place: Place) -> Iterator[str]:
    """What a place is also called: other spellings, and its code."""
    yield from place.aliases
    if place.kind is Kind.STATE:
        yield place.id.partition("-")[2]
    elif "/" not in place.id:
        yield place.id


def line_names(line: Helpline) -> Iterator[str]:
    """What a helpline is also found by: its name there, what it is for, its numbers."""
    if line.native_name:
        yield line.native_name
    yield from line.topics
    yield from line.numbers


def _other_names(place: Place, facts: Facts, tongue: Tongue) -> Iterator[str]:
    yield from own_names(place)
    for above in facts.ancestry(place.id)[1:]:
        yield tongue.name(above)


def _words(texts: Iterable[str]) -> str:
    return " ".join(texts)
