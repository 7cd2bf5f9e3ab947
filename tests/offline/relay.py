"""A network between browser and server that counts, goes silent, or is cut in the middle."""

import contextlib
import socket
import threading
from socketserver import BaseRequestHandler, ThreadingTCPServer

PIECE = 4096


class Relay:
    """Passes connections on to a port. `received`: bytes that came back from the server.

    Silent: connections are taken and nothing ever arrives. `cut_after`: bytes after which every
    connection ends.
    """

    def __init__(self, port: int) -> None:
        self.to, self.received, self.cut_after = port, 0, None
        self.silent = threading.Event()
        self._stop = threading.Event()
        relay = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                relay._connect(self.request)

        class Server(ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 64

            def handle_error(self, request: object, client_address: object) -> None:
                """A reader who hangs up is no news."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._stop.set()
        self._server.shutdown()
        self._server.server_close()

    def _connect(self, reader: socket.socket) -> None:
        if self.silent.is_set():
            self._stop.wait(120)
            return
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", self.to)) as server,
        ):
            back = threading.Thread(target=self._pass_back, args=(server, reader), daemon=True)
            back.start()
            while data := reader.recv(PIECE):
                server.sendall(data)
            server.shutdown(socket.SHUT_WR)
            back.join(30)

    def _pass_back(self, server: socket.socket, reader: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(PIECE):
                if self.silent.is_set():
                    self._stop.wait(120)
                if self.cut_after is not None and self.received + len(data) > self.cut_after:
                    break
                self.received += len(data)
                reader.sendall(data)
            reader.shutdown(socket.SHUT_RDWR)
