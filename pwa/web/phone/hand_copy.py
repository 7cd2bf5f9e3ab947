"""The copy that goes from hand to hand: one file a language that opens with no network."""

import base64
import hashlib
from datetime import timedelta
from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, Flask, Response, current_app, render_template
from markupsafe import Markup

from pwa import locales
from pwa.answers.ages import COPY
from pwa.answers.helplines import WORLDWIDE, LineGroup, all_lines, by_need, emergency_lines
from pwa.dates import PartialDate
from pwa.facts.markup import parts
from pwa.facts.rules import TOPICS
from pwa.locales import gettext
from pwa.locales.words import Words
from pwa.records import Place
from pwa.records.safety import Claim
from pwa.records.topics import Block, Heading, Link, Sentence
from pwa.web.http import resources
from pwa.web.http.addresses import take_locale_off
from pwa.web.phone.hand_copy_calling import calling_of_all_places
from pwa.web.phone.hand_copy_law import law_of_all_places, other_names
from pwa.web.words.age_wording import month
from pwa.web.words.by_day import DAY
from pwa.web.words.safety_wording import claims_of, how_sure, leads_in, safety
from pwa.web.words.wording import place_name

bp = Blueprint("hand_copy", __name__, url_prefix="/<locale:locale>")
take_locale_off(bp)

# What every copy stays below: it goes by Bluetooth and on memory cards, to old phones.
MOST_BYTES = 850_000
STYLE, SCRIPT = "hand_copy.css", "hand_copy.js"
OLD, VERY_OLD = COPY, timedelta(days=365)
MARK = '<b id="mark">{}</b>'
MARK_LENGTH = 16


class HelpOf(NamedTuple):
    """The lines of one place by need."""

    place: Place
    names: str
    groups: tuple[LineGroup, ...]

    @property
    def is_world(self) -> bool:
        """Whether these answer from anywhere."""
        return self.place.id == WORLDWIDE


@bp.get("/leafline.html")
def whole() -> Response:
    """Emergency, helplines, law and safety pages in one file, offered as a download."""
    facts, today = resources.facts(), resources.today()
    style, script = _source(STYLE), _source(SCRIPT)
    page = render_template(
        "hand_copy.html",
        made_on=today,
        old_from=today + OLD + DAY,
        very_old_from=today + VERY_OLD + DAY,
        numbers=emergency_lines(facts, resources.now()),
        help_of=_help(),
        law=law_of_all_places(facts, today),
        calling=calling_of_all_places(facts),
        topics=[(topic, topic.review_due_on + DAY) for topic in safety().topics],
        style=Markup(style),  # noqa: S704  # our own file
        script=Markup(script),  # noqa: S704  # our own file
        policy=_policy(style, script),
        empty_mark=Markup(MARK.format("")),  # noqa: S704  # our own tag
        mark_of=mark_of,
    )
    answer = Response(marked(page), content_type="text/html; charset=utf-8")
    name = f"leafline-{locales.current().tag}.html"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def mark_of(text: str) -> str:
    """The start of the SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH]


def marked(page: str) -> str:
    """A copy with its own mark in it: that of the copy while the mark's place was empty."""
    return page.replace(MARK.format(""), MARK.format(mark_of(page)), 1)


def most_words() -> str:
    """How large a copy may be: 0.6 MB."""
    return f"{locales.number(MOST_BYTES / 1_000_000)} MB"


def slot(as_of: PartialDate) -> Markup:
    """A date where the script finds it, to say it in other words later."""
    return Markup("<i>{}</i>").format(month(as_of))


def copy_sentence(sentence: Sentence) -> Markup:
    """A sentence in the reader's language; its links lead to other parts of the copy."""
    said = gettext(sentence.message)
    words = Markup("").join(
        _link(part) if isinstance(part, Link) else part.text for part in parts(said)
    )
    if isinstance(said, Words):
        return Markup('<span lang="en" dir="ltr">{}</span>').format(words)
    return words


def sure_words(claims: list[Claim]) -> str:
    """How sure a text is that rests on these claims, as the pages say it."""
    said = how_sure(claims)
    if any(claim.against for claim in claims):
        return f"{said} · {gettext('some studies disagree')}"
    return said


def is_equally_sure(block: Block) -> bool:
    """Whether one certainty goes for all of a block; else each sentence has its own."""
    return len({(each.certainty, bool(each.against)) for each in claims_of(block)}) == 1


def claims_of_sentence(sentence: Sentence) -> list[Claim]:
    """The claims that a sentence rests on."""
    return [safety().claim_by_id[key] for key in sentence.claim_ids]


def is_said_below(block: Block, following: Block | None) -> bool:
    """Whether a paragraph only opens a list that says how sure both are."""
    if following is None or isinstance(block, Heading) or not leads_in(block, following):
        return False
    return is_equally_sure(following)


def _link(part: Link) -> Markup:
    """Only the mixing checker is not in the copy."""
    if part.scheme == "topic":
        return Markup('<a href="#t-{}">{}</a>').format(part.target, part.text)
    if part.target == "mixing":
        return Markup("{}").format(part.text)
    return Markup('<a href="#{}">{}</a>').format(part.target, part.text)


def _help() -> list[HelpOf]:
    """Every published line, place by place: a country, then what lies in it; the world last."""
    facts = resources.facts()
    by_place = groupby(all_lines(facts, resources.now()), key=lambda line: line.place)
    found = [
        HelpOf(place, other_names(place), by_need(tuple(lines), TOPICS))
        for place, lines in by_place
    ]

    def in_order(each: HelpOf) -> tuple[object, ...]:
        line = facts.ancestry(each.place.id)[::-1]
        return each.is_world, *(place_name(place) for place in line)

    return sorted(found, key=in_order)


def _source(name: str) -> str:
    """A file that stands beside the templates, without indents and lines of comment."""
    loader = current_app.jinja_env.loader
    assert loader
    lines = map(str.strip, loader.get_source(current_app.jinja_env, name)[0].splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))


def _policy(style: str, script: str) -> str:
    """The copy may run its own script, use its own style, and load nothing from anywhere."""
    named = {"script-src": script, "style-src": style}
    own = [f"{kind} 'sha256-{_base64_hash(text)}'" for kind, text in named.items()]
    return ";".join(("default-src 'none'", *own, "base-uri 'none'", "form-action 'none'"))


def _base64_hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def install(app: Flask) -> None:
    """Let templates say what is in the copy, and how large it is."""
    for function in (
        claims_of_sentence,
        copy_sentence,
        is_equally_sure,
        is_said_below,
        most_words,
        slot,
        sure_words,
    ):
        app.jinja_env.globals[function.__name__] = function
