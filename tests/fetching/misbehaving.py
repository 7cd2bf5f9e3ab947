"""A server on this machine that does all that one should not."""

import gzip
import json
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pwa.fetching.asking import Limits

GOOD = json.dumps({"items": [{"id": "a", "title": "A ban"}, {"id": "b", "title": "A recall"}]})
LIMITS = Limits(connect=1, read=0.4, total=0.8, retries=1, backoff=0.01, loopback=True)


class Handler(BaseHTTPRequestHandler):
    server: "Server"
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        name = self.path.strip("/").split("?")[0].replace("-", "_")
        self.server.asked[name] += 1
        self.server.heard.append(dict(self.headers))
        getattr(self, name)()
        self.close_connection = True

    def do_POST(self):
        self.server.posted.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    def log_message(self, *_):
        pass

    def give(self, body=GOOD, status=200, **headers):
        body = body.encode() if isinstance(body, str) else body
        headers = {"Content_Type": "application/json", "Content_Length": str(len(body))} | headers
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def redirect(self, there, status=302):
        self.give(b"", status, Location=there)

    def begin(self, **headers):
        self.send_response(200)
        for name, value in ({"Content_Type": "application/json"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def good(self):
        self.give(self.server.document or GOOD)

    def gzipped(self):
        self.give(gzip.compress(GOOD.encode()), Content_Encoding="gzip")

    def validated(self):
        mine = {"ETag": '"one"', "Last_Modified": "Sun, 22 Nov 2026 09:00:00 GMT"}
        if self.headers.get("If-None-Match") == '"one"':
            self.send_response(304)
            self.end_headers()
        else:
            self.give(**mine)

    def no_reason_for_304(self):
        self.send_response(304)
        self.end_headers()

    def hang(self):
        self.server.over.wait(20)

    def drip(self):
        self.begin()
        self._drip(b"[" + b" " * 60)

    def drip_headers(self):
        self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 60)

    def _drip(self, text):
        for byte in text:
            self.wfile.write(bytes([byte]))
            if self.server.over.wait(0.1):
                return

    def endless(self):
        self.begin()
        self._pour(b"[" + b"1," * 500_000)

    def ten_gigabytes(self):
        self.begin(Content_Length=str(10 * 2**30))
        self._pour(b"[" + b"1," * 500_000)

    def bomb(self):
        self.begin(Content_Encoding="gzip")
        self._pour(bomb())

    def _pour(self, piece):
        for _ in range(10 * 2**30 // len(piece)):
            self.wfile.write(piece)

    def broken_gzip(self):
        self.give(b"\x1f\x8b\x08nonsense" * 9, Content_Encoding="gzip")

    def half_gzip(self):
        self.give(gzip.compress(GOOD.encode() * 9)[:60], Content_Encoding="gzip")

    def brotli(self):
        self.give(b"\x8b\x00", Content_Encoding="br")

    def loop(self):
        self.redirect("/loop")

    def apology(self):
        self.redirect("/apology_objects/abuse-detection-apology.html")

    def temporary(self):
        self.redirect("/good", 307)

    def see_other(self):
        self.redirect("/good", 303)

    def another_host(self):
        self.redirect("https://elsewhere.example/good", 301)

    def another_host_for_now(self):
        self.redirect("https://elsewhere.example/good", 302)

    def private_host(self):
        self.redirect("http://10.0.0.1/good", 302)

    def listed_private_host(self):
        self.redirect("https://10.0.0.1/good", 302)

    def there(self):
        self.redirect(self.server.there)

    def bad_location(self):
        self.redirect("http://[::1/")

    def html(self):
        self.give("<!DOCTYPE html><title>Just a moment...</title>", Content_Type="text/html")

    def html_as_json(self):
        self.give("\n <html><body><h1>Access</h1></body></html>")

    def moved_page(self):
        page = "<html><head><title>This feed has moved</title></head></html>"
        self.give(page, Content_Type="text/html; charset=utf-8")

    def picture(self):
        self.give(b"\x89PNG", Content_Type="image/png")

    def words(self):
        self.give("Service ready")

    def empty_body(self):
        self.give(b"")

    def truncated(self):
        self.give(GOOD[:30])

    def no_items(self):
        self.give('{"items": []}')

    def other_shape(self):
        self.give('{"error": "none of your business"}')

    def deep(self):
        self.give("[" * 100_000)

    def odd_text(self):
        self.give('{"items": [{"id": "\\ud800", "title": "half \\ud83d and zero \\u0000"}]}')

    def refused(self):
        self.give("{}", 403)

    def too_many(self):
        self.give("{}", 429, Retry_After="7200")

    def not_found(self):
        self.give("{}", 404)

    def gone(self):
        self.give("{}", 410)

    def bad_request(self):
        self.give("{}", 400)

    def broken(self):
        self.give("{}", 500)

    def recovers(self):
        if self.server.asked["recovers"] < 3:
            self.give("{}", 503, Retry_After="2")
        else:
            self.give()

    def away_for_long(self):
        self.give("{}", 503, Retry_After="7200")

    def reset(self):
        self.begin(Content_Length=str(len(GOOD)))
        self.wfile.write(GOOD[:10].encode())
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def not_http(self):
        self.wfile.write(b"220 mail.example ESMTP\r\n")


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked = Counter()
        self.heard = []
        self.posted = []
        self.document = None
        self.there = ""
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request, client_address):
        """Clients that hang up are what these tests are about."""


@contextmanager
def misbehaving() -> Iterator[Server]:
    bomb()  # made beforehand: a client waits for it no longer than for others
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


@cache
def bomb() -> bytes:
    """64 MB of blanks, packed a thousandfold."""
    return gzip.compress(b" " * 2**26)
