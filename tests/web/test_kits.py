"""The kit builder, the links on cards, and their files."""

import io
import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from pwa.answers.kits import (
    AUDIENCES,
    FIRST_DAY,
    Age,
    Choice,
    Stamp,
    address_of,
    encode,
    needs,
)
from pwa.answers.text_messages import GSM_LIMIT, UCS2_LIMIT, counted
from pwa.app import create_app
from pwa.dates import PartialDate
from pwa.locales import ENGLISH, PUBLISHED, in_language
from pwa.records import Confidence
from pwa.records.helplines import TextLine
from pwa.settings import Settings
from pwa.web.paper.printing import FONTS, SHEETS, code_png, pdf
from pwa.web.paper.sheets import age_words, chat_message, sheet, text_message
from tests.clock import NOW
from tests.codes import decoded
from tests.page import Page
from tests.pseudo import PSEUDO, put_catalogs

ADDRESS = "https://leafline.example"
KIT = "/en/kit?place=us-tx&in=en&in=th&for=family&about=naloxone&plain=on"
EVERYONE = Choice()
LONGEST = ("US-MT/blackfeet-reservation", "GS", "US-ND/mha-nation", "VC", "US-TX")


@pytest.fixture(scope="module")
def known(settings, facts, tmp_path_factory):
    """An application that knows its own address."""
    data = tmp_path_factory.mktemp("kits")
    own = replace(settings, data=data, url=ADDRESS)
    return create_app(own, facts=facts, clock=lambda: NOW)


@pytest.fixture(scope="module")
def opened(known):
    """Opens an address; its page."""
    client = known.test_client()
    return lambda address: Page(address, client.get(address))


def spoken(known, tag, place, choice=EVERYONE):
    locale = next(each for each in PUBLISHED if each.tag == tag)
    with known.test_request_context(), in_language(locale):
        return sheet(place, choice)


def files_of(page: Page) -> list[str]:
    links = [str(link["href"]) for link in page.soup.select("[data-file]")]
    return [link.removeprefix(ADDRESS) for link in links]


def test_the_builder_asks_before_it_makes_anything(open_page):
    page = open_page("/en/kit")
    assert not page.soup.select(".kit")
    assert page.soup.select_one("#place")


def test_everything_is_made_in_each_language_asked_for(opened):
    page = opened(KIT)
    kits = page.soup.select(".kit")
    assert [kit.select_one("h2")["lang"] for kit in kits] == ["en", "th"]
    for kit in kits:
        assert kit.select_one("[data-text=sms]").get_text()
        assert kit.select_one(".card-sheet .qr path")["d"]
        assert "911" in kit.select_one(".poster .wake").get_text()
    assert len(files_of(page)) == 2 * (len(SHEETS) + 2)


def test_a_place_is_found_by_name_and_asked_back_where_names_are_alike(opened):
    assert "/k/en/us-tx/" in opened("/en/kit?place=Texas").html
    page = opened("/en/kit?place=anna&for=family")
    assert not page.soup.select(".kit")
    assert all("for=family" in link["href"] for link in page.soup.select("#which a"))
    assert page.soup.select("#which a")


@pytest.mark.parametrize("tag", ["en", "es", "th"])
def test_every_text_message_fits_for_every_place_and_reader(known, facts, tag):
    for place in facts.places.values():
        for audience in AUDIENCES:
            said = spoken(known, tag, place, Choice(audience))
            message = text_message(said)
            assert message == counted(message.text)
            assert message.length <= message.limit
            assert message.limit == (UCS2_LIMIT if tag == "th" else GSM_LIMIT) or tag == "th"
            assert message.text.endswith(said.message_url)
            assert not said.emergency or said.emergency in message.text


def named_on(facts, place_id, audience):
    return [need.line.helpline for need in needs(facts, place_id, audience, NOW)]


def test_no_card_of_any_place_is_empty_sends_to_the_police_or_to_lines_for_others(facts):
    for place_id in facts.places:
        for audience in AUDIENCES:
            found = needs(facts, place_id, audience, NOW)
            assert found
            lines = [need.line.helpline for need in found]
            assert not [line.id for line in lines if line.run_by_law_enforcement]
            assert {line.group for line in lines} <= {None, audience}
            assert len({line.id for line in lines}) == len(lines)
            assert all(address_of(line) for line in lines)


