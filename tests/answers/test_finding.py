"""Danger, crisis and names in search, over the real facts."""

import pytest

from pwa.answers.alarms import alarms
from pwa.answers.finding import found
from pwa.answers.search import SearchEntry
from pwa.records.names import Alarm


def raised(facts, text):
    return set(alarms(facts.safety.lexicon, text))


def keys(facts, text, alike=()):
    return [(row.kind, row.key) for row in found(facts, text, lambda _: list(alike))]


@pytest.mark.parametrize("text", [
    "he is not breathing", "isn’t breathing", "stopped breathing", "blue lips", "lips turned blue",
    "won't wake up", "she is not waking up", "unconscious", "unconsious", "passed out", "overdosed",
    "took too many pills", "seizures", "no respira", "no despierta", "tomó demasiado",
    "labios morados", "ไม่หายใจ", "หมดสติแล้ว", "เขาปลุกไม่ตื่น", "ชัก",
])  # fmt: skip
def test_danger_leads_to_the_emergency_page(text, facts):
    assert Alarm.DANGER in raised(facts, text)
    assert keys(facts, text)[0] == ("emergency", "")


@pytest.mark.parametrize("text", [
    "I want to die", "wanna die", "kill myself", "killing myself", "suicide", "sucide", "suicidal",
    "hurt myself", "don’t want to live", "quiero morir", "me quiero morir", "no puedo más",
    "suicidio", "อยากตาย", "ฆ่าตัวตาย", "ไม่อยากอยู่แล้ว",
])  # fmt: skip
def test_a_crisis_leads_to_somebody_to_talk_to_and_to_no_strange_line(text, facts):
    line = next(entry for entry in facts.helplines if entry.published)
    strange = [entry("helpline", line.id, "Suicide line")]
    assert keys(facts, text, strange)[0] == ("talk", "")
    assert ("helpline", line.id) not in keys(facts, text, strange)


@pytest.mark.parametrize("text", [
    "San Diego", "die cast", "killeen", "does kratom kill pain", "stop taking kratom", "Wakefield",
    "blue springs", "my life in Thailand", "law in Ohio", "vida", "ทะเลไทย",
])  # fmt: skip
def test_harmless_words_raise_no_alarm(text, facts):
    assert not raised(facts, text)


def test_danger_hides_nothing_else(facts):
    rows = [entry("place", "US", "United States")]
    assert ("place", "US") in keys(facts, "overdose statistics law", rows)


@pytest.mark.parametrize(("text", "first"), [
    ("narcan", ("topic", "naloxone")),
    ("xanax", ("mixing", "benzodiazepines")),
    ("zanax", ("mixing", "benzodiazepines")),
    ("kratom and xanax", ("mixing", "benzodiazepines")),
    ("can I take kratom with gabapentin", ("mixing", "gabapentinoids")),
    ("gas station heroin", ("topic", "seven-oh-is-not-leaf")),
    ("my son is taking kratom", ("topic", "helping-someone")),
])  # fmt: skip
def test_names_lead_to_their_pages_before_what_is_merely_alike(text, first, facts):
    assert keys(facts, text, [entry("place", "US", "Canyon Lake")])[0] == first


def test_a_place_in_the_title_goes_before_a_name_that_is_only_a_part(facts):
    rows = [entry("place", "US-OH", "Ohio")]
    assert keys(facts, "xanax ohio", rows)[:2] == [
        ("place", "US-OH"),
        ("mixing", "benzodiazepines"),
    ]


@pytest.mark.parametrize("text", ["kratem", "kratum", "krathom", "น้ำท่อม"])
def test_the_plant_misspelt_is_still_the_plant(text, facts):
    asked = []
    found(facts, text, lambda words: asked.append(words) or [])
    assert {word.casefold() for word in asked[-1].split()} & {*facts.plant_names}


def entry(kind, key, title):
    return SearchEntry(kind, key, title, "")
