"""Scripts of the phone beside the modules of the server that they repeat: same question, same
answer. What Python finds is written down and held against what Node finds."""

import json
import os
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from pwa.answers.law import answer
from pwa.answers.mixing import check
from pwa.answers.naming import vocabulary
from pwa.answers.search import entries, fold
from pwa.app import create_app
from pwa.locales import ENGLISH, plain_gettext
from pwa.records import Kind, Substance
from pwa.settings import Settings
from pwa.web.words.results import found_by, result
from pwa.web.words.wording import place_name
from tests.clock import NOW
from tests.node import node
from tests.sample import SAMPLE

HERE = Path(__file__).parent
SCRIPTS = sorted(path.name for path in HERE.glob("*.test.mjs"))
LOCALES = ("en", "es", "th")
ASKED = (
    "", "a", "of", "7-OH", "7oh", "ketum", "thom", "kakuam", "kratom", "kratom while pregnant",
    "is kratom legal in Ohio", "UK", "uk", "TX", "tx ", "the united states", "new", "united",
    "georgia", "côte d'ivoire", "Türkiye", "TURKIYE", "Straße", "STRASSE", "Ελλάδας", "สายด่วน",
    "ไทย", "มาเลเซีย", "กระท่อม", "988", "+1", "116 123", "1300", "naloxone", "xanax", "Tramadól",
    "mississipi", "misouri", "jersyville", "kualalumpur", '"quoted" OR *', "a AND b", "it’s",
    "ıstanbul", "ǅ ﬁ ½", "xyzzyq", "?", "x" * 100, "withdrawal " * 9, "😀 😀",
    "alcohol and opioids", "suicide", "poison", "veterans", "St. Louis", "I want to die", "sucide",
    "he isn’t breathing", "wont wake", "suicide hotline thailand", "no puedo más", "ปลุกไม่ตื่น",
    "kratem",
    "zanax", "gas station heroin", "น้ำท่อม", "narcan near me", "my son is taking kratom",
    "xanax ohio", "can I take kratom with gabapentin", "what is kratom", "does it kill",
    "valley county", "หมดสติแล้ว",
)  # fmt: skip
MIXED = (
    "", ",", "and", "_", "kratom", "7-OH tablets", "7oh", "coffee, xanax and zolpidem", "naloxone",
    "a/b", "opioids", "st john’s wort", "St. Johns Wort", "a glass of red wine", "HIV medicine",
    "blood pressure pills", "Tramadól", "TRAMADOL", "สายด่วน", "กัญชา", "alc่hol", "fentanัl",
    "x" * 100, "medicine", "beer with wine plus gin", "éand beer", "beerandwine", "heroine",
    "nalaxone", "diazepan", "naltrexon", "norkan", "in", "gn", "kratem", "mix with weed", "tylenol",
    "tylenol a", "me contin", "take tylenol", "vitamin i",
    "pills", "can I take kratom with gabapentin", "กินกระท่อมกับยาแก้ไอได้ไหม", "ยาบา", "anxiety meds",
    "ß", "²", "vitamin c", "MDMA & ketamine; cannabis", "nothing, nobody",
)  # fmt: skip


def misspelt(chance: random.Random, text: str) -> str:
    letters = list(text)
    at = chance.randrange(len(letters))
    match chance.randrange(4):
        case 0:
            del letters[at]
        case 1:
            letters[at:at] = chance.choice("aeiouhst")
        case 2:
            letters[at] = chance.choice("aeiouést")
        case _:
            letters[at : at + 2] = reversed(letters[at : at + 2])
    return "".join(letters).strip()


def questions(facts) -> list[str]:
    """Names as they are and misspelt, words out of them, several together, and what people type."""
    chance = random.Random(5)
    names = [entry.title for entry in entries(facts)]
    words = sorted({word for entry in entries(facts) for word in entry.terms.split()})
    few = chance.sample(names, 60)
    several = [" ".join(chance.sample(words, 3)) for _ in range(30)]
    wrong = [misspelt(chance, name) for name in few]
    return [*map(str.strip, ASKED), *few, *wrong, *chance.sample(words, 60), *several]


