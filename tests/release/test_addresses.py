"""A release holds every page that the application has; new ones come in by themselves."""

import re

import pytest

from pwa.app import create_app
from pwa.locales import PUBLISHED
from pwa.release import addresses
from pwa.release.addresses import path_of
from pwa.release.statics import statics_in
from tests.clock import NOW
from tests.release.building import TODAY


@pytest.mark.parametrize("locale", [locale.tag for locale in PUBLISHED])
def test_the_site_map_lists_every_page_of_the_release_but_those_that_nobody_looks_for(
    locale, built, facts
):
    with built.site.on(TODAY):
        files = [page.address for page in addresses.pages(built.site, locale)]
        rendered = {address for address in files if "." not in address.rpartition("/")[2]}
    client = create_app(built.site.settings, facts=facts, clock=lambda: NOW).test_client()
    mapped = re.findall(
        r"<loc>http://localhost(.+?)</loc>", client.get(f"/{locale}/sitemap.xml").text
    )
    left_out = {f"/{locale}/{name}" for name in ("offline", "away", "saved", "share")}
    assert left_out <= rendered
    assert len(mapped) == len(set(mapped)) == len(rendered) - len(left_out) + 1
    assert set(mapped) == rendered - left_out | {f"/{locale}/partners"}


def test_each_place_topic_study_interaction_and_notice_has_its_pages(built, facts):
    with built.site.on(TODAY):
        found = [page.address for page in addresses.pages(built.site, "en")]
    assert len(found) == len(set(found))
    for place in facts.places.values():
        for page in (f"law/{place.slug}", f"law/{place.slug}?substance=7oh", f"help/{place.slug}"):
            assert f"/en/{page}" in found
    for topic in facts.safety.topics:
        assert f"/en/learn/{topic.slug}" in found
    for study in facts.safety.studies:
        assert f"/en/evidence/{study.id}" in found
    for interaction in facts.safety.interactions:
        assert f"/en/mixing/{interaction.id}" in found
    assert sum("/notices/" in address for address in found) == 5
    plain = {"", "about", "emergency", "help", "law", "learn", "mixing", "evidence", "notices"}
    assert {f"/en/{name}" for name in plain} <= set(found)
    assert not [address for address in found if "notices.atom" in address]


def test_an_address_names_its_file():
    assert path_of("/en/", "text/html; charset=utf-8") == "en/index.html"
    assert path_of("/en/law/us-il", "text/html") == "en/law/us-il.html"
    assert path_of("/en/law/us-il?substance=7oh", "text/html") == "en/law/us-il@substance=7oh.html"
    assert path_of("/en/data/law.json", "application/json") == "en/data/law.json"
    assert path_of("/static/app.css?v=1f", "text/css") == "static@v=1f/app.css"


def test_files_are_found_wherever_documents_name_them():
    page = b"""<link href="/static/app.css?v=1f"><script src="/static/app.js?v=2"></script>
    <a href="/en/">no</a> <img src="https://example.org/static/other.png">"""
    assert statics_in("/en/", page) == ["/static/app.css?v=1f", "/static/app.js?v=2"]
    script = b'import { a } from "./other.js"; import("../static/third.js")'
    assert statics_in("/static/app.js?v=2", script) == ["/static/other.js", "/static/third.js"]
    assert statics_in("/static/app.css", b"a{background:url(/static/i.svg)}") == ["/static/i.svg"]


def test_every_file_that_a_page_names_is_in_the_release(built):
    entries = built.release.contents.entries
    for address, entry in entries.items():
        for name in statics_in(address, built.release.file(entry).read_bytes()):
            assert name in entries, f"{address} names {name}"