def changed(facts, *lines):
    return replace(facts, helplines=lines)


def a_line(facts, name, **more):
    """A crisis line of Germany, open day and night, but for what is said of it."""
    one = next(line for line in facts.helplines if line.numbers and line.published)
    plain = {
        "place": "DE", "topics": ("crisis",), "phone": "+498001110111", "short": None,
        "alt_phones": (), "sms": None, "whatsapp": None, "chat_url": None, "hours": "24/7",
        "timezone": None, "press": None, "published": True, "run_by_law_enforcement": False,
        "confidence": Confidence.HIGH,
    }  # fmt: skip
    return replace(one, id=name, name=name, **{**plain, **more})


def test_a_card_names_the_line_that_suits_its_reader_best(facts):
    def chosen(audience, *lines):
        return [line.id for line in named_on(changed(facts, *lines), "DE", audience)]

    day_only = a_line(facts, "a-day", hours="Mo-Fr 09:00-17:00", timezone="Europe/Berlin")
    texts = a_line(facts, "b-texts", phone=None, sms=TextLine("50808"))
    general, chat = (
        a_line(facts, "c-general"),
        a_line(facts, "d-chat", chat_url="https://d.example"),
    )
    young = a_line(facts, "a-young", topics=("youth", "crisis"))
    also_young = a_line(facts, "b-also", topics=("crisis", "youth"))
    assert chosen("everyone", young, day_only, texts, general, chat) == ["d-chat"]
    assert chosen("everyone", young, also_young, general) == ["c-general"]
    assert chosen("everyone", young, also_young) == ["b-also"]
    assert chosen("youth", general, young, also_young) == ["a-young", "b-also"]
    assert chosen("veterans", general, young) == ["c-general"]


def test_where_nobody_can_be_rung_a_card_names_the_directory_and_else_there_is_no_card(facts):
    directory = a_line(facts, "list", place="INT", phone=None, web_url="https://www.list.example/")
    police = a_line(facts, "police", run_by_law_enforcement=True)
    assert named_on(changed(facts, directory, police), "DE", "everyone") == [directory]
    assert named_on(changed(facts, police), "DE", "everyone") == []


@pytest.mark.parametrize("tag", ["en", "es", "th"])
def test_a_number_is_handed_on_with_what_it_takes(settings, facts, tmp_path, tag):
    pressed = a_line(facts, "a", short="988", phone=None, press="1")
    by_day = a_line(
        facts, "b", topics=("treatment",), hours="Mo-Fr 09:00-17:00", timezone="Europe/Berlin"
    )
    own = changed(facts, pressed, by_day)
    app = create_app(Settings(data=tmp_path, url=ADDRESS), facts=own, clock=lambda: NOW)
    said = spoken(app, tag, own.places["DE"])
    crisis, treatment = said.lines
    assert re.fullmatch(r"988\D+1", str(crisis.value))
    assert crisis.hours == ""
    assert re.search(r"\d", treatment.hours)
    chat = chat_message(said)
    assert crisis.value in chat
    assert treatment.hours in chat
    assert crisis.value in text_message(said).text
    page = Page("/", app.test_client().get(f"/{tag}/kit?place=de"))
    assert treatment.hours in page.soup.select_one(".card-sheet").get_text()
    card = app.test_client().get(f"{said.url.removeprefix(ADDRESS)}/card.pdf").data
    printed = bare(pypdfium2.PdfDocument(card)[0].get_textpage().get_text_range())
    assert bare(str(crisis.value)) in printed


def test_where_there_is_nobody_to_name_nothing_is_made(facts, tmp_path):
    own = changed(facts)
    client = create_app(Settings(data=tmp_path), facts=own, clock=lambda: NOW).test_client()
    page = Page("/en/kit", client.get("/en/kit?place=de"))
    assert not page.soup.select(".kit")
    assert not page.soup.select_one("[data-say=empty]").has_attr("hidden")
    assert client.get(f"/k/en/de/{encode(Stamp(NOW.date()))}/card.pdf").status_code == 404
    assert client.get("/en/kit/cards.pdf?place=de&cards=30").status_code == 404


