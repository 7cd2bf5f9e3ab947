"""The languages that we publish: their tags, names and directions."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import babel
import flask_babel
from flask import Flask, g, has_request_context
from werkzeug.routing import BaseConverter, ValidationError

from pwa.errors import SettingsError


@dataclass(frozen=True)
class Locale:
    """One language as we publish it. `tag` is BCP 47, as in our addresses and in HTML."""

    tag: str
    name: str
    direction: str = "ltr"

    @property
    def babel_id(self) -> str:
        """The same in Babel's spelling, which is also the name of its catalog's folder."""
        return self.tag.replace("-", "_")

    @cached_property
    def cldr(self) -> babel.Locale:
        """Dates, numbers and country names of this language."""
        return babel.Locale.parse(self.babel_id)


ENGLISH = Locale("en", "English")
PUBLISHED = (ENGLISH,)


class LocaleConverter(BaseConverter):
    """Only locales that we publish; any other is a 404 (Babel would raise: a 500)."""

    published: dict[str, Locale]

    def to_python(self, value: str) -> Locale:
        """The locale of a tag in an address."""
        if value not in self.published:
            raise ValidationError
        return self.published[value]

    def to_url(self, value: Locale | str) -> str:
        """The tag that stands in an address."""
        return value.tag if isinstance(value, Locale) else value


def gettext(message: str, **variables: object) -> str:
    """The message in the reader's language, or in English where it is not translated."""
    return str(flask_babel.gettext(message, **variables))


def ngettext(one: str, many: str, num: int, **variables: object) -> str:
    """The same for a message that counts; `num` is among its variables."""
    return str(flask_babel.ngettext(one, many, num, **variables))


def install(app: Flask, translations: Path, published: Iterable[Locale] = PUBLISHED) -> None:
    """Give the app its locales. Raises SettingsError that names every missing catalog."""
    by_tag = {locale.tag: locale for locale in published}
    faults = [
        f"translations: the catalog of {locale.tag} is missing; run `make catalogs`"
        for locale in by_tag.values()
        if not (translations / locale.babel_id / "LC_MESSAGES" / "messages.mo").is_file()
    ]
    if faults:
        raise SettingsError(faults)
    app.url_map.converters["locale"] = type(
        "PublishedLocaleConverter", (LocaleConverter,), {"published": by_tag}
    )
    app.extensions["leafline.locales"] = by_tag
    flask_babel.Babel(
        app,
        default_translation_directories=str(translations.absolute()),
        locale_selector=lambda: current().babel_id,
    )


def published_in(app: Flask) -> dict[str, Locale]:
    """The locales of this app by tag, in the order in which they are offered."""
    by_tag: dict[str, Locale] = app.extensions["leafline.locales"]
    return by_tag


def current() -> Locale:
    """The locale of the request; English outside of one and on addresses without a locale."""
    if has_request_context() and "locale" in g:
        locale: Locale = g.locale
        return locale
    return ENGLISH
