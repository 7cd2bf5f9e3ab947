"""Who may keep an answer: what was typed nobody, what failed nobody, all else as each says."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from pwa.app import create_app
from tests.conftest import NOW

ERRORS = (
    "/static/nope.css?v=1", "/static/nope.css", "/static/", "/nope", "/en/law/xx", "/api/v1/law",
    "/en/law/us?on=9999", "/en/notices?substance=tea", "/api/v1/notices?since=x", "/sw.js",
    "/en/embed/law/us?substance=tea", "/k/en/nowhere/0aa", "/en/preview/nope.png",
)  # fmt: skip
TYPED = (
    "/en/search?q=kratom", "/en/search?q=", "/en/mixing?with=alcohol", "/en/mixing?and=x",
    "/en/kit?place=us-tx", "/en/kit?place=nowhere", "/en/partners?place=texas",
    "/en/emergency?place=us", "/en/law/us?on=2026-01-01", "/en/law/us?substance=7oh&share",
    "/k/en/us-tx/0aa", "/k/en/us-tx/0aa0ht3wmn/code.svg", "/api/v1/places?q=texas",
    "/api/v1/interactions?with=alcohol", "/en/about?anything=else",
)  # fmt: skip
# A value for each part of an address that is no place and no locale.
PARTS = {
    "slug": "risks", "key": "alcohol", "stamp": "0aa0ht3wmn", "form": "card", "kind": "home",
    "filename": "app.css", "place": "us-tx", "locale": "en",
}  # fmt: skip


@pytest.mark.parametrize("address", ERRORS)
def test_what_failed_is_not_kept(address, client):
    response = client.get(address)
    assert response.status_code >= 400
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", TYPED)
def test_what_was_typed_is_not_kept(address, client):
    response = client.get(address)
    assert response.status_code in (200, 404)
    assert response.headers["Cache-Control"] == "no-store"


def test_a_file_is_kept_for_ever_only_by_its_own_mark(open_page, client):
    own = open_page("/en/").links("link[rel=stylesheet]")[0]
    ever = client.get(own)
    assert ever.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(own, headers={"If-None-Match": ever.headers["ETag"]})
    assert again.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    path = own.partition("?")[0]
    for other in (path, f"{path}?v=", f"{path}?v=another", f"{own}x", f"{path}?x=1"):
        assert client.get(other).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_answer_says_who_may_keep_it(method, app: Flask):
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: PARTS[part[1]], rule.rule)
        response = client.open(address, method=method)
        assert response.headers["Cache-Control"], address
        response.close()


def test_what_names_the_host_it_was_asked_by_is_kept_by_nobody_else(client):
    named = ("/robots.txt", "/llms.txt", "/sitemap.xml", "/en/sitemap.xml", "/en/notices.atom")
    for address in named:
        response = client.get(address, headers={"Host": "evil.example"})
        assert "evil.example" in response.get_data(as_text=True)
        assert "public" not in response.headers["Cache-Control"]
        assert "Host" in response.headers["Vary"]


@pytest.mark.parametrize("address", ["/robots.txt", "/llms.txt", "/sitemap.xml"])
def test_with_an_address_of_our_own_every_cache_may_keep_it(address, with_own_address):
    response = with_own_address.get(address, headers={"Host": "evil.example"})
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert "evil.example" not in response.text
    assert "Host" not in response.headers.get("Vary", "")


def test_the_icon_is_where_programs_look_for_it(client):
    response = client.get("/favicon.ico")
    assert response.content_type == "image/x-icon"
    assert response.data.startswith(b"\0\0\1\0")
    assert len(response.data) < 4000
    assert response.headers["Cache-Control"] == "public, max-age=86400"
    known = {"If-None-Match": response.headers["ETag"]}
    assert client.get("/favicon.ico", headers=known).status_code == 304


def test_security_txt_names_who_reads_it_and_ends_within_a_year(with_own_address):
    response = with_own_address.get("/.well-known/security.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    said = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert said["Contact"] == "mailto:facts@leafline.example"
    assert said["Canonical"] == "https://leafline.example/.well-known/security.txt"
    until = datetime.fromisoformat(said["Expires"])
    assert timedelta(0) < until - NOW < timedelta(days=365)


def test_nobody_is_named_where_nobody_reads(settings, facts):
    silent = create_app(
        replace(settings, contact=None), facts=facts, clock=lambda: NOW
    ).test_client()
    assert silent.get("/.well-known/security.txt").status_code == 404


@pytest.fixture(scope="module")
def with_own_address(settings, facts):
    ours = replace(settings, url="https://leafline.example")
    return create_app(ours, facts=facts, clock=lambda: NOW).test_client()
