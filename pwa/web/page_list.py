"""Every page below a locale: the one list that releases, packs and site maps are made from."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from flask import Flask
from werkzeug.routing import MapAdapter, Rule

from pwa.records import Facts, Substance

UNDER_LOCALE = "/<locale:locale>/"
# The notices that have pages of their own in releases and site maps; older ones are read seldom.
KEPT_NOTICES = 300
# The pictures that other programs show of our links.
PREVIEWS = ("home", "emergency", "help", "law", "safety", "plain")

Values = dict[str, object]
# Questions that make a page of its own out of an address: the law on 7-OH.
APART: dict[str, dict[str, str]] = {"law.place": {"substance": Substance.SEVEN_OH.value}}


class Listed(NamedTuple):
    """One address, with the endpoint that answers it and the key of its subject, if it has one."""

    address: str
    endpoint: str
    key: str = ""

    @property
    def is_document(self) -> bool:
        """Whether it is for programs and no page: those have a dot in their last part."""
        return "." in self.address.rpartition("/")[2]


def pages(app: Flask, facts: Facts, notices: Sequence[str], locale: str) -> Iterator[Listed]:
    """Every address of a locale: those without arguments by themselves, others by their kind.

    `notices`: the ids of the newest ones. Addresses that take an argument and are of no kind (the
    cards for other sites) are not among them.
    """
    build = app.url_map.bind("localhost")
    for rule in rules(app):
        more = rule.arguments - {"locale"}
        if not more:
            yield Listed(build.build(rule.endpoint, {"locale": locale}), rule.endpoint)
        elif rule.endpoint in KINDS:
            yield from _of_kind(build, rule, locale, KINDS[rule.endpoint](facts, notices))


def rules(app: Flask) -> list[Rule]:
    """What the application answers below a locale."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(UNDER_LOCALE) and "GET" in (rule.methods or ())
    ]


def _of_kind(
    build: MapAdapter, rule: Rule, locale: str, values: Iterable[Values]
) -> Iterator[Listed]:
    for each in values:
        address = build.build(rule.endpoint, {"locale": locale, **each})
        yield Listed(address, rule.endpoint, str(each.get("key", "")))


def _each_place(facts: Facts, _: Sequence[str]) -> Iterator[Values]:
    return ({"place": place} for place in facts.places.values())


def _each_answer(facts: Facts, _: Sequence[str]) -> Iterator[Values]:
    for place in facts.places.values():
        yield {"place": place}
        yield {"place": place, **APART["law.place"]}


Kind = Callable[[Facts, Sequence[str]], Iterator[Values]]


def _keys(name: str, found: Callable[[Facts], Iterable[str]]) -> Kind:
    return lambda facts, _: ({name: key} for key in found(facts))


KINDS: dict[str, Kind] = {
    "law.place": _each_answer,
    "helplines.place": _each_place,
    "learn.topic": _keys("slug", lambda facts: facts.safety.topic_by_slug),
    "evidence.study": _keys("key", lambda facts: facts.safety.study_by_id),
    "mixing.interaction": _keys("key", lambda facts: facts.safety.interaction_by_id),
    "sharing.preview_image": lambda *_: ({"kind": kind} for kind in PREVIEWS),
    "notices.notice": lambda _, notices: ({"key": key} for key in notices),
}
