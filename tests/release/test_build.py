"""A build leaves a complete release, whatever happens, and never two at once."""

import gzip
import json
import multiprocessing
import os
import random
import sqlite3
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from pwa.release.build import BuildOptions, build
from pwa.release.compression import SUFFIXES
from pwa.release.folder import current
from pwa.release.rendering import PageFailed, Site
from pwa.settings import Settings
from tests.release.building import QUICK, TODAY, body_of
from tests.sample import SAMPLE

SEED = 20261122
FEW = BuildOptions(wanted=lambda address: address in ("/en/", "/en/help", "/en/about"), quality=1)


def names(releases: Path) -> set[str]:
    return {path.name for path in releases.iterdir()} - {"build.lock"}


def complete(releases: Path) -> None:
    """Hold the current release to its list: every file is there and says what its mark says."""
    release = current(releases)
    assert release, "there is no current release"
    for address, entry in release.contents.entries.items():
        bodies = {
            form: (release.folder / f"{entry.path}{SUFFIXES[form]}").read_bytes()
            for form in entry.forms
        }
        for form, body in bodies.items():
            assert entry.forms[form].is_in(body), f"{address} {form}"
        if "br" in bodies:
            assert brotli.decompress(bodies["br"]) == bodies[""], address
            assert gzip.decompress(bodies["gzip"]) == bodies[""], address
    assert json.loads((release.folder / "reads.json").read_text())


def test_the_folder_holds_a_file_for_each_address_with_its_compressed_forms(built):
    folder = built.release.folder
    assert (folder.parent / "current").resolve() == folder
    for name in ("en/index", "en/law/th", "en/law/th@substance=7oh", "en/law/us-ga/glynn-county"):
        for form in SUFFIXES.values():
            assert (folder / f"{name}.html{form}").is_file(), f"{name}.html{form}"
    assert (folder / "2026-11-22" / "en" / "index.html").is_file()
    complete(folder.parent)


def test_a_release_is_named_by_its_content(built, again):
    assert again().release.name == built.release.name
    assert names(again.settings.releases) == {built.release.name, "current"}


def test_the_last_two_releases_stay_and_what_killed_builds_left_goes(again, facts):
    releases = again.settings.releases
    (releases / ".new").mkdir()
    (releases / ".new" / "page.html").write_text("half")
    (releases / ".new-current").symlink_to("nowhere")
    releases_so_far = [current(releases).name]
    for place in ("US-TX", "TH", "US-FL"):
        lines = tuple(line for line in facts.helplines if line.place != place)
        releases_so_far.append(again(replace(facts, helplines=lines)).release.name)
    assert names(releases) == {*releases_so_far[-2:], "current"}


def test_a_page_that_fails_is_named_and_the_release_before_stays(again, facts, built):
    topics = tuple(
        replace(topic, blocks=()) if topic.slug == "opioid-withdrawal" else topic
        for topic in facts.safety.topics
    )
    broken = replace(facts, safety=replace(facts.safety, topics=topics))
    with pytest.raises(PageFailed, match="/en/learn/opioid-withdrawal: answered 500"):
        again(broken)
    assert current(again.settings.releases).name == built.release.name
    assert names(again.settings.releases) == {built.release.name, "current"}


def test_a_page_that_does_without_the_store_is_no_page_for_a_release(again, built):
    site = again.site()
    with site.on(TODAY):
        with sqlite3.connect(again.settings.database) as database:
            database.execute("drop table notices")
        with pytest.raises(PageFailed, match=r"/en/: .*no such table"):
            site.render("/en/")


def test_where_the_store_is_broken_from_the_start_all_else_is_made_and_notices_are_left_out(again):
    kept = again.settings.database.read_bytes()
    again.settings.database.write_bytes(b"no database" * 1000)
    tomorrow = TODAY.replace(day=23)
    made = again(day=tomorrow).release.contents
    assert made.origin.day == str(tomorrow)
    assert {"/en/emergency", "/en/help", "/en/law/us-fl", "/en/learn", "/en/"} <= set(made.entries)
    assert not {"/en/notices", "/en/data/notices.json"} & set(made.entries)
    law = body_of(current(again.settings.releases), "/en/law/us-fl").decode()
    assert "Notices cannot be shown right now" in law
    again.settings.database.write_bytes(kept)
    healed = again(day=tomorrow).release
    assert {"/en/notices", "/en/data/notices.json"} <= set(healed.contents.entries)
    assert "cannot be shown right now" not in body_of(healed, "/en/law/us-fl").decode()


def test_progress_is_told(again):
    told = []
    again(day=TODAY.replace(day=23), wish=replace(QUICK, tell=lambda *done: told.append(done)))
    assert told == [(number, len(told)) for number in range(1, len(told) + 1)]


def test_two_builds_at_once_are_one_after_the_other(again, facts):
    sites = [again.site(), again.site(replace(facts, helplines=facts.helplines[:50]))]
    running: list[str] = []
    overlaps: list[str] = []

    def wish(name):
        def tell(number, of):
            overlaps.extend(other for other in running if other != name)
            running[:] = [name] if number < of else []
            time.sleep(0.01)

        return replace(QUICK, tell=tell)

    day = TODAY.replace(day=23)
    threads = [
        threading.Thread(target=build, args=(site, again.settings.releases, day, wish(str(number))))
        for number, site in enumerate(sites)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert overlaps == []
    complete(again.settings.releases)


def keep_building(data: Path, begun, facts) -> None:
    """Build until killed: each time other facts, so that there is something to do."""
    from pwa.app import create_app

    settings = Settings(facts=SAMPLE, data=data)
    sites = [
        Site(settings, each, create_app)
        for each in (facts, replace(facts, helplines=facts.helplines[:50]))
    ]
    begun.set()
    while True:
        for site in sites:
            build(site, settings.releases, TODAY, FEW)


def kill_builds(data: Path, facts, times: int) -> set[str]:
    """Kill builds at random moments and hold what they leave to its promises."""
    chance = random.Random(SEED)
    context = multiprocessing.get_context("fork")
    seen = set()
    for _ in range(times):
        begun = context.Event()
        builder = context.Process(target=keep_building, args=(data, begun, facts))
        builder.start()
        begun.wait(60)
        time.sleep(chance.uniform(0, 0.6))
        builder.kill()
        builder.join()
        complete(data / "releases")
        seen.add(os.readlink(data / "releases" / "current"))
    return seen


def test_a_build_that_is_killed_leaves_a_complete_release(tmp_path, facts, make_app):
    settings = Settings(facts=SAMPLE, data=tmp_path)
    build(Site(settings, facts, make_app), settings.releases, TODAY, FEW)
    assert kill_builds(tmp_path, facts, 8)


if __name__ == "__main__":
    import tempfile

    from pwa.app import create_app, load_facts

    with tempfile.TemporaryDirectory() as folder:
        found = load_facts(SAMPLE)
        settings = Settings(facts=SAMPLE, data=Path(folder))
        build(Site(settings, found, create_app), settings.releases, TODAY, FEW)
        seen = kill_builds(Path(folder), found, int(sys.argv[1]))
        sys.stdout.write(
            f"{sys.argv[1]} kills; the release was complete each time; {len(seen)} seen\n"
        )
