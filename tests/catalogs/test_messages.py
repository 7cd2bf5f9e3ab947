"""Messages come to their domain once, and are never guessed."""

import pytest
from babel.messages.catalog import Catalog

from pwa.catalogs.coverage import Coverage, coverage, untranslated
from pwa.catalogs.domains import domain_of
from pwa.catalogs.messages import extracted, key_of, read, read_all, text, updated
from pwa.facts import read_facts
from pwa.locales import ENGLISH, PUBLISHED
from pwa.settings import FACTS


@pytest.fixture(scope="module")
def template():
    return extracted()


def catalog_of(*pairs, locale="es"):
    catalog = Catalog(locale, fuzzy=False)
    for message, translation in pairs:
        catalog.add(message, translation)
    return catalog


def test_a_translator_sees_the_emergency_first(template):
    assert next(iter(template)) == "emergency"
    messages = {message.id for message in template["emergency"]}
    assert {"Give naloxone", "Not breathing well, or won’t wake up?"} <= messages
    assert {"Please try again later. The helplines below still work."} <= messages


def test_each_message_stands_in_one_domain_only(template):
    keys = [key_of(message) for catalog in template.values() for message in catalog if message.id]
    assert len(keys) == len(set(keys))


def test_a_file_that_nobody_gave_a_domain_is_refused():
    assert domain_of("facts/law/th.toml") == "law"
    with pytest.raises(KeyError):
        domain_of("pwa/elsewhere.py")


def test_prose_of_every_kind_of_fact_is_extracted(template):
    facts = read_facts(FACTS)
    messages = {message.id for catalog in template.values() for message in catalog}
    line = next(line for line in facts.helplines if line.published and line.advice)
    record = next(record for record in facts.law if record.rules and record.rules[-1].summary)
    interaction, topic = facts.safety.interactions[0], facts.safety.topics[0]
    wanted = {
        line.name, line.who, line.advice, record.rules[-1].summary, facts.places["US-IL"].name,
        interaction.why, *interaction.examples, topic.title, topic.sentences[0].message,
    }  # fmt: skip
    assert wanted <= messages


def test_countries_and_towns_are_not_translated_by_us(template):
    messages = {message.id for message in template["places"]}
    assert "Illinois" in messages
    assert not {"Germany", "Jerseyville"} & messages


def test_translators_never_see_an_amount_of_a_study(template):
    messages = [message.id for message in template["evidence"]]
    assert not [message for message in messages if "1-3 g a dose" in message]


def test_a_changed_sentence_is_a_new_message_and_nothing_is_guessed():
    old = catalog_of(("Call for help now.", "Pida ayuda ya."))
    new = updated(catalog_of(("Call for help at once.", ""), locale=None), old)
    assert new.get("Call for help at once.").string == ""
    assert "Pida ayuda ya." not in text(new)


def test_a_review_stays_with_its_message():
    old = catalog_of(("Stay", "Quédese"))
    old.get("Stay").user_comments = ["reviewed: nurse 2026-11-20"]
    new = updated(catalog_of(("Stay", ""), locale=None), old)
    assert "# reviewed: nurse 2026-11-20\n" in text(new)


def test_two_catalogs_never_share_a_message():
    template = catalog_of(("Stay", ""), locale=None)
    spanish = updated(template, Catalog("es"))
    spanish.get("Stay").string = "Quédese"
    assert updated(template, Catalog("th")).get("Stay").string == ""


def test_the_same_catalog_gives_the_same_bytes(tmp_path):
    path = tmp_path / "law.po"
    path.write_text(text(catalog_of(("28% against", "28% en contra"), ("a", "b"))), "utf-8")
    again = text(read(path, "es"))
    assert again == path.read_text("utf-8")
    assert "python-format" not in again


def test_coverage_counts_what_is_translated_and_what_a_person_has_read():
    template = catalog_of(("Stay", ""), ("Call", ""), ("Leave", ""), locale=None)
    spanish = catalog_of(("Stay", "Quédese"), ("Call", "Llame"), ("Gone", "Ido"))
    spanish.get("Call").user_comments = ["reviewed: nurse 2026-11-20"]
    assert coverage(template, spanish) == Coverage(messages=3, translated=2, read=1)


@pytest.mark.parametrize("locale", [each for each in PUBLISHED if each != ENGLISH])
def test_what_the_code_says_is_translated_and_facts_may_wait(locale, template):
    code = extracted(facts=False)
    assert 0 < len(code["interface"]) <= len(template["interface"])
    assert not list(code["law"])[1:]
    assert list(untranslated(code, read_all(locale.babel_id))) == []


def test_what_waits_for_a_translation_is_named():
    template = {"law": catalog_of(("Stay", ""), ("Call", ""), locale=None)}
    held = {"law": catalog_of(("Stay", "")), "emergency": catalog_of(("Call", "Llame"))}
    assert list(untranslated(template, held)) == ["Stay"]
