"""Holds the port and keeps one generation of processes alive on it; knows no facts itself."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field

from pwa.errors import LeaflineError
from pwa.locks import held
from pwa.serving import logs
from pwa.serving.editions import FactFolder
from pwa.serving.lines import GRACE
from pwa.serving.listening import listen
from pwa.serving.restarts import Restarts
from pwa.serving.signals import Signals
from pwa.settings import Settings

log = logging.getLogger(__name__)

STOP = {signal.SIGTERM, signal.SIGINT}
# The C library would give each of the many threads a heap of its own: 120 MB more in all.
LITTLE_MEMORY = {"MALLOC_ARENA_MAX": "2"}
LOOK_EVERY = 0.25  # seconds, at the fact files


class NeverStarted(LeaflineError):
    """The first generation ended by itself; it said why."""


@dataclass
class Generation:
    """The processes that were started together. `line`: our end; all of them hold the other."""

    process: subprocess.Popen[bytes]
    line: socket.socket
    workers: int
    ready: int = 0

    def listens(self) -> None:
        """Take in who has got ready."""
        with suppress(BlockingIOError):
            self.ready += len(self.line.recv(100))

    @property
    def is_ready(self) -> bool:
        """Whether all its web processes answer."""
        return self.ready >= self.workers

    @property
    def is_alive(self) -> bool:
        """Whether the process that forks the others lives."""
        return self.process.poll() is None

    def retire(self) -> None:
        """Tell all its processes to end: they see our end of the line shut."""
        with suppress(OSError):
            self.line.shutdown(socket.SHUT_WR)

    def is_gone(self) -> bool:
        """Whether none of its processes is left, be they children of ours or not."""
        with suppress(BlockingIOError):
            while self.line.recv(100):
                pass
            return not self.is_alive
        return False


@dataclass
class Supervisor:
    """One generation serves; one may be coming, and some may be on their way out."""

    listening: socket.socket
    workers: int
    facts: FactFolder
    serving: Generation | None = None
    coming: Generation | None = None
    leaving: list[Generation] = field(default_factory=list)
    restarts: Restarts = field(default_factory=Restarts)
    start_at: float | None = 0.0

    def run(self, signals: Signals) -> None:
        """Serve until told to stop. Raises NeverStarted where the first start fails by itself."""
        try:
            while True:
                came, _ = signals.wait(self._turn(), self._lines())
                if came & STOP:
                    return
                if signal.SIGHUP in came:
                    self._renew("told to")
        finally:
            self._end()

    def _renew(self, why: str) -> None:
        log.info("reload (%s): new processes start; the old ones answer until they are up", why)
        self.start_at = time.monotonic()

    def _turn(self) -> float:
        """Do what is due; seconds until something may be due again."""
        if self.facts.has_changed() and not self.coming:
            self._renew("the facts have changed")
        self._look_at_the_coming()
        self._look_at_the_serving()
        self.leaving = [each for each in self.leaving if not self._has_left(each)]
        if self.start_at is None or self.coming:
            return 0.1 if self.leaving else LOOK_EVERY
        wait = self.start_at - time.monotonic()
        if wait > 0:
            return min(wait, LOOK_EVERY)
        self._start()
        return LOOK_EVERY

    def _start(self) -> None:
        self.facts.take()
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        handed = (self.listening.fileno(), theirs.fileno())
        process = subprocess.Popen(  # noqa: S603  # words of our own
            [sys.executable, "-m", "pwa.serving.generation", *map(str, handed)],
            env={**os.environ, **LITTLE_MEMORY},
            pass_fds=handed,
            start_new_session=True,  # a Ctrl-C is for the supervisor, which tells the others
        )
        theirs.close()
        self.coming, self.start_at = Generation(process, ours, self.workers), None
        self.restarts.started()

    def _look_at_the_coming(self) -> None:
        coming = self.coming
        if coming is None:
            return
        coming.listens()
        if coming.is_ready:
            if self.serving:
                self._let_go(self.serving)
            self.serving, self.coming = coming, None
            log.info("%d web processes answer", self.workers)
        elif not coming.is_alive:
            self.coming = None
            self._let_go(coming)
            self._failed(coming.process.returncode)

    def _failed(self, code: int) -> None:
        if self.serving is None and code > 0:
            raise NeverStarted
        if self.serving and self.serving.is_alive:
            log.error(
                "the new processes did not start; the old ones go on, with the facts they have"
            )
        else:
            log.error("the web processes did not start (%s); again soon", _ending(code))
            self.start_at = self.restarts.ended()

    def _look_at_the_serving(self) -> None:
        """Its web processes may live on where it died: they answer until others do."""
        serving = self.serving
        if serving and not serving.is_alive and not self.coming and self.start_at is None:
            log.error("the web processes lost theirs (%s)", _ending(serving.process.returncode))
            self.start_at = self.restarts.ended()

    def _let_go(self, generation: Generation) -> None:
        generation.retire()
        self.leaving.append(generation)

    def _has_left(self, generation: Generation) -> bool:
        if not generation.is_gone():
            return False
        generation.line.close()
        return True

    def _lines(self) -> list[socket.socket]:
        return [self.coming.line] if self.coming else []

    def _end(self) -> None:
        """Everybody ends; whoever does not in time is killed with the line."""
        for each in filter(None, (self.serving, self.coming)):
            self._let_go(each)
        give_up = time.monotonic() + GRACE + 2
        while self.leaving and time.monotonic() < give_up:
            self.leaving = [each for each in self.leaving if not self._has_left(each)]
            time.sleep(0.02)
        for each in self.leaving:
            each.process.kill()


def _ending(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"exit code {code}"


def main() -> None:
    """Serve the web application until it is stopped: `python -m pwa.serving.supervisor`."""
    logs.configure()
    try:
        settings = Settings.from_environment()
        restored = LeaflineError(f"{settings.data} is being restored; start again after that")
        # Whoever wants to change the database under us sees that we are here.
        in_use = held(settings.in_use, restored, shared=True)
        with listen(settings.host, settings.port) as listening, in_use:
            log.info("Leafline is at http://%s:%d", settings.host, settings.port)
            with Signals(signal.SIGTERM, signal.SIGINT, signal.SIGHUP) as signals:
                facts = FactFolder(settings.facts)
                Supervisor(listening, settings.workers, facts).run(signals)
    except LeaflineError as problem:
        if str(problem):
            os.write(2, f"{problem}\n".encode())
        sys.exit(1)
    log.info("Leafline has ended")


if __name__ == "__main__":
    main()
