"""Safety pages: what research shows and how sure it is, each sentence with its claims."""

from itertools import zip_longest
from typing import NamedTuple

from flask import Blueprint, render_template

from pwa.answers.calling import naloxone_places
from pwa.answers.evidence import chart
from pwa.records import Place
from pwa.records.topics import Block, Group, Heading, Topic
from pwa.web.http import resources
from pwa.web.http.addresses import take_locale_off
from pwa.web.http.parameters import known_topic
from pwa.web.words.safety_wording import (
    claims_of,
    how_sure,
    leads_in,
    safety,
    study_kind_words,
)
from pwa.web.words.wording import place_name

bp = Blueprint("learn", __name__, url_prefix="/<locale:locale>/learn")
take_locale_off(bp)

DOCTOR, NALOXONE = "talk-to-a-doctor", "naloxone"
# The parts of "talk to a doctor" that the card holds, by their place among the page's headings.
CARD_SECTIONS = (0, 1)
# Topics with a picture, and behind how many of their sections it stands.
PICTURES = {"body-and-brain": 1, "opioid-withdrawal": 3, "how-we-know": 1}


class Bar(NamedTuple):
    """One line of the evidence chart."""

    label: str
    supports: int
    against: int


class Section(NamedTuple):
    """A question and what answers it."""

    heading: Heading
    blocks: tuple[Block, ...]


class Shown(NamedTuple):
    """Blocks that stand together on a page. The signs to get help for have a card of their own."""

    number: int
    blocks: tuple[Block, ...]
    is_care: bool
    says_how_sure: bool


@bp.get("")
def overview() -> str:
    """Every safety page, by part of the menu."""
    groups = [
        (group, [topic for topic in safety().topics if topic.group is group]) for group in Group
    ]
    return render_template("learn.html", groups=groups, studies=len(safety().studies))


@bp.get("/<slug>")
def topic(slug: str) -> str:
    """One safety page."""
    found = known_topic(slug)
    see_also = [safety().topic_by_slug[other] for other in found.see_also]
    return render_template(
        "topic.html",
        topic=found,
        shown=_shown(found),
        see_also=see_also,
        bars=_bars(found),
        picture_at=_picture_at(found),
        is_overdue=_is_overdue(found),
        doctor=DOCTOR,
        places=_where_to_get_it() if slug == NALOXONE else (),
    )


@bp.get(f"/{DOCTOR}/card")
def card() -> str:
    """A card to show a doctor: lines to fill in, and what to know before prescribing."""
    found = known_topic(DOCTOR)
    chosen = [section for n, section in enumerate(_sections(found)) if n in CARD_SECTIONS]
    return render_template("card.html", topic=found, sections=chosen)


def _is_overdue(topic: Topic) -> bool:
    last_day = topic.review_due_on
    return resources.today((last_day + resources.DAY,)) > last_day


def _where_to_get_it() -> list[Place]:
    return sorted(naloxone_places(resources.facts()), key=place_name)


def _bars(topic: Topic) -> list[Bar]:
    rows = chart(safety(), topic)
    return [Bar(study_kind_words(row.kind), row.supports, row.against) for row in rows]


def _picture_at(topic: Topic) -> int | None:
    """Where a picture stands: behind what answers the question that it draws."""
    headings = [n for n, block in enumerate(topic.blocks) if isinstance(block, Heading)]
    sections = PICTURES.get(topic.slug)
    return headings[sections] if sections else None


def _shown(topic: Topic) -> list[Shown]:
    signs = next(iter(topic.danger_lists), None) if topic.danger_signs else None
    found: list[Shown] = []
    for number, (block, following) in enumerate(zip_longest(topic.blocks, topic.blocks[1:])):
        now = Shown(number, (block,), block is signs, _says_how_sure(block, following))
        while now.is_care and found and _opens(found[-1].blocks[0], now.blocks[0]):
            before = found.pop()
            now = now._replace(number=before.number, blocks=(*before.blocks, *now.blocks))
        found.append(now)
    return found


def _opens(block: Block, following: Block) -> bool:
    """Whether what follows would make no sense without it."""
    if isinstance(following, Heading):
        return False
    return isinstance(block, Heading) or leads_in(block, following)


def _says_how_sure(block: Block, following: Block | None) -> bool:
    """Said once behind blocks in a row that are equally sure."""
    claims = claims_of(block)
    if not claims or following is None or not claims_of(following):
        return bool(claims)
    return not leads_in(block, following) and how_sure(claims) != how_sure(claims_of(following))


def _sections(topic: Topic) -> list[Section]:
    sections: list[Section] = []
    for block in topic.blocks:
        if isinstance(block, Heading):
            sections.append(Section(block, ()))
        elif sections:
            sections[-1] = sections[-1]._replace(blocks=(*sections[-1].blocks, block))
    return sections
