"""How safety content is said: certainty, kinds of study, levels of risk, the parts of a menu."""

from collections.abc import Iterable

from flask import Flask, url_for
from markupsafe import Markup

from pwa.answers.evidence import in_order
from pwa.facts.markup import parts
from pwa.locales import gettext
from pwa.locales.words import Words, apart, in_english, joined
from pwa.records.safety import (
    Certainty,
    Check,
    Claim,
    Interaction,
    Level,
    Safety,
    Species,
    Study,
    StudyKind,
)
from pwa.records.topics import Block, Group, ItemList, Link, Sentence, Topic
from pwa.web.http import resources
from pwa.web.words.wording import leaves, listed

PAGES = {
    "help": "helplines.overview",
    "emergency": "pages.emergency",
    "law": "law.world",
    "mixing": "mixing.overview",
}
# The claims that the emergency page rests on; the template names each.
EMERGENCY_CLAIMS = (
    "overdose-steps",
    "cpr-if-not-breathing",
    "rescue-breaths-how",
    "naloxone-second-dose",
    "naloxone-aim-breathing",
    "naloxone-wears-off",
    "tell-your-clinician",
    "overdose-signs",
    "fit-first-aid",
    "fits-not-naloxone",
    "overdose-looks-mixed",
    "naloxone-may-help",
    "naloxone-harmless",
    "sedatives-in-supply",
    "children-and-pregnancy",
)


def certainty_words(certainty: Certainty) -> str:
    """What a GRADE level is called: the same words everywhere."""
    return {
        Certainty.HIGH: gettext("Strong evidence"),
        Certainty.MODERATE: gettext("Good evidence, but not certain"),
        Certainty.LOW: gettext("A few small studies"),
        Certainty.VERY_LOW: gettext("Very little evidence"),
    }[certainty]


def level_words(level: Level) -> str:
    """How careful to be."""
    return {
        Level.DANGEROUS: gettext("Dangerous"),
        Level.CAUTION: gettext("Be careful"),
        Level.UNKNOWN: gettext("Not known"),
        Level.LOW_KNOWN_RISK: gettext("Low known risk"),
    }[level]


def level_style(level: Level) -> str:
    """The colours and the icon of a level are those of a status."""
    return {
        Level.DANGEROUS: "banned",
        Level.CAUTION: "regulated",
        Level.UNKNOWN: "unclear",
        Level.LOW_KNOWN_RISK: "legal",
    }[level]


def study_kind_words(kind: StudyKind) -> str:
    """How a study came to know what it says."""
    return {
        StudyKind.REVIEW: gettext("Reviews of studies"),
        StudyKind.RCT: gettext("Randomised trials"),
        StudyKind.CONTROLLED_TRIAL: gettext("Other trials"),
        StudyKind.COHORT: gettext("Groups followed over time"),
        StudyKind.SURVEY: gettext("Surveys"),
        StudyKind.SURVEILLANCE: gettext("Public health records"),
        StudyKind.CASE_SERIES: gettext("Reports on some people"),
        StudyKind.CASE_REPORT: gettext("Reports on one person"),
        StudyKind.ANIMAL: gettext("Animal studies"),
        StudyKind.IN_VITRO: gettext("Laboratory tests"),
        StudyKind.GUIDELINE: gettext("Guidelines"),
        StudyKind.AGENCY: gettext("Health agencies"),
    }[kind]


def species_words(species: Species) -> str:
    """In whom or what something was studied."""
    return {
        Species.HUMAN: gettext("People"),
        Species.RODENT: gettext("Rats or mice"),
        Species.IN_VITRO: gettext("Cells or samples"),
        Species.OTHER: gettext("Other"),
    }[species]


def group_words(group: Group) -> str:
    """A part of the menu."""
    return {
        Group.BASICS: gettext("The basics"),
        Group.RISKS: gettext("Risks"),
        Group.WITHDRAWAL: gettext("Withdrawal and treatment"),
        Group.SAFER: gettext("Staying safer"),
        Group.PEOPLE: gettext("People"),
        Group.EVIDENCE: gettext("The evidence"),
    }[group]


def emergency_claims() -> list[Claim]:
    """What the emergency page rests on."""
    return [safety().claim_by_id[key] for key in EMERGENCY_CLAIMS]


