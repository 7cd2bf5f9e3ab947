"""What every safety fact must satisfy: sources that exist, marks on sentences, review dates."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pwa.errors import Fault
from pwa.facts.names import name_faults
from pwa.records.safety import Check, Claim, Interaction, Safety, Study
from pwa.records.topics import Heading, Link, Sentence, Topic

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOI = re.compile(r"10\.\d{4,9}/\S+")
PMID = re.compile(r"\d{1,9}")
TRADES = ("clinician", "pharmacist")
SHORT_LENGTH = 24
MOST_SIGNS = 6
UNKNOWN_SECTION = "What we don't know"


def safety_faults(safety: Safety) -> Iterator[Fault]:
    """Every rule that is broken, each with file, key and rule."""
    yield from _repeated("claims.toml", (claim.id for claim in safety.claims))
    yield from _repeated("evidence.toml", (study.id for study in safety.studies))
    yield from _repeated("interactions.toml", (each.id for each in safety.interactions))
    for claim in safety.claims:
        for rule in _claim_rules(claim, safety):
            yield Fault("claims.toml", claim.id, rule)
    for study in safety.studies:
        for rule in _study_rules(study):
            yield Fault("evidence.toml", study.id, rule)
    for interaction in safety.interactions:
        for rule in _interaction_rules(interaction, safety):
            yield Fault("interactions.toml", interaction.id, rule)
    for topic in safety.topics:
        for key, rule in (*_topic_rules(topic, safety), *_body_rules(topic, safety)):
            yield Fault(topic.file, key, rule)
    yield from name_faults(safety)


def _repeated(file: str, ids: Iterable[str]) -> Iterator[Fault]:
    for key, count in Counter(ids).items():
        if count > 1:
            yield Fault(file, key, "the id stands more than once")
        if not ID.fullmatch(key):
            yield Fault(file, key, "an id is small letters, digits and hyphens")


def _claim_rules(claim: Claim, safety: Safety) -> Iterator[str]:
    yield from _unknown_studies(claim.sources, safety)
    if not claim.statement.strip():
        yield "needs a statement"
    if not claim.evidence:
        yield "needs evidence"
    if both := set(claim.evidence) & set(claim.against):
        yield f"{', '.join(sorted(both))} cannot stand for and against it"
    known = [safety.study_by_id[key] for key in claim.evidence if key in safety.study_by_id]
    if claim.published and not any(study.basis == "seen" for study in known):
        yield "a published claim needs evidence that was seen"
    if claim.published == bool(claim.unpublished_because):
        yield "unpublished_because stands with published = false, and only there"
    yield from _check_rules(claim.check)


def _study_rules(study: Study) -> Iterator[str]:
    citation = study.citation
    if not (citation.authors and citation.title and citation.journal):
        yield "needs authors, title and journal"
    if citation.doi and not DOI.fullmatch(citation.doi):
        yield f"{citation.doi} is not a DOI"
    if citation.pmid and not PMID.fullmatch(citation.pmid):
        yield f"{citation.pmid} is not a PMID"
    if citation.url and not citation.url.startswith(("https://", "http://")):
        yield f"{citation.url} is not a web address"
    if study.link and study.unlinked:
        yield "has a link, so it cannot be unlinked"
    if not study.link and not study.unlinked:
        yield "needs a DOI, a PMID or a URL to show, or says unlinked = true"


def _interaction_rules(interaction: Interaction, safety: Safety) -> Iterator[str]:
    yield from _unknown_studies(interaction.evidence, safety)
    if not interaction.evidence:
        yield "needs evidence"
    for name in ("with_", "examples", "why", "what_can_happen", "do"):
        if not getattr(interaction, name):
            yield f"needs {name.rstrip('_')}"
    yield from _check_rules(interaction.check)


def _check_rules(check: Check | None) -> Iterator[str]:
    if check and not check.what:
        yield "a check says what is to be looked at"
    if check and check.by not in TRADES:
        yield f"a check is by one of {', '.join(TRADES)}"


def _unknown_studies(ids: Iterable[str], safety: Safety) -> Iterator[str]:
    for key in ids:
        if key not in safety.study_by_id:
            yield f"{key} is not a study in evidence.toml"


def _topic_rules(topic: Topic, safety: Safety) -> Iterator[tuple[str, str]]:
    if not ID.fullmatch(topic.slug):
        yield "slug", "is small letters, digits and hyphens"
    for name in ("title", "short", "summary"):
        if not getattr(topic, name).strip():
            yield name, "must not be empty"
    if len(topic.short) > SHORT_LENGTH:
        yield "short", f"is longer than {SHORT_LENGTH} characters"
    if topic.review_due_on <= topic.reviewed_on:
        yield "review_due_on", "comes after reviewed_on"
    for slug in topic.see_also:
        if slug not in safety.topic_by_slug or slug == topic.slug:
            yield "see_also", f"{slug} is not another topic"
    fits = [len(each.items) <= MOST_SIGNS for each in topic.danger_lists]
    if topic.danger_signs and fits != [True]:
        yield "danger_signs", f"names the claim of one list, of at most {MOST_SIGNS} signs"


def _body_rules(topic: Topic, safety: Safety) -> Iterator[tuple[str, str]]:
    sections = [each for each in topic.blocks if isinstance(each, Heading) and each.level == 2]
    if not sections or sections[-1].text != UNKNOWN_SECTION:
        yield "-", f"the last section is headed {UNKNOWN_SECTION}"
    elif topic.blocks[-1] is sections[-1]:
        yield f"line {sections[-1].line}", "the last section is empty"
    for sentence in topic.sentences:
        for rule in (*_mark_rules(sentence, safety), *_link_rules(sentence, safety)):
            yield f"line {sentence.line}", rule


def _mark_rules(sentence: Sentence, safety: Safety) -> Iterator[str]:
    if not sentence.claim_ids and not sentence.plain:
        yield f"a sentence has no claim mark and no [plain]: {sentence.text[:60]}"
    for key in sentence.claim_ids:
        claim = safety.claim_by_id.get(key)
        if not claim:
            yield f"{key} is not a claim in claims.toml"
        elif not claim.published:
            yield f"{key} is not published"


def _link_rules(sentence: Sentence, safety: Safety) -> Iterator[str]:
    for part in sentence.parts:
        if not isinstance(part, Link) or part.scheme != "topic":
            continue
        if part.target not in safety.topic_by_slug:
            yield f"topic:{part.target} is not a topic"
