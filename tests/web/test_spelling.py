"""Addresses as they arrive: from paper, from messengers, from whoever tries the doors."""

import logging
import re
from dataclasses import replace
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from werkzeug.test import Client

from pwa.app import create_app
from pwa.locales import PUBLISHED
from pwa.web.http.spelling import our_spelling, published_tag
from tests.conftest import NOW
from tests.notices.filled import fill

TAGS = [locale.tag for locale in PUBLISHED]
TLS = {"X-Forwarded-Proto": "https", "Host": "leafline.example"}

PIECES = st.sampled_from([
    "/", "//", "/en", "/th-TH", "/k", "/law", "/help", "/learn", "/us-il", "/0aa", "/static",
    "/api", "/..", "\\", "\r\n", "\n", "\x00", "%", "%2f", "\r\nSet-Cookie:a=b", "@evil.example",
    "evil.example", ":", "?", "#", "!", ".", "…", "”", "\u200b", "\u202e", "ๆ", "ﬀ", "İ", "�", "💊",
    " ", "a" * 400,
])  # fmt: skip
ODD_PATHS = st.lists(PIECES | st.text(max_size=6), max_size=8).map("".join).map("/".__add__)
ODD_QUERIES = st.sampled_from(
    ["", "substance=7oh", "x=%0d%0aA:b", "on=%ff", "a=\xe9&b=\\", "=&&", "a=\r\nb"]
)


def ask(client, path: str, query: str = ""):
    """Ask for a path as a server hands it on: decoded, byte by byte."""
    raw = unquote_to_bytes(path).decode("latin-1")
    return client.get("/", environ_overrides={"PATH_INFO": raw, "QUERY_STRING": query})


@pytest.mark.parametrize(("came", "ours"), [
    ("/en/help/us/", "/en/help/us"), ("/en/help/us//", "/en/help/us"),
    ("/en/help/us.", "/en/help/us"), ("/en/help/us...", "/en/help/us"),
    ("/en/help/us),", "/en/help/us"), ("/en/help/us”.", "/en/help/us"),
    ("/en/help/us…", "/en/help/us"), ("/en/help/us%20", "/en/help/us"),
    ("/en/help/us%0A", "/en/help/us"), ("/en/help/us%E2%80%8B", "/en/help/us"),
    ("/en/he%C2%ADlp/us", "/en/help/us"), ("/th/help/thครับ", "/th/help/th"),
    ("/th/help/thฯ", "/th/help/th"), ("/en/help/us。", "/en/help/us"),
    ("/en/law/us‑il", "/en/law/us-il"), ("/en/law/us_il", "/en/law/us-il"),
    ("/en/law/US-IL", "/en/law/us-il"), ("/EN/Law/US-IL.", "/en/law/us-il"),
    ("/EN/LEARN/Risks", "/en/learn/risks"), ("/en/learn/risks/", "/en/learn/risks"),
    ("/K/EN/US-NY/0AA", "/k/en/us-ny/0aa"), ("/k/th-TH/th/0aa.", "/k/th/th/0aa"),
    ("/th-TH/", "/th/"), ("/th_TH", "/th/"), ("/TH", "/th/"), ("/en_US/", "/en/"),
    ("/es-MX/help", "/es/help"), ("/es-419/law/us/", "/es/law/us"), ("/en", "/en/"),
    ("/en/!", "/en/"), ("/en//emergency", "/en/emergency"),
    ("//en/emergency", "/en/emergency"), ("/en/embed/law/US-IL/", "/en/embed/law/us-il"),
    ("/robots.txt.", "/robots.txt"), ("/Favicon.ICO", "/favicon.ico"),
    ("/api/v1/topics/", "/api/v1/topics"), ("/en/leafline.html,", "/en/leafline.html"),
])  # fmt: skip
def test_an_address_from_hand_to_hand_leads_to_ours_in_one_step(came, ours, client):
    response = ask(client, came, "substance=7oh")
    assert (response.status_code, response.headers["Location"]) == (308, f"{ours}?substance=7oh")
    assert client.get(ours).status_code == 200


@pytest.mark.parametrize("address", [
    "/nope", "/nope/", "/xx/help/us/", "/xx-TH/", "/en/nothing.", "/en/law/xx/", "/en/help/us/../x",
    "/en/learn/%0D%0AX", "/en/law/%F0%9F%92%8A", "/en/%E0%B8%81", "/wp-login.php", "/.env", "/...",
    "//evil.example", "/%5Cevil.example", "//evil.example/..%2f", "/en%2f%2fevil.example",
])  # fmt: skip
def test_what_is_no_page_of_ours_is_not_found_and_leads_nowhere(address, client):
    response = ask(client, address)
    assert response.status_code == 404
    assert "Location" not in response.headers
    assert "911" in response.get_data(as_text=True)


