"""What `pip install` gives: the same bytes from the same files, and all that the product serves."""

import contextlib
import http.client
import itertools
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest

from pwa.catalogs.compiling import compile_to
from pwa.catalogs.messages import read_all
from pwa.locales import ENGLISH, PUBLISHED
from pwa.maintenance.routes import PROMISED
from pwa.release import fingerprints
from pwa.release.libraries import in_use
from pwa.settings import DISTRIBUTION, FACTS, PACKAGE, ROOT, STATIC, TRANSLATIONS
from pwa.web.catalogue import PREVIEWS as KINDS
from pwa.web.paper.printing import SHEETS

PACKED = (
    "pwa",
    "facts",
    "static",
    "translations",
    "wsgi.py",
    "pyproject.toml",
    "README.md",
    "LICENSE",
)
BUILD = """
import datetime, os, sys, time
days, umask, folder = float(sys.argv[1]), int(sys.argv[2], 8), sys.argv[3]
ours, then = time.time, datetime.timedelta(days=days)
class Moved(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + then
datetime.datetime, time.time = Moved, lambda: ours() + 86400 * days
os.umask(umask)
from hatchling.build import build_wheel
print(build_wheel(folder))
"""
CLEAN = {"PATH": os.defpath, "LEAFLINE_JOBS": "off", "LEAFLINE_BUILD": "off"}


def copied(folder: Path) -> Path:
    """The files of the checkout that a package is made of, without what was made from them."""
    made = shutil.ignore_patterns("__pycache__", "*.mo")
    for name in PACKED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=made)
        else:
            shutil.copy(ROOT / name, folder)
    return folder