@pytest.mark.parametrize("place_id", LONGEST)
def test_the_message_names_its_day_and_the_link_where_there_is_room(known, facts, place_id):
    place = facts.places[place_id] if place_id in facts.places else facts.places["US-TX"]
    message = text_message(spoken(known, "en", place))
    assert "Nov 22, 2026" in message.text
    assert place.slug in message.text


def test_cards_are_silent_about_the_subject_unless_their_maker_wants_it(known, facts):
    place = facts.places["US-TX"]
    for tag in ("en", "es", "th"):
        quiet = chat_message(spoken(known, tag, place))
        assert not re.search(r"kratom|opioid|7-OH|กระท่อม", quiet, re.IGNORECASE)
        assert "7-OH" in chat_message(spoken(known, tag, place, Choice(plain=True)))


def test_codes_open_the_link_that_stands_beside_them(opened, known):
    page = opened(KIT)
    for kit in page.soup.select(".kit"):
        link = str(kit.select_one(".link a")["href"])
        svg, png = (
            known.test_client().get(f"{link.removeprefix(ADDRESS)}/code.{form}").data
            for form in ("svg", "png")
        )
        assert decoded(png) == link
        path = re.search(r'd="(M[^"]+z)"/></svg>', svg.decode())[1]
        assert {one["d"] for one in kit.select(".qr path")} == {path}
        assert decoded(code_png(link)) == link
        assert known.test_client().get(link.removeprefix(ADDRESS)).status_code == 200


@pytest.mark.parametrize("tag", ["en", "es", "th"])
@pytest.mark.parametrize("form", SHEETS)
def test_a_pdf_is_one_page_with_a_code_and_the_words_of_the_sheet(known, facts, tag, form):
    place, choice = facts.places["TH"], Choice("everyone", ("naloxone",), plain=True)
    said = spoken(known, tag, place, choice)
    response = known.test_client().get(f"{said.url.removeprefix(ADDRESS)}/{form}.pdf")
    assert response.content_type == "application/pdf"
    assert f"leafline-{tag}-th-{form}.pdf" in response.headers["Content-Disposition"]
    document = pypdfium2.PdfDocument(response.data)
    assert len(document) == 1
    text = bare(document[0].get_textpage().get_text_range())
    lines = said.lines[: {"card": 3, "strips": 2}.get(form, 9)]
    for number in (said.emergency, *(row.value for row in lines), said.address):
        assert bare(number) in text
    for words in (said.heading, said.place, *(row.what for row in lines)):
        assert holds(text, bare(words)), words
    codes = document[0].render(scale=300 / 72).to_pil()
    file = io.BytesIO()
    codes.save(file, "png")
    assert decoded(file.getvalue(), several=form == "strips") == said.url
    assert all(b"NotoSans" in font for font in re.findall(rb"/BaseFont ?/([\w+-]+)", response.data))


def sheets_of(client, question: str) -> pypdfium2.PdfDocument:
    response = client.get(f"/en/kit/cards.pdf?{question}")
    assert response.status_code == 200
    assert response.content_type == "application/pdf"
    return pypdfium2.PdfDocument(response.data)


def said_on(document: pypdfium2.PdfDocument) -> str:
    return bare(" ".join(page.get_textpage().get_text_range() for page in document))


@pytest.mark.parametrize(
    ("question", "sheets", "shares"),
    [
        ("cards=30&in=en&in=es", 3, (15, 15, 0)),
        ("cards=10&in=en&in=es&in=th", 1, (4, 3, 3)),
        ("cards=1&in=en&in=th", 1, (1, 0, 1)),
        ("cards=11&in=es", 2, (0, 11, 0)),
        ("", 1, (10, 0, 0)),
        ("cards=200&in=th", 20, (0, 0, 200)),
    ],
)
def test_so_many_cards_come_as_are_asked_for_ten_to_a_sheet(known, question, sheets, shares):
    document = sheets_of(known.test_client(), f"place=us-tx&{question}")
    assert len(document) == sheets
    said = said_on(document)
    counts = [said.count(f"/k/{tag}/us-tx/") for tag in ("en", "es", "th")]
    assert tuple(counts) == shares
    assert said.count("988") == sum(shares)


