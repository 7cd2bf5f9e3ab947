"""The safety files as they are, and each rule broken once on small made-up files."""

from dataclasses import replace
from datetime import date

import pytest

from pwa.facts.names import CRISIS, MEDICINES, OTHERS, SMALL, name_faults, read_lexicon
from pwa.facts.safety import read_safety
from pwa.facts.safety_rules import safety_faults
from pwa.records.names import Lexicon, OtherNames
from pwa.records.safety import (
    Certainty,
    Check,
    Citation,
    Claim,
    Interaction,
    Level,
    Safety,
    Species,
    Study,
    StudyKind,
)
from pwa.records.topics import Group, Heading, ItemList, Link, Paragraph, Sentence, Text, Topic
from tests.sample import SAMPLE

WORD_FILES = (MEDICINES, OTHERS, SMALL, CRISIS)
CITATION = Citation("Doe J", "A title", "A journal", 2020, doi="10.1000/abc")
STUDY = Study(
    "doe-2020",
    CITATION,
    StudyKind.COHORT,
    Species.HUMAN,
    "What?",
    "This.",
    "Few people.",
    ("liver",),
    "seen",
    True,
)
CLAIM = Claim("liver", "liver", "It can.", Certainty.LOW, ("doe-2020",), (), "Scares.", True)
HIDDEN = replace(CLAIM, id="amounts-x", published=False, unpublished_because="Amounts.")
INTERACTION = Interaction(
    "wine",
    "alcohol",
    ("wine",),
    Level.DANGEROUS,
    "Both slow.",
    "Harm.",
    "Do not.",
    ("doe-2020",),
    Certainty.LOW,
)
UNKNOWN = (Heading("What we don't know", 2, 9), Paragraph((Sentence((), ("liver",), False),)))
TOPIC = Topic(
    "risks",
    "What are the risks?",
    "Risks",
    "What was found.",
    Group.RISKS,
    1,
    date(2026, 11, 22),
    date(2027, 5, 22),
    (),
    UNKNOWN,
    "topics/risks.md",
)
SAFETY = Safety((CLAIM, HIDDEN), (STUDY,), (INTERACTION,), (TOPIC,))
SIGN = Sentence((Text("You faint."),), ("liver",), False, 4)


def with_signs(*lengths):
    """The topic with lists of so many signs each."""
    lists = (ItemList(((SIGN,),) * length) for length in lengths)
    return replace(TOPIC, danger_signs="liver", blocks=(*lists, *UNKNOWN))


FRONT = """\
+++
title = "What?"
short = "What"
summary = "What it is."
group = "basics"
order = 1
reviewed_on = "2026-11-22"
review_due_on = "2027-05-22"
+++
"""


@pytest.fixture(scope="module")
def safety():
    faults = []
    found = read_safety(SAMPLE, faults)
    assert faults == []
    return found


def broken(**changes):
    return [str(fault) for fault in safety_faults(replace(SAFETY, **changes))]


def saying(*sentences):
    return (replace(TOPIC, blocks=(Paragraph(sentences), *UNKNOWN)),)


def test_the_real_files_keep_every_rule(safety):
    assert list(safety_faults(safety)) == []


def test_amounts_and_the_licence_of_scales_stay_unpublished(safety):
    held_back = {claim.id for claim in safety.claims if not claim.published}

    amounts = {claim.id for claim in safety.claims if claim.id.startswith("amounts-")}
    assert held_back == amounts | {"scales-licence"}


def test_a_page_that_may_not_be_shown_is_never_linked(safety):
    for study in safety.studies:
        assert study.show_url or study.link is None or study.link != study.citation.url


def test_doi_comes_before_pubmed_and_pubmed_before_the_page_read(safety):
    links = [study.link or "" for study in safety.studies if study.citation.doi]
    assert all(link.startswith("https://doi.org/10.") for link in links)
    assert safety.study_by_id["kronstrand-2011"].link is None


