import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pwa.notices import links

ANSWERS = {"/there": 200, "/gone": 404, "/closed-for-good": 410, "/no-robots": 403}


class Websites(BaseHTTPRequestHandler):
    """Websites of helplines: there, gone, unwilling to answer programs, moved, or hanging up."""

    def do_GET(self):
        self.server.agents.append(self.headers["User-Agent"])
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/there")
        elif self.path == "/hangs-up":
            self.connection.close()
            return
        else:
            self.send_response(ANSWERS[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def websites():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Websites)
    server.agents = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


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


def test_websites_that_are_gone_or_do_not_answer_are_named(with_websites):
    found = list(links.dead_links(with_websites("/gone", "/closed-for-good", "/hangs-up"), None))
    assert [line.rpartition(": ")[2] for line in found] == [
        "status 404", "status 410", "RemoteProtocolError",
    ]  # fmt: skip


def test_websites_that_answer_move_or_refuse_programs_are_not(with_websites):
    assert list(links.dead_links(with_websites("/there", "/moved", "/no-robots"), None)) == []


def test_we_say_who_asks(with_websites, websites):
    list(links.dead_links(with_websites("/there"), "facts@leafline.example"))
    assert websites.agents[0].startswith("Leafline/")
    assert "facts@leafline.example" in websites.agents[0]


def test_lines_that_are_not_published_are_left_alone(facts, with_websites, websites):
    some = with_websites("/there")
    hidden = replace(some, helplines=tuple(replace(h, published=False) for h in some.helplines))
    assert list(links.dead_links(hidden, None)) == []
    assert websites.agents == []
