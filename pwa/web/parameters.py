"""Parameters of pages and API, read once and said no to clearly."""

from datetime import date, datetime

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, NotFound

from pwa.locales import gettext
from pwa.records import Place, Substance
from pwa.records.safety import Study
from pwa.records.topics import Topic
from pwa.web import resources
from pwa.web.addresses import place_id

LONGEST = 100
EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 1, 1)


def is_text(text: str) -> bool:
    """Whether it holds no control characters and no bytes that were not UTF-8."""
    return all(ord(character) >= 32 and character != "\ufffd" for character in text)


def text_from(values: MultiDict[str, str], name: str) -> str:
    """A short text without control characters; empty where it is not given."""
    text = values.get(name, "").strip()
    if len(text) > LONGEST:
        raise BadRequest(gettext("“%(name)s” may hold 100 characters at most.", name=name))
    if not is_text(text):
        raise BadRequest(gettext("“%(name)s” holds characters that are no text.", name=name))
    return text


def place_from(values: MultiDict[str, str]) -> Place | None:
    """The place asked for; None where none is named."""
    text = text_from(values, "place")
    return known_place(text) if text else None


def known_place(text: str) -> Place:
    """The place of an id in any case; NotFound for an id that is no place."""
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
    text = text_from(values, "substance")
    if text and text not in set(Substance):
        raise BadRequest(gettext("“substance” is kratom or 7oh."))
    return Substance(text) if text else None


def day_from(values: MultiDict[str, str]) -> date | None:
    """The day asked for; None where none is named."""
    text = text_from(values, "on")
    return read_day(text) if text else None


def read_day(text: str) -> date:
    """A day written as 2026-11-22, between 1900 and 2100."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-11-22") else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise BadRequest(gettext("“on” is a day between 1900 and 2100, such as 2026-11-22."))
    return day


def read_moment(text: str) -> datetime:
    """A moment with its offset, such as 2026-11-22T10:00:00-06:00."""
    try:
        # In an address a plus sign that was not escaped arrives as a space.
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not EARLIEST <= moment.date() <= LATEST:
        raise BadRequest(
            gettext("“at” is a moment with its offset, such as 2026-11-22T10:00:00-06:00.")
        )
    return moment
