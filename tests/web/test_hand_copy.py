"""The copy that goes from hand to hand: small, whole, loading nothing, and never saying more than
the pages do."""

import base64
import hashlib
import re
from collections import Counter

import html5lib
import pytest
from bs4 import BeautifulSoup
from flask import g

from pwa.answers.days import answers_by_day
from pwa.app import create_app
from pwa.facts.numbers import dialled
from pwa.locales import ENGLISH, PUBLISHED
from pwa.records import Kind, Substance
from pwa.web.phone.hand_copy import MOST_BYTES, claims_of_sentence, mark_of
from pwa.web.words.law_wording import act_words, explanation, headline
from pwa.web.words.safety_wording import how_sure, sentence_text
from pwa.web.words.wording import day, number_words, permission_words, status_word
from tests.clock import NOW

TAGS = [locale.tag for locale in PUBLISHED]
MOST_SCRIPT = 4000
BACKGROUND = (Kind.UNION, Kind.INTERNATIONAL)


@pytest.fixture(scope="module")
def answers(app):
    """The copy in each language, made once."""
    client = app.test_client()
    return {tag: client.get(f"/{tag}/leafline.html") for tag in TAGS}


@pytest.fixture(scope="module")
def copies(answers):
    return {tag: answer.get_data(as_text=True) for tag, answer in answers.items()}


@pytest.fixture(scope="module")
def soups(copies):
    return {tag: BeautifulSoup(text, "html5lib") for tag, text in copies.items()}


@pytest.fixture
def in_english(app):
    with app.test_request_context():
        g.locale = ENGLISH
        yield


def words(element) -> str:
    return " ".join(element.get_text(" ").split())


@pytest.mark.parametrize("tag", TAGS)
def test_a_copy_stays_below_what_old_phones_can_hand_on(tag, answers):
    assert 100_000 < len(answers[tag].data) <= MOST_BYTES


@pytest.mark.parametrize("tag", TAGS)
def test_a_copy_is_offered_as_a_file_with_its_language_in_its_name(tag, answers):
    said = answers[tag].headers["Content-Disposition"]
    assert said == f'attachment; filename="leafline-{tag}.html"'
    assert "Set-Cookie" not in answers[tag].headers


@pytest.mark.parametrize("tag", TAGS)
def test_a_copy_is_valid_html_and_each_id_is_there_once(tag, copies, soups):
    html5lib.HTMLParser(strict=True).parse(copies[tag])
    ids = Counter(element["id"] for element in soups[tag].select("[id]"))
    assert [name for name, count in ids.items() if count > 1] == []
    assert soups[tag].html["lang"] == tag


@pytest.mark.parametrize("tag", TAGS)
def test_a_copy_loads_nothing_from_anywhere(tag, soups):
    page = soups[tag]
    loading = "[src], [style], link, img, iframe, object, embed, form, audio, video, base, use"
    assert page.select(loading) == []
    assert {
        name for element in page.select("*") for name in element.attrs if name[:2] == "on"
    } == set()
    code = page.style.string + page.script.string
    assert not re.search(r"url\(|@import|fetch\(|XMLHttp|import\(", code)
    schemes = {link["href"].partition(":")[0] for link in page.select("a:not([href^='#'])")}
    assert schemes <= {"tel", "sms", "https", "http"}


