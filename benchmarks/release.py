"""How long builds take, and what an answer from the release costs beside nginx on the same files.

`python -m benchmarks.release`; needs nginx with brotli_static and wrk (`make bench` installs
Debian's where it may). Everything runs on loopback, in a folder that is removed afterwards.
"""

import multiprocessing
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pwa.app import create_app, load_facts
from pwa.records import Facts
from pwa.release.build import BuildOutcome, build
from pwa.release.rendering import Site
from pwa.settings import FACTS, ROOT, Settings
from tests.release.building import a_new_notice
from tests.store.every import EveryStore

ADDRESSES = (
    "/en/", "/en/emergency", "/en/help/us-tx", "/en/help/th", "/en/law", "/en/law/us-il",
    "/en/law/us-il/jerseyville", "/en/law/th?substance=7oh", "/en/learn/opioid-withdrawal",
    "/en/mixing", "/en/evidence", "/en/pack.json",
)  # fmt: skip
SECONDS, CONNECTIONS, ROUNDS, WORKERS = 8, 16, 3, 2
TICK = os.sysconf("SC_CLK_TCK")
SCRIPT = """
local addresses = { %s }
local number = 0
function request()
  number = number %% #addresses + 1
  return wrk.format("GET", addresses[number], { ["Accept-Encoding"] = "gzip, deflate, br" })
end
"""
BARE = """
server {{
  listen 127.0.0.1:{port};
  root {releases}/current;
  access_log off;
  gzip_static on; brotli_static on;
  open_file_cache max=10000;
  location / {{ try_files $uri $uri.html $uri@$args.html ${{uri}}index.html =404; }}
}}
"""
NGINX = """
daemon off; worker_processes {workers}; pid {folder}/pid; error_log /dev/null; {user}
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
events {{ }}
http {{
  sendfile on; keepalive_requests 1000000;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  include {folder}/leafline.conf;
}}
"""


@dataclass(frozen=True)
class Load:
    """What one run of wrk and the servers' own CPU clocks say."""

    requests: int
    cpu: float
    per_second: float
    p99: str

    @property
    def microseconds(self) -> float:
        """CPU of all server processes, for each request."""
        return self.cpu / self.requests * 1e6


