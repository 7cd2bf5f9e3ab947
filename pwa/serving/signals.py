"""Signals as something that a process waits for, together with its sockets."""

import select
import signal
import socket
from collections.abc import Collection
from types import TracebackType
from typing import Self


class Signals:
    """While this is open, these signals interrupt nothing: `wait` hands them out."""

    def __init__(self, *wanted: signal.Signals) -> None:
        self._wanted = (*wanted, signal.SIGCHLD)
        self._in, self._out = socket.socketpair()

    def __enter__(self) -> Self:
        self._in.setblocking(False)
        self._out.setblocking(False)
        signal.set_wakeup_fd(self._in.fileno())
        for each in self._wanted:
            signal.signal(each, lambda *_: None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self.forget()
        self._in.close()
        self._out.close()

    def forget(self) -> None:
        """Signals do again what they do in any process; a forked one has to ask for that."""
        signal.set_wakeup_fd(-1)
        for each in self._wanted:
            signal.signal(each, signal.SIG_DFL)

    def wait(
        self, timeout: float | None, sockets: Collection[socket.socket]
    ) -> tuple[set[int], bool]:
        """Wait; the signals that came, and whether one of the sockets can be read."""
        readable, _, _ = select.select([self._out, *sockets], [], [], timeout)
        came = set(self._out.recv(1000)) if self._out in readable else set()
        return came, any(each is not self._out for each in readable)
