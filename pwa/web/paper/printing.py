"""Codes as pictures and sheets as PDF, made when they are asked for.

qrcode draws the codes, Typst sets the pages: it shapes Thai and writes from right to left. Fonts
come as Python packages and are embedded, so that paper looks the same from every machine. Each
document is set in a process of its own, which ends with it: pwa.web.typesetting says why.
"""

import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Literal

from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pure import PyPNGImage
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, QRData
from werkzeug import Response
from werkzeug.exceptions import ServiceUnavailable

from pwa.locales import current, gettext
from pwa.records import Place
from pwa.web.paper.sheets import CardText

SHEETS = ("card", "a6", "a4", "strips")
# As words of a question say it, and as Typst does.
PAPERS = {"a4": "a4", "letter": "us-letter"}
FONTS = [
    Path(str(files(package))) / "files"
    for package in ("fontpkg_noto_sans", "fontpkg_noto_sans_thai", "fontpkg_noto_sans_arabic")
]
TEMPLATE = Path(__file__).with_name("sheets.typ")
QUIET_ZONE = 4
PIXELS_A_MODULE = 12
TYPESETTER = (sys.executable, "-P", "-m", "pwa.web.typesetting")
# A sheet takes 100 to 500 ms. One at a time: whoever asks for many waits, the others are served.
ONE_AT_A_TIME = threading.Lock()
LONGEST_WAIT = 5.0
# By the clock, for a machine that is busy; what it computes has a bound of its own.
LONGEST_SETTING = 30.0


def as_file(body: bytes, kind: str, place: Place, name: str) -> Response:
    """A file of a place to keep, named so that it is found again."""
    response = Response(body, content_type=kind)
    label = f"leafline-{current().tag}-{place.slug.replace('/', '-')}-{name}"
    response.headers["Content-Disposition"] = f'attachment; filename="{label}"'
    return response


def code_path(text: str) -> tuple[int, str]:
    """The QR code of a text as the side of a square and the path of one SVG shape."""
    rows = _code(text).get_matrix()
    runs = (run for y, row in enumerate(rows) for run in _runs(y, row))
    return len(rows), "".join(runs)


def code_svg(text: str) -> str:
    """The code as an SVG file."""
    side, path = code_path(text)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{path}"/></svg>'
    )


def code_png(text: str) -> bytes:
    """The code as a PNG, large enough to print."""
    file = io.BytesIO()
    _code(text).make_image(PyPNGImage).save(file)
    return file.getvalue()


def pdf(said: CardText, form: str) -> bytes:
    """A sheet as PDF. `form` is one of SHEETS. ServiceUnavailable where too many ask at once."""
    return _typeset_cards([(said, 1)], form)


def cards_pdf(cards: Iterable[tuple[CardText, int]], paper: str) -> bytes:
    """So many of each card, as many to a page as fit, with lines to cut along. `paper` is one of
    PAPERS. ServiceUnavailable where too many ask at once."""
    return _typeset_cards(cards, f"{PAPERS[paper]}-cards")


def _typeset_cards(cards: Iterable[tuple[CardText, int]], form: str) -> bytes:
    data = [{**said.as_data(), "code": code_svg(said.url), "count": count} for said, count in cards]
    return typeset(TEMPLATE, {"data": json.dumps(data), "sheet": form}, "pdf")


def typeset(template: Path, inputs: dict[str, str], form: Literal["pdf", "png"]) -> bytes:
    """A document of ours as PDF, or its one page as PNG. ServiceUnavailable where it, or those
    before it, take too long."""
    fonts = list(map(str, FONTS))
    order = {"template": str(template), "fonts": fonts, "inputs": inputs, "format": form}
    if not ONE_AT_A_TIME.acquire(timeout=LONGEST_WAIT):
        raise _too_many()
    try:
        return _set(json.dumps(order).encode())
    finally:
        ONE_AT_A_TIME.release()


def _too_many() -> ServiceUnavailable:
    """What is said to whoever has waited long enough."""
    return ServiceUnavailable(gettext("Too many people ask for this right now."), retry_after=10)


def _set(order: bytes) -> bytes:
    """What the typesetter makes of an order. It is ended where it takes too long."""
    try:
        done = subprocess.run(  # noqa: S603  # words of our own
            TYPESETTER, input=order, capture_output=True, timeout=LONGEST_SETTING
        )
    except subprocess.TimeoutExpired:
        raise _too_many() from None
    if done.returncode:
        raise RuntimeError(f"the typesetter failed: {done.stderr.decode()[-1000:]}")
    return done.stdout


def _code(text: str) -> QRCode:
    """The code of a text; a seventh of it may be soiled."""
    found = QRCode(error_correction=ERROR_CORRECT_M, box_size=PIXELS_A_MODULE, border=QUIET_ZONE)
    found.add_data(QRData(text.encode(), mode=MODE_8BIT_BYTE))
    found.make()
    return found


def _runs(y: int, row: list[bool]) -> Iterator[str]:
    """The dark runs of one row as pieces of a path."""
    x = 0
    for dark, modules in groupby(row):
        length = len(list(modules))
        if dark:
            yield f"M{x} {y}h{length}v1h-{length}z"
        x += length
