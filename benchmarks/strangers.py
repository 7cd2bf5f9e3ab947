"""What readers wait for while strangers ask for the dearest addresses, and what memory that takes.

`python -m benchmarks.strangers [SECONDS] [FOLDER]`: a server with a release of one language, which
is kept in FOLDER for the next time; each dear address is asked for five times a second, and beside
them two probes on new connections. Ends with 1 where a probe's p99 or the memory is too much.
"""

import asyncio
import itertools
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.release import Server, children, free_port, leafline, tell, today
from pwa.app import create_app, load_facts
from pwa.records import Kind
from pwa.release.build import BuildOptions, build
from pwa.release.rendering import Site
from pwa.settings import FACTS, Settings

PROBES = ("/healthz", "/en/emergency")
PROBE_EVERY, ASK_EVERY = 0.1, 0.2
GIVEN_UP_AFTER = 2.0  # a stranger closes the connection then, and asks again all the same
MOST_P99, MOST_MEMORY = 0.1, 450
SETTLED_AFTER = 5  # seconds; a sheet that is being set ends within that
STAMP = "0aa0ht3wmn"
WORDS = "the+and+kratom+law+poison+help+new+york+county+line+states+national+suicide+cr"
# {n} is another number each time, {place} another state.
DEAREST = (
    "/en/leafline.html?x={n}",
    "/en/data/law.json?x={n}",
    "/en/data/find.json?x={n}",
    "/en/law/{place}?fbclid={n}",
    "/en/law/{place}?share",
    "/en/evidence?x={n}",
    "/en/search?q=WORDS+{n}",
    "/en/kit?place=WORDS+{n}",
    "/en/mixing?with=abcdef,ghijkl,mnopqr,stuvwx,yzabcd+{n}&and=abcdef,ghijkl,mnopqr,{n}",
    "/en/sitemap.xml?x={n}",
    "/api/v1/helplines",
    "/api/v1/helplines?lang=th",
    "/api/v1/places?q=WORDS+{n}",
    "/k/en/{place}/STAMP/strips.pdf",
    "/k/en/{place}/STAMP/card.pdf",
    "/en/preview/law.png?x={n}",
)

Took = list[float]


def main() -> None:
    """Print what probes took, what strangers were told, and the memory before and after."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as own:
        settings = Settings(data=Path(sys.argv[2] if len(sys.argv) > 2 else own))
        facts = load_facts(FACTS)
        build(
            Site(settings, facts, create_app),
            settings.releases,
            today(),
            BuildOptions(wanted=lambda address: address.startswith("/en/"), quality=4),
        )
        states = [place.slug for place in facts.places.values() if place.kind is Kind.STATE]
        with leafline(settings, free_port()) as server:
            before = _memory(server)
            probes, strangers = asyncio.run(_campaign(server.port, states, seconds))
            time.sleep(SETTLED_AFTER)
            after = _memory(server)
    worst = [_tell_probe(*each) for each in probes.items()]
    for address, told in strangers.items():
        tell(f"{address.replace('WORDS', 'word+...'):<70}{_in_short(told)}")
    tell(f"memory of all processes (PSS): {before} MB before, {after} MB after")
    sys.exit(max(worst) > MOST_P99 or after > MOST_MEMORY)


async def _campaign(
    port: int, states: list[str], seconds: float
) -> tuple[dict[str, Took], dict[str, Counter[str]]]:
    probes: dict[str, Took] = {address: [] for address in PROBES}
    strangers = {address: Counter[str]() for address in DEAREST}
    end = time.monotonic() + seconds
    async with asyncio.TaskGroup() as tasks:
        for address, took in probes.items():
            tasks.create_task(_probe(port, address, took, end))
        for address, told in strangers.items():
            tasks.create_task(_stranger(port, address, states, told, end))
    return probes, strangers


async def _probe(port: int, address: str, took: Took, end: float) -> None:
    async with asyncio.TaskGroup() as tasks:
        while time.monotonic() < end:
            tasks.create_task(_timed(port, address, took))
            await asyncio.sleep(PROBE_EVERY)


async def _timed(port: int, address: str, took: Took) -> None:
    began = time.monotonic()
    status = await _status(port, address)
    took.append(time.monotonic() - began if status == "200" else float("inf"))


async def _stranger(
    port: int, address: str, states: list[str], told: Counter[str], end: float
) -> None:
    """Asks on, whether there are answers or not."""
    numbers, places = itertools.count(), itertools.cycle(states)
    async with asyncio.TaskGroup() as tasks:
        while time.monotonic() < end:
            asked = address.replace("WORDS", WORDS).replace("STAMP", STAMP)
            asked = asked.format(n=next(numbers), place=next(places))
            tasks.create_task(_told(port, asked, told))
            await asyncio.sleep(ASK_EVERY)


async def _told(port: int, address: str, told: Counter[str]) -> None:
    try:
        async with asyncio.timeout(GIVEN_UP_AFTER):
            told[await _status(port, address)] += 1
    except TimeoutError:
        told["gave up"] += 1


async def _status(port: int, address: str) -> str:
    """Ask on a connection of its own; the status of the answer, read whole."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        head = f"GET {address} HTTP/1.1\r\nHost: leafline.example\r\nAccept-Encoding: br\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode())
        await writer.drain()
        return (await reader.read())[9:12].decode()
    finally:
        writer.close()


def _memory(server: Server) -> int:
    """MB of all processes; what they share counts once."""
    return sum(map(_pss, [server.pid, *children(server.pid)])) // 1024


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _tell_probe(address: str, took: Iterable[float]) -> float:
    found = sorted(took)
    p99 = found[int(len(found) * 0.99)]
    shown = [f"{1000 * each:8.1f} ms" for each in (statistics.median(found), p99, found[-1])]
    tell(f"{address:<16} {len(found)} probes   p50{shown[0]}   p99{shown[1]}   max{shown[2]}")
    return p99


def _in_short(told: Counter[str]) -> str:
    return "  ".join(f"{what} × {times}" for what, times in sorted(told.items()))


if __name__ == "__main__":
    main()
