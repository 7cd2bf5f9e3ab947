"""Each view reads the words behind the question mark that it is said to read, and no others."""

from typing import ClassVar
from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import ImmutableMultiDict

from pwa.answers.kits import FIRST_DAY, Stamp, encode
from pwa.locales import published_in
from pwa.web.catalogue import KINDS
from pwa.web.http.questions import OF_EVERY_PAGE, READ, read_of, words_of

VALUES = {
    "on": "2026-01-01", "place": "us-tx", "substance": "7oh", "in": "en", "for": "", "kind": "",
    "species": "", "topic": "", "about": "opioid-withdrawal", "to": "law", "cards": "30",
    "paper": "letter",
}  # fmt: skip
OTHERS = frozenset(("fbclid", "utm_source", "gclid", "ref", "_", "x"))


class Noted(ImmutableMultiDict):
    """Values of a question that note which of them are asked for."""

    seen: ClassVar[set[str]] = set()

    def _note(self, name):
        if isinstance(name, str):
            self.seen.add(name)

    def __getitem__(self, key):
        self._note(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self._note(key)
        return super().__contains__(key)

    def get(self, key, default=None, type=None):
        self._note(key)
        return super().get(key, default, type)

    def getlist(self, key, type=None):
        self._note(key)
        return super().getlist(key, type)

    def items(self, multi=False):
        self._note("every word")
        return super().items(multi)

    lists = values = listvalues = to_dict = items


def rules(app):
    """Every address but those of the API, which says no to words that it does not know."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith("/api/") and "GET" in rule.methods
    ]


def an_address(app, facts, rule):
    """One address of a rule."""
    kind = KINDS.get(rule.endpoint)
    subject = next(kind.subjects(facts, ["none"])) if kind and kind.subjects else None
    found = dict.fromkeys(("slug", "key", "kind"), subject.key) if subject else {}
    texas = facts.places["US-TX"]
    other = {
        "locale": published_in(app)["en"], "place": texas, "card_place": texas, "form": "strips",
        "stamp": encode(Stamp(FIRST_DAY, law="000", lines="000")), "filename": "app.css",
    }  # fmt: skip
    needed = {name: {**other, **found}[name] for name in rule.arguments}
    return app.url_map.bind("localhost").build(rule.endpoint, {**needed, **(rule.defaults or {})})


def test_every_view_reads_what_is_said_of_it_and_nothing_else(app, client, facts, monkeypatch):
    monkeypatch.setattr(app.request_class, "parameter_storage_class", Noted)
    surprises, failed = {}, set()
    for rule in rules(app):
        seen = set[str]()
        monkeypatch.setattr(Noted, "seen", seen)
        words = words_of(rule)
        asked = {word: VALUES.get(word, "kratom") for word in words - OF_EVERY_PAGE}
        address = an_address(app, facts, rule)
        said = client.get(f"{address}?{urlencode({**asked, **dict.fromkeys(OTHERS, '1')})}")
        if said.status_code >= 400:
            failed.add(rule.endpoint)
            continue
        # Whether a page is to be handed on is asked of files as well, and changes nothing there.
        if more := seen - words - {"share"}:
            surprises[rule.endpoint] = more
    assert surprises == {}
    assert failed <= {"notices.notice", "phone_root.worker"}, "they were not looked at"


def test_what_is_said_is_said_of_views_that_there_are(app):
    assert READ.keys() <= {rule.endpoint for rule in rules(app)}


def test_of_a_question_what_is_read_stays_as_it_was_asked():
    words = ("on", "share", "substance")
    assert read_of("fbclid=abc", words) == ""
    assert read_of("utm_source=a&substance=7oh&_=1", words) == "substance=7oh"
    assert read_of("%73hare&x", words) == "%73hare"
    assert read_of("substance=7oh&substance=kratom", words) == "substance=7oh&substance=kratom"
    assert read_of("&&=&substances=1&SHARE", words) == ""


@pytest.mark.parametrize("address", ["/en/law/us-tx?substance=7oh", "/en/emergency"])
def test_words_that_nobody_reads_change_no_byte(address, client):
    more = "&fbclid=1" if "?" in address else "?fbclid=1"
    assert client.get(address + more).data == client.get(address).data
