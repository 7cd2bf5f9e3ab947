"""What every fact must satisfy. `leafline check` and the start of the app hold all of it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from zoneinfo import available_timezones

from pwa.dates import PartialDate
from pwa.errors import FactError, Fault
from pwa.facts.calling_rules import calling_faults
from pwa.facts.hours import opening_hours
from pwa.facts.numbers import digits, fault_in_number, retired_in
from pwa.facts.safety_rules import safety_faults
from pwa.facts.source_rules import law_source_rules, line_source_rules
from pwa.records import (
    CheckKind,
    Confidence,
    Facts,
    Helpline,
    Kind,
    LawRecord,
    Permission,
    Place,
    Rule,
    Status,
)

TOPICS = (
    "emergency",
    "crisis",
    "poison",
    "overdose-prevention",
    "treatment",
    "information",
    "family",
    "youth",
    "lgbtq",
    "veterans",
    "indigenous",
    "supplies",
    "legal-aid",
)
COSTS = ("free", "local-rate", "paid", "unknown")
PLACE_ID = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3}(/[a-z0-9]+(-[a-z0-9]+)*)?)?|INT")


def check_facts(facts: Facts) -> None:
    """Raises FactError with every rule that is broken, each with file, key and rule."""
    faults = [
        *_place_faults(facts),
        *_map_faults(facts),
        *(fault for record in facts.law for fault in _law_faults(record, facts)),
        *(fault for line in facts.helplines for fault in _helpline_faults(line, facts)),
        *_repeated(facts),
        *calling_faults(facts),
        *safety_faults(facts.safety),
    ]
    if faults:
        raise FactError(faults)


def _place_faults(facts: Facts) -> Iterator[Fault]:
    for place in facts.places.values():
        if not PLACE_ID.fullmatch(place.id):
            yield Fault("places.toml", place.id, "an id is ISO 3166-1, ISO 3166-2 or state/slug")
        for above in (place.parent, place.county):
            if above and above not in facts.places:
                yield Fault("places.toml", place.id, f"lies in {above}, which is not a known place")
        if _lies_in_itself(place, facts):
            yield Fault("places.toml", place.id, "lies in itself")
        if place.kind in (Kind.STATE, Kind.COUNTY, Kind.CITY) and not place.parent:
            yield Fault("places.toml", place.id, f"a {place.kind} needs a parent")


def _lies_in_itself(place: Place, facts: Facts) -> bool:
    seen = {place.id}
    while above := facts.places.get(place.county or place.parent or ""):
        if above.id in seen:
            return True
        seen.add(above.id)
        place = above
    return False


def _map_faults(facts: Facts) -> Iterator[Fault]:
    for name, drawing in facts.maps.items():
        for place_id in drawing.paths:
            if place_id not in facts.places:
                yield Fault(f"maps/{name}.toml", place_id, "is not a known place")


def _repeated(facts: Facts) -> Iterator[Fault]:
    keys = Counter((record.place, record.substance) for record in facts.law)
    for record in facts.law:
        if keys[record.place, record.substance] > 1:
            yield Fault(record.file, record.key, "stands more than once")
    ids = Counter(line.id for line in facts.helplines)
    for line in facts.helplines:
        if ids[line.id] > 1:
            yield Fault(line.file, line.id, "the id stands more than once")


def _check_rules(record: LawRecord | Helpline, facts: Facts) -> Iterator[str]:
    for check in record.checks:
        if check.kind is CheckKind.SOURCE_DATE:
            yield "the day of a source is as_of, and no check"
        elif not check.by:
            yield f"a check ({check.kind}, {check.on}) says by whom"
    for each in record.disagreements:
        if not each.others:
            yield "a disagreement needs another reading"
        for reading in (each.followed, *each.others):
            yield from _reading_rules(each.about, reading.says, facts)


def _reading_rules(about: str, says: str, facts: Facts) -> Iterator[str]:
    """What a reading says is shown: it has to be of its kind, and no number that is retired."""
    kinds: dict[str, Callable[[str], object]] = {
        "status": Status,
        "possession": Permission,
        "sale": Permission,
        "date": PartialDate.parse,
    }
    try:
        kinds.get(about, str)(says)
    except ValueError:
        yield f"a reading of {about} cannot be {says!r}"
    if about == "number" and (not digits(says) or retired_in(says, facts)):
        yield f"{says!r} is no number to show"


def _law_faults(record: LawRecord, facts: Facts) -> Iterator[Fault]:
    for rule in (
        *_record_rules(record, facts),
        *_check_rules(record, facts),
        *(broken for held in record.rules for broken in _rule_rules(held)),
        *_period_rules(record.rules),
        *law_source_rules(record),
    ):
        yield Fault(record.file, record.key, rule)


def _record_rules(record: LawRecord, facts: Facts) -> Iterator[str]:
    for place_id in (record.place, *record.follows):
        if place_id not in facts.places:
            yield f"{place_id} is not a known place"
    if not record.rules:
        yield "needs at least one rule"
    if record.as_of is None and record.confidence is not Confidence.LOW:
        yield "without as_of the confidence must be low"
    if record.as_of and record.as_of.earliest > record.researched_on:
        yield "as_of lies after the day on which the file was researched"
    if not any(rule.status is not Status.UNCLEAR for rule in record.rules):
        return
    if not any(source.basis == "seen" for source in record.sources):
        yield "an answer other than unclear needs a source that was seen"


def _rule_rules(rule: Rule) -> Iterator[str]:
    if rule.temporary and not rule.valid_to:
        yield "a temporary rule needs valid_to"
    if rule.valid_from and rule.valid_to and rule.valid_to.latest < rule.valid_from.earliest:
        yield f"the rule ends ({rule.valid_to}) before it starts ({rule.valid_from})"
    if rule.status is Status.LEGAL and Permission.BANNED in (rule.possession, rule.sale):
        yield "a rule that is legal cannot ban having or selling"
    if rule.status is Status.BANNED and rule.sale in (Permission.ALLOWED, Permission.REGULATED):
        yield "a rule that bans cannot allow selling"
    if rule.min_age is not None and not 16 <= rule.min_age <= 25:
        yield f"min_age {rule.min_age} is not a legal age"
    if set(rule.age_binds) - {"sale", "possession"}:
        yield "age_binds names sale or possession"
    if not (rule.summary or rule.note):
        yield "a rule needs a summary or a note"


def _period_rules(rules: tuple[Rule, ...]) -> Iterator[str]:
    """Rules stand in order of time and no two of them hold on one day."""
    for rule, following in combinations(rules, 2):
        start = following.valid_from or following.valid_to
        if not start:
            continue
        if rule.valid_from and rule.valid_from.latest >= start.latest:
            yield f"the rule from {start} does not come after the one from {rule.valid_from}"
        if rule.valid_to and rule.valid_to.earliest >= start.latest:
            yield f"the rule to {rule.valid_to} overlaps the one from {start}"


def _helpline_faults(line: Helpline, facts: Facts) -> Iterator[Fault]:
    for rule in (
        *_line_rules(line, facts),
        *_check_rules(line, facts),
        *_hours_rules(line),
        *_number_rules(line, facts),
        *line_source_rules(line),
    ):
        yield Fault(line.file, line.id, rule)


def _line_rules(line: Helpline, facts: Facts) -> Iterator[str]:
    if line.place not in facts.places:
        yield f"{line.place} is not a known place"
    if unknown := set(line.topics) - set(TOPICS):
        yield f"unknown topic {', '.join(sorted(unknown))}"
    if not line.topics:
        yield "needs a topic"
    if line.cost not in COSTS:
        yield f"cost is one of {', '.join(COSTS)}"
    if line.published and line.confidence is Confidence.LOW:
        yield "a line of low confidence cannot be published"
    if not line.sources:
        yield "needs a source"
    if line.published and not line.is_reachable:
        yield "a published line needs a number, a chat or a website"
    if line.as_of and line.as_of.earliest.year < 1990:
        yield f"as_of {line.as_of} is not the date of a source"
    for url in (line.chat_url, line.web_url):
        if url and not url.startswith(("https://", "http://")):
            yield f"{url} is not a web address"


@cache
def _time_zones() -> set[str]:
    return available_timezones()


def _hours_rules(line: Helpline) -> Iterator[str]:
    if line.timezone and line.timezone not in _time_zones():
        yield f"{line.timezone} is not a time zone"
        return
    try:
        opening_hours(line)
    except ValueError as problem:
        yield f"hours do not parse: {problem}"


def _number_rules(line: Helpline, facts: Facts) -> Iterator[str]:
    if line.press and not re.fullmatch(r"[0-9*#]+", line.press):
        yield f"press is keys of a telephone, such as 1 or *8, not {line.press}"
    if line.press and not (line.short or line.phone):
        yield "press belongs to a line that can be rung"
    for number in line.numbers:
        is_text_code = line.sms is not None and number == line.sms.to and number.isdigit()
        if is_text_code and number not in (line.short, *line.alt_phones):
            if not 3 <= len(number) <= 6:
                yield f"{number} is not a text code"
        elif fault := fault_in_number(number, line, facts):
            yield fault
    texts = (line.name, line.native_name, line.who, line.advice, line.deaf_access)
    if retired := retired_in(" | ".join(filter(None, texts)), facts):
        yield f"{retired} is retired and must never be shown"
