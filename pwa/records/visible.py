"""What of a stranger's text can be seen, and stand in XML and JSON: one rule for all of it."""

import re

# Fillers and signs without a picture, which Unicode calls default ignorable, and the blank of
# Braille. Numerals and marks that it counts as format signs but draws (U+0600, U+06DD ...) stay.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    # half characters, and code points that no text may hold
    "\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Some scripts are spelled with joiners, after a letter of theirs; elsewhere they only hide.
_STRAY_JOINER = re.compile(
    "(?<![\u0600-\u109f\u1700-\u1cff\ua800-\uabff\U00010a00-\U00011fff])[\u200c\u200d]+"
)


def visible(text: str) -> str:
    """The text without invisible signs; control characters, line ends too, are blanks."""
    if text.isascii() and text.isprintable():
        return text
    text = _INVISIBLE.sub("", _CONTROL.sub(" ", text))
    return _STRAY_JOINER.sub("", text)
