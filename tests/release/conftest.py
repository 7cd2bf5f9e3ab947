"""A release of a few pages of every kind, compressed quickly and built once."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from pwa.app import create_app
from pwa.records import Facts
from pwa.release.build import build
from pwa.release.rendering import Site
from pwa.settings import Settings
from tests.notices.filled import fill
from tests.release.building import QUICK, TODAY, Again, Built
from tests.sample import SAMPLE


@pytest.fixture(scope="session")
def make_app(tmp_path_factory) -> Callable[..., Flask]:
    """The application; templates are compiled once for all of them."""
    kept = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))

    def make(settings: Settings, **parts: object) -> Flask:
        app = create_app(settings, **parts)
        app.jinja_env.bytecode_cache = kept
        return app

    return make


@pytest.fixture(scope="session")
def built(tmp_path_factory, facts: Facts, make_app) -> Built:
    """The release of today. Whoever changes it makes a copy with `again`."""
    settings = Settings(facts=SAMPLE, data=tmp_path_factory.mktemp("release"))
    site = Site(settings, facts, make_app)
    fill(settings.database)
    return Built(site, build(site, settings.releases, TODAY, QUICK).release)


@pytest.fixture
def again(built: Built, facts: Facts, tmp_path: Path, make_app) -> Again:
    data = tmp_path / "copy"
    shutil.copytree(built.site.settings.data, data, symlinks=True)
    return Again(Settings(facts=SAMPLE, data=data), facts, make_app)
