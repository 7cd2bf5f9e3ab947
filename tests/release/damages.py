"""Random damage to a release. `python -m tests.release.damages 100` does more of it than the suite.

Whatever stands on the disk, an answer is what was rendered or no answer at all, and one build mends
everything.
"""

import gzip
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

import brotli
from flask import Flask
from werkzeug.test import Client

from pwa.app import create_app, load_facts
from pwa.release.build import BuildOptions, build
from pwa.release.folder import Release, current
from pwa.release.rendering import Site
from pwa.release.serving import ReleaseFirst
from pwa.settings import Settings
from tests.conftest import NOW
from tests.release.building import TODAY, body_of
from tests.sample import SAMPLE

PAGES = ("/en/", "/en/emergency", "/en/help", "/en/help/us-tx", "/en/about", "/en/data/kit.json")
FEW = BuildOptions(wanted=lambda address: address in PAGES, quality=1)
FIRST = ("/en/emergency", "/en/help", "/en/help/us-tx")
DECODE = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
MIDNIGHT = datetime.combine(TODAY, time(), UTC)
SEED = 20261122


@dataclass(frozen=True)
class Whole:
    """A site, its application at the moment that pages see, the right body of each address."""

    site: Site
    app: Flask
    bodies: dict[str, bytes]

    @property
    def releases(self) -> Path:
        return self.site.settings.releases

    def client(self, app=None) -> Client:
        """One of a process that starts now."""
        middleware = ReleaseFirst(
            app or self.app, self.releases, self.site.made_from, clock=NOW.timestamp
        )
        return Client(middleware)


def whole(data: Path, facts, make_app: Callable[..., Flask]) -> Whole:
    settings = Settings(facts=SAMPLE, data=data)
    site = Site(settings, facts, make_app)
    app = make_app(settings, facts=facts, clock=lambda: MIDNIGHT)
    release = build(site, settings.releases, TODAY, FEW).release
    return Whole(site, app, {each: body_of(release, each) for each in release.contents.entries})


def flip(file: Path, chance: random.Random) -> None:
    body = bytearray(file.read_bytes() or b"\0")
    body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    file.write_bytes(body)


def cut(file: Path, chance: random.Random) -> None:
    body = file.read_bytes()
    file.write_bytes(body[: chance.randrange(len(body) or 1)])


def lengthen(file: Path, chance: random.Random) -> None:
    with file.open("ab") as open_file:
        open_file.write(chance.randbytes(10))


def empty(file: Path, _: random.Random) -> None:
    file.write_bytes(b"")


def remove(file: Path, _: random.Random) -> None:
    file.unlink()


def hide(file: Path, _: random.Random) -> None:
    """A folder stands where a file should."""
    file.unlink()
    file.mkdir()


def say_another_thing(file: Path, chance: random.Random) -> None:
    """JSON that can be read, of types that nobody expects."""
    file.write_text(chance.choice(("[]", "{}", "null", '{"entries": [1], "origin": {"day": 3}}')))


def spoil(file: Path, chance: random.Random) -> None:
    if file.is_file():  # what was done before may have taken it away
        chance.choice((flip, flip, cut, lengthen, empty, remove, hide))(file, chance)


def spoil_a_file(release: Release, chance: random.Random) -> None:
    spoil(chance.choice(sorted(filter(Path.is_file, release.folder.rglob("*")))), chance)


def spoil_what_comes_first(release: Release, chance: random.Random) -> None:
    entry = release.contents.entries[chance.choice(FIRST)]
    spoil(release.file(entry, chance.choice(sorted(entry.forms))), chance)


def spoil_a_document(release: Release, chance: random.Random) -> None:
    file = release.folder / chance.choice(("release.json", "reads.json"))
    say_another_thing(file, chance) if chance.random() < 0.3 else spoil(file, chance)


def remove_a_folder(release: Release, chance: random.Random) -> None:
    below = [path for path in sorted(release.folder.rglob("*")) if path.is_dir()]
    links = [path for path in below if path.is_symlink()]
    found = chance.choice([release.folder, release.folder.parent, *below])
    found.unlink() if found in links else shutil.rmtree(found)


def bend_the_link(release: Release, chance: random.Random) -> None:
    link = release.folder.parent / "current"
    if link.is_symlink():
        link.unlink()
    if link.exists():
        return  # a folder stands there already
    if chance.random() < 0.2:
        link.mkdir()
    elif chance.random() < 0.8:
        link.symlink_to(chance.choice(("nowhere", ".", "current", "../..", "x" * 200)))


DAMAGES = (
    spoil_a_file, spoil_a_file, spoil_a_file, spoil_what_comes_first, spoil_what_comes_first,
    spoil_a_document, remove_a_folder, bend_the_link,
)  # fmt: skip


def damage_and_heal(found: Whole, rounds: int, seed: int) -> int:
    """Damage the release, start a process on it, build, and start another; how many damages."""
    chance, done = random.Random(seed), 0
    for _ in range(rounds):
        release = current(found.releases)
        damages = [chance.choice(DAMAGES) for _ in range(chance.randint(1, 3))]
        for damage in damages:
            if release.folder.exists():
                damage(release, chance)
        done += len(damages)
        told = f"seed {seed}: {[damage.__name__ for damage in damages]}"
        expect_right_bytes(found, chance, told)
        build(found.site, found.releases, TODAY, FEW)
        expect_whole(found, told)
    return done


def expect_right_bytes(found: Whole, chance: random.Random, told: str) -> None:
    client = found.client()
    for address, body in found.bodies.items():
        accepted = ("br", "gzip", "identity")
        for form in accepted if address in FIRST else (chance.choice(accepted),):
            said = client.get(address, headers={"Accept-Encoding": form})
            if said.status_code != 404 or not _is_of_builds(address):
                assert said.status_code == 200, f"{told}: {address}"
                assert DECODE[said.headers.get("Content-Encoding")](said.data) == body, (
                    f"{told}: {address} as {form}"
                )


def expect_whole(found: Whole, told: str) -> None:
    release = current(found.releases)
    assert release, told
    assert release.is_whole, f"{told}: {sorted(release.damaged)}"
    assert release.reads.of_page, told
    assert os.path.islink(release.folder / "2026-11-22"), told
    assert {each: body_of(release, each) for each in release.contents.entries} == found.bodies, told
    client = found.client(no_application)
    for address in found.bodies:
        assert client.get(address, headers={"Accept-Encoding": "br"}).status_code == 200, told


def no_application(_environ, _start_response):
    raise AssertionError("the release has it")


def _is_of_builds(address: str) -> bool:
    """The application does not make packs, nor the worker that unpacks them."""
    return address == "/sw.js" or "/pack" in address


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        seed, done, rounds = random.randrange(10**9), 0, 0
        found = whole(Path(folder), load_facts(SAMPLE), create_app)
        while done < int(sys.argv[1]):
            done, rounds = done + damage_and_heal(found, 1, seed + rounds), rounds + 1
        sys.stdout.write(f"{done} damages, seed {seed}: right bytes, and whole after each build\n")