@pytest.mark.parametrize(
    ("question", "size"),
    [
        ("place=us-tx&paper=a4", (595, 842)),
        ("place=us-tx&paper=letter", (612, 792)),
        ("place=us-tx", (612, 792)),
        ("place=us-il/jerseyville", (612, 792)),
        ("place=th", (595, 842)),
    ],
)
def test_sheets_are_of_the_paper_that_is_asked_for_or_that_the_place_has(known, question, size):
    (page,) = sheets_of(known.test_client(), question)
    assert page.get_size() == pytest.approx(size, abs=1)


def test_each_card_of_a_sheet_has_the_code_of_its_language(known):
    (page,) = sheets_of(known.test_client(), "place=us-tx&cards=2&in=en&in=th&plain=on")
    links = []
    for left in (0, 0.5):
        image = page.render(scale=300 / 72).to_pil()
        half = image.crop(
            (int(left * image.width), 0, int((left + 0.5) * image.width), image.height)
        )
        file = io.BytesIO()
        half.save(file, "png")
        links.append(decoded(file.getvalue()))
    assert [link.removeprefix(f"{ADDRESS}/k/")[:9] for link in links] == ["en/us-tx/", "th/us-tx/"]


@pytest.mark.parametrize("tag", ["en", "es", "th"])
@pytest.mark.parametrize("audience", ["everyone", "family"])
def test_nothing_is_cut_on_a_printed_card(known, facts, tag, audience):
    """Also where names and hours are long: the letters are as small as they need to be."""
    longest = max(
        (
            spoken(known, tag, place, Choice(audience, plain=True))
            for place in facts.places.values()
        ),
        key=lambda said: len(str(said.as_data())),
    )
    with known.test_request_context():
        (page,) = pypdfium2.PdfDocument(pdf(longest, "card"))
    text = bare(page.get_textpage().get_text_range())
    assert bare(longest.address) in text
    for row in longest.lines[:3]:
        assert bare(row.value) in text
        assert holds(text, bare(row.what))
    boxes = page.get_textpage()
    places = [boxes.get_charbox(number) for number in range(boxes.count_chars())]
    letters = [box for box in places if box[2] > box[0]]
    margin = 1.5 * 72 / 25.4
    assert min(box[0] for box in letters) > margin
    assert min(box[1] for box in letters) > margin
    assert max(box[2] for box in letters) < page.get_width() - margin
    assert max(box[3] for box in letters) < page.get_height() - margin


def test_where_the_place_is_not_clear_the_builder_asks_and_keeps_the_wishes(known):
    response = known.test_client().get("/en/kit/cards.pdf?place=anna&cards=30&in=th&paper=a4")
    assert response.status_code == 302
    assert response.location == "/en/kit?place=anna&cards=30&in=th&paper=a4"
    page = Page(response.location, known.test_client().get(response.location))
    for link in page.soup.select("#which a"):
        assert "cards=30" in link["href"]
        assert "in=th" in link["href"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("cards=30&in=en&in=es", "15 of each, on 3 sheets."),
        ("cards=10&in=en&in=es&in=th", "3–4 of each, on 1 sheet."),
        ("cards=100", "On 10 sheets."),
        ("cards=1&in=en&in=es", "1 of each, on 1 sheet."),
    ],
)
def test_one_sentence_tells_what_comes_out_and_phones_have_it_for_every_choice(
    opened, question, words
):
    page = opened(f"/en/kit?place=us-tx&{question}")
    assert page.text("#amount") == words
    amounts = json.loads(page.soup.select_one("option[selected]")["data-amounts"])
    assert amounts[question.count("in=")] == words
    assert amounts[0] == amounts[1]


def test_the_paper_can_be_chosen_and_the_form_keeps_it(opened):
    page = opened("/en/kit?place=us-tx&cards=30&in=en&in=es")
    assert page.soup.select_one("[name=paper]")["value"] == "letter"
    other = opened(str(page.soup.select_one("#paper a")["href"]))
    assert other.soup.select_one("[name=paper]")["value"] == "a4"
    assert other.text("#amount") == "15 of each, on 3 sheets."


