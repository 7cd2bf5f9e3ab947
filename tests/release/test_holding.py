"""A page is kept until the first day on which it would read otherwise, and no longer."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from flask import g
from werkzeug.test import Client

from pwa.answers.days import HORIZON
from pwa.release.build import build
from pwa.release.rendering import Site
from pwa.release.serving import ReleaseFirst
from pwa.settings import Settings
from pwa.web.catalogue import KINDS
from pwa.web.http import resources
from pwa.web.http.resources import UTC
from tests.notices.filled import fill
from tests.release.building import QUICK, TODAY, inode_of
from tests.release.holding import DAY, PLACES, a_few_days, a_few_of_every_kind, lies, rendered
from tests.sample import SAMPLE

COPY = "/en/leafline.html"
OF_THE_DAY = {"law.world", "hand_copy.whole"}
RELEASED = {kind.endpoint for kind in KINDS.values() if kind.released} - {"sharing.preview_image"}
PAGES = ("/en/law", "/en/about", "/en/help/us-tx", COPY)
WISH = replace(QUICK, wanted=lambda address: address in PAGES)


@pytest.fixture(scope="module")
def site(tmp_path_factory, facts, make_app):
    settings = Settings(facts=SAMPLE, data=tmp_path_factory.mktemp("holding"))
    made = Site(settings, facts, make_app)
    fill(settings.database)
    return made


@pytest.fixture(scope="module")
def chosen(site):
    with site.on(TODAY):
        return a_few_of_every_kind(site)


def test_every_kind_of_page_is_looked_at(chosen):
    assert chosen.keys() == RELEASED
    assert len(chosen["law.place"]) == 2 * len(PLACES)


@pytest.mark.parametrize("endpoint", sorted(RELEASED - OF_THE_DAY))
def test_a_page_reads_the_same_on_every_day_that_it_is_held(endpoint, site, chosen):
    for address in chosen[endpoint]:
        assert list(lies(site, address, a_few_days)) == []


@pytest.mark.parametrize("endpoint", sorted(OF_THE_DAY))
def test_what_names_its_day_is_held_for_that_day(endpoint, site, chosen):
    (address,) = chosen[endpoint]
    assert rendered(site, address, TODAY).until == TODAY + DAY


def test_a_line_grows_old_on_the_day_that_its_page_is_held_until(site, facts):
    page = rendered(site, "/en/help/us-tx", TODAY)
    assert TODAY + DAY < page.until < TODAY + HORIZON
    assert rendered(site, "/en/help/us-tx", page.until).body != page.body


def test_a_view_that_says_nothing_of_days_is_held_for_one(site):
    with site.on(TODAY), site.app.test_request_context():
        g.turns = set[date]()
        resources.today((TODAY + 7 * DAY,))
        resources.differs_on((TODAY + 9 * DAY,))
        assert g.turns == {TODAY + 7 * DAY, TODAY + 9 * DAY}
        resources.today()
        assert min(g.turns) == TODAY + DAY


def test_a_page_is_sent_until_it_would_read_otherwise_and_the_copy_for_one_day_more(site, tmp_path):
    build(site, tmp_path, TODAY, WISH)
    # What no build has looked at for two days is not sent, however long it holds.
    sent_until = {"/en/law": 1, COPY: 2, "/en/help/us-tx": 2, "/en/about": 2}
    for address, days in sent_until.items():
        end = TODAY + days * DAY
        for day, is_sent in ((TODAY - DAY, False), (TODAY, True), (end - DAY, True), (end, False)):
            assert sends(site, tmp_path, address, day) == is_sent, f"{address} on {day}"


def sends(site, releases, address, day):
    """Whether the middleware answers by itself, a second before midnight."""
    left = []

    def application(_environ, start_response):
        left.append(True)
        start_response("200 OK", [])
        return []

    moment = datetime.combine(day, time(23, 59, 59), UTC).timestamp()
    client = Client(ReleaseFirst(application, releases, site.made_from, clock=lambda: moment))
    client.get(address)
    return not left


def test_midnight_makes_only_what_reads_otherwise(again):
    first = again().release
    night = again(day=TODAY + DAY)
    assert 0 < night.rendered < len(first.reads.of_page) / 10
    assert inode_of(night.release, "/en/about") == inode_of(first, "/en/about")
    assert night.release.contents.origin.day == str(TODAY + DAY)
    assert again(day=TODAY + DAY).rendered == 0


def test_on_a_day_before_its_own_nothing_of_a_release_is_right(again):
    assert again(day=TODAY - DAY).rendered == len(again().release.reads.of_page)
