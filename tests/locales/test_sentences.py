"""Sentences one behind the other: each ends once, in any language."""

import re

import pytest
from markupsafe import escape

from pwa.answers.law import answer
from pwa.locales import PUBLISHED, in_language
from pwa.locales.words import apart, in_english, sentences
from pwa.records import Substance
from pwa.web.api.views import statement

TWICE = re.compile(r"(?<!\.)\.\s*\.(?!\.)|[?!…]\s?\.|\.{4}")


@pytest.mark.parametrize(("parts", "said"), [
    (["One", "Two."], "One. Two."), (["Really?", "Yes!", "And so on…"], "Really? Yes! And so on…"),
    (["He said “no.”", "(Or not.)", "(Or so)"], "He said “no.” (Or not.) (Or so)."),
    (["", "One"], "One."), ([], ""), (["ถูกกฎหมาย", "ตรวจเมื่อ 2569"], "ถูกกฎหมาย ตรวจเมื่อ 2569"),
    (["¿Es legal?", "No lo es"], "¿Es legal? No lo es."), (["合法。", "100 %"], "合法。 100 %."),
])  # fmt: skip
def test_each_sentence_ends_once(parts, said):
    assert sentences(parts) == said


def test_the_html_of_each_is_kept():
    said = sentences([apart("Bo'ness"), in_english("Call.")])
    assert said == "Bo'ness. Call."
    assert escape(said) == ('<bdi>Bo&#39;ness</bdi>. <span lang="en" dir="ltr">Call.</span>')


@pytest.mark.parametrize("locale", PUBLISHED, ids=lambda locale: locale.tag)
def test_no_statement_on_the_law_of_any_place_ends_a_sentence_twice(locale, app, facts):
    with app.test_request_context(), in_language(locale):
        today = app.extensions["leafline"][2]().date()
        for place in facts.places:
            for substance in Substance:
                said = statement(answer(facts, place, substance, today))
                assert not TWICE.search(said), (place, said)


def test_the_api_says_each_sentence_once(client):
    for lang in ("en", "es", "th"):
        found = client.get(f"/api/v1/law?place=TH&substance=kratom&lang={lang}").get_json()
        assert found["statement"]
        assert not TWICE.search(found["statement"])
