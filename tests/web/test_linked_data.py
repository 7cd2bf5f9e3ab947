"""What pages tell search engines: JSON that no page can be broken by, and no more than the page."""

import json
import re
from dataclasses import replace
from itertools import product

import pytest

from pwa.app import create_app
from pwa.facts.numbers import dialled, digits
from pwa.settings import Settings
from pwa.web.words.linked_data import data_block
from tests.clock import NOW
from tests.kinds import ERRORS, KINDS
from tests.page import DATA, Page, Written

TAGS = ("en", "es", "th")
WITHOUT = (
    "emergency",
    "notices",
    "search",
    "about",
    "privacy",
    "languages",
    "partners",
    "evidence",
)
HOSTILE = "</script><script>alert('1')</script><!-- & \u2028 ]]>"


def things(page: Page) -> list[dict]:
    found = page.soup.select(DATA)
    assert len(found) <= 1
    if not found:
        return []
    document = json.loads(found[0].string)
    assert document["@context"] == "https://schema.org"
    return document["@graph"]


def strings(value) -> list[str]:
    if isinstance(value, dict):
        return [text for key, each in value.items() if key[0] != "@" for text in strings(each)]
    if isinstance(value, list):
        return [text for each in value for text in strings(each)]
    return [value]


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", [*KINDS, *ERRORS])
def test_each_kind_of_page_holds_json_or_nothing(kind, tag, client):
    page = Page(f"/{tag}/{kind}", client.get(f"/{tag}/{kind}"))
    found = things(page)
    assert "<" not in "".join(each.string for each in page.soup.select(DATA))
    if kind.startswith(WITHOUT) or kind in ERRORS:
        assert found == []
    for thing in found:
        assert thing.get("inLanguage", tag) == tag


def test_the_home_page_names_its_search_where_our_address_is_known(settings, facts, open_page):
    client = create_app(
        replace(settings, url="https://leafline.example"), facts=facts, clock=lambda: NOW
    ).test_client()
    (site,) = things(Page("", client.get("/th/")))
    assert site["url"] == "https://leafline.example/th/"
    template = site["potentialAction"]["target"]["urlTemplate"]
    found = template.replace("{search_term_string}", "texas").removeprefix(
        "https://leafline.example"
    )
    assert open_page(found).links("main .rows a")[0] == "/th/law/us-tx"
    assert things(open_page("/th/")) == [
        {"@type": "WebSite", "name": "Leafline", "inLanguage": "th"}
    ]


@pytest.mark.parametrize("tag", TAGS)
def test_lines_are_those_of_the_page_and_no_number_is_hidden_or_retired(tag, client, facts):
    hidden = {digits(n) for line in facts.helplines if not line.published for n in line.numbers}
    shown = {digits(n) for line in facts.helplines if line.published for n in line.numbers}
    retired = {digits(n) for line in facts.helplines for n in line.retired_numbers}
    places = sorted(facts.published_by_place)
    for place in places if tag == "en" else places[::6]:
        page = Page("", client.get(f"/{tag}/help/{place.lower()}"))
        text, numbers = page.text(), set(page.links("a[href^='tel:']"))
        lines = things(page)
        assert len(lines) == len(facts.published_by_place[place])
        for line in lines:
            ways = line.get("contactPoint", [])
            told = {way["telephone"] for way in ways}
            assert {f"tel:{dialled(number)}" for number in told} <= numbers
            assert not {digits(number) for number in told} & (retired | (hidden - shown))
            said = [line["name"], *sentences(line), *(way["contactType"] for way in ways)]
            assert all(bare(each) in bare(text) for each in said), said


def sentences(line: dict) -> list[str]:
    """What is said of a line: on the page each part stands apart."""
    return re.split(r"(?<=[.ก-๛]) ", line["description"])


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_a_place_without_lines_names_those_of_the_nearest_place_above(client):
    lines = things(Page("", client.get("/en/help/us-il/jerseyville")))
    assert {line["areaServed"]["name"] for line in lines} == {"Illinois"}
    assert things(Page("", client.get("/en/help/aq"))) == []


def test_warnings_go_along_with_a_line(client, facts):
    marked = [line for line in facts.helplines if line.run_by_law_enforcement and line.published]
    for line in marked:
        found = things(Page("", client.get(f"/en/help/{line.place.lower()}")))
        (told,) = [each for each in found if each["name"] == line.name]
        assert "Run by police" in told["description"]
    lines = things(Page("", client.get("/en/help/us")))
    assert all(
        re.search("showed this number|ource from|Old source|no date", line["description"])
        for line in lines
    )


