"""How things are said: dates, statuses, numbers. All words of the law answer are here."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import dates as babel_dates
from babel.lists import format_list
from flask import Flask
from markupsafe import Markup

from pwa import locales
from pwa.dates import PartialDate
from pwa.facts.numbers import country_of, dialled, spoken_form
from pwa.locales import gettext
from pwa.locales.places import name_in
from pwa.locales.words import Words, apart, filled, in_english
from pwa.records import Confidence, Helpline, Kind, Permission, Place, Status, Substance
from pwa.web.http.resources import asset_url, settings
from pwa.web.words.by_day import by_day

SKELETONS = {"day": "yMMMd", "month": "yMMMM", "year": "y"}


def day(on: PartialDate | date | None) -> str:
    """A date as exact as it is known: 12 Aug 2026, August 2026, 2026."""
    if on is None:
        return gettext("date not known")
    return written_as(SKELETONS[on.precision if isinstance(on, PartialDate) else "day"], on)


def written_as(skeleton: str, on: PartialDate | date) -> str:
    """A date in those of its parts that a skeleton of CLDR names."""
    first = on.earliest if isinstance(on, PartialDate) else on
    moment = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo("UTC"))
    locale = locales.current().cldr
    return str(babel_dates.format_skeleton(skeleton, moment, locale=locale))


def aged(on: PartialDate | date | None) -> str:
    """The same, marked so that a phone can say how long ago it was, by its own clock."""
    if on is None or (isinstance(on, PartialDate) and on.precision != "day"):
        return day(on)
    first = on.earliest if isinstance(on, PartialDate) else on
    return Markup('<time datetime="{}" data-age>{}</time>').format(first.isoformat(), day(on))


def place_name(place: Place) -> str:
    """A place in the reader's language; a town by its own name, apart from the words around it."""
    name = name_in(place, locales.current(), gettext)
    if name is None:
        return in_english(place.name)
    return apart(name) if place.kind is Kind.CITY else name


def listed(parts: Iterable[str]) -> str:
    """Things in a line, joined as the language joins them."""
    said = {str(number): part for number, part in enumerate(parts)}
    pattern = format_list([f"%({number})s" for number in said], locale=locales.current().cldr)
    return filled(pattern, said)


def substance_name(substance: Substance) -> str:
    """The substance as a heading names it."""
    return gettext("Kratom leaf") if substance is Substance.KRATOM else gettext("7-OH")


def status_word(status: Status) -> str:
    """A status in a word or two, for tables and chips."""
    return {
        Status.BANNED: gettext("Banned"),
        Status.PRESCRIPTION: gettext("Prescription"),
        Status.REGULATED: gettext("Limits"),
        Status.LEGAL: gettext("No ban found"),
        Status.UNCLEAR: gettext("Not known"),
    }[status]


def permission_words(permission: Permission) -> str:
    """What the rules say of one act."""
    return {
        Permission.BANNED: gettext("Banned"),
        Permission.REGULATED: gettext("Limits apply"),
        Permission.ALLOWED: gettext("No rule against it found"),
        Permission.UNCLEAR: gettext("Not known"),
    }[permission]


def confidence_words(confidence: Confidence | None) -> str:
    """How sure we are, in words."""
    return {
        Confidence.HIGH: gettext("Good sources"),
        Confidence.MEDIUM: gettext("Fair sources"),
        Confidence.LOW: gettext("Weak sources"),
        None: gettext("No source"),
    }[confidence]


def leaves(sureness: str | None) -> int:
    """How many of four leaves stand for a confidence or a certainty; none for no source."""
    return {"high": 4, "moderate": 3, "medium": 3, "low": 2, "very-low": 1}.get(sureness or "", 0)


def kind_word(place: Place) -> str:
    """Whose rule it is."""
    return {
        Kind.CITY: gettext("Local rule"),
        Kind.COUNTY: gettext("County rule"),
        Kind.STATE: gettext("State rule"),
        Kind.TERRITORY: gettext("Territory rule"),
        Kind.COUNTRY: gettext("National rule"),
        Kind.UNION: gettext("Union rule"),
        Kind.INTERNATIONAL: gettext("Treaties"),
    }[place.kind]


