"""The law on people who call for help in an overdose, and on naloxone, place by place."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from pwa.dates import PartialDate
from pwa.records.law import Confidence, Correction, Source


class Cover(StrEnum):
    """Whether a law names somebody, or something, as covered. `yes` is no promise: it says what a
    text names, not what happens to anybody. `no` may mean that the law is silent."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    UNKNOWN = "unknown"


class RuledOut(StrEnum):
    """What a law can stop. Where `arrest` is missing an arrest is not ruled out."""

    ARREST = "arrest"
    CHARGE = "charge"
    PROSECUTION = "prosecution"
    CONVICTION = "conviction"
    REVOCATION = "revocation"
    DEFENCE = "affirmative-defence"
    EVIDENCE = "evidence-rule"
    UNKNOWN = "unknown"


class CallingCondition(StrEnum):
    """What a law asks of a person who calls."""

    CALL = "call"
    CALL_OR_BRING = "call-or-bring"
    BE_FIRST = "be-first"
    BE_FIRST_OR_THINK_SO = "be-first-or-think-so"
    AT_ONCE = "at-once"
    STAY = "stay"
    STAY_UNTIL_POLICE = "stay-until-police"
    GIVE_NAME = "give-name"
    FULL_NAME = "full-name"
    SHOW_WHO = "show-who"
    NAME_AND_CONTACT = "name-and-contact"
    SAY_WHERE = "say-where"
    SAY_WHAT_WAS_TAKEN = "say-what-was-taken"
    SAY_WHAT_YOU_KNOW = "say-what-you-know"
    HELP_THE_CREW = "help-the-crew"
    HELP_WITH_CARE = "help-with-care"
    NOT_IN_THE_WAY = "not-in-the-way"
    GIVE_CARE = "give-care"
    GIVE_NALOXONE = "give-naloxone"
    BE_THERE = "be-there"
    GOOD_FAITH = "good-faith"
    NOT_DURING_A_SEARCH = "not-during-a-search"
    SMALL_AMOUNT = "small-amount"
    DRUGS_OF_THIS_OVERDOSE = "drugs-of-this-overdose"
    TREATMENT_CHECK = "treatment-check"


class NaloxoneCondition(StrEnum):
    """What getting or giving naloxone hangs on."""

    CALL_AT_ONCE = "call-at-once"
    ASK_A_SERVICE = "ask-a-service"
    ASK_A_PHARMACY = "ask-a-pharmacy"
    SERVICE_OR_PHARMACY = "service-or-pharmacy"
    SERVICE_OR_DOCTOR = "service-or-doctor"
    PRESCRIPTION = "prescription"
    PRESCRIPTION_FOR_SOME = "prescription-for-some"
    PRESCRIPTION_OR_TRAINING = "prescription-or-training"
    LEARN_HOW = "learn-how"


@dataclass(frozen=True)
class Protected:
    """Whom a law covers: whoever calls or gets help, and the person who is ill."""

    caller: Cover
    person: Cover


@dataclass(frozen=True)
class Offences:
    """What a law covers for them: having drugs; gear; giving, sharing or selling; probation, parole
    or bail; being arrested on an open warrant."""

    possession: Cover
    paraphernalia: Cover
    provision: Cover
    supervision: Cover
    warrant: Cover


@dataclass(frozen=True, kw_only=True)
class HelpRecord:
    """What the law of one place says of one of these matters, and how we know.

    `limits` are said to readers, `notes` are for reviewers; `url` is the page of the main
    statement.
    """

    kind: str
    place: str
    researched_on: date
    confidence: Confidence
    summary: str
    conditions: tuple[StrEnum, ...] = ()
    limits: tuple[str, ...] = ()
    notes: str | None = None
    since: PartialDate | None = None
    as_of: PartialDate | None = None
    instrument: str | None = None
    citation: str | None = None
    url: str | None = None
    sources: tuple[Source, ...] = ()
    corrections: tuple[Correction, ...] = ()
    file: str = ""

    @property
    def key(self) -> str:
        """What faults, commands and people call it by."""
        return f"{self.place} {self.kind}"


@dataclass(frozen=True, kw_only=True)
class CallingRecord(HelpRecord):
    """What the law of one place says of those who call for help in an overdose."""

    kind: Literal["calling"]
    protects: Protected
    offences: Offences
    stage: tuple[RuledOut, ...] = ()
    conditions: tuple[CallingCondition, ...] = ()


@dataclass(frozen=True, kw_only=True)
class NaloxoneRecord(HelpRecord):
    """What the law of one place says of getting, carrying and giving naloxone.

    `carrying`: whether the law says in words that one may. `giving`: whether it covers somebody who
    is no medic and gives it. Both None where the question was not asked.
    """

    kind: Literal["naloxone"]
    carrying: Cover | None = None
    giving: Cover | None = None
    conditions: tuple[NaloxoneCondition, ...] = ()
