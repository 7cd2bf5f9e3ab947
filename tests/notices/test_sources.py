"""Saved documents read as expected; whatever else a source sends, items or SourceChanged result."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pwa.errors import FactError, SourceChanged
from pwa.notices.sources import BY_HAND, SOURCES, congress_gov, rasff
from pwa.notices.sources.by_hand import read_by_hand

FOLDER = Path(__file__).parent / "sources"
ROOT = Path(__file__).parent.parent.parent
CASES = sorted(
    file
    for name in SOURCES
    for file in (FOLDER / name).iterdir()
    if not file.name.endswith(".expected.json")
)
REFUSED = sorted(file for file in (FOLDER / "refused").rglob("*") if file.is_file())
XML = {name for name, source in SOURCES.items() if "xml" in source.policy.accept}

BOMB = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<rss><channel><item><title>&c;</title><link>https://a.example/</link></item></channel></rss>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss><channel><item><title>&x;</title><link>https://a.example/</link></item></channel></rss>"""
ALWAYS_REFUSED = {
    "nothing": b"",
    "blanks": b" \n\t",
    "a page": b"<!DOCTYPE html><html><body>We apologize</body></html>",
    "a page without doctype": b"<html><head><title>FDA Apology</title></head></html>",
    "a lone brace": b"{",
    "a lone bracket": b"[",
    "an open tag": b"<rss><channel>",
    "invalid UTF-8": b'{"results": ["\xff\xfe\xfa"]}',
    "zeros": b"\x00" * 1000,
    "plain text": b"Too many requests",
    "a number": b"9" * 10_000,
    "NaN": b'{"results": [NaN], "count": NaN}',
    "a number of five thousand digits": b'{"results": [{"id": ' + b"9" * 5000 + b"}]}",
    "deep lists": b'{"results": ' + b"[" * 100_000,
    "deep objects": b'[{"a":' * 100_000,
    "deep tags": b"<a>" * 100_000,
    "a hundred thousand tags too many": b"<rss><channel>" + b"<a/>" * 300_000 + b"</channel></rss>",
    "many objects": b"[" + b"{}," * 300_000 + b"{}]",
    "null": b"null",
    "more than it ever sends": b"[" + b" " * 25_000_000 + b"]",
    "a large feed": b"<rss><channel>" + b" " * 5_000_000 + b"</channel></rss>",
    "an array and more": b"[] []",
    "an entity bomb": BOMB,
    "an entity bomb in UTF-16": BOMB.decode().encode("utf-16"),
    "an entity bomb in UTF-16 without mark": BOMB.decode().encode("utf-16-le"),
    "an external entity": OUTSIDE,
    "a strange encoding": b'<?xml version="1.0" encoding="utf-7"?><rss><channel/></rss>',
    "a wrong charset": '<?xml version="1.0" encoding="utf-8"?><rss>é</rss>'.encode("latin-1"),
    "another root": b'<?xml version="1.0"?><opml><channel/></opml>',
    "no channel": b"<rss/>",
    "another object": b'{"unexpected": []}',
}


def case_id(file: Path) -> str:
    return "/".join(file.parts[-2:])


def as_expected(file: Path) -> list[dict]:
    items = SOURCES[file.parent.name].parse(file.read_bytes())
    shown = [asdict(item) for item in items]
    for one in shown:
        one.pop("raw")
    return shown


def outcome(name: str, document: bytes):
    """Items, or None for a document that the source refuses. Anything else raised is a fault."""
    try:
        items = SOURCES[name].parse(document)
    except SourceChanged:
        return None
    assert len({item.key for item in items}) == len(items)
    for item in items:
        assert item.key
        assert item.title
        assert len(item.key) <= 200
        assert len(item.title) <= 500
        assert len(item.summary) <= 4000
        assert item.url is None or item.url.startswith(("https://", "http://"))
        assert item.published is None or "1900" <= item.published[:4] < "2100"
        assert all(isinstance(value, str) and value for value in item.facts.values())
        json.loads(item.raw)
        json.dumps(asdict(item), ensure_ascii=False).encode()
    return items


@pytest.mark.parametrize("file", CASES, ids=case_id)
def test_a_saved_document_reads_as_expected(file):
    expected = file.with_name(file.stem + ".expected.json")
    assert as_expected(file) == json.loads(expected.read_text(encoding="utf-8"))
    assert outcome(file.parent.name, file.read_bytes()) is not None


