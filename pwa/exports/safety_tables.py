"""The dataset's tables on safety: claims, the sentences that say them, studies, interactions."""

from collections.abc import Iterator
from typing import Any

from pwa.facts.amounts import without_amounts
from pwa.records.safety import Safety, Study

Row = dict[str, Any]


def safety_tables(safety: Safety) -> dict[str, list[Row]]:
    """Rows by table. Claims that are not published and sentences that name amounts are in none."""
    claims = [claim for claim in safety.claims if claim.published]
    return {
        "studies": [_study(study) for study in safety.studies],
        "claims": [
            {"id": claim.id, "topic": claim.topic, "certainty": claim.certainty.value}
            for claim in claims
        ],
        "claim_studies": [
            {"claim": claim.id, "study": study, "supports": study in claim.evidence}
            for claim in claims
            for study in claim.sources
        ],
        "sentences": list(_sentences(safety)),
        "interactions": [
            {
                "id": each.id,
                "with": each.with_,
                "examples": ", ".join(each.examples),
                "level": each.level.value,
                "why": each.why,
                "what_can_happen": each.what_can_happen,
                "do": each.do,
                "certainty": each.certainty.value,
                "evidence": " ".join(each.evidence),
            }
            for each in safety.interactions
        ],
    }


def _study(study: Study) -> Row:
    return {
        "id": study.id,
        "title": study.citation.title,
        "authors": study.citation.authors,
        "journal": study.citation.journal,
        "year": study.citation.year,
        "doi": study.citation.doi,
        "pmid": study.citation.pmid,
        "link": study.link,
        "kind": study.kind.value,
        "species": study.species.value,
        "n": study.n,
        "asks": without_amounts(study.asks),
        "finds": without_amounts(study.finds),
        "limits": without_amounts(study.limits),
    }


def _sentences(safety: Safety) -> Iterator[Row]:
    for topic in safety.topics:
        for number, sentence in enumerate(topic.sentences, start=1):
            yield {
                "topic": topic.slug,
                "number": number,
                "text": sentence.text,
                "claims": " ".join(sentence.claim_ids) or None,
                "reviewed_on": topic.reviewed_on.isoformat(),
            }
