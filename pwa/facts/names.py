"""Files of what people call things (TOML) into records, and what they must satisfy."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pwa.errors import Fault
from pwa.locales import PUBLISHED
from pwa.records.names import Alarm, AlarmWords, Lexicon, NameSource, OtherNames
from pwa.records.safety import Safety

MEDICINES = "medicine-names.toml"
OTHERS = "other-names.toml"
SMALL = "small-words.toml"
CRISIS = "crisis-words.toml"
PLANT = "plant-names.toml"
LANGUAGES = (*(language.tag for language in PUBLISHED), "more")
SHORTEST = 2

Table = dict[str, Any]


def read_lexicon(folder: Path, faults: list[Fault]) -> Lexicon:
    """All words below `folder`; what cannot be read is added to `faults` and left out."""
    documents = {name: _document(folder, name, faults) for name in (MEDICINES, OTHERS)}
    words = {name: _document(folder, name, faults) for name in (SMALL, CRISIS)}
    try:
        return Lexicon(
            names=(*_medicines(documents[MEDICINES]), *_others(documents[OTHERS])),
            sources=tuple(NameSource(**each) for each in documents[MEDICINES].get("source", ())),
            small=_in_all_languages(words[SMALL].get("small", {})),
            things=_in_all_languages(words[SMALL].get("things", {})),
            plant=_plant(folder),
            confused=tuple((a, b) for a, b in words[SMALL].get("confused", {}).get("pairs", ())),
            alarms=tuple(_alarms(words[CRISIS])),
        )
    except (KeyError, TypeError, ValueError) as problem:
        faults.append(Fault(OTHERS, "-", f"cannot be read: {problem!r}"))
        return Lexicon()


def name_faults(safety: Safety) -> Iterator[Fault]:
    """Names that lead nowhere, or that are too short to tell anything."""
    interactions, topics = set(safety.interaction_by_id), set(safety.topic_by_slug)
    for each in safety.lexicon.names:
        key = each.names[0] if each.names else each.holds or "-"
        for unknown in set(each.interactions) - interactions:
            yield Fault(OTHERS, key, f"there is no interaction {unknown}")
        if not each.interactions and not each.topics:
            yield Fault(OTHERS, key, "needs interactions or topics")
        for slug in set(each.topics) - topics:
            yield Fault(OTHERS, key, f"there is no topic {slug}")
        for name in each.names:
            if len(name) < SHORTEST:
                yield Fault(OTHERS, name, f"a name has {SHORTEST} letters at least")
    for pair in safety.lexicon.confused:
        for key in set(pair) - interactions:
            yield Fault(SMALL, "confused", f"there is no interaction {key}")


def _document(folder: Path, name: str, faults: list[Fault]) -> Table:
    try:
        return tomllib.loads((folder / name).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        faults.append(Fault(name, "-", f"cannot be read: {problem}"))
        return {}


def _plant(folder: Path) -> tuple[str, ...]:
    """The plant's names; who reads all facts says what is wrong with that file."""
    names = _document(folder, PLANT, []).get("names", ())
    return tuple(names) if isinstance(names, list) else ()


def _medicines(document: Table) -> Iterator[OtherNames]:
    """Trade names; a medicine is known by the name of what it holds too."""
    sources = {each["id"] for each in document.get("source", ())}
    for each in document.get("medicine", ()):
        generic = each["generic"]
        names = [name for name, _countries, _sources in each["names"]]
        named = {source for *_, found in each["names"] for source in found.split()}
        if not named <= sources:
            raise ValueError(f"{generic}: no source {', '.join(sorted(named - sources))}")
        own = () if "/" in generic else (generic,)
        yield OtherNames((*own, *names), tuple(each["interactions"]), holds=generic)


def _others(document: Table) -> Iterator[OtherNames]:
    for each in document.get("other", ()):
        yield OtherNames(
            _in_all_languages(each),
            tuple(each.get("interactions", ())),
            tuple(each.get("topics", ())),
            each.get("holds", ""),
            each.get("asks", False),
        )


def _in_all_languages(table: Table) -> tuple[str, ...]:
    """Each word once: people type what they know in whatever language the page is."""
    found = (word for language in LANGUAGES for word in table.get(language, ()))
    return tuple(dict.fromkeys(found))


def _alarms(document: Table) -> Iterator[AlarmWords]:
    groups = document.get("groups", {})
    for alarm in Alarm:
        phrases = _in_all_languages(document.get(alarm.value, {}))
        yield AlarmWords(alarm, tuple(_phrase(phrase, groups) for phrase in phrases))


def _phrase(phrase: str, groups: Table) -> tuple[tuple[str, ...], ...]:
    """Which words may stand at each place; `<not>` is any word of that group."""
    return tuple(
        tuple(groups[word[1:-1]]) if word.startswith("<") else (word,) for word in phrase.split()
    )
