"""Whether a number can be dialled where its line is, and how to write it for a reader."""

import re
from functools import cache

import phonenumbers
from phonenumbers import PhoneNumberFormat

from pwa.records import Facts, Helpline

RUN = re.compile(r"[+(]*\d[\d ()./\u2010-\u2015-]*")


def country_of(place_id: str) -> str:
    """The ISO 3166-1 code that a place's id starts with."""
    return place_id.partition("/")[0].partition("-")[0]


def fault_in_number(number: str, helpline: Helpline, facts: Facts) -> str | None:
    """Which rule the number breaks; None where it may be shown.

    Long numbers are E.164 and valid for the line's country. Short ones are known to the
    phonenumbers library or stand in short-codes.toml.
    """
    country = country_of(helpline.place)
    if retired := retired_in(number, facts):
        return f"{retired} is retired and must never be shown"
    if number.startswith("+"):
        return _fault_in_long_number(number, country)
    if number in facts.short_codes.get(country, ()):
        return None
    if not number.isdigit():
        return f"{number} is neither E.164 nor a short number"
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException as problem:
        return f"{number} is not a short number in {country}: {problem}"
    if phonenumbers.is_valid_short_number_for_region(parsed, country):
        return None
    return (
        f"{number} is not a known short number in {country}; check it, then add to short-codes.toml"
    )


def _fault_in_long_number(number: str, country: str) -> str | None:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException as problem:
        return f"{number} is not E.164: {problem}"
    if phonenumbers.format_number(parsed, PhoneNumberFormat.E164) != number:
        return f"{number} is not written as E.164"
    if not phonenumbers.is_valid_number_for_region(parsed, country):
        return f"{number} is not valid in {country}"
    return None


def retired_in(text: str, facts: Facts) -> str | None:
    """The retired number of any line that stands in a text, in whatever spelling."""
    runs = [digits(run) for run in RUN.findall(text)]
    for retired in (number for line in facts.helplines for number in line.retired_numbers):
        whole, significant = _as_dialled(retired)
        if any(run == whole or (significant and run.endswith(significant)) for run in runs):
            return retired
    return None


@cache
def _as_dialled(retired: str) -> tuple[str, str]:
    """All digits of a retired number, and those by which a long one is the same however its start
    is dialled; a short number is the same as itself only."""
    significant = digits(retired)
    if retired.startswith("+"):
        significant = phonenumbers.national_significant_number(phonenumbers.parse(retired))
    return digits(retired), significant if len(significant) >= 7 else ""


def digits(number: str) -> str:
    """The digits alone, by which a retired number is found in any spelling."""
    return "".join(character for character in number if character.isdigit())


def dialled(number: str) -> str:
    """A number as a telephone in its country takes it: E.164, but where that form is not connected
    (Australia's 13 and 1300 numbers, for one) the national one."""
    if not number.startswith("+"):
        return number
    parsed = phonenumbers.parse(number)
    if phonenumbers.can_be_internationally_dialled(parsed):
        return number
    return digits(phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL))


def spoken_form(number: str, country: str) -> str:
    """A number as people in its country write it; a short number as it is dialled."""
    if not number.startswith("+"):
        return number
    parsed = phonenumbers.parse(number)
    style = PhoneNumberFormat.INTERNATIONAL if country == "INT" else PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(parsed, style)


@cache
def is_emergency_number(number: str, country: str) -> bool:
    """Whether the release of phonenumbers that we ship knows a number as one for emergencies."""
    return phonenumbers.is_emergency_number(number, country)


@cache
def is_short_number(number: str, country: str) -> bool:
    """Whether that release knows a short number, or a range that it lies in, in a country."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_short_number_for_region(parsed, country)
