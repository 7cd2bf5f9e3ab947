"""The release is kept up to date beside the web processes, which serve it and log nobody."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from click.testing import CliRunner

from pwa import cli, jobs
from pwa.cli import main
from pwa.jobs import renew_release, run_refresh
from pwa.notices.refresh import Summary
from pwa.notices.sources import SOURCES
from pwa.records.outcomes import Outcome
from pwa.records.refreshes import Counts
from pwa.release.build import BuildOptions, build
from pwa.release.folder import current
from pwa.release.rendering import PageFailed, Site
from pwa.schedule import next_run
from pwa.settings import ROOT, Settings
from tests.release.building import QUICK, wanted
from tests.sample import SAMPLE

READER = "127.0.0.9"


def environment(data, *, jobs="off", build="off", port=0):
    settings = {"DATA": data, "JOBS": jobs, "BUILD": build, "PORT": port}
    return {**os.environ, **{f"LEAFLINE_{name}": str(value) for name, value in settings.items()}}


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def ask(port, address, **headers):
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=10, source_address=(READER, 0)
    )
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body


def test_serve_answers_from_the_release_and_no_log_names_a_reader(tmp_path, facts, make_app, port):
    settings = Settings(facts=SAMPLE, data=tmp_path)
    site = Site(settings, facts, make_app)
    build(site, settings.releases, datetime.now(UTC).date(), QUICK)
    log = tmp_path / "log"
    with log.open("w") as said:
        serving = subprocess.Popen(
            [sys.executable, "-m", "pwa.cli", "serve"],
            cwd=ROOT, env=environment(tmp_path, port=port), stdout=said, stderr=said,
        )  # fmt: skip
    try:
        wait_until_it_answers(port, log)
        status, headers, _ = ask(port, "/en/emergency", **{"Accept-Encoding": "br"})
        assert (status, headers["content-encoding"]) == (200, "br")
        assert headers["etag"].endswith('-br"')
        tag = headers["etag"]
        asked = {"Accept-Encoding": "br", "If-None-Match": tag}
        assert ask(port, "/en/emergency", **asked)[0] == 304
        for address in (
            "/en/help/us-tx?place=secret",
            "/en/nothing",
            "/api/v1/law",
            "/%ff",
            "/en/",
        ):
            ask(port, address)
        with socket.create_connection(("127.0.0.1", port), source_address=(READER, 0)) as rude:
            rude.sendall(b"no HTTP at all\r\n\r\n")
            rude.recv(1000)
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(timeout=30)
    assert READER not in log.read_text()
    assert "secret" not in log.read_text()


def wait_until_it_answers(port, log):
    deadline = time.monotonic() + 60
    while True:
        try:
            return ask(port, "/healthz")
        except OSError:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)


@pytest.fixture
def quickly(monkeypatch, tmp_path, facts, make_app):
    """Builds by jobs and commands take a few pages of a folder of this test."""
    monkeypatch.setenv("LEAFLINE_DATA", str(tmp_path))
    settings = Settings(facts=SAMPLE, data=tmp_path)
    site = Site(settings, facts, make_app)
    for module in (jobs, cli):
        monkeypatch.setattr(module, "site_of", lambda _: site)
    monkeypatch.setattr(jobs, "build", partial(build, wish=QUICK))
    monkeypatch.setattr(cli, "BuildOptions", partial(BuildOptions, wanted=wanted, quality=1))
    return settings


def test_build_tells_its_progress_and_one_line_of_outcome(quickly):
    said = CliRunner().invoke(main, ["build"])
    name = current(quickly.releases).name
    assert said.exit_code == 0
    assert said.stdout.startswith(f"release {name}: ")
    assert said.stdout.count("\n") == 1
    assert re.search(r"^rendered (\d+) of \1$", said.stderr, re.M)


def test_a_build_that_fails_says_which_page_and_ends_with_a_fault(quickly, monkeypatch):
    def fail(*_):
        raise PageFailed("/en/law/th: answered 500; the release before stays")

    monkeypatch.setattr(cli, "build", fail)
    said = CliRunner().invoke(main, ["build"])
    assert said.exit_code == 1
    assert said.output == "/en/law/th: answered 500; the release before stays\n"


def test_the_job_builds_today_s_release_and_does_nothing_where_building_is_off(quickly):
    assert renew_release(replace(quickly, build=False)) == "off (LEAFLINE_BUILD)"
    assert current(quickly.releases) is None
    assert "pages rendered" in renew_release(quickly)
    assert current(quickly.releases).contents.origin.day == str(datetime.now(UTC).date())


def test_the_job_runs_at_start_every_few_minutes_and_right_after_midnight():
    job = next(job for job in jobs.jobs() if job.name == "renew-release")
    assert job.at_start
    evening = datetime(2026, 11, 22, 23, 56, tzinfo=UTC)
    assert next_run(job, evening) == datetime(2026, 11, 23, tzinfo=UTC)
    assert next_run(job, evening - timedelta(minutes=9)) == evening - timedelta(minutes=6)


@pytest.mark.parametrize(("counts", "renewed"), [
    (Counts(seen=3, new=1), 1), (Counts(seen=3, changed=1), 1), (Counts(seen=3), 0),
])  # fmt: skip
def test_a_refresh_that_brought_something_renews_the_release(counts, renewed, monkeypatch):
    summary = Summary("fda", Outcome.OK, counts=counts)
    calls = []
    monkeypatch.setattr(jobs, "refresh_source", lambda source, settings: summary)
    monkeypatch.setattr(jobs, "renew_release", calls.append)
    settings = Settings()
    assert run_refresh(next(iter(SOURCES.values())), settings) == summary.line()
    assert calls == [settings] * renewed