def said(prose: str) -> str:
    """Prose of the facts in the reader's language. Templates use this and not `_()`, which would
    take a percent sign in a fact for a placeholder."""
    return gettext(prose)


def sentence(note: str | None) -> str:
    """A note of the facts in the reader's language, starting with a capital letter."""
    words = gettext(note) if note else ""
    capital = words[:1].upper() + words[1:]
    return in_english(capital) if isinstance(words, Words) else capital


def topic_name(topic: str) -> str:
    """What a group of helplines is for."""
    return {
        "emergency": gettext("Emergency"),
        "crisis": gettext("Someone to talk to now"),
        "poison": gettext("Poison advice"),
        "overdose-prevention": gettext("If you use alone"),
        "treatment": gettext("Treatment"),
        "information": gettext("Information and advice"),
        "family": gettext("For family and friends"),
        "youth": gettext("For young people"),
        "lgbtq": gettext("For LGBTQ+ people"),
        "veterans": gettext("For veterans"),
        "indigenous": gettext("For Indigenous people"),
        "supplies": gettext("Naloxone and supplies"),
        "legal-aid": gettext("Legal help"),
    }[topic]


def need_words(topic: str) -> str:
    """The same in the words of whoever needs it."""
    return {
        "emergency": gettext("Not breathing well, or won’t wake up?"),
        "crisis": gettext("Any crisis, or worry about someone"),
        "text": gettext("I would rather text"),
        "poison": gettext("What did I take? Is it poisoning?"),
        "overdose-prevention": gettext("I am about to use alone"),
        "treatment": gettext("I want treatment"),
        "information": gettext("I have a question"),
        "family": gettext("I worry about someone close"),
        "supplies": gettext("I need naloxone"),
        "legal-aid": gettext("I need legal help"),
    }.get(topic) or topic_name(topic)


def cost_words(cost: str) -> str:
    """What a call costs; nothing where we do not know."""
    return {
        "free": gettext("Free"),
        "local-rate": gettext("Local rate"),
        "paid": gettext("You pay for the call"),
    }.get(cost, "")


def native_name(line: Helpline) -> str:
    """What a line is called where it is, beside its name in the reader's language; nothing where
    these are one language."""
    same = line.native_name == line.name or line.languages[:1] == (locales.current().tag,)
    return "" if same or not line.native_name else line.native_name


def number_words(number: str, place: Place) -> Words:
    """A number as it is dialled, kept left to right inside any text."""
    return apart(spoken_form(number, country_of(place.id)), "ltr")


def ring_words(number: str, line: Helpline, place: Place) -> str:
    """A number with what to press once it answers."""
    said = number_words(number, place)
    if not line.press:
        return said
    return filled(press_pattern(), {"number": said, "key": apart(line.press, "ltr")})


def press_pattern() -> str:
    """How a number is told that wants a key pressed; phones fill it by themselves."""
    return gettext("%(number)s, then press %(key)s")


def text_words(body: str) -> str:
    """What to text: a keyword as it is, an instruction in the reader's language."""
    return apart(body) if body.isupper() else gettext(body)


def text_way_words(line: Helpline, place: Place) -> str:
    """What to text to a line that takes texts, and where to."""
    assert line.sms
    number = number_words(line.sms.to, place)
    if not line.sms.body:
        return gettext("Text %(number)s", number=number)
    return gettext("Text %(word)s to %(number)s", word=text_words(line.sms.body), number=number)


def language_name(tag: str) -> str:
    """A language in the reader's words."""
    names = locales.current().cldr.languages
    return names.get(tag.replace("-", "_")) or names.get(tag.partition("-")[0]) or tag


def install(app: Flask) -> None:
    """Let every template say things in these words."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for function in (
        aged,
        apart,
        by_day,
        confidence_words,
        cost_words,
        day,
        kind_word,
        leaves,
        listed,
        native_name,
        dialled,
        number_words,
        permission_words,
        place_name,
        ring_words,
        said,
        sentence,
        status_word,
        substance_name,
        need_words,
        text_way_words,
        topic_name,
    ):
        app.jinja_env.globals[function.__name__] = function
    app.jinja_env.globals["asset_url"] = asset_url
    app.jinja_env.filters["language_name"] = language_name
    app.context_processor(lambda: {"locale": locales.current(), "settings": settings()})
