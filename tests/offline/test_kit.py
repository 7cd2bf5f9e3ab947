"""Cards and messages made on a phone whose server is gone: the same as the server's."""

from urllib.parse import unquote

import pytest

from tests.codes import decoded
from tests.offline.conftest import until
from tests.page import parsed

pytestmark = pytest.mark.browser

ASKED = (
    "place=us-tx",
    "place=us-tx&for=family&about=naloxone&about=risks&plain=on",
    "place=th&for=youth&plain=on",
    "place=us-mt/blackfeet-reservation&for=indigenous",
    "place=jerseyville&for=veterans&plain=on",
    "place=aq",
    "place=gs&plain=on",
)


@pytest.fixture
def made(visited):
    """Opens the builder on a phone without a server; its page."""
    phone, address = visited
    tab = phone.open()

    def make(question: str):
        tab.goto(f"{address}/en/kit?{question}")
        until(lambda: tab.locator(".kit h2").count())
        tab.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        return tab

    yield make
    tab.close()


@pytest.mark.parametrize("question", ASKED)
def test_a_phone_makes_the_same_cards_and_messages(made, visited, client, question):
    tab = made(question)
    served = client.get(f"/en/kit?{question}", base_url=visited[1])
    page = parsed(served.get_data(as_text=True))
    for field in ("sms", "chat"):
        said = page.select_one(f"[data-text={field}]").get_text().removeprefix("\n")
        assert tab.input_value(f"[data-text={field}]") == said
    for part in (".card-sheet", ".poster", ".link"):
        letters = "".join(page.select_one(part).get_text(" ").split())
        assert "".join(tab.locator(part).inner_text().split()) == letters
    is_tight = "tight" in page.select_one(".card-sheet")["class"]
    assert tab.locator(".tight").count() == is_tight
    links = [unquote(link["href"]) for link in page.select(".kit a[href]")]
    made_links = tab.locator(".kit a[href]").evaluate_all("all => all.map((a) => a.href)")
    assert [unquote(link) for link in made_links] == links


def test_a_phone_prints_the_sheets_by_itself(made):
    tab = made("place=us-tx&cards=30")
    assert tab.inner_text("#amount") == "On 3 sheets."
    tab.evaluate("window.print = () => { window.printed = document.querySelector('.kit h2').lang }")
    tab.select_option("[name=cards]", "10")
    until(lambda: tab.inner_text("#amount") == "On 1 sheet.")
    tab.click("[data-do=print]")
    until(lambda: tab.evaluate("window.printed") == "en")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    cards = tab.locator("#cards-to-cut .card-sheet")
    assert cards.count() == 10
    assert {each.text_content() for each in cards.all()} == {
        tab.locator(".kit .card-sheet").text_content()
    }


def test_the_code_on_the_screen_opens_the_link_that_stands_beside_it(made):
    tab = made(ASKED[1])
    link = tab.locator(".link a").get_attribute("href")
    for code in tab.locator(".qr").all():
        code.scroll_into_view_if_needed()
        assert decoded(code.screenshot()) == link


def test_a_name_that_fits_several_places_is_asked_back(visited):
    phone, address = visited
    tab = phone.open()
    tab.goto(f"{address}/en/kit?place=anna&for=family")
    until(lambda: tab.locator("#which a").count() > 1)
    first = tab.locator("#which a").first
    name = first.inner_text()
    first.click()
    until(lambda: tab.locator(".kit h2").count())
    assert tab.input_value("#place") == name
    assert tab.input_value("#for") == "family"


def test_a_link_on_a_card_opens_saved_helplines_where_there_is_no_network(visited):
    phone, address = visited
    tab = phone.open()
    tab.goto(f"{address}/k/en/us-tx/0a5gzcq1fv200")
    assert tab.url == f"{address}/en/help/us-tx"


def test_a_page_is_handed_on_without_a_network(visited):
    phone, address = visited
    tab = phone.open()
    tab.goto(f"{address}/en/law/us-tx?substance=7oh&share")
    link = f"{address}/en/law/us-tx?substance=7oh"
    until(lambda: tab.locator(".link a").get_attribute("href") == link)
    tab.locator(".qr").scroll_into_view_if_needed()
    assert decoded(tab.locator(".qr").screenshot()) == link
    assert link.replace("?", "%3F").split("/law/")[1].split("=")[0] in tab.locator(
        "[data-to=whatsapp]"
    ).get_attribute("href")
