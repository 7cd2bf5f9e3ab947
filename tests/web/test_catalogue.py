"""The table of pages is the application's, and whoever cannot be made from it agrees with it."""

import re

import pytest

from pwa.release.addresses import path_of
from pwa.settings import ROOT, STATIC
from pwa.web import catalogue
from pwa.web.catalogue import KINDS, LAW_APART, PackKind, Tier, pages
from pwa.web.http.headers import is_embed
from tests.kinds import CARDS
from tests.kinds import KINDS as OF_EVERY_KIND

UNDER_LOCALE = "/<locale:locale>/"
WORKER = (STATIC / "sw.js").read_text("utf-8")
NGINX = (ROOT / "docs" / "nginx.conf").read_text("utf-8")


@pytest.fixture(scope="module")
def listed(facts):
    return list(pages(facts, ["0123456789ab"], "en"))


@pytest.fixture(scope="module")
def rules(app):
    return {
        rule.endpoint: rule
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(UNDER_LOCALE) and "GET" in rule.methods
    }


def in_worker(before: str, behind: str) -> re.Pattern[str]:
    """The expression of the worker that stands between these words."""
    found = re.search(f"{re.escape(before)}/(.+)/{re.escape(behind)}", WORKER)
    return re.compile(found[1].replace("\\/", "/"))


def test_every_address_below_a_locale_has_its_row_and_every_row_its_address(rules):
    assert {each: rule.rule.removeprefix(UNDER_LOCALE) for each, rule in rules.items()} == {
        endpoint: kind.path for endpoint, kind in KINDS.items()
    }
    assert len(KINDS) == len(catalogue._TABLE)


def test_each_listed_address_is_answered_by_the_view_of_its_row(app, listed):
    match = app.url_map.bind("localhost").match
    with app.app_context():
        for page in listed:
            path, _, question = page.address.partition("?")
            assert match(path)[0] == page.kind.endpoint
            assert question in ("", "substance=7oh")
    assert len({page.address for page in listed}) == len(listed)


def test_what_is_about_something_has_a_list_of_it(rules):
    for endpoint, kind in KINDS.items():
        assert bool(kind.subjects) == bool(rules[endpoint].arguments - {"locale"}), endpoint


def test_a_phone_is_first_given_what_every_language_has(listed):
    for page in listed:
        if page.pack is PackKind.ESSENTIAL:
            assert page.kind.tier <= Tier.ESSENTIAL, page.address


def test_help_of_a_place_is_needed_first_where_the_place_has_lines_of_its_own(listed, facts):
    packs = {p.subject.place.id: p.pack for p in listed if p.kind.endpoint == "helplines.place"}
    assert packs["US-TX"] is PackKind.ESSENTIAL
    assert packs["US-GA/glynn-county"] is PackKind.FULL
    assert {place for place, pack in packs.items() if pack is PackKind.ESSENTIAL} == {
        place for place in facts.places if place in facts.published_by_place
    }


def test_only_what_is_made_beforehand_is_packed_and_what_is_made_of_notices_alone_is_not():
    for kind in KINDS.values():
        assert kind.released or kind.pack is PackKind.NONE, kind.endpoint
        assert not kind.sought or not kind.is_document, kind.endpoint


def test_the_tests_of_every_page_look_at_every_kind_of_page(app):
    match = app.url_map.bind("localhost").match
    with app.app_context():
        seen = {match(f"/en/{each.partition('?')[0]}")[0] for each in (*OF_EVERY_KIND, *CARDS)}
    of_phones = {"phone.offline", "phone.away", "phone.saved", "phone.route", "notices.notice"}
    pages = {endpoint for endpoint, kind in KINDS.items() if not kind.is_document}
    assert pages - of_phones <= seen


def test_the_worker_asks_the_network_first_for_what_is_made_of_notices(listed):
    asked_first = in_worker("if (", ".test(path)) return notices(")
    for page in listed:
        assert bool(asked_first.search(page.address)) == page.kind.live, page.address


def test_the_worker_leaves_cards_of_other_sites_alone(listed, facts):
    left_alone = in_worker("return !", ".test(url.pathname);")
    cards = [f"/en/{each}" for each in CARDS]
    assert all(left_alone.search(each) and is_embed(each) for each in cards)
    assert not [
        page for page in listed if left_alone.search(page.address) or is_embed(page.address)
    ]


def test_the_worker_and_nginx_know_the_questions_that_make_a_page(listed):
    ((word, value),) = LAW_APART.items()
    has_questions = in_worker("if (!", ".test(url.pathname)) return url.pathname;")
    apart = [page for page in listed if page.subject.question]
    assert {page.subject.question for page in apart} == {f"?{word}={value}"}
    assert all(has_questions.search(page.address) for page in apart)
    assert f'return {word} === "{value}" ? `${{url.pathname}}?{word}={value}`' in WORKER
    assert f'"{word}={value}" "@{word}={value}";' in NGINX


def test_nginx_looks_for_each_page_where_its_file_is(listed):
    data = re.search(r"location ~ (\S+/data/) \{\s+root \S+;\s+try_files \$uri\S* @", NGINX)
    as_pages = re.search(r"try_files \$uri\$\w+\.html \$\{uri\}index\$\w+\.html @leafline", NGINX)
    assert data
    assert as_pages
    for page in listed:
        path, _, question = page.address.partition("?")
        is_data = re.search(data[1], path)
        kind = "application/json" if is_data else "text/html"
        query = f"@{question}" if question else ""
        looked_for = {f"{path}{query}"} if is_data else {f"{path}{query}.html", f"{path}index.html"}
        if page.kind.released and not path.endswith(".png"):
            assert f"/{path_of(page.address, kind)}" in looked_for
