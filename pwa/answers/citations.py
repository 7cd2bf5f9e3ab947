"""Citations of a study for other programs: BibTeX and CSL-JSON.

What our record does not know ("authors not shown on page seen") stays out of the field where a
program would print it as a fact, and goes into the note.
"""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from pwa.records.safety import Study, StudyKind

PERSON = re.compile(
    r"(?P<family>[^\W\d_][\w'’. -]*) (?P<initials>[A-Z]{1,4})(?: (?P<suffix>Jr|Sr))?"
)
OTHERS = ("et al.", "et al", "and others")
# "(title paraphrased; year not seen)": a remark of ours, no part of the title, name or journal.
REMARK = re.compile(
    r"\s*\(([^()]*\b(?:not shown|not seen|paraphrased|from background"
    r"|as (?:carried|reported|summarised) by)\b[^()]*)\)"
)
ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "$&%#_"},
}
REPORTS = (StudyKind.AGENCY, StudyKind.GUIDELINE, StudyKind.SURVEILLANCE)

Name = dict[str, str]


def bibtex(study: Study) -> str:
    """One BibTeX entry. Addresses and DOIs stand as they are; all else is escaped."""
    fields = {
        "author": " and ".join(_bibtex_name(name) for name in _authors(study)),
        "title": f"{{{_escaped(_said(study.citation.title))}}}",
        _container(study): _escaped(_said(study.citation.journal)),
        "year": str(study.citation.year or ""),
        "doi": _verbatim(study.citation.doi or ""),
        "pmid": study.citation.pmid or "",
        "url": _verbatim(study.link or ""),
        "note": _escaped(_note(study)),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@{_kind(study)}{{{study.id},", *lines, "}"]) + "\n"


def csl(study: Study) -> dict[str, Any]:
    """One CSL item, as reference managers read it."""
    citation = study.citation
    names = [name for name in _authors(study) if name != {"literal": "others"}]
    item = {
        "id": study.id,
        "type": "article-journal" if _kind(study) == "article" else "document",
        "title": _said(citation.title),
        "author": names,
        "container-title": _said(citation.journal),
        "issued": {"date-parts": [[citation.year]]} if citation.year else None,
        "DOI": citation.doi,
        "PMID": citation.pmid,
        "URL": study.link,
        "note": _note(study),
    }
    return {key: value for key, value in item.items() if value}


def csl_json(studies: Iterable[Study]) -> str:
    """CSL-JSON of several studies; letters of every script stay readable."""
    return json.dumps([csl(study) for study in studies], ensure_ascii=False, indent=2) + "\n"


def _kind(study: Study) -> str:
    """An article has a DOI, a PMID or a research method; pages of agencies have none."""
    is_article = study.citation.doi or study.citation.pmid or study.kind not in REPORTS
    return "article" if is_article else "misc"


def _container(study: Study) -> str:
    return "journal" if _kind(study) == "article" else "howpublished"


def _authors(study: Study) -> list[Name]:
    """People as family and initials where all of them read so; else one body, as written."""
    text = _said(study.citation.authors)
    if not text:
        return []
    names = re.split(r",\s+", text)
    others = [{"literal": "others"}] if names[-1] in OTHERS else []
    people = [PERSON.fullmatch(name) for name in (names[:-1] if others else names)]
    if not all(people):
        return [{"literal": text}]
    return [_person(person) for person in people if person] + others


def _person(found: re.Match[str]) -> Name:
    given = " ".join(f"{initial}." for initial in found["initials"])
    suffix = {"suffix": found["suffix"]} if found["suffix"] else {}
    return {"family": found["family"], "given": given, **suffix}


def _bibtex_name(name: Name) -> str:
    if "literal" in name:
        is_others = name["literal"] == "others"
        return "others" if is_others else f"{{{_escaped(name['literal'])}}}"
    order = (name["family"], name.get("suffix"), name["given"])
    return ", ".join(_escaped(part) for part in order if part)


def _said(text: str) -> str:
    """The text without our own remarks."""
    return REMARK.sub("", text).strip()


def _note(study: Study) -> str:
    citation = study.citation
    found = [citation.authors, citation.title, citation.journal]
    return "; ".join(remark for text in found for remark in REMARK.findall(text))


def _escaped(text: str) -> str:
    return "".join(ESCAPES.get(letter, letter) for letter in text)


def _verbatim(address: str) -> str:
    """As it is, but for what would end the field or the entry."""
    return quote(address, safe="%/:;?#[]@!$&'()*+,=~._-", encoding="utf-8")
