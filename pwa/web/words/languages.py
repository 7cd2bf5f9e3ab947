"""The same page in other languages, and how well this one is translated, in words."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, url_for

from pwa import locales
from pwa.locales import ENGLISH, Locale, gettext
from pwa.locales.states import Heard, State, heard
from pwa.web.catalogue import apart_of
from pwa.web.http import resources
from pwa.web.http.questions import words_of
from pwa.web.words.wording import day, listed


def same_page(locale: Locale) -> str:
    """The address of this page in another language; its home page where this page is not ours."""
    address = _address(locale)
    if address is None:
        return url_for("pages.home", locale=locale)
    words = words_of(request.url_rule) if request.url_rule else ()
    query = urlencode(
        [(word, each) for word in sorted(words) for each in request.args.getlist(word)]
    )
    return f"{address}?{query}" if query else address


def same_page_elsewhere() -> list[tuple[Locale, str]]:
    """Every language with this page in it."""
    return [(locale, same_page(locale)) for locale in _published()]


def alternates() -> list[tuple[str, str]]:
    """This page by language, for machines (`hreflang`), which want whole addresses: none where
    nobody said ours (LEAFLINE_URL), or where the page is not ours."""
    ours = resources.settings().url
    found = [(locale.tag, _address(locale)) for locale in _published()] if ours else []
    pages = [(tag, ours + address + _question()) for tag, address in found if address]
    return [*pages, ("x-default", pages[0][1])] if len(pages) > 1 else []


def translation_words() -> list[str]:
    """How well what was said so far is translated; nothing where it is the original."""
    so_far = heard()
    said = []
    if State.DRAFTED in so_far.states:
        said.append(_drafted(so_far))
    elif State.READ in so_far.states:
        said.append(_read(so_far))
    if State.OUTDATED in so_far.states:
        said.append(gettext("What is newer than the translation stands in English."))
    return said


def translation(said: Heard) -> dict[str, Any]:
    """The same for programs."""
    readings = sorted(said.readings) if said.worst is State.READ else []
    return {
        "language": locales.current().tag,
        "state": said.worst,
        "read_by": sorted({reading.role for reading in readings}),
        "read_on": readings[0].on if readings else None,
    }


def role_words(role: str) -> str:
    """Who read a translation."""
    return {
        "speaker": gettext("a native speaker"),
        "nurse": gettext("a nurse"),
        "doctor": gettext("a doctor"),
        "pharmacist": gettext("a pharmacist"),
        "lawyer": gettext("a lawyer"),
        "peer": gettext("a peer worker"),
    }[role]


def _drafted(said: Heard) -> str:
    if said.readings:
        return gettext("A machine translated this page. People have read only parts of it.")
    return gettext("A machine translated this page and nobody has read it yet.")


def _read(said: Heard) -> str:
    roles = listed(role_words(role) for role in sorted({each.role for each in said.readings}))
    oldest = day(min(said.readings).on)
    return gettext("Translated by a machine, read by: %(who)s, %(date)s.", who=roles, date=oldest)


def _address(locale: Locale) -> str | None:
    """This page's address in another language, without its question."""
    rule = request.url_rule
    if rule is None or "locale" not in rule.arguments:
        return None
    return url_for(rule.endpoint, locale=locale, **(request.view_args or {}))


def _question() -> str:
    """What of the question makes this a page of its own, for machines."""
    apart = apart_of(request.endpoint or "")
    is_apart = apart and all(request.args.get(word) == value for word, value in apart.items())
    return f"?{urlencode(apart)}" if is_apart else ""


def _published() -> list[Locale]:
    return list(locales.published_in(resources.app()).values())


def install(app: Flask) -> None:
    """Let every page name its other languages and say how well it is translated."""
    for function in (alternates, same_page, same_page_elsewhere, translation_words):
        app.jinja_env.globals[function.__name__] = function
    app.jinja_env.globals["ENGLISH"] = ENGLISH
