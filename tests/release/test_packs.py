"""Packs hold the pages of a locale without notices, and stay while only those change."""

import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from pwa.release import build as building
from pwa.release.build import build
from pwa.release.rendering import Site
from pwa.release.sheets import text_of
from pwa.web.http.headers import FOR_ALL
from tests.release.building import QUICK, TODAY, a_new_notice, body_of
from tests.store.every import EveryStore

# What packs leave out of pages without notices, and what hides the place for them.
WITHOUT = re.compile(
    r'<meta property="og:[^>]*>\n|<script type="application/ld\+json">[^<]*</script>'
    r"|(?<=<!--notices-->).*?(?=<!--/notices-->)"
)
HIDDEN = re.compile(r'(<section data-notices="[^"]*")( hidden)?>')
MARKS = re.compile(rb"[\x0e-\x10]")


def listed(release):
    return json.loads(body_of(release, "/en/pack.json"))


def lines_of(release, address):
    header, *sheets = body_of(release, address).decode().splitlines()
    return json.loads(header), [json.loads(sheet) for sheet in sheets]


def pages_in(release, pack):
    _, sheets = lines_of(release, listed(release)["packs"][pack]["url"])
    return {address: text_of(sheet, address) for sheet in sheets for address in sheet["entries"]}


def test_the_packs_hold_no_notice_and_hide_their_section(built):
    page, packed = built.body("/en/law/us-fl").decode(), pages_in(built.release, "full")
    assert re.search(r'<section data-notices="US-FL US">', page)
    assert re.search(r"<!--notices--><li>.+<!--/notices-->", page)
    for text in packed.values():
        assert '<section data-notices="' not in re.sub(r'(<section[^>]*") hidden>', "", text)
        assert "<!--notices--><!--/notices-->" in text or "<!--notices-->" not in text
    assert '<section data-notices="US-FL US" hidden>' in packed["/en/law/us-fl"]


def test_the_packs_hold_nothing_for_other_programs(built):
    for pack in ("essential", "full"):
        for text in pages_in(built.release, pack).values():
            assert "ld+json" not in text
            assert 'property="og:' not in text
    assert b"ld+json" in built.body("/en/help/us-tx")
    assert b'property="og:' in built.body("/en/help/us-tx")


def test_no_reader_gets_a_mark_of_what_stays_online(built):
    for address, entry in built.release.contents.entries.items():
        if dict(entry.headers)["Content-Type"].startswith("text/html"):
            assert not MARKS.search(built.release.file(entry).read_bytes()), address


def test_the_packs_give_back_every_page_as_it_was_rendered(built):
    packed = pages_in(built.release, "essential") | pages_in(built.release, "full")
    pages = {address for address in packed if address.startswith("/en/")}
    for address in pages - {"/en/", "/en/notices", "/en/law/us-fl"}:
        body = WITHOUT.sub("", built.body(address).decode())
        assert packed[address] == HIDDEN.sub(r"\1 hidden>", body), address
    assert '<meta name="release" content="">' in packed["/en/law/th"]
    assert "Emergency rule on 7-OH" not in packed["/en/law/us-fl"]
    rendered = {address for address in built.release.reads.of_page if "/notices/" not in address}
    assert {address for address in rendered if "data/notices" not in address} == pages


def test_what_is_needed_first_is_in_the_essential_pack(built):
    essential, full = pages_in(built.release, "essential"), pages_in(built.release, "full")
    assert essential.keys() >= {
        "/en/", "/en/emergency", "/en/emergency/numbers", "/en/help", "/en/help/us-tx",
        "/en/offline", "/en/away", "/en/saved", "/en/languages", "/en/search",
    }  # fmt: skip
    kinds = {
        address.partition("?")[0].rpartition(".")[2] for address in essential if "static" in address
    }
    assert kinds == {"css", "js", "svg"}
    assert full.keys() >= {"/en/law/th", "/en/law/th?substance=7oh", "/en/learn/opioid-withdrawal"}
    assert not essential.keys() & full.keys()


