"""The languages that we publish, each a file of translations/languages: `th.toml` makes /th/."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import babel

from pwa.errors import SettingsError
from pwa.settings import TRANSLATIONS

DIRECTIONS = ("ltr", "rtl")
CALENDARS = ("gregorian", "buddhist")
COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True)
class Locale:
    """One language as we publish it. `tag` is BCP 47, as in our addresses and in HTML.

    `cldr_id` is set where dates and numbers are those of a region: of the Americas in Spanish.
    `calendar` is the one that its translations count years by. `places` are names of countries, by
    their ids, where CLDR's are not what people say.
    """

    tag: str
    name: str
    direction: str = "ltr"
    cldr_id: str | None = None
    calendar: str = "gregorian"
    places: Mapping[str, str] = field(default_factory=dict, compare=False)
    countries: tuple[str, ...] = field(default=(), compare=False)

    @property
    def babel_id(self) -> str:
        """The same in Babel's spelling, which is also the name of its catalog's folder."""
        return self.tag.replace("-", "_")

    @cached_property
    def cldr(self) -> babel.Locale:
        """Dates, numbers and country names of this language."""
        return babel.Locale.parse(self.cldr_id or self.babel_id)


def read_languages(folder: Path) -> tuple[Locale, ...]:
    """Every language of a folder, English first. Raises SettingsError with each fault."""
    faults: list[str] = []
    found = []
    for path in sorted(folder.glob("*.toml"), key=lambda path: (path.stem != "en", path.stem)):
        try:
            found.append(_language(path.stem, tomllib.loads(path.read_text("utf-8"))))
        except (OSError, ValueError) as problem:
            faults.append(f"{path.name}: {problem}")
    if not found or found[0].tag != "en":
        faults.append(f"{folder}: there must be en.toml")
    if faults:
        raise SettingsError(faults)
    return tuple(found)


def _language(tag: str, table: dict[str, Any]) -> Locale:
    table = {"cldr_id" if key == "cldr" else key: value for key, value in table.items()}
    if unknown := table.keys() - {each.name for each in fields(Locale)} | table.keys() & {"tag"}:
        raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
    places, countries = table.pop("places", {}), table.pop("countries", [])
    if not isinstance(places, dict) or not _are_texts(table) or not _are_texts(places):
        raise ValueError("every value is a text")
    if not isinstance(countries, list) or not all(map(COUNTRY.fullmatch, map(str, countries))):
        raise ValueError("countries are ids of countries, such as TH")
    if "name" not in table:
        raise ValueError("needs the key name")
    locale = Locale(tag, places=places, countries=tuple(countries), **table)
    if locale.direction not in DIRECTIONS or locale.calendar not in CALENDARS:
        raise ValueError(f"directions are {DIRECTIONS}, calendars are {CALENDARS}")
    try:
        locale.cldr  # noqa: B018  # it is read only to see that it is there
    except babel.UnknownLocaleError as problem:
        raise ValueError(str(problem)) from None
    return locale


def _are_texts(table: Mapping[str, Any]) -> bool:
    return all(isinstance(value, str) for value in table.values())


PUBLISHED = read_languages(TRANSLATIONS / "languages")
ENGLISH = PUBLISHED[0]
