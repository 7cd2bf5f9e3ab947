import gzip
import ipaddress
import json
import socket
import ssl
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpcore2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.fetching.asking import Limits, Policy, Request, Validators
from pwa.fetching.client import Client, user_agent
from pwa.fetching.download import Fetcher, _retry_after
from pwa.fetching.network import Guard, Refused, is_public
from pwa.fetching.payload import EndedEarly, Unreadable, judge_payload, read_body
from pwa.records.outcomes import Outcome
from tests.fetching.misbehaving import GOOD, LIMITS, Server, misbehaving

NONE = Validators()
POLICY = Policy(("127.0.0.1",), walls=("/apology_objects/",))
CERTIFICATE = Path(__file__).with_name("localhost.pem")


@pytest.fixture(scope="module")
def server():
    with misbehaving() as one:
        yield one


@pytest.fixture
def get(server: Server):
    """Fetch a path; the waits it would have slept are in `get.waits`."""

    def get(path, validators=NONE, limits=LIMITS, request=None, **other):
        request = request or Request(f"{server.url}/{path}")
        get.waits = []
        fetcher = Fetcher(limits, sleep=get.waits.append, chance=lambda: 0.5)
        return fetcher.fetch(request, replace(POLICY, **other), validators)

    return get


ENDS = {
    "good": Outcome.OK,
    "gzipped": Outcome.OK,
    "temporary": Outcome.OK,
    "see-other": Outcome.OK,
    "hang": Outcome.ERROR,
    "drip": Outcome.ERROR,
    "drip-headers": Outcome.ERROR,
    "endless": Outcome.BAD_PAYLOAD,
    "ten-gigabytes": Outcome.BAD_PAYLOAD,
    "bomb": Outcome.BAD_PAYLOAD,
    "broken-gzip": Outcome.BAD_PAYLOAD,
    "half-gzip": Outcome.ERROR,
    "brotli": Outcome.BAD_PAYLOAD,
    "loop": Outcome.ERROR,
    "apology": Outcome.BLOCKED,
    "another-host": Outcome.MOVED,
    "another-host-for-now": Outcome.BLOCKED,
    "private-host": Outcome.BLOCKED,
    "bad-location": Outcome.ERROR,
    "html": Outcome.BLOCKED,
    "html-as-json": Outcome.BLOCKED,
    "moved-page": Outcome.MOVED,
    "picture": Outcome.BAD_PAYLOAD,
    "words": Outcome.BAD_PAYLOAD,
    "empty-body": Outcome.BAD_PAYLOAD,
    "refused": Outcome.BLOCKED,
    "too-many": Outcome.BLOCKED,
    "not-found": Outcome.MOVED,
    "gone": Outcome.MOVED,
    "bad-request": Outcome.ERROR,
    "broken": Outcome.ERROR,
    "away-for-long": Outcome.ERROR,
    "reset": Outcome.ERROR,
    "not-http": Outcome.ERROR,
}


@pytest.mark.parametrize(("path", "outcome"), ENDS.items())
def test_each_misdeed_ends_soon_in_its_own_outcome(path, outcome, get):
    began = time.monotonic()
    # Pouring bodies are bounded by size: give them the time of a slow machine.
    pours = path in ("endless", "ten-gigabytes", "bomb")
    answer = get(path, limits=replace(LIMITS, total=20) if pours else LIMITS)
    assert answer.outcome is outcome, answer.detail
    assert time.monotonic() - began < (20 if pours else 3)
    assert answer.detail or outcome is Outcome.OK
    assert (answer.body == GOOD.encode()) == (outcome is Outcome.OK)


def test_a_byte_now_and_then_does_not_prolong_the_total_limit(get):
    # Each byte comes well within the limit for one read.
    began = time.monotonic()
    answer = get("drip", limits=replace(LIMITS, retries=0, total=0.5))
    assert answer.outcome is Outcome.ERROR
    assert time.monotonic() - began < 1
    assert answer.detail == "no whole answer within 0.5 s"


