"""Marks of what stands behind all pages: the code with templates and catalogs, and the facts."""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path

from pwa.records import Facts
from pwa.release.libraries import in_use
from pwa.release.reads import mark
from pwa.settings import PACKAGE, STATIC, TRANSLATIONS, Settings

# What no page is made of: what reads notices and facts in, runs processes, talks to operators.
NOT_OF_PAGES = (
    *("pwa/catalogs/", "pwa/maintenance/", "pwa/merging/", "pwa/notices/tagging/", "pwa/serving/"),
    *("pwa/__main__.py", "pwa/cli.py", "pwa/fact_commands.py", "pwa/notice_commands.py"),
    *("pwa/jobs.py", "pwa/schedule.py", "pwa/wsgi.py"),
)
# These decide how we run, not what a page says.
NOT_ON_PAGES = ("data", "facts", "host", "port", "workers", "jobs", "build")
SOURCES = (
    *((PACKAGE, "*.py"), (PACKAGE, "*.html"), (PACKAGE / "web", "*")),
    *((STATIC, "*"), (TRANSLATIONS, "*.mo")),
)


def made_from(settings: Settings, facts: Facts) -> tuple[str, str]:
    """Marks of all that every page depends on (files, settings, the libraries in use), and of the
    facts. A process uses only releases that were made from the same."""
    shown = {key: value for key, value in asdict(settings).items() if key not in NOT_ON_PAGES}
    return mark((_code(), sorted(shown.items()))), mark(facts)


@cache
def _code() -> str:
    """As this process found it when it started."""
    digest = hashlib.sha256()
    for name, path in sorted(set(_files())):
        digest.update(f"{name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(repr((sys.version_info[:2], in_use())).encode())
    return digest.hexdigest()


def _files() -> Iterator[tuple[str, Path]]:
    """By names that are the same in a checkout and in an installed package."""
    for folder, pattern in SOURCES:
        for path in folder.rglob(pattern):
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            if path.is_file() and path.suffix != ".pyc" and not name.startswith(NOT_OF_PAGES):
                yield name, path
