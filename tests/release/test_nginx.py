"""nginx, set up as docs/nginx.conf shows, says what the middleware says."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pwa.app import create_app
from pwa.release.build import build
from pwa.release.folder import current
from pwa.release.serving import ReleaseFirst
from pwa.settings import ROOT
from pwa.web.http.questions import OF_EVERY_PAGE, READ
from tests.conftest import serving
from tests.release.building import QUICK, wanted

EXAMPLE = ROOT / "docs" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
AROUND = """
daemon off;
load_module {brotli};
pid {folder}/pid;
{user}
error_log stderr;
events {{}}
http {{
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  include {folder}/leafline.conf;
}}
"""
# Words that messengers add.
ODD = (
    "/en/law/th?fbclid=abc", "/en/emergency?utm_source=a&_=1", "/en/leafline.html?x=1",
    "/en/data/find.json?ref=x", "/en/pack.json?x=1",
)  # fmt: skip
ADDRESSES = (
    "/en/", "/en/emergency", "/en/law", "/en/law/th", "/en/law/th?substance=7oh",
    "/en/law/us-ga/glynn-county", "/en/help/us-tx", "/en/learn/opioid-withdrawal", "/en/notices",
    "/en/leafline.html", "/sw.js", "/en/pack.json", "/manifest.webmanifest",
    *ODD,
)  # fmt: skip
FROM_THE_APPLICATION = (
    "/en/law/th?on=2024-03-01", "/en/law/th?substance=kratom", "/en/nothing", "/en", "/healthz",
    "/release.json", "/reads.json", "/en/law/../../release.json", "/api/v1/places?q=th",
    "/static/remove.js", "/en/packs/000000000000/essential.ndjson", "/en/law/th?%73hare&x",
    "/en/emergency?x=1&place=us-tx", "/static/app.css", "/static/app.css?v=..",
)  # fmt: skip
# Tags and ages are each server's own; `Connection` is about the connection.
OF_EACH_SERVER = {"server", "date", "etag", "last-modified", "accept-ranges", "connection"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    if NGINX is None or not BROTLI.exists():
        pytest.fail("No nginx with brotli_static. Run `make test`, or install Debian's.")
    return tmp_path_factory.mktemp("nginx")


@pytest.fixture(scope="module")
def releases(built, folder):
    """A release of this very day: nginx has a clock of its own."""
    wish = replace(QUICK, wanted=lambda address: wanted(address) or address == "/en/leafline.html")
    build(built.site, folder / "releases", datetime.now(UTC).date(), wish)
    return folder / "releases"


@pytest.fixture(scope="module")
def leafline(built, releases):
    app = create_app(built.site.settings, facts=built.site.facts)
    with serving(ReleaseFirst(app, releases, built.site.made_from)) as address:
        yield address.removeprefix("http://")


@pytest.fixture(scope="module")
def nginx(folder, releases, leafline):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    example = EXAMPLE.read_text("utf-8")
    for yours, ours in (
        ("listen 80;", f"listen {address};"),
        ("/srv/leafline/var/releases", str(releases)),
        ("127.0.0.1:8000", leafline),
    ):
        assert example.count(yours) == 1
        example = example.replace(yours, ours)
    (folder / "leafline.conf").write_text(example)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, brotli=BROTLI, user=user))
    log = folder / "log"
    with log.open("w") as said:
        server = subprocess.Popen([NGINX, "-c", folder / "nginx.conf"], stdout=said, stderr=said)
    try:
        wait_for(address, log)
        yield address
    finally:
        server.terminate()
        server.wait(20)
    assert log.read_text() == ""


def wait_for(address, log):
    deadline = time.monotonic() + 20
    while True:
        try:
            return ask(address, "/healthz")
        except OSError:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)


def ask(server, address, method="GET", **headers):
    """Status, headers by their small names, and body as it was sent."""
    connection = http.client.HTTPConnection(server, timeout=20)
    asked = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, address, headers={"accept-encoding": "identity", **asked})
    answer = connection.getresponse()
    said = [(name.lower(), value) for name, value in answer.getheaders()]
    names = [name for name, _ in said if name != "date"]
    assert len(names) == len(set(names)), f"{address}: a header stands there twice: {said}"
    body = answer.read()
    connection.close()
    return answer.status, dict(said), body


def told(answer):
    """The headers that both servers owe."""
    found = {name: value for name, value in answer[1].items() if name not in OF_EACH_SERVER}
    return found | {"cache-control": sorted(found.get("cache-control", "").split(", "))}


@pytest.mark.parametrize("address", ADDRESSES)
def test_nginx_says_what_the_middleware_says(address, nginx, leafline):
    for accepted in ("br, gzip", "gzip", "identity"):
        one = ask(nginx, address, accept_encoding=accepted)
        other = ask(leafline, address, accept_encoding=accepted)
        assert one[0] == other[0] == 200
        assert told(one) == told(other)
        assert one[2] == other[2]
        assert "x-leafline" not in one[1]
        again = ask(nginx, address, accept_encoding=accepted, if_none_match=one[1]["etag"])
        assert (again[0], again[2]) == (304, b"")


def test_the_example_names_every_word_that_a_page_reads():
    named = re.search(r"\(\?:([a-z|]+)\)\(\?:=", EXAMPLE.read_text("utf-8"))
    assert set(named[1].split("|")) == OF_EVERY_PAGE.union(*READ.values())


@pytest.mark.parametrize("address", ODD)
def test_words_that_no_page_reads_do_not_trouble_the_application(address, nginx):
    assert "last-modified" in ask(nginx, address)[1]  # the mark of a file


@pytest.mark.parametrize("kind", ["essential", "full-0"])
def test_packs_and_files_are_kept_for_ever(kind, nginx, leafline, built, releases):
    pack = current(releases).contents.packs["en"]
    style = next(each for each in built.release.contents.entries if "/static/app.css" in each)
    for address in (f"/en/packs/{pack.id}/{kind}.ndjson", style):
        one, other = (ask(server, address, accept_encoding="br") for server in (nginx, leafline))
        assert told(one) == told(other)
        assert one[1]["cache-control"] == "public, max-age=31536000, immutable"
        assert one[2] == other[2]


@pytest.mark.parametrize("address", FROM_THE_APPLICATION)
def test_what_is_not_in_the_release_the_application_answers(address, nginx, leafline):
    one, other = ask(nginx, address), ask(leafline, address, host=nginx)
    assert one[0] == other[0]
    assert told(one) == told(other)


def test_head_is_answered_and_nothing_is_written_to(nginx):
    got, head = ask(nginx, "/en/"), ask(nginx, "/en/", "HEAD")
    assert (head[0], head[2]) == (200, b"")
    assert head[1]["content-length"] == str(len(got[2]))
    assert ask(nginx, "/en/", "POST")[0] == 405


def test_pages_of_another_day_are_left_to_the_application(nginx, releases, built):
    link = releases / "current"
    today = os.readlink(link)
    try:
        tomorrow = datetime.now(UTC).date() + timedelta(days=1)
        build(built.site, releases, tomorrow, QUICK)
        page, pack = ask(nginx, "/en/"), ask(nginx, "/en/pack.json")
    finally:
        link.unlink()
        link.symlink_to(today)
    assert "last-modified" not in page[1]  # the mark of a file
    assert "last-modified" in pack[1]
    assert ask(nginx, "/en/")[1]["last-modified"]


def test_the_example_keeps_no_log_that_could_hold_an_address():
    text = EXAMPLE.read_text("utf-8")
    assert re.findall(r"^\s*(?:access|error)_log (.*);", text, re.M) == ["off", "/dev/null"]
    assert "X-Forwarded-For" not in text
    assert "$remote_addr" not in text
