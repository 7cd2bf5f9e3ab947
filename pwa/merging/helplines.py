"""A researched helpline into a record of ours. Low confidence is never published."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from zoneinfo import available_timezones

import phonenumbers
from babel.core import get_global
from phonenumbers.timezone import time_zones_for_number

from pwa.facts.codec import Table, structured
from pwa.facts.hours import ALWAYS
from pwa.facts.numbers import country_of, is_short_number
from pwa.merging.differences import in_words
from pwa.merging.sources import watched_as_before
from pwa.records import Confidence, Helpline

# What a researched line may not say, as it is ours to decide or to write.
OURS = (
    *("published", "press", "advice", "researched_on"),
    *("correction", "source", "checked", "disagreement"),
)
# Whom a line is for, where research leaves it open: what its first topic says, and no more.
BY_TOPIC = {
    "poison": "Poison advice.",
    "crisis": "Crisis line.",
    "youth": "Helpline for children and young people.",
}


def helpline(table: Table, researched_on: date, present: Helpline | None = None) -> Helpline:
    """The line as researched, for the public where it is sure and can be reached.

    Whom it is for stays as `present` has it where research leaves that open. Raises ValueError or
    BaseValidationError where a key or a value is not what a line has.
    """
    if said := [key for key in OURS if key in table]:
        raise ValueError(f"unknown key {', '.join(map(repr, said))}")
    given = _who(table, present) | {
        key: value for key, value in table.items() if key not in ("sources", "change")
    }
    file = f"helplines/{country_of(str(table.get('place'))).lower()}.toml"
    line = structured(
        Helpline,
        given | {"source": table.get("sources", []), "published": False},
        researched_on=researched_on,
        file=file,
    )
    return replace(_in_its_zone(line), published=may_be_published(line))


def _who(table: Table, present: Helpline | None) -> Table:
    """Whom the line is for, in case that research does not say so."""
    topics = table.get("topics")
    first = topics[0] if isinstance(topics, list) and topics else ""
    who = present.who if present else BY_TOPIC.get(str(first))
    return {"who": who} if who else {}


def _in_its_zone(line: Helpline) -> Helpline:
    """The line with the time zone of its hours, where its country or its number has only one; with
    no hours where research names no zone and there are several."""
    if line.timezone or line.hours in (None, ALWAYS):
        return line
    country = country_of(line.place)
    zones = [zone for zone, of in get_global("zone_territories").items() if of == country]
    if len(zones) != 1 and line.phone:
        zones = _zones_of(line.phone)
    if len(zones) == 1 and zones[0] in available_timezones():
        return replace(line, timezone=zones[0])
    return replace(line, hours=None)


def _zones_of(phone: str) -> list[str]:
    try:
        return list(time_zones_for_number(phonenumbers.parse(phone)))
    except phonenumbers.NumberParseException:
        return []  # the rules for numbers say what is wrong with it


def may_be_published(line: Helpline) -> bool:
    """Whether it is sure enough and there is a way to reach it."""
    return line.is_reachable and line.confidence is not Confidence.LOW


def keeping(line: Helpline, present: Helpline) -> tuple[Helpline, tuple[str, ...]]:
    """The line with what only a person wrote or decided, and what that is, in words."""
    kept: dict[str, object] = {}
    if present.advice:
        kept["advice"] = present.advice
    if present.press and (line.short, line.phone) == (present.short, present.phone):
        kept["press"] = present.press
    if line.topics != present.topics and set(line.topics) == set(present.topics):
        kept["topics"] = present.topics
    if may_be_published(present) and not present.published and line.published:
        kept["published"] = False
    if present.checks and line.numbers == present.numbers:
        kept["checks"] = present.checks
    if present.disagreements:
        kept["disagreements"] = present.disagreements
    retired = tuple(dict.fromkeys((*line.retired_numbers, *present.retired_numbers)))
    if retired != line.retired_numbers:
        kept["retired_numbers"] = retired
    words = [f"{name}: {in_words(value)}" for name, value in kept.items()]
    sources, watched = watched_as_before(line.sources, present.sources)
    kept["sources"] = sources
    return replace(line, **kept), (*words, *watched)  # type: ignore[arg-type]  # each value is its field's own


def new_short_codes(
    lines: Iterator[Helpline], codes: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """By country, all codes where a line has a short number that nobody knows yet."""
    found: dict[str, set[str]] = {}
    for line in lines:
        country = country_of(line.place)
        texts = (line.sms.to,) if line.sms else ()
        for number in filter(None, (line.short, *line.alt_phones, *texts)):
            is_known = number.isdigit() and is_short_number(number, country)
            is_known = is_known or number in codes.get(country, ())
            if not number.startswith("+") and not is_known:
                found.setdefault(country, set(codes.get(country, ()))).add(number)
    return {country: tuple(sorted(numbers)) for country, numbers in found.items()}
