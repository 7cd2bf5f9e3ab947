"""Whether a notice is about kratom or its relatives, how surely, and about which of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pwa.notices.tagging.substances import (
    KRATOM,
    RELATIVE,
    SEVEN_OH,
    Manner,
    Mention,
    mentions,
    near_before,
)
from pwa.notices.tagging.words import WordReading, table, words

THRESHOLD = 0.5
_IN_TITLE = {Manner.PLAIN: 0.95, Manner.SOURCE: 0.9, Manner.SPARED: 0.7, Manner.PASSING: 0.4}
_IN_SUMMARY = {Manner.PLAIN: 0.75, Manner.SOURCE: 0.65, Manner.SPARED: 0.55, Manner.PASSING: 0.2}
_IN_ADDRESS = 0.55


@dataclass
class Subject:
    """What the substance words of a notice came to."""

    score: float = 0.0
    substances: tuple[str, ...] = ()
    mentions: list[Mention] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def relevant(self) -> bool:
        return self.score >= THRESHOLD


def subject(
    title: WordReading, summary: WordReading, agency: WordReading, address: WordReading
) -> Subject:
    """Score and substances, with the words that led to them."""
    context = (title, summary, agency)
    in_title = mentions(title, context)
    in_summary = mentions(summary, context)
    if not in_title and not in_summary:
        return _from_address(title, address)
    found = Subject(mentions=[*in_title, *in_summary])
    other = words("passing", "other_subject").first(title)
    other = other or words("substances", "lookalike").first(title)
    about_other = bool(other) and not any(
        mention.manner in (Manner.PLAIN, Manner.SOURCE) for mention in in_title
    )
    if about_other and other:
        found.reasons.append(f'other matter: "{other.found}" in the title')
    for mention in found.mentions:
        worth, why = _worth(mention, about_other, summary)
        found.score = max(found.score, worth)
        found.reasons.append(
            f'"{mention.word}" in the {mention.part} names {_shown(mention)}, {mention.manner}{why}'
        )
    found.score = _without_act(found, title, in_title)
    if found.relevant:
        found.substances = _substances(in_title, in_summary, found.reasons)
    return found


def _shown(mention: Mention) -> str:
    return "a relative of 7-OH" if mention.substance == RELATIVE else mention.substance


def _from_address(title: WordReading, address: WordReading) -> Subject:
    found = Subject(mentions=mentions(address, (address,)))
    if not found.mentions or words("passing", "other_subject").first(title):
        return Subject(reasons=["no word for kratom, 7-OH or a relative"])
    found.score = _IN_ADDRESS
    found.reasons = [f'"{mention.word}" in the address of the page' for mention in found.mentions]
    found.substances = _substances((), found.mentions, found.reasons)
    return found


def _worth(mention: Mention, about_other: bool, summary: WordReading) -> tuple[float, str]:
    if mention.part == "title":
        worth = _IN_TITLE[mention.manner]
        return (worth - 0.25, " (title on another matter)") if about_other else (worth, "")
    worth = _IN_SUMMARY[mention.manner]
    aside = words("passing", "passing_clause").first(mention.clause)
    if not about_other:
        return (min(worth, 0.4), f' ("{aside.found}" beside it)') if aside else (worth, "")
    aside = aside or words("passing", "passing_before_weak").first(near_before(summary, mention))
    if aside:
        return 0.25, f' ("{aside.found}" beside it)'
    if mention.manner is Manner.SPARED:
        return 0.3, ""
    acts = words("passing", "act_in_clause").first(mention.clause)
    return (worth - 0.15, f' (act: "{acts.found}")') if acts else (0.35, "")


def _without_act(found: Subject, title: WordReading, in_title: Sequence[Mention]) -> float:
    """Studies, botany, opinions and vacancies count less; in a summary only, not at all."""
    science = words("passing", "science").first(title)
    if not science:
        return found.score
    found.reasons.append(f'"{science.found}" in the title: hardly an act of a regulator')
    return found.score - 0.2 if in_title else min(found.score, 0.4)


def _substances(
    in_title: Sequence[Mention], in_summary: Sequence[Mention], reasons: list[str]
) -> tuple[str, ...]:
    named = [*in_title, *in_summary]
    if _relative_alone(in_title, in_summary):
        reasons.append("about relatives of 7-OH only: neither kratom nor 7-OH is tagged")
        return ()
    meant = [mention for mention in named if mention.manner is Manner.PLAIN]
    if not any(mention.substance in (KRATOM, SEVEN_OH) for mention in meant):
        meant = [m for m in named if m.manner is not Manner.PASSING] or list(named)
    has_seven_oh = any(mention.substance == SEVEN_OH for mention in meant)
    plant = [m for m in meant if m.substance == KRATOM and not m.strong]
    strong = any(mention.strong for mention in named)
    if strong and not plant and not any(m.substance == RELATIVE for m in named):
        reasons.append("made or concentrated kratom is read as 7-OH")
        has_seven_oh = True
    return ((KRATOM,) if plant else ()) + ((SEVEN_OH,) if has_seven_oh else ())


def _relative_alone(in_title: Sequence[Mention], in_summary: Sequence[Mention]) -> bool:
    """A relative is named, and the title has neither kratom nor 7-OH as its own matter.

    "Three kratom opioids banned, 7-OH not included" is one of these, whatever its summary adds.
    Where the title names nothing at all, the summary decides.
    """
    if not any(
        m.substance == RELATIVE and m.manner is not Manner.PASSING for m in (*in_title, *in_summary)
    ):
        return False
    deciding = in_title or in_summary
    return not any(
        m.manner is Manner.PLAIN and m.substance != RELATIVE and not m.strong for m in deciding
    )


def listed_alkaloids(
    subject: Subject, place: str | None, parts: Sequence[WordReading], legal: bool
) -> tuple[str, str] | None:
    """Why 7-OH is meant too where only kratom is named: the words found, and the rule."""
    plants = [m for m in subject.mentions if m.substance == KRATOM and not m.alkaloid]
    if subject.substances != (KRATOM,) or not plants:
        return None
    for part in parts:
        if hit := words("substances", "with_alkaloids").first(part):
            return hit.found, "the plant with what is in it"
    covers = table("substances")["covers"]["places"]
    known = place in covers or (
        f"{(place or '').partition('-')[0]}-*" in covers and "-" in (place or "")
    )
    for part in parts:
        if legal and known and (hit := words("substances", "listed").first(part)):
            return hit.found, f"lists of controlled substances of {place} name both alkaloids"
    return None
