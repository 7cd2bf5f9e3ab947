"""Text, links and dates as publishers write them, and as hostile documents might."""

import pytest

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


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("http://www.fda.gov/a", "https://www.fda.gov/a"),
        ("http://www.example.gov/a", "http://www.example.gov/a"),
        (" https://a.example/b?c=d#e ", "https://a.example/b?c=d#e"),
        ("javascript:alert(1)", None),
        ("//a.example/b", None),
        ("/b", None),
        ("https://user:secret@a.example/", None),
        ("https://a.example/<script>", None),
        ("https://a.example/\u202eb", None),
        ("https://localhost/", None),
        ("https://a.example:99999/", None),
        ("http://[::1", None),
        ("https://a.example/" + "b" * 2000, None),
        (None, None),
    ],
)
def test_only_plain_web_addresses_are_links(address, read):
    assert link(address) == read


@pytest.mark.parametrize(
    ("reader", "given_text", "read"),
    [
        (published.moment, "2026-09-01T10:00:00+01:00", "2026-09-01T09:00:00+00:00"),
        (published.moment, "2015-07-22T07:03:34.06Z", "2015-07-22T07:03:34+00:00"),
        (published.moment, "2026-09-01T10:00:00", "2026-09-01"),
        (published.moment, "3200-01-30T00:00:00Z", None),
        (published.moment, "yesterday", None),
        (published.day, "2026-02-30", None),
        (published.compact_day, "20250702", "2025-07-02"),
        (published.compact_day, "20251399", None),
        (published.compact_day, 20250702, None),
        (published.eastern_day, "2018-03-13T04:00:00Z", "2018-03-13"),
        (published.eastern_day, "2018-03-13T03:59:59Z", "2018-03-12"),
        (published.eastern_day, "2018-03-13", "2018-03-13"),
        (published.mail_moment, "Thu, 13 Aug 2026 13:02:58 EDT", "2026-08-13T17:02:58+00:00"),
        (published.mail_moment, "Mon, 01 Jan 2024 00:00:00 +1100", "2023-12-31T13:00:00+00:00"),
        (published.mail_moment, "Mon, 01 Jan 2024 00:00:00 AEDT", "2024-01-01"),
        (published.mail_moment, "Mon, 01 Jan 3200 00:00:00 GMT", None),
        (published.mail_moment, "soon", None),
        (published.local_moment, "24-06-2026 15:34:04", "2026-06-24T15:34:04"),
        (published.local_moment, "06/24/2026", None),
    ],
)
def test_a_date_is_read_as_its_publisher_means_it_or_not_at_all(reader, given_text, read):
    assert reader(given_text) == read
