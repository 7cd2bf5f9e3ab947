"""The line between the supervisor and a generation: who is ready, and when to end."""

import os
import signal
import socket
import threading
import time
from contextlib import suppress

# How long requests may take to end, when their process is told to.
GRACE = 10.0

READY = b"r"


def tell_ready(line: socket.socket) -> None:
    """Say to the supervisor that one web process answers from now on."""
    with suppress(ConnectionError):  # it is gone; the line says so to whoever watches it
        line.send(READY)


def end_with(line: socket.socket) -> None:
    """End this process when the other end of the line is gone: in order, and if need be at once."""

    def watch() -> None:
        with suppress(ConnectionError):  # it was killed before it read that we are ready
            while line.recv(1):
                pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(1)

    threading.Thread(target=watch, name="line", daemon=True).start()
