"""The copy that is handed on is made with the release, and is no part of the packs."""

import json
from dataclasses import replace

import pytest

from pwa.release.build import build
from pwa.release.rendering import Site
from pwa.release.serving import ReleaseFirst
from pwa.settings import Settings
from tests.clock import NOW
from tests.release.building import QUICK, TODAY, body_of
from tests.sample import SAMPLE

COPY = "/en/leafline.html"
WISH = replace(QUICK, wanted=lambda address: address in (COPY, "/en/about"))


def no_application(_environ, _start_response):
    raise AssertionError("the release has it")


@pytest.fixture(scope="module")
def made(tmp_path_factory, facts, make_app):
    """A site and a release of the copy and of one page."""
    site = Site(Settings(facts=SAMPLE, data=tmp_path_factory.mktemp("copy")), facts, make_app)
    return site, build(site, site.settings.releases, TODAY, WISH).release


def test_the_release_offers_it_as_a_file(made):
    site, _ = made
    serve = ReleaseFirst(
        no_application, site.settings.releases, site.made_from, clock=lambda: NOW.timestamp()
    )
    said = {}
    environ = {"PATH_INFO": COPY, "QUERY_STRING": "", "REQUEST_METHOD": "GET"}
    body = serve(environ, lambda status, headers: said.update(dict(headers), status=status))
    assert said["status"] == "200 OK"
    assert said["Content-Disposition"] == 'attachment; filename="leafline-en.html"'
    assert b"".join(body).endswith(b"</html>")


def test_no_pack_holds_it(made):
    _, release = made
    listed = json.loads(body_of(release, "/en/pack.json"))["packs"]
    packed = [body_of(release, listed[pack]["url"]).decode() for pack in ("essential", "full")]
    assert any("/en/about" in text for text in packed)
    assert not any(f'"{COPY}"' in text for text in packed)


def test_files_that_pages_load_are_not_offered_as_downloads(made):
    _, release = made
    offered = {
        address
        for address, entry in release.contents.entries.items()
        if "Content-Disposition" in dict(entry.headers)
    }
    assert offered == {COPY}
