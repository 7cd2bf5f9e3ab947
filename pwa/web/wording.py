"""How things are said: dates, statuses, numbers. All words of the law answer are here."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import dates as babel_dates
from flask import Flask
from markupsafe import Markup

from pwa import locales
from pwa.answers.helplines import Line
from pwa.answers.law import Finding, LawAnswer, Level
from pwa.dates import PartialDate
from pwa.facts.numbers import country_of, spoken_form
from pwa.locales import gettext, ngettext
from pwa.records import Confidence, Kind, Permission, Place, Status, Substance
from pwa.web.resources import asset_url, settings

SKELETONS = {"day": "yMMMd", "month": "yMMMM", "year": "y"}


def day(on: PartialDate | date | None) -> str:
    """A date as exact as it is known: 12 Aug 2026, August 2026, 2026."""
    if on is None:
        return gettext("date not known")
    exact = on.precision if isinstance(on, PartialDate) else "day"
    first = on.earliest if isinstance(on, PartialDate) else on
    moment = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo("UTC"))
    locale = locales.current().cldr
    return str(babel_dates.format_skeleton(SKELETONS[exact], moment, locale=locale))


def place_name(place: Place) -> str:
    """A country in the reader's language; any other place as we hold it."""
    locale = locales.current()
    if locale is not locales.ENGLISH and place.kind in (Kind.COUNTRY, Kind.TERRITORY):
        return str(locale.cldr.territories.get(place.id, gettext(place.name)))
    return gettext(place.name) if place.kind is not Kind.CITY else place.name


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


def headline(answer: LawAnswer) -> str:
    """The answer in one line. Unknown is never worded as allowed."""
    if answer.place.kind in (Kind.INTERNATIONAL, Kind.UNION):
        return gettext("This is background. Each country decides.")
    if not answer.reviewed:
        return gettext("We have not reviewed this place")
    sold = answer.status is Status.BANNED and answer.possession is Permission.ALLOWED
    aged = answer.status is Status.UNCLEAR and answer.last_known is not Status.UNCLEAR
    if answer.substance is Substance.SEVEN_OH:
        return _headline_7oh(answer.status, only_selling=sold, may_have_changed=aged)
    return _headline_kratom(answer.status, only_selling=sold, may_have_changed=aged)


# Each line stands whole, once a substance: in other languages the words around a name change.
def _headline_kratom(status: Status, *, only_selling: bool, may_have_changed: bool) -> str:
    if only_selling:
        return gettext("Selling kratom is banned here")
    if may_have_changed:
        return gettext("The law on kratom may have changed here")
    return {
        Status.BANNED: gettext("Kratom is banned here"),
        Status.PRESCRIPTION: gettext("Kratom needs a prescription here"),
        Status.REGULATED: gettext("There are limits on kratom here"),
        Status.LEGAL: gettext("We found no ban on kratom here"),
        Status.UNCLEAR: gettext("The law on kratom is not clear here"),
    }[status]


def _headline_7oh(status: Status, *, only_selling: bool, may_have_changed: bool) -> str:
    if only_selling:
        return gettext("Selling 7-OH is banned here")
    if may_have_changed:
        return gettext("The law on 7-OH may have changed here")
    return {
        Status.BANNED: gettext("7-OH is banned here"),
        Status.PRESCRIPTION: gettext("7-OH needs a prescription here"),
        Status.REGULATED: gettext("There are limits on 7-OH here"),
        Status.LEGAL: gettext("We found no ban on 7-OH here"),
        Status.UNCLEAR: gettext("The law on 7-OH is not clear here"),
    }[status]


def said(prose: str) -> str:
    """Prose of the facts in the reader's language. Templates use this and not `_()`, which would
    take a percent sign in a fact for a placeholder."""
    return gettext(prose)


def sentence(note: str | None) -> str:
    """A note of the facts in the reader's language, starting with a capital letter."""
    words = gettext(note) if note else ""
    return words[:1].upper() + words[1:]


