"""Site maps, robots.txt and llms.txt: true, whole, and the same as what the pages say."""

import re
from dataclasses import replace
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from pwa.app import create_app
from pwa.locales import PUBLISHED
from tests.clock import NOW
from tests.notices.filled import fill
from tests.prose import FORBIDDEN

OURS = "https://leafline.example"
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
TAGS = [locale.tag for locale in PUBLISHED]
# In other languages each page of so many: their addresses are those of English ones.
OTHERS = 25


@pytest.fixture(scope="module")
def client(settings, facts, tmp_path_factory):
    """An installation that knows its own address, with notices."""
    there = replace(settings, url=OURS, data=tmp_path_factory.mktemp("crawled"))
    app = create_app(there, facts=facts, clock=lambda: NOW)
    fill(there.database)
    return app.test_client()


@pytest.fixture(scope="module")
def maps(client):
    """Each site map: alternates by address, and when what changed."""
    return {tag: mapped(client.get(f"/{tag}/sitemap.xml").data) for tag in TAGS}


def mapped(document):
    return {
        url.find("s:loc", SPACE).text: (
            {link.get("hreflang"): link.get("href") for link in url.findall("x:link", SPACE)},
            url.findtext("s:lastmod", namespaces=SPACE),
        )
        for url in ElementTree.fromstring(document).findall("s:url", SPACE)
    }


def test_the_index_names_the_site_map_of_each_language_and_robots_the_index(client, maps):
    index = ElementTree.fromstring(client.get("/sitemap.xml").data)
    named = [each.text for each in index.findall("s:sitemap/s:loc", SPACE)]
    assert named == [f"{OURS}/{tag}/sitemap.xml" for tag in TAGS]
    robots = client.get("/robots.txt").text
    assert f"\nSitemap: {OURS}/sitemap.xml\n" in robots
    assert re.findall("^Disallow:(.*)$", robots, re.M) == [""]


def test_alternates_are_mutual_and_complete(maps):
    addresses = {address for pages in maps.values() for address in pages}
    for tag, pages in maps.items():
        for address, (alternates, _) in pages.items():
            assert list(alternates) == [*TAGS, "x-default"]
            assert alternates[tag] == address
            assert alternates["x-default"] == alternates["en"]
            for other in TAGS:
                assert alternates[other] in addresses
                assert maps[other][alternates[other]][0] == alternates


@pytest.mark.parametrize("tag", TAGS)
def test_every_address_answers_and_names_the_same_alternates(tag, maps, client):
    pages = list(maps[tag].items())
    assert len(pages) > 1000
    for address, (alternates, _) in pages if tag == "en" else pages[::OTHERS]:
        response = client.get(address.removeprefix(OURS))
        assert response.status_code == 200, address
        named = re.findall(r'<link rel="alternate" hreflang="(.+?)" href="(.+?)">', response.text)
        assert dict(named) == alternates, address
        assert 'name="robots"' not in response.text


def test_only_notices_say_when_they_changed(maps):
    for pages in maps.values():
        dated = {address: on for address, (_, on) in pages.items() if on}
        assert len(dated) == 5
        assert all("/notices/" in address for address in dated)
        assert all(re.fullmatch(r"2026-\d\d-\d\d", on) for on in dated.values())


def test_what_nobody_looks_for_is_not_listed(maps):
    paths = {urlsplit(address).path for address in maps["en"]}
    assert not paths & {"/en/offline", "/en/away", "/en/saved"}
    assert not [path for path in paths if "/embed" in path or "/data/" in path]
    assert not [path for path in paths if path.endswith((".json", ".atom", ".xml"))]
    assert {"/en/", "/en/emergency", "/en/help/us-tx", "/en/partners"} <= paths


def test_without_a_store_the_site_map_lacks_only_notices(settings, facts, tmp_path, maps):
    there = replace(settings, url=OURS, data=tmp_path)
    client = create_app(there, facts=facts, clock=lambda: NOW).test_client()
    there.database.unlink()
    there.database.mkdir()
    left = mapped(client.get("/en/sitemap.xml").data)
    assert {a for a in maps["en"] if a not in left} == {a for a in maps["en"] if "/notices/" in a}


@pytest.mark.parametrize("address", ["/sitemap.xml", "/en/sitemap.xml", "/robots.txt", "/llms.txt"])
def test_documents_are_kept_for_an_hour_and_then_cost_no_download(address, client):
    for accepted in ("", "br"):
        first = client.get(address, headers={"Accept-Encoding": accepted})
        assert first.headers["Cache-Control"] == "public, max-age=3600"
        known = {"Accept-Encoding": accepted, "If-None-Match": first.headers["ETag"]}
        assert client.get(address, headers=known).status_code == 304


def test_llms_txt_has_the_shape_of_the_convention_and_its_links_lead_somewhere(client):
    lines = client.get("/llms.txt").text.split("\n")
    assert lines[0] == "# Leafline"
    assert lines[2].startswith("> ")
    sections = [line for line in lines if line.startswith("#")][1:]
    assert sections == ["## Help", "## Law", "## Safety", "## Data", "## Optional"]
    listed = lines[lines.index("## Help") :]
    for line in filter(None, listed):
        assert re.match(r"## \w|- \[[^]]+\]\(https://[^)]+\): \S", line), line
    for address in re.findall(r"https://[^)\s]+", "\n".join(listed)):
        assert client.get(address.removeprefix(OURS)).status_code == 200, address


def test_llms_txt_says_how_to_quote_us_and_every_safety_page(client, facts):
    said = client.get("/llms.txt").text
    for rule in ("Give the date with each fact", "never mean allowed", "Never give a dose"):
        assert rule in said
    for topic in facts.safety.topics:
        assert f"[{topic.title}]({OURS}/en/learn/{topic.slug}): {topic.summary}" in said


def test_llms_txt_holds_no_idea_to_avoid(client):
    said = client.get("/llms.txt").text.replace("Never give a dose, a conversion", "")
    for idea, pattern in FORBIDDEN.items():
        assert not re.search(pattern, said, re.IGNORECASE), idea