@pytest.mark.parametrize("tag", TAGS)
def test_its_policy_allows_its_own_script_and_style_and_nothing_else(tag, copies, soups):
    policy = soups[tag].select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    raw = {
        kind: re.search(rf"<{kind}>(.*?)</{kind}>", copies[tag], re.DOTALL)[1]
        for kind in ("script", "style")
    }
    hashes = {
        kind: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        for kind, text in raw.items()
    }
    assert policy.split(";") == [
        "default-src 'none'",
        f"script-src 'sha256-{hashes['script']}'",
        f"style-src 'sha256-{hashes['style']}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert len(raw["script"].encode()) < MOST_SCRIPT
    assert copies[tag].count("<script") == copies[tag].count("<style") == 1


@pytest.mark.parametrize("tag", TAGS)
def test_the_mark_is_that_of_the_file_while_its_place_was_empty(tag, copies, soups):
    mark = soups[tag].select_one("#mark").get_text()
    emptied = copies[tag].replace(f'<b id="mark">{mark}</b>', '<b id="mark"></b>')
    assert hashlib.sha256(emptied.encode()).hexdigest()[:16] == mark
    assert mark_of(emptied.replace("911", "912", 1)) != mark


@pytest.mark.parametrize("tag", TAGS)
def test_each_link_within_a_copy_leads_somewhere(tag, soups):
    ids = {element["id"] for element in soups[tag].select("[id]")}
    inside = {link["href"][1:] for link in soups[tag].select("a[href^='#']")}
    assert inside <= ids


def test_a_copy_is_the_same_at_every_hour(settings, facts, copies):
    evening = NOW.replace(hour=23, minute=59)
    app = create_app(settings, facts=facts, clock=lambda: evening)
    assert app.test_client().get("/en/leafline.html").get_data(as_text=True) == copies["en"]


@pytest.mark.parametrize("tag", TAGS)
def test_every_published_number_can_be_called_and_no_other(tag, soups, facts):
    shown = {
        re.split("[:/]+", link["href"].partition("?")[0])[-1].lstrip("+")
        for link in soups[tag].select("a[href^=tel], a[href^=sms], a[href^='https://wa.me/']")
    }
    published = {n for line in facts.helplines if line.published for n in line.numbers}
    assert shown == {dialled(number).lstrip("+") for number in published}


def test_numbers_that_are_withheld_or_retired_stand_nowhere_in_words(soups, facts):
    text = soups["en"].get_text("|")
    digits = set(re.findall(r"\d{7,}", re.sub(r"[ ()\-.\u2011]", "", text)))
    published = {n.lstrip("+") for line in facts.helplines if line.published for n in line.numbers}
    others = {
        n.lstrip("+")
        for line in facts.helplines
        for n in (*line.retired_numbers, *(() if line.published else line.numbers))
    } - published
    assert len(digits) > 20
    assert not others & digits


def test_each_line_says_what_its_card_says(soups, facts, in_english):
    page = soups["en"]
    for place, lines in facts.published_by_place.items():
        said = words(page.find(id=f"h-{place.lower()}"))
        for line in lines:
            assert line.name in said
            assert line.who.split(".")[0] in said
            for number in line.numbers[:1]:
                assert str(number_words(number, facts.places[place])) in said
        police = any(line.run_by_law_enforcement for line in lines)
        assert ("Run by police or a drug law agency." in said) is police


def test_every_emergency_number_stands_first(soups, facts):
    listed = soups["en"].select("#emergency .numbers a")
    known = [h for h in facts.helplines if h.published and "emergency" in h.topics]
    assert Counter(a["href"] for a in listed) == Counter(f"tel:{h.short or h.phone}" for h in known)


@pytest.mark.parametrize("tag", ["en", "es", "th"])
def test_the_steps_are_those_of_the_emergency_page(tag, soups, open_page):
    page = BeautifulSoup(open_page(f"/{tag}/emergency").response.text, "html5lib")
    assert soups[tag].select("#emergency .steps > li") == page.select(".steps > li") != []


@pytest.mark.parametrize("tag", ["en", "es", "th"])
def test_a_copy_says_what_nobody_has_checked_yet(tag, soups, open_page):
    line = open_page(f"/{tag}/emergency").text("[data-unchecked]")
    assert line in soups[tag].select_one("#emergency").get_text(" ", strip=True)


def words_of(answer, act) -> str:
    return permission_words(getattr(answer, act))


def card_of(answer) -> list[str]:
    """What a page says, without the place and the day; of an old answer what held then."""
    acts = {"Having it": "possession", "Selling it": "sale", "Carrying it in": "import_"}
    old = answer.is_last_known
    said = (
        f"{name}: {act_words(answer, act, named=False) if old else words_of(answer, act)}"
        for name, act in acts.items()
    )
    return [headline(answer, named=False), *explanation(answer, named=False), " ".join(said)]


def test_the_law_of_every_place_on_every_day_is_what_the_answer_says(soups, facts, in_english):
    page = soups["en"]
    cards = {
        section["id"]: (
            section.parent.h3.get_text(),
            [words(part).replace(" :", ":") for part in section.select("h4, p")],
        )
        for section in page.select("#answers section")
    }
    rows = {row["id"]: row for row in page.select("#law [id]")}
    turns = 0
    for place in facts.places.values():
        if place.kind in BACKGROUND:
            continue
        row = rows[place.slug]
        for number, substance in enumerate(Substance):
            found = answers_by_day(facts, place.id, substance, NOW.date())
            if row.name == "li":
                assert {headline(each) for each in found} == {"We have not reviewed this place"}
                continue
            cell = row.select("td")[number]
            later = cell.get("data-next", "")
            named = {"": cell.a["href"][1:]} | dict(t.split(":") for t in later.split(",") if t)
            assert cell.a.get_text() == status_word(found[0].status)
            assert cell.a["class"] == [found[0].status.value]
            assert day(found[0].as_of) in words(row)
            turns += len(named) - 1
            for each in found:
                at = max(since for since in named if since <= each.on.isoformat())
                assert cards[named[at]] == (status_word(each.status), card_of(each)), place.id
    assert turns > 100


def test_places_that_nobody_reviewed_are_listed_as_such_and_as_nothing_else(soups, facts):
    listed = soups["en"].select("#law .names li")
    assert {item["id"] for item in listed} >= {"aq", "fm"}
    assert not {item["id"].upper() for item in listed} & set(facts.law_by_place)
    for item in listed:
        heading = item.find_parent("div").h4.get_text()
        assert heading == "We have not reviewed this place"


@pytest.mark.parametrize(("tag", "place", "name"), [
    ("en", "us-il/jerseyville", "Jerseyville"), ("es", "us-ny", "New York"),
    ("th", "th", "Thailand"), ("th", "th", "ประเทศไทย"), ("es", "th", "Tailandia"),
    ("th", "gb", "UK"),
])  # fmt: skip
def test_a_place_is_found_by_its_name_here_and_in_english(tag, place, name, soups):
    row = soups[tag].find(id=place)
    said = f"{words(row)} {row.get('data-n', '')}"
    assert name in said or name.removeprefix("ประเทศ") in said


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_sentence_of_every_topic_is_there_and_says_how_sure_it_is(soups, facts, in_english):
    checked = 0
    for topic in facts.safety.topics:
        section = soups["en"].find(id=f"t-{topic.slug}")
        text = squeezed(section.get_text())
        notes = {squeezed(note.get_text()).strip("()") for note in section.select("small, .sure")}
        for sentence in topic.sentences:
            said = squeezed(sentence_text(sentence))
            assert said in text
            if sentence.claim_ids:
                after = text[text.index(said) + len(said) :]
                following = min((note for note in notes if note in after), key=after.index)
                sure = squeezed(how_sure(claims_of_sentence(sentence)))
                assert following.startswith(sure), sentence.text
                checked += 1
    assert checked > 300


def test_it_says_when_it_was_made_and_when_it_is_too_old(soups):
    header = soups["en"].header
    assert header.select_one("time[data-age]")["datetime"] == "2026-11-22"
    old, very_old = (part for part in header.select(".warn"))
    assert (old["data-from"], very_old["data-from"]) == ("2027-05-22", "2027-11-23")
    assert old.has_attr("hidden")
    assert "After a year, do not rely on this copy." in words(header)


def test_the_version_is_the_mark_of_what_the_copy_says(soups, copies):
    for tag in TAGS:
        says = re.search(r"<main>\n(.*)\n</main>", copies[tag], re.DOTALL)[1]
        assert words(soups[tag].select_one("footer .soft bdi")) == mark_of(says)


def test_the_page_on_what_is_saved_leads_to_it_and_says_how_large_it_is(open_page):
    page = open_page("/en/saved")
    assert "/en/leafline.html" in page.links()
    assert f"{MOST_BYTES / 1_000_000:g} MB" in page.text("main")
