"""What of a page stays online: packs leave it out, or say something else in its place.

While pages are made for a release, such parts stand between marks, which no text holds. Whoever
makes it takes them out again (`unmarked`): no reader ever gets one.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from flask import Flask, g
from markupsafe import Markup

START, INSTEAD, END = "\x0e", "\x0f", "\x10"


class OnlinePart(NamedTuple):
    """Where in a page it stands, and what packs say instead."""

    start: int
    end: int
    instead: str


def online(said: str = "", instead: str = "", caller: Callable[[], str] | None = None) -> str:
    """Words that stay online, or those of a template's `call`."""
    words = caller() if caller else said
    if words == instead or not g.get("marks_online"):
        return words
    return Markup("{}{}{}{}{}").format(START, words, INSTEAD, instead, END)


def unmarked(marked: str) -> tuple[str, tuple[OnlinePart, ...]]:
    """A page as readers get it, and the parts of it that stay online."""
    first, *rest = marked.split(START)
    page, parts = first, list[OnlinePart]()
    for each in rest:
        words, _, behind = each.partition(INSTEAD)
        instead, _, following = behind.partition(END)
        parts.append(OnlinePart(len(page), len(page) + len(words), instead))
        page += words + following
    return page, tuple(parts)


def offline_form(page: str, parts: Iterable[OnlinePart]) -> str:
    """A page as packs hold it."""
    said, end = [], 0
    for part in parts:
        said += [page[end : part.start], part.instead]
        end = part.end
    return "".join([*said, page[end:]])


def install(app: Flask) -> None:
    """Let templates say what stays online."""
    app.jinja_env.globals["online"] = online