def test_hours_are_told_only_of_lines_that_always_answer(client, facts):
    always = {line.name for line in facts.helplines if line.hours == "24/7"}
    for place in ("us", "gb", "th", "be"):
        for line in things(Page("", client.get(f"/en/help/{place}"))):
            hours = ["hoursAvailable" in way for way in line.get("contactPoint", [])]
            assert hours == [line["name"] in always] * len(hours)


def test_the_law_tells_no_more_than_the_page(client, facts):
    told = 0
    for place, substance in product(facts.law_by_place, ("kratom", "7oh")):
        html = client.get(f"/en/law/{place.lower()}?substance={substance}").text
        block = re.search(r"ld\+json\">(.+?)</script>", html)
        if not block or '"about"' not in block[1]:
            continue
        page = Page("", Written(html))
        (thing,) = things(page)
        assert thing.keys() <= {"@type", "inLanguage", "lastReviewed", "about"}
        assert thing["lastReviewed"][:4] in page.text(".answer")
        for law in thing["about"]:
            told += 1
            assert law.keys() == {
                "@type", "name", "legislationJurisdiction", "legislationLegalForce",
            }  # fmt: skip
            level = level_named(page, law)
            assert level.select_one(".chip.banned, .chip.regulated, .chip.prescription")
            assert "one source" not in level.get_text()
            if page.soup.select_one(".answer")["data-legal-status"] in ("legal", "unclear"):
                assert not level.has_attr("data-decides")
    assert told > 50


def level_named(page: Page, law: dict):
    where = law["legislationJurisdiction"]["name"]
    return next(
        li
        for li in page.soup.select(".chain > li")
        if li.b.get_text() == where and bare(law["name"]) in bare(li.get_text())
    )


def test_no_rule_is_told_that_is_not_known_stale_or_of_another_day(settings, facts, client):
    later = create_app(settings, facts=facts, clock=lambda: NOW.replace(year=2028)).test_client()
    for place in ("us", "us-il", "th", "my", "gb"):
        found = things(Page("", later.get(f"/en/law/{place}")))
        assert not [law for thing in found for law in thing.get("about", [])]
        assert things(Page("", client.get(f"/en/law/{place}?on=2026-11-22"))) == []
    said = json.dumps(things(Page("", client.get("/en/law/th")))).lower()
    assert not re.search("legal(?!force)|allow|permit", said.replace("legislation", ""))


def test_only_the_original_of_a_safety_page_claims_its_review(client, facts):
    for topic in facts.safety.topics:
        (page,) = things(Page("", client.get(f"/en/learn/{topic.slug}")))
        assert page == {
            "@type": "MedicalWebPage", "name": topic.title, "inLanguage": "en",
            "lastReviewed": topic.reviewed_on.isoformat(),
        }  # fmt: skip
    (translated,) = things(Page("", client.get("/es/learn/naloxone")))
    assert "lastReviewed" not in translated


def test_hostile_text_stays_inside_its_block(facts, tmp_path):
    line = next(line for line in facts.helplines if line.id == "us-988")
    planted = replace(line, name=HOSTILE, advice=HOSTILE)
    rules = [record for record in facts.law if record.place == "US-AL"]
    spoilt = [
        replace(each, rules=tuple(replace(rule, instrument=HOSTILE) for rule in each.rules))
        for each in rules
    ]
    changed = replace(
        facts,
        helplines=tuple(planted if each == line else each for each in facts.helplines),
        law=tuple(spoilt[rules.index(each)] if each in rules else each for each in facts.law),
    )
    client = create_app(Settings(data=tmp_path), facts=changed, clock=lambda: NOW).test_client()
    for address in ("/en/help/us", "/en/law/us-al"):
        page = Page(address, client.get(address))
        page.owes_what_all_pages_owe()
        assert HOSTILE in strings(things(page)) or any(HOSTILE in s for s in strings(things(page)))


def test_a_block_of_nothing_is_nothing(app):
    with app.test_request_context():
        assert data_block() == ""
        said = data_block({"name": HOSTILE})
    assert said.count("<") == 2
    body = said.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert json.loads(body)["@graph"] == [{"name": HOSTILE}]
