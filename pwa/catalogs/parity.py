"""What a translation may not change: numbers, dates, units, links, names, markup, placeholders.

Pure: English and translation in, faults in words out. What cannot be told for sure is not a fault;
people read the rest.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import babel

from pwa.catalogs.glossary import Glossary, Stems
from pwa.locales import PUBLISHED

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")
NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
GROUPING_SPACE = re.compile(r"(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))")
THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+\Z")
PHONE = re.compile(r"\+\d[\d ().-]{5,}\d|\d{1,4}(?:[.-]\d{2,4}){2,}")
LINK = re.compile(r"https?://[^\s)\]”]+|www\.[^\s)\]”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\]\([^)\s]*\)")
MARKUP = re.compile(r"</?\w[^>]*>|&\w+;|\*\*|`|\]\(")
# A bill by its number: HB 1647, H.4641.
CITATION = re.compile(r"\b(?:[AHS]B|[HS]F|[LS]D|LB|HR|ACT|[HS]\.) ?\d+\b")
PROSE_WORD = re.compile(r"(?<!\S)[a-z]{2,}")
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f]")
BUDDHIST = range(2400, 2700)
BUDDHIST_ERA = 543

# Where room is tight: how wide a translation may be, in letters that take room.
ROOM = {
    **dict.fromkeys(("Home", "Help", "Law", "Learn", "Notices"), 12),
    **dict.fromkeys(("Leave", "Search", "Show", "Check"), 14),
    **dict.fromkeys(("Banned", "Prescription", "Limits", "No ban found", "Not known"), 21),
    **dict.fromkeys(("Dangerous", "Be careful", "Low known risk"), 24),
}


@dataclass(frozen=True)
class Language:
    """What of a language the comparison has to know."""

    tag: str
    glossary: Glossary

    @property
    def counts_buddhist_years(self) -> bool:
        """Whether 2026 is 2569 in its translations."""
        return any(each.calendar == "buddhist" for each in PUBLISHED if each.babel_id == self.tag)

    @property
    def cldr(self) -> babel.Locale:
        """Its names of months."""
        return babel.Locale.parse(self.tag.replace("-", "_"))


Check = Callable[[str, str, Language], Iterable[str]]


def faults(english: str, translation: str, language: Language) -> list[str]:
    """Everything that the translation lost, added or changed, in words."""
    if not translation.strip():
        return ["is empty"]
    if translation == english:  # a name, as it is
        return ["is not translated"] if len(PROSE_WORD.findall(english)) > 3 else []
    return [fault for check in CHECKS for fault in check(english, translation, language)]


def _placeholders(english: str, translation: str, _: Language) -> Iterator[str]:
    return _differ("placeholder", PLACEHOLDER.findall(english), PLACEHOLDER.findall(translation))


def _numbers(english: str, translation: str, language: Language) -> Iterator[str]:
    pair = (_numbers_in(text, language) for text in (english, translation))
    return _differ("number", *pair)


def _phones(english: str, translation: str, _: Language) -> Iterator[str]:
    pair = (
        [re.sub(r"[^\d+]", "", found) for found in PHONE.findall(_western(text))]
        for text in (english, translation)
    )
    return _differ("phone number", *pair)


def _months(english: str, translation: str, language: Language) -> Iterator[str]:
    """Each month that a date of the English names."""
    names = babel.Locale.parse("en").months["format"]["wide"]
    own = language.cldr.months
    for number, name in names.items():
        short = name[:3]
        dated = rf"\b(?:{name}|{short}\.?)\b(?=,? \d)|(?<=\d )(?:{name}|{short}\.?)\b"
        forms = {forms["wide"][number].casefold() for forms in own.values()}
        forms |= {forms["abbreviated"][number].casefold().rstrip(".") for forms in own.values()}
        if re.search(dated, english) and not any(form in translation.casefold() for form in forms):
            yield f"lost the month {name}"


def _units(english: str, translation: str, language: Language) -> Iterator[str]:
    """Each unit that follows a number."""
    for unit, stems in language.glossary.units.items():
        counted = rf"\d[ \u00a0-]?{re.escape(unit)}(?:s|es)?(?![\w])"
        if re.search(counted, english) and not _holds(translation, stems):
            yield f"lost the unit {unit}"


def _links(english: str, translation: str, _: Language) -> Iterator[str]:
    return _differ("link", LINK.findall(english), LINK.findall(translation))


def _markup(english: str, translation: str, _: Language) -> Iterator[str]:
    return _differ("markup", MARKUP.findall(english), MARKUP.findall(translation))


def _citations(english: str, translation: str, _: Language) -> Iterator[str]:
    lost = set(CITATION.findall(english)) - set(CITATION.findall(translation))
    yield from (f"lost {each}" for each in sorted(lost) if each not in translation)


def _kept(english: str, translation: str, language: Language) -> Iterator[str]:
    glossary = language.glossary
    for name in glossary.kept:
        if glossary.patterns[name].search(english) and name not in translation:
            yield f"lost {name}"


def _substances(english: str, translation: str, language: Language) -> Iterator[str]:
    """None lost, and none that the English does not name."""
    glossary = language.glossary
    yield from _lost(glossary.substances, english, translation, glossary)
    for word, stems in glossary.substances.items():
        inside_another = any(_holds(stem, stems) for stem in _stems_of_named(english, glossary))
        if word not in english.casefold() and _holds(translation, stems) and not inside_another:
            yield f"added {word}"


def _terms(english: str, translation: str, language: Language) -> Iterator[str]:
    return _lost(language.glossary.terms, english, translation, language.glossary)


def _room(english: str, translation: str, _: Language) -> Iterator[str]:
    width = sum(unicodedata.category(letter) not in ("Mn", "Me") for letter in translation)
    if width > ROOM.get(english, width):
        yield f"is {width} letters wide; there is room for {ROOM[english]}"


def _invisible(english: str, translation: str, _: Language) -> Iterator[str]:
    added = set(INVISIBLE.findall(translation)) - set(INVISIBLE.findall(english))
    yield from (f"holds the invisible U+{ord(letter):04X}" for letter in sorted(added))


CHECKS: tuple[Check, ...] = (
    _placeholders, _numbers, _phones, _months, _units, _links, _markup, _citations, _kept,
    _substances, _terms, _room, _invisible,
)  # fmt: skip


def _lost(words: Stems, english: str, translation: str, glossary: Glossary) -> Iterator[str]:
    found = _found(english, glossary)
    for word, stems in words.items():
        if word in found and not _holds(translation, stems):
            yield f"lost {word} (the glossary has: {', '.join(stems)})"


def _found(english: str, glossary: Glossary) -> set[str]:
    """The glossary's words in a message. A longer one hides the shorter ones inside it."""
    found, left = set(), english
    for word, pattern in glossary.patterns.items():
        if pattern.search(left):
            found.add(word)
            left = pattern.sub(" ", left)
    return found


