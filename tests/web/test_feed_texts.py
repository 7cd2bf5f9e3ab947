"""Whatever a stranger wrote, a feed of it can be parsed and holds no hidden signs."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pwa.records.visible import visible
from pwa.web.pages import feeds

ATOM = f"{{{feeds.ATOM}}}"
HIDDEN = (
    "\x00\x0b\u00ad\u061c\u115f\u1160\u180e\u200b\u202e\u2066\u2800\u3164\ufeff\uffa0\ufffe\uffff"
    "\ufdd0\ud800\udfff\U000e0041\U000e007f\U000e0100\U0001ffff\U0010fffe"
)
texts = st.text(
    st.one_of(st.characters(exclude_categories=()), st.sampled_from(HIDDEN + "<&]>'\""))
)


def entry(text):
    url = "https://leafline.example/en/notices/a"
    return feeds.FeedEntry(url, text, text, text, "2026-11-22", text)


@given(texts)
def test_any_text_makes_an_atom_feed_that_parses(text):
    document = feeds.atom(text, "https://leafline.example/a", [entry(text)])
    feed = ElementTree.fromstring(document)
    found = feed.findall(f".//{ATOM}title") + feed.findall(f".//{ATOM}name")
    assert [" ".join((one.text or "").split()) for one in found] == [
        " ".join(visible(text).split())
    ] * 3
    assert not set(document.decode()) & set(HIDDEN)


@given(texts)
def test_any_text_makes_a_json_feed_that_parses(text):
    document = feeds.json_feed(text, "https://leafline.example/a", [entry(text)]).encode()
    (item,) = json.loads(document)["items"]
    assert item["title"] == visible(text)
    assert not set(item["content_text"] + item["authors"][0]["name"]) & set(HIDDEN)


@pytest.mark.parametrize(
    "text", ["Kratom noncharacter \uffff \ufffe end", "kra\u3164\U000e0041tom"]
)
def test_words_around_a_hidden_sign_stay(text):
    feed = ElementTree.fromstring(feeds.atom("a", "https://leafline.example/a", [entry(text)]))
    title = feed.find(f"{ATOM}entry/{ATOM}title").text
    assert title.split() in (["Kratom", "noncharacter", "end"], ["kratom"])
