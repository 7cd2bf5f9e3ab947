"""A researched record on calling for help, or on naloxone, into a record of ours.

Research says conditions in words; ours are closed lists. Words that are in no list are refused, so
that none is lost: whoever merges adds them here, or mends the record.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeVar

from pwa.dates import PartialDate
from pwa.facts.calling_rules import BRAND, PRICE
from pwa.facts.codec import Table, structured
from pwa.records import CallingRecord, Confidence, HelpRecord, NaloxoneRecord, Source
from pwa.records.calling import (
    CallingCondition,
    Cover,
    NaloxoneCondition,
    Offences,
    Protected,
    RuledOut,
)

C = TypeVar("C", CallingCondition, NaloxoneCondition)
Answer = Literal["yes", "no", "partly", "unknown", "not-applicable"]
KINDS = ("calling", "naloxone")
# The one thing that naloxone laws rule out; `protects.caller` says it as well.
FOR_GIVING = "civil or criminal claim for giving it"
# Limits that stay with reviewers: prices and brands, and what a summary says in plainer words.
NOT_FOR_READERS = re.compile(
    rf"^pharmacy route in 2017: |{PRICE.pattern}|{BRAND.pattern}", re.IGNORECASE
)

CALLING_WORDS: Mapping[CallingCondition, tuple[str, ...]] = {
    CallingCondition.CALL: ("call 911",),
    CallingCondition.CALL_OR_BRING: ("call, or take the person to care, and speak to staff",),
    CallingCondition.BE_FIRST: (
        "be the first to call",
        "be the first to call, during the emergency",
    ),
    CallingCondition.BE_FIRST_OR_THINK_SO: (
        "be the first to call, or think so",
        "think that you are the first to call",
    ),
    CallingCondition.AT_ONCE: (
        "act in good time",
        "call as soon as you see the overdose",
        "ask for help in good faith and in good time",
    ),
    CallingCondition.STAY: (
        "stay",
        "stay until help comes",
        "stay until help or police come",
        "stay with the person",
    ),
    CallingCondition.STAY_UNTIL_POLICE: ("stay until police come",),
    CallingCondition.GIVE_NAME: (
        "give your name",
        "give your own name",
        "give your name and what you know",
        "give your own name and place",
        "say who you are",
        "tell police who you are",
    ),
    CallingCondition.FULL_NAME: (
        "be ready to give your full name",
        "give your full name",
        "give your full real name",
    ),
    CallingCondition.SHOW_WHO: ("show who you are",),
    CallingCondition.NAME_AND_CONTACT: ("give your name and a way to reach you",),
    CallingCondition.SAY_WHERE: (
        "give your own name and place",
        "say where it is",
        "tell where it is",
    ),
    CallingCondition.SAY_WHAT_WAS_TAKEN: ("say what was taken if you know",),
    CallingCondition.SAY_WHAT_YOU_KNOW: (
        "give your name and what you know",
        "tell the crew what you know about the cause",
    ),
    CallingCondition.HELP_THE_CREW: ("help the crew and police",),
    CallingCondition.HELP_WITH_CARE: ("help with the care",),
    CallingCondition.NOT_IN_THE_WAY: ("do not get in the way of the crew or police",),
    CallingCondition.GIVE_CARE: ("give care while you wait",),
    CallingCondition.GIVE_NALOXONE: ("give naloxone",),
    CallingCondition.BE_THERE: (
        "be the caller, the person who is ill, or someone giving aid there",
    ),
    CallingCondition.GOOD_FAITH: (
        "act in good faith",
        "ask for help in good faith and in good time",
        "report in good faith",
        "seek care in good faith",
        "seek, give or help get care in good faith",
    ),
    CallingCondition.NOT_DURING_A_SEARCH: (
        "not during a search or arrest",
        "not during a search or warrant",
        "not during a warrant, arrest or search",
    ),
    CallingCondition.SMALL_AMOUNT: ("amount within the limits in the law",),
    CallingCondition.DRUGS_OF_THIS_OVERDOSE: ("the drugs must tie in with this overdose",),
    CallingCondition.TREATMENT_CHECK: ("get a check for treatment within 30 days",),
}
NALOXONE_WORDS: Mapping[NaloxoneCondition, tuple[str, ...]] = {
    NaloxoneCondition.CALL_AT_ONCE: ("call 911 at once if you give it",),
    NaloxoneCondition.ASK_A_SERVICE: (
        "ask a drug service",
        "ask a named service: drug service, pharmacist, nurse, paramedic, police, prison or "
        "probation staff with training",
    ),
    NaloxoneCondition.ASK_A_PHARMACY: ("ask at a pharmacy; they explain how to use it",),
    NaloxoneCondition.SERVICE_OR_PHARMACY: (
        "go to a pharmacy or service that takes part",
        "CAARUD or CSAPA centre, hospital, or a pharmacy for the injection kit",
    ),
    NaloxoneCondition.SERVICE_OR_DOCTOR: (
        "needle exchange, opioid treatment service, or a doctor",
    ),
    NaloxoneCondition.PRESCRIPTION: ("prescription",),
    NaloxoneCondition.PRESCRIPTION_FOR_SOME: (
        "for the spray sold in 2025 (Nyxoid) you still need a prescription",
    ),
    NaloxoneCondition.PRESCRIPTION_OR_TRAINING: (
        "a prescription from a doctor, or training through a listed group",
    ),
    NaloxoneCondition.LEARN_HOW: (
        "a short talk (3 to 5 minutes) on how to use it",
        "ask at a pharmacy; they explain how to use it",
        "pharmacy staff explain how to use it",
    ),
}


@dataclass(frozen=True)
class FoundProtected:
    """Whom a law covers, as research says it."""

    caller: Answer
    person: Answer


@dataclass(frozen=True)
class FoundOffences:
    """What a law covers, as research says it."""

    possession: Answer
    paraphernalia: Answer
    provision: Answer
    supervision: Answer
    warrant: Answer


@dataclass(frozen=True)
class ResearchedHelp:
    """What a researcher wrote down of one place: kind `calling` or `naloxone`."""

    kind: Literal["calling", "naloxone"]
    place: str
    protects: FoundProtected
    offences: FoundOffences
    confidence: Confidence
    summary: str
    sources: tuple[Source, ...]
    stage: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    since: PartialDate | None = None
    as_of: PartialDate | None = None
    instrument: str | None = None
    citation: str | None = None
    url: str | None = None
    change: str | None = None


def help_record(table: Table, researched_on: date) -> HelpRecord:
    """The record in full. Raises ValueError or BaseValidationError where it says what ours cannot
    hold."""
    found = structured(ResearchedHelp, table)
    return (
        _calling(found, researched_on)
        if found.kind == "calling"
        else _naloxone(found, researched_on)
    )


def _calling(found: ResearchedHelp, researched_on: date) -> CallingRecord:
    of = found.offences
    return CallingRecord(
        kind="calling",
        protects=Protected(_cover(found.protects.caller), _cover(found.protects.person)),
        offences=Offences(
            possession=_cover(of.possession),
            paraphernalia=_cover(of.paraphernalia),
            provision=_cover(of.provision),
            supervision=_cover(of.supervision),
            warrant=_cover(of.warrant),
        ),
        stage=tuple(map(RuledOut, found.stage)),
        conditions=_codes(CALLING_WORDS, found.conditions),
        **_rest(found, researched_on),
    )


def _naloxone(found: ResearchedHelp, researched_on: date) -> NaloxoneRecord:
    giving = _asked(found.protects.caller)
    if found.stage != ((FOR_GIVING,) if giving is Cover.YES else ()):
        raise ValueError(f"stage: of naloxone it is {FOR_GIVING!r}, where caller is yes")
    for name in ("paraphernalia", "provision", "supervision", "warrant"):
        if getattr(found.offences, name) not in ("unknown", "not-applicable"):
            raise ValueError(f"offences.{name}: no record on naloxone says this")
    return NaloxoneRecord(
        kind="naloxone",
        carrying=_asked(found.offences.possession),
        giving=giving,
        conditions=_codes(NALOXONE_WORDS, found.conditions),
        **_rest(found, researched_on),
    )


def _rest(found: ResearchedHelp, researched_on: date) -> Table:
    """What both kinds have."""
    names = ("place", "confidence", "summary", "sources", "since", "as_of")
    same = {name: getattr(found, name) for name in (*names, "instrument", "citation", "url")}
    notes = tuple(text for text in found.limits if NOT_FOR_READERS.search(text))
    same["limits"] = tuple(text for text in found.limits if text not in notes)
    same["notes"] = "; ".join(notes) or None
    file = f"calling/{found.place.partition('/')[0].lower()}.toml"
    return same | {"researched_on": researched_on, "file": file}


def _cover(answer: Answer) -> Cover:
    """Raises ValueError where the question was not asked."""
    return Cover(answer)


def _asked(answer: Answer) -> Cover | None:
    return None if answer == "not-applicable" else Cover(answer)


def _codes(words: Mapping[C, tuple[str, ...]], said: Iterable[str]) -> tuple[C, ...]:
    """Which conditions the words stand for, in the order of the list. Raises ValueError for words
    that stand for none."""
    said = tuple(said)
    known = {each for phrases in words.values() for each in phrases}
    if unknown := [each for each in said if each not in known]:
        raise ValueError(f"conditions: no list of ours has {', '.join(map(repr, unknown))}")
    return tuple(code for code, phrases in words.items() if set(phrases) & set(said))
