"""Texts that know their HTML: which part is English, which stands apart from the line around it."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup, escape

# Marks that end a sentence, in the scripts that we may come to write, and what may follow them.
ENDS = (".", "?", "!", "…", "。", "？", "！", "।", "؟", "۔", "။", "។")
CLOSING = "\"'”’»)]"


class Words(str):
    """Plain text wherever a string is wanted; in a page, the HTML that says more. `lang` is set
    where the whole of it is not in the reader's language."""

    html: Markup
    lang: str | None

    def __new__(cls, text: str, html: Markup, lang: str | None = None) -> "Words":
        """Join a text with its HTML."""
        made = super().__new__(cls, text)
        made.html, made.lang = html, lang
        return made

    def __html__(self) -> Markup:
        return self.html


def in_english(text: str) -> Words:
    """English where another language was wanted."""
    html = Markup('<span lang="en" dir="ltr">{}</span>').format(text)
    return Words(text, html, "en")


def apart(text: str, direction: str | None = None) -> Words:
    """A name or number that keeps its own direction inside any text."""
    opening = Markup('<bdi dir="{}">').format(direction) if direction else Markup("<bdi>")
    return Words(text, opening + escape(text) + Markup("</bdi>"))


def filled(template: str, values: Mapping[str, object]) -> str:
    """The template with its placeholders filled; the HTML of each part is kept.

    Raises KeyError, TypeError or ValueError where the template asks for what is not there.
    """
    letters = _letters(template) % {name: _letters(value) for name, value in values.items()}
    if not any(hasattr(part, "__html__") for part in (template, *values.values())):
        return letters
    return Words(letters, escape(template) % values, getattr(template, "lang", None))


def joined(separator: str, parts: Iterable[str]) -> str:
    """The parts that say something, with the separator between them; the HTML of each is kept."""
    said = [part for part in parts if part]
    letters = separator.join(map(_letters, said))
    if not any(hasattr(part, "__html__") for part in said):
        return letters
    return Words(letters, escape(separator).join(said))


def sentences(parts: Iterable[str]) -> str:
    """Texts of whole sentences one behind the other, each ended once; the HTML of each is kept."""
    return joined(
        " ", [filled("%(said)s.", {"said": part}) if _is_open(part) else part for part in parts]
    )


def _is_open(part: str) -> bool:
    """Whether a text still wants its full stop. Thai and its neighbours write none."""
    said = _letters(part).rstrip().rstrip(CLOSING)
    ended = said.endswith(ENDS) or any("\u0e00" <= letter <= "\u0eff" for letter in said)
    return bool(said) and not ended


def _letters(value: object) -> str:
    """The plain text of a part."""
    return value.striptags() if isinstance(value, Markup) else str(value)
