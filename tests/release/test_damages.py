"""A damaged release is never served, says so, and is mended by the next build."""

import logging
import shutil
from datetime import timedelta

import pytest

from pwa.records.release import RELEASE_STATUS
from pwa.release.build import build
from pwa.release.folder import current
from pwa.release.serving import ReleaseFirst
from pwa.settings import Settings
from tests.conftest import NOW
from tests.release.building import TODAY, inode_of
from tests.release.damages import (
    DECODE,
    FEW,
    SEED,
    Whole,
    damage_and_heal,
    expect_whole,
    whole,
)
from tests.sample import SAMPLE


@pytest.fixture(scope="module")
def made(tmp_path_factory, facts, make_app) -> Whole:
    return whole(tmp_path_factory.mktemp("damaged"), facts, make_app)


@pytest.fixture
def found(made, tmp_path):
    """A copy of the release, to be damaged."""
    site, whole_one = made.site, made.site.settings
    shutil.copytree(whole_one.data, tmp_path / "data", symlinks=True)
    site.settings = Settings(facts=SAMPLE, data=tmp_path / "data")
    yield made
    site.settings = whole_one


class Asked:
    """What a process says that starts on a release, and what the application is told with it."""

    def __init__(self, found: Whole):
        self.told = []
        self.middleware = ReleaseFirst(
            self.application, found.releases, found.site.made_from, clock=NOW.timestamp
        )

    def application(self, environ, start_response):
        self.told.append(environ[RELEASE_STATUS])
        start_response("418 from the application", [])
        return [b""]

    def __call__(self, path, accepted="br"):
        environ = {"PATH_INFO": path, "QUERY_STRING": "", "REQUEST_METHOD": "GET"}
        said = {}

        def start_response(status, headers):
            said.update(status=int(status[:3]), coding=dict(headers).get("Content-Encoding"))

        body = b"".join(
            self.middleware({**environ, "HTTP_ACCEPT_ENCODING": accepted}, start_response)
        )
        return said["status"], said["coding"], body


def file_of(found: Whole, address: str, form: str):
    release = current(found.releases)
    return release.file(release.contents.entries[address], form)


def test_random_damage_is_never_served_and_one_build_mends_it(found):
    assert damage_and_heal(found, 6, SEED) >= 6


def test_another_number_of_the_same_length_is_found_out_in_the_form_that_holds_it(found, caplog):
    address = "/en/help/us-tx"
    page = file_of(found, address, "")
    page.write_bytes(page.read_bytes().replace(b"911", b"912"))
    ask = Asked(found)
    with caplog.at_level(logging.WARNING):
        assert [ask(address, "identity")[0] for _ in range(3)] == [418, 418, 418]
    assert caplog.messages == ["en/help/us-tx.html of the release is damaged"]
    assert ask(address, "br")[:2] == (200, "br")
    assert ask(address, "gzip")[:2] == (200, "gzip")


def test_a_damaged_form_leaves_the_others(found):
    file_of(found, "/en/help", "br").write_bytes(b"")
    status, coding, body = Asked(found)("/en/help", "br, gzip")
    assert (status, coding) == (200, "gzip")
    assert DECODE["gzip"](body) == found.bodies["/en/help"]


def test_one_address_without_a_whole_form_is_left_to_the_application_and_all_others_stay(
    found, caplog
):
    for form in ("", "br", "gzip"):
        file_of(found, "/en/help", form).unlink()
    with caplog.at_level(logging.WARNING):
        ask = Asked(found)
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith("files of the release are damaged (3): en/help.html")
    assert ask("/en/help")[0] == 418
    assert {address for address in found.bodies if ask(address.partition("?")[0])[0] == 200} >= {
        "/en/", "/en/emergency", "/sw.js",
    }  # fmt: skip


def test_the_application_is_told_which_release_and_what_is_damaged(found):
    ask = Asked(found)
    ask("/en/nothing")
    assert (ask.told[-1].name, ask.told[-1].day) == (current(found.releases).name, TODAY)
    assert (ask.told[-1].damaged, ask.told[-1].since) == (0, None)
    for form in ("br", "gzip"):
        file_of(found, "/en/help", form).write_bytes(b"?")
    ask = Asked(found)
    ask("/en/help", "gzip")
    ask("/en/nothing")
    assert ask.told[-1].damaged == 1
    assert ask.told[-1].since.utcoffset() == timedelta(0)


def test_a_list_that_is_damaged_while_a_process_runs_changes_nothing_there(found):
    ask = Asked(found)
    (current(found.releases).folder / "release.json").write_text("[]")
    assert ask("/en/emergency")[0] == 200
    late = Asked(found)
    assert late("/en/emergency")[0] == 418
    assert (late.told[-1].name, late.told[-1].damaged) == (None, 1)


def test_a_build_makes_anew_what_is_damaged_and_nothing_else(found):
    before = current(found.releases)
    file_of(found, "/en/about", "gzip").write_bytes(b"?")
    outcome = build(found.site, found.releases, TODAY, FEW)
    assert outcome.rendered == 1
    assert outcome.release.name != before.name
    for address in ("/en/emergency", "/en/help"):
        assert inode_of(outcome.release, address) == inode_of(before, address)
    expect_whole(found, "one form")
    assert build(found.site, found.releases, TODAY, FEW).release.name == outcome.release.name


@pytest.mark.parametrize("kind", ["essential", "full-0"])
def test_a_damaged_pack_is_made_again_as_it_was(kind, found):
    before = current(found.releases).contents.packs["en"]
    address = f"/en/packs/{before.id}/{kind}.ndjson"
    file_of(found, address, "br").unlink()
    build(found.site, found.releases, TODAY, FEW)
    assert current(found.releases).contents.packs["en"] == before
    expect_whole(found, kind)


def test_on_the_next_day_too_nothing_damaged_is_kept(found):
    file_of(found, "/en/data/kit.json", "").write_bytes(b"{}")
    file_of(found, "/en/pack.json", "").write_bytes(b"{")
    outcome = build(found.site, found.releases, TODAY + timedelta(days=1), FEW)
    assert outcome.release.is_whole
    entries = outcome.release.contents.entries
    assert outcome.release.body(entries["/en/data/kit.json"]) == found.bodies["/en/data/kit.json"]


def test_a_process_sees_that_its_release_was_mended(found):
    file_of(found, "/en/help", "br").unlink()
    ask = Asked(found)
    build(found.site, found.releases, TODAY, FEW)
    ask.middleware._load()
    assert ask("/en/help")[:2] == (200, "br")
    ask("/en/nothing")
    assert ask.told[-1].damaged == 0
