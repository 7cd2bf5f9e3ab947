import contextlib
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from pwa import jobs as job_table
from pwa import schedule as schedule_module
from pwa.app import prepare_store
from pwa.cli import main
from pwa.errors import AlreadyRunning
from pwa.jobs import Job, JobFailed, jobs, run
from pwa.schedule import (
    last_due,
    missed_jobs,
    next_run,
    only_runner,
    run_apart,
    trigger_of,
)
from pwa.settings import ROOT, Settings
from pwa.store import JobStore
from tests.sample import SAMPLE


@pytest.fixture
def prepared(tmp_path, facts):
    settings = Settings(facts=SAMPLE, data=tmp_path)
    prepare_store(settings, facts)
    return settings


def last_run(settings, name):
    store = JobStore(settings.database)
    found = store.last_runs()[name]
    store.close()
    return found


def test_every_job_has_a_name_of_its_own_and_a_time_that_can_be_read():
    names = [job.name for job in jobs()]
    assert len(names) == len(set(names))
    now = datetime(2026, 11, 22, tzinfo=UTC)
    for job in jobs():
        assert next_run(job, now) >= now
        assert trigger_of(job).jitter == job.jitter


def test_a_run_is_kept_with_its_outcome(prepared):
    assert run(Job("good", "0 0 * * *", 0, lambda _: "did it"), prepared)
    found = last_run(prepared, "good")
    assert (found.ok, found.outcome, found.failures_in_a_row) == (True, "did it", 0)
    assert found.finished_at >= found.started_at


def test_a_job_that_fails_says_why_counts_and_stops_no_other(prepared):
    def fail(_):
        raise JobFailed("the regulator did not answer")

    bad = Job("bad", "0 0 * * *", 0, fail)
    assert not run(bad, prepared)
    assert not run(bad, prepared)
    found = last_run(prepared, "bad")
    assert found.failures_in_a_row == 2
    assert "the regulator did not answer" in found.outcome
    assert run(Job("bad", "0 0 * * *", 0, lambda _: "well again"), prepared)
    assert last_run(prepared, "bad").failures_in_a_row == 0


def test_jobs_missed_in_a_downtime_are_caught_up_and_others_are_not(prepared):
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    others = {job.name for job in jobs() if not job.at_start}
    assert {job.name for job in missed_jobs(prepared, now)} == others
    store = JobStore(prepared.database)
    for job in jobs():
        store.started(job.name, last_due(job, now) + timedelta(seconds=1))
        store.finished(job.name, now, ok=True, outcome="done")
    store.started("back-up", now - timedelta(days=3))
    store.finished("back-up", now - timedelta(days=3), ok=True, outcome="done")
    store.started("clean-up", now)
    store.close()
    assert [job.name for job in missed_jobs(prepared, now)] == ["back-up", "clean-up"]


def test_one_process_runs_the_jobs(prepared):
    with only_runner(prepared), pytest.raises(AlreadyRunning), only_runner(prepared):
        pass


def _mark(settings):
    with (settings.data / "marks").open("a") as marks:
        marks.write("ran\n")
    return "marked"


def _schedule_one_job(data, started):
    """What each of two scheduler processes does: one job, due a minute ago and missed."""
    minute_ago = datetime.now(UTC) - timedelta(minutes=1)
    job = Job("mark", f"{minute_ago.minute} {minute_ago.hour} * * *", 0, _mark)
    schedule_module.jobs = lambda: iter([job])
    schedule_module.BETWEEN_CATCH_UPS = timedelta(seconds=0.5)
    started.wait()
    with contextlib.suppress(AlreadyRunning):
        schedule_module.schedule(Settings(facts=SAMPLE, data=data))


