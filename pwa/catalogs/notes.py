"""What translators note beside a translation, each in a comment of its own.

`# reviewed: nurse 2026-11-20` says who has read it; without one it is drafted by machine. Whoever
changes a translation takes the comment out. `# names: naloxone` says that it names what the English
calls "it", so that the name is not taken for an addition.
"""

from babel.messages.catalog import Message

from pwa.locales.states import TranslationReview

REVIEWED = "reviewed:"
NAMES = "names:"


def readings_of(message: Message) -> list[TranslationReview]:
    """Who has read it. Raises ValueError for a comment that names no role or day."""
    return sorted(map(TranslationReview.parse, _noted(message, REVIEWED)))


def names_in(message: Message) -> set[str]:
    """The substances that it may name though the English does not."""
    noted = ",".join(_noted(message, NAMES))
    return {name.strip() for name in noted.split(",")}


def fault_in(message: Message) -> str | None:
    """What is wrong with its review, in words."""
    try:
        readings = readings_of(message)
    except ValueError as problem:
        return f"the review is not `{REVIEWED} role YYYY-MM-DD`: {problem}"
    if readings and not message.string:
        return "it is reviewed but has no translation"
    return None


def _noted(message: Message, mark: str) -> list[str]:
    return [text.removeprefix(mark) for text in message.user_comments if text.startswith(mark)]
