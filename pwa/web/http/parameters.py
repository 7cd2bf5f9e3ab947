"""Parameters of pages and API: read in one place, and refused with a reason."""

import re
import unicodedata
from datetime import date, datetime

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, NotFound

from pwa.locales import gettext
from pwa.records import Place, Substance
from pwa.records.safety import Study
from pwa.records.topics import Topic
from pwa.web.http import resources
from pwa.web.http.addresses import place_id

LONGEST = 100
EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 1, 1)
# A year of the Buddhist era (พ.ศ.) is 543 ahead: of those that can be meant, none is a common one.
BUDDHIST_ERA = 543
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})")
# What stands behind an address that was cut out of a sentence.
TAIL = ".,;:!?…)]}>»”’\"'"


def is_text(text: str) -> bool:
    """Whether it holds no control characters and no bytes that were not UTF-8."""
    return all(ord(character) >= 32 and character != "\ufffd" for character in text)


def text_from(values: MultiDict[str, str], name: str) -> str:
    """A short text without control characters; empty where it is not given."""
    text = values.get(name, "").strip()
    if len(text) > LONGEST:
        raise BadRequest(gettext("“%(name)s” may hold 100 characters at most.", name=name))
    if not is_text(text):
        raise BadRequest(gettext("“%(name)s” holds characters that are not text.", name=name))
    return text


def word_from(values: MultiDict[str, str], name: str) -> str:
    """One of our own words or a date; what may stand behind it in a sentence is taken off."""
    return text_from(values, name).rstrip(TAIL)


def place_from(values: MultiDict[str, str]) -> Place | None:
    """The place asked for; None where none is named."""
    text = word_from(values, "place")
    return known_place(text) if text else None


def known_place(text: str) -> Place:
    """The place of an id in any case; NotFound for an id of no place."""
    place = resources.facts().places.get(place_id(text))
    if place is None:
        raise NotFound(gettext("We know no place “%(place)s”.", place=text))
    return place


def known_topic(slug: str) -> Topic:
    """The topic of an address; NotFound for one that is none."""
    topic = resources.facts().safety.topic_by_slug.get(slug)
    if topic is None:
        raise NotFound(gettext("We have no page of that name."))
    return topic


def known_study(key: str) -> Study:
    """The study of an id; NotFound for one that is none."""
    study = resources.facts().safety.study_by_id.get(key)
    if study is None:
        raise NotFound(gettext("We have no study of that name."))
    return study


def substance_from(values: MultiDict[str, str]) -> Substance | None:
    """The substance asked for; None where none is named."""
    text = word_from(values, "substance")
    if text and text not in set(Substance):
        raise BadRequest(gettext("“substance” is kratom or 7oh."))
    return Substance(text) if text else None


def day_from(values: MultiDict[str, str]) -> date | None:
    """The day asked for; None where none is named."""
    text = word_from(values, "on")
    return read_day(text) if text else None


def read_day(text: str) -> date:
    """A day between 1900 and 2100, written as 2026-11-22 or in years of the Buddhist era."""
    try:
        common = _in_common_years(text)
        day = date.fromisoformat(common) if ISO_DAY.fullmatch(common) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise BadRequest(
            gettext(
                "The date is a year, a month and a day between 1900 and 2100, such as 2026-11-22. "
                "In Buddhist Era (พ.ศ.) years that is 2569-11-22."
            )
        )
    return day


def read_moment(text: str) -> datetime:
    """A moment with its offset, such as 2026-11-22T10:00:00-06:00."""
    try:
        # In an address a plus sign that was not escaped arrives as a space.
        moment = datetime.fromisoformat(_in_common_years(text).replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not EARLIEST <= moment.date() <= LATEST:
        raise BadRequest(
            gettext("“at” is a moment with its offset, such as 2026-11-22T10:00:00-06:00.")
        )
    return moment


def _in_common_years(text: str) -> str:
    """A date, or what starts with one, as ISO has it: 2569-01-05, ๒๕๖๙-๐๑-๐๕ and 5/1/2569 are
    2026-01-05. Whoever counts in the Buddhist era puts the day before the month; 5/1/2026 is
    another day in another country and stays as it is."""
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    found = YEAR_FIRST.match(digits) or DAY_FIRST.match(digits)
    if found is None:
        return digits
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    if EARLIEST.year <= year - BUDDHIST_ERA <= LATEST.year:
        year -= BUDDHIST_ERA
    elif found.re is DAY_FIRST:
        return digits
    return f"{year:04}-{month:02}-{day:02}{digits[found.end() :]}"
