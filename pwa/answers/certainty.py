"""What each GRADE level is called, as English message ids; the web layer translates them."""

from pwa.records.safety import Certainty

WORDS = {
    Certainty.HIGH: "Strong evidence",
    Certainty.MODERATE: "Good evidence, but not certain",
    Certainty.LOW: "A few small studies",
    Certainty.VERY_LOW: "Very little evidence",
}
_ORDER = tuple(Certainty)


def words(certainty: Certainty) -> str:
    """The message id of a level."""
    return WORDS[certainty]


def least_certain(levels: list[Certainty]) -> Certainty:
    """The level of a sentence that rests on several claims: that of the weakest."""
    return max(levels, key=_ORDER.index)