def test_what_a_server_said_of_its_document_is_asked_with_next_time(get, server):
    first = get("validated")
    assert (first.outcome, first.etag) == (Outcome.OK, '"one"')
    again = get("validated", Validators(first.etag, first.last_modified))
    assert (again.outcome, again.body) == (Outcome.NOT_MODIFIED, b"")
    assert server.heard[-1]["If-Modified-Since"] == first.last_modified


def test_we_say_who_we_are_and_whom_to_write_to(server):
    fetcher = Fetcher(LIMITS, "https://leafline.example/contact")
    assert fetcher.fetch(Request(f"{server.url}/good"), POLICY, NONE).outcome is Outcome.OK
    heard = server.heard[-1]
    assert heard["User-Agent"] == user_agent("https://leafline.example/contact")
    assert heard["User-Agent"].startswith("Leafline/")
    assert heard["User-Agent"].endswith(" (+https://leafline.example/contact)")
    assert heard["Accept"] == "application/json"
    assert heard["Accept-Encoding"] == "gzip"


def test_a_post_and_own_headers_are_sent(get, server):
    request = Request(f"{server.url}/good", '{"q": "kratom"}', (("X-Api-Key", "k"),))
    assert get("good", request=request).outcome is Outcome.OK
    assert server.posted[-1] == b'{"q": "kratom"}'
    assert server.heard[-1]["X-Api-Key"] == "k"


def test_keys_in_headers_are_not_carried_to_another_host(get, server):
    request = Request(f"{server.url.replace('127.0.0.1', 'localhost')}/good")
    server.asked.clear()
    hop = Request(f"{server.url}/there", None, (("X-Api-Key", "secret"),))
    server.there = request.url
    assert get("there", request=hop, hosts=("127.0.0.1", "localhost")).outcome is Outcome.OK
    assert server.asked["good"] == 1
    assert "X-Api-Key" not in server.heard[-1]


def test_passing_errors_are_tried_again_ever_later_and_no_sooner_than_asked(get, server):
    server.asked.clear()
    answer = get("recovers", limits=replace(LIMITS, retries=3, backoff=1.5))
    assert answer.outcome is Outcome.OK
    assert get.waits == [2.0, 3.0]  # Retry-After: 2 first, then our own 1.5 * 2
    get("broken", limits=replace(LIMITS, retries=3, backoff=1))
    assert get.waits == [1.0, 2.0, 4.0]
    assert server.asked["broken"] == 4


def test_a_source_that_wants_fewer_tries_gets_fewer(get, server):
    server.asked.clear()
    get("broken", limits=replace(LIMITS, retries=3, backoff=1), retries=1)
    assert server.asked["broken"] == 2


@pytest.mark.parametrize(
    "path", ["refused", "too-many", "not-found", "html", "loop", "away-for-long", "bad-request"]
)
def test_what_will_not_pass_soon_is_not_tried_again(path, get, server):
    server.asked.clear()
    get(path)
    assert get.waits == []
    assert server.asked[path.replace("-", "_")] == (6 if path == "loop" else 1)


def test_a_refusal_brings_how_long_to_stay_away(get):
    assert get("too-many").retry_after == 7200
    assert get("away-for-long").retry_after == 7200
    assert get("refused").retry_after is None


def test_retry_after_may_be_a_date_and_is_capped():
    soon = datetime.now(UTC) + timedelta(minutes=10)
    assert 590 < _retry_after(format_datetime(soon, usegmt=True)) <= 600
    assert _retry_after(format_datetime(soon - timedelta(days=9), usegmt=True)) == 0
    assert _retry_after("99999999999999999999") == 86_400
    assert _retry_after("soon") is None
    assert _retry_after("") is None
    assert _retry_after("-5") is None


def test_a_status_that_means_nothing_found_is_no_failure(get):
    def none_found(status, body):
        return status == 404 and json.loads(body) == {}

    assert get("not-found", is_empty_answer=none_found).outcome is Outcome.OK_EMPTY


def test_a_listed_host_on_a_private_address_is_refused_before_it_is_rung(get):
    answer = get("listed-private-host", hosts=("127.0.0.1", "10.0.0.1"))
    assert answer.outcome is Outcome.ERROR
    assert "not on the public internet" in answer.detail


