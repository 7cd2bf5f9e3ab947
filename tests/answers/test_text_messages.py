"""Text messages: counted as phone networks count, and shortened in order of need."""

import pytest

from pwa.answers.text_messages import GSM, GSM_EXTENSION, Part, counted, fitted

# The first 128 places of the default alphabet as 3GPP TS 23.038 lists them, row by row; the escape
# sign at place 27 left out.
ROWS = (
    "@Δ 0¡P¿p", "£_!1AQaq", '$Φ"2BRbr', "¥Γ#3CScs", "èΛ¤4DTdt", "éΩ%5EUeu", "ùΠ&6FVfv", "ìΨ'7GWgw",
    "òΣ(8HXhx", "ÇΘ)9IYiy", "\nΞ*:JZjz", "Ø+;KÄkä", "øÆ,<LÖlö", "\ræ-=MÑmñ", "Åß.>NÜnü", "åÉ/?O§oà",
)  # fmt: skip


def test_the_alphabet_is_the_one_of_the_standard():
    assert frozenset("".join(ROWS)) == GSM
    assert len(GSM) == 127
    assert len(GSM_EXTENSION) == 10


@pytest.mark.parametrize(
    ("text", "length", "limit"),
    [
        ("Call 988", 8, 160),
        ("€[]{}", 10, 160),
        ("ñ é ü à", 7, 160),
        ("โทร 1323", 8, 70),
        ("🌿", 2, 70),
        ("x" * 161, 161, 160),
    ],
)
def test_letters_are_counted_as_the_network_counts_them(text, length, limit):
    message = counted(text)
    assert (message.length, message.limit) == (length, limit)


def test_accents_go_where_that_saves_the_long_form():
    assert counted("Información: á í ó ú “sí” – ya…").text == 'Informacion: a i o u "si" - ya.'
    assert counted("กá").text == "กá"


def test_the_part_needed_least_is_shortened_and_then_left_out():
    parts = [
        Part("A place with a long name.", rank=3),
        Part("Someone to talk to: 988.", rank=2, short="988."),
        Part("x" * 100, rank=0),
    ]
    assert fitted(parts).text.startswith("A place")
    tight = [*parts[:2], Part("x" * 130, rank=0)]
    assert fitted(tight).text == "Someone to talk to: 988. " + "x" * 130
    tighter = [*parts[:2], Part("x" * 150, rank=0)]
    assert fitted(tighter).text == "988. " + "x" * 150
    alone = [*parts[:2], Part("x" * 160, rank=0)]
    assert fitted(alone).text == "x" * 160


def test_what_may_never_be_left_out_stays_even_where_it_does_not_fit():
    message = fitted([Part("x" * 200, rank=0), Part("more", rank=1)])
    assert message.text == "x" * 200
    assert message.length > message.limit
