"""Where a notice applies: its agency, then its words, its address, its language."""

import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from babel import Locale as CLDR

from pwa.notices.tagging.words import Hit, WordList, WordReading, by_key, plain, table, words

_POSTAL = re.compile(r"(?:, ?|\()(?P<code>[A-Z]{2})\b(?!-)")
_US = re.compile(r"(?<![\w$-])(?:U\.S\.A?\.?|USA?)(?![\w-]|\$)")
_EU = re.compile(r"(?<![\w-])(?:EU|UE)(?![\w-])")
_UK = re.compile(r"(?<![\w-])UK(?![\w-])")
# The court's own number names its country.
_CASE_NUMBER = re.compile(r"\bECLI:(?P<code>[A-Z]{2}):")
_GEORGIA = re.compile(r"\b(?:Georgia|Géorgie|Georgie|Gruzja|Gruzie)\b|จอร์เจีย")
# CLDR's names of these are words of other languages, or are told apart in the word lists.
_NO_NAMES = frozenset({"GE", "RE", "CD", "CG", "EU", "UN", "EZ", "QO"})
Found = tuple[str, str]


def place(title: WordReading, summary: WordReading, agency: WordReading, url: str | None) -> Found:
    """The place's code and the reason for it."""
    if number := _CASE_NUMBER.search(f"{title.given} {summary.given}"):
        return number["code"], f'"{number[0]}": the number of a case'
    title, summary, agency = _georgia_told_apart(title, summary, agency)
    by_agency = _of_agency(agency, title, summary)
    if by_agency:
        return by_agency
    for part in (title, summary):
        named = _named(part) or _body_in(part)
        if named:
            return named
    return (
        _of_host(url, official_only=True)
        or _of_language(title, summary)
        or _of_host(url, official_only=False)
        or _of_state_bodies(title, summary, agency)
        or ("INT", "no place is named: taken as of no single place")
    )


def _of_agency(agency: WordReading, title: WordReading, summary: WordReading) -> Found | None:
    named = _named(agency)
    if named:
        return named
    body = _body_in(agency)
    if not body and words("places", "shared_names").first(agency):
        return _named(title) or _named(summary) or _of_language(title, summary)
    if body and words("places", "local_acts").first(agency):
        return _first_of("state", title) or _postal(title) or body
    return body


def _georgia_told_apart(*parts: WordReading) -> tuple[WordReading, ...]:
    """The country Georgia under its own name, where something says that it is not the state."""
    if not any(words("places", "georgia_abroad").first(part) for part in parts):
        return parts
    if any(words("places", "georgia_at_home").first(part) for part in parts):
        return parts
    return tuple(WordReading(part.part, _GEORGIA.sub("Sakartvelo", part.given)) for part in parts)


@cache
def _countries() -> Mapping[str, WordList]:
    """Names of countries: the word list's, and for the others those of CLDR in English."""
    listed = by_key("places", "country")
    territories = CLDR.parse("en").territories
    more = {
        code: WordList([name])
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in listed and code not in _NO_NAMES
    }
    return {**listed, **more}


def _named(part: WordReading) -> Found | None:
    """A state before a country, whichever stands first among its kind."""
    return _first_of("state", part) or _postal(part) or _of_country(part) or _short(part)


def _first_of(name: str, part: WordReading) -> Found | None:
    return _found(by_key("places", name), part)


def _of_country(part: WordReading) -> Found | None:
    return _found(_countries(), part)


def _is_origin(hit: Hit, part: WordReading) -> bool:
    """Whether a country is named as where goods came from, which says nothing of who acts."""
    before = WordReading(part.part, part.plain[max(hit.start - 30, 0) : hit.start].rstrip())
    end = len(before.plain)
    return part.part != "agency" and any(
        one.end == end for one in words("places", "origin").hits(before)
    )


