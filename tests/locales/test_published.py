"""A language is a file; what it says wrongly is named."""

import pytest

from pwa.errors import SettingsError
from pwa.locales.published import Locale, read_languages


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "en.toml").write_text('name = "English"')
    return tmp_path


def test_a_language_is_one_file_and_english_comes_first(folder):
    text = 'name = "Azərbaycanca"\ncldr = "az_Latn"\n[places]\nGB = "Britaniya"\n'
    (folder / "az.toml").write_text(text)
    english, other = read_languages(folder)
    assert english == Locale("en", "English")
    assert other == Locale("az", "Azərbaycanca", cldr_id="az_Latn")
    assert other.places == {"GB": "Britaniya"}
    assert {english, other}  # they are keys of dictionaries


@pytest.mark.parametrize(("text", "fault"), [
    ('name = "X"\ncolour = "red"', "unknown key colour"),
    ('direction = "rtl"', "needs the key name"),
    ('name = "X"\ndirection = "up"', "directions are"), ("name = 5", "every value is a text"),
    ('name = "X"\ncalendar = "lunar"', "calendars are"), ("name =", "xx.toml"),
    ('name = "X"\ntag = "yy"', "unknown key tag"), ('name = "X"\nplaces = "Y"', "is a text"),
    ('name = "X"', "unknown locale 'xx'"),
])  # fmt: skip
def test_each_fault_is_named_with_its_file(text, fault, folder):
    (folder / "xx.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"xx\.toml") as refusal:
        read_languages(folder)
    assert fault in str(refusal.value)


def test_without_english_there_is_nothing_to_fall_back_to(tmp_path):
    with pytest.raises(SettingsError, match=r"there must be en\.toml"):
        read_languages(tmp_path)