def built(checkout: Path, folder: Path, *, days: int = 0, umask: str = "022", **said: str) -> Path:
    """A wheel as a machine makes it whose clock, umask and language are these."""
    made = subprocess.run(
        [sys.executable, "-c", BUILD, str(days), umask, folder],
        cwd=checkout, env={"PATH": os.defpath, **said}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return folder / made.stdout.split()[-1]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory) -> Path:
    return copied(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def wheel(checkout, tmp_path_factory) -> Path:
    return built(checkout, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory) -> Path:
    """The Python of an environment that has the wheel and what it says that it requires."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    options = ("--no-deps", "--no-index", "--quiet", "--disable-pip-version-check")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", *options, wheel], check=True
    )
    (packages,) = folder.glob("lib/python*/site-packages")
    for library in in_use():
        held = distribution(library.rsplit(" ", 1)[0])
        for top in {file.parts[0] for file in held.files or ()} - {"..", "__pycache__"}:
            if held.name != DISTRIBUTION and not (packages / top).exists():
                (packages / top).symlink_to(Path(str(held.locate_file(top))))
    return python


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def port(python, home, tmp_path_factory) -> Iterator[int]:
    """Where the installed package serves, started in a folder that is empty."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder, log = tmp_path_factory.mktemp("empty"), home / "log"
    with log.open("w") as said:
        serving = subprocess.Popen(
            [python.with_name("leafline"), "serve"], cwd=folder, stdout=said, stderr=said,
            env={**CLEAN, "HOME": str(home), "LEAFLINE_PORT": str(port)},
        )  # fmt: skip
    try:
        _wait(port, serving, log)
        yield port
        assert list(folder.iterdir()) == []
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(timeout=20)


def _wait(port: int, serving: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 120
    while serving.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        time.sleep(0.1)
    pytest.fail(log.read_text())


def opened(port: int, address: str) -> tuple[int, bytes]:
    """Status and body of one answer; no redirect is followed."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    asking.request("GET", address)
    answer = asking.getresponse()
    found = answer.status, answer.read()
    asking.close()
    return found


def addresses(facts) -> Iterator[str]:
    """Each address that we promise once, the languages taking turns, and each static file."""
    languages = itertools.cycle(PUBLISHED)
    keys = {
        "<place:place>": facts.law[0].place.lower(),
        "<card_place:place>": facts.helplines[0].place.lower(),
        "<stamp>": "0a5",
        "<form>": next(iter(SHEETS)),
        "<kind>": next(iter(KINDS)),
        "<slug>": facts.safety.topics[0].slug,
        "evidence/<key>": f"evidence/{facts.safety.studies[0].id}",
        "mixing/<key>": f"mixing/{facts.safety.interactions[0].id}",
        "notices/<key>": "notices/none",
    }
    for route in PROMISED.read_text("utf-8").split():
        filled = route.replace("<locale:locale>", next(languages).tag)
        for key, value in keys.items():
            filled = filled.replace(key, value)
        for path in STATIC.rglob("*.*") if "<path:filename>" in filled else [STATIC]:
            yield filled.replace("<path:filename>", path.relative_to(STATIC).as_posix())


def expected(address: str) -> int:
    """What an installation answers that was never asked before and has made no release yet."""
    if address == "/" or address.endswith("/kit/cards.pdf"):  # it asks for which place
        return 302
    if address in ("/api/v1/calling", "/api/v1/interactions", "/api/v1/law"):
        return 400  # they want to know which
    without = ("/sw.js", "/.well-known/security.txt")  # no release, no contact address
    return 404 if address in without or address.endswith("/notices/none") else 200


def test_every_promised_address_answers(port, facts):
    found = {address: opened(port, address) for address in addresses(facts)}
    assert not [address for address in found if "<" in address]
    wrong = {a: status for a, (status, _) in found.items() if status != expected(a)}
    assert wrong == {}
    assert [address for address, (_, body) in found.items() if not body] == []


def test_its_pages_are_in_every_language(port):
    def heading(tag: str, page: str) -> str:
        text = opened(port, f"/{tag}/{page}")[1].decode()
        assert f'<html lang="{tag}"' in text
        return re.search("<h1[^>]*>(.*?)</h1>", text, re.S)[1]

    for page in ("emergency", "law", "learn", "mixing", "privacy"):
        assert len({heading(locale.tag, page) for locale in PUBLISHED}) == len(PUBLISHED)


def test_its_data_lies_with_its_user_and_not_in_the_package(port, python, home):
    assert (home / ".local" / "share" / "leafline" / "leafline.db").exists()
    assert not list(python.parents[1].rglob("leafline.db*"))


def test_its_commands_need_no_checkout(python, home, tmp_path):
    def said(*words: str) -> tuple[int, str]:
        ran = subprocess.run(
            [python.with_name("leafline"), *words], cwd=tmp_path, text=True, check=False,
            env={**CLEAN, "HOME": str(home)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return ran.returncode, ran.stdout

    code, text = said("check")
    assert code == 0, text
    assert said("translations") == (
        1, "What translators work on is in a checkout, not in a package.\n",
    )  # fmt: skip


def test_a_wheel_holds_what_runs_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/", 1)[0] for name in names}
    assert {re.sub(r"-.*\.", ".", top) for top in tops} == {"pwa", "leafline_pwa.dist-info"}
    for pattern in ("*.html", "*.typ"):
        for path in PACKAGE.rglob(pattern):
            assert path.relative_to(ROOT).as_posix() in names
    for path in (*FACTS.rglob("*.*"), *TRANSLATIONS.glob("languages/*")):
        assert f"pwa/bundled/{path.relative_to(ROOT).as_posix()}" in names
    unwanted = re.compile(r"\.(pyc|po|pot)$|/tests?/|/maintenance/")
    assert [name for name in names if unwanted.search(name)] == []


def test_two_machines_make_the_same_bytes_of_the_same_files(wheel, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    other = copied(tmp_path / "elsewhere")
    for path in other.rglob("*"):
        os.utime(path, (10**9, 10**9))
        path.chmod(0o700 if path.is_dir() else 0o600)
    again = built(
        other, tmp_path, days=400, umask="077", TZ="Asia/Kathmandu", LC_ALL="C",
        PYTHONHASHSEED="7",
    )  # fmt: skip
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_the_mark_of_the_code_is_that_of_the_checkout(python, home, tmp_path):
    for locale in PUBLISHED:
        if locale != ENGLISH:
            compile_to(tmp_path / "messages.mo", read_all(locale.babel_id), locale.babel_id)
            compiled = ROOT / "translations" / locale.babel_id / "LC_MESSAGES" / "messages.mo"
            assert compiled.read_bytes() == (tmp_path / "messages.mo").read_bytes()
    asked = "from pwa.release.fingerprints import _code; print(_code())"
    installed = subprocess.run(
        [python, "-P", "-c", asked], cwd=tmp_path, env={**CLEAN, "HOME": str(home)}, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    assert installed.stdout.strip() == fingerprints._code()


def test_only_what_the_product_requires_counts_as_its_libraries():
    names = {library.rsplit(" ", 1)[0].lower() for library in in_use()}
    assert {DISTRIBUTION, "flask", "jinja2", "brotli", "pypng"} <= names
    assert not names & {"pytest", "mypy", "playwright", "hatchling", "pip"}
