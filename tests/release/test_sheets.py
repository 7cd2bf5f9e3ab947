"""What goes into a sheet comes out of it, whatever the texts are."""

import json

from hypothesis import given
from hypothesis import strategies as some

from pwa.release.sheets import ChunkText, sheets_of, text_of

letters = some.characters(exclude_categories=("Cs", "Cc"))
lines = some.lists(some.text(letters, max_size=8), max_size=8).map("\n".join)
own = some.lists(some.text(letters, min_size=1, max_size=4), max_size=8).map(tuple)
addresses = some.text(letters, min_size=1, max_size=6)
texts = some.dictionaries(addresses, some.tuples(lines, own), min_size=1, max_size=12)


@given(texts, some.integers(1, 60))
def test_each_text_comes_back_from_the_sheet_in_which_its_address_lies(found, limit):
    given_texts = [
        ChunkText(address, "text/html", text, strings) for address, (text, strings) in found.items()
    ]
    sheets = list(sheets_of(given_texts, limit))
    firsts = [sheet.first for sheet in sheets]
    assert firsts == sorted(firsts, key=lambda each: each.encode("utf-16-be"))
    for text in given_texts:
        key = text.address.encode("utf-16-be")
        number = sum(first.encode("utf-16-be") <= key for first in firsts) - 1
        line = sheets[number].to_line()
        assert "\n" not in line
        assert text_of(json.loads(line), text.address) == text.text


def test_lines_that_texts_share_are_kept_once():
    page = "<head>\n<h1>{}</h1>\n<p>The law in {}</p>\n</head>"
    sheet = next(
        sheets_of(
            [
                ChunkText(
                    "/en/law/th", "text/html", page.format("Thailand", "Thailand"), ("Thailand",)
                ),
                ChunkText(
                    "/en/law/us", "text/html", page.format("America", "America"), ("America",)
                ),
            ]
        )
    )
    assert len(sheet.lines) == 4
    assert [runs for _, _, runs in sheet.entries.values()] == [[0, 4], [0, 4]]


def test_no_texts_make_no_sheet():
    assert list(sheets_of([])) == []
