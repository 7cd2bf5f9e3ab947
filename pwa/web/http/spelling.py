"""Our spelling of an address that came from hand to hand: typed from paper, cut from a text."""

import unicodedata
from collections.abc import Collection, Iterable

OURS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def our_spelling(path: str, tags: Collection[str]) -> str | None:
    """The path (decoded) as we print it, whether or not there is such a page; None for what no
    reader can have meant. `tags`: those of the published locales.

    All that we print is small ASCII letters, digits, hyphens and dots: capitals, marks behind the
    last letter, invisible signs, doubled slashes and other dashes came by hand or by a program.
    """
    letters = "".join(_seen(path)).strip().lower()
    if any(unicodedata.category(sign) == "Cc" for sign in letters):
        return None
    parts = [part.strip() for part in letters.split("/") if part.strip()]
    if any(set(part) == {"."} for part in parts):
        return None
    while parts and not _without_tail(parts[-1]):
        parts.pop()
    if parts:
        parts[-1] = _without_tail(parts[-1])
    return "/" + "/".join(_with_locale(parts, tags))


def published_tag(text: str, tags: Iterable[str]) -> str | None:
    """The published locale that a tag in any spelling means: `th_TH` is th; None where none is."""
    by_letters = {tag.lower(): tag for tag in tags}
    asked = text.lower().replace("_", "-")
    return by_letters.get(asked) or by_letters.get(asked.partition("-")[0])


def _seen(path: str) -> Iterable[str]:
    """Signs that can be seen, each in its plainest form; dashes of all kinds are hyphens."""
    for sign in unicodedata.normalize("NFKC", path):
        kind = unicodedata.category(sign)
        if kind != "Cf":
            yield "-" if kind in ("Pd", "Pc") else sign


def _without_tail(part: str) -> str:
    """A last part without what stands behind its last letter or digit of ours. Nothing is left of
    one of marks alone; one of other letters alone stays: it is a name, and no name of ours."""
    end = len(part)
    while end and part[end - 1] not in OURS:
        end -= 1
    return part[:end] if end or all(_is_mark(sign) for sign in part) else part


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "PZ"


def _with_locale(parts: list[str], tags: Collection[str]) -> list[str]:
    """Links of cards start with /k/, and then go on as any address of ours."""
    at = 1 if parts[:1] == ["k"] else 0
    tag = published_tag(parts[at], tags) if len(parts) > at else None
    return [*parts[:at], tag, *parts[at + 1 :]] if tag else parts