def topic_claims(topic: Topic) -> list[Claim]:
    """What a safety page rests on."""
    return [safety().claim_by_id[key] for key in topic.claim_ids]


def unchecked_words(records: Iterable[Claim | Interaction]) -> list[str]:
    """What nobody of its trade has checked yet: a sentence for each trade."""
    checks = [each.check for each in records if each.check and each.check.is_open]
    trades = dict.fromkeys(check.by for check in checks)
    return [_unchecked_by(trade, [each for each in checks if each.by == trade]) for trade in trades]


def _unchecked_by(trade: str, checks: Iterable[Check]) -> str:
    what = listed(gettext(check.what) for check in checks)
    if trade == "pharmacist":
        return gettext("Not yet checked by a pharmacist: %(what)s.", what=what)
    return gettext("Not yet checked by a clinician: %(what)s.", what=what)


def claims_of(block: Block) -> list[Claim]:
    """The claims that a block rests on, each once, in order."""
    keys = dict.fromkeys(key for each in block.sentences for key in each.claim_ids)
    return [resources.facts().safety.claim_by_id[key] for key in keys]


def studies_of(claim: Claim) -> list[Study]:
    """The studies that a claim names."""
    return list(resources.facts().safety.studies_of(claim))


def how_sure(claims: Iterable[Claim]) -> str:
    """The certainty of a text in words; from the surest to the least sure of its claims."""
    levels = in_order(claim.certainty for claim in claims)
    if len(levels) == 1:
        return certainty_words(levels[0])
    best, worst = certainty_words(levels[0]), certainty_words(levels[-1])
    return gettext("%(best)s … %(worst)s", best=best, worst=worst)


def sure_leaves(claims: Iterable[Claim]) -> int:
    """How many of four leaves stand for a text: those of the least sure of its claims."""
    return leaves(in_order(claim.certainty for claim in claims)[-1].value)


def leads_in(block: Block, following: Block | None) -> bool:
    """Whether a paragraph only opens the list after it, which shows the same sources."""
    if isinstance(block, ItemList) or not isinstance(following, ItemList):
        return False
    return {claim.id for claim in claims_of(block)} <= {claim.id for claim in claims_of(following)}


def said_by(topic: Topic, claim: Claim) -> str:
    """What a page says on the strength of one claim; each sentence once."""
    said = (sentence_text(each) for each in topic.sentences if claim.id in each.claim_ids)
    return joined(" ", dict.fromkeys(said))


def sentence_text(sentence: Sentence) -> str:
    """A sentence in the reader's language, without its links."""
    said = gettext(sentence.message)
    words = "".join(part.text for part in parts(said))
    return in_english(words) if isinstance(said, Words) else words


def sentence_html(sentence: Sentence) -> Markup:
    """A sentence in the reader's language, marked with its claims; its links lead on."""
    said = gettext(sentence.message)
    words = Markup("").join(
        _link(part) if isinstance(part, Link) else part.text for part in parts(said)
    )
    english = Markup(' lang="en" dir="ltr"') if isinstance(said, Words) else ""
    if sentence.plain:
        return Markup("<span data-plain{}>{}</span>").format(english, words)
    claims = " ".join(sentence.claim_ids)
    return Markup('<span data-claims="{}"{}>{}</span>').format(claims, english, words)


def _link(part: Link) -> Markup:
    if part.scheme == "topic":
        address = url_for("learn.topic", slug=part.target)
    else:
        address = url_for(PAGES[part.target])
    return Markup('<a href="{}">{}</a>').format(address, part.text)


def citation_line(study: Study) -> str:
    """Who, where and when, in a line."""
    citation = study.citation
    known = (citation.authors, citation.journal, str(citation.year or ""))
    return apart(", ".join(part for part in known if part))


def safety() -> Safety:
    """The safety facts of this app."""
    return resources.facts().safety


def install(app: Flask) -> None:
    """Let every template say safety content in these words."""
    for function in (
        certainty_words,
        citation_line,
        claims_of,
        emergency_claims,
        group_words,
        how_sure,
        leads_in,
        level_style,
        level_words,
        said_by,
        sentence_html,
        species_words,
        studies_of,
        study_kind_words,
        sure_leaves,
        topic_claims,
        unchecked_words,
    ):
        app.jinja_env.globals[function.__name__] = function
