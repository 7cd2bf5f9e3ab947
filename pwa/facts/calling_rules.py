"""What every record on calling for help and on naloxone must satisfy."""

import re
from collections import Counter
from collections.abc import Iterator

from pwa.errors import Fault
from pwa.records import CallingRecord, Confidence, Facts, HelpRecord
from pwa.records.calling import Cover, RuledOut

# No law is told as a promise: what happens to somebody, nobody knows.
PROMISE = re.compile(
    r"\byou(?:’re|'re| are| will be| stay) (?:safe|protected)\b|\bnothing (?:can|will) happen\b"
    r"|\b(?:will|can|may|shall)(?:not| not|n’t|n't) be (?:arrested|charged|punished|jailed)\b"
    r"|\bwon[’']t be (?:arrested|charged|punished|jailed)\b|\bpolice (?:will|do) not come\b",
    re.IGNORECASE,
)
# Readers get no price and no brand.
PRICE = re.compile(r"[$€£¥]|\b(?:dollars?|euros?|pounds?|kron\w+|baht|pesos?)\b", re.IGNORECASE)
BRAND = re.compile(
    r"\b(?:Narcan|RiVive|Nyxoid|Ventizolve|Prenoxad|Kloxxado|Zimhi)\b", re.IGNORECASE
)
COVERED = (Cover.YES, Cover.PARTLY)


def calling_faults(facts: Facts) -> Iterator[Fault]:
    """Every rule that is broken, each with file, key and rule."""
    keys = Counter(record.key for record in facts.help_records)
    for record in facts.help_records:
        if keys[record.key] > 1:
            yield Fault(record.file, record.key, "stands more than once")
        for rule in (*_place_and_dates(record, facts), *_public_rules(record)):
            yield Fault(record.file, record.key, rule)
        if isinstance(record, CallingRecord):
            for rule in _stage_rules(record):
                yield Fault(record.file, record.key, rule)


def _place_and_dates(record: HelpRecord, facts: Facts) -> Iterator[str]:
    if record.place not in facts.places:
        yield f"{record.place} is not a known place"
    if not record.sources:
        yield "needs a source"
    if record.as_of and record.as_of.earliest > record.researched_on:
        yield "as_of lies after the day on which the file was researched"
    if record.since and record.since.earliest > record.researched_on:
        yield "since lies after the day on which the file was researched"


def _public_rules(record: HelpRecord) -> Iterator[str]:
    if not record.summary.strip():
        yield "needs a summary"
    if record.confidence is Confidence.LOW:
        return
    if record.as_of is None:
        yield "without as_of the confidence must be low"
    if not any(source.basis == "seen" for source in record.sources):
        yield "needs a source that was seen, or low confidence"
    for text in (record.summary, *record.limits, record.instrument or ""):
        if found := PROMISE.search(text):
            yield f"“{found[0]}” is a promise that no law makes"
        if found := PRICE.search(text) or BRAND.search(text):
            yield f"readers get no price and no brand: “{found[0]}”"


def _stage_rules(record: CallingRecord) -> Iterator[str]:
    """A law that covers somebody stops something; where nobody has read what, it is `unknown`."""
    covers = {record.protects.caller, record.protects.person} & {*COVERED}
    if covers and not record.stage:
        yield "covers somebody: stage says what it can stop, or unknown"
    if record.stage and not covers:
        yield "stage belongs to a law that covers somebody"
    if RuledOut.UNKNOWN in record.stage and len(record.stage) > 1:
        yield "a stage that is unknown stands alone"
    if record.offences.possession in COVERED and not covers:
        yield "covers having drugs, but nobody who has them"
