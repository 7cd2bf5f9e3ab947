"""What each address costs where the application answers it itself, the dearest first.

`python -m benchmarks.addresses`: every rule of the application, once to warm up and then three
times; CPU milliseconds of the cheapest of these. Questions go up to the lengths that are allowed.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase

from flask import Flask
from flask.testing import FlaskClient

from pwa.app import create_app
from pwa.settings import Settings

ROUNDS = 3
SHOWN_FROM = 10  # milliseconds
STAMP = "0aa0ht3wmn"
WORDS = "the and kratom law poison help new york county line states national suicide crisis united"
SHORT_WORDS = " ".join(map("".join, pairwise(ascii_lowercase)))
VALUES = {
    "locale": "th", "place": "us-il", "slug": "opioid-withdrawal", "key": "alcohol",
    "kind": "law", "stamp": STAMP, "form": "strips", "filename": "app.css",
}  # fmt: skip
ASKED = tuple(
    address.replace("WORDS", words[:100].replace(" ", "+"))
    for words in (WORDS, SHORT_WORDS, "x" * 100, ",".join(["abcdef", "ghijkl", "mnopqr"] * 5))
    for address in (
        "/en/search?q=WORDS", "/en/mixing?with=WORDS&and=WORDS", "/en/kit?place=WORDS",
        "/en/emergency?place=us-tx", "/api/v1/places?q=WORDS", "/api/v1/interactions?with=WORDS",
    )
)  # fmt: skip
OTHERS = (
    "/th/law/us-il?share", "/en/?share", "/en/law?share", "/en/law/us-il?on=2026-01-01",
    "/en/kit?place=us-tx&in=en&in=es&in=th&plain=on&about=naloxone", "/k/th/us-tx/" + STAMP,
    "/api/v1/law?place=us-il", "/api/v1/helplines?place=us-tx", "/api/v1/helplines?lang=th",
    "/api/v1/places?lang=th", "/api/v1/dataset.csv?table=law_rules", "/en/nope", "/th/evidence",
    "/en/notices?place=us", "/en/evidence?topic=risks",
)  # fmt: skip


def main() -> None:
    """Print a table."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data=Path(folder)))
        costs = [(_cost(app.test_client(), each), each) for each in _addresses(app)]
    for (cost, status), address in sorted(costs, reverse=True):
        if cost >= SHOWN_FROM:
            sys.stdout.write(f"{cost:8.1f} ms  {status}  {address}\n")


def _addresses(app: Flask) -> Iterator[str]:
    """One address of each rule that is answered without a question, then those with one."""
    build = app.url_map.bind("localhost")
    place = app.extensions["leafline"][1].places["US-IL"]
    for rule in app.url_map.iter_rules():
        values = {name: VALUES.get(name, "x") for name in rule.arguments}
        found = {name: place if name == "place" else value for name, value in values.items()}
        if "GET" in (rule.methods or ()):
            yield build.build(rule.endpoint, {**found, **(rule.defaults or {})})
    yield from (*ASKED, *OTHERS)


def _cost(client: FlaskClient, address: str) -> tuple[float, int]:
    client.get(address)
    times = []
    for _ in range(ROUNDS):
        began = time.process_time()
        status = client.get(address, headers={"Accept-Encoding": "br"}).status_code
        times.append(time.process_time() - began)
    return min(times) * 1000, status


if __name__ == "__main__":
    main()
