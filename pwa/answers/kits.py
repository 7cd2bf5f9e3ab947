"""What a card for a place says, and the short address that a card carries.

The address is `/k/<locale>/<place>/<stamp>`. The stamp is all that is remembered of a card: there
is no list of cards anywhere. It may be read for as long as paper lasts: decision 0013.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pwa.answers.ages import EMERGENCY_TOPIC
from pwa.answers.helplines import CRISIS_TOPIC, Line, by_need, lines_for
from pwa.answers.law import LawAnswer
from pwa.dates import PartialDate
from pwa.facts.rules import TOPICS
from pwa.records import Facts, Helpline
from pwa.records.helplines import GROUPS

# Whom a card is for, and which needs come first for them. A stamp holds the number of the row:
# rows are added at the end only.
AUDIENCES: dict[str, tuple[str, ...]] = {
    "everyone": ("crisis", "poison", "overdose-prevention", "treatment", "information"),
    "family": ("crisis", "family", "poison", "treatment", "information"),
    "youth": ("crisis", "youth", "poison", "treatment", "information"),
    "lgbtq": ("crisis", "lgbtq", "poison", "treatment", "information"),
    "veterans": ("crisis", "veterans", "poison", "treatment", "information"),
    "indigenous": ("crisis", "indigenous", "poison", "treatment", "information"),
}
# Safety pages by their bit in a stamp: added at the end only.
TOPIC_BITS = (
    "what-is-kratom",
    "seven-oh-is-not-leaf",
    "body-and-brain",
    "does-it-help-withdrawal",
    "risks",
    "dependence",
    "mixing",
    "opioid-withdrawal",
    "treatment",
    "lower-risk",
    "overdose",
    "naloxone",
    "pregnancy",
    "health-conditions",
    "what-is-in-it",
    "tests-driving-travel",
    "helping-someone",
    "talk-to-a-doctor",
    "how-we-know",
)
# Letters that are not mistaken for others when copied from paper (Crockford's base 32).
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
MISREAD = str.maketrans("oil", "011")
FIRST_DAY = date(2026, 1, 1)
DAY_LENGTH, MARK_LENGTH = 3, 3
SHORT = DAY_LENGTH
LONG = DAY_LENGTH + 1 + 2 * MARK_LENGTH
LONGEST = LONG + 16
PLAIN = 16


@dataclass(frozen=True)
class Choice:
    """Whom a card is for, which safety pages it names, whether it says plainly what it is about."""

    audience: str = "everyone"
    topics: tuple[str, ...] = ()
    plain: bool = False


@dataclass(frozen=True)
class Stamp:
    """What the address of a card says of it. A message carries the day alone: no marks."""

    day: date
    choice: Choice = Choice()
    law: str = ""
    lines: str = ""


@dataclass(frozen=True)
class Need:
    """One line of a card: what it is for, and the first line that serves it."""

    topic: str
    line: Line


@dataclass(frozen=True)
class Age:
    """How old what a card says is. `checked`: the oldest date; `until`: the last day within all
    shelf lives. Both None where a fact has no date, or where there is none."""

    checked: PartialDate | None
    until: date | None

    def is_fresh(self, on: date) -> bool:
        """Whether all of it may be relied on that day."""
        return self.until is not None and on <= self.until


def needs(facts: Facts, place_id: str, audience: str, at: datetime) -> tuple[Need, ...]:
    """Whom a card names, the emergency number first: one line for each need, none for two.

    Never one that is run by the police, nor one that is for another group. Where nobody to talk to
    can be rung or texted, a directory on the web. Raises KeyError for an id that is no place, or an
    audience that is none.
    """
    groups = by_need(lines_for(facts, place_id, at), TOPICS)
    lines = [line for group in groups for line in group.lines if _may_be_handed(line, audience)]
    return tuple(_needs(lines, audience))


def age_of(needs: Iterable[Need], answers: Iterable[LawAnswer] = ()) -> Age:
    """How old the oldest fact is, and how long all of them hold."""
    dated = [(need.line.look and need.line.look.on, need.line.good_until) for need in needs]
    dated += [(answer.looked_on, answer.good_until) for answer in answers]
    known = [(checked, end) for checked, end in dated if checked and end]
    if not known or len(known) < len(dated):
        return Age(None, None)
    oldest = min((checked for checked, _ in known), key=lambda day: day.earliest)
    return Age(oldest, min(end for _, end in known))


def lines_mark(needs: Iterable[Need]) -> str:
    """Marks the numbers of a card: another mark, other numbers."""
    return mark(" ".join(address_of(need.line.helpline) for need in needs))


def law_mark(answers: Iterable[LawAnswer]) -> str:
    """Marks what a card says of the law, leaf first."""
    return mark(" ".join(f"{a.status} {a.possession} {a.sale} {a.import_}" for a in answers))


def to_ring(line: Helpline) -> str | None:
    """The number to ring; None where a line takes messages alone."""
    return next(filter(None, (line.short, line.phone, *line.alt_phones)), None)


def address_of(line: Helpline) -> str:
    """The first number of a line, or the website of a directory, which has none."""
    return line.numbers[0] if line.numbers else line.web_url or ""


def mark(text: str) -> str:
    """Three letters that tell one text from another (FNV-1a, folded to 15 bits). Phones that make
    cards offline compute the same: static/kit.js."""
    found = 2166136261
    for byte in text.encode():
        found = (found ^ byte) * 16777619 & 0xFFFFFFFF
    return _written((found >> 17) ^ (found & 0x7FFF), MARK_LENGTH)


def encode(stamp: Stamp) -> str:
    """A stamp as the address writes it."""
    day = _written(max((stamp.day - FIRST_DAY).days, 0), DAY_LENGTH)
    if not stamp.law:
        return day
    choice = stamp.choice
    kind = list(AUDIENCES).index(choice.audience) + PLAIN * choice.plain
    bits = sum(1 << TOPIC_BITS.index(topic) for topic in choice.topics)
    return day + _written(kind, 1) + stamp.law + stamp.lines + _written(bits)


def decode(text: str) -> Stamp:
    """The stamp of an address, also one that was copied by hand. Raises ValueError for any other
    text. Audiences and pages that are gone are left out."""
    said = text.lower().translate(MISREAD)
    if not (len(said) == SHORT or LONG <= len(said) <= LONGEST) or set(said) - set(LETTERS):
        raise ValueError(f"{text[:40]!r} is not the last part of a Leafline address")
    day = FIRST_DAY + timedelta(days=_read(said[:DAY_LENGTH]))
    if len(said) == SHORT:
        return Stamp(day)
    kind = _read(said[DAY_LENGTH])
    law = said[DAY_LENGTH + 1 : DAY_LENGTH + 1 + MARK_LENGTH]
    bits = _read(said[LONG:])
    audience = dict(enumerate(AUDIENCES)).get(kind % PLAIN, "everyone")
    topics = tuple(topic for bit, topic in enumerate(TOPIC_BITS) if bits >> bit & 1)
    return Stamp(day, Choice(audience, topics, kind >= PLAIN), law, said[LONG - MARK_LENGTH : LONG])


def _needs(lines: list[Line], audience: str) -> Iterator[Need]:
    """As pages order them; phones choose alike from a saved page (static/kit.js)."""
    left = [line for line in lines if line.helpline.numbers]
    for topic in (EMERGENCY_TOPIC, *AUDIENCES[audience]):
        serving = [line for line in left if topic in line.helpline.topics]
        if topic == CRISIS_TOPIC and not serving:
            serving = [line for line in lines if _is_directory(line.helpline)]
        if serving:
            line = min(serving, key=lambda line: _distance(line.helpline, audience))
            left = [each for each in left if each is not line]
            yield Need(topic, line)


def _may_be_handed(line: Line, audience: str) -> bool:
    it = line.helpline
    return not it.run_by_law_enforcement and it.group in (None, audience)


def _is_directory(it: Helpline) -> bool:
    return not it.numbers and it.web_url is not None and CRISIS_TOPIC in it.topics


def _distance(it: Helpline, audience: str) -> tuple[int, bool]:
    """How far a line is from what a card wants: its own group first, then everybody's, then those
    that serve another group besides; of each the ones that can be rung before those for texts."""
    serves_others = bool({*it.topics} & {*GROUPS} - {audience, "family"})
    return (0 if it.group else 2 if serves_others else 1), to_ring(it) is None


def _written(number: int, length: int = 0) -> str:
    said = ""
    while number:
        number, rest = divmod(number, len(LETTERS))
        said = LETTERS[rest] + said
    return said.rjust(length, LETTERS[0])


def _read(said: str) -> int:
    found = 0
    for letter in said:
        found = found * len(LETTERS) + LETTERS.index(letter)
    return found