@pytest.mark.parametrize(("address", "tag"), [
    ("/TH/nothing", "th"), ("/th-TH/nothing", "th"), ("/k/es_MX/nothing", "es"), ("/xx/", "en"),
])  # fmt: skip
def test_what_is_not_found_is_told_in_the_language_that_was_meant(address, tag, open_page):
    assert open_page(address, status=404).soup.html["lang"] == tag


@pytest.mark.parametrize("address", ["/en", "/en//emergency", "/en/law/US", "/th-TH/", "/"])
def test_redirects_name_neither_scheme_nor_host(address, client):
    for headers in (TLS, {"Host": "other.example:8080"}):
        location = client.get(address, headers=headers).headers["Location"]
        assert location.startswith("/")
        assert not urlsplit(location).netloc


def test_our_spelling_of_any_address_needs_no_other():
    @trying(max_examples=300, deadline=None)
    @given(ODD_PATHS)
    def holds(path: str) -> None:
        ours = our_spelling(path, TAGS)
        if ours is not None:
            assert our_spelling(ours, TAGS) == ours
            assert "//" not in ours

    holds()


@pytest.mark.parametrize(("text", "tags", "tag"), [
    ("th_TH", TAGS, "th"), ("TH", TAGS, "th"), ("thx", TAGS, None), ("", TAGS, None),
    ("pt-br", ["en", "pt-BR"], "pt-BR"), ("PT_BR", ["en", "pt-BR"], "pt-BR"),
    ("pt-pt", ["en", "pt-BR"], None),
])  # fmt: skip
def test_a_locale_is_known_in_any_spelling(text, tags, tag):
    assert published_tag(text, tags) == tag


def test_no_path_of_any_reader_breaks_us_leads_elsewhere_or_fills_the_log(client, caplog):
    @trying(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(path=ODD_PATHS, query=ODD_QUERIES)
    def holds(path: str, query: str) -> None:
        caplog.clear()
        with caplog.at_level(logging.INFO):
            response = ask(client, path, query)
        assert response.status_code < 500
        location = response.headers.get("Location", "/")
        assert re.fullmatch(r"/(?![/\\])[!-~]*", location)
        assert not urlsplit(location).netloc
        if response.status_code == 308:
            assert ask(client, urlsplit(location).path).status_code != 308
        assert all(len(record.getMessage()) <= 300 for record in caplog.records)

    holds()


@pytest.mark.parametrize(("said", "is_secure"), [
    ("https", True), ("HTTPS", True), ("https, http", True), ("https,http", True),
    (" https ", True), ("http, https", False), ("http", False), ("", False), ("httpsx", False),
])  # fmt: skip
def test_the_first_server_in_front_says_how_the_reader_came(said, is_secure, client):
    headers = {"X-Forwarded-Proto": said, "Host": "leafline.example"}
    response = client.get("/robots.txt", headers=headers)
    assert ("Strict-Transport-Security" in response.headers) == is_secure
    origin = f"http{'s' if is_secure else ''}://leafline.example"
    assert f"Sitemap: {origin}/sitemap.xml" in response.text


@pytest.mark.parametrize("host", ["a b", "evil.example/x", "x\\y", "a@b.example", "é.example"])
@pytest.mark.parametrize("address", ["/en/emergency", "/en", "/nope", "/healthz", "/api/v1/places"])
def test_a_host_that_cannot_be_one_is_refused(address, host, client):
    response = client.get(address, headers={"Host": host})
    assert response.status_code == 400
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("protocol", "status"), [("HTTP/1.1", 400), ("HTTP/1.0", 200)])
@pytest.mark.parametrize("address", ["/en/emergency", "/healthz"])
def test_http_1_1_has_to_say_whom_it_is_for(address, protocol, status, app):
    def without_host(environ, start_response):
        del environ["HTTP_HOST"]
        environ["SERVER_PROTOCOL"] = protocol
        return app(environ, start_response)

    assert Client(without_host).get(address).status_code == status


def test_feeds_name_one_address_whoever_asks(settings, facts, tmp_path):
    there = replace(settings, url="https://leafline.example", data=tmp_path)
    client = create_app(there, facts=facts, clock=lambda: NOW).test_client()
    fill(there.database)
    asked = ("/en/notices.json?place=us&x=1", "/en/notices.json?x=2&place=US.")
    found = [
        client.get(address, headers={"Host": host, "X-Forwarded-Proto": scheme})
        for address in asked
        for host, scheme in (("a.example", "http"), ("b.example:81", "https"))
    ]
    documents = [each.get_json(force=True) for each in found]
    ours = "https://leafline.example/en/notices"
    assert {each["feed_url"] for each in documents} == {f"{ours}.json?place=US"}
    ids = {item["id"] for each in documents for item in each["items"]}
    assert ids
    assert all(each.startswith(f"{ours}/") for each in ids)


def test_feeds_behind_tls_lead_to_tls(client):
    atom = client.get("/en/notices.atom", headers=TLS).get_data(as_text=True)
    assert "<id>https://leafline.example/en/notices.atom</id>" in atom
    assert "http://leafline" not in atom
