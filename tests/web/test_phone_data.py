"""Files for phones: what they hold, what they never hold, and how small they are."""

import json
from datetime import timedelta
from itertools import pairwise

import brotli
import pytest

from pwa.app import create_app
from pwa.records import Kind, Permission, Status
from pwa.settings import ROOT, Settings
from tests.clock import NOW
from tests.notices.filled import fill
from tests.page import Page
from tests.sample import SAMPLE

PACKED = ("find", "law", "mixing", "names")
# Compressed bytes; the files grow with the facts, so each bar leaves some room.
BARS = {"find": 20_000, "law": 9_000, "mixing": 6_000, "names": 20_000}


@pytest.fixture(scope="module")
def files(app):
    """The files that go into packs, read."""
    return {name: json.loads(content(app, name)) for name in PACKED}


@pytest.fixture(scope="module")
def kept(tmp_path_factory, facts):
    """An app with notices in its store."""
    settings = Settings(facts=SAMPLE, data=tmp_path_factory.mktemp("notices"))
    app = create_app(settings, facts=facts, clock=lambda: NOW)
    fill(settings.database)
    return app


def content(app, name: str) -> bytes:
    response = app.test_client().get(f"/en/data/{name}.json")
    assert response.status_code == 200
    assert response.content_type == "application/json"
    return response.get_data()


def rows(files, kind: str) -> list[list[object]]:
    return files["find"]["kinds"][kind]["rows"]


@pytest.mark.parametrize("name", PACKED)
def test_a_file_for_packs_is_small(name, app):
    assert len(brotli.compress(content(app, name), quality=11)) <= BARS[name]


def test_the_scripts_that_use_them_are_small():
    scripts = [(ROOT / "static" / f"{name}.js").read_bytes() for name in ("find", "route")]
    assert sum(len(brotli.compress(script, quality=11)) for script in scripts) <= 14_000


def test_all_scripts_together_are_small():
    scripts = [path.read_bytes() for path in (ROOT / "static").glob("*.js")]
    assert sum(len(brotli.compress(script, quality=11)) for script in scripts) <= 30_000


def test_files_for_packs_do_not_depend_on_the_hour_or_the_notices(settings, facts, kept):
    midnight = NOW.replace(hour=0)
    other = create_app(settings, facts=facts, clock=lambda: midnight)
    for name in PACKED:
        assert content(other, name) == content(kept, name)


def test_another_day_changes_the_law_alone(settings, facts, app):
    later = create_app(settings, facts=facts, clock=lambda: NOW + timedelta(days=100))
    changed = [name for name in PACKED if content(later, name) != content(app, name)]
    assert changed == ["law"]


def test_every_place_page_and_published_line_can_be_found(files, facts):
    assert len(rows(files, "place")) == len(facts.places)
    assert len(rows(files, "helpline")) == sum(line.published for line in facts.helplines)
    assert len(rows(files, "topic")) == len(facts.safety.topics)
    assert len(rows(files, "mixing")) == len(facts.safety.interactions)


def test_a_line_that_nobody_confirmed_cannot_be_found(files, facts):
    found = {str(row[0]).partition("#")[2] for row in rows(files, "helpline")}
    assert not found & {line.id for line in facts.helplines if not line.published}


def test_what_is_found_has_a_page(files, client):
    for kind in files["find"]["kinds"].values():
        for rest, *_ in kind["rows"][::40]:
            assert client.get(kind["url"] + rest).status_code == 200


def test_each_timeline_starts_at_once_and_goes_on_in_order(files):
    for timeline in files["law"]["timelines"]:
        days = [day for day, _ in timeline]
        assert days[0] == ""
        assert days == sorted(set(days))


def test_a_timeline_names_no_day_on_which_nothing_changes(files):
    for timeline in files["law"]["timelines"]:
        answers = [answer for _, answer in timeline]
        assert all(a != b for a, b in pairwise(answers))


def test_a_place_that_nobody_reviewed_is_unknown_and_says_so(files, facts):
    law = files["law"]
    number = list(facts.places).index("AQ")
    for timeline in law["law"][number]:
        status, *acts, checked, notes, _ = law["answers"][law["timelines"][timeline][0][1]]
        assert law["statuses"][status][0] == Status.UNCLEAR
        assert {law["acts"][act][0] for act in acts} == {Permission.UNCLEAR}
        assert checked == ""
        assert [law["notes"][note] for note in notes] == ["We have not reviewed this place"]


def test_unions_and_treaties_are_no_stop_on_a_route(files, facts):
    for place, law in zip(facts.places.values(), files["law"]["law"], strict=True):
        assert (law is None) == (place.kind in (Kind.UNION, Kind.INTERNATIONAL))


def test_in_the_end_nothing_is_said_to_be_allowed(files):
    law = files["law"]
    for timeline in law["timelines"]:
        status, *_ = law["answers"][timeline[-1][1]]
        assert law["statuses"][status][0] in (Status.BANNED, Status.UNCLEAR)


def test_notices_read_as_they_do_on_pages(kept):
    items = json.loads(content(kept, "notices"))["items"]
    page = Page("/en/notices", kept.test_client().get("/en/notices"))
    shown = [
        (link["href"], link.b.get_text(), link.b["lang"], link.small.get_text())
        for link in page.soup.select("main .rows a")
    ]
    assert [(it["url"], it["title"], it["language"], it["line"]) for it in items] == shown
    assert {it["place"] for it in items} == {"US", "US-FL", "TH"}
    assert items[0]["day"] == "2026-11-20"


def test_notices_of_a_broken_store_are_unavailable(tmp_path, facts):
    settings = Settings(facts=SAMPLE, data=tmp_path)
    app = create_app(settings, facts=facts, clock=lambda: NOW)
    settings.database.unlink()
    settings.database.mkdir()
    assert app.test_client().get("/en/data/notices.json").status_code == 503


def test_the_route_check_sends_nothing_by_itself(open_page):
    page = open_page("/en/route")
    form = page.soup.select_one("#add")
    assert form.get("action") is None
    assert form.select("[name]") == []
    assert page.soup.select_one("#route").has_attr("hidden")


def test_without_javascript_the_route_check_leads_to_the_law_pages(open_page):
    page = open_page("/en/route")
    assert "needs JavaScript" in page.text('[data-say="no-script"]')
    assert page.links("[data-say=links] a") == ["/en/law"]
    assert "/en/route" in open_page("/en/law").links("main a")


@pytest.mark.parametrize("address", ["/en/search", "/en/mixing", "/en/route"])
def test_a_page_can_say_that_it_could_not_look_something_up(address, open_page):
    note = open_page(address).soup.select_one('[data-say="no-data"]')
    assert note.has_attr("hidden")
    assert "does not mean that something is allowed or safe" in note.get_text()


@pytest.mark.parametrize("query", ["with=,", "with=and", "and=_"])
def test_a_text_that_names_nothing_is_not_called_safe(query, open_page):
    text = open_page(f"/en/mixing?{query}").text("[data-find]")
    assert "If we do not name it, that does not mean that it is safe." in text
