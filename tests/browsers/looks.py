"""What the pages look like, for looking: `make looks` takes a picture of every kind of page in each
way that people see it; `make components` shows every component on one page, on this machine alone.

The facts are the sample's and the day is the tests', so that two sets of pictures can be compared.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from flask import Blueprint, Flask, render_template
from jinja2 import ChoiceLoader, FileSystemLoader
from playwright.sync_api import Browser, Page, sync_playwright

from pwa.answers.helplines import lines_for
from pwa.answers.law import answer
from pwa.app import create_app
from pwa.facts import read_facts
from pwa.locales import ENGLISH
from pwa.records import Facts, Status, Substance
from pwa.settings import ROOT, Settings
from pwa.web.http.addresses import take_locale_off
from tests.chromium import FLAGS, find_chromium, new_phone, write_font_settings
from tests.clock import NOW
from tests.conftest import serving
from tests.kinds import CARDS, ERRORS, KINDS
from tests.pseudo import PSEUDO, put_catalogs
from tests.sample import SAMPLE

HERE = Path(__file__).parent
COMPONENTS = "components"
# How a page is seen: the width, the colours, the height of letters, and the language.
WAYS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "320": {"width": 320},
    "large-text": {"letters": "212.5%"},
    "wide": {"width": 1280},
    "rtl": {"locale": PSEUDO.tag},
}
README = {"home": "", "emergency": "emergency?place=us", "help": "help/us-tx"}


def with_components(app: Flask, facts: Facts) -> Flask:
    """The application with the page of components, which no other has."""
    loaders = (app.jinja_loader, FileSystemLoader(HERE))
    app.jinja_env.loader = ChoiceLoader([each for each in loaders if each])
    pages = Blueprint(COMPONENTS, __name__, url_prefix="/<locale:locale>")
    take_locale_off(pages)
    pages.add_url_rule(f"/{COMPONENTS}", "page", lambda: _components(facts))
    app.register_blueprint(pages)
    return app


def _components(facts: Facts) -> str:
    lines = {line.helpline.topics[0]: line for line in reversed(lines_for(facts, "US-TX", NOW))}
    shown = ("US-TN", "US-IL", "US-IA", "TH", "AQ")
    return render_template(
        "components.html",
        place=facts.places["US-TX"],
        above=[facts.places["US"]],
        crisis=lines["crisis"],
        emergency=lines["emergency"],
        poison=lines["poison"],
        answers=[answer(facts, each, Substance.KRATOM, NOW.date()) for each in shown],
        statuses=list(Status),
    )


@contextmanager
def served() -> Iterator[str]:
    """All pages in all languages, one of them from right to left; their address."""
    with tempfile.TemporaryDirectory() as folder:
        translations = put_catalogs(Path(folder) / "translations")
        facts = read_facts(SAMPLE)
        app = create_app(
            Settings(facts=SAMPLE, data=Path(folder) / "data"),
            facts=facts,
            published=[ENGLISH, PSEUDO],
            translations=translations,
            clock=lambda: NOW,
        )
        with serving(with_components(app, facts)) as address:
            yield address


@contextmanager
def browsing() -> Iterator[Browser]:
    """A Chromium with the fonts of the tests alone."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        fonts = str(write_font_settings(Path(folder)))
        running = driver.chromium.launch(
            executable_path=find_chromium(), args=list(FLAGS), env={"FONTCONFIG_FILE": fonts}
        )
        yield running
        running.close()


def opened(
    browser: Browser, width: int = 360, letters: str = "", height: int = 640, **more: Any
) -> Page:
    """A tab of that width; `letters`: how large its text is."""
    page = new_phone(browser, viewport={"width": width, "height": height}, **more).new_page()
    if letters:
        enlarge = f"document.documentElement.style.fontSize = '{letters}'"
        page.add_init_script(f'addEventListener("DOMContentLoaded", () => {{ {enlarge} }})')
    return page


@click.group()
def main() -> None:
    """Pictures of pages."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def pictures(folder: Path) -> None:
    """Every kind of page in every way, and as it prints, into FOLDER."""
    kinds = [*KINDS, *ERRORS, *CARDS, COMPONENTS]
    with served() as address, browsing() as browser:
        for way, wish in WAYS.items():
            (folder / way).mkdir(parents=True, exist_ok=True)
            locale = wish.get("locale", ENGLISH.tag)
            page = opened(browser, **{key: wish[key] for key in wish if key != "locale"})
            for kind in kinds:
                page.goto(f"{address}/{locale}/{kind}")
                page.screenshot(path=folder / way / f"{_name(kind)}.png", full_page=True)
            click.echo(f"{len(kinds)} pages: {folder / way}")
        (folder / "print").mkdir(exist_ok=True)
        page = opened(browser)
        for kind in kinds:
            page.goto(f"{address}/{ENGLISH.tag}/{kind}")
            page.pdf(path=folder / "print" / f"{_name(kind)}.pdf", format="A4")


@main.command()
def readme() -> None:
    """The three pictures of the README."""
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    with served() as address, browsing() as browser:
        page = opened(browser)
        for name, kind in README.items():
            page.goto(f"{address}/{ENGLISH.tag}/{kind}")
            page.screenshot(path=folder / f"{name}.png")


@main.command()
def components() -> None:
    """Serve the page of components until Ctrl-C."""
    with served() as address:
        click.echo(f"{address}/{ENGLISH.tag}/{COMPONENTS}")
        click.pause("")


def _name(kind: str) -> str:
    return "".join(each if each.isalnum() else "-" for each in kind) or "home"


if __name__ == "__main__":
    main()
