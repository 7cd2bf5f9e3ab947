"""Numbers and letters that scripts repeat from Python, because there is no data to send them with
or it would be dearer: they are the same."""

import json
import re

import pytest

from pwa.answers import alarms, kits, mixing, naming, search
from pwa.settings import STATIC
from pwa.store import store

REPEATED = {
    "find.js": {
        "CANDIDATES": store.CANDIDATES,
        "ALIKE": search.ALIKE,
        "MOST_WORDS": search.MOST_WORDS,
        "UNSPACED": search.UNSPACED.pattern,
        "SHORTEST_START": naming.SHORTEST_START,
        "SHORTEST_START_OF_OTHERS": mixing.SHORTEST_START_OF_OTHERS,
        "SHORTEST_PLANT": naming.SHORTEST_PLANT,
        "SHORTEST_INSIDE": naming.SHORTEST_INSIDE,
        "SHORTEST_SLIP": naming.SHORTEST_SLIP,
        "SHORTEST_GUESS": mixing.SHORTEST_GUESS,
        "LIKENESS": mixing.LIKENESS,
        "LIKENESS_WITH_OTHER_START": mixing.LIKENESS_WITH_OTHER_START,
        "SHORTEST_ALARM": alarms.SHORTEST_SLIP,
    },
    "kit.js": {"LETTERS": kits.LETTERS},
}


def constants(name: str) -> dict[str, object]:
    """Those of a script that are a number, a text or a pattern."""
    code = (STATIC / name).read_text("utf-8")
    found = re.findall(r'^const ([A-Z_]+) = (?:([\d.]+|"[^"]*")|/(\S+)/);', code, re.MULTILINE)
    return {
        name: json.loads(plain) if plain else re.sub(r"\\u(\w{4})", _letter, pattern)
        for name, plain, pattern in found
    }


def _letter(code: re.Match[str]) -> str:
    return chr(int(code[1], 16))


@pytest.mark.parametrize("name", REPEATED)
def test_a_script_repeats_what_python_has(name):
    assert constants(name).items() >= REPEATED[name].items()


def test_every_number_of_the_search_is_held_to_that_of_python():
    assert constants("find.js") == REPEATED["find.js"]
