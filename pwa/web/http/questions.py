"""Which words behind the question mark each address of ours reads. All others change nothing there.

Links come out of messengers with words of theirs (`fbclid`, `utm_source`): whoever answers may drop
what is not named here. The API is not: it says no to words that it does not know.
"""

from collections.abc import Collection
from urllib.parse import unquote_plus

from werkzeug.routing import Rule

# Below a locale and below /k/ every page can be handed on: its share page, and its preview.
OF_EVERY_PAGE = frozenset(("plain", "share"))
READ: dict[str, frozenset[str]] = {
    "embeds.law_card": frozenset(("substance",)),
    "evidence.library": frozenset(("kind", "species", "topic")),
    "front_door.choose_language": frozenset(("to",)),
    "kit.build": frozenset(("about", "cards", "for", "in", "paper", "place")),
    "kit.cards_file": frozenset(("about", "cards", "for", "in", "paper", "place", "plain")),
    "law.place": frozenset(("on", "substance")),
    "mixing.overview": frozenset(("and", "with")),
    "notices.atom": frozenset(("place", "substance")),
    "notices.json_feed": frozenset(("place", "substance")),
    "notices.overview": frozenset(("before", "place", "substance")),
    "pages.emergency": frozenset(("place",)),
    "pages.search": frozenset(("for", "q")),
    "partners.page": frozenset(("place",)),
    "static": frozenset(("v",)),
}


def words_of(rule: Rule) -> frozenset[str]:
    """The words that the view of an address reads."""
    return read_by_page(rule.endpoint) if _is_page(rule) else _read_by(rule.endpoint)


def read_by_page(endpoint: str) -> frozenset[str]:
    """The words that a page of this endpoint reads."""
    return _read_by(endpoint) | OF_EVERY_PAGE


def _read_by(endpoint: str) -> frozenset[str]:
    return READ.get(endpoint, frozenset())


def read_of(query: str, words: Collection[str]) -> str:
    """What of a question is read, as it was asked."""
    return "&".join(part for part in query.split("&") if _name(part) in words)


def _name(part: str) -> str:
    return unquote_plus(part.partition("=")[0])


def _is_page(rule: Rule) -> bool:
    """Files have a dot in their last part."""
    return "locale" in rule.arguments and "." not in rule.rule.rpartition("/")[2]
