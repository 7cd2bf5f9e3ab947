"""A changed fact file is taken up while the server answers; a broken one is not."""

import shutil
import time

import pytest

from pwa.serving.editions import FactFolder
from tests.sample import SAMPLE
from tests.serving.running import running, wait_for

HOURS = 'hours = "24/7"'


@pytest.fixture
def facts(tmp_path):
    return shutil.copytree(SAMPLE, tmp_path / "facts")


@pytest.fixture
def server(tmp_path, facts):
    data = tmp_path / "data"
    data.mkdir()
    with running(data, LEAFLINE_FACTS=str(facts)) as found:
        yield found


def change(file, before, after):
    """As an editor does it: a new file in the place of the old one."""
    text = file.read_text("utf-8")
    assert before in text
    new = file.with_suffix(".new")
    new.write_text(text.replace(before, after), "utf-8")
    new.replace(file)


def test_a_changed_fact_is_live_soon_and_no_request_is_lost_for_it(server, facts):
    before, lost, began = server.ask("/api/v1/helplines?place=us"), [], time.monotonic()
    assert b"Leafline tests" not in before[1]
    change(facts / "helplines" / "us.toml", 'name = "Poison Help', 'name = "Leafline tests')

    def is_live():
        status, body = server.ask("/api/v1/helplines?place=us")
        lost.extend([status] * (status != 200))
        return b"Leafline tests" in body

    wait_for(is_live)
    assert lost == []
    assert time.monotonic() - began < 30  # 5 s on a quiet machine
    # The last of the old processes may still answer a request or two.
    for page in ("/en/help/us", "/en/data/find.json"):
        wait_for(lambda page=page: b"Leafline tests" in server.ask(page)[1])


def test_broken_facts_are_refused_with_their_faults_and_the_old_ones_stay(server, facts):
    file = facts / "helplines" / "us.toml"
    good = file.read_text("utf-8")
    change(file, HOURS, 'hours = "always"')
    wait_for(lambda: "the old ones go on" in server.log)
    assert "helplines/us.toml" in server.log
    assert server.ask("/en/help/us")[0] == 200
    assert server.is_whole()
    file.write_text(good, "utf-8")
    wait_for(lambda: server.log.count("web processes answer") == 2 and server.is_whole())


def test_half_of_what_is_copied_in_is_not_taken_up(tmp_path):
    (tmp_path / "law").mkdir()
    file = tmp_path / "law" / "th.toml"
    file.write_text("a")
    folder = FactFolder(tmp_path)
    assert not folder.has_changed()
    for text in ("ab", "abc", "abcd"):
        file.write_text(text)
        assert not folder.has_changed()
    assert folder.has_changed()
    folder.take()
    assert not folder.has_changed()
    file.unlink()
    assert [folder.has_changed() for _ in range(2)] == [False, True]
    (tmp_path / ".th.toml.swp").write_text("of an editor")
    folder.take()
    assert [folder.has_changed() for _ in range(2)] == [False, False]