def test_a_download_can_go_on_from_later_sheets(built):
    full = listed(built.release)["packs"]["full"]
    header, sheets = lines_of(built.release, full["url"])
    assert [part["from"] for part in full["parts"]] == sorted(
        {n * len(sheets) // 4 for n in range(4)}
    )
    for part in full["parts"]:
        start = part["from"]
        partly, rest = lines_of(built.release, part["url"])
        assert partly == {**header, "from": start}
        assert rest == sheets[start:]
        assert [sheet["n"] for sheet in rest] == list(range(start, header["sheets"]))


def test_the_header_says_what_the_worker_needs(built):
    header, sheets = lines_of(built.release, listed(built.release)["packs"]["full"]["url"])
    pack = built.release.contents.packs["en"]
    assert (header["release"], header["locale"], header["pack"]) == (pack.id, "en", "full")
    assert (header["date"], header["sheets"]) == ("2026-11-22", len(sheets))
    assert header["firsts"] == [min(sheet["entries"]) for sheet in sheets]
    assert header["headers"] == FOR_ALL


def test_the_list_says_what_each_download_weighs(built):
    found = listed(built.release)
    entries = built.release.contents.entries
    for part in (found["packs"]["essential"], *found["packs"]["full"]["parts"]):
        assert part["bytes"] == entries[part["url"]].forms["br"].size
    unpacked = sum(len(page.encode()) for page in pages_in(built.release, "full").values())
    assert found["packs"]["full"]["unpacked"] == unpacked
    assert dict(entries[found["packs"]["full"]["url"]].headers)["Cache-Control"].endswith(
        "immutable"
    )


def test_the_worker_s_script_names_the_packs_and_is_short(built):
    said = body_of(built.release, "/sw.js").decode()
    pack = built.release.contents.packs["en"]
    releases = f'{{"en":{{"id":"{pack.id}","date":"2026-11-22"}}}}'
    assert said.startswith(f'const RELEASES={releases},URGENT="";importScripts("/static/sw.js?v=')
    assert len(said) < 300
    script = said.split('"')[-2]
    assert b"addEventListener" in body_of(built.release, script)
    assert dict(built.release.contents.entries["/sw.js"].headers)["Cache-Control"] == "no-cache"


def test_notices_change_no_pack_and_a_fact_does(again, built, facts):
    pack = built.release.contents.packs["en"]
    store = EveryStore(again.settings.database)
    a_new_notice(store)
    store.close()
    after = again().release
    assert after.name != built.release.name
    assert after.contents.packs["en"] == pack
    lines = tuple(line for line in facts.helplines if line.place != "US-TX")
    changed = again(replace(facts, helplines=lines)).release.contents.packs["en"]
    assert changed.id != pack.id


def test_a_new_day_alone_makes_no_new_pack(again, built):
    tomorrow = again(day=TODAY + timedelta(days=1)).release
    assert tomorrow.contents.packs == built.release.contents.packs
    assert body_of(tomorrow, "/sw.js") == built.body("/sw.js")


def test_phones_that_download_the_packs_before_can_finish(again, built, facts):
    before = listed(built.release)["packs"]["full"]["url"]
    lines = tuple(line for line in facts.helplines if line.place != "US-TX")
    second = again(replace(facts, helplines=lines), day=TODAY + timedelta(days=1)).release
    assert body_of(second, before) == built.body(before)
    assert second.contents.packs["en"].before == built.release.contents.packs["en"].id
    assert second.contents.packs["en"].date == "2026-11-23"
    third = again(replace(facts, helplines=facts.helplines[:50])).release
    assert before not in third.contents.entries
    assert listed(second)["packs"]["full"]["url"] in third.contents.entries


def test_a_withdrawn_statement_is_told_at_once_without_new_packs(again, built, monkeypatch):
    monkeypatch.setattr(building, "urgent_day", lambda *_: "2026-11-22")
    release = again().release
    assert 'URGENT="2026-11-22"' in body_of(release, "/sw.js").decode()
    assert listed(release) == {**listed(built.release), "urgent": "2026-11-22"}


def test_switched_off_the_worker_is_left_to_the_application(again, facts, make_app):
    settings = replace(again.settings, offline=False)
    release = build(Site(settings, facts, make_app), settings.releases, TODAY, QUICK).release
    assert "/sw.js" not in release.contents.entries


@pytest.mark.parametrize("address", ["/en/notices.atom", "/en/notices.json", "/", "/healthz"])
def test_feeds_and_what_is_no_page_are_not_in_a_release(address, built):
    assert address not in built.release.contents.entries
