"""Word lists from `words/*.toml`, and finding their words in a text.

In a word, "-" stands for a hyphen, a space or nothing, "*" for any ending, " .. " for up to five
words between. Scripts without spaces (Thai, Japanese, Chinese ...) are found inside longer runs.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "words"
LONGEST = 50_000
MOST_HITS = 20

_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe63"), "-")
_QUOTES = {ord("\u2019"): "'", ord("\u2018"): "'", ord("\u02bc"): "'"}
_LETTERS = {ord("ł"): "l", ord("đ"): "d", ord("ø"): "o", ord("æ"): "ae", ord("œ"): "oe"}
_UNSEEN = dict.fromkeys([0, *map(ord, "\u200b\u200c\u200d\u2060\ufeff")], None)
_SIGNS = str.maketrans(_HYPHENS | _QUOTES | _UNSEEN)
_ACCENTS = re.compile("[\u0300-\u036f]")
_BLANKS = re.compile(r"\s+")
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_CORE = re.compile(r"[^\s*.\-]+(?:\.(?=[^\s.])[^\s*.\-]+)*")
_REACH = r"(?:\W{1,4}\w+){0,5}?\W{1,4}"


def plain(text: str) -> str:
    """Lower case, without accents, with one kind of hyphen, apostrophe and blank."""
    shown = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_SIGNS).casefold()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", shown)).translate(_LETTERS)
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", bare)).strip()


@dataclass(frozen=True)
class Hit:
    """A word found: as the list writes it, and where."""

    word: str
    start: int
    end: int
    found: str


@cache
def _pattern(word: str) -> re.Pattern[str]:
    parts = re.split(r"( \.\. |\*|[ \-])", word)
    joints = {" .. ": _REACH, "*": r"\w*", " ": r"[\s\-]{1,3}", "-": r"[\s\-]{0,3}"}
    body = "".join(joints.get(part) or re.escape(part) for part in parts)
    before = "" if re.match(f"[{_UNSPACED}]", word) else r"(?<!\w)"
    after = "" if re.search(f"[{_UNSPACED}]\\*?\\Z", word) else r"(?!\w)"
    return re.compile(before + body + after)


class WordList:
    """Words that mean the same to a rule."""

    def __init__(self, words: Iterable[str]) -> None:
        self._cores: dict[str, str] = {}
        for word in words:
            bare = plain(word)
            self._cores[bare] = max(_CORE.findall(bare), key=len)

    def hits(self, text: "WordReading") -> Iterator[Hit]:
        """Every place where one of the words stands."""
        for word, core in self._cores.items():
            if core in text.plain:
                for match in islice(_pattern(word).finditer(text.plain), MOST_HITS):
                    yield Hit(word, match.start(), match.end(), match[0])

    def first(self, text: "WordReading") -> Hit | None:
        """The earliest place, the longest word there."""
        best: Hit | None = None
        for word, core in self._cores.items():
            if core in text.plain and (match := _pattern(word).search(text.plain)):
                hit = Hit(word, match.start(), match.end(), match[0])
                if best is None or (hit.start, -hit.end) < (best.start, -best.end):
                    best = hit
        return best


@dataclass(frozen=True)
class WordReading:
    """A part of a notice, made plain for matching."""

    part: str
    given: str

    @cached_property
    def cased(self) -> str:
        """Without accents, capitals kept."""
        bare = unicodedata.normalize("NFD", self.given[:LONGEST])
        return unicodedata.normalize("NFC", _ACCENTS.sub("", bare))

    @cached_property
    def plain(self) -> str:
        return plain(self.given)

    def slice(self, start: int, end: int) -> "WordReading":
        """A piece of it, as its own reading."""
        return WordReading(self.part, self.plain[max(start, 0) : end])

    def without(self, hits: Iterable[Hit]) -> "WordReading":
        """The same length with the hits blotted out."""
        letters = list(self.plain)
        for hit in hits:
            letters[hit.start : hit.end] = "¦" * (hit.end - hit.start)
        return WordReading(self.part, "".join(letters))


@cache
def table(file: str) -> Mapping[str, Mapping[str, list[str]]]:
    """The content of one file of words."""
    return tomllib.loads((FOLDER / f"{file}.toml").read_text("utf-8"))


@cache
def words(file: str, name: str) -> WordList:
    """All words of one list, whatever their language."""
    return WordList(word for some in table(file)[name].values() for word in some)


@cache
def by_key(file: str, name: str) -> Mapping[str, WordList]:
    """The lists under one name, each by its key."""
    return {key: WordList(some) for key, some in table(file)[name].items()}
