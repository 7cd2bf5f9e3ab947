"""Which substances a notice speaks of, and in what manner: as its matter, in passing, left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from pwa.notices.tagging.words import Hit, WordReading, words

KRATOM, SEVEN_OH, RELATIVE = "kratom", "7oh", "relative"
JOINED = 6
MOST = 8  # mentions of one substance in one part: more tell nothing new
_END = re.compile(
    r"[.;!?]\s|[。;]|\s[-–]\s"
    r"|, (?:but|while|though|although|pero|mas|mais|aber|ale|tetapi|tapi|แต่)\s"
)
_WORD = re.compile(r"\S+\s*")


class Manner(StrEnum):
    """How a substance is mentioned."""

    PLAIN = "plain"
    SOURCE = "only as what another substance is made from or related to"
    PASSING = "only in passing"
    SPARED = "only as left out"


@dataclass(frozen=True)
class Mention:
    """One substance named at one place."""

    substance: str
    word: str
    part: str
    manner: Manner
    start: int
    clause: WordReading
    clause_start: int
    strong: bool = False
    alkaloid: bool = False


def mentions(reading: WordReading, context: Sequence[WordReading]) -> list[Mention]:
    """Every mention in one part of a notice; `context` is all of it, for words of two meanings."""
    left = reading.without(words("substances", "lookalike").hits(reading))
    found: list[Mention] = []
    for substance, lists in (
        (RELATIVE, ("relative",)),
        (SEVEN_OH, ("seven_oh",)),
        (KRATOM, ("kratom", "homonym")),
    ):
        hits = [
            hit
            for name in lists
            if name != "homonym" or _has_context(context)
            for hit in words("substances", name).hits(left)
        ]
        found += [_mention(substance, hit, left, reading) for hit in islice(_longest(hits), MOST)]
        left = left.without(hits)
    return _with_spared(sorted(found, key=lambda mention: mention.start))


def _with_spared(found: Sequence[Mention]) -> list[Mention]:
    """In a clause that leaves something out, the substance nearest to those words is meant.

    One that is joined to it ("kratom and 7-OH") is meant with it.
    """
    spared: set[int] = set()
    for one in found:
        for hit in words("passing", "spared").hits(one.clause):
            same = [other for other in found if other.clause == one.clause]
            gaps = {other.start: _gap(other, hit) for other in same}
            nearest = min(gaps, key=lambda start: gaps[start])
            spared |= {o.start for o in same if abs(o.start - nearest) <= len(o.word) + JOINED}
    return [
        replace(one, manner=Manner.SPARED)
        if one.start in spared and one.manner is not Manner.PASSING
        else one
        for one in found
    ]


def _gap(mention: Mention, hit: Hit) -> int:
    """Letters between a mention and words of its clause."""
    start = mention.start - mention.clause_start
    return max(hit.start - start - len(mention.word), start - hit.end)


def _has_context(context: Sequence[WordReading]) -> bool:
    near = words("substances", "homonym_context")
    strict = words("substances", "lookalike")
    return any(near.first(part.without(strict.hits(part))) for part in context)


def _longest(hits: Sequence[Hit]) -> Iterator[Hit]:
    reached = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= reached:
            reached = hit.end
            yield hit


def _mention(substance: str, hit: Hit, left: WordReading, reading: WordReading) -> Mention:
    start, end = _clause(reading.plain, hit)
    clause = reading.slice(start, end)
    before = left.slice(max(start, hit.start - 60), hit.start)
    after = left.slice(hit.end, min(end, hit.end + 60))
    strong = substance == KRATOM and _made_strong(before, after)
    manner = _manner(before, after)
    alkaloid = bool(words("substances", "kratom_alkaloid").first(WordReading("", hit.found)))
    return Mention(
        substance, hit.found, reading.part, manner, hit.start, clause, start, strong, alkaloid
    )


def _clause(text: str, hit: Hit) -> tuple[int, int]:
    start = 0
    for end in _END.finditer(text, max(0, hit.start - 400), hit.start):
        start = end.end()
    after = _END.search(text, hit.end, hit.end + 400)
    return max(start, hit.start - 400), after.start() + 1 if after else hit.end + 400


def _made_strong(before: WordReading, after: WordReading) -> bool:
    return bool(words("substances", "strength").first(_last(before, 3))) or bool(
        re.match(r"[\s\-]*(?:concentrad|sintetic|concentre|synthetique)", after.plain)
    )


def _manner(before: WordReading, after: WordReading) -> Manner:
    if _is_denied(before, after) or words("passing", "comparison_before").first(before):
        return Manner.PASSING
    if _ends_with("passing_before", before) or words("passing", "passing_after").first(
        _first(after, 6)
    ):
        return Manner.PASSING
    if words("substances", "made_from_before").first(_last(before, 5)) or words(
        "substances", "made_from_after"
    ).first(_first(after, 2)):
        return Manner.SOURCE
    return Manner.PLAIN


def _is_denied(before: WordReading, after: WordReading) -> bool:
    """ "No kratom was found", "kratom-free"; but not "no kratom ban this year"."""
    if re.match(r"-? ?(?:free|frei|vrij|fri)\b(?! \w*(?:sample|gift))", after.plain):
        return True
    follows = words("passing", "none_after").first(_first(after, 2))
    ends = not after.plain.strip(" .;!?")
    return _ends_with("none_before", before) and bool(ends or (follows and follows.start == 0))


def _ends_with(name: str, before: WordReading) -> bool:
    """Whether the text before ends with a word of the list, but for filler words."""
    text = before.plain
    for hit in words("passing", name).hits(before):
        rest = re.findall(r"\w+", text[hit.end :])
        fillers = {word for word in rest if words("passing", "filler").first(WordReading("", word))}
        if len(rest) <= 2 and fillers == set(rest):
            return True
    return False


def _last(text: WordReading, count: int) -> WordReading:
    found = _WORD.findall(text.plain)
    return WordReading(text.part, "".join(found[-count:]))


def _first(text: WordReading, count: int) -> WordReading:
    found = _WORD.findall(text.plain)
    return WordReading(text.part, "".join(found[:count]))


def near_before(reading: WordReading, mention: Mention) -> WordReading:
    """The five words before a mention."""
    return _last(reading.slice(mention.start - 60, mention.start), 5)