def test_look_ups_join_topics_claims_and_studies(safety):
    assert "risks" in safety.topics_by_claim["liver"]
    assert {"liver", "liver-signs"} <= set(safety.claims_by_study["ahmad-2021"])
    assert "hard-on-the-liver" in safety.interactions_by_study["ahmad-2021"]
    for claim in safety.claims:
        assert [study.id for study in safety.studies_of(claim)] == [*claim.evidence, *claim.against]


def test_what_nobody_has_checked_is_listed_until_somebody_has():
    to_check = Check("the list", "clinician")
    claim, done = replace(CLAIM, check=to_check), replace(to_check, checked_by="nurse 2026-12-01")
    mix = replace(INTERACTION, check=replace(to_check, by="pharmacist"))
    hidden = replace(HIDDEN, check=to_check)
    assert replace(SAFETY, claims=(claim, hidden), interactions=(mix,)).unchecked == (claim, mix)
    assert replace(SAFETY, claims=(replace(CLAIM, check=done),)).unchecked == ()


def test_good_facts_have_no_fault():
    assert broken() == []
    assert broken(topics=(with_signs(6),)) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"claims": (replace(CLAIM, evidence=("nobody",)),)}, "nobody is not a study"),
        ({"claims": (replace(CLAIM, against=("nobody",)),)}, "nobody is not a study"),
        ({"claims": (replace(CLAIM, against=("doe-2020",)),)}, "cannot stand for and against"),
        ({"claims": (replace(CLAIM, evidence=()),)}, "needs evidence"),
        ({"claims": (replace(CLAIM, statement=" "),)}, "needs a statement"),
        ({"claims": (CLAIM, CLAIM)}, "the id stands more than once"),
        ({"claims": (CLAIM, replace(CLAIM, id="Not An Id"))}, "an id is small letters"),
        ({"claims": (replace(CLAIM, published=False),)}, "unpublished_because stands with"),
        ({"claims": (replace(HIDDEN, id="liver"),)}, "liver is not published"),
        ({"studies": (replace(STUDY, basis="background"),)}, "needs evidence that was seen"),
        ({"studies": (replace(STUDY, unlinked=True),)}, "cannot be unlinked"),
        ({"studies": (STUDY, STUDY)}, "the id stands more than once"),
        ({"interactions": (replace(INTERACTION, evidence=("nobody",)),)}, "nobody is not a study"),
        ({"interactions": (replace(INTERACTION, evidence=()),)}, "needs evidence"),
        ({"interactions": (replace(INTERACTION, do=""),)}, "needs do"),
        ({"interactions": (INTERACTION, INTERACTION)}, "the id stands more than once"),
        ({"claims": (replace(CLAIM, check=Check("", "clinician")),)}, "what is to be looked at"),
        ({"claims": (replace(CLAIM, check=Check("the list", "friend")),)}, "is by one of"),
        ({"interactions": (replace(INTERACTION, check=Check("it", "me")),)}, "is by one of"),
        ({"topics": (replace(TOPIC, title=""),)}, "title: must not be empty"),
        ({"topics": (replace(TOPIC, short="x" * 25),)}, "longer than 24 characters"),
        ({"topics": (replace(TOPIC, slug="A b"),)}, "slug: is small letters"),
        ({"topics": (replace(TOPIC, review_due_on=date(2026, 1, 1)),)}, "after reviewed_on"),
        ({"topics": (replace(TOPIC, see_also=("gone",)),)}, "gone is not another topic"),
        ({"topics": (replace(TOPIC, danger_signs="liver"),)}, "names the claim of one list"),
        ({"topics": (with_signs(7),)}, "of at most 6 signs"),
        ({"topics": (with_signs(2, 2),)}, "names the claim of one list"),
        ({"topics": (replace(TOPIC, see_also=("risks",)),)}, "risks is not another topic"),
        ({"topics": (replace(TOPIC, blocks=()),)}, "the last section is headed"),
        ({"topics": (replace(TOPIC, blocks=UNKNOWN[:1]),)}, "the last section is empty"),
        (
            {"topics": saying(Sentence((Text("It is."),), (), False, 4))},
            "line 4: a sentence has no",
        ),
        ({"topics": saying(Sentence((), ("gone",), False, 4))}, "gone is not a claim"),
        ({"topics": saying(Sentence((), ("amounts-x",), False))}, "amounts-x is not published"),
        (
            {"topics": saying(Sentence((Link("x", "topic", "gone"),), (), True))},
            "topic:gone is not a topic",
        ),
    ],
)
def test_each_broken_rule_is_named(changes, rule):
    assert any(rule in found for found in broken(**changes)), broken(**changes)