def bare(text: str) -> str:
    """Without spaces and breaks, which a PDF does not keep."""
    return re.sub(r"\s", "", str(text))


def holds(text: str, words: str) -> bool:
    """Whether the words are there, letter behind letter. Readers of PDF see some stacked Thai
    letters twice, or their marks in another order."""
    letters = re.sub(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", "", words)
    return bool(re.search(".{0,5}?".join(map(re.escape, letters)), text, re.DOTALL))


def test_every_letter_of_every_card_is_in_a_font(known, facts):
    letters = {
        letter for folder in FONTS for path in folder.glob("*.ttf") for letter in covered(path)
    }
    for tag in ("en", "es", "th"):
        for place in facts.places.values():
            data = spoken(known, tag, place, Choice(plain=True)).as_data()
            missing = {ord(letter) for letter in str(list(data.values()))} - letters
            assert not missing, (tag, place.id, missing)


def covered(path) -> set[int]:
    with TTFont(path) as font:
        return set(font.getBestCmap())


def test_a_link_says_that_nothing_has_changed_since_its_card(opened):
    link = str(opened("/en/kit?place=us-tx").soup.select_one(".link a")["href"])
    page = opened(link.removeprefix(ADDRESS))
    text = page.text("[data-printed]")
    assert page.soup.select_one("[data-printed]")["data-printed"] == "2026-11-22"
    assert "The numbers are the same as on your card." in text
    assert "What we say of the law is the same as on that day." in page.text()


def test_an_old_link_opens_todays_facts_and_says_what_has_changed(opened):
    stamp = encode(Stamp(FIRST_DAY + timedelta(days=60), Choice(), law="000", lines="000"))
    page = opened(f"/k/en/us-oh/{stamp}")
    text = page.text("[data-printed]")
    assert "Mar 2, 2026" in text
    assert "The numbers are not the same as on your card. Use these." in text
    assert "What we say of the law is not the same as on that day." in page.text()
    assert page.soup.select(".vein .chip")
    assert page.soup.select_one(".line a[href='tel:911']")


def test_a_message_knows_its_day_alone(opened):
    page = opened("/k/en/us-tx/0a5")
    assert "Your card or message is from Nov 22, 2026." in page.text("[data-printed]")
    assert "same as" not in page.text("[data-printed]")


@pytest.mark.parametrize("stamp", ["x", "zzzzzzzzzzzzz", "0a5gzcq1", "zzz", "-", "%00", "<b>"])
def test_a_link_with_a_broken_end_still_opens_todays_facts(opened, stamp):
    page = opened(f"/k/en/us-tx/{stamp}")
    if page.response.status_code == 308:  # what no stamp ends with was cut off
        page = opened(page.response.location)
    assert page.response.status_code == 200
    assert "The end of this link is missing" in page.text("[data-printed]")
    assert page.soup.select_one(".line a[href='tel:911']")


@pytest.mark.parametrize(
    "address",
    [
        "/k/",
        "/k/en",
        "/k/xx/us-tx/0a5",
        "/k/en/us-zz/0a5",
        "/k/en/us-tx/0a5/x.pdf",
        "/k/en/us-tx/nonsense/a4.pdf",
        "/k/en/us-tx/zzz/code.png",
        "/k/en/<script>alert(1)</script>/0a5",
        "/k/en/us-tx/" + "a" * 100_000 + "/b",
        "/k/" + "../" * 50,
        "/en/kit?place=%3Cscript%3Ealert(1)%3C/script%3E",
        "/en/kit?place=" + "x" * 5000,
        "/en/kit?place=us-tx&for=nobody",
        "/en/kit?place=us-tx&cards=0",
        "/en/kit?place=us-tx&cards=201",
        "/en/kit?place=us-tx&cards=-1",
        "/en/kit?place=us-tx&cards=๑",
        "/en/kit?place=us-tx&cards=1e2",
        "/en/kit?place=us-tx&cards=" + "9" * 90,
        "/en/kit?place=us-tx&paper=a3",
        "/en/kit/cards.pdf?place=us-tx&cards=201",
        "/en/kit/cards.pdf?place=us-tx&in=xx",
        "/en/kit/cards.pdf?place=us-tx&paper=%00",
        "/en/kit?place=us-tx&about=nothing",
        "/en/kit?place=us-tx&in=xx",
        "/en/kit?place=%00",
        "/en/kit?place=us-tx&for=%ff",
        "/en/preview/nothing.png",
    ],
)
def test_a_hostile_address_gets_a_clear_page(known, address):
    response = known.test_client().get(address)
    page = Page(address, response)
    assert response.status_code in (200, 308, 400, 404)
    assert "<script>alert" not in page.html
    if response.status_code >= 400:
        assert page.soup.select_one("h1").get_text(strip=True)
        assert page.soup.select_one("a[href^='tel:']")


def test_a_card_of_a_town_that_is_gone_opens_its_state(opened, known):
    page = opened("/k/en/us-tx/a-town-that-was/0a5gzcq1fv200")
    assert page.text("h1") == "Help in Texas"
    for lost in ("/k/en/us-zz/a-town/0a5", "/k/xx/us-tx/a-town/0a5", "/k/en/us-tx"):
        assert known.test_client().get(lost).status_code == 404


def test_a_lost_link_is_answered_in_its_language(known):
    page = Page("/k/th/us-zz/0a5", known.test_client().get("/k/th/us-zz/0a5"))
    assert page.response.status_code == 404
    assert page.soup.html["lang"] == "th"
    for lost in ("/k", "/kit", "/k/", "//"):
        answer = known.test_client().get(lost, follow_redirects=True)
        assert 'lang="en"' in answer.get_data(as_text=True)


def test_a_huge_stamp_is_no_stamp(opened):
    page = opened("/k/en/us-tx/" + "0" * 100_000)
    assert page.response.status_code == 200
    assert "The end of this link is missing" in page.html


def test_pdfs_of_an_old_link_are_of_today(known, facts):
    old = encode(Stamp(FIRST_DAY, Choice(), law="000", lines="000"))
    document = pypdfium2.PdfDocument(known.test_client().get(f"/k/en/us-tx/{old}/a4.pdf").data)
    text = document[0].get_textpage().get_text_range()
    assert "Nov 22, 2026" in text
    assert "Jan 1, 2026" not in text


@pytest.mark.parametrize(
    ("checked", "until", "words"),
    [
        ("2026-09-03", date(2027, 3, 2), "Oldest source: Sep 3, 2026. Good until Mar 2, 2027."),
        ("2026-09", date(2026, 11, 22), "Oldest source: September 2026. Good until Nov 22, 2026."),
        ("2025", date(2026, 11, 21), "Some of it is from 2025. It may have changed."),
        ("", None, "Not all of it has a date. It may have changed."),
    ],
)  # fmt: skip
def test_a_card_says_how_long_it_holds(known, checked, until, words):
    with known.test_request_context():
        assert age_words(Age(PartialDate.parse(checked) if checked else None, until)) == words


def test_numbers_keep_their_direction_in_text_that_runs_from_right_to_left(
    settings, facts, tmp_path
):
    folder = put_catalogs(tmp_path)
    published = (ENGLISH, PSEUDO)
    app = create_app(
        settings, facts=facts, published=published, translations=folder, clock=lambda: NOW
    )
    with app.test_request_context(), in_language(PSEUDO):
        said = sheet(facts.places["US-TX"], EVERYONE)
        assert "\u2066(800) 222-1222\u2069" in chat_message(said)
        assert "\u2066911\u2069" in text_message(said).text
        assert text_message(said).length <= UCS2_LIMIT
        assert said.as_data()["emergency"] == "\u2066911\u2069"
        document = pypdfium2.PdfDocument(pdf(said, "a4"))
    page = document[0]
    boxes = page.get_textpage()
    found = {letter: [] for letter in "(2"}
    for number in range(boxes.count_chars()):
        if (letter := boxes.get_text_range(number, 1)) in found:
            found[letter].append(boxes.get_charbox(number))
    brackets = [box for box in found["("] if box[0] < page.get_width() / 2]
    assert brackets
    for left, bottom, _, top in brackets:
        beside = [box for box in found["2"] if bottom - 5 < box[1] < top]
        assert all(left < box[0] for box in beside)
