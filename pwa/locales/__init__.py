"""The languages that we publish, the choice among them, and gettext that cannot fail."""

from collections.abc import Iterable
from pathlib import Path

from flask import Flask

from pwa.locales import choice, speaking
from pwa.locales.choice import asked_for, current, in_language, published_in
from pwa.locales.published import ENGLISH, PUBLISHED, Locale
from pwa.locales.speaking import gettext, ngettext, number, pgettext, plain_gettext, say_in

__all__ = [
    "ENGLISH",
    "PUBLISHED",
    "Locale",
    "asked_for",
    "current",
    "gettext",
    "in_language",
    "install",
    "ngettext",
    "number",
    "pgettext",
    "plain_gettext",
    "published_in",
    "say_in",
]


def install(app: Flask, translations: Path, published: Iterable[Locale] = PUBLISHED) -> None:
    """Give the app its locales and their words. Raises SettingsError where a catalog is missing."""
    choice.install(app, translations, published)
    speaking.install(app)
