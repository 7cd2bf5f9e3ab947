"""Who has read a translation: a translator's comment, `# reviewed: nurse 2026-11-20`.

Without one a translation is drafted by machine. Whoever changes a translation takes the comment out.
"""

from babel.messages.catalog import Message

from pwa.locales.states import Reading

MARK = "reviewed:"


def readings_of(message: Message) -> list[Reading]:
    """Who has read it. Raises ValueError for a comment that names no role or day."""
    marked = (text for text in message.user_comments if text.startswith(MARK))
    return sorted(Reading.parse(text.removeprefix(MARK)) for text in marked)


def fault_in(message: Message) -> str | None:
    """What is wrong with its comments, in words."""
    try:
        readings = readings_of(message)
    except ValueError as problem:
        return f"the review is not `{MARK} role YYYY-MM-DD`: {problem}"
    if readings and not message.string:
        return "it is reviewed but has no translation"
    return None
