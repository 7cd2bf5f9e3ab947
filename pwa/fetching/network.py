"""Connections to public addresses only, each read and write ended at one deadline."""

import ipaddress
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from queue import Empty, SimpleQueue
from socket import SOCK_STREAM, getaddrinfo
from typing import Any

import certifi
import httpcore2
import httpx2

from pwa.errors import LeaflineError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Our own lists: Python's differ from version to version.
PRIVATE = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "168.63.129.16/32",  # public by its number, but a cloud's own
        ),
    )
)  # fmt: skip
# All IPv6 websites lie in here; around it lie local networks and disguises of IPv4.
UNICAST = ipaddress.IPv6Network("2000::/3")
# Tunnels, benchmarks and the like; examples; examples again.
SPECIAL = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "3fff::/20")))
# IPv6 networks whose addresses carry an IPv4 address in their last bits: that one must be public.
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Refused(LeaflineError):
    """An address that Leafline does not connect to: not on the public internet."""


class TooLate(LeaflineError):
    """The time for a whole document is over, however busy its server seems."""


class Guard(httpcore2.NetworkBackend):
    """Opens connections. A name is resolved once, checked, and that very address is used."""

    def __init__(self, *, loopback: bool = False) -> None:
        self._loopback = loopback
        self._opener = httpcore2.SyncBackend()
        self._deadline = float("inf")

    @contextmanager
    def until(self, seconds: float) -> Iterator[None]:
        """All that happens inside must end within so many seconds, or TooLate is raised."""
        self._deadline = time.monotonic() + seconds
        try:
            yield
        except httpcore2.TimeoutException:
            self.left()  # the last step was cut short by the deadline: say so
            raise
        finally:
            self._deadline = float("inf")

    def left(self, wanted: float | None = None) -> float | None:
        """The seconds that one step may take."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TooLate("its time was over")
        if left == float("inf"):
            return wanted
        return left if wanted is None else min(left, wanted)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        problem: Exception = Refused(f"{host} has no address")
        addresses = self._resolve(host, port, timeout)
        for address in addresses:
            if not self._allowed(address):
                raise Refused(f"{host} is at {address}, which is not on the public internet")
        for address in addresses:
            try:
                stream = self._opener.connect_tcp(
                    str(address), port, self.left(timeout), local_address, socket_options
                )
                return Stream(stream, self)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as failure:
                problem = failure
        raise problem

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore2.NetworkStream:
        raise Refused("no local sockets")

    def _allowed(self, address: Address) -> bool:
        inner = _inner(address)
        return is_public(inner) or (self._loopback and inner.is_loopback)

    def _resolve(self, host: str, port: int, timeout: float | None) -> list[Address]:
        """Ask in a thread of its own: the system's resolver knows no time limit."""
        answers: SimpleQueue[list[Any] | OSError] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(getaddrinfo(host, port, type=SOCK_STREAM))
            except (OSError, UnicodeError) as problem:
                answers.put(OSError(str(problem)))

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answers.get(timeout=self.left(timeout))
        except Empty:
            raise httpcore2.ConnectTimeout(f"the name {host} was not resolved in time") from None
        if isinstance(found, OSError):
            raise httpcore2.ConnectError(f"the name {host} cannot be resolved: {found}")
        return [ipaddress.ip_address(entry[4][0].partition("%")[0]) for entry in found]


class Stream(httpcore2.NetworkStream):
    """A connection whose every step is held to the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, guard: Guard) -> None:
        self._stream = stream
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._guard.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._guard.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        left = self._guard.left(timeout)
        return Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Transport(httpx2.BaseTransport):
    """httpx2 over guarded connections. Environment proxies are not used: they would see for us."""

    def __init__(self, guard: Guard) -> None:
        self._pool = httpcore2.ConnectionPool(ssl_context=_tls(), network_backend=guard)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        assert isinstance(request.stream, httpx2.SyncByteStream)
        url = request.url
        asked = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(asked)
        return httpx2.Response(answer.status, headers=answer.headers, stream=Body(answer))

    def close(self) -> None:
        self._pool.close()


class Body(httpx2.SyncByteStream):
    """The raw bytes of an answer, as they come."""

    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, also behind its IPv6 disguises."""
    inner = _inner(address)
    if isinstance(inner, ipaddress.IPv4Address):
        return not any(inner in network for network in PRIVATE)
    return inner in UNICAST and not any(inner in network for network in SPECIAL)


def _inner(address: Address) -> Address:
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


@cache
def _tls() -> ssl.SSLContext:
    # Not the machine's own list of authorities: a bare one has none.
    return ssl.create_default_context(cafile=certifi.where())
