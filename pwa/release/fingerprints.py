"""Marks of what stands behind all pages: the code with templates and catalogs, and the facts."""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from pwa.records import Facts
from pwa.release.reads import mark
from pwa.settings import ROOT, Settings

# These decide how we run, not what a page says.
NOT_ON_PAGES = ("data", "host", "port", "workers", "jobs", "build")
SOURCES = (("pwa", "*.py"), ("pwa", "*.html"), ("pwa/web", "*"), ("static", "*"))
CATALOGS = ("translations", "*.mo")


def made_from(settings: Settings, facts: Facts) -> tuple[str, str]:
    """Marks of all that every page depends on (files, settings, the libraries in use), and of the
    facts. A process uses only releases that were made from the same."""
    shown = {key: value for key, value in asdict(settings).items() if key not in NOT_ON_PAGES}
    return mark((_code(), sorted(shown.items()))), mark(facts)


@cache
def _code() -> str:
    """As this process found it when it started."""
    digest = hashlib.sha256()
    for path in sorted(set(_files())):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    libraries = sorted(f"{each.name} {each.version}" for each in distributions())
    digest.update(repr((sys.version_info[:2], libraries)).encode())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for folder, pattern in (*SOURCES, CATALOGS):
        found = (ROOT / folder).rglob(pattern)
        yield from (path for path in found if path.is_file() and path.suffix != ".pyc")
