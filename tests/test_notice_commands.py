import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pwa.app import prepare_store
from pwa.cli import main
from pwa.settings import Settings
from tests.notices.filled import fill
from tests.sample import SAMPLE


@pytest.fixture
def ids(tmp_path, facts, monkeypatch):
    settings = Settings(facts=SAMPLE, data=tmp_path)
    prepare_store(settings, facts)
    monkeypatch.setenv("LEAFLINE_DATA", str(tmp_path))
    return fill(settings.database)


def say(*words):
    result = CliRunner().invoke(main, ["notices", *words])
    assert "Traceback" not in result.output
    return result


def test_the_queue_holds_what_may_change_a_status_until_a_person_decides(ids):
    assert "4 notices wait for a person" in say("list", "--queue").output
    assert say("confirm", ids["2026-13580"]).exit_code == 0
    assert say("dismiss", ids["TH-1"], "--why", "no new rule in it").exit_code == 0
    assert "2 notices wait for a person" in say("list", "--queue").output


def test_a_dismissal_needs_a_reason_and_each_decision_is_kept(ids):
    assert say("dismiss", ids["TH-1"]).exit_code != 0
    say("dismiss", ids["TH-1"], "--why", "no new rule in it")
    assert "dismiss: no new rule in it" in say("show", ids["TH-1"]).output


def test_show_tells_why_each_tag_was_given(ids):
    said = say("show", ids["2026-13580"]).output
    assert "because title: 7-OH" in said
    assert "scheduling, proposed" in said


def test_propose_change_names_the_line_of_the_fact_and_the_source_to_add(ids):
    said = say("propose-change", ids["FL-1"]).output
    path, line = said.splitlines()[1].rsplit(":", 1)
    lines = Path(path).read_text().splitlines()
    assert lines[int(line) - 1] == 'place = "US-FL"'
    assert lines[int(line)] == 'substance = "7oh"'
    assert 'title = "Emergency rule on 7-OH"' in said
    assert "[[record.source]]" in said


def test_nothing_that_the_commands_do_changes_a_fact_file(ids):
    law = SAMPLE / "law"
    before = {path: path.read_bytes() for path in law.iterdir()}
    for key in ids.values():
        say("propose-change", key)
    assert {path: path.read_bytes() for path in law.iterdir()} == before


def test_an_unknown_id_is_said_and_fails(ids):
    result = say("show", "nothing")
    assert result.exit_code == 1


def test_classify_tags_a_file_of_notices(tmp_path):
    path = tmp_path / "some.jsonl"
    path.write_text(
        json.dumps({"title": "Georgia bans sale of kratom", "summary": "Sale is a crime.",
                    "agency": "Georgia General Assembly", "url": None, "published": "2026-03-01"})
        + "\n"
    )  # fmt: skip
    lines = say("classify", str(path)).output.splitlines()
    tagged = json.loads(lines[0])
    assert {"relevant", "score", "place", "kind", "substances", "may_change_status"} <= set(tagged)
    assert tagged["relevant"] is True
    assert tagged["place"] == "US-GA"


def test_a_file_that_is_no_list_of_notices_is_a_clear_error(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("notices: 3\n")
    result = say("classify", str(path))
    assert result.exit_code == 1
    assert "bad.yaml" in result.output
