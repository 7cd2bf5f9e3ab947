"""What pages say of themselves to search engines (schema.org as JSON-LD): never more than the page.

Copies on phones leave it out: see pwa/web/words/online.py.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from pwa import locales
from pwa.answers.helplines import Line, LineGroup
from pwa.answers.law import LawAnswer
from pwa.answers.levels import LawLevel, LevelFinding
from pwa.facts.hours import ALWAYS
from pwa.locales import gettext
from pwa.locales.words import joined
from pwa.records import Place, Status
from pwa.records.topics import Topic
from pwa.web.http import resources
from pwa.web.words.age_wording import age_words
from pwa.web.words.languages import translation_words
from pwa.web.words.law_wording import is_weakly_supported
from pwa.web.words.wording import place_name, topic_name

Data = dict[str, Any]

TELLING = (Status.BANNED, Status.PRESCRIPTION, Status.REGULATED)
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# schema.org has no word for a day's end: this is how it writes "day and night".
DAY_AND_NIGHT = {"dayOfWeek": WEEK, "opens": "00:00", "closes": "23:59"}


def data_block(*things: Data) -> Markup:
    """Things as a data block of a page, which no browser runs; nothing where there are none."""
    if not things:
        return Markup("")
    document = {"@context": "https://schema.org", "@graph": things}
    said = htmlsafe_json_dumps(document, json.dumps, ensure_ascii=False, separators=(",", ":"))
    return Markup('<script type="application/ld+json">{}</script>').format(said)


def site_data() -> Data:
    """The site and its search. Whole addresses only where somebody said ours (LEAFLINE_URL)."""
    said = _thing("WebSite", name="Leafline", inLanguage=locales.current().tag)
    if ours := resources.settings().url:
        template = f"{ours}{url_for('pages.search')}?q={{search_term_string}}"
        said["url"] = ours + url_for("pages.home")
        said["potentialAction"] = {
            "@type": "SearchAction",
            "target": _thing("EntryPoint", urlTemplate=template),
            "query-input": "required name=search_term_string",
        }
    return said


def lines_data(groups: Sequence[LineGroup], nearest_first: Sequence[Place]) -> list[Data]:
    """The lines of the place; where it has none, those of the nearest place above that has. Those
    of wider areas stand on the pages of these."""
    lines = [(group.topic, line) for group in groups for line in group.lines]
    for place in nearest_first:
        if found := [_line_data(topic, line) for topic, line in lines if line.place.id == place.id]:
            return found
    return []


def law_data(answer: LawAnswer) -> list[Data]:
    """The rules in force that forbid or limit, each by its name and place. What is not known, out
    of date, announced, weakly supported or not forbidden is no rule to name here; and without a
    date nothing is said at all."""
    if answer.as_of is None:
        return []
    page = _thing("WebPage", inLanguage=locales.current().tag, lastReviewed=str(answer.as_of))
    if rules := [_rule_data(level) for level in answer.chain if _is_told(level)]:
        page["about"] = rules
    return [page]


def topic_data(topic: Topic) -> Data:
    """A safety page. Its review was one of the original: a translation does not claim it."""
    reviewed = {} if translation_words() else {"lastReviewed": topic.reviewed_on.isoformat()}
    name = gettext(topic.title)
    return _thing("MedicalWebPage", name=name, inLanguage=locales.current().tag, **reviewed)


def _line_data(topic: str, line: Line) -> Data:
    it = line.helpline
    said = _thing(
        "Organization",
        name=gettext(it.name),
        description=joined(" ", _warnings(line)),
        areaServed=_area(line.place),
    )
    if it.web_url:
        said["url"] = it.web_url
    if numbers := list(_numbers(topic, line)):
        said["contactPoint"] = numbers
    return said


def _numbers(topic: str, line: Line) -> Iterator[Data]:
    """Each number to ring. Hours are said only of lines that always answer: schema.org's have no
    time zone, and a country may have several."""
    it = line.helpline
    more: Data = {"availableLanguage": it.languages} if it.languages else {}
    if it.hours == ALWAYS:
        more["hoursAvailable"] = _thing("OpeningHoursSpecification", **DAY_AND_NIGHT)
    for number in filter(None, (it.short, it.phone, *it.alt_phones)):
        yield _thing("ContactPoint", telephone=number, contactType=topic_name(topic), **more)


def _warnings(line: Line) -> Iterator[str]:
    """What a caller has to know first, and how old the number is."""
    if line.helpline.run_by_law_enforcement:
        yield gettext("Run by police or a drug law agency. You do not have to give your name.")
    if line.helpline.advice:
        yield gettext(line.helpline.advice)
    yield age_words(line)


def _is_told(level: LawLevel) -> bool:
    rule = level.rule
    if rule is None or not rule.instrument or rule.announced:
        return False
    if level.stale or is_weakly_supported(level):
        return False
    return level.binds and level.finding is LevelFinding.RULE and level.status in TELLING


def _rule_data(level: LawLevel) -> Data:
    assert level.rule
    return _thing(
        "Legislation",
        name=level.rule.instrument,
        legislationJurisdiction=_area(level.place),
        legislationLegalForce="https://schema.org/InForce",
    )


def _area(place: Place) -> Data:
    return _thing("AdministrativeArea", name=place_name(place))


def _thing(kind: str, **values: object) -> Data:
    return {"@type": kind, **values}


def install(app: Flask) -> None:
    """Let every template say what its page is."""
    for function in (data_block, law_data, lines_data, site_data, topic_data):
        app.jinja_env.globals[function.__name__] = function
