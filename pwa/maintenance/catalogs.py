"""Keeps the translators' files in step: `python -m pwa.maintenance.catalogs [--check]`.

Never guesses: a changed sentence is a new message. With --check nothing is written; a sentence of
the code without a translation, or a translation that is not what the English is, ends it with exit
code 1. A sentence of the facts may wait for its translators: pages show it in English, and say so.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from pwa.catalogs.coverage import untranslated
from pwa.catalogs.gate import findings
from pwa.catalogs.messages import (
    extracted,
    locales_of,
    path_of,
    read,
    read_all,
    template_of,
    template_text,
    text,
    updated,
)
from pwa.locales import ENGLISH, PUBLISHED


def main() -> int:
    """Write every file, or only compare; the exit code."""
    if "--check" not in sys.argv:
        for path, wanted in _wanted():
            if not path.exists() or path.read_text("utf-8") != wanted:
                path.write_text(wanted, "utf-8")
        return 0
    faults = list(_faults())
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def _wanted() -> Iterator[tuple[Path, str]]:
    """Each file of ours with what it has to hold."""
    for domain, template in extracted().items():
        yield template_of(domain), template_text(template)
        for locale in locales_of():
            path = path_of(locale, domain)
            yield path, text(updated(template, read(path, locale)))


def _faults() -> Iterator[str]:
    for locale in locales_of():
        yield from map(str, findings(locale, read_all(locale)))
    code = extracted(facts=False)
    for published in PUBLISHED:
        if published != ENGLISH:
            for message in untranslated(code, read_all(published.babel_id)):
                yield f"{published.tag}: {message!r} waits for a translation; run `make catalogs`"


if __name__ == "__main__":
    sys.exit(main())
