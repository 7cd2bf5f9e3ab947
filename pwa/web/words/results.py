"""What answers a question, and the line that says so on pages and phones."""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from flask import Flask, url_for

from pwa.answers.finding import found
from pwa.answers.search import (
    EMERGENCY,
    TALK,
    SearchEntry,
    best,
    entries,
    fold,
    names_of,
    telling_words,
)
from pwa.errors import StoreError
from pwa.locales import gettext, plain_gettext
from pwa.locales.words import joined
from pwa.web.http import resources
from pwa.web.words.safety_wording import level_words
from pwa.web.words.wording import place_name, sentence

RESULTS = 20


class Result(NamedTuple):
    """One line of a search page."""

    url: str
    icon: str
    title: str
    text: str


def found_by(query: str) -> list[SearchEntry]:
    """What answers a question, the best first."""
    return found(resources.facts(), query, _like, plain_gettext())


def _like(query: str) -> list[SearchEntry]:
    """What is like the words; without the store's index that is slower, and there all the same."""
    try:
        return resources.store().search(query)
    except StoreError:
        return best(telling_words(fold(query)), _named(resources.app()), RESULTS)


@lru_cache(maxsize=2)
def _named(app: Flask) -> list[SearchEntry]:
    with app.app_context():
        every = entries(resources.facts(), resources.tongues())
    return [replace(entry, terms=names_of(entry)) for entry in every]


def result(entry: SearchEntry, kind: str) -> Result:
    """What stands on a search page for an entry; `kind` is what a place is sought for."""
    facts = resources.facts()
    if entry.kind == "place":
        place = facts.places[entry.key]
        above = [place_name(over) for over in facts.ancestry(place.id)[1:]]
        endpoint, icon = ("helplines.place", "phone") if kind == "help" else ("law.place", "scales")
        url = url_for(endpoint, place=place)
        return Result(url, icon, place_name(place), joined(", ", above))
    if (entry.kind, entry.key) == EMERGENCY:
        title = gettext("Not breathing well, or won’t wake up?")
        return Result(url_for("pages.emergency"), "warning", title, gettext("Overdose: what to do"))
    if (entry.kind, entry.key) == TALK:
        title = gettext("Someone to talk to now")
        return Result(url_for("helplines.overview"), "phone", title, gettext("Helplines"))
    if entry.kind == "helpline":
        line = next(line for line in facts.helplines if line.id == entry.key)
        place = facts.places[line.place]
        url = url_for("helplines.place", place=place, _anchor=line.id)
        return Result(url, "phone", gettext(line.name), place_name(place))
    if entry.kind == "topic":
        topic = facts.safety.topic_by_slug[entry.key]
        url = url_for("learn.topic", slug=topic.slug)
        return Result(url, "book", gettext(topic.title), gettext(topic.summary))
    if entry.kind == "mixing":
        found = facts.safety.interaction_by_id[entry.key]
        url = url_for("mixing.interaction", key=found.id)
        return Result(url, "flask", sentence(found.with_), level_words(found.level))
    return Result(url_for("law.world"), "scales", gettext("Kratom and the law"), "")
