"""Citations as other programs read them."""

import json
import re
from dataclasses import replace

import pytest

from pwa.answers.citations import bibtex, csl, csl_json
from pwa.facts.safety import read_safety
from pwa.records.safety import Citation, Species, Study, StudyKind
from tests.sample import SAMPLE

SAFETY = read_safety(SAMPLE, [])
CITATION = Citation("Doe J, Müller AB", "A title", "A journal", 2020, doi="10.1000/a_b")
STUDY = Study("doe-2020", CITATION, StudyKind.COHORT, Species.HUMAN, "", "", "", (), "seen", True)


def cited(kind=StudyKind.COHORT, **changes):
    return replace(STUDY, kind=kind, citation=replace(CITATION, **changes))


def field(entry, name):
    found = re.search(rf"^  {name} = \{{(.*)\}},$", entry, re.M)
    return found and found[1]


def test_a_bibtex_entry_reads_like_this():
    study = cited(authors="Santo T Jr, Van den Berg AB, et al.", pmid="123")
    assert bibtex(study) == (
        "@article{doe-2020,\n"
        "  author = {Santo, Jr, T. and Van den Berg, A. B. and others},\n"
        "  title = {{A title}},\n"
        "  journal = {A journal},\n"
        "  year = {2020},\n"
        "  doi = {10.1000/a_b},\n"
        "  pmid = {123},\n"
        "  url = {https://doi.org/10.1000/a_b},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("title", "escaped"),
    [
        ("A & B, 50% of $5_x #1", r"A \& B, 50\% of \$5\_x \#1"),
        ("{a}~b^c", r"\{a\}\textasciitilde{}b\textasciicircum{}c"),
        ("a\\b", r"a\textbackslash{}b"),
        ('ΔFosB "it\'s"', 'ΔFosB "it\'s"'),
    ],
)
def test_what_bibtex_would_misread_is_escaped(title, escaped):
    assert field(bibtex(cited(title=title)), "title") == f"{{{escaped}}}"


def test_an_address_keeps_its_letters_but_cannot_end_the_entry():
    url = "https://x.org/a_b?c=%20&d={e}\\"
    assert field(bibtex(cited(doi=None, url=url)), "url") == "https://x.org/a_b?c=%20&d=%7Be%7D%5C"


def test_a_body_is_one_name():
    body = "US Food and Drug Administration, Center for Drugs"
    assert field(bibtex(cited(authors=body)), "author") == f"{{{body}}}"
    assert csl(cited(authors=body))["author"] == [{"literal": body}]


def test_what_our_record_does_not_know_is_a_note_and_no_fact():
    study = cited(
        authors="(authors not shown on page seen)",
        title="Kratom (a plant) at sea (title paraphrased; year not seen)",
        journal="(journal not shown on the page seen)",
        year=None,
        doi=None,
    )
    note = "authors not shown on page seen; title paraphrased; year not seen; "
    note += "journal not shown on the page seen"
    assert csl(study) == {
        "id": "doe-2020",
        "type": "article-journal",
        "title": "Kratom (a plant) at sea",
        "note": note,
    }
    assert field(bibtex(study), "author") is None


def test_csl_names_people_by_family_and_given_name():
    item = csl(cited(authors="Doe J, Müller AB, et al.", pmid="123"))
    assert item["author"] == [
        {"family": "Doe", "given": "J."},
        {"family": "Müller", "given": "A. B."},
    ]
    assert item["issued"] == {"date-parts": [[2020]]}
    assert (item["DOI"], item["PMID"]) == ("10.1000/a_b", "123")


def test_a_page_of_an_agency_is_no_article():
    study = cited(StudyKind.AGENCY, doi=None, url="https://www.cdc.gov/x")

    assert bibtex(study).startswith("@misc{")
    assert field(bibtex(study), "howpublished") == "A journal"
    assert csl(study)["type"] == "document"


def test_an_address_that_may_not_be_shown_is_in_no_citation():
    for study in SAFETY.studies:
        if not study.show_url and study.citation.url:
            assert study.citation.url not in bibtex(study)
            assert study.citation.url not in csl_json([study])


def test_every_study_has_a_balanced_bibtex_entry_and_valid_csl():
    for study in SAFETY.studies:
        bare = re.sub(r"\\[{}]", "", bibtex(study))
        assert bare.count("{") == bare.count("}"), study.id
    items = json.loads(csl_json(SAFETY.studies))
    assert [item["id"] for item in items] == [study.id for study in SAFETY.studies]
    assert all(item["title"] for item in items)
