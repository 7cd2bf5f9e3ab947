"""Handing a page on: the share page, and what messengers show of a link."""

import io
import re
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from flask import template_rendered
from PIL import Image

from pwa.app import create_app
from pwa.web.catalogue import PREVIEWS as KINDS
from pwa.web.paper.printing import code_png, code_svg
from tests.clock import NOW
from tests.codes import decoded
from tests.page import Page

ADDRESS = "https://leafline.example"
DRUG_WORDS = re.compile(
    r"kratom|kratón|7-OH|opioid|drug|droga|กระท่อม|ยาเสพติด|โอปิออยด์", re.IGNORECASE
)
PAGES = (
    "", "emergency", "help", "help/us-tx", "law", "law/us-tx", "law/us-tx?substance=7oh", "learn",
    "learn/what-is-kratom", "mixing", "mixing/alcohol", "notices", "evidence", "search", "about",
    "privacy", "kit", "route", "saved", "partners",
)  # fmt: skip


@pytest.fixture(scope="module")
def known(settings, facts, tmp_path_factory):
    own = replace(settings, data=tmp_path_factory.mktemp("sharing"), url=ADDRESS)
    return create_app(own, facts=facts, clock=lambda: NOW).test_client()


def told(client, address: str) -> dict[str, str]:
    page = Page(address, client.get(address))
    found = page.soup.select("meta[property^='og:']")
    return {tag["property"].removeprefix("og:"): tag["content"] for tag in found}


@pytest.mark.parametrize("locale", ["en", "es", "th"])
@pytest.mark.parametrize("path", PAGES)
def test_no_preview_tells_on_its_reader(known, locale, path):
    preview = told(known, f"/{locale}/{path}")
    for name in ("title", "description", "site_name"):
        assert preview[name]
        assert not DRUG_WORDS.search(preview[name]), preview[name]
    image = known.get(preview["image"].removeprefix(ADDRESS))
    assert Image.open(io.BytesIO(image.data)).size == (1200, 630)


def test_a_sender_may_say_plainly_what_it_is_about(known):
    assert "7-OH" in told(known, "/en/law/us-tx?plain")["title"]
    assert "/plain.png" in told(known, "/en/law/us-tx?plain")["image"]
    card = "/k/en/us-tx/0a5gzcq1fv200"
    assert "7-OH" in told(known, card)["title"]
    assert "7-OH" not in told(known, card.replace("0a5g", "0a50"))["title"]


def test_without_our_own_address_no_picture_is_named(client):
    assert "image" not in told(client, "/en/law/us-tx")


@pytest.mark.parametrize("kind", KINDS)
def test_there_is_a_picture_of_each_kind_and_language(known, kind):
    pictures = {known.get(f"/{locale}/preview/{kind}.png").data for locale in ("en", "es", "th")}
    assert len(pictures) >= 2
    assert all(len(picture) < 60_000 for picture in pictures)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_leads_to_its_share_page(known, open_page, path):
    address = f"/en/{path}"
    link = open_page(address).soup.select_one("a[data-do=share]")["href"]
    shared = address.partition("?")[0] + link
    open_page(shared)
    share = Page(shared, known.get(shared))
    assert share.soup.select_one(".link a")["href"] == ADDRESS + address


def test_each_way_to_send_carries_the_same_link(known):
    address = "/en/law/us-tx?substance=7oh"
    page = Page(address, known.get(f"{address}&share&plain"))
    link = f"{ADDRESS}{address}&plain"
    assert page.soup.select_one(".link a")["href"] == link
    ways = {way["data-to"]: way["href"] for way in page.soup.select("[data-to]")}
    assert set(ways) == {"whatsapp", "telegram", "sms", "mail"}
    assert parse_qs(urlsplit(ways["telegram"]).query)["url"] == [link]
    for way in ("whatsapp", "sms", "mail"):
        text = re.split(r"(?:text|body)=", ways[way])[1]
        assert unquote(text).endswith(f" {link}")
        assert "&" not in text
    path = page.soup.select_one(".qr path")["d"]
    assert path in code_svg(link)
    assert decoded(code_png(link)) == link


def test_a_link_says_nothing_of_its_sender(known):
    page = Page("/en/search", known.get("/en/search?q=my+secret&for=law&share"))
    assert page.soup.select_one(".link a")["href"] == f"{ADDRESS}/en/search"
    assert "secret" not in str(page.soup.select_one("#share"))


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/learn/nothing?share", 404),
        ("/en/law/us-zz?share", 404),
        ("/en/law/us-tx?on=x&share", 400),
        ("/xx/?share", 404),
        ("/en/law/us-tx?share=<script>alert(1)</script>&plain=<b>", 200),
    ],
)
def test_only_pages_that_exist_can_be_handed_on(known, address, status):
    response = known.get(address)
    assert response.status_code == status
    assert "<script>alert" not in response.get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["law/us-tx", "evidence", "learn/what-is-kratom", "search?q=texas"]
)
def test_a_share_page_costs_no_rendering_of_the_page_itself(known, path):
    rendered = []
    address = f"/en/{path}{'&' if '?' in path else '?'}share"
    with template_rendered.connected_to(
        lambda _, template, context: rendered.append(template.name), known.application
    ):
        assert known.get(address).status_code == 200
    assert rendered == ["share.html"]


@pytest.mark.parametrize(
    "path", ["sitemap.xml", "leafline.html", "data/kit.json", "preview/law.png"]
)
def test_documents_have_no_share_page(known, path):
    answers = [known.get(f"/en/{path}{question}") for question in ("", "?share")]
    assert len({answer.content_type for answer in answers}) == 1
    assert len({answer.data for answer in answers}) == 1