def _found(lists: Mapping[str, WordList], part: WordReading) -> Found | None:
    hit = _longest(lists, part)
    return (hit[0], f'"{hit[1].found}" in the {part.part}') if hit else None


def _longest(lists: Mapping[str, WordList], part: WordReading) -> tuple[str, Hit] | None:
    hits = [
        (code, hit)
        for code, some in lists.items()
        for hit in some.hits(part)
        if _is_name(hit, part) and not _is_origin(hit, part)
    ]
    kept = [one for one in hits if not any(_inside(one[1], other[1]) for other in hits)]
    return min(kept, key=lambda one: one[1].start, default=None)


def _is_name(hit: Hit, part: WordReading) -> bool:
    """Names begin with a capital and short ones of bodies are all capitals, so not "bag"."""
    if part.part == "agency" or part.cased.islower():
        return True
    shape = hit.word.rstrip("*")
    capitals = shape in _acronyms()
    for match in re.finditer(re.escape(hit.found), part.cased, re.IGNORECASE):
        text = match[0]
        if text.isupper() or (not capitals and not text[:1].islower()):
            return True
    return hit.found not in part.cased.casefold()


@cache
def _acronyms() -> frozenset[str]:
    names = (name for some in table("places")["agency"].values() for name in some)
    return frozenset(plain(name) for name in names if name.isascii() and name.isupper())


def _inside(small: Hit, large: Hit) -> bool:
    wider = large.end - large.start > small.end - small.start
    return wider and large.start <= small.start and small.end <= large.end


def _postal(part: WordReading) -> Found | None:
    for match in _POSTAL.finditer(part.given):
        if match["code"] in table("places")["postal"]["codes"]:
            return f"US-{match['code']}", f'"{match["code"]}" in the {part.part}'
    return None


def _short(part: WordReading) -> Found | None:
    for pattern, code in ((_US, "US"), (_UK, "GB"), (_EU, "EU")):
        if match := pattern.search(part.given):
            return code, f'"{match[0]}" in the {part.part}'
    return None


def _body_in(part: WordReading) -> Found | None:
    return _first_of("agency", part)


def _of_host(url: str | None, *, official_only: bool) -> Found | None:
    try:
        host = (urlsplit(url or "").hostname or "").casefold()
    except ValueError:
        return None
    reason = f'the host "{host}"'
    state = re.search(r"(?:^|\.)(?:state\.)?([a-z]{2})\.(?:gov|us)\Z", host)
    if state and state[1].upper() in table("places")["postal"]["codes"]:
        return f"US-{state[1].upper()}", reason
    for code, ends in table("places")["host"].items():
        if any(host == end or host.endswith(f".{end}") for end in ends):
            return code, reason
    if host.endswith(".gov"):
        return "US", reason
    end = host.rpartition(".")[2]
    if not official_only and end in table("places")["country_ends"]["codes"]:
        return end.upper(), reason
    return None


def _of_language(title: WordReading, summary: WordReading) -> Found | None:
    both = WordReading("text", f"{title.given} {summary.given}")
    counts = {
        code: len({hit.word for hit in some.hits(both)})
        for code, some in by_key("places", "language").items()
    }
    best = max(counts, key=lambda code: counts[code])
    needed = 1 if best in ("TH", "JP", "KR") else 2
    if counts[best] < needed or list(counts.values()).count(counts[best]) > 1:
        return None
    code = table("places")["language_default"].get(best, best)
    return str(code), f"the language is mostly written in {code}"


def _of_state_bodies(title: WordReading, summary: WordReading, agency: WordReading) -> Found | None:
    for part in (agency, title, summary):
        if hit := words("places", "state_bodies").first(part):
            return "US", f'"{hit.found}" in the {part.part}'
    return None


def address_words(url: str | None) -> str:
    """The words in the path of an address; its host says who tells, not what."""
    try:
        return plain(re.sub(r"[-_/+.]+", " ", urlsplit(url or "").path))
    except ValueError:
        return ""
