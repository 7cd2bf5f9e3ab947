"""What comes out of a printer: how many pages, what is on them, and what is not."""

import io
import re

import pypdfium2
import pytest

from pwa.web.paper.sheets import CARDS_ON_SHEET
from tests.chromium import new_phone
from tests.codes import decoded

pytestmark = pytest.mark.browser

PLACES = {"us-tx": "911", "th": "1669", "gb": "999", "us-il/jerseyville": "911"}
TOPICS = ("opioid-withdrawal", "body-and-brain", "risks", "overdose", "how-we-know")
MILLIMETRE = 72 / 25.4
# What a kit prints beside its cards would show one of these.
OF_THE_FORM = ("For which place?", "Send as a message", "Print", "Each carries its date")


@pytest.fixture
def printed(tab, server):
    """Opens an address; what its browser prints on A4."""

    def print_it(address: str, paper: str = "A4") -> pypdfium2.PdfDocument:
        page = tab()
        page.goto(server + address)
        return pypdfium2.PdfDocument(page.pdf(format=paper, prefer_css_page_size=False))

    return print_it


def words(document: pypdfium2.PdfDocument) -> str:
    return " ".join(page.get_textpage().get_text_range() for page in document)


@pytest.mark.parametrize("locale", ["en", "es", "th"])
@pytest.mark.parametrize("place", PLACES)
def test_help_of_a_place_prints_on_one_page_with_its_address_and_day(place, locale, printed):
    document = printed(f"/{locale}/help/{place}")
    assert len(document) == 1
    said = words(document)
    assert f"/{locale}/help/{place}" in said
    assert "2026" in said
    assert PLACES[place] in said


def test_paper_names_each_line_once_with_its_number_and_hours_and_nothing_of_screens(printed):
    said = words(printed("/en/help/us-tx"))
    assert said.count("Emergency services (911)") == 1
    assert "Open day and night" in said
    assert "(800) 222-1222" in said
    assert "Text HOME to 741741" in said
    for of_screens in ("Website", "More:", "change", "Keep as my place", "Cards to hand on"):
        assert of_screens not in said


def test_mixing_prints_its_answer_and_neither_the_table_nor_the_form(printed):
    document = printed("/en/mixing?with=alprazolam&and=alcohol")
    said = words(document)
    assert len(document) == 1
    assert "Dangerous" in said
    assert "All groups" not in said
    assert "Check" not in said


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_prints_on_two_pages_at_most(topic, printed):
    assert len(printed(f"/en/learn/{topic}")) <= 2


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(("cards", "sheets"), [(1, 1), (10, 1), (30, 3)])
def test_the_kit_prints_as_many_cards_as_are_asked_for_and_never_the_form(
    cards, sheets, paper, printed
):
    document = printed(f"/en/kit?place=us-tx&in=en&in=th&cards={cards}", paper)
    assert len(document) == sheets
    said = words(document)
    assert said.count("Someone to call") == max(cards // 2, 1)
    assert said.count("/k/en/us-tx/") == said.count("/k/th/us-tx/") == max(cards // 2, 1)
    assert not [words for words in OF_THE_FORM if words in said]


def test_without_scripts_the_kit_prints_its_card_and_never_the_form(browser, server):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{server}/en/kit?place=us-tx&cards=30")
    said = words(pypdfium2.PdfDocument(page.pdf(format="A4")))
    assert said.count("Someone to call") == 1
    assert not [words for words in OF_THE_FORM if words in said]
    page.context.close()


def test_where_there_is_no_card_the_kit_prints_none(printed):
    assert "Someone to call" not in words(printed("/en/kit?place=anna&cards=30"))


def test_a_poster_is_printed_where_it_is_open(tab, server):
    page = tab()
    page.goto(f"{server}/en/kit?place=us-tx&cards=10")
    page.click("text=Posters, code and link")
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    assert len(document) == 2
    assert "Someone to call" in document[1].get_textpage().get_text_range()


def test_the_code_of_a_printed_card_can_be_read(printed, client):
    link = client.get("/en/kit?place=us-tx").text
    stamp = re.search(r"/k/en/us-tx/\w+", link)[0]
    page = printed("/en/kit?place=us-tx&cards=10")[0]
    file = io.BytesIO()
    page.render(scale=300 / 72).to_pil().save(file, "png")
    assert decoded(file.getvalue(), several=True).endswith(stamp)


@pytest.mark.parametrize("locale", ["en", "es", "th"])
@pytest.mark.parametrize("width", [320, 360, 1100])
def test_a_card_is_drawn_to_scale_and_holds_all_that_it_says(width, locale, tab, server):
    page = tab(width)
    for place in ("us-mt/blackfeet-reservation", "gs", "us-nd/mha-nation", "us-tx", "th"):
        page.goto(f"{server}/{locale}/kit?place={place}&plain=on&for=family")
        side, height, most, cut = page.eval_on_selector(
            ".card-sheet",
            """card => [card.offsetWidth, card.offsetHeight, card.clientHeight,
            card.scrollHeight - card.clientHeight]""",
        )
        assert side / height == pytest.approx(85.6 / 53.98, rel=0.01)
        assert side <= width
        assert cut <= 0
        inside = page.eval_on_selector(
            ".card-sheet",
            """card => Math.min(...[...card.querySelectorAll('p, li, svg')].map(
            e => card.getBoundingClientRect().bottom - e.getBoundingClientRect().bottom))""",
        )
        assert inside > 0.03 * most


def test_the_picture_and_the_sentence_follow_what_is_chosen(browser, server):
    page = new_phone(browser).new_page()
    page.goto(f"{server}/en/kit?place=us-tx&cards=30")
    page.evaluate("window.stays = true")
    page.check("[name=in][value=th]")
    page.wait_for_selector(".kit h2[lang=th]")
    assert page.inner_text("#amount") == "15 of each, on 3 sheets."
    page.click("text=What is on the card?")
    page.select_option("#for", "family")
    page.wait_for_selector(".card-sheet:has-text('Worried about someone?')")
    assert page.evaluate("window.stays")
    with page.expect_download() as sheets:
        page.click("[data-do=print]")
    document = pypdfium2.PdfDocument(sheets.value.path())
    assert len(document) == 3
    assert words(document).count("Worried about someone?") == 15
    page.context.close()


def test_ten_cards_go_on_a_sheet():
    assert (
        CARDS_ON_SHEET == int(210 / 85.6) * int(297 / 53.98) == int(216 / 85.6) * int(279 / 53.98)
    )
