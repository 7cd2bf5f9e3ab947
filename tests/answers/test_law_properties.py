"""What the law answer owes for any rules whatever, tried on invented ones."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pwa.answers.ages import law_class
from pwa.answers.law import CAUTION, STRICTNESS, answer
from pwa.records import Confidence, Facts, LawRecord, Permission, Rule, Status, Substance
from tests.answers.making import (
    COUNTRY,
    COUNTY,
    HAMLET,
    PLACES,
    RESEARCHED_ON,
    STATE,
    TOWN,
    VILLAGE,
    facts_of,
    partial,
    record,
    rule,
)

ACTS = ("possession", "sale", "import_")


def good_until(held: LawRecord) -> date:
    assert held.as_of
    return held.as_of.earliest + law_class(held, PLACES[0]).span


AT_BEST_UNCLEAR = (Status.UNCLEAR, Status.BANNED)
LEVELS = (COUNTRY, STATE, COUNTY, TOWN, VILLAGE, HAMLET)
often = settings(max_examples=200, deadline=None)

# Acts never gainsay their status: what is legal bans nothing, what is banned allows no act.
WORDS = {
    Status.LEGAL: ("allowed", "regulated", None),
    Status.REGULATED: ("allowed", "regulated", "banned", None),
    Status.PRESCRIPTION: ("regulated", None),
    Status.UNCLEAR: ("allowed", "unclear", "banned", None),
    Status.BANNED: ("unclear", "banned", None),
}
BODIES = [
    rule(status, **dict(zip(ACTS, acts, strict=True)), also_covers=also)
    for status, words in WORDS.items()
    for acts in product(words, repeat=3)
    for also in ((), ("7oh",))
]
BAN = rule("banned", **dict.fromkeys(ACTS, "banned"))

substances = st.sampled_from(list(Substance))
places = st.sampled_from([place.id for place in PLACES])
BY_STATUS = {status: [body for body in BODIES if body.status is status] for status in Status}


def one_of_them(status: Status, number: int) -> Rule:
    return BY_STATUS[status][number % len(BY_STATUS[status])]


mostly_mild = st.sampled_from([Status.LEGAL, Status.REGULATED, *Status])
bodies = st.builds(one_of_them, mostly_mild, st.integers(0, 999))
days = st.integers(0, 1000).map(lambda number: date(2025, 1, 1) + timedelta(number))
seen_days = st.integers(0, 150).map(lambda number: RESEARCHED_ON - timedelta(number))
lengths = st.sampled_from([4, 7, 10])
partials = st.tuples(days, lengths).map(lambda drawn: partial(drawn[0].isoformat()[: drawn[1]]))
exact = days.map(lambda day: partial(day.isoformat()))


LONG_AGO = partial("2020-01-01")
first_starts = st.sampled_from([LONG_AGO, LONG_AGO, LONG_AGO, None])


def in_order(first, since, steps, last_day, temporary) -> tuple[Rule, ...]:
    """Rules from (start, body) steps: in order of time, without overlap; the last one may end."""
    made = [replace(first, valid_from=LONG_AGO)]
    for start, body in sorted(steps, key=lambda step: step[0].earliest):
        if made[-1].valid_from.latest < start.latest:
            made.append(replace(body, valid_from=start))
    if last_day and last_day.latest >= made[-1].valid_from.latest:
        made[-1] = replace(made[-1], valid_to=last_day, temporary=temporary)
    if since is None:
        made[0] = replace(made[0], valid_from=None)
    return tuple(made)


def timelines(dates, since):
    steps = st.lists(st.tuples(dates, bodies), max_size=2)
    last_day = st.one_of(st.none(), st.none(), dates)
    return st.builds(in_order, bodies, since, steps, last_day, st.booleans())


anything = timelines(partials, first_starts)
with_exact_dates = timelines(exact, st.just(LONG_AGO))
seen_at = st.tuples(seen_days, st.sampled_from([7, 10, 10, 10, 0]))
somewhere = st.lists(st.tuples(st.sampled_from(LEVELS), substances), max_size=4)
countries = st.sampled_from([tuple(Substance), tuple(Substance), (Substance.KRATOM,), ()])


def kept(place, substance, held, seen, length=10) -> LawRecord:
    as_of = seen.isoformat()[:length] if length else None
    return record(place, *held, as_of=as_of, substance=substance, confidence=Confidence.LOW)


@st.composite
def some_facts(draw, held=anything) -> Facts:
    """Records on some of the levels, for one substance or both; mostly on the country's too."""
    found = {*draw(somewhere), *((COUNTRY, of) for of in draw(countries))}
    return facts_of(*(kept(*key, draw(held), *draw(seen_at)) for key in sorted(found)))


def caution(found):
    """How strict an answer is, in its status and in each act."""
    return STRICTNESS[found.status], *(CAUTION[getattr(found, act)] for act in ACTS)


def is_milder(found, than):
    return any(new < old for new, old in zip(caution(found), caution(than), strict=True))


@often
@given(
    some_facts(),
    places,
    substances,
    st.none() | partials,
    st.integers(-40, 200),
    seen_days,
    st.data(),
)
def test_adding_a_ban_never_makes_the_answer_milder(
    facts, place, substance, since, age, seen, data
):
    line = [above.id for above in facts.ancestry(place)]
    where, of = data.draw(st.tuples(st.sampled_from(line), substances))
    assume(of not in facts.law_by_place.get(where, {}))
    on = (since.earliest if since else seen) + timedelta(age)
    ban = kept(where, of, [replace(BAN, valid_from=since)], seen)
    without = answer(facts, place, substance, on)
    with_ban = answer(replace(facts, law=(*facts.law, ban)), place, substance, on)
    assert not is_milder(with_ban, than=without)


