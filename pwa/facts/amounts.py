"""Amounts in prose: we never show one that somebody might take for advice."""

import re

# "2 g", "8 mg"; not the "2.1 mg/L" of a blood test.
AMOUNT = re.compile(r"\d[\d.,]*\s?(?:mg|g|grams?|milligrams?|ml)\b(?!/L)")
SENTENCE = re.compile(r"(?<=[.!?;])\s+")


def without_amounts(text: str) -> str:
    """The sentences that name no amount. Of the English: translators never see the others."""
    return " ".join(said for said in SENTENCE.split(text) if not AMOUNT.search(said))


def names_amount(text: str) -> bool:
    """Whether some of the text is left out for the amounts in it."""
    return bool(AMOUNT.search(text))
