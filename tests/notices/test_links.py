import threading
from collections import Counter
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote, unquote

import pytest

from pwa.fetching.asking import Limits
from pwa.fetching.pace import PAUSE
from pwa.notices import links

ANSWERS = {"/there": 200, "/gone": 404, "/closed-for-good": 410, "/no-robots": 403}
LIMITS = Limits(connect=1, read=0.4, total=0.8, loopback=True)


class Websites(BaseHTTPRequestHandler):
    """Websites of helplines: there, gone, unwilling to answer programs, moved, or worse."""

    def do_GET(self):
        self.server.agents.append(self.headers["User-Agent"])
        self.server.asked[self.path] += 1
        path, _, there = self.path.partition("?")
        if path == "/hangs-up":
            self.connection.close()
        elif path == "/drips":
            self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 60)
        elif path == "/pours":
            self._answer(200, "Content-Length", str(2**40))
            self.wfile.write(b"x" * 100_000)
        elif path == "/moved":
            self._answer(301, "Location", "/there")
        elif path == "/to":
            self._answer(302, "Location", unquote(there))
        else:
            self._answer(ANSWERS[path], "Content-Length", "0")

    def _answer(self, status, name, value):
        self.send_response(status)
        self.send_header(name, value)
        self.end_headers()

    def _drip(self, text):
        for byte in text:
            self.wfile.write(bytes([byte]))
            if self.server.over.wait(0.1):
                return

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Websites)
        self.agents, self.asked, self.over = [], Counter(), threading.Event()

    def handle_error(self, request, client_address):
        """Clients that hang up are what these tests are about."""


@pytest.fixture
def serve():
    servers = []

    def start():
        servers.append(Server())
        threading.Thread(target=servers[-1].serve_forever, args=(0.02,), daemon=True).start()
        return servers[-1]

    yield start
    for server in servers:
        server.over.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def websites(serve):
    return serve()


@pytest.fixture
def with_websites(facts, websites):
    """The facts with one published line a website of the server."""

    def make(*paths):
        address = f"http://127.0.0.1:{websites.server_port}"
        lines = [line for line in facts.helplines if line.published]
        return replace(
            facts,
            helplines=tuple(
                replace(line, web_url=address + path)
                for line, path in zip(lines, paths, strict=False)
            ),
        )

    return make


def check(facts, contact=None, limits=LIMITS):
    """The lines, and how long it would have paused."""
    pauses = []
    return list(links.dead_links(facts, contact, limits, pauses.append)), pauses


def faults(facts):
    return [line.partition(": http://")[2].partition(": ")[2] for line in check(facts)[0]]


def test_websites_that_are_gone_or_do_not_answer_are_named(with_websites):
    found = faults(with_websites("/gone", "/closed-for-good", "/hangs-up"))
    assert found[:2] == ["status 404", "status 410"]
    assert found[2].startswith("RemoteProtocolError")


def test_websites_that_answer_move_or_refuse_programs_are_not(with_websites):
    assert faults(with_websites("/there", "/moved", "/no-robots", "/pours")) == []


ODD = (
    "javascript:alert(1)",
    "data:text/html,x",
    "http://a..b/",
    "http://xn--/",
    "http://xn--a/",
    "http://[::1/",
    "http://a:99999999/",
    "http://\u00ad/",
    "//",
    "http://localhost/",
    "http://10.0.0.1/",
    "https://169.254.169.254/latest/meta-data",
    "http://[::ffff:7f00:1]/",
    "http://a.example:8080/",
    "ftp://a.example/",
    f"http://{'a' * 70}.example/",
    f"http://{'a.' * 200}example/",
)


def test_an_odd_redirect_is_one_line_on_its_website_and_the_others_are_asked(
    with_websites, websites
):
    odd = [f"/to?{quote(there)}" for there in ODD]
    found = faults(with_websites(*odd, "/there", "/gone"))
    assert len(found) == len(ODD) + 1, found
    assert found[-1] == "status 404"
    assert websites.asked["/there"] == 1


def test_a_redirect_never_leads_into_a_private_network(with_websites, serve):
    other = serve()
    hosts = ("127.0.0.1", "2130706433", "0x7f000001", "127.1", "017700000001", "[::1]", "localhost")
    paths = [f"/to?http://{host}:{other.server_port}/there" for host in hosts]
    found = faults(with_websites(*paths))
    assert all("is not a public website" in line for line in found)
    assert len(found) == len(hosts)
    assert not other.asked


def test_without_the_test_setting_nothing_on_this_machine_is_asked(with_websites, websites):
    found, _ = check(with_websites("/there", "/gone"), limits=links.LIMITS)
    assert len(found) == 2
    assert not websites.asked
    assert links.LIMITS.total <= 60


def test_a_name_at_a_private_address_is_not_asked(facts, monkeypatch):
    monkeypatch.setattr(
        "pwa.fetching.network.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.1.2.3", 443))]
    )
    line = next(line for line in facts.helplines if line.published)
    some = replace(facts, helplines=(replace(line, web_url="https://rebound.example/"),))
    (found,), _ = check(some)
    assert "not on the public internet" in found


def test_a_byte_now_and_then_does_not_hold_the_check_up(with_websites):
    found = faults(with_websites("/drips", "/gone"))
    assert found == ["no whole answer within 0.8 s", "status 404"]


def test_an_address_is_asked_once_and_its_host_is_given_a_pause(with_websites, websites):
    found, pauses = check(with_websites("/gone", "/gone", "/there", "/gone"))
    assert len(found) == 3
    assert websites.asked == {"/gone": 1, "/there": 1}
    assert pauses == [PAUSE]


def test_a_website_that_breaks_our_own_code_is_one_line(with_websites, monkeypatch):
    def break_once(client, url):
        if url.path == "/there":
            raise RecursionError
        return visit(client, url)

    visit = links._visit
    monkeypatch.setattr(links, "_visit", break_once)
    assert faults(with_websites("/there", "/gone")) == ["RecursionError", "status 404"]


def test_we_say_who_asks(with_websites, websites):
    check(with_websites("/there"), "facts@leafline.example")
    assert websites.agents[0].startswith("Leafline/")
    assert "facts@leafline.example" in websites.agents[0]


def test_lines_that_are_not_published_are_left_alone(with_websites, websites):
    some = with_websites("/there")
    hidden = replace(some, helplines=tuple(replace(h, published=False) for h in some.helplines))
    assert check(hidden)[0] == []
    assert websites.agents == []
