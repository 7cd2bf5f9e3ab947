"""Leafline refuses to start on bad facts, settings or catalogs, and names every fault at once."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from pwa.app import create_app
from pwa.cli import main
from pwa.errors import FactError, SettingsError
from pwa.locales import ENGLISH, Locale
from pwa.settings import ROOT, Settings
from tests.sample import SAMPLE


@pytest.fixture
def broken_facts(tmp_path, monkeypatch):
    """The real facts with two faults that can be read and break rules."""
    folder = tmp_path / "facts"
    shutil.copytree(SAMPLE, folder)
    law = folder / "law" / "us-tn.toml"
    law.write_text(law.read_text().replace('place = "US-TN"', 'place = "US-XX"', 1))
    lines = folder / "helplines" / "th.toml"
    lines.write_text(lines.read_text().replace('"1669"', '"16690000"', 1))
    monkeypatch.setenv("LEAFLINE_FACTS", str(folder))
    return folder


def test_the_app_does_not_start_on_broken_facts_and_lists_each_fault(broken_facts, tmp_path):
    with pytest.raises(FactError) as refusal:
        create_app(Settings(data=tmp_path, facts=broken_facts))
    assert {(fault.file, fault.key) for fault in refusal.value.faults} == {
        ("law/us-tn.toml", "US-XX kratom"),
        ("helplines/th.toml", "th-emergency"),
    }


def test_check_says_the_same_and_fails(broken_facts):
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert "law/us-tn.toml: US-XX kratom: US-XX is not a known place" in result.output
    assert "helplines/th.toml: th-emergency: 16690000" in result.output
    assert "Traceback" not in result.output


def test_check_passes_on_the_facts_as_they_are():
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 0
    assert re.match(r"\d+ law records, \d+ helplines, \d+ places: all rules hold", result.output)


def test_due_lists_what_a_person_has_to_look_at():
    result = CliRunner().invoke(main, ["due"])
    assert result.exit_code == 0
    assert "helplines/us.toml: us-lawhelp: not published" in result.output


def test_every_bad_setting_is_named_at_once():
    with pytest.raises(SettingsError) as refusal:
        Settings.from_environment(
            {
                "LEAFLINE_PORT": "99999", "LEAFLINE_WORKERS": "none", "LEAFLINE_CONTACT": "nobody",
                "LEAFLINE_EXIT_URL": "http://plain", "LEAFLINE_COLOUR": "red", "LEAFLINE_HOST": "",
                "LEAFLINE_JOBS": "maybe", "LEAFLINE_BUILD": "yes",
                "LEAFLINE_LEGISCAN_KEY": "two words",
                "LEAFLINE_DATA": str(ROOT / "wsgi.py"), "PATH": "/bin",
            }
        )  # fmt: skip
    named = {fault.split()[0].rstrip(":") for fault in refusal.value.faults}
    assert named == {
        "LEAFLINE_PORT", "LEAFLINE_WORKERS", "LEAFLINE_CONTACT", "LEAFLINE_EXIT_URL",
        "LEAFLINE_COLOUR", "LEAFLINE_HOST", "LEAFLINE_DATA", "LEAFLINE_JOBS", "LEAFLINE_BUILD",
        "LEAFLINE_LEGISCAN_KEY",
    }  # fmt: skip


def test_settings_are_read_from_the_environment(tmp_path):
    settings = Settings.from_environment(
        {"LEAFLINE_PORT": "8123", "LEAFLINE_DATA": str(tmp_path), "LEAFLINE_CONTACT": "a@b.example"}
    )
    assert (settings.port, settings.data, settings.contact) == (8123, tmp_path, "a@b.example")
    assert settings.database == tmp_path / "leafline.db"


def test_every_missing_catalog_is_named(tmp_path, facts):
    published = [ENGLISH, Locale("es", "Español"), Locale("pt-BR", "Português")]
    with pytest.raises(SettingsError) as refusal:
        create_app(
            Settings(data=tmp_path),
            facts=facts,
            published=published,
            translations=tmp_path,
        )
    assert [fault.split()[4] for fault in refusal.value.faults] == ["es", "pt-BR"]


def test_a_folder_that_cannot_be_used_is_a_clear_refusal(tmp_path, facts):
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="LEAFLINE_DATA"):
        create_app(Settings(data=tmp_path / "file" / "data"), facts=facts)


def test_a_bad_setting_ends_serve_with_its_name_and_no_traceback(monkeypatch):
    monkeypatch.setenv("LEAFLINE_PORT", "http")
    result = CliRunner().invoke(main, ["serve"])
    assert result.exit_code == 1
    assert result.output == "LEAFLINE_PORT: 'http' is not a port from 1 to 65535\n"


def test_serve_answers_on_its_port_and_logs_nobody(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Without the jobs: they would ask real regulators.
    environment = {
        **os.environ,
        "LEAFLINE_PORT": str(port),
        "LEAFLINE_DATA": str(tmp_path),
        "LEAFLINE_JOBS": "off",
        "LEAFLINE_BUILD": "off",
    }
    log = tmp_path / "log"
    with log.open("w") as output:
        serving = subprocess.Popen(
            [Path(sys.executable).parent / "leafline", "serve"],
            cwd=ROOT, env=environment, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        page = _wait_for(f"http://127.0.0.1:{port}/en/law/us-il/jerseyville")
        assert "Kratom is banned here" in page
        assert "Texas" in _wait_for(f"http://127.0.0.1:{port}/en/help/us-tx?place=secretplace")
    finally:
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(timeout=20) is not None
    said = log.read_text()
    assert f"http://127.0.0.1:{port}" in said
    assert "secretplace" not in said
    assert "jerseyville" not in said


def _wait_for(address: str) -> str:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:
                return response.read().decode()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def test_the_dataset_is_written_as_a_file(tmp_path):
    path = tmp_path / "leafline.db"
    result = CliRunner().invoke(main, ["dataset", str(path)])
    assert result.exit_code == 0
    assert path.read_bytes().startswith(b"SQLite format 3")


def test_a_dataset_that_cannot_be_written_is_told_plainly(tmp_path):
    result = CliRunner().invoke(main, ["dataset", str(tmp_path / "nowhere" / "leafline.db")])
    assert result.exit_code == 1
    assert "cannot write" in result.output
    assert "Traceback" not in result.output
