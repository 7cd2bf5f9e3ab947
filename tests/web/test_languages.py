"""The choice of language, the same page in each, and what a page says of its translation."""

from dataclasses import replace

import pytest

from pwa.app import create_app
from pwa.catalogs.compiling import compile_to
from pwa.catalogs.messages import read_all
from pwa.locales import PUBLISHED
from pwa.locales.states import ROLES
from pwa.settings import Settings
from pwa.web.words.languages import role_words
from tests.clock import NOW
from tests.page import Page
from tests.sample import SAMPLE


@pytest.mark.parametrize(("accepted", "address"), [
    ("es-MX,es;q=0.9,en;q=0.5", "/es/"), ("th-TH", "/th/"), ("en;q=0.2,th;q=0.8", "/th/"),
    ("fr,es;q=0.1", "/es/"), ("EN-us", "/en/"), ("*", "/en/"), ("de-AT", "/en/languages"),
    ("es;q=0", "/en/languages"), ("th;q=x", "/en/languages"), ("", "/en/languages"),
])  # fmt: skip
def test_the_front_door_follows_what_the_browser_asks_for(accepted, address, client):
    response = client.get("/", headers={"Accept-Language": accepted})
    assert (response.status_code, response.headers["Location"]) == (302, address)
    assert "Accept-Language" in response.headers["Vary"]


def test_each_page_leads_to_itself_in_every_language_by_the_language_s_own_name(open_page):
    page = open_page("/en/law/us-il?substance=7oh")
    links = {link.get_text(): link["href"] for link in page.soup.select(".languages a")}
    assert links == {
        "English": "/en/law/us-il?substance=7oh",
        "Español": "/es/law/us-il?substance=7oh",
        "ไทย": "/th/law/us-il?substance=7oh",
    }
    for locale in PUBLISHED:
        there = open_page(links[locale.name])
        assert there.soup.html["lang"] == locale.tag
        assert there.soup.select_one(".languages [aria-current]").get_text() == locale.name


def test_machines_find_the_same_page_in_each_language(open_page, settings, facts):
    ours = "https://leafline.example"
    client = create_app(replace(settings, url=ours), facts=facts, clock=lambda: NOW).test_client()
    found = Page("", client.get("/th/learn/naloxone")).soup.select("link[rel=alternate]")
    assert [(link["hreflang"], link["href"].removeprefix(ours)) for link in found] == [
        ("en", "/en/learn/naloxone"), ("es", "/es/learn/naloxone"), ("th", "/th/learn/naloxone"),
        ("x-default", "/en/learn/naloxone"),
    ]  # fmt: skip
    assert open_page("/th/learn/naloxone").soup.select("link[rel=alternate]") == []


def test_a_page_that_is_none_leads_to_the_homes_in_its_own_language(open_page):
    page = open_page("/es/nothing", 404)
    assert page.soup.html["lang"] == "es"
    assert page.text("h1") == "No tenemos esta página"
    assert page.links(".languages a") == ["/en/", "/es/", "/th/"]
    assert page.soup.select("link[rel=alternate]") == []


def test_a_question_goes_along(open_page):
    page = open_page("/en/search?q=%E0%B8%AA&for=law")
    assert page.links(".languages a")[1] == "/es/search?for=law&q=%E0%B8%AA"


@pytest.mark.parametrize("query", ["_scheme=javascript", "_external=1", "endpoint=x", "fbclid=1"])
def test_words_that_the_page_does_not_read_stay_behind(query, open_page):
    page = open_page(f"/en/about?{query}")
    assert page.links(".languages a")[1] == "/es/about"


def test_a_drafted_page_says_so_at_its_foot_and_links_the_english(open_page):
    page = open_page("/es/emergency?place=mx")
    note = page.soup.select_one("main > :last-child.translated")
    assert "Una máquina tradujo esta página y nadie la ha leído todavía." in note.get_text()
    assert note.select_one("a[lang=en]")["href"] == "/en/emergency?place=mx"
    assert open_page("/th/law/th").soup.select_one("main > :last-child.translated")
    assert open_page("/en/law/th").soup.select(".translated") == []


def test_what_the_emergency_page_says_is_in_the_first_domain(tmp_path, facts, known):
    catalogs = read_all("es")
    path = tmp_path / "es" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    compile_to(path, {"emergency": catalogs["emergency"]}, "es")
    page = Page("/es/emergency", _client(facts, tmp_path).get("/es/emergency"))
    said = page.soup.select(".steps [lang=en], h1 [lang=en], #call [lang=en], ul.plain [lang=en]")
    assert {each.get_text() for each in said} & known == set()


def test_a_page_that_people_have_read_says_who_and_when(tmp_path, facts):
    catalogs = read_all("es")
    for catalog in catalogs.values():
        for message in catalog:
            message.user_comments = ["reviewed: nurse 2026-11-20"] if message.id else []
    path = tmp_path / "es" / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    compile_to(path, catalogs, "es")
    client = _client(facts, tmp_path)
    page = Page("/es/privacy", client.get("/es/privacy"))
    assert "leída por: una persona de enfermería, 20 nov 2026" in page.text(".translated")
    topic = client.get("/api/v1/topics/naloxone?lang=es").json
    assert topic["translation"] == {
        "language": "es", "state": "read", "read_by": ["nurse"], "read_on": "2026-11-20",
    }  # fmt: skip


def test_every_role_has_a_name(app):
    with app.test_request_context():
        assert all(map(role_words, ROLES))


def _client(facts, translations):
    published = [locale for locale in PUBLISHED if locale.tag in ("en", "es")]
    app = create_app(
        Settings(
            facts=SAMPLE, data=translations / "data"
        ),  # its own: the search index is in its languages
        facts=facts,
        published=published,
        translations=translations,
        clock=lambda: NOW,
    )
    return app.test_client()