def explanation(answer: LawAnswer) -> list[str]:
    """Short sentences that stand under the headline, the most needed first."""
    deciding = answer.deciding
    said: list[str] = []
    if not answer.reviewed:
        said.append(gettext("Nobody has looked up the law here for us yet. Ask locally."))
    if deciding.finding is Finding.MISSING and answer.status is Status.UNCLEAR:
        place = place_name(deciding.place)
        said.append(
            gettext(
                "We have no rule of %(place)s on this. That does not mean it is allowed.",
                place=place,
            )
        )
    if deciding.finding is Finding.CHANGING:
        said.append(gettext("The law changed around this time. We do not know the day."))
    if any(level.finding is Finding.LAPSED for level in answer.chain):
        said.append(
            gettext("A short-term order has run out. We still have to check what came next.")
        )
    if deciding.rule and deciding.rule.announced:
        said.append(gettext("A ban was announced. We could not confirm that it started."))
    if answer.status is Status.UNCLEAR and answer.last_known is not Status.UNCLEAR:
        word = status_word(answer.last_known)
        said.append(
            gettext(
                "When last checked (%(date)s): %(status)s.", date=day(answer.as_of), status=word
            )
        )
    if answer.status is Status.LEGAL:
        said.append(
            gettext("That is not the same as legal. We looked in %(date)s.", date=day(answer.as_of))
        )
    said += _warnings(answer)
    return said


def _warnings(answer: LawAnswer) -> list[str]:
    said: list[str] = []
    if answer.min_age:
        said.append(age_sentence(answer.min_age, answer.age_binds))
    own = answer.chain[0]
    if own.finding is Finding.UNRECORDED and answer.reviewed:
        said.append(gettext("We have no record of a local rule here."))
    if answer.stale:
        said.append(gettext("This may have changed. Call before you rely on it."))
    if is_weakly_supported(answer.deciding):
        said.append(gettext("Reported by one source; check locally."))
    return said


def is_weakly_supported(level: Level) -> bool:
    """Whether the level rests on little: low confidence, or one interested source alone."""
    weak = level.record is not None and level.record.has_one_weak_source
    return level.rule is not None and (level.confidence is Confidence.LOW or weak)


def age_sentence(age: int, binds: tuple[str, ...]) -> str:
    """What the minimum age is for."""
    if "possession" in binds:
        return ngettext(
            "You must be %(num)s or older to buy it or have it.",
            "You must be %(num)s or older to buy it or have it.",
            age,
        )
    return ngettext(
        "You must be %(num)s or older to buy it.", "You must be %(num)s or older to buy it.", age
    )


def since(level: Level) -> str:
    """Since when the level's rule holds."""
    rule = level.rule
    if rule is None:
        return gettext("No rule on record")
    if rule.valid_from is None:
        return gettext("Start not known")
    if rule.valid_from.precision == "day":
        return gettext("Since %(date)s", date=day(rule.valid_from))
    return gettext("Since some time in %(date)s", date=day(rule.valid_from))


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


def cost_words(cost: str) -> str:
    """What a call costs; nothing where we do not know."""
    return {
        "free": gettext("Free"),
        "local-rate": gettext("Local rate"),
        "paid": gettext("You pay for the call"),
    }.get(cost, "")


def open_words(line: Line) -> str:
    """Whether the line answers now."""
    if line.open is None:
        return gettext("Hours not known")
    if line.helpline.hours == "24/7":
        return gettext("Open day and night")
    if line.changes_at is None:
        return gettext("Open now") if line.open else gettext("Closed now")
    time = babel_dates.format_skeleton(
        "EHm", line.changes_at, tzinfo=line.changes_at.tzinfo, locale=locales.current().cldr
    )
    if line.open:
        return gettext("Open now, until %(time)s there", time=time)
    return gettext("Closed now, opens %(time)s there", time=time)


def age_words(line: Line) -> str:
    """How old the number is. Past its shelf life the words change."""
    as_of = line.helpline.as_of
    if as_of is None:
        return gettext("Our source has no date. The number may have changed.")
    if line.stale:
        return gettext("Source from %(date)s. The number may have changed.", date=day(as_of))
    return gettext("Checked: %(date)s", date=day(as_of))


def number_words(number: str, place: Place) -> Markup:
    """A number as it is dialled, kept left to right inside any text."""
    spoken = spoken_form(number, country_of(place.id))
    return Markup('<bdi dir="ltr">{}</bdi>').format(spoken)


def language_name(tag: str) -> str:
    """A language in the reader's words."""
    names = locales.current().cldr.languages
    return names.get(tag.replace("-", "_")) or names.get(tag.partition("-")[0]) or tag


def install(app: Flask) -> None:
    """Let every template say things in these words."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    for function in (
        age_words,
        confidence_words,
        cost_words,
        day,
        explanation,
        headline,
        is_weakly_supported,
        kind_word,
        number_words,
        open_words,
        permission_words,
        place_name,
        said,
        sentence,
        since,
        status_word,
        substance_name,
        topic_name,
    ):
        app.jinja_env.globals[function.__name__] = function
    app.jinja_env.globals["asset_url"] = asset_url
    app.jinja_env.filters["language_name"] = language_name
    app.context_processor(lambda: {"locale": locales.current(), "exit_url": settings().exit_url})
