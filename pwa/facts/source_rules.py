"""What the sources of records must satisfy: what each shows, and whether it can be watched."""

from collections.abc import Iterator

from pwa.records import Helpline, LawRecord, Source


def law_source_rules(record: LawRecord) -> Iterator[str]:
    """Each rule that a source of a law record breaks."""
    keys = [rule.key for rule in record.rules]
    if twice := {key for key in keys if keys.count(key) > 1 and _are_named(record)}:
        yield f"sources name rules, and several have the key {', '.join(sorted(twice))}"
    for source in record.sources:
        if unknown := set(source.rules) - set(keys):
            yield f"{_name(source)} shows the rule {', '.join(sorted(unknown))}, which is not there"
        yield from _source_rules(source, _has_citation(record, source))


def line_source_rules(line: Helpline) -> Iterator[str]:
    """Each rule that a source of a helpline breaks. Its numbers are what a page has to show."""
    for source in line.sources:
        if source.rules:
            yield f"{_name(source)} names rules, which only a law record has"
        yield from _source_rules(source, bool(line.numbers))


def _source_rules(source: Source, has_words: bool) -> Iterator[str]:
    """`has_words`: the record itself says what a page must show."""
    name = _name(source)
    if bool(source.watch) != bool(source.unwatched_because):
        yield f'{name}: watch = "none" and unwatched_because need each other'
    if source.shows and source.watch:
        yield f"{name} is not watched, so it has no shows"
    if source.shows and source.living is False:
        yield f"{name} is not living, so it has no shows"
    if any(words != words.strip() or not words for words in source.shows):
        yield f"{name}: shows holds words, with no blanks around them"
    if source.living and not source.url:
        yield f"{name} is living, so it needs a url"
    if source.living and not (source.shows or source.watch or has_words):
        yield f'{name} is living, so it needs shows or watch = "none"'


def _are_named(record: LawRecord) -> bool:
    return any(source.rules for source in record.sources)


def _has_citation(record: LawRecord, source: Source) -> bool:
    """Whether a rule that the source shows has an instrument with a number to look for."""
    shown = [rule for rule in record.rules if not source.rules or rule.key in source.rules]
    return any(any(map(str.isdecimal, rule.instrument or "")) for rule in shown)


def _name(source: Source) -> str:
    return source.url or source.title
