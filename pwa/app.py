"""The only place where the parts of the web application are joined."""

import hashlib
import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from flask import Flask

from pwa import locales
from pwa.answers.search import Tongue, entries
from pwa.errors import SettingsError, StoreError
from pwa.facts import check_facts, read_facts
from pwa.locales.places import name_in
from pwa.notices.sources import BY_HAND, SOURCES
from pwa.records import Facts
from pwa.settings import STATIC, TRANSLATIONS, Settings
from pwa.store import Store
from pwa.web import api
from pwa.web.http import addresses, caching, error_pages, headers, health, resources
from pwa.web.pages import ages, calling, evidence, front, helplines, law, learn, mixing, notices
from pwa.web.paper import cards, kit
from pwa.web.partners import crawlers, embeds, partners, sharing
from pwa.web.phone import hand_copy, kit_data, phone, phone_data
from pwa.web.words import (
    age_wording,
    calling_wording,
    disagreement_wording,
    hours_wording,
    languages,
    law_wording,
    linked_data,
    notice_wording,
    online,
    safety_wording,
    wording,
)

log = logging.getLogger(__name__)


def create_app(
    settings: Settings | None = None,
    *,
    facts: Facts | None = None,
    published: Sequence[locales.Locale] = locales.PUBLISHED,
    translations: Path = TRANSLATIONS,
    clock: resources.Clock = resources.system_clock,
) -> Flask:
    """Build the web application. Raises LeaflineError with everything that stands in the way."""
    settings = settings or Settings.from_environment()
    facts = facts or load_facts(settings.facts)
    app = Flask(__name__, static_folder=STATIC, template_folder="web/templates")
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's own provider has it
    locales.install(app, translations, published)
    tongues = [_tongue(locale, translations) for locale in published]
    try:
        _prepare(settings, facts, tongues)
    except StoreError as problem:
        # Emergency, help, law and topics are answered all the same; health says what is wrong.
        log.error("the store: %s", problem)
    resources.install(app, settings, facts, clock, _sources(), tongues)
    addresses.install(app)
    caching.install(app)
    wording.install(app)
    age_wording.install(app)
    disagreement_wording.install(app)
    languages.install(app)
    law_wording.install(app)
    calling_wording.install(app)
    hours_wording.install(app)
    safety_wording.install(app)
    notice_wording.install(app)
    hand_copy.install(app)
    linked_data.install(app)
    online.install(app)
    for part in (
        front,
        helplines,
        law,
        calling,
        ages,
        learn,
        mixing,
        evidence,
        notices,
        phone,
        phone_data,
        hand_copy,
        embeds,
        partners,
        crawlers,
        health,
        kit,
        cards,
        kit_data,
        sharing,
    ):
        app.register_blueprint(part.bp)
    app.register_blueprint(front.front_door)
    app.register_blueprint(phone.root)
    app.register_blueprint(crawlers.root)
    api.install(app)
    sharing.install(app)
    error_pages.install(app)
    headers.install(app)
    return app


@cache
def facts_of_start(folder: Path) -> Facts:
    """The facts as this process, or the one that it was forked from, found them."""
    return load_facts(folder)


@cache
def app_of_start(settings: Settings) -> Flask:
    """The application with these facts."""
    return create_app(settings, facts=facts_of_start(settings.facts))


def load_facts(folder: Path) -> Facts:
    """The fact files, read and held to their rules. Raises FactError with all that is wrong."""
    facts = read_facts(folder)
    check_facts(facts)
    return facts


def _sources() -> list[resources.SourceInfo]:
    """Who we read by program and by hand, as pages name them."""
    by_program = [resources.SourceInfo(s.name, s.title, s.page) for s in SOURCES.values()]
    by_hand = [
        resources.SourceInfo(s.name, s.title, s.page, checked_on=s.checked_on, by_hand=True)
        for s in BY_HAND
    ]
    return by_program + by_hand


def prepare_store(
    settings: Settings,
    facts: Facts,
    published: Sequence[locales.Locale] = locales.PUBLISHED,
    translations: Path = TRANSLATIONS,
) -> None:
    """Bring the database up to date.

    Raises SettingsError where a file stands in the way of its folder, StoreError where it cannot be
    read or written.
    """
    _prepare(settings, facts, [_tongue(locale, translations) for locale in published])


def _prepare(settings: Settings, facts: Facts, tongues: Sequence[Tongue]) -> None:
    if any(above.is_file() for above in (settings.data, *settings.data.parents)):
        fault = f"LEAFLINE_DATA: {settings.data} is not a folder and cannot become one"
        raise SettingsError([fault])
    found = list(entries(facts, tongues))
    fingerprint = hashlib.sha256(repr(found).encode()).hexdigest()
    Store.prepare(settings.database, found, fingerprint)


def _tongue(locale: locales.Locale, translations: Path) -> Tongue:
    """What search calls things in a language."""
    say = locales.say_in(locale, translations)
    return Tongue(say, lambda place: name_in(place, locale, say) or place.name)