def mixtures(safety, say: Callable[[str], str]) -> list[list[str]]:
    chance = random.Random(5)
    known = vocabulary(safety, say).names
    own = {each.name for each in known if each.own}
    names = sorted(own) + chance.sample(sorted({each.name for each in known} - own), 150)
    words = sorted({word for each in known if each.own for word in each.words})
    wrong = [misspelt(chance, name) for name in names]
    starts = [word[: chance.randrange(1, len(word) + 1)] for word in words]
    joined = [
        chance.choice((" and ", ", ", " with ", ";")).join(chance.sample(names + words, 3))
        for _ in range(100)
    ]
    pairs = [chance.sample(names + wrong, 2) for _ in range(50)]
    return [[text] for text in (*MIXED, *names, *wrong, *starts, *joined)] + pairs


def searches(app, locale: str, asked: list[str]) -> list[list[object]]:
    with app.test_request_context(f"/{locale}/search"):
        app.preprocess_request()
        answers = ((query, found_by(query)) for query in asked)
        return [
            [query, *([result(entry, wish) for entry in found] for wish in ("", "help"))]
            for query, found in answers
        ]


def mixed(app, safety, locale: str) -> list[list[object]]:
    with app.test_request_context(f"/{locale}/mixing"):
        app.preprocess_request()
        say = plain_gettext()
        return [[texts, findings(safety, texts, say)] for texts in mixtures(safety, say)]


def findings(safety, texts: list[str], say: Callable[[str], str]) -> list[list[object]]:
    return [
        [
            found.text,
            found.is_known,
            found.level,
            [
                [match.interaction.id, match.name, match.guessed, match.holds]
                for match in found.matches
            ],
        ]
        for found in check(safety, texts, say).findings
    ]


def laws(facts) -> list[list[object]]:
    """What is said of many places, on the day and on later ones until everything has aged."""
    chance = random.Random(5)
    places = [place for place in facts.places.values() if place.id in facts.law_by_place]
    places = [place for place in places if place.kind not in (Kind.UNION, Kind.INTERNATIONAL)]
    said = []
    for place in [*places, facts.places["AQ"], facts.places["US-AL"]]:
        for number, substance in enumerate(Substance):
            day = NOW.date() + timedelta(days=chance.choice((0, 1, 30, 90, 200, 400)))
            it = answer(facts, place.id, substance, day)
            acts = (it.possession, it.sale, it.import_)
            said.append([place.slug, number, day, it.status, *acts, str(it.as_of or "")])
    return said


def named(app, facts, locale: str) -> list[list[str]]:
    """Every place by its name in a language and in English, with where it leads."""
    with app.test_request_context(f"/{locale}/search"):
        app.preprocess_request()
        return [
            [name, f"/{locale}/law/{place.slug}"]
            for place in facts.places.values()
            for name in dict.fromkeys((str(place_name(place)), place.name))
        ]


@pytest.fixture(scope="module")
def cases(tmp_path_factory, app, facts) -> Path:
    """Data of the phone, questions, and what Python answers.

    The server looks in all languages at once and the phone in the reader's and in English, so
    search is held to be the same where English is the only one.
    """
    folder = tmp_path_factory.mktemp("cases")
    settings = Settings(facts=SAMPLE, data=tmp_path_factory.mktemp("english"))
    english = create_app(settings, facts=facts, published=(ENGLISH,), clock=lambda: NOW)
    written: dict[str, object] = {
        "en-search": searches(english, "en", questions(facts)),
        "law": laws(facts),
        "folding": [
            [text, fold(text)] for entry in entries(facts) for text in (entry.title, entry.terms)
        ],
    }
    for locale in LOCALES:
        written[f"{locale}-named"] = named(app, facts, locale)
        written[f"{locale}-mixed"] = mixed(app, facts.safety, locale)
    for name, value in written.items():
        (folder / f"{name}.json").write_text(json.dumps(value, default=date.isoformat))
    for locale in LOCALES:
        for kind in ("find", "mixing", "names", "law"):
            data = app.test_client().get(f"/{locale}/data/{kind}.json").get_data()
            (folder / f"{locale}-{kind}.json").write_bytes(data)
    return folder


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_does_what_its_cases_say(script, cases):
    done = node("--test", HERE / script, env={**os.environ, "LEAFLINE_CASES": str(cases)})
    assert done.returncode == 0, done.stdout + done.stderr
