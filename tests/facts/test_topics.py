"""The topics as they are: complete, easy to read, hedged where research is thin, neutral."""

import re
from datetime import date
from itertools import pairwise

import pytest

from pwa.facts.safety import read_safety
from pwa.records.safety import Certainty
from pwa.records.topics import Heading, ItemList, Link, Paragraph
from tests.prose import FORBIDDEN, grade
from tests.sample import SAMPLE

SAFETY = read_safety(SAMPLE, [])
SLUGS = [
    "what-is-kratom",
    "seven-oh-is-not-leaf",
    "body-and-brain",
    "risks",
    "mixing",
    "dependence",
    "what-is-in-it",
    "does-it-help-withdrawal",
    "opioid-withdrawal",
    "treatment",
    "overdose",
    "naloxone",
    "lower-risk",
    "tests-driving-travel",
    "pregnancy",
    "health-conditions",
    "helping-someone",
    "talk-to-a-doctor",
    "how-we-know",
]
HIGHEST_GRADE = 6
# A sentence on a claim of low or very low certainty holds one of these, in its own words.
UNSURE = (Certainty.LOW, Certainty.VERY_LOW)
HEDGES = re.compile(
    r"""\b(a\ few|few|small|surveys?|case\ reports|reports?|reported|posts|critics|newspaper\ review
    |may|might|could|seems?|hints?|suggests?|studies\ say
    |(in|at)\ (this\ |that\ )?one|one\ (man|kind|low\ dose)|only\ two|some\ people|two\ studies
    |a\ study\ of|study\ cannot|we\ cannot\ say|it\ cannot
    |not\ (sure|known|proof|proved|yet|well\ studied|been\ studied)|unsure|unknown|untested
    |nobody\ (knows|has)|no\ (study|good\ study|controlled\ trial|strip)|we\ found|found\ no
    |do\ not\ (know|show|all\ agree)|does\ not\ show|little|thin|weak|disagree|missed
    |mice|rats|animals?|laboratory|cells)\b""",
    re.VERBOSE | re.IGNORECASE,
)
# What nobody who reads of an overdose may miss.
STEPS = "overdose-steps cpr-if-not-breathing naloxone-second-dose naloxone-aim-breathing"
# What the product owes its readers: the page, and the claims without which it would mislead.
OWED = {
    "body-and-brain": "dopamine-humans-unknown dopamine-one-scan-study dopamine-animals-mixed",
    "does-it-help-withdrawal": "no-trial-for-withdrawal not-a-substitute-for-treatment",
    "treatment": "moud-halves-deaths naltrexone-precipitates detox-alone seven-oh-precipitated "
    "seven-oh-buprenorphine",
    "opioid-withdrawal": "ow-danger-signs ow-medetomidine ow-loperamide tolerance-loss detox-alone",
    "seven-oh-is-not-leaf": "seven-oh-breathing pseudoindoxyl seven-oh-untested labels-wrong "
    "seven-oh-relatives seven-oh-sold-as-kratom seven-oh-buprenorphine",
    "lower-risk": "tolerance-loss never-alone dont-mix-downers no-safe-dose-known",
    "pregnancy": "pregnancy-newborn pregnancy-dont-stop-suddenly breastfeeding-unknown",
    "risks": "liver liver-signs seizures breathing-leaf-uncertain arrestin-myth heart-rhythm",
    "health-conditions": "liver seizures quetiapine naltrexone-precipitates diabetes-unproven",
    "mixing": "dont-mix-downers naltrexone-precipitates quetiapine ow-loperamide",
    "overdose": f"{STEPS} overdose-signs naloxone-may-help fits-not-naloxone naloxone-wears-off "
    "rescue-breaths-how fit-first-aid sedatives-in-supply children-and-pregnancy",
    "naloxone": f"{STEPS} naloxone-may-help naloxone-wears-off naloxone-harmless "
    "sedatives-in-supply",
    "helping-someone": f"{STEPS} overdose-signs fits-not-naloxone",
}

ABOUT_ACTING = (
    *("a limit on naloxone", "waking as the aim", "to sleep it off", "a pulse first"),
    *("naloxone in vain", "advice on how to use"),
)

every_topic = pytest.mark.parametrize("topic", SAFETY.topics, ids=lambda topic: topic.slug)


def prose(topic):
    """The page as it is read: title, headings, sentences."""
    blocks = (
        block.text
        if isinstance(block, Heading)
        else " ".join(each.text for each in block.sentences)
        for block in topic.blocks
    )
    return "\n".join((topic.title, topic.summary, *blocks))