def _stems_of_named(english: str, glossary: Glossary) -> Iterator[str]:
    """Beginnings of the substances that the English names: `7-hidroximitraginina` holds another."""
    for word, stems in glossary.substances.items():
        if word in english.casefold():
            yield from stems


def _holds(translation: str, stems: Iterable[str]) -> bool:
    folded = translation.casefold()
    return any(stem in folded for stem in stems)


def _differ(what: str, english: Iterable[str], translation: Iterable[str]) -> Iterator[str]:
    wanted, there = Counter(english), Counter(translation)
    yield from (f"lost the {what} {each}" for each in (wanted - there).elements())
    yield from (f"added the {what} {each}" for each in (there - wanted).elements())


def _numbers_in(text: str, language: Language) -> list[str]:
    """The numbers of a text as the English would write them, without separators of thousands."""
    plain = GROUPING_SPACE.sub("", _western(PLACEHOLDER.sub(" ", text)))
    found = (_plain_number(number) for number in NUMBER.findall(plain))
    return [_gregorian(number) if language.counts_buddhist_years else number for number in found]


def _western(text: str) -> str:
    """The text with the digits of any script as 0 to 9."""
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
    )


def _plain_number(number: str) -> str:
    if THOUSANDS.match(number):
        return re.sub("[.,]", "", number)
    return number.replace(",", ".")


def _gregorian(number: str) -> str:
    """The same year in our era: Thailand counts from 543 years earlier."""
    buddhist = number.isdecimal() and int(number) in BUDDHIST
    return str(int(number) - BUDDHIST_ERA) if buddhist else number
