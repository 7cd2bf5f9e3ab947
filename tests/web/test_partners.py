"""The page for partners: code to copy, with whole addresses, for any place."""

from dataclasses import replace

import pytest

from pwa.app import create_app
from tests.page import Page, Written
from tests.prose import grade


def frames(page: Page) -> list:
    codes = [field.get_text() for field in page.soup.select("textarea")]
    return [Page("", Written(code)).soup.iframe for code in codes]


@pytest.mark.parametrize(("asked", "slug", "name"), [
    ("us-tx", "us-tx", "Texas"), ("US-IL/Jerseyville", "us-il/jerseyville", "Jerseyville"),
    ("texas", "us-tx", "Texas"), ("mississipi", "us-ms", "Mississippi"),
    ("ci", "ci", "Côte d’Ivoire"),
])  # fmt: skip
def test_the_code_shows_the_cards_of_the_place_asked_for(asked, slug, name, open_page, client):
    found = frames(open_page(f"/en/partners?place={asked}"))
    assert [frame["src"] for frame in found] == [
        f"http://localhost/en/embed/help/{slug}", f"http://localhost/en/embed/law/{slug}",
    ]  # fmt: skip
    assert [frame["title"] for frame in found] == [f"Helplines: {name}", f"The law in {name}"]
    for frame in found:
        assert client.get(frame["src"]).status_code == 200
        assert frame["referrerpolicy"] == "no-referrer"


def test_addresses_are_whole_by_the_setting_or_else_by_the_request(settings, facts, client):
    ours = create_app(replace(settings, url="https://leafline.example"), facts=facts).test_client()
    for one, headers, origin in (
        (ours, {"Host": "other.example"}, "https://leafline.example"),
        (client, {"Host": "other.example:8443"}, "http://other.example:8443"),
        (client, {"Host": "a.example", "X-Forwarded-Proto": "https"}, "https://a.example"),
    ):
        page = Page("", one.get("/th/partners?place=th", headers=headers))
        assert frames(page)[0]["src"] == f"{origin}/th/embed/help/th"
        assert f"Sitemap: {origin}/sitemap.xml" in one.get("/robots.txt", headers=headers).text
        assert f"({origin}/en/emergency)" in one.get("/llms.txt", headers=headers).text
        assert f"<loc>{origin}/th/</loc>" in one.get("/th/sitemap.xml", headers=headers).text


@pytest.mark.parametrize("host", ['x"><script>', "a b", "a/b", "<i>", "é.example", "a?b"])
@pytest.mark.parametrize(
    "address",
    ["/en/partners?place=us", "/robots.txt", "/llms.txt", "/sitemap.xml", "/en/sitemap.xml"],
)
def test_a_hostile_host_is_refused(address, host, client):
    response = client.get(address, headers={"Host": host})
    assert response.status_code == 400
    assert host not in response.text


@pytest.mark.parametrize("place", [
    "<script>alert(1)</script>", "xyzzyq", '"><iframe>', "%", "us/../..", "💊", b"\xff",
    "' or 1=1 --",
])  # fmt: skip
def test_a_place_that_is_none_is_not_found_and_escaped(place, client):
    response = client.get("/en/partners", query_string={"place": place})
    assert response.status_code == 404
    page = Page("", response)
    page.owes_what_all_pages_owe()
    assert page.soup.select("iframe") == []
    assert "We know no place" in page.text()


@pytest.mark.parametrize("question", ["place=%00", "place=" + "x" * 101])
def test_a_place_that_is_no_text_is_refused(question, open_page):
    open_page(f"/en/partners?{question}", status=400)


def test_every_link_of_the_page_leads_somewhere_and_about_leads_to_it(open_page, client):
    assert "/en/partners" in open_page("/en/about").links("main a")
    for link in open_page("/en/partners?place=gb").links("main a[href^='/']"):
        assert client.get(link).status_code == 200, link


def test_the_page_reads_at_grade_six(open_page):
    page = open_page("/en/partners")
    asked = "main h1, main > p:not(.urgent), main h2"
    said = [each.get_text() for each in page.soup.select(asked)]
    assert len(said) == 4
    assert grade(" ".join(said)) <= 6