@dataclass(frozen=True)
class Server:
    """A server with all its processes."""

    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds that they computed so far."""
        return sum(map(_cpu_of, [self.pid, *children(self.pid)]))


def children(pid: int) -> Iterator[int]:
    """The processes below a process."""
    for child in map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
        yield child
        yield from children(child)


def _cpu_of(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICK


def main() -> None:
    """Print one table of builds and one of servers."""
    facts = load_facts(FACTS)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder, "data"))
        _builds(settings, facts)
        if missing := [tool for tool in ("nginx", "wrk") if not _tool(tool)]:
            tell(f"without {' and '.join(missing)} servers cannot be compared")
            return
        _servers(settings, Path(folder))


def _builds(settings: Settings, facts: Facts) -> None:
    tell(
        f"{'build':<28}{'pages after':>12}{'packs after':>12}{'rendered':>10}{'of all':>8}"
        f"{'peak memory':>13}"
    )
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:  # of its own: for its peak memory
        outcome, peak = pool.apply(_full_build, (settings,))
    _row("everything", outcome, peak)
    line = next(line for line in facts.helplines if line.place == "US-TX" and line.published)
    lines = tuple(
        replace(each, advice="Ask.") if each is line else each for each in facts.helplines
    )
    site, other = (
        _warm(Site(settings, those, create_app))
        for those in (facts, replace(facts, helplines=lines))
    )
    _row("one helpline of a state", build(other, settings.releases, today()))
    _row("the same taken back", build(site, settings.releases, today()))
    store = EveryStore(settings.database)
    a_new_notice(store)
    store.close()
    _row("one notice of a state", build(site, settings.releases, today()))
    _row("nothing", build(site, settings.releases, today()))
    for days in (1, 2, 30):
        name = "midnight" if days == 1 else f"midnight, {days} days on"
        _row(name, build(site, settings.releases, today() + timedelta(days=days)))


def _full_build(settings: Settings) -> tuple[BuildOutcome, int]:
    site = Site(settings, load_facts(FACTS), create_app)
    outcome = build(site, settings.releases, today())
    return outcome, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _warm(site: Site) -> Site:
    """As in a process that has built before: its templates are compiled."""
    with site.on(today()):
        for address in ("/en/", "/en/emergency", "/en/help/th", "/en/law/th", "/en/notices"):
            site.render(address)
    return site


def _servers(settings: Settings, folder: Path) -> None:
    script = folder / "addresses.lua"
    script.write_text(SCRIPT % ", ".join(f'"{address}"' for address in ADDRESSES))
    example = (ROOT / "docs" / "nginx.conf").read_text("utf-8")
    example = example.replace("/srv/leafline/var/releases", str(settings.releases))
    bare, shown = free_port(), free_port()
    servers = {
        "nginx, bare": _nginx(
            folder / "bare", bare, BARE.format(port=bare, releases=settings.releases)
        ),
        "nginx, docs/nginx.conf": _nginx(
            folder / "shown", shown, example.replace("listen 80;", f"listen 127.0.0.1:{shown};")
        ),
        "granian, middleware": leafline(settings, free_port()),
    }
    with ExitStack() as running:
        found = {name: running.enter_context(server) for name, server in servers.items()}
        tell(f"\n{'server':<26}{'CPU/request':>12}{'of bare':>10}{'requests/s':>12}{'p99':>10}")
        for _ in range(ROUNDS):
            loads = {name: _load(server, script) for name, server in found.items()}
            bare_cost = loads["nginx, bare"].microseconds
            for name, load in loads.items():
                cost, ratio = f"{load.microseconds:.1f} µs", f"{load.microseconds / bare_cost:.2f}"
                tell(f"{name:<26}{cost:>12}{ratio:>10}{load.per_second:>12.0f}{load.p99:>10}")


def _load(server: Server, script: Path) -> Load:
    before = server.cpu()
    said = subprocess.run(
        [_tool("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", script,
         f"http://127.0.0.1:{server.port}"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    cpu = server.cpu() - before
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    number = int(re.findall(r"(\d+) requests in", said)[0])
    return Load(number, cpu, number / SECONDS, re.findall(r"99%\s+(\S+)", said)[0])


@contextmanager
def leafline(settings: Settings, port: int) -> Iterator[Server]:
    """As `leafline serve` runs it, without the jobs."""
    own = {"DATA": settings.data, "PORT": port, "JOBS": "off", "BUILD": "off", "WORKERS": WORKERS}
    environment = {f"LEAFLINE_{name}": str(value) for name, value in own.items()}
    command = [sys.executable, "-m", "pwa.cli", "serve"]
    with _running(command, port, cwd=ROOT, env={**os.environ, **environment}) as server:
        yield server


@contextmanager
def _nginx(folder: Path, port: int, config: str) -> Iterator[Server]:
    """With these servers, and with as many processes as the other."""
    folder.mkdir()
    (folder / "leafline.conf").write_text(config)
    user = "user root;" if os.geteuid() == 0 else ""
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, user=user, workers=WORKERS))
    with _running([str(_tool("nginx")), "-c", str(file)], port) as server:
        yield server


@contextmanager
def _running(command: list[str], port: int, **how: Any) -> Iterator[Server]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, **quiet, **how)
    try:
        deadline = time.monotonic() + 60
        while not _answers(port):
            if time.monotonic() > deadline or process.poll() is not None:
                raise RuntimeError(f"{command} does not answer")
            time.sleep(0.1)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            # The port is open before anybody answers on it.
            connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            connection.recv(1)
    except OSError:
        return False
    return True


def free_port() -> int:
    """A port that nobody listens on."""
    # granian would start on a port that is taken, without a word.
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _row(name: str, outcome: BuildOutcome, peak: int | None = None) -> None:
    memory = f"{peak} MB" if peak else ""
    pages, packs = f"{outcome.pages_after:.2f} s", f"{outcome.packs_after:.2f} s"
    share = f"{outcome.rendered / len(outcome.release.reads.of_page):.1%}"
    tell(f"{name:<28}{pages:>12}{packs:>12}{outcome.rendered:>10}{share:>8}{memory:>13}")


def _tool(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin")


def today() -> date:
    """This day in UTC."""
    return datetime.now(UTC).date()


def tell(line: str) -> None:
    """Print one line of a table."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
