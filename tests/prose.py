"""How easy a text is to read, and ideas that no page may hold."""

import re
from unittest import mock

import textstat
from textstat.backend.counts import _count_syllables

# Names of substances, tests and germs. Each counts as one short word ("leaf") in the reading
# grade: a reader knows the name of what they take, and there is no plainer one.
NAMES = re.compile(
    r"""\b(kratom|mitragynine|7-OH|pseudoindoxyl|speciociliatine|dopamine|morphine|heroin|fentanyl
    |methadone|buprenorphine|naltrexone|naloxone|benzodiazepines?|gabapentin|pregabalin|midazolam
    |xylazine|nitazenes?|MGM-15|MGM-16|quetiapine|clonidine|loperamide|medetomidine|prolactin|testosterone|CYP2D6|COWS|SOWS
    |Salmonella)\b""",
    re.VERBOSE | re.IGNORECASE,
)
FORBIDDEN = {
    "a safe alternative": r"\b(safe|safer|natural|herbal|legal) (alternative|substitute|option)|"
    r"natural(ly)?,? (and|so|but|is) (it is )?(safe|fine|harmless)|"
    r"\b(remedy|miracle|cures?)\b",
    "no harm to breathing": r"(no|without|little) (respiratory|breathing)|"
    r"does not slow (your )?breath|respiratory depression",
    "no dependence": r"non-addictive|not addictive|cannot get (addicted|hooked)|no withdrawal\b",
    "safe": r"\b(is|are|it's|proven|proved|completely|perfectly) safe\b",
    "a dose": r"\d\s?(mg|mcg|µg|ug|g|kg|ml|mL|grams?|milligrams?|ounces?|teaspoons?|spoons?|"
    r"capsules?|tablets?|pills?|doses?|drops?)\b(?! of 7-OH raised)|\b(teaspoon|scoop)s?\b",
    "a dosing plan": r"\b(dos(e|ing|age) (of|plan|guide|guideline|schedule)s? (for|to)|"
    r"start(ing)? (low|with a|dose)|tapering? (plan|schedule|by)|reduce by|cut (down )?by)\b|"
    r"\d+\s?% (a|per|each|every) (day|week|month)",
    "a conversion": r"\b(equals|equivalent (to|of)|converts?|conversion|the same as \d|ratio)\b",
    "a name that hurts": r"\baddicts?\b|\babus(e|er|ers|ing)\b|\bjunk(ie|y)|\buser(s)? are\b|"
    r"\b(get|got|getting|stay|staying|be|being|come|became) clean\b|\bclean and sober\b|"
    r"\bsubstance abuse\b|\bhabit\b",
    "a brand": r"\b(Suboxone|Subutex|Sublocade|Vivitrol|Narcan|Kloxxado|Imodium|Seroquel|Xanax|"
    r"Valium|Klonopin|Ativan|Ambien|Neurontin|Lyrica|Tylenol|OxyContin|Percocet|Vicodin|Catapres|"
    r"Lucemyra|Krypton|Feel Free|Tianaa|Opms|MIT ?45|7Tabz)\b",
    "a price or shop": r"[$€£]\s?\d|\b(buy|vendor|discount|order online|for sale)\b",
    "flu": r"just (like )?(the |a )?flu",
    "a limit on naloxone": r"\b(one|a single|1) more dose\b|\b(second|other) dose only\b|"
    r"\b(no more than|at most|only) (two|2|one|1) doses?\b",
    "waking as the aim": r"\buntil (they|he|she|the person) (wakes?|talks?|comes? round|is awake)|"
    r"\b(no change|no response|not awake|still asleep)[^.?!]{0,30}\?? (give|another)",
    "to sleep it off": r"\bsleep (it|this) off\b|\bsleep on your side\b",
    "a pulse first": r"\b(feel|check|look) for (a|the|their) pulse\b",
    "naloxone in vain": r"\bnaloxone (does not|doesn’t|doesn't|no longer|will not) works?\b",
    "advice on how to use": r"\bgo slow\b|\bkeep \w+ modest\b",
    "the brain mended": r"\b(restores?|rebalances?|steadies) (the |your )?(brain|dopamine)"
    r"(?! or mends)",
}

# The two ideas above that would cost a life, in the languages that we publish.
FORBIDDEN_ABROAD = {
    "es": re.compile(
        r"una (sola )?dosis más|no más de (una|dos|1|2) dosis|hasta que (la persona )?despierte",
        re.IGNORECASE,
    ),
    "th": re.compile(r"อีก\s?(หนึ่ง|1|๑)\s?โดส|ไม่เกิน\s?(หนึ่ง|สอง|1|2)\s?โดส|จนกว่าจะตื่น"),
}


class Syllables(dict[str, list[list[str]]]):
    """Stands in for textstat's word list, which it would fetch from the network: counts groups of
    vowels. Against that list it was within 1% over all topics."""

    def __missing__(self, word):
        letters = re.sub(r"[^a-z]", "", word.lower())
        count = len(re.findall(r"[aeiouy]+", letters))
        count -= bool(re.search(r"[^aeiouyl]e$|[aeiouy]le$|[^aeioutd]ed$", letters))
        count -= bool(re.search(r"[^aeiouysxzcgh]es$", letters))
        return [["1"] * max(count, 1)]


def grade(text):
    """The Flesch-Kincaid grade, with each name counted as one short word."""
    with mock.patch.object(_count_syllables, "get_cmudict", return_value=Syllables()):
        return textstat.textstat.flesch_kincaid_grade(NAMES.sub("leaf", text))
