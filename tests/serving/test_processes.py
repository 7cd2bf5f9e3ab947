"""What one killed process, a taken port or a second server can do: nothing that readers see."""

import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from pwa.serving.listening import PortUnusable, listen
from pwa.serving.restarts import LONGEST_DELAY, Restarts
from pwa.serving.web import HEADERS_WITHIN, needs_host
from pwa.settings import ROOT
from tests.serving.kills import kill_at_random
from tests.serving.running import running, wait_for


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running(tmp_path_factory.mktemp("serving")) as found:
        yield found


def test_a_killed_web_process_is_there_again_and_the_other_answers_meanwhile(server):
    for _ in range(3):  # again and again: nobody gives up
        os.kill(server.web()[0], signal.SIGKILL)
        assert server.ask("/en/emergency")[0] == 200
        server.wait_until_whole()


def test_the_web_processes_answer_while_what_forked_them_is_killed_and_replaced(server):
    before = server.generation()
    os.kill(before, signal.SIGKILL)
    assert server.ask("/en/emergency")[0] == 200
    server.wait_until_whole()
    assert server.generation() != before


def test_a_reload_loses_no_request_and_changes_every_process_but_the_main_one(server):
    before, lost, over = set(server.processes()), [], threading.Event()

    def ask():
        while not over.is_set():
            try:
                if server.ask("/en/emergency")[0] != 200:
                    lost.append("not 200")
            except OSError as problem:
                lost.append(problem)

    reader = threading.Thread(target=ask)
    reader.start()
    os.kill(server.main, signal.SIGHUP)
    wait_for(lambda: server.is_whole() and before & set(server.processes()) == {server.main})
    over.set()
    reader.join()
    assert lost == []


def test_a_second_server_on_the_port_says_so_and_ends(server):
    environment = {**os.environ, "LEAFLINE_PORT": str(server.port)}
    environment["LEAFLINE_DATA"] = str(server.data)
    second = subprocess.run(
        [sys.executable, "-m", "pwa", "serve"], cwd=ROOT, env=environment,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert second.stderr == (
        f"port {server.port} is taken by another program; stop it or set LEAFLINE_PORT\n"
    )
    server.wait_until_whole()


def test_a_request_names_its_host_and_no_endless_headers(server):
    assert _raw(server.port, b"GET /healthz HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 400")
    assert _raw(server.port, b"GET /healthz HTTP/1.0\r\n\r\n").startswith(b"HTTP/1.0 200")
    long = b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 100_000 + b"\r\n\r\n"
    assert _raw(server.port, long).startswith(b"HTTP/1.1 431")


def test_silent_connections_keep_nobody_from_an_answer_and_end(server):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, hard))
    silent = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(1300)]
    try:
        for _ in range(5):
            assert server.ask("/healthz") == (200, b"ok\n")
        silent[0].settimeout(HEADERS_WITHIN / 1000 * 2)
        assert silent[0].recv(1) == b""
    finally:
        for each in silent:
            each.close()


def test_log_lines_say_when_and_a_fault_takes_one_line(server):
    for line in server.log.splitlines():
        assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \S", line)


def test_a_process_ends_with_its_line_also_where_nobody_has_read_what_it_said():
    ours, theirs = socket.socketpair()
    says_it_is_ready = (
        "import socket, sys, time; from pwa.serving.lines import end_with, tell_ready\n"
        "line = socket.socket(fileno=int(sys.argv[1])); tell_ready(line); end_with(line)\n"
        "print(flush=True); time.sleep(60)"
    )
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-c", says_it_is_ready, str(theirs.fileno())],
            cwd=ROOT, pass_fds=[theirs.fileno()], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
    process.stdout.readline()
    ours.close()
    assert process.communicate(timeout=30) == (b"", b"")
    assert process.returncode == -signal.SIGTERM


def test_killed_at_random_under_load_the_site_goes_on(tmp_path):
    found = kill_at_random(tmp_path, 5, seed=4)
    assert found["wrong"] == []
    assert found["answers"] > 0


def test_whoever_dies_again_and_again_is_started_soon_all_the_same():
    restarts = Restarts()
    delays = []
    for _ in range(20):
        restarts.started()
        delays.append(restarts.ended() - time.monotonic())
    assert delays[0] <= 0
    assert max(delays) <= LONGEST_DELAY


def test_a_port_that_is_taken_is_waited_for_a_little_and_then_named():
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(PortUnusable, match=f"port {port} is taken"):
            listen("127.0.0.1", port, patience=0.1)
        threading.Timer(0.2, first.close).start()
        listen("127.0.0.1", port, patience=5).close()


def test_an_address_that_is_not_of_this_machine_is_named():
    with pytest.raises(PortUnusable, match=r"192\.0\.2\.1 port 8000"):
        listen("192.0.2.1", 8000)


@pytest.mark.parametrize(("environ", "status"), [
    ({"SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "a"}, "200"),
    ({"SERVER_PROTOCOL": "HTTP/1.0"}, "200"),
    ({"SERVER_PROTOCOL": "HTTP/1", "HTTP_HOST": ""}, "200"),
    ({"SERVER_PROTOCOL": "HTTP/1.1"}, "400"),
    ({"SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": ""}, "400"),
])  # fmt: skip
def test_http_1_1_needs_a_host(environ, status):
    said = []

    def app(_, start):
        start("200 OK", [])
        return [b""]

    list(needs_host(app)(environ, lambda line, headers: said.append(line)))
    assert said[0].startswith(status)


def _raw(port, request):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        return connection.recv(200)
