"""What research shows: claims, the studies behind them, interactions, and all of it together."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from urllib.parse import quote

from pwa.records.law import Basis
from pwa.records.names import Lexicon
from pwa.records.topics import Topic


class Certainty(StrEnum):
    """How sure the evidence lets us be (GRADE), surest first."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very-low"


class Level(StrEnum):
    """What mixing may do, least cautious first. Unknown never means safe."""

    LOW_KNOWN_RISK = "low-known-risk"
    UNKNOWN = "unknown"
    CAUTION = "caution"
    DANGEROUS = "dangerous"


class StudyKind(StrEnum):
    """How a study or other source came to know what it says."""

    REVIEW = "review"
    RCT = "rct"
    CONTROLLED_TRIAL = "controlled-trial"
    COHORT = "cohort"
    SURVEY = "survey"
    SURVEILLANCE = "surveillance"
    CASE_SERIES = "case-series"
    CASE_REPORT = "case-report"
    ANIMAL = "animal"
    IN_VITRO = "in-vitro"
    GUIDELINE = "guideline"
    AGENCY = "agency"


class Species(StrEnum):
    """In whom or what something was studied."""

    HUMAN = "human"
    RODENT = "rodent"
    IN_VITRO = "in-vitro"
    OTHER = "other"


@dataclass(frozen=True)
class Citation:
    """Where a study was published. `url` is the page read, which may not be one to link to."""

    authors: str
    title: str
    journal: str
    year: int | None = None
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Study:
    """A study or other source: what it asked, what it found, and what it cannot tell.

    `basis` is `seen` when its record was read, else `background`. `unlinked` says openly that we
    know no page to send a reader to.
    """

    id: str
    citation: Citation
    kind: StudyKind
    species: Species
    asks: str
    finds: str
    limits: str
    topics: tuple[str, ...]
    basis: Basis
    show_url: bool
    n: int | None = None
    unlinked: bool = False

    @property
    def link(self) -> str | None:
        """The address for readers: DOI, else PubMed, else the page read where it may be shown."""
        if self.citation.doi:
            return "https://doi.org/" + quote(self.citation.doi, safe="/:;().-_")
        if self.citation.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.citation.pmid}/"
        return self.citation.url if self.show_url else None


@dataclass(frozen=True)
class Check:
    """What somebody of a trade is to look at. `checked_by` says who did; empty: nobody yet."""

    what: str
    by: str
    checked_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has looked at it yet."""
        return not self.checked_by


@dataclass(frozen=True)
class Claim:
    """One statement that the app may make. `avoid` names the overclaim that it must not become."""

    id: str
    topic: str
    statement: str
    certainty: Certainty
    evidence: tuple[str, ...]
    against: tuple[str, ...]
    avoid: str
    published: bool
    unpublished_because: str | None = None
    check: Check | None = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of all studies that it names, for and against."""
        return (*self.evidence, *self.against)


@dataclass(frozen=True)
class Interaction:
    """What may happen when kratom or 7-OH meets one class of medicines or substances."""

    id: str
    with_: str
    examples: tuple[str, ...]
    level: Level
    why: str
    what_can_happen: str
    do: str
    evidence: tuple[str, ...]
    certainty: Certainty
    check: Check | None = None


def _many(pairs: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(dict.fromkeys(values)) for key, values in found.items()}


@dataclass(frozen=True)
class Safety:
    """Everything that the safety files say."""

    claims: tuple[Claim, ...] = ()
    studies: tuple[Study, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    topics: tuple[Topic, ...] = ()
    lexicon: Lexicon = field(default_factory=Lexicon)

    @cached_property
    def claim_by_id(self) -> Mapping[str, Claim]:
        """Every claim, published or not."""
        return {claim.id: claim for claim in self.claims}

    @cached_property
    def study_by_id(self) -> Mapping[str, Study]:
        """Every study."""
        return {study.id: study for study in self.studies}

    @cached_property
    def interaction_by_id(self) -> Mapping[str, Interaction]:
        """Every interaction."""
        return {each.id: each for each in self.interactions}

    @cached_property
    def topic_by_slug(self) -> Mapping[str, Topic]:
        """Every topic."""
        return {topic.slug: topic for topic in self.topics}

    @cached_property
    def topics_by_claim(self) -> Mapping[str, tuple[str, ...]]:
        """For each claim in use, the slugs of the topics that use it."""
        return _many((key, topic.slug) for topic in self.topics for key in topic.claim_ids)

    @cached_property
    def claims_by_study(self) -> Mapping[str, tuple[str, ...]]:
        """For each study in use, the ids of the claims that name it, for or against."""
        return _many((study, claim.id) for claim in self.claims for study in claim.sources)

    @cached_property
    def interactions_by_study(self) -> Mapping[str, tuple[str, ...]]:
        """For each study in use, the ids of the interactions that rest on it."""
        return _many((study, each.id) for each in self.interactions for study in each.evidence)

    @cached_property
    def unchecked(self) -> tuple[Claim | Interaction, ...]:
        """What is shown although somebody of a trade has yet to look at it."""
        claims = (claim for claim in self.claims if claim.published)
        shown: tuple[Claim | Interaction, ...] = (*claims, *self.interactions)
        return tuple(each for each in shown if each.check and each.check.is_open)

    def studies_of(self, claim: Claim) -> Iterator[Study]:
        """The studies that a claim names, those for it first."""
        return (self.study_by_id[key] for key in claim.sources if key in self.study_by_id)
