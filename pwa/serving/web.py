"""A web process: granian, on a socket that somebody else listens with."""

import resource
import socket
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from granian import Granian, net
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from pwa.serving.lines import tell_ready
from pwa.serving.listening import BACKLOG
from pwa.settings import Settings
from pwa.web.http.admission import THREADS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Where the application stands for servers of any kind.
APPLICATION = ("pwa.wsgi", "app")

# Milliseconds in which a request has to have said all its headers, the first byte included.
HEADERS_WITHIN = 15_000
LONGEST_HEADERS = 32_768
# Connections at once. One that is silent takes a few kilobytes, and no thread.
MOST_CONNECTIONS = 16_384


def serve(settings: Settings, listening: socket.socket, line: socket.socket) -> None:
    """Answer requests until this process is told to end (SIGTERM)."""
    _allow_files(MOST_CONNECTIONS + 256)
    module, name = APPLICATION
    app = needs_host(getattr(import_module(module), name))
    tell_ready(line)
    _OneProcess(listening, settings).serve(target_loader=lambda: app, wrap_loader=False)


def needs_host(app: "WSGIApplication") -> "WSGIApplication":
    """HTTP/1.1 asks of every request to name the host; one that does not is refused."""

    def checked(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if environ.get("HTTP_HOST") or environ["SERVER_PROTOCOL"] != "HTTP/1.1":
            return app(environ, start)
        body = b"A request has to name its host.\n"
        length = ("Content-Length", str(len(body)))
        start("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8"), length])
        return [body]

    return checked


class _OneProcess(Granian):  # type: ignore[misc,valid-type]  # one of two classes by build
    """Granian opens its sockets, forks its workers and gives up where they die often. Here the
    supervisor has the socket, and this process is the worker."""

    def __init__(self, listening: socket.socket, settings: Settings) -> None:
        super().__init__(
            "",
            address=settings.host,
            port=settings.port,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=THREADS,
            backlog=BACKLOG,
            backpressure=MOST_CONNECTIONS,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(
                header_read_timeout=HEADERS_WITHIN, max_buffer_size=LONGEST_HEADERS
            ),
            log_access=False,
            log_level="error",
        )
        holder: Any = net.SocketHolder  # type: ignore[attr-defined]  # its stub is behind
        self._handle = holder(listening.fileno(), False, BACKLOG)

    def _serve(self, spawn_target: Callable[..., Any], target_loader: Callable[..., Any]) -> None:
        self._ssp, self._shd, self._sso = None, self._handle, None
        self._spawn_worker(0, spawn_target, target_loader).inner.run()


def _allow_files(wanted: int) -> None:
    """As many open files as connections, where the system lets us."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
