"""The mixing checker: what may happen when kratom or 7-OH meets something else."""

from flask import Blueprint, render_template, request
from werkzeug.exceptions import NotFound

from pwa.answers.mixing import CAUTION, check
from pwa.locales import gettext, plain_gettext
from pwa.records.safety import Level
from pwa.web.http.addresses import take_locale_off
from pwa.web.http.parameters import text_from
from pwa.web.words.safety_wording import safety

bp = Blueprint("mixing", __name__, url_prefix="/<locale:locale>/mixing")
take_locale_off(bp)


@bp.get("")
def overview() -> str:
    """A plain form, what it finds, and the table of all classes."""
    asked = text_from(request.args, "with")
    also = text_from(request.args, "and")
    texts = [text for text in (asked, also) if text]
    classes = sorted(safety().interactions, key=lambda each: -CAUTION[each.level])
    return render_template(
        "mixing.html",
        asked=asked,
        also=also,
        mixture=check(safety(), texts, plain_gettext()) if texts else None,
        classes=classes,
        levels=list(Level),
        examples=sorted(
            {gettext(name) for each in classes for name in (each.with_, *each.examples)}
        ),
    )


@bp.get("/<key>")
def interaction(key: str) -> str:
    """One class: level, why, what can happen, what to do, how sure, sources."""
    found = safety().interaction_by_id.get(key)
    if found is None:
        raise NotFound(gettext("We have nothing on this. That does not mean that it is safe."))
    studies = [safety().study_by_id[study] for study in found.evidence]
    return render_template(
        "interaction.html",
        interaction=found,
        studies=studies,
        examples=[gettext(example) for example in found.examples],
    )
