"""The evidence library: every study, what it found, its limits, and where the app uses it."""

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, render_template, request
from werkzeug.exceptions import BadRequest

from pwa.answers import evidence
from pwa.facts.amounts import without_amounts
from pwa.facts.prose import subject_words
from pwa.locales import gettext
from pwa.records.safety import Species, StudyKind
from pwa.web.http.addresses import take_locale_off
from pwa.web.http.parameters import known_study, text_from
from pwa.web.words.safety_wording import safety

bp = Blueprint("evidence", __name__, url_prefix="/<locale:locale>/evidence")
take_locale_off(bp)

T = TypeVar("T", bound=StrEnum)


@bp.get("")
def library() -> str:
    """All studies, narrowed by kind, subject and species."""
    wish = evidence.EvidenceFilter(
        kind=_one_of(StudyKind, "kind"),
        species=_one_of(Species, "species"),
        topic=text_from(request.args, "topic") or None,
    )
    subjects = evidence.subjects(safety())
    if wish.topic and wish.topic not in subjects:
        raise BadRequest(gettext("“topic” is not one of our subjects."))
    return render_template(
        "evidence.html",
        wish=wish,
        studies=evidence.library(safety(), wish),
        subjects=subjects,
        kinds=list(StudyKind),
        all_species=list(Species),
        subject_words=subject_words,
    )


@bp.get("/<key>")
def study(key: str) -> str:
    """One study."""
    found = known_study(key)
    interactions = safety().interactions_by_study.get(found.id, ())
    return render_template(
        "study.html",
        study=found,
        topics=evidence.topics_using(safety(), found),
        interactions=[safety().interaction_by_id[each] for each in interactions],
        names_amounts=evidence.names_amounts(found),
        without_amounts=without_amounts,
    )


def _one_of(kind: type[T], name: str) -> T | None:
    text = text_from(request.args, name)
    if text and text not in set(kind):
        raise BadRequest(gettext("“%(name)s” is one of: %(all)s.", name=name, all=", ".join(kind)))
    return kind(text) if text else None
