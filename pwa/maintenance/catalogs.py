"""Keeps the translators' files in step: `python -m pwa.maintenance.catalogs [--check]`.

Never guesses: a changed sentence is a new message. With --check nothing is written; a file that is
out of step, or a translation that is not what the English is, ends it with exit code 1.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

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
from pwa.settings import ROOT


def main() -> int:
    """Write every file, or only compare; the exit code."""
    late = [(path, wanted) for path, wanted in _wanted() if not _is(path, wanted)]
    if "--check" not in sys.argv:
        for path, wanted in late:
            path.write_text(wanted, "utf-8")
        return 0
    faults = [f"{path.relative_to(ROOT)}: out of step; run `make catalogs`" for path, _ in late]
    for locale in locales_of():
        faults += map(str, findings(locale, read_all(locale)))
    sys.stderr.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def _wanted() -> Iterator[tuple[Path, str]]:
    """Each file of ours with what it has to hold."""
    for domain, template in extracted().items():
        yield template_of(domain), template_text(template)
        for locale in locales_of():
            path = path_of(locale, domain)
            yield path, text(updated(template, read(path, locale)))


def _is(path: Path, wanted: str) -> bool:
    return path.exists() and path.read_text("utf-8") == wanted


if __name__ == "__main__":
    sys.exit(main())
