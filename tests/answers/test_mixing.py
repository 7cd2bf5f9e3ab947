"""The mixing checker over the real interactions: what it finds, and that it never says safe."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pwa.answers.mixing import CAUTION, check, find
from pwa.answers.naming import plain, vocabulary
from pwa.facts.safety import read_safety
from pwa.records.safety import Level
from tests.sample import SAMPLE

SEED = 11
SAFETY = read_safety(SAMPLE, [])
NAMES = sorted(
    {name for each in SAFETY.interactions for name in (each.with_, *each.examples)}
    | {
        "xanax",
        "gin",
        "lean",
        "tylenol",
        "",
        "  ",
        "heroine",
        "7oh",
        "medicines",
        "dark red wine",
        "nalaxone",
        "a/b",
    }
)
things = st.one_of(st.sampled_from(NAMES), st.text(max_size=12))


def ids(text):
    return [match.interaction.id for match in find(SAFETY, text).matches]


def rank(mixture):
    return -1 if mixture.level is None else CAUTION[mixture.level]


@pytest.mark.parametrize("interaction", SAFETY.interactions, ids=lambda each: each.id)
def test_every_class_and_every_example_finds_its_interaction(interaction):
    for name in (interaction.with_, *interaction.examples):
        assert interaction.id in ids(name), name
        assert CAUTION[check(SAFETY, [name]).level] >= CAUTION[interaction.level], name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BEER", "alcohol"),
        ("Tramadól", "tramadol-and-tapentadol"),
        ("St. John's Wort", "st-johns-wort"),
        ("st johns wort", "st-johns-wort"),
        ("st john’s wort", "st-johns-wort"),
        ("7oh", "leaf-with-7-oh"),
        ("7-OH tablets", "leaf-with-7-oh"),
        ("opioids", "other-opioids"),
        ("ssri", "ssris"),
        ("acetaminophen", "hard-on-the-liver"),
        ("HIV medicine", "hiv-and-hepatitis-boosters"),
        ("nirmatrelvir", "hiv-and-hepatitis-boosters"),
        ("blood pressure pills", "blood-pressure-medicines"),
        ("a glass of wine", "alcohol"),
    ],
)
def test_case_accents_marks_and_plurals_do_not_matter(text, found):
    assert found in ids(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("heroine", "other-opioids"),
        ("fentynal", "other-opioids"),
        ("alchohol", "alcohol"),
        ("benzodiazepins", "benzodiazepines"),
        ("gabapentine", "gabapentinoids"),
        ("quetapine", "quetiapine"),
    ],
)
def test_a_likely_misspelling_is_offered_as_a_guess(text, found):
    matches = {match.interaction.id: match.guessed for match in find(SAFETY, text).matches}
    assert matches[found] is True


def test_naloxone_is_not_held_back_by_the_combination_that_holds_it():
    assert ids("naloxone") == ["naloxone"]
    assert check(SAFETY, ["naloxone"]).level is Level.LOW_KNOWN_RISK
    assert "buprenorphine" in ids("buprenorphine/naloxone")


def test_a_word_between_naloxone_and_naltrexone_takes_the_dangerous_reading():
    assert check(SAFETY, ["naltroxone"]).level is Level.DANGEROUS


@pytest.mark.parametrize("text", ["qwzx", "medicines", "pills"])
def test_an_unknown_thing_is_unknown_and_never_safe(text):
    mixture = check(SAFETY, [text])

    assert mixture.level is Level.UNKNOWN
    assert mixture.has_unknown
    assert not mixture.findings[0].matches


def test_nothing_asked_has_no_level():
    assert check(SAFETY, []).level is None
    assert check(SAFETY, ["", " , "]).findings == ()


def test_one_line_may_name_several_things_and_the_unknown_one_is_not_lost():
    mixture = check(SAFETY, ["coffee, qwzx and zolpidem"])

    assert [found.text for found in mixture.findings] == ["coffee", "qwzx", "zolpidem"]
    assert mixture.level is Level.DANGEROUS
    assert mixture.has_unknown


def test_words_that_were_not_recognised_are_named():
    found = find(SAFETY, "naloxone qwzx")

    assert found.unrecognised == ("qwzx",)
    assert found.level is Level.UNKNOWN


def test_the_most_cautious_match_comes_first():
    levels = [match.interaction.level for match in find(SAFETY, "codeine").matches]
    assert levels == sorted(levels, key=CAUTION.__getitem__, reverse=True)


@settings(deadline=None, max_examples=40)
@example(["al"], "CBD")
@given(st.lists(things, min_size=1, max_size=3), things)
def test_adding_a_thing_never_makes_the_answer_less_cautious(texts, other):
    assert rank(check(SAFETY, [*texts, other])) >= rank(check(SAFETY, texts))
    assert rank(check(SAFETY, [other, *texts])) >= rank(check(SAFETY, texts))


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_adding_a_thing_on_the_same_line_never_makes_the_answer_less_cautious(one, other):
    assert rank(check(SAFETY, [f"{one}, {other}"])) >= rank(check(SAFETY, [one]))


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=60))
def test_any_text_gets_an_answer_and_a_guess_alone_is_never_low_risk(text):
    for found in check(SAFETY, [text]).findings:
        if found.level is Level.LOW_KNOWN_RISK:
            assert found.is_known
            assert not any(match.guessed for match in found.matches)


def others(level):
    """Trade, street and everyday names of the interactions of a level, with the worst of each."""
    worst = {}
    for name in vocabulary(SAFETY).names:
        if not name.own:
            worst[name.name] = max(worst.get(name.name, 0), CAUTION[name.interaction.level])
    return sorted(name for name, rank in worst.items() if rank == CAUTION[level])


def slips(chance, name):
    """One letter left out, put in, changed, swapped with its neighbour; all its words are there."""
    at = chance.randrange(len(name))
    letter = chance.choice(sorted(set(name) - {" "}))
    made = (
        name[:at] + name[at + 1 :],
        name[:at] + letter + name[at:],
        name[:at] + letter + name[at + 1 :],
        name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
    )
    return [text for text in made if len(plain(text).split()) == len(plain(name).split())]


@pytest.mark.parametrize("level", [Level.DANGEROUS, Level.CAUTION])
def test_what_people_call_things_is_known_and_never_milder_than_it_is(level):
    for name in random.Random(SEED).sample(others(level), 150):
        mixture = check(SAFETY, [name])
        assert mixture.findings, name
        assert any(found.matches for found in mixture.findings), name
        assert CAUTION[mixture.level] >= CAUTION[level], name


def test_one_slip_of_the_pen_makes_no_dangerous_name_milder():
    chance = random.Random(SEED)
    long = [name for name in others(Level.DANGEROUS) if len(name) > 2]
    for name in chance.sample(long, 80):
        for text in slips(chance, name.lower()):
            assert check(SAFETY, [text]).level is Level.DANGEROUS, (name, text)


@pytest.mark.parametrize(
    "text",
    ["me contin", "tylenol a", "liquid a", "special ok", "vitamin i", "pain me", "special e"],
)
def test_a_slip_that_makes_a_small_word_of_one_is_a_slip_still(text):
    assert check(SAFETY, [text]).level is Level.DANGEROUS


@pytest.mark.parametrize("text", ["tylenol", "vitamin", "take tylenol"])
def test_a_word_that_is_left_out_is_no_slip(text):
    assert check(SAFETY, [text]).level is not Level.DANGEROUS


@pytest.mark.parametrize("text", ["naloxome", "naloxne", "naltrexne", "naltrexonne", "narcann"])
def test_a_misspelling_of_either_shows_naloxone_and_naltrexone(text):
    assert {"naloxone", "naltrexone"} <= set(ids(text))


@pytest.mark.parametrize("name", ["narcan", "Nyxoid", "naloxona", "นาล็อกโซน"])
def test_naloxone_by_its_everyday_names_is_never_held_back(name):
    assert ids(name) == ["naloxone"]
    assert check(SAFETY, [name]).level is Level.LOW_KNOWN_RISK


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("kratom and alcohol", ["alcohol"]),
        ("can I take kratom with gabapentin", ["gabapentin"]),
        ("mix with weed", ["weed"]),
        ("puedo tomar kratom con cerveza", ["cerveza"]),
        ("krathom plus wine", ["wine"]),
        ("กระท่อมกับยาแก้ไอ", ["ยาแก้ไอ"]),
        ("ketum y rivotril", ["rivotril"]),
    ],
)
def test_small_words_and_the_plant_are_no_things(text, things):
    assert [found.text for found in check(SAFETY, [text]).findings] == things


@pytest.mark.parametrize("text", ["kratom", "can I mix it with", "ใบกระท่อม", "kratem"])
def test_the_plant_and_small_words_alone_name_nothing(text):
    assert check(SAFETY, [text]).findings == ()


def test_a_product_leads_to_all_that_it_holds_the_most_cautious_first():
    assert ids("percocet") == ["other-opioids", "hard-on-the-liver"]


@pytest.mark.parametrize(
    "text", ["anxiety meds", "painkillers", "pastillas para el dolor", "ยาแก้ปวด"]
)
def test_a_purpose_is_asked_back_with_the_most_cautious_class_first(text):
    (found,) = check(SAFETY, [text]).findings
    assert all(match.guessed for match in found.matches)
    assert found.matches[0].interaction.level is Level.DANGEROUS
    assert len(found.matches) > 1
