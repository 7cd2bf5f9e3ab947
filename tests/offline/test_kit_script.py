"""The phone's own stamps, marks and text messages: the same as the server's."""

import json
import random
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from pwa.answers.kits import AUDIENCES, FIRST_DAY, TOPIC_BITS, Choice, Stamp, encode, mark
from pwa.answers.text_messages import GSM, GSM_EXTENSION, Part, counted, fitted
from tests.node import node

WORDS = (
    "Emergency: 911.",
    "¿Información?",
    "โทร 1323.",
    "naïve €5",
    "🌿",
    "‘so’ – …",
    "Ώρα",
    "a\u00a0b",
)


def texts(chance: random.Random) -> list[str]:
    mixed = [" ".join(chance.choices(WORDS, k=chance.randrange(1, 20))) for _ in range(300)]
    return [*WORDS, "", *sorted(GSM), *sorted(GSM_EXTENSION), *mixed]


def parts(chance: random.Random) -> list[Part]:
    words = [" ".join(chance.choices(WORDS, k=chance.randrange(1, 5))) for _ in range(6)]
    middle = [Part(word, rank, chance.choice(("", "988."))) for rank, word in enumerate(words, 1)]
    chance.shuffle(middle)
    return [*middle, Part("https://leafline.example/k/th/us-tx/0a5", rank=0)]


def cards(chance: random.Random) -> list[Stamp]:
    return [
        Stamp(
            FIRST_DAY + timedelta(days=chance.randrange(30_000)),
            Choice(
                chance.choice(list(AUDIENCES)),
                tuple(topic for topic in TOPIC_BITS if chance.random() < 0.3),
                chance.random() < 0.5,
            ),
            mark(str(chance.random())),
            mark(str(chance.random())),
        )
        for _ in range(300)
    ]


def test_a_phone_counts_shortens_and_stamps_like_the_server(client):
    chance = random.Random(7)
    said, messages, stamps = texts(chance), [parts(chance) for _ in range(300)], cards(chance)
    wanted = {
        "words": client.get("/en/data/kit.json").get_json(),
        "texts": said,
        "messages": [[asdict(part) for part in each] for each in messages],
        "cards": [
            {
                **asdict(each.choice),
                "day": each.day.isoformat(),
                "law": each.law,
                "lines": each.lines,
            }
            for each in stamps
        ],
    }
    script = Path(__file__).with_name("kits.mjs")
    done = node(script, input=json.dumps(wanted))
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["marks"] == [mark(text) for text in said]
    assert found["counts"] == [asdict(counted(text)) for text in said]
    assert found["messages"] == [asdict(fitted(each)) for each in messages]
    assert found["stamps"] == [[encode(Stamp(each.day)), encode(each)] for each in stamps]
