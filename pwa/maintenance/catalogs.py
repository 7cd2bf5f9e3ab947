"""Keeps the translators' files in step: `python -m pwa.maintenance.catalogs [--check]`.

Never guesses: a changed sentence is a new message (no fuzzy matching). With --check nothing is
written and a file that is out of step ends it with exit code 1.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from pwa.settings import ROOT

TRANSLATIONS = ROOT / "translations"
TEMPLATE = TRANSLATIONS / "messages.pot"
KEEP_DIFFS_READABLE = ("--no-location", "--sort-output", "--width=100")


def main() -> int:
    """Update every file, or only compare; the exit code."""
    if "--check" not in sys.argv:
        _extract(TEMPLATE)
        for catalog in _catalogs():
            _update(TEMPLATE, catalog, catalog)
        return 0
    late = _out_of_step()
    for path in late:
        sys.stderr.write(f"{path.relative_to(ROOT)}: out of step; run `make catalogs`\n")
    return 1 if late else 0


def _out_of_step() -> list[Path]:
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, "messages.pot")
        _extract(fresh)
        late = [] if _same(fresh, TEMPLATE) else [TEMPLATE]
        for catalog in _catalogs():
            updated = Path(folder, "updated.po")
            updated.write_bytes(catalog.read_bytes())
            _update(fresh, updated, catalog)
            if not _same(updated, catalog):
                late.append(catalog)
        return late


def _catalogs() -> list[Path]:
    return sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))


def _extract(target: Path) -> None:
    _babel(
        "extract",
        "--mapping=babel.cfg",
        *KEEP_DIFFS_READABLE,
        "--omit-header",
        "--add-comments=Translators:",
        f"--output-file={target}",
        ".",
    )


def _update(template: Path, target: Path, catalog: Path) -> None:
    locale = catalog.parent.parent.name
    _babel(
        "update",
        f"--input-file={template}",
        f"--output-file={target}",
        f"--locale={locale}",
        "--no-fuzzy-matching",
        "--ignore-pot-creation-date",
        "--ignore-obsolete",
        "--width=100",
    )


def _same(one: Path, other: Path) -> bool:
    return other.exists() and one.read_text("utf-8") == other.read_text("utf-8")


def _babel(*arguments: str) -> None:
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", *arguments]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603  # our own arguments, no shell


if __name__ == "__main__":
    sys.exit(main())
