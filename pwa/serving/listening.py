"""The listening socket. The supervisor opens it once; every web process accepts from it."""

import errno
import socket
import time

from pwa.errors import LeaflineError

BACKLOG = 1024
# What is left of a killed server lets go of the port within that time.
PATIENCE = 3.0


class PortUnusable(LeaflineError):
    """Nobody can listen there: the port is taken, not allowed, or the address is not ours."""


def listen(host: str, port: int, patience: float = PATIENCE) -> socket.socket:
    """Listen, alone: the port is never shared with another server."""
    give_up = time.monotonic() + patience
    while True:
        try:
            return _listen(host, port)
        except OSError as problem:
            if problem.errno != errno.EADDRINUSE:
                raise PortUnusable(
                    f"cannot listen on {host} port {port}: {problem.strerror};"
                    " set LEAFLINE_HOST and LEAFLINE_PORT"
                ) from None
            if time.monotonic() > give_up:
                raise PortUnusable(
                    f"port {port} is taken by another program; stop it or set LEAFLINE_PORT"
                ) from None
        time.sleep(0.05)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    return socket.create_server((host, port), family=family, backlog=BACKLOG)
