"""Catalogs that no person wrote: a right-to-left pseudo-locale, and one without any words."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog

from pwa.catalogs.compiling import compile_to
from pwa.catalogs.domains import DOMAINS
from pwa.catalogs.messages import read, template_of
from pwa.locales import Locale

PSEUDO = Locale("ar", "العربية", "rtl")
SILENT = Locale("fa", "فارسی", "rtl")

KEPT = re.compile(r"%\(\w+\)s|%%|\]\([^)]*\)|https?://\S+")
LETTERS = zip("abcdefghijklmnopqrstuvwxyz", "ابتثجحخدذرزسشصضطظعغفقكلمنه", strict=True)
ARABIC = str.maketrans(dict(LETTERS))
LONGER = 0.4


def pseudo(text: str) -> str:
    """Every letter another one and every word longer; placeholders, links and digits stay."""
    kept = iter([*KEPT.findall(text), ""])
    return "".join(_longer(piece) + next(kept) for piece in KEPT.split(text))


def _longer(text: str) -> str:
    words = re.split(r"([A-Za-z]+)", text)
    return "".join(
        word.lower().translate(ARABIC) + "و" * round(len(word) * LONGER) if number % 2 else word
        for number, word in enumerate(words)
    )


def pseudo_catalogs() -> dict[str, Catalog]:
    """Every message of every domain in pseudo-Arabic."""
    catalogs = {domain: read(template_of(domain), PSEUDO.babel_id) for domain in DOMAINS}
    for catalog in catalogs.values():
        for message in catalog:
            if isinstance(message.id, str):
                message.string = pseudo(message.id)
            else:
                message.string = tuple(pseudo(message.id[-1]) for _ in range(catalog.num_plurals))
    return catalogs


def put_catalogs(folder: Path) -> Path:
    """Compile both below a folder; the folder."""
    for locale, catalogs in ((PSEUDO, pseudo_catalogs()), (SILENT, {})):
        path = folder / locale.babel_id / "LC_MESSAGES" / "messages.mo"
        path.parent.mkdir(parents=True)
        compile_to(path, catalogs, locale.babel_id)
    return folder