@pytest.mark.parametrize(
    ("citation", "rule"),
    [
        (replace(CITATION, doi=None), "needs a DOI, a PMID or a URL to show"),
        (replace(CITATION, doi="abc"), "abc is not a DOI"),
        (replace(CITATION, pmid="PMC12"), "PMC12 is not a PMID"),
        (replace(CITATION, url="ftp://x"), "ftp://x is not a web address"),
        (replace(CITATION, title=""), "needs authors, title and journal"),
    ],
)
def test_each_broken_citation_is_named(citation, rule):
    found = broken(studies=(replace(STUDY, citation=citation),))
    assert any(rule in fault for fault in found), found


def test_what_cannot_be_read_is_a_fault_and_the_rest_is_read(tmp_path):
    head = 'researched_on = "2026-11-22"\n[[record]]\n'
    (tmp_path / "claims.toml").write_text(head + 'id = "a"\ncertainty = "sure"\n')
    (tmp_path / "evidence.toml").write_text("not toml")
    (tmp_path / "interactions.toml").write_text(head + 'id = "b"\nlevel = "caution"\n')
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "good.md").write_text(FRONT + "\nHello. [plain]\n")
    (tmp_path / "topics" / "bare.md").write_text("Hello. [plain]\n")
    (tmp_path / "topics" / "late.md").write_text("Hello.\n" + FRONT + "Hello. [plain]\n")
    (tmp_path / "topics" / "poor.md").write_text("+++\ntitle = 'x'\n+++\nHello. [plain]\n")

    faults = []
    safety = read_safety(tmp_path, faults)

    assert [topic.slug for topic in safety.topics] == ["good", "late"]
    assert {(fault.file, fault.key) for fault in faults} == {
        ("claims.toml", "a"),
        ("evidence.toml", "-"),
        ("interactions.toml", "b"),
        ("topics/bare.md", "-"),
        ("topics/late.md", "line 1"),
        ("topics/poor.md", "poor"),
        *((name, "-") for name in WORD_FILES),
    }


def test_the_line_of_a_fault_counts_the_front_matter(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "good.md").write_text(FRONT + "\nHello.\n")

    faults = []
    read_safety(tmp_path, faults)

    assert ("topics/good.md", "line 11") in {(fault.file, fault.key) for fault in faults}


def test_an_empty_folder_is_all_faults(tmp_path):
    faults = []
    safety = read_safety(tmp_path, faults)
    assert replace(safety, lexicon=Lexicon()) == Safety((), (), (), ())
    assert len(faults) == 4 + len(WORD_FILES)


@pytest.mark.parametrize(
    ("names", "rule"),
    [
        (
            OtherNames(("elsewhere",), ("nothing-we-hold",)),
            "there is no interaction nothing-we-hold",
        ),
        (OtherNames(("elsewhere",)), "needs interactions or topics"),
        (OtherNames(("elsewhere",), topics=("nowhere",)), "there is no topic nowhere"),
        (OtherNames(("x",), (INTERACTION.id,)), "letters at least"),
    ],
)
def test_a_name_that_leads_nowhere_is_a_fault(names, rule):
    safety = Safety(interactions=(INTERACTION,), lexicon=Lexicon((names,)))
    (fault,) = name_faults(safety)
    assert rule in fault.rule


def test_a_trade_name_without_a_source_is_a_fault(tmp_path):
    for name in WORD_FILES:
        (tmp_path / name).write_text("")
    (tmp_path / MEDICINES).write_text(
        '[[medicine]]\ngeneric = "a"\ninteractions = ["b"]\nnames = [["Aa", "US", "hearsay"]]\n'
    )
    faults = []
    read_lexicon(tmp_path, faults)
    assert "no source hearsay" in faults[0].rule
