"""QR codes of the phone: module for module what another encoder draws, and read by a decoder."""

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import brotli
import pytest
import zxingcpp
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, QRData

from pwa.settings import ROOT
from tests.node import node

LONGEST = 213  # bytes, in version 10 at level M
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-/"
WORDS = (
    "x", "0", " ", "HTTPS://LEAFLINE.EXAMPLE", "tel:+18002221222", "line one\nline two\r\n\ttab",
    "¿Qué es el kratom?", "กระท่อมคืออะไร", "สายด่วน 1323 โทรฟรีตลอด 24 ชั่วโมง", "🌿", "👩🏽‍⚕️ ช่วยด้วย 🆘",
    "Ελλάδα, Россия, 日本, العربية", "é" * 100, "ไทย" * 23, "😀" * 53,
)  # fmt: skip
# Here the share of dark modules, which seldom counts, decides between masks.
DARK = ("leaf 192", "leaf 525", "leaf 664", "leaf 1010")
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


@dataclass(frozen=True)
class Code:
    text: str
    rows: list[list[int]]
    size: int
    path: str

    @property
    def version(self) -> int:
        return (len(self.rows) - 17) // 4

    @property
    def format(self) -> int:
        """Level and mask, as the first five modules beside the upper left finder say them."""
        return int("".join(map(str, self.rows[8][:5])), 2) ^ 0b10101

    def picture(self) -> list[bytearray]:
        """What the path paints, dark on light: every run, at its place."""
        lines = [bytearray(b"\xff" * self.size) for _ in range(self.size)]
        for x, y, right, left in (map(int, run) for run in RUN.findall(self.path)):
            assert right == left
            lines[y][x : x + right] = bytes(right)
        return lines


def addresses(chance: random.Random) -> Iterator[str]:
    """Like those that stand on cards, of every kind of place and language."""
    yield "https://leafline.example/k/th/us-il/jerseyville/4d2k9m0abc"
    for _ in range(150):
        place = "/".join(chance.choice(("us-il", "th", "my", "jerseyville", "es")) for _ in "ab")
        mark = "".join(chance.choices(LETTERS[:36], k=10))
        yield f"https://leafline.example/k/{chance.choice(('en', 'es', 'th'))}/{place}/{mark}"


def texts() -> list[str]:
    chance = random.Random(5)
    of_each_length = ["".join(chance.choices(LETTERS, k=n)) for n in range(1, LONGEST + 1)]
    even = ["a" * n for n in range(1, LONGEST + 1, 7)]
    thai = ["".join(chance.choices("กระท่อมไทยสายด่วน", k=n)) for n in range(2, 71)]
    return [*of_each_length, *even, *thai, *WORDS, *DARK, *addresses(chance)]


def draw(wanted: list[str]) -> list[dict[str, object]]:
    script = Path(__file__).with_name("codes.mjs")
    done = node(script, input=json.dumps(wanted))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def codes() -> list[Code]:
    wanted = texts()
    return [Code(text, **drawn) for text, drawn in zip(wanted, draw(wanted), strict=True)]


def by_another(text: str, **more: int) -> QRCode:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0, **more)
    code.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE))
    code.make(fit="version" not in more)
    return code


def test_cases_are_of_every_version_and_mask(codes):
    assert {code.version for code in codes} == set(range(1, 11))
    assert {code.format for code in codes} == set(range(8))  # level M is 0 in front of the mask


def test_every_module_is_where_another_encoder_has_it(codes):
    for code in codes:
        other = by_another(code.text, version=code.version, mask_pattern=code.format)
        assert code.rows == [list(map(int, row)) for row in other.get_matrix()], code.text


def test_the_version_is_the_smallest_that_fits(codes):
    for code in codes:
        assert code.version == by_another(code.text).version, code.text


def test_what_the_path_paints_is_read_by_a_decoder(codes):
    for code in codes:
        pixels = b"".join(bytes(p for p in line for _ in "abc") * 3 for line in code.picture())
        picture = memoryview(pixels).cast("B", shape=[3 * code.size, 3 * code.size])
        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
        assert [each.bytes for each in found] == [code.text.encode()], code.text
        assert [each.text for each in found] == [code.text]


def test_the_path_is_one_rectangle_a_run_inside_a_light_margin_of_four(codes):
    for code in codes:
        margin = [bytearray(b"\xff" * code.size)] * 4
        inner = [
            bytearray([255] * 4 + [0 if module else 255 for module in row] + [255] * 4)
            for row in code.rows
        ]
        assert code.picture() == [*margin, *inner, *margin]
        dark_runs = sum(dark for row in code.rows for dark, _ in groupby(row))
        assert len(RUN.findall(code.path)) == dark_runs
        assert RUN.sub("", code.path) == ""


def test_what_is_too_long_says_so_and_what_just_fits_is_drawn():
    fits, long, letters = draw(["x" * LONGEST, "x" * (LONGEST + 1), "ก" * 72])
    assert len(fits["rows"]) == 57
    assert long["problem"] == "RangeError: Too long for a QR code: 214 bytes, not 213"
    assert letters["problem"].startswith("RangeError: Too long for a QR code: 216 bytes")


def test_the_script_is_small():
    script = (ROOT / "static" / "qr.js").read_bytes()
    assert len(brotli.compress(script, quality=11)) <= 2_750