@often
@given(some_facts(), places, substances, days)
def test_what_is_unknown_or_old_is_never_allowed(facts, place, substance, on):
    found = answer(facts, place, substance, on)
    for level in found.chain:
        own = facts.law_by_place.get(level.place.id, {})
        held = level.record or own.get(substance) or own.get(Substance.KRATOM)
        old = held and (held.as_of is None or on > good_until(held))
        unknown = not own and level.place.id == COUNTRY
        if old or unknown or (level.binds and level.status is Status.UNCLEAR):
            assert found.status in AT_BEST_UNCLEAR


@often
@given(some_facts(), places, substances, days, st.integers(0, 700), seen_days, st.data())
def test_the_answer_is_never_milder_than_a_certain_ban(
    facts, place, substance, on, age, seen, data
):
    line = [above.id for above in facts.ancestry(place)]
    where = data.draw(st.sampled_from(line))
    since = partial((on - timedelta(age)).isoformat())
    ban = kept(where, substance, [replace(BAN, valid_from=since)], seen)
    rest = [held for held in facts.law if (held.place, held.substance) != (where, substance)]
    found = answer(replace(facts, law=(*rest, ban)), place, substance, on)
    assert found.status is Status.BANNED
    assert {getattr(found, act) for act in ACTS} == {Permission.BANNED}


@often
@given(
    bodies, bodies, days, st.sampled_from([4, 7]), st.integers(-90, 90), st.booleans(), st.data()
)
def test_inside_the_window_of_a_rough_date_only_what_both_sides_say_is_said(
    older, newer, day, length, margin, is_end, data
):
    rough = partial(day.isoformat()[:length])
    span = (rough.latest - rough.earliest).days
    on = rough.earliest + timedelta(data.draw(st.integers(1, span - 1)))
    # A source of the window's own days may show which rule holds by then; this one does not.
    seen = (rough.earliest if margin < 0 else on) + timedelta(margin or 1)
    assume(seen <= RESEARCHED_ON)
    first = replace(older, valid_from=partial("2023-01-01"))
    if is_end:
        second = replace(newer, valid_from=partial("2023-06-01"), valid_to=rough, temporary=True)
    else:
        second = replace(newer, valid_from=rough)
    country = record(COUNTRY, first, second, as_of=seen.isoformat())
    found = answer(facts_of(country), COUNTRY, Substance.KRATOM, on)
    assert found.status in AT_BEST_UNCLEAR or first.status is second.status
    for act in ACTS:
        one, other = getattr(first, act), getattr(second, act)
        assert CAUTION[getattr(found, act)] >= CAUTION[Permission.UNCLEAR] or one is other


@often
@given(some_facts(), places, substances, days, st.randoms())
def test_the_order_of_the_facts_does_not_matter(facts, place, substance, on, chance):
    law, order = list(facts.law), list(facts.places.items())
    chance.shuffle(law)
    chance.shuffle(order)
    shuffled = replace(facts, law=tuple(law), places=dict(order))
    assert answer(shuffled, place, substance, on) == answer(facts, place, substance, on)


@often
@given(some_facts(), places, substances, st.integers(0, 700), partials, bodies, st.data())
def test_a_rule_of_the_future_does_not_change_the_answer_of_today(
    facts, place, substance, later, since, body, data
):
    on = RESEARCHED_ON + timedelta(later)
    chosen = data.draw(st.sampled_from(facts.law)) if facts.law else None
    assume(chosen)
    year = max(
        on.year, *(d.latest.year for r in chosen.rules for d in (r.valid_from, r.valid_to) if d), 0
    )
    coming = replace(body, valid_from=partial(str(since).replace(str(since)[:4], str(year + 1), 1)))
    longer = replace(chosen, rules=(*chosen.rules, coming))
    law = tuple(longer if held is chosen else held for held in facts.law)
    today = answer(facts, place, substance, on)
    with_it = answer(replace(facts, law=law), place, substance, on)
    assert caution(with_it) == caution(today)
    assert [level.rule for level in with_it.chain] == [level.rule for level in today.chain]


def said_on(facts: Facts, place: str, substance: Substance, on: date) -> Status | None:
    """What a person would read off one level's records where every date is exact."""
    of_place = facts.law_by_place.get(place, {})
    own = of_place.get(substance)
    for held in (own, of_place.get(Substance.KRATOM)):
        begun = [r for r in held.rules if r.valid_from.earliest <= on] if held else []
        current = begun.pop() if begun else None
        if current and current.valid_to and on > current.valid_to.earliest:
            lasting = [r for r in begun if current.temporary]
            current = lasting[-1] if lasting else None
        is_ban = current is not None and current.status is Status.BANNED
        if current and (held is own or is_ban or current.also_covers):
            fresh = held.as_of and on <= good_until(held)
            return current.status if fresh or is_ban else Status.UNCLEAR
    return Status.UNCLEAR if of_place or place == COUNTRY else None


@often
@given(some_facts(with_exact_dates), places, substances, days)
def test_with_exact_dates_the_strictest_level_is_the_answer(facts, place, substance, on):
    line = [above.id for above in facts.ancestry(place)]
    said = [said_on(facts, level, substance, on) for level in line]
    strictest = max((status for status in said if status), key=STRICTNESS.__getitem__)
    found = answer(facts, place, substance, on)
    assert found.status is strictest
    assert found.decided_by.id == line[said.index(strictest)]
