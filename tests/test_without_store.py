"""Commands that need the store say in a line what is wrong with it, and end with a fault."""

import pytest
from click.testing import CliRunner

from pwa.app import prepare_store
from pwa.cli import main
from pwa.locks import locked
from pwa.settings import Settings
from pwa.store import JobStore
from tests.sample import SAMPLE


@pytest.fixture
def settings(tmp_path, monkeypatch, facts):
    monkeypatch.setenv("LEAFLINE_DATA", str(tmp_path))
    found = Settings(facts=SAMPLE, data=tmp_path)
    prepare_store(found, facts)
    return found


@pytest.mark.parametrize("command", [
    ["refresh"], ["jobs"], ["backup"], ["totals"], ["notices", "list"],
])  # fmt: skip
def test_a_broken_store_is_one_line(command, settings):
    for left in settings.data.glob("leafline.db-*"):
        left.unlink()
    settings.database.write_bytes(b"X" * 40 + settings.database.read_bytes()[40:])
    said = CliRunner().invoke(main, command)
    assert said.exit_code == 1
    assert "leafline restore FILE" in said.stderr
    assert len(said.stderr.strip().splitlines()) == 1


def test_a_copy_is_put_back_by_the_command_and_only_while_nothing_runs(settings):
    assert CliRunner().invoke(main, ["backup"]).exit_code == 0
    copy = str(next(settings.backups.glob("*.db")))
    with locked(settings.in_use, shared=True):
        said = CliRunner().invoke(main, ["restore", copy])
    assert (said.exit_code, "is in use" in said.stderr) == (1, True)
    settings.database.write_bytes(b"no database")
    said = CliRunner().invoke(main, ["restore", copy])
    assert said.exit_code == 0, said.output
    assert "The one before: " in said.output
    store = JobStore(settings.database)
    assert store.last_runs() == {}
    store.close()


def test_a_file_that_is_no_copy_is_refused_in_a_line(settings, tmp_path):
    wrong = tmp_path / "words"
    wrong.write_text("words")
    said = CliRunner().invoke(main, ["restore", str(wrong)])
    assert said.exit_code == 1
    assert "is not a sound copy" in said.stderr
    assert "Traceback" not in said.output
