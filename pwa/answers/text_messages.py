"""Text messages that fit into one: 160 letters of the GSM alphabet, or else 70 of any.

The alphabet is the default one of 3GPP TS 23.038 (once GSM 03.38) with its extension table, whose
signs count twice. static/kit.js does the same on phones.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("\f^{}\\[~]|€")
GSM_LIMIT, UCS2_LIMIT = 160, 70
# Typographic signs for which the alphabet has a plain one.
PLAINER = str.maketrans("‘’“”–—…\u00a0\u202f", "''\"\"--.  ")


@dataclass(frozen=True)
class Part:
    """A piece of a message. The one with the highest rank is left out first; rank 0 never is.
    `short` may stand in its place before it is left out."""

    text: str
    rank: int
    short: str = ""


@dataclass(frozen=True)
class TextMessage:
    """A message, how long it is as the phone network counts it, and how long it may be."""

    text: str
    length: int
    limit: int


def fitted(parts: Sequence[Part]) -> TextMessage:
    """As many of the parts, in their order, as fit into one message.

    Letters outside the alphabet lose their accents where that makes the whole text GSM: a message
    of 160 tells more than one of 70. Other scripts stay as they are.
    """
    left = list(parts)
    while True:
        message = counted(" ".join(part.text for part in left))
        if message.length <= message.limit:
            return message
        last = max(left, key=lambda part: (part.rank, bool(part.short)))
        number = left.index(last)
        if last.short:
            left[number] = Part(last.short, last.rank)
        elif last.rank:
            del left[number]
        else:
            return message


def counted(text: str) -> TextMessage:
    """A text in the alphabet that suits it, and its length there."""
    plain = "".join(map(_in_gsm, text.translate(PLAINER)))
    if all(letter in GSM or letter in GSM_EXTENSION for letter in plain):
        return TextMessage(plain, sum(1 + (letter in GSM_EXTENSION) for letter in plain), GSM_LIMIT)
    return TextMessage(text, len(text.encode("utf-16-be")) // 2, UCS2_LIMIT)


def _in_gsm(letter: str) -> str:
    """The letter, or the same without its accents where only that is in the alphabet."""
    if letter in GSM or letter in GSM_EXTENSION:
        return letter
    bare = unicodedata.normalize("NFD", letter)[0]
    return bare if bare in GSM else letter
