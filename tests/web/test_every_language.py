"""Each kind of page in each language: no English but names, citations and what is marked."""

import re
from collections.abc import Iterator

import pytest
from bs4 import NavigableString

from pwa.app import create_app
from pwa.catalogs.coverage import is_translated
from pwa.catalogs.messages import read_all
from pwa.facts import read_facts
from pwa.locales import ENGLISH, PUBLISHED
from pwa.settings import Settings
from tests.clock import NOW
from tests.kinds import CARD_ERRORS, CARDS, ERRORS, KINDS
from tests.page import Page
from tests.pseudo import PSEUDO, SILENT, put_catalogs
from tests.sample import SAMPLE

NAMES = {
    "Leafline",
    "Atom",
    "JSON",
    "JSON Feed",
    "BibTeX",
    "CSL-JSON",
    "7-OH",
    "WhatsApp",
    "Telegram",
}
TRANSLATED = [locale for locale in PUBLISHED if locale != ENGLISH]
PAGES = (*KINDS, *CARDS, *CARD_ERRORS)
ADDRESSES = [
    *dict.fromkeys([*PAGES, *(f"learn/{t.slug}" for t in read_facts(SAMPLE).safety.topics)])
]
LATIN = re.compile(r"[A-Za-z]{2}")


@pytest.fixture(scope="module")
def pseudo_client(tmp_path_factory, facts):
    """The pages in a pseudo-language, and in one that has no words of its own."""
    folder = put_catalogs(tmp_path_factory.mktemp("translations"))
    app = create_app(
        Settings(data=folder / "data"),
        facts=facts,
        published=[ENGLISH, PSEUDO, SILENT],
        translations=folder,
        clock=lambda: NOW,
    )
    return app.test_client()


@pytest.fixture(scope="module")
def proper_names():
    """What is the same in a language as in English: its translation says so."""
    return {
        locale: {
            bare(message.id)
            for catalog in read_all(locale.babel_id).values()
            for message in catalog
            if message.id and is_translated(message) and message.id == message.string
        }
        | {bare(name) for name in locale.cldr.territories.values()}
        for locale in TRANSLATED
    }


def bare(text):
    """A name as it is compared: a page may start it with a capital or end it with a mark."""
    return text.strip(" .:·").casefold()


def opened(client, address):
    page = Page(f"/{address}", client.get(f"/{address}"))
    page.owes_what_all_pages_owe()
    return page


def unmarked(page: Page) -> Iterator[str]:
    """Texts of a page that claim to be in its language: no names or code set apart, no other
    language."""
    for text in page.soup.body.find_all(string=True):
        marked = any(
            up.name in ("bdi", "textarea") or (up.get("lang") and up.name != "html")
            for up in text.parents
        )
        if type(text) is NavigableString and not marked and LATIN.search(text):
            yield " ".join(text.split())


def attributes(page: Page) -> Iterator[str]:
    """Texts of a page that are read out or shown from attributes."""
    for element in page.soup.select("[aria-label], [placeholder], [title], meta[name=description]"):
        for name in ("aria-label", "placeholder", "title", "content"):
            yield from filter(None, [element.get(name)])


@pytest.mark.parametrize("locale", TRANSLATED, ids=lambda locale: locale.tag)
@pytest.mark.parametrize("address", [*ADDRESSES, *ERRORS])
def test_no_english_on_a_page_in_another_language(address, locale, client, proper_names, known):
    page, english = (opened(client, f"{tag}/{address}") for tag in (locale.tag, "en"))
    assert page.soup.html["lang"] == locale.tag
    alike = set(unmarked(page)) & set(unmarked(english)) - NAMES
    assert {text for text in alike if bare(text) not in proper_names[locale]} == set()
    assert page.soup.select("[lang=en] [lang]") == []
    assert {each.get_text() for each in page.soup.select("span[lang=en]")} & known == set()


@pytest.mark.parametrize("address", [*ADDRESSES, *ERRORS])
def test_everything_that_a_page_says_is_known_to_translators(address, pseudo_client):
    page = opened(pseudo_client, f"{PSEUDO.tag}/{address}")
    assert page.soup.html["dir"] == "rtl"
    assert set(unmarked(page)) - NAMES == set()
    assert {text for text in attributes(page) if LATIN.search(text)} - NAMES == set()


@pytest.mark.parametrize("address", [*PAGES, *ERRORS])
def test_everything_that_falls_back_to_english_is_marked(address, pseudo_client):
    page = opened(pseudo_client, f"{SILENT.tag}/{address}")
    assert set(unmarked(page)) - NAMES == set()
    assert [text for text in attributes(page) if "<" in text] == []
    assert "<" not in page.soup.title.get_text()
