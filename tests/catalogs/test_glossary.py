"""The glossary is read from the tables that people edit."""

import pytest

from pwa.catalogs.glossary import read_glossary
from pwa.locales import ENGLISH, PUBLISHED
from pwa.settings import TRANSLATIONS

TEXT = """# Glossary

## Substances

| English | es | th |
| --- | --- | --- |
| naloxone | naloxona | นาลอกโซน |

## Units

| English | es | th |
| --- | --- | --- |
| mg | mg | mg, มก. |
| mile | milla | |

## Kept as they are

| English |
| --- |
| FDA |

## Advice

| English | es |
| --- | --- |
| law | ley |
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "GLOSSARY.md"
    file.write_text(TEXT, "utf-8")
    return file


def test_each_table_is_read_for_one_language(path):
    glossary = read_glossary(path, "th")
    assert glossary.substances == {"naloxone": ("นาลอกโซน",)}
    assert glossary.units == {"mg": ("mg", "มก.")}
    assert glossary.kept == ("FDA",)


def test_advice_is_not_enforced(path):
    assert read_glossary(path, "es").terms == {}


def test_a_language_without_a_column_has_only_the_names_that_are_kept(path):
    glossary = read_glossary(path, "ms")
    assert (glossary.substances, glossary.kept) == ({}, ("FDA",))


@pytest.mark.parametrize("locale", [each for each in PUBLISHED if each != ENGLISH])
def test_each_published_language_has_words_for_substances_terms_and_units(locale):
    glossary = read_glossary(TRANSLATIONS / "GLOSSARY.md", locale.babel_id)
    assert {"naloxone", "methadone"} <= set(glossary.substances)
    assert {"overdose", "withdrawal"} <= set(glossary.terms)
    assert {"mg", "minute", "year"} <= set(glossary.units)