def test_of_two_schedulers_started_at_once_one_runs_each_job(prepared):
    context = multiprocessing.get_context("spawn")
    started = context.Barrier(3)
    both = [
        context.Process(target=_schedule_one_job, args=(prepared.data, started)) for _ in range(2)
    ]
    for process in both:
        process.start()
    started.wait(60)
    marks, deadline = prepared.data / "marks", time.monotonic() + 30
    while time.monotonic() < deadline and not (marks.exists() and _one_ended(both)):
        time.sleep(0.1)
    time.sleep(1)
    running = [process for process in both if process.is_alive()]
    for process in both:
        process.terminate()
        process.join(30)
    assert marks.read_text() == "ran\n"
    assert len(running) == 1


def _one_ended(processes):
    return any(not process.is_alive() for process in processes)


def test_a_second_schedule_says_so_and_ends(prepared):
    environment = {"LEAFLINE_DATA": str(prepared.data), "PATH": "/usr/bin:/bin"}
    with only_runner(prepared):
        second = subprocess.run(
            [sys.executable, "-m", "pwa.cli", "schedule"], cwd=ROOT, env=environment,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert second.returncode == 1
    assert "run by another process" in second.stderr


def test_the_jobs_command_shows_last_and_next_runs_and_failures(prepared, monkeypatch):
    monkeypatch.setenv("LEAFLINE_DATA", str(prepared.data))
    run(Job("back-up", "0 0 * * *", 0, lambda _: "copied"), prepared)
    said = CliRunner().invoke(main, ["jobs"]).output
    assert "refresh-federal-register" in said
    assert "never ran" in said
    assert "ok: copied" in said
    assert "next 20" in said


def test_the_database_is_copied_and_old_copies_go(prepared):
    said = job_table.back_up(prepared)
    copies = list((prepared.data / "backups").iterdir())
    assert len(copies) == 1
    assert str(copies[0]) in said
    for day in range(20):
        (prepared.data / "backups" / f"leafline-202501{day + 10}.db").write_text("")
    assert job_table.clean_up(prepared) == "removed 7 old backups"
    assert copies[0].exists()


def test_what_is_due_is_written_down(prepared):
    said = job_table.report_due(prepared)
    assert "records are due for review" in said
    assert "us-lawhelp" in Path(prepared.data, "reports", "due.txt").read_text()


def test_each_run_is_logged_with_its_name_its_end_and_how_long_it_took(prepared, caplog):
    caplog.set_level("INFO")
    run(Job("good", "0 0 * * *", 0, lambda _: "did it"), prepared)
    run(Job("bad", "0 0 * * *", 0, lambda _: 1 / 0), prepared)
    said = [record.getMessage() for record in caplog.records]
    assert said[0] == "job good: starts"
    assert re.fullmatch(r"job good: ok after \d+\.\d s: did it", said[1])
    assert re.fullmatch(r"job bad: FAILED after \d+\.\d s: ZeroDivisionError: .*", said[3])
    assert len(said) == 4


def test_a_job_runs_where_nothing_can_be_noted_of_it(prepared, caplog):
    prepared.database.write_bytes(b"no database" * 1000)
    assert run(Job("good", "0 0 * * *", 0, _mark), prepared)
    assert (prepared.data / "marks").read_text() == "ran\n"
    assert "cannot be noted" in caplog.text
    assert {job.name for job in missed_jobs(prepared, datetime.now(UTC))}


def _kill_itself(_):
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_job_that_crashes_takes_nothing_with_it(prepared, caplog):
    run_apart(Job("crash", "0 0 * * *", 0, _kill_itself), prepared)
    assert "job crash: killed by signal" in caplog.text


def test_a_job_ends_with_its_scheduler(prepared):
    def sleep(settings):
        (settings.data / "pid").write_text(str(os.getpid()))
        time.sleep(60)

    job = Job("long", "0 0 * * *", 0, sleep)
    scheduler = multiprocessing.get_context("fork").Process(target=run_apart, args=(job, prepared))
    scheduler.start()
    pid, give_up = prepared.data / "pid", time.monotonic() + 30
    while not (pid.exists() and pid.read_text()):
        assert time.monotonic() < give_up
        time.sleep(0.05)
    scheduler.kill()
    scheduler.join()
    while Path("/proc", pid.read_text()).exists():
        assert time.monotonic() < give_up
        time.sleep(0.05)
