"""Which language a request is answered in: by its address, else by what the browser asks for."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_babel
from flask import Flask, current_app, g, has_request_context, request
from werkzeug.routing import BaseConverter, ValidationError

from pwa.errors import SettingsError
from pwa.locales.published import ENGLISH, PUBLISHED, Locale


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


def install(app: Flask, translations: Path, published: Iterable[Locale] = PUBLISHED) -> None:
    """Give the app its locales. Raises SettingsError that names every missing catalog."""
    by_tag = {locale.tag: locale for locale in published}
    faults = [
        f"translations: the catalog of {locale.tag} is missing; run `make catalogs`"
        for locale in by_tag.values()
        if locale != ENGLISH and not catalog_of(locale, translations).is_file()
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


def catalog_of(locale: Locale, translations: Path) -> Path:
    """The compiled catalog: every domain of one locale in one file."""
    return translations / locale.babel_id / "LC_MESSAGES" / "messages.mo"


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


@contextmanager
def in_language(locale: Locale) -> Iterator[None]:
    """Say what follows in another language, within the same request."""
    before = current()
    g.locale = locale
    try:
        with flask_babel.force_locale(locale.babel_id):
            yield
    finally:
        g.locale = before


def asked_for() -> Locale | None:
    """The published locale that the browser likes best; None where it likes none of them."""
    published = published_in(current_app)
    tag = request.accept_languages.best_match(list(published))
    return published[tag] if tag else None
