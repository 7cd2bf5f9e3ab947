"""Kills processes of a server under load, at random: `python -m tests.serving.kills 200`."""

import os
import random
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

from tests.serving.running import Running, no_build, running, wait_for

ASKED = ("/en/emergency", "/healthz", "/en/help/us-tx")
KINDS = ("main", "generation", "web", "scheduler")


@dataclass
class Load:
    """Readers who ask all the time, and hold each answer to the first one."""

    server: Running
    whole: dict[str, bytes]
    answers: int = 0
    broken: int = 0
    wrong: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Ask until it is over. A connection may break with its process; an answer may not."""
        while not self.over.is_set():
            for address in ASKED:
                try:
                    status, body = self.server.ask(address)
                except (OSError, HTTPException):
                    self.broken += 1
                    time.sleep(0.02)
                    continue
                self.answers += 1
                if status != 200 or body != self.whole[address]:
                    self.wrong.append(f"{address}: {status}, {len(body)} bytes")


def kill_at_random(data: Path, kills: int, seed: int, readers: int = 2) -> dict[str, object]:
    """What was killed, how long until all was answered and whole again, and what was wrong."""
    chance = random.Random(seed)
    again: dict[str, list[float]] = {kind: [] for kind in KINDS}
    whole: dict[str, list[float]] = {kind: [] for kind in KINDS}
    with no_build(data), running(data, LEAFLINE_BUILD="on") as server:
        load = Load(server, {address: server.ask(address)[1] for address in ASKED})
        threads = [threading.Thread(target=load.run) for _ in range(readers)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(kills):
                kind = chance.choice(KINDS)
                _kill(server, kind, chance)
                began = time.monotonic()
                _answers(server)
                again[kind].append(time.monotonic() - began)
                server.wait_until_whole(schedulers=1)
                whole[kind].append(time.monotonic() - began)
                time.sleep(chance.random() / 2)
        finally:
            load.over.set()
            for thread in threads:
                thread.join()
    return {
        "killed": {kind: len(seconds) for kind, seconds in whole.items()},
        "answers": load.answers,
        "connections broken": load.broken,
        "wrong": load.wrong[:5],
        "answered again, s": {kind: _spread(found) for kind, found in again.items() if found},
        "whole again, s": {kind: _spread(found) for kind, found in whole.items() if found},
    }


def _kill(server: Running, kind: str, chance: random.Random) -> None:
    victims = {
        "main": lambda: [server.main],
        "generation": lambda: [server.generation()],
        "web": server.web,
        "scheduler": server.scheduler,
    }
    victim = chance.choice(victims[kind]())
    os.kill(victim, signal.SIGKILL)
    wait_for(lambda: victim not in server.processes())
    if kind == "main":
        assert server.process
        server.process.wait()
        server.start()


def _answers(server: Running) -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        with suppress(OSError, HTTPException):
            if server.ask("/en/emergency")[0] == 200:
                return
        time.sleep(0.02)
    raise AssertionError(server.log[-3000:])


def _spread(seconds: list[float]) -> str:
    found = sorted(seconds)
    return f"median {found[len(found) // 2]:.2f}, max {found[-1]:.2f}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for name, value in kill_at_random(Path(folder), int(sys.argv[1]), seed=11).items():
            sys.stdout.write(f"{name}: {value}\n")
