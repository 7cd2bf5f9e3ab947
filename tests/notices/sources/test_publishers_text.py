"""Text, links and dates as publishers write them, and as hostile documents might."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.notices.sources import published
from pwa.notices.sources.plain import identity, link, plain


@pytest.mark.parametrize(
    ("given_text", "read"),
    [
        ("<b>7</b>-OH", "7-OH"),
        ("<p>one</p><p>two</p>", "one two"),
        ("a<br>b", "a b"),
        ("pH < 5 and > 3", "pH < 5 and > 3"),
        ("&amp;quot;x&amp;quot;", '"x"'),
        ("&amp;amp;lt;", "&lt;"),
        ("&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;a", "a"),
        ("<style>p{}</style>text<script>x</script>", "text"),
        ("kra\u200btom\u202e \u00adx", "kratom x"),
        ("กระท่อม", "กระท่อม"),
        ("a\x00b\td\u00a0e", "a b d e"),
        (None, ""),
        (["a", None, 1, ["b"]], "a; 1"),
        ({"a": 1}, ""),
        (False, "false"),
    ],
)
def test_text_is_read_without_markup_or_tricks(given_text, read):
    assert plain(given_text) == read


def test_long_text_is_cut_with_a_sign_that_it_was():
    assert plain("a" * 600, 500) == "a" * 499 + "…"
    assert len(identity("x" * 5000)) == 64
    assert identity("a", None) == ""


HIDDEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069"
    "\u2800\u3164\ufe0f\ufeff\uffa0\ufff9\ufffe\uffff\ufdd0\ud800\U0001d173\U000e0001\U000e0041\U000e007f\U000e0100"
    "\U0001fffe\U0010ffff"
)


@pytest.mark.parametrize("sign", HIDDEN)
def test_a_sign_that_nobody_sees_is_taken_out_also_where_it_is_written_as_an_entity(sign):
    assert plain(f"kra{sign}tom") == "kratom"
    if not 0xD800 <= ord(sign) < 0xE000:  # as an entity that one is the sign of a mistake
        assert plain(f"kra&#x{ord(sign):x};tom") == "kratom"
        assert plain(f"kra&amp;#x{ord(sign):x};tom") == "kratom"


@pytest.mark.parametrize(
    "text", ["می\u200cخواهم", "क्\u200dष", "ශ්\u200dරී", "kratom ban", "กระท่อม", "\u06dd١٢", "한국"]
)
def test_joiners_and_marks_that_a_script_is_spelled_with_stay(text):
    assert plain(text) == text


@given(st.text())
def test_any_text_is_clean_after_one_reading(text):
    read = plain(text)
    assert not set(read) & (set(HIDDEN) - set("\u200c\u200d"))
    assert all(
        letter.isprintable() or letter in "\u200c\u200d" for letter in read if ord(letter) < 0x300
    )


HOSTS = ("www.fda.gov", "www.example.gov", "a.example", ".gov.uk")


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("http://www.fda.gov/a", "https://www.fda.gov/a"),
        ("http://www.example.gov/a", "http://www.example.gov/a"),
        (" https://a.example/b?c=d#e ", "https://a.example/b?c=d#e"),
        ("https://www.hmrc.gov.uk/b", "https://www.hmrc.gov.uk/b"),
        ("HTTPS://A.Example/b", "HTTPS://A.Example/b"),
        ("javascript:alert(1)", None),
        ("//a.example/b", None),
        ("/b", None),
        ("https://user:secret@a.example/", None),
        ("https://@a.example/", None),
        ("https://a.example/<script>", None),
        ("https://a.example/\u202eb", None),
        ("https://a.example/\U000e0041b", None),
        ("https://localhost/", None),
        ("https://a.example:443/", None),
        ("https://a.example:99999/", None),
        ("https://other.example/", None),
        ("https://a.example.other.example/", None),
        ("https://notgov.uk/", None),
        ("https://xn--hmc-6la.gov.uk/", None),
        ("https://ɡ.gov.uk/", None),
        ("https://xn--80ak6aa92e.com/", None),
        ("http://10.0.0.1/admin", None),
        ("https://169.254.169.254/latest", None),
        ("https://2130706433/", None),
        ("https://[::ffff:7f00:1]/", None),
        ("ftp://a.example/", None),
        ("http://[::1", None),
        ("https://a.example/" + "b" * 2000, None),
        (None, None),
    ],
)
def test_only_plain_addresses_on_hosts_of_the_source_are_links(address, read):
    assert link(address, HOSTS) == read


@pytest.mark.parametrize(
    ("reader", "given_text", "read"),
    [
        (published.moment, "2026-09-01T10:00:00+01:00", "2026-09-01T09:00:00+00:00"),
        (published.moment, "2015-07-22T07:03:34.06Z", "2015-07-22T07:03:34+00:00"),
        (published.moment, "2026-09-01T10:00:00", "2026-09-01"),
        (published.moment, "3200-01-30T00:00:00Z", None),
        (published.moment, "2025-11-26T10:00:00Z", "2025-11-26T10:00:00+00:00"),
        (published.moment, "2025-11-26 10:00 Z", "2025-11-26T10:00:00+00:00"),
        (published.moment, "2025-11-26t10:00:00.123456789z", "2025-11-26T10:00:00+00:00"),
        (published.moment, "2025-11-26T10:00:00+0100", "2025-11-26T09:00:00+00:00"),
        (published.moment, "2025-11-26", "2025-11-26"),
        (published.moment, "yesterday", None),
        (published.day, "2026-02-30", None),
        (published.day, "20250702", "2025-07-02"),
        (published.day, "20251399", None),
        (published.day, 20250702, None),
        (published.eastern_day, "2018-03-13T04:00:00Z", "2018-03-13"),
        (published.eastern_day, "2018-03-13T03:59:59Z", "2018-03-12"),
        (published.eastern_day, "2018-03-13", "2018-03-13"),
        (published.moment, "Thu, 13 Aug 2026 13:02:58 EDT", "2026-08-13T17:02:58+00:00"),
        (published.moment, "Mon, 01 Jan 2024 00:00:00 +1100", "2023-12-31T13:00:00+00:00"),
        (published.moment, "Mon, 01 Jan 2024 00:00:00 AEDT", "2024-01-01"),
        (published.moment, "Mon, 01 Jan 3200 00:00:00 GMT", None),
        (published.moment, "Wed, 26 Nov 2025", "2025-11-26"),
        (published.moment, "26 Nov 2025 GMT", "2025-11-26"),
        (published.moment, "Wednesday, 26 November 2025", "2025-11-26"),
        (published.moment, "November 26, 2025", "2025-11-26"),
        (published.moment, "Wed, 26 Nov 2025 10:00:00 +01:00", "2025-11-26T09:00:00+00:00"),
        (published.moment, "Wed, 26 Nov 2025 10:00:00 Z", "2025-11-26T10:00:00+00:00"),
        (published.moment, "Wed, 26 Nov 2025 10:00 UT", "2025-11-26T10:00:00+00:00"),
        (published.moment, "Wed, 26 Nov 2025 10:00:00 -0000", "2025-11-26"),
        (published.moment, "Wed, 26 Nov 2025 10:00:00", "2025-11-26"),
        (published.moment, "Wed, 31 Feb 2025", None),
        (published.moment, "9" * 8000, None),
        (published.moment, "soon", None),
        (published.local_moment, "2026-06-24T15:34:04Z", "2026-06-24T15:34:04"),
        (published.local_moment, "24-06-2026 15:34:04", "2026-06-24T15:34:04"),
        (published.local_moment, "06/24/2026", None),
    ],
)
def test_a_date_is_read_as_its_publisher_means_it_or_not_at_all(reader, given_text, read):
    assert reader(given_text) == read