def test_every_source_has_a_saved_document_with_items():
    assert {file.parent.name for file in CASES if as_expected(file)} == set(SOURCES)


def test_every_folder_of_documents_belongs_to_a_source():
    held = {path.name for path in FOLDER.iterdir() if path.is_dir()} - {"__pycache__"}
    assert held == {*SOURCES, "refused"}


@pytest.mark.parametrize("file", REFUSED, ids=case_id)
def test_a_document_that_reports_an_error_or_another_shape_is_refused(file):
    with pytest.raises(SourceChanged):
        SOURCES[file.parent.name].parse(file.read_bytes())


@pytest.mark.parametrize("what", ALWAYS_REFUSED)
@pytest.mark.parametrize("name", SOURCES)
def test_no_source_takes(name, what):
    assert outcome(name, ALWAYS_REFUSED[what]) is None


@pytest.mark.parametrize("file", CASES, ids=case_id)
def test_a_document_cut_off_anywhere_is_refused(file):
    document = file.read_bytes().strip()
    for length in {1, len(document) // 3, len(document) // 2, len(document) - 1}:
        assert outcome(file.parent.name, document[:length]) is None


@pytest.mark.parametrize("file", [file for file in CASES if file.suffix == ".json"], ids=case_id)
def test_the_raw_entry_is_kept_as_it_came(file):
    def objects(value: object) -> Iterator[dict]:
        if isinstance(value, dict):
            yield value
        for inner in value.values() if isinstance(value, dict) else value:
            if isinstance(inner, dict | list):
                yield from objects(inner)

    given_ones = list(objects(json.loads(file.read_bytes())))
    for item in SOURCES[file.parent.name].parse(file.read_bytes()):
        assert json.loads(item.raw) in given_ones


NASTY = (
    None,
    "",
    "   ",
    True,
    0,
    -1,
    10**400,
    1e308,
    [],
    {},
    [None, {}, [[]]],
    {"a": {"b": []}},
    "x" * 9000,
    "\ud800\x00\u202e",
    "<script>" * 50,
    "&amp;lt;b&amp;gt;",
    "3200-01-30",
    "99999999",
    "99-99-9999 99:99:99",
    "2026-13-45T99:99:99+99:99",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "javascript:alert(1)",
    "http://[::1",
    "https://a.example:99999/",
)


def paths(value: object, path: tuple = ()) -> Iterator[tuple]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for step, one in inner:
        yield (*path, step)
        if isinstance(one, dict | list):
            yield from paths(one, (*path, step))


@pytest.mark.parametrize("file", [file for file in CASES if file.suffix == ".json"], ids=case_id)
def test_any_value_may_be_missing_null_or_absurd(file):
    text = file.read_text(encoding="utf-8")
    for *before, last in list(paths(json.loads(text))):
        for nasty in (*NASTY, "missing key"):
            document = json.loads(text)
            place = document
            for step in before:
                place = place[step]
            if nasty == "missing key":
                del place[last]
            else:
                place[last] = nasty
            outcome(file.parent.name, json.dumps(document).encode())


@pytest.mark.parametrize("file", [file for file in CASES if file.suffix == ".xml"], ids=case_id)
def test_any_element_may_be_missing_empty_or_absurd(file):
    text = file.read_text(encoding="utf-8")
    for element in re.finditer(r"<([\w:]+)[^<>]*>[^<>]*</\1>|<[\w:]+[^<>]*/>", text):
        for nasty in ("", "<x/>", "<title/>", f"<pubDate>{'9' * 5000}</pubDate>", "<link>x</link>"):
            changed = text[: element.start()] + nasty + text[element.end() :]
            outcome(file.parent.name, changed.encode())
    for nasty in ("Fri, 99 May 99999 99:99:99 +9999", "3200-01-30T00:00:00Z", "&#x202E;", "&lt;b"):
        changed = re.sub(r"(<(pubDate|published|updated|title|link|id)>)[^<]*", rf"\1{nasty}", text)
        outcome(file.parent.name, changed.encode())


changes = st.lists(
    st.tuples(st.integers(0), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(file=st.sampled_from(CASES), changed=changes)
def test_no_change_of_bytes_brings_another_exception(file, changed):
    document = file.read_bytes()
    for at, gone, new in changed:
        at %= len(document) + 1
        document = document[:at] + new + document[at + gone :]
    outcome(file.parent.name, document)


@given(name=st.sampled_from(sorted(SOURCES)), document=st.binary(max_size=300))
def test_no_bytes_at_all_bring_another_exception(name, document):
    outcome(name, document)


@pytest.mark.parametrize("file", CASES, ids=case_id)
def test_entries_with_one_identity_make_one_item(file):
    document = file.read_text(encoding="utf-8")
    before = len(as_expected(file))
    if file.suffix == ".xml":
        document = re.sub(r"(<(item|entry)>.*</\2>)", r"\1\1", document, flags=re.DOTALL)
    else:
        root = json.loads(document)
        for name in ("results", "notifications", "data", "bills"):
            if isinstance(root, dict) and isinstance(root.get(name), list):
                root[name] *= 2
        document = json.dumps(root * 2 if isinstance(root, list) else root)
    assert len(outcome(file.parent.name, document.encode())) == before


def test_a_feed_in_utf_16_or_latin_1_is_read_as_it_declares():
    text = (FOLDER / "fda-press/press-releases.xml").read_text().replace("Puppies", "Chiots aimés")
    for encoding in ("utf-16", "iso-8859-1"):
        document = text.replace('encoding="utf-8"', f'encoding="{encoding}"').encode(encoding)
        items = outcome("fda-press", document)
        assert items is not None
        assert items[0].title.endswith("Chiots aimés")


def test_entries_that_have_lost_their_identity_are_a_change_and_not_an_empty_answer():
    with pytest.raises(SourceChanged, match="identity"):
        SOURCES["gov-uk"].parse(b'{"results": [{"titel": "a"}, {"titel": "b"}]}')


# An answer that counts more than it holds, or that holds it under another name or as another type.
CHANGED = {
    "federal-register": ({"count": 3, "results": []}, {"count": 3}, {"count": 1, "results": {}}),
    "federal-register-inspection": ({"count": 3, "results": []}, {"count": 0, "results": {}}),
    "openfda-food": ({"meta": {"results": {"total": 2}}, "results": []},),
    "openfda-drug": ({"meta": {"results": {"total": 2}}, "results": []}, {"results": {"0": {}}}),
    "gov-uk": ({"total": 4, "results": []}, {"total": 4, "results": None}),
    "rasff": ({"totalElements": 4, "notifications": []}, {"totalPages": 1, "notifications": []}),
    "openstates": (
        {"results": [], "pagination": {"page": 1, "max_page": 2, "total_items": 21}},
        {"results": {"1": {}}, "pagination": {"page": 1, "max_page": 2, "total_items": 21}},
    ),
    "legiscan": (
        {"status": "OK", "searchresult": {"summary": {"count": 1}}},
        {"status": "OK", "searchresult": {"summary": {"count": "12"}, "bills": [{"bill_id": 1}]}},
        {"status": "OK", "searchresult": {"summary": {"count": 1}, "results": {"a": {}}}},
        {"status": "OK", "searchresult": {"summary": {"count": 1}, "results": [{"id": 1}]}},
    ),
    "regulations-gov": ({"data": [], "meta": {"totalElements": 9}}, {"data": "none"}),
    "congress-gov": ({"bills": [], "pagination": {"count": 9}}, {"bills": {"0": {}}}),
    "health-canada": ([{"Nid": 1}], [[]], [7, 8]),
}
FEED = "http://www.w3.org/2005/Atom"
CHANGED_XML = {
    "tga": ("<rss><channel><items><item/></items></channel></rss>", "<rss><channel/><item/></rss>"),
    "fda-press": ("<rss><channel><entry/></channel></rss>",),
    "fda-medwatch": ("<rss><channel><item><name>a</name></item></channel></rss>",),
    "fda-food-recalls": (
        "<rss><channel xmlns:n='urn:n'><n:item><title>a</title></n:item></channel></rss>",
    ),
    "legislation-gov-uk": (
        f"<feed xmlns='{FEED}'><e:entry xmlns:e='urn:e'/></feed>",
        f"<feed xmlns='{FEED}'><totalResults xmlns='http://a9.com/-/spec/opensearch/1.1/'>2"
        "</totalResults></feed>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SOURCES)
def test_a_changed_shape_is_an_error_to_look_at_and_not_a_quiet_day(name):
    documents = [json.dumps(one).encode() for one in CHANGED.get(name, ())]
    documents += [one.encode() for one in CHANGED_XML.get(name, ())]
    assert documents
    for document in documents:
        with pytest.raises(SourceChanged):
            SOURCES[name].parse(document)


QUIET = {
    "federal-register": {"count": 0},
    "federal-register-inspection": {"count": 0, "results": []},
    "gov-uk": {"total": 0, "results": []},
    "rasff": {"totalElements": 0, "totalPages": 0, "notifications": []},
    "openstates": {"results": [], "pagination": {"page": 2, "max_page": 1, "total_items": 5}},
    "legiscan": {"status": "OK", "searchresult": {"summary": {"count": 0}}},
    "regulations-gov": {"data": [], "meta": {"totalElements": 0}},
    "congress-gov": {"bills": [], "pagination": {"count": 9, "prev": "https://a.example/"}},
}


@pytest.mark.parametrize("name", QUIET)
def test_an_answer_that_counts_nothing_is_a_quiet_day(name):
    assert SOURCES[name].parse(json.dumps(QUIET[name]).encode()) == []


def test_legiscan_s_bills_are_read_from_a_list_as_well():
    bill = {"bill_id": 7, "state": "OH", "bill_number": "HB1", "title": "kratom"}
    result = {"summary": {"count": 1, "page_total": 1}, "results": [bill]}
    document = json.dumps({"status": "OK", "searchresult": result}).encode()
    (item,) = SOURCES["legiscan"].parse(document)
    assert (item.key, item.title, item.facts["place"]) == ("7", "HB1: kratom", "US-OH")


STRANGE = (
    "http://10.0.0.1/admin", "https://169.254.169.254/latest", "https://xn--80ak6aa92e.com/",
    "https://elsewhere.example/a", "https://reader:secret@www.gov.uk/", "https://www.gov.uk:8443/",
)  # fmt: skip


@pytest.mark.parametrize("file", CASES, ids=case_id)
def test_an_official_page_lies_on_a_host_that_the_source_may_name(file):
    source = SOURCES[file.parent.name]
    assert source.pages
    text = file.read_text(encoding="utf-8")
    for strange in STRANGE:
        changed = re.sub(r"https?://[^\s\"<>]+(?=\"|</(link|guid|id)>)", strange, text)
        changed = re.sub(r'"link": "/[^"]*"', f'"link": "{strange}"', changed)
        for item in source.parse(text.encode()) + (outcome(source.name, changed.encode()) or []):
            for address in (item.url, item.facts.get("pdf_url"), item.facts.get("text_url")):
                host = urlsplit(address or "").netloc
                assert not address or host in source.pages or f".{host}".endswith(source.pages)
                assert "secret" not in (address or "")


@pytest.mark.parametrize("given_date", ["2025-11-26T10:00:00Z", "Wed, 26 Nov 2025", "2025-11-26"])
@pytest.mark.parametrize("name", ["tga", "fda-press"])
def test_a_feed_s_dates_are_read_however_they_are_written(name, given_date):
    entry = f"<title>a</title><guid>1</guid><pubDate>{given_date}</pubDate>"
    document = f"<rss><channel><item>{entry}</item></channel></rss>".encode()
    (item,) = SOURCES[name].parse(document)
    assert item.published
    assert item.published[:10] == "2025-11-26"


def test_one_odd_entry_does_not_hide_the_others():
    entries = [{"link": "/a"}, {"link": "/b"}, None]
    items = SOURCES["gov-uk"].parse(json.dumps({"results": entries}).encode())
    assert [item.key for item in items] == ["/a", "/b"]


@pytest.mark.parametrize("name", ["openfda-food", "openfda-drug"])
def test_openfda_finds_nothing_with_a_404_that_says_so(name):
    is_empty = SOURCES[name].policy.is_empty_answer
    body = (FOLDER / "openfda-food/no-match.json").read_bytes()
    assert is_empty(404, body)
    assert not is_empty(500, body)
    assert not is_empty(404, b"<html>Not found</html>")
    assert not is_empty(404, b'{"error": {"code": "MISSING", "message": "No such path"}}')


def test_openstates_ends_its_pages_with_a_404_that_says_so():
    is_empty = SOURCES["openstates"].policy.is_empty_answer
    assert is_empty(404, b'{"detail": "invalid page, must be in [1, 1]"}')
    assert not is_empty(404, b'{"detail": "Not Found"}')
    assert not is_empty(404, b"<html>")
    assert not is_empty(401, b'{"detail": "invalid page"}')


def test_other_sources_take_no_error_for_an_empty_answer():
    special = {"openfda-food", "openfda-drug", "openstates"}
    for name in set(SOURCES) - special:
        assert not SOURCES[name].policy.is_empty_answer(404, b'{"error": {"code": "NOT_FOUND"}}')


@pytest.mark.parametrize("name", SOURCES)
def test_requests_go_by_https_to_the_source_s_own_hosts(name):
    source = SOURCES[name]
    requests = source.requests("a-key" if source.key_setting else "")
    assert requests
    assert len({(request.url, request.post) for request in requests}) == len(requests)
    for request in requests:
        parts = urlsplit(request.url)
        assert parts.scheme == "https"
        assert parts.hostname in source.policy.hosts
        assert request.url.isascii()
        assert not re.search(r'[\s"\[\]<>]', request.url)


@pytest.mark.parametrize("name", [name for name in SOURCES if SOURCES[name].key_setting])
def test_a_key_travels_in_a_header_where_the_source_allows_it(name):
    for request in SOURCES[name].requests("a-key"):
        if name == "legiscan":
            assert "key=a-key&" in request.url
        else:
            assert "a-key" not in request.url
            assert [value for _, value in request.headers] == ["a-key"]


def test_the_federal_register_is_asked_as_its_documentation_says():
    urls = [request.url for request in SOURCES["federal-register"].requests("")]
    assert urls[2].startswith(
        "https://www.federalregister.gov/api/v1/documents.json"
        "?conditions%5Bterm%5D=%227-hydroxymitragynine%22&order=newest&per_page=50"
        "&fields%5B%5D=document_number&fields%5B%5D=title"
    )
    assert "conditions%5Bdocket_id%5D=DEA-1570" in urls[6]
    assert len(urls) == 10


def test_rasff_is_asked_for_a_year_and_a_little_more():
    (request,) = rasff.requests("", date(2026, 11, 22))
    assert json.loads(request.post) == {
        "parameters": {"pageNumber": 1, "itemsPerPage": 50},
        "subject": "kratom",
        "ecValidDateFrom": "18-10-2025 00:00:00",
        "ecValidDateTo": None,
    }


@pytest.mark.parametrize(
    ("day", "congress"),
    [("2026-11-22", 119), ("2027-01-02", 119), ("2027-01-03", 120), ("2028-12-31", 120)],
)
def test_a_new_congress_begins_on_the_third_of_january_of_odd_years(day, congress):
    assert congress_gov.congress_on(date.fromisoformat(day)) == congress
    requests = congress_gov.requests("", date.fromisoformat(day))
    assert all(f"/bill/{congress}/" in request.url for request in requests)


def test_schedules_are_readable_and_no_two_sources_start_together():
    crons = [source.cron for source in SOURCES.values()]
    for cron in crons:
        CronTrigger.from_crontab(cron, timezone="UTC")
    assert len(set(crons)) == len(crons)


def test_every_source_is_described_in_the_documents():
    text = (ROOT / "docs/sources.md").read_text(encoding="utf-8")
    for name, source in SOURCES.items():
        assert f"`{name}`" in text
        assert source.page.startswith("https://")
    anchors = {
        heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.+)$", text, re.M)
    }
    for module in (ROOT / "pwa/notices/sources").glob("*.py"):
        for anchor in re.findall(r"docs/sources\.md#([\w-]+)", module.read_text(encoding="utf-8")):
            assert anchor in anchors


def test_publishers_without_an_interface_are_listed_for_people():
    assert {"dea", "euda", "fsanz", "malaysia", "indonesia-bpom"} <= {one.name for one in BY_HAND}
    assert len({one.name for one in BY_HAND}) == len(BY_HAND)
    for one in BY_HAND:
        assert one.why
        assert isinstance(one.no_feed_as_of, date)
        assert one.checked_on is None or one.checked_on >= one.no_feed_as_of
        assert one.page is None or one.page.startswith("https://")


def test_a_misspelt_publisher_is_a_fault(tmp_path):
    file = tmp_path / "by-hand.toml"
    file.write_text('[[source]]\nname = "dea"\npagina = "https://www.dea.gov/"\n')
    with pytest.raises(FactError, match=r"by-hand\.toml"):
        read_by_hand(file)


def test_the_wall_of_the_fda_is_known_to_each_of_its_sources():
    of_the_fda = {name for name in SOURCES if name.startswith(("fda-", "openfda-"))}
    assert len(of_the_fda) == 5
    assert {name for name in SOURCES if SOURCES[name].policy.walls} == of_the_fda
