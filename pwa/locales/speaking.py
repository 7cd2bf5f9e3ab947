"""Gettext that cannot fail: what a catalog lacks or breaks is said in English and marked so."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import flask_babel
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context
from markupsafe import escape

from pwa.locales.choice import current
from pwa.locales.published import ENGLISH, Locale
from pwa.locales.states import State, TranslationReview, heard
from pwa.locales.words import Words, filled, in_english

# A compiled catalog says under this context who has read the translation of a message, and when.
READ = "reviewed"

Values = Mapping[str, object] | None

log = logging.getLogger(__name__)


def gettext(message: str, /, **values: object) -> str:
    """The message in the reader's language, or in English where it is not translated.

    Without values the message is taken as it stands: a percent sign in a fact is not a placeholder.
    """
    return _said(_catalog().ugettext(message), message, message, values or None)


def pgettext(context: str, message: str, /, **values: object) -> str:
    """The same for a message that means one thing here and another elsewhere."""
    return _said(_catalog().upgettext(context, message), message, message, values or None)


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """The same for a message that counts; `num` is among its values."""
    english = one if num == 1 else many
    return _said(_catalog().ungettext(one, many, num), english, one, {"num": num, **values})


def _said(found: str, english: str, key: str, values: Values) -> str:
    """The translation that was found, filled; English where none was found or it does not fit."""
    if current() is ENGLISH:
        return _fill(english, values)
    if found is english:  # gettext hands back its argument where it has no translation
        heard().note(State.OUTDATED)
        return _fill(in_english(english), values)
    try:
        words = _fill(found, values)
    except (KeyError, TypeError, ValueError):
        log.error("the translation to %s does not fit: %r", current().tag, key)
        heard().note(State.OUTDATED)
        return _fill(in_english(english), values)
    _note(key)
    return words


def _fill(template: str, values: Values) -> str:
    if values is None:
        return template
    return filled(
        template, {name: number(v) if type(v) is int else v for name, v in values.items()}
    )


def plain_gettext() -> Callable[[str], str]:
    """How the reader's language says a message, for comparing and not for showing: unmarked, the
    same function each time."""
    say: Callable[[str], str] = _catalog().ugettext
    return say


def say_in(locale: Locale, translations: Path) -> Callable[[str], str]:
    """How a language says a message, outside of any request; in English where it has no words."""
    if locale == ENGLISH:
        return str
    say: Callable[[str], str] = Translations.load(str(translations), [locale.babel_id]).ugettext
    return say


def number(value: int | float) -> str:
    """A number as the reader's language writes it."""
    return format_decimal(value, locale=current().cldr)


def _note(message: str) -> None:
    """Remember who has read the translation, if anybody has."""
    kept = _catalog().upgettext(READ, message)
    try:
        readings = [TranslationReview.parse(text) for text in kept.split(",")]
    except ValueError:  # nobody: what came back is the message itself
        heard().note(State.DRAFTED)
        return
    for reading in readings:
        heard().note(State.READ, reading)


def _catalog() -> NullTranslations:
    """The catalog of the language at hand. It is asked for a hundred thousand times by one copy to
    hand on, and the library looks through its contexts each time."""
    if not has_app_context():
        return NullTranslations()
    tag, catalogs = current().tag, g.setdefault("catalogs", {})
    if tag not in catalogs:
        catalogs[tag] = flask_babel.get_translations()
    catalog: NullTranslations = catalogs[tag]
    return catalog


def install(app: Flask) -> None:
    """Let templates speak through the same functions. There every message is a template, with or
    without values, and HTML in a translation is taken as text."""

    def page(message: str, /, **values: object) -> str:
        return _for_page(_said(_catalog().ugettext(message), message, message, values))

    def page_counted(one: str, many: str, num: int, /, **values: object) -> str:
        return _for_page(ngettext(one, many, num, **values))

    def page_in_context(context: str, message: str, /, **values: object) -> str:
        found = _catalog().upgettext(context, message)
        return _for_page(_said(found, message, message, values))

    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]  # the i18n extension has it
    app.jinja_env.globals.update(gettext=page, ngettext=page_counted, pgettext=page_in_context)


def _for_page(words: str) -> str:
    """As Jinja wants it: Words bring their HTML, all else is escaped."""
    return words if isinstance(words, Words) else escape(words)