@pytest.mark.parametrize(
    "url",
    ["http://elsewhere.example/", "ftp://127.0.0.1/", "https://127.0.0.1:8443/", "/x", "http://[x"],
)
def test_only_https_addresses_are_asked(url, get):
    assert get("", request=Request(url)).outcome is Outcome.ERROR


def test_without_the_test_setting_loopback_is_refused(server):
    asked = Request(f"{server.url}/good")
    answer = Fetcher(replace(LIMITS, loopback=False)).fetch(asked, POLICY, NONE)
    assert answer.outcome is Outcome.ERROR
    with pytest.raises(Refused):
        Guard().connect_tcp("127.0.0.1", server.server_port)
    with pytest.raises(Refused):
        Guard().connect_tcp("localhost", server.server_port)


def test_names_that_do_not_exist_are_passing_errors(monkeypatch):
    def unknown(*_, **__):
        raise OSError("Name or service not known")

    monkeypatch.setattr("pwa.fetching.network.getaddrinfo", unknown)
    fetcher = Fetcher(replace(LIMITS, retries=0))
    answer = fetcher.fetch(Request("https://no.example/"), POLICY, NONE)
    assert answer.outcome is Outcome.ERROR
    assert answer.passing
    assert "no.example cannot be resolved" in answer.detail


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("pwa.fetching.network.getaddrinfo", lambda *_, **__: time.sleep(1))
    with pytest.raises(httpcore2.ConnectTimeout):
        Guard().connect_tcp("slow.example", 443, timeout=0.05)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    found = [(2, 1, 6, "", (address, 443)) for address in ("93.184.215.14", "10.1.2.3")]
    monkeypatch.setattr("pwa.fetching.network.getaddrinfo", lambda *_, **__: found)
    with pytest.raises(Refused, match=r"10\.1\.2\.3"):
        Guard().connect_tcp("rebound.example", 443)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("10.0.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::5db8:d70e", True),
        ("2002:0a00:0001::", False),
        ("::7f00:1", False),
        ("64:ff9b:1::7f00:1", False),
        ("::ffff:0:7f00:1", False),
        ("::ffff:93.184.215.14", True),
        ("2001:0:5db8:d70e::f5ff:fffe", False),
        ("192.0.0.192", False),
        ("168.63.129.16", False),
        ("100.100.100.200", False),
        ("fd00:ec2::254", False),
        ("9.9.9.9", True),
        ("2620:fe::fe", True),
        ("192.1.0.1", True),
    ],
)
def test_private_addresses_are_known_in_every_disguise(address, public):
    assert is_public(ipaddress.ip_address(address)) is public


PRIVATE = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
)  # fmt: skip
# Where an address of IPv6 holds one of IPv4: its first bits, and how far to the left it stands.
DISGUISES = (
    ("::", 0), ("::ffff:0:0", 0), ("::ffff:0:0:0", 0), ("64:ff9b::", 0), ("64:ff9b:1::", 0),
    ("2002::", 80), ("2001::", 64), ("2001::", 0), ("fec0::", 0), ("fd00::", 0), ("fe80::", 0),
)  # fmt: skip


@given(network=st.sampled_from(PRIVATE), low=st.integers(0), disguise=st.sampled_from(DISGUISES))
def test_no_address_of_a_private_network_is_public_in_any_disguise(network, low, disguise):
    net = ipaddress.ip_network(network)
    address = net[low % net.num_addresses]
    prefix, left = disguise
    hidden = ipaddress.IPv6Address(int(ipaddress.ip_address(prefix)) | int(address) << left)
    assert not is_public(address)
    assert not is_public(hidden)


@given(
    network=st.sampled_from(
        ("::/16", "64:ff9b:1::/48", "100::/8", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8",
         "2001::/23", "2001:db8::/32", "3fff::/20")
    ),
    low=st.integers(0),
)  # fmt: skip
def test_ipv6_outside_of_its_public_part_is_not_public(network, low):
    net = ipaddress.ip_network(network)
    address = net[low % net.num_addresses]
    assert is_public(address) is (
        address.ipv4_mapped is not None and is_public(address.ipv4_mapped)
    )


@given(st.ip_addresses(v=4))
def test_what_is_public_is_public_to_the_language_as_well(address):
    if is_public(address):
        assert address.is_global


