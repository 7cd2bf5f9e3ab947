"""What answers what a person typed into search: danger first, then what it names, then likeness."""

from collections.abc import Callable, Iterable

from pwa.answers.alarms import alarms
from pwa.answers.mixing import CAUTION, named_by, slips_of
from pwa.answers.naming import (
    SHORTEST_SLIP,
    Asked,
    Name,
    PageName,
    Say,
    Vocabulary,
    plain,
    singular,
    vocabulary,
)
from pwa.answers.search import EMERGENCY, TALK, SearchEntry, fold, without_plant_names
from pwa.records import Facts
from pwa.records.names import Alarm

MOST = 20
OVERDOSE = ("topic", "overdose")

Search = Callable[[str], list[SearchEntry]]


def found(facts: Facts, query: str, search: Search, say: Say = str) -> list[SearchEntry]:
    """Entries, the best first. `search` finds by likeness.

    Danger leads to the emergency page and crisis to somebody to talk to; neither hides what else is
    found, but that strange countries' helplines do not follow a crisis.
    """
    lexicon = facts.safety.lexicon
    raised = alarms(lexicon, query)
    known = vocabulary(facts.safety, say)
    asked = known.read(query)
    rest = _alike(facts, known, asked, query, search)
    rows = _with_names(known, asked, rest)
    if Alarm.CRISIS in raised:
        rows = _beside_a_crisis(rows, asked, raised[Alarm.CRISIS])
    places = [row for row in rows[:1] if Alarm.CRISIS in raised and row.kind == "place"]
    urgent = [_entry(*key) for key in _urgent(raised)]
    return _once([*places, *urgent, *rows])[:MOST]


def _urgent(raised: Iterable[Alarm]) -> list[tuple[str, str]]:
    danger = [EMERGENCY, OVERDOSE] if Alarm.DANGER in raised else []
    return [*danger, *([TALK, EMERGENCY] if Alarm.CRISIS in raised else [])]


def _alike(
    facts: Facts, known: Vocabulary, asked: Asked, query: str, search: Search
) -> list[SearchEntry]:
    """What is like the words that tell something; names of the plant count where nothing else is
    found, and small words where there are no others."""
    telling = without_plant_names(query, facts)
    words = [word for word in telling.split() if not set(plain(word).split()) <= known.small]
    bare = " ".join(words)
    if asked.names_plant and not asked.words and query.split():
        bare = ""
        query = query if telling != " ".join(query.split()) else facts.plant_names[0]
    return search(bare) or search(query)


def _with_names(known: Vocabulary, asked: Asked, rest: list[SearchEntry]) -> list[SearchEntry]:
    """What the question names stands first, unless it names only a part of it and something else
    has another word of it in its title."""
    names, pages = named_by(asked, known), _pages(known, asked)
    keys = {*(name.key for name in names), *(page.key for page in pages)}
    covered = {*(w for n in names for w in n.words), *(w for p in pages for w in p.words)}
    left = [word for word in asked.telling if singular(word) not in covered]
    if not names and not pages:
        names, pages = _near(known, asked), _near_pages(known, asked)
    rows = [*_topics(pages), *_interactions(names)]
    if left and keys.isdisjoint(asked.keys) and rest and _titled(rest[0], left):
        return [rest[0], *rows, *rest[1:]]
    return [*rows, *rest]


def _near(known: Vocabulary, asked: Asked) -> list[Name]:
    """One slip of the pen in a word, or in the whole question; two letters miss everything."""
    spoken = [word for word in asked.telling if len(word) >= SHORTEST_SLIP]
    words = (word for text in spoken for word in known.slips(singular(text)))
    if not spoken:
        return []
    return [
        *slips_of(asked, known),
        *(name for word in words for name in known.by_word.get(word, ())),
    ]


def _pages(known: Vocabulary, asked: Asked) -> list[PageName]:
    return [
        page
        for page in known.pages
        if page.key in asked.keys or (page.words and page.words <= asked.all)
    ]


def _near_pages(known: Vocabulary, asked: Asked) -> list[PageName]:
    keys = [key for key in asked.keys if len(key) >= SHORTEST_SLIP]
    near = {key for text in keys for key in known.slips(text)}
    return [page for page in known.pages if page.key in near]


def _topics(pages: list[PageName]) -> list[SearchEntry]:
    return [_entry("topic", page.topic) for page in pages]


def _interactions(names: list[Name]) -> list[SearchEntry]:
    """What is surely meant, the most cautious first; names that ask back follow in their order."""
    ordered = sorted(names, key=lambda name: (name.asks, -CAUTION[name.interaction.level]))
    return [_entry("mixing", name.interaction.id) for name in ordered]


def _titled(entry: SearchEntry, words: list[str]) -> bool:
    return not set(fold(entry.title).split()).isdisjoint(words)


def _beside_a_crisis(
    rows: list[SearchEntry], asked: Asked, spoken: frozenset[str]
) -> list[SearchEntry]:
    """What else was asked for: nothing where all words speak of the crisis."""
    left = [word for word in asked.words if word not in spoken]
    return [row for row in rows if row.kind != "helpline" and left and _titled(row, left)]


def _entry(kind: str, key: str) -> SearchEntry:
    return SearchEntry(kind, key, "", "")


def _once(rows: list[SearchEntry]) -> list[SearchEntry]:
    first: dict[tuple[str, str], SearchEntry] = {}
    for row in rows:
        first.setdefault((row.kind, row.key), row)
    return list(first.values())