def test_the_first_set_of_topics_is_complete():
    assert [topic.slug for topic in SAFETY.topics] == SLUGS


def test_no_page_rests_on_a_claim_that_is_not_published():
    assert set(SAFETY.topics_by_claim) <= {claim.id for claim in SAFETY.claims if claim.published}


@every_topic
def test_a_topic_reads_at_grade_six_or_below(topic):
    sentences = " ".join(each.text for each in topic.sentences)

    assert grade(prose(topic)) <= HIGHEST_GRADE
    assert grade(sentences) <= HIGHEST_GRADE, "without the headings"


@every_topic
def test_a_topic_is_short_and_its_sentences_are_too(topic):
    lengths = {each.text: len(each.text.split()) for each in topic.sentences}

    assert 150 <= sum(lengths.values()) <= 450
    assert {text for text, length in lengths.items() if length > 30} == set()


@every_topic
@pytest.mark.parametrize("idea", FORBIDDEN)
def test_a_topic_holds_no_forbidden_idea(topic, idea):
    text = prose(topic)
    found = re.search(FORBIDDEN[idea], text, re.IGNORECASE)
    assert not found, found and text[max(0, found.start() - 60) : found.end() + 60]


def hedged_by_opening(topic):
    """The sentences of lists whose opening says that it is unsure of the same claims."""
    for before, block in pairwise(topic.blocks):
        if isinstance(before, Paragraph) and isinstance(block, ItemList):
            opening = before.sentences[-1]
            if opening.text.endswith(":") and HEDGES.search(opening.text):
                yield from (s for s in block.sentences if s.claim_ids == opening.claim_ids)


@pytest.mark.parametrize("interaction", SAFETY.interactions, ids=lambda each: each.id)
def test_no_interaction_tells_how_to_use_or_to_wait_and_see(interaction):
    said = " ".join((interaction.why, interaction.what_can_happen, interaction.do))
    for idea in ABOUT_ACTING:
        assert not re.search(FORBIDDEN[idea], said, re.IGNORECASE), idea


@every_topic
def test_a_sentence_says_so_where_its_claim_is_unsure(topic):
    said_before = set(hedged_by_opening(topic))
    for sentence in topic.sentences:
        claims = [SAFETY.claim_by_id[key] for key in sentence.claim_ids]
        if any(claim.certainty in UNSURE for claim in claims) and sentence not in said_before:
            assert HEDGES.search(sentence.text), f"{sentence.text} {sentence.claim_ids}"


@every_topic
def test_a_topic_leads_to_help(topic):
    pages = {
        part.target
        for sentence in topic.sentences
        for part in sentence.parts
        if isinstance(part, Link) and part.scheme == "page"
    }
    if topic.slug != "how-we-know":
        assert pages & {"help", "emergency"}


@every_topic
def test_headings_are_questions_and_review_dates_are_half_a_year_apart(topic):
    headings = [each.text for each in topic.blocks if isinstance(each, Heading)]

    assert headings[-1] == "What we don't know"
    assert all(heading.endswith("?") for heading in (topic.title, *headings[:-1]))
    assert (topic.reviewed_on, topic.review_due_on) == (date(2026, 11, 22), date(2027, 5, 22))


@pytest.mark.parametrize("slug", OWED)
def test_a_topic_says_what_it_would_mislead_without(slug):
    assert set(OWED[slug].split()) <= set(SAFETY.topic_by_slug[slug].claim_ids)


def test_marks_and_patterns_catch_what_they_are_for():
    caught = {
        "a safe alternative": "It is a safe alternative.",
        "no harm to breathing": "It has no respiratory depression.",
        "a dose": "Take 5 g of leaf.",
        "a conversion": "This is equivalent to morphine.",
        "a name that hurts": "He got clean.",
        "a brand": "Ask for Suboxone.",
        "the brain mended": "It steadies dopamine.",
        "a limit on naloxone": "Give one more dose.",
        "waking as the aim": "No change after a while? Give another.",
        "to sleep it off": "Let them sleep it off.",
        "a pulse first": "Feel for a pulse.",
        "naloxone in vain": "Naloxone no longer works.",
        "advice on how to use": "Go slow.",
    }
    for idea, text in caught.items():
        assert re.search(FORBIDDEN[idea], text, re.IGNORECASE), text
    assert not HEDGES.search("It stops withdrawal.")
