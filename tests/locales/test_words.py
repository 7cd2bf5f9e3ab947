"""Texts that know their HTML keep it through all that is done with them."""

from markupsafe import escape

from pwa.locales.words import Words, apart, filled, in_english, joined


def test_english_is_marked_in_a_page_and_plain_everywhere_else():
    words = in_english("Don't <stop>")
    assert words == "Don't <stop>"
    assert words.lang == "en"
    assert escape(words) == '<span lang="en" dir="ltr">Don&#39;t &lt;stop&gt;</span>'


def test_a_number_keeps_its_direction():
    assert escape(apart("1669", "ltr")) == '<bdi dir="ltr">1669</bdi>'


def test_what_fills_a_text_keeps_its_html_and_what_has_none_is_escaped():
    words = filled("Llame al %(number)s: %(who)s", {"number": apart("1669"), "who": "<b>"})
    assert words == "Llame al 1669: <b>"
    assert escape(words) == "Llame al <bdi>1669</bdi>: &lt;b&gt;"


def test_a_plain_text_stays_plain():
    words = filled("%(num)s estudios", {"num": 3})
    assert not isinstance(words, Words)
    assert words == "3 estudios"


def test_a_template_in_english_stays_marked_when_it_is_filled():
    words = filled(in_english("Since %(date)s"), {"date": "2026"})
    assert (words, words.lang) == ("Since 2026", "en")
    assert escape(words) == '<span lang="en" dir="ltr">Since 2026</span>'


def test_joined_parts_keep_their_html_and_empty_ones_are_left_out():
    words = joined(", ", ["Illinois", "", apart("Alton")])
    assert words == "Illinois, Alton"
    assert escape(words) == "Illinois, <bdi>Alton</bdi>"
