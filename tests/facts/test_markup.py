"""Marks, links and lists of a topic, and what each fault says of where it is."""

import pytest

from pwa.facts.markup import parse, parts
from pwa.records.topics import Heading, ItemList, Link, Paragraph, Text

PAGE = """\
## Is it leaf?

In plain leaf it is [a trace](topic:what-is-kratom). [trace]
The body makes some too,
in the liver. [made] [trace]
Look up [the law](page:law). [plain]

- One item. [trace]
- Two sentences. [trace] And one more. [made]

1. Shout. [steps]
2. Stay. [steps]
"""


def read(markdown, first_line=1):
    faults = []
    return parse(markdown, "topics/leaf.md", faults, first_line), faults


def rules(markdown):
    return [fault.rule for fault in read(markdown)[1]]


def test_a_page_becomes_headings_paragraphs_and_lists():
    blocks, faults = read(PAGE)

    assert faults == []
    assert [type(block) for block in blocks] == [Heading, Paragraph, ItemList, ItemList]
    assert blocks[0] == Heading("Is it leaf?", 2, 1)
    assert [block.ordered for block in blocks[2:]] == [False, True]


def test_a_sentence_carries_its_words_links_and_claims():
    first, second, third = read(PAGE)[0][1].sentences

    link = Link("a trace", "topic", "what-is-kratom")
    assert first.parts == (Text("In plain leaf it is "), link, Text("."))
    assert (first.claim_ids, first.plain) == (("trace",), False)
    assert second.text == "The body makes some too, in the liver."
    assert second.claim_ids == ("made", "trace")
    assert (third.claim_ids, third.plain) == ((), True)


def test_sentences_in_items_are_marked_too():
    items = read(PAGE)[0][2].items

    assert [[each.claim_ids for each in item] for item in items] == [
        [("trace",)],
        [("trace",), ("made",)],
    ]


def test_paragraphs_of_one_item_stay_in_that_item():
    blocks, faults = read("- One. [a]\n\n  More of it. [b]\n- Two. [c]\n")

    assert faults == []
    assert [len(item) for item in blocks[0].items] == [2, 1]


def test_a_message_for_translators_reads_back_as_the_same_parts():
    sentences = read(PAGE)[0][1].sentences

    assert sentences[0].message == "In plain leaf it is [a trace](topic:what-is-kratom)."
    assert [parts(each.message) for each in sentences] == [each.parts for each in sentences]


def test_a_translated_link_that_leads_nowhere_becomes_words():
    assert parts("Lies [hier](https://example.org) *mehr*.") == (Text("Lies hier mehr."),)


@pytest.mark.parametrize(
    ("markdown", "rule"),
    [
        ("It is a trace.", "a sentence has no claim mark"),
        ("It is a trace. It is made. [a]", "a sentence has no claim mark"),
        ("One. [a] Two.", "a sentence has no claim mark"),
        ("- One item.", "a sentence has no claim mark"),
        ("It is a trace [a].", "the marks come after the full stop"),
        ("It is a trace. [[a]]", "a bracket in the words"),
        ("It is a trace. [Not An Id]", "a bracket in the words"),
        ("See [this [a]](topic:x). [a]", "a bracket in a link"),
        ("It is a trace. [a] [plain]", "plain or rests on claims, not both"),
        ("See [this](http://example.org). [plain]", "not to http:"),
        ("See [this](topics:x). [plain]", "not to topics:"),
        ("See [this](page:shop). [plain]", "page:shop is not one of"),
        ("It is *a trace*. [a]", "em_open has no place"),
        ("It is `a trace`. [a]", "code_inline has no place"),
        ("It is <b>a trace</b>. [a]", "html_inline has no place"),
        ("> It is. [a]", "blockquote_open has no place"),
        ("<div>x</div>", "html_block has no place"),
        ("- One. [a]\n  - Inner. [a]", "has no place in a list"),
        ("# Title", "a heading is of level 2 or 3"),
        ("## What? [a]", "a heading holds words only"),
    ],
)
def test_whatever_a_topic_may_not_hold_is_a_fault(markdown, rule):
    assert any(rule in found for found in rules(markdown)), rules(markdown)


def test_a_fault_names_the_file_and_the_line_that_a_person_sees():
    faults = read("## What?\n\nOne. [a]\nTwo.\nThree. [b]\n\n- Four. [a]\n- Five.\n", 12)[1]

    assert {fault.file for fault in faults} == {"topics/leaf.md"}
    assert [fault.key for fault in faults] == ["line 15", "line 19"]
