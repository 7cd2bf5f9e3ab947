"""The studies behind the pages: where each is used, how they point, and what is left unsaid."""

from collections.abc import Iterable
from dataclasses import dataclass

from pwa.facts.amounts import names_amount
from pwa.records.safety import Certainty, Safety, Species, Study, StudyKind
from pwa.records.topics import Topic


@dataclass(frozen=True)
class EvidenceRow:
    """How many studies of one kind support what a page says, and how many speak against it."""

    kind: StudyKind
    supports: int
    against: int


@dataclass(frozen=True)
class EvidenceFilter:
    """What a reader narrows the library to; None means any."""

    kind: StudyKind | None = None
    species: Species | None = None
    topic: str | None = None


def names_amounts(study: Study) -> bool:
    """Whether some of what the study says is left out for the amounts in it."""
    return any(map(names_amount, (study.asks, study.finds, study.limits)))


def library(safety: Safety, wish: EvidenceFilter) -> tuple[Study, ...]:
    """The studies that a reader wishes to see, the newest first."""
    found = [
        study
        for study in safety.studies
        if wish.kind in (None, study.kind)
        and wish.species in (None, study.species)
        and (wish.topic is None or wish.topic in study.topics)
    ]
    return tuple(sorted(found, key=lambda s: (-(s.citation.year or 0), s.id)))


def subjects(safety: Safety) -> tuple[str, ...]:
    """The subjects that studies are filed under."""
    return tuple(sorted({topic for study in safety.studies for topic in study.topics}))


def topics_using(safety: Safety, study: Study) -> tuple[Topic, ...]:
    """The pages on which a claim rests on the study."""
    claims = safety.claims_by_study.get(study.id, ())
    slugs = {slug for claim in claims for slug in safety.topics_by_claim.get(claim, ())}
    return tuple(topic for topic in safety.topics if topic.slug in slugs)


def chart(safety: Safety, topic: Topic) -> tuple[EvidenceRow, ...]:
    """Studies behind a page by kind. One that both supports and opposes claims counts in both."""
    claims = [safety.claim_by_id[key] for key in topic.claim_ids]
    supports = _studies(safety, (key for claim in claims for key in claim.evidence))
    against = _studies(safety, (key for claim in claims for key in claim.against))
    rows = (EvidenceRow(kind, supports.get(kind, 0), against.get(kind, 0)) for kind in StudyKind)
    return tuple(row for row in rows if row.supports or row.against)


def in_order(levels: Iterable[Certainty]) -> list[Certainty]:
    """Each level once, the surest first."""
    found = set(levels)
    return [level for level in Certainty if level in found]


def _studies(safety: Safety, ids: Iterable[str]) -> dict[StudyKind, int]:
    counts: dict[StudyKind, int] = {}
    for key in set(ids):
        kind = safety.study_by_id[key].kind
        counts[kind] = counts.get(kind, 0) + 1
    return counts
