"""A real `leafline serve` on a free port, and all processes that belong to it."""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pwa.settings import ROOT
from tests.sample import SAMPLE

WORKERS = 2


@dataclass
class Running:
    """One data folder and port, and the server there as it is started, killed, started again."""

    data: Path
    port: int
    settings: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def log(self) -> str:
        """What all its processes have said."""
        return (self.data / "log").read_text()

    @property
    def main(self) -> int:
        """The process that was started; it supervises the others."""
        assert self.process
        return self.process.pid

    def start(self) -> subprocess.Popen[bytes]:
        """Start a server; the one before may have been killed."""
        environment = {
            **{key: value for key, value in os.environ.items() if "LEAFLINE" not in key},
            "LEAFLINE_DATA": str(self.data),
            "LEAFLINE_FACTS": str(SAMPLE),
            "LEAFLINE_PORT": str(self.port),
            "LEAFLINE_WORKERS": str(WORKERS),
            **self.settings,
        }
        with (self.data / "log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pwa", "serve"],
                cwd=ROOT, env=environment, stdout=log, stderr=log,
            )  # fmt: skip
        return self.process

    def ask(self, address: str, **headers: str) -> tuple[int, bytes]:
        """Ask on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", address, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def processes(self) -> dict[int, int]:
        """Every living process of this data folder, with that of its parent."""
        mark = f"LEAFLINE_DATA={self.data}\0".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes():
                    state, parent = _stat(folder)[:2]
                    if state != "Z":
                        found[int(folder.name)] = int(parent)
            except OSError:
                continue
        return found

    def generation(self) -> int:
        """The process that forks the others; 0 where there is none, or more than one."""
        found = self.children(self.main)
        return found[0] if len(found) == 1 else 0

    def children(self, of: int) -> list[int]:
        """The living children of a process."""
        return [pid for pid, parent in self.processes().items() if parent == of]

    def web(self) -> list[int]:
        """The web processes."""
        return [pid for pid in self.children(self.generation()) if not self._is_nicer(pid)]

    def scheduler(self) -> list[int]:
        """The scheduler, where one runs."""
        return [pid for pid in self.children(self.generation()) if self._is_nicer(pid)]

    def _is_nicer(self, pid: int) -> bool:
        """Jobs let readers go first."""
        try:
            return _niceness(pid) > _niceness(self.main)
        except OSError:
            return False

    def is_whole(self, schedulers: int = 0) -> bool:
        """Whether one generation is there, complete, and nothing is left of another."""
        if not self.generation() or len(self.web()) != WORKERS:
            return False
        if len(self.scheduler()) != schedulers:
            return False
        known = {self.main, self.generation(), *self.web(), *self.scheduler()}
        known |= {job for each in self.scheduler() for job in self.children(each)}
        return set(self.processes()) == known

    def wait_until_whole(self, schedulers: int = 0, seconds: float = 90) -> float:
        """Wait until `is_whole` and an answer; how long that took."""
        began = time.monotonic()
        while not (self.is_whole(schedulers) and self.ask("/healthz")[0] == 200):
            assert time.monotonic() - began < seconds, self.log[-3000:]
            time.sleep(0.05)
        return time.monotonic() - began


def wait_for(what, seconds: float = 60):
    """Wait until something is true; what it is."""
    give_up = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.05)
    return found


@contextmanager
def running(data: Path, **settings: str) -> Iterator[Running]:
    """A server that has started; without jobs, which would ask real regulators."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"LEAFLINE_JOBS": "off", "LEAFLINE_BUILD": "off"}
    found = Running(data, port, quiet | settings)
    found.start()
    try:
        found.wait_until_whole(schedulers=int("LEAFLINE_BUILD" in settings))
        yield found
    finally:
        assert found.process
        found.process.send_signal(signal.SIGTERM)
        found.process.wait(timeout=30)
        wait_for(lambda: not found.processes(), 30)


@contextmanager
def no_build(data: Path) -> Iterator[None]:
    """Builds wait while this is open: the job that keeps the release takes no time of tests."""
    (data / "releases").mkdir(parents=True, exist_ok=True)
    with (data / "releases" / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _stat(folder: Path) -> list[str]:
    """The fields of /proc/PID/stat from the state on."""
    return (folder / "stat").read_text().rpartition(")")[2].split()


def _niceness(pid: int) -> int:
    return int(_stat(Path("/proc", str(pid)))[16])
