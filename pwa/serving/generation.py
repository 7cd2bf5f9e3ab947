"""Loads code and facts once, and forks the processes that work with them."""

import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import NoReturn

from pwa.app import app_of_start, facts_of_start
from pwa.errors import LeaflineError
from pwa.release.fingerprints import made_from
from pwa.schedule import schedule
from pwa.serving import logs, web
from pwa.serving.lines import GRACE, end_with
from pwa.serving.restarts import Restarts
from pwa.serving.signals import Signals
from pwa.settings import Settings

log = logging.getLogger(__name__)


@dataclass
class Forked:
    """One of the processes: what it does, and the process that does it now."""

    name: str
    work: Callable[[], None]
    pid: int = 0
    start_at: float = 0.0
    restarts: Restarts = field(default_factory=Restarts)


def run(settings: Settings, listening: socket.socket, line: socket.socket) -> None:
    """Keep all processes of this generation running until the line ends, or somebody says so."""
    children = list(_children(settings, listening, line))
    with Signals(signal.SIGTERM, signal.SIGINT) as signals:
        while True:
            for child in children:
                if not child.pid and child.start_at <= time.monotonic():
                    _fork(child, line, signals)
            due = [child.start_at for child in children if not child.pid]
            wait = max(0.0, min(due) - time.monotonic()) if due else None
            came, ended = signals.wait(wait, [line])
            if ended or came - {signal.SIGCHLD}:
                break
            _reap(children)
        _end(children)


def _children(settings: Settings, listening: socket.socket, line: socket.socket) -> list[Forked]:
    serve = partial(web.serve, settings, listening, line)
    found = [Forked(f"web process {number}", serve) for number in range(1, settings.workers + 1)]
    if settings.jobs or settings.build:
        only = None if settings.jobs else "renew-release"
        found.append(Forked("scheduler", partial(schedule, settings, only, patiently=True)))
    return found


def _fork(child: Forked, line: socket.socket, signals: Signals) -> None:
    child.restarts.started()
    child.pid = os.fork()
    if child.pid == 0:
        _work(child, line, signals)


def _work(child: Forked, line: socket.socket, signals: Signals) -> NoReturn:
    """In the forked process: it never comes back."""
    code = 1
    try:
        signals.forget()
        end_with(line)
        child.work()
        code = 0
    except LeaflineError as problem:
        log.error("%s: %s", child.name, problem)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        log.exception("%s failed", child.name)
    finally:
        os._exit(code)


def _reap(children: list[Forked]) -> None:
    """Take in who has died, and say when each may start again."""
    for child in children:
        if not child.pid:
            continue
        pid, status = os.waitpid(child.pid, os.WNOHANG)
        if pid:
            code = os.waitstatus_to_exitcode(status)
            how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
            log.error("%s ended (%s) and is started again", child.name, how)
            child.pid, child.start_at = 0, child.restarts.ended()


def _end(children: list[Forked]) -> None:
    """All end in order; whoever does not in time is killed."""
    running = {child.pid for child in children if child.pid}
    for pid in running:
        os.kill(pid, signal.SIGTERM)
    give_up = time.monotonic() + GRACE
    while running and time.monotonic() < give_up:
        running -= {pid for pid in running if os.waitpid(pid, os.WNOHANG)[0]}
        time.sleep(0.02)
    for pid in running:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def main(listening: int, line: int) -> None:
    """Load everything, then run: `python -m pwa.serving.generation LISTENING LINE` (sockets)."""
    for handle in (listening, line):
        os.set_inheritable(handle, False)
    logs.configure()
    gc.disable()  # all of this stays, and looking through it again and again takes a third longer
    try:
        settings = Settings.from_environment()
        app_of_start(settings)
    except LeaflineError as problem:
        os.write(2, f"{problem}\n".encode())
        sys.exit(1)
    # What is on disk may change while we run; what we are made from does not.
    made_from(settings, facts_of_start(settings.facts))
    # What is here now is shared by all forked processes, as long as nobody touches it.
    gc.freeze()
    gc.enable()
    run(settings, socket.socket(fileno=listening), socket.socket(fileno=line))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