@given(st.ip_addresses(network="2400::/6"))
def test_the_addresses_that_registries_give_out_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "there",
    ["http://xn--a/", "http://xn--/", "http://a..b/", "javascript:alert(1)", "//", "https://[1/"],
)
def test_a_redirect_to_an_odd_address_is_an_outcome_and_nothing_is_raised(there, get, server):
    server.there = there
    answer = get("there")
    assert answer.outcome in (Outcome.ERROR, Outcome.BLOCKED)
    assert answer.detail


@pytest.mark.parametrize(
    ("accept", "kind", "body", "outcome"),
    [
        ("application/rss+xml", "text/xml; charset=utf-8", b"\xef\xbb\xbf<?xml?><rss/>", "ok"),
        ("application/atom+xml", "", b"\xff\xfe<\x00f\x00", "ok"),
        ("application/rss+xml", "application/rss+xml", b"{}", "bad_payload"),
        ("application/rss+xml", "text/html", b"<?xml?><rss/>", "bad_payload"),
        ("application/rss+xml, application/xml", "application/xhtml+xml", b"<html>", "blocked"),
        ("text/html", "text/html", b"<!doctype html>", "ok"),
        ("text/html", "application/json", b"{}", "bad_payload"),
        ("application/json", "text/plain", b" [1]", "ok"),
        ("application/json", "text/html", b"<h1>Page not found</h1>", "moved"),
        ("*/*", "image/png", b"\x89", "ok"),
    ],
)
def test_a_status_of_200_is_not_yet_success(accept, kind, body, outcome):
    assert judge_payload(accept, kind, body)[0].value == outcome


MEMORY = """
import re, sys
from pathlib import Path
from pwa.fetching.asking import Limits, Policy, Request, Validators
from pwa.fetching.download import Fetcher
fetch = Fetcher(Limits(loopback=True)).fetch
for path in ("endless", "ten-gigabytes", "bomb"):
    answer = fetch(Request(f"{sys.argv[1]}/{path}"), Policy(("127.0.0.1",)), Validators())
    assert answer.outcome.value == "bad_payload", answer
# Not ru_maxrss: that counts what the process that started us held, too.
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def test_neither_endless_bodies_nor_bombs_fill_the_memory(server):
    command = [sys.executable, "-c", MEMORY, server.url]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) < 200, f"{done.stdout} MB"


def test_the_limits_that_are_shipped_are_those_that_we_promise():
    assert Limits().size == 20 * 1024 * 1024
    assert (Limits().redirects, Limits().retries, Limits().loopback) == (5, 3, False)


@pytest.fixture
def secure():
    """The same server, behind TLS with a certificate that nobody trusts."""
    with misbehaving() as one:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        one.socket = context.wrap_socket(one.socket, server_side=True)
        yield f"https://localhost:{one.server_port}/good"


def test_certificates_are_checked_by_name(secure, monkeypatch):
    with Client(LIMITS) as client, pytest.raises(httpcore2.ConnectError, match="self-signed"):
        client.http.get(secure)
    monkeypatch.setattr(
        "pwa.fetching.network._tls", lambda: ssl.create_default_context(cafile=CERTIFICATE)
    )
    with Client(LIMITS) as client:
        assert client.http.get(secure).text == GOOD
        with pytest.raises(httpcore2.ConnectError, match=r"mismatch|doesn't match"):
            client.http.get(secure.replace("localhost", "127.0.0.1"))


def test_a_host_that_nobody_answers_at_is_a_passing_error(get, server):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        answer = get("", request=Request(f"http://127.0.0.1:{free.getsockname()[1]}/"))
    assert (answer.outcome, answer.passing) == (Outcome.ERROR, True)
    assert len(get.waits) == 1


def test_the_text_after_a_packed_body_is_passed_over_and_packs_may_follow_each_other():
    pack = gzip.compress(b"one ")
    assert read_body([pack[:9], pack[9:] + pack], "gzip", 100) == b"one one "
    assert read_body([pack + b"\0\0\0", b"more"], "x-gzip", 100) == b"one "
    with pytest.raises(EndedEarly):
        read_body([pack[:-9]], "gzip", 100)
    with pytest.raises(Unreadable):
        read_body([b"12345"], "", 4)
