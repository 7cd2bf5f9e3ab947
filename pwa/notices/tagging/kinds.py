"""What sort of thing was published, by which of its words comes first in the order of rules."""

import re
from collections.abc import Mapping, Sequence

from pwa.notices.tagging.words import Hit, WordReading, by_key, words
from pwa.records.notices import NoticeKind

# Strongest first. The title decides; where it says nothing, the summary does.
_IN_TITLE: Sequence[tuple[str, NoticeKind]] = (
    ("import_alert", NoticeKind.IMPORT_ALERT),
    ("court", NoticeKind.COURT),
    ("recall", NoticeKind.RECALL),
    ("outbreak", NoticeKind.OUTBREAK),
    ("enforcement", NoticeKind.ENFORCEMENT),
    ("bill", NoticeKind.BILL),
    ("guidance", NoticeKind.GUIDANCE),
    ("procedure", NoticeKind.REGULATION),
    ("scheduling", NoticeKind.SCHEDULING),
    ("ban", NoticeKind.BAN),
    ("warning", NoticeKind.WARNING),
    ("harm", NoticeKind.WARNING),
    ("listing", NoticeKind.SCHEDULING),
    ("instrument", NoticeKind.REGULATION),
)
_IN_SUMMARY: Sequence[tuple[str, NoticeKind]] = (
    ("import_alert", NoticeKind.IMPORT_ALERT),
    ("outbreak", NoticeKind.OUTBREAK),
    ("recall", NoticeKind.RECALL),
    ("bill", NoticeKind.BILL),
    ("enforcement", NoticeKind.ENFORCEMENT),
    ("scheduling", NoticeKind.SCHEDULING),
    ("procedure", NoticeKind.REGULATION),
    ("ban", NoticeKind.BAN),
    ("warning", NoticeKind.WARNING),
    ("guidance", NoticeKind.GUIDANCE),
    ("court", NoticeKind.COURT),
    ("harm", NoticeKind.WARNING),
    ("listing", NoticeKind.SCHEDULING),
    ("instrument", NoticeKind.REGULATION),
)
_WEAK = ("instrument", "listing", "warning", "harm")
BILL_NUMBER = re.compile(
    r"\b(?:[HS]\.? ?[BFR]\.? ?(?:No\.? ?)?\d[\d-]*|[AL]\.?[BD]\.? ?\d+|[HS]\. ?\d{2,}"
    r"|(?:Assembly|Senate|House) (?:Bill|File))\b"
)
LEGAL = (NoticeKind.BAN, NoticeKind.SCHEDULING, NoticeKind.REGULATION, NoticeKind.BILL)
Lists = Mapping[str, Hit | None]


def kind(
    title: WordReading, summary: WordReading, agency: WordReading, *, relevant: bool
) -> tuple[NoticeKind, str]:
    """The kind, and the words that led to it."""
    names = [*(name for name, _ in _IN_TITLE), "letters"]
    above = _hits(names, title)
    below = _hits(names, summary)
    found = _bill(title, summary, above, below) or _first(_IN_TITLE, above, "title")
    weak = found is None or _is_weak(found[0], above)
    hit = words("kinds", "opinion").first(title)
    hit = hit or (words("passing", "science").first(title) if weak else None)
    if hit:
        return _no_act(hit, relevant)
    if relevant and (wish := demand(title, agency)):
        return NoticeKind.OTHER, f"{wish}: asked for, not decided"
    if alerts := words("kinds", "agency_warns").first(agency):
        return NoticeKind.WARNING, f'"{alerts.found}" publishes alerts'
    if weak:
        found = _stronger(found, _first(_IN_SUMMARY, below, "summary"), above, below)
    force = words("kinds", "agency_seizes").first(agency)
    if found is None and force:
        return NoticeKind.ENFORCEMENT, f'"{force.found}" tells of it, without a word of a kind'
    if found is None:
        return NoticeKind.OTHER, "no word of a kind was found"
    if not relevant:
        return _refined(found, above, below, title, summary)
    return _scheduled(_refined(found, above, below, title, summary), agency)


def demand(title: WordReading, agency: WordReading) -> str | None:
    """Whether somebody who cannot decide asks for something, and the words that say so.

    In a title the one who asks stands first: "FDA asks sellers" is not a demand of sellers.
    """
    asked = words("kinds", "demand").first(title)
    if not asked:
        return None
    who = words("kinds", "lobby").first(agency)
    if who is None and not any(some.first(agency) for some in by_key("places", "agency").values()):
        who = words("kinds", "lobby").first(title)
        who = who if who and who.start <= asked.start else None
    return f'"{asked.found}" in the title, asked by "{who.found}"' if who else None


def _hits(names: Sequence[str], part: WordReading) -> Lists:
    found = {name: words("kinds", name).first(part) for name in names}
    misread = list(words("kinds", "not_recall").hits(part))
    if misread:
        found["recall"] = words("kinds", "recall").first(part.without(misread))
    return found


def _no_act(hit: Hit, relevant: bool) -> tuple[NoticeKind, str]:
    reason = f'"{hit.found}" in the title: no act of a regulator'
    return (NoticeKind.OTHER if relevant else NoticeKind.NONE), reason


def _scheduled(found: tuple[NoticeKind, str], agency: WordReading) -> tuple[NoticeKind, str]:
    hit = words("kinds", "agency_schedules").first(agency)
    if found[0] is NoticeKind.REGULATION and hit:
        return NoticeKind.SCHEDULING, f'{found[1]}, a rule of "{hit.found}"'
    return found


def _first(
    order: Sequence[tuple[str, NoticeKind]], hits: Lists, part: str
) -> tuple[NoticeKind, str] | None:
    for name, result in order:
        if hit := hits[name]:
            return result, f'"{hit.found}" in the {part}'
    return None


def _bill(
    title: WordReading, summary: WordReading, above: Lists, below: Lists
) -> tuple[NoticeKind, str] | None:
    """A bill's number, unless the summary says that it is law by now."""
    number = BILL_NUMBER.search(title.given)
    said = above["bill"] or below["bill"]
    if above["court"] or above["enforcement"] or not number:
        return None
    law = words("kinds", "law_made").first(summary) or words("kinds", "law_made").first(title)
    if law and not said:
        strict = NoticeKind.BAN if below["ban"] and above["ban"] else NoticeKind.REGULATION
        return strict, f'"{number[0]}" in the title, "{law.found}": a law by now'
    return NoticeKind.BILL, f'"{number[0]}" in the title'


def _is_weak(result: NoticeKind, above: Lists) -> bool:
    return all(hit is None or name in _WEAK for name, hit in above.items()) and (
        result in (NoticeKind.REGULATION, NoticeKind.SCHEDULING, NoticeKind.WARNING)
    )


def _stronger(
    found: tuple[NoticeKind, str] | None,
    better: tuple[NoticeKind, str] | None,
    above: Lists,
    below: Lists,
) -> tuple[NoticeKind, str] | None:
    """The summary's word where the title has only a weak one that it can make exact."""
    if above["warning"] and (letters := below["letters"]):
        return NoticeKind.ENFORCEMENT, f'"{letters.found}" in the summary'
    if found is None or better is None:
        return found or better
    exact = ("scheduling", "ban", "bill", "recall", "enforcement")
    if above["warning"]:
        return better if better[0] is NoticeKind.OUTBREAK or below["recall"] else found
    if found[0] is NoticeKind.WARNING:
        exact = ("scheduling", "ban", "bill", "outbreak", "recall")
    return better if any(below[name] for name in exact) else found


def _refined(
    found: tuple[NoticeKind, str],
    above: Lists,
    below: Lists,
    title: WordReading,
    summary: WordReading,
) -> tuple[NoticeKind, str]:
    result, reason = found
    penalty = words("kinds", "penalty")
    bill, schedule = below["bill"], below["scheduling"]
    wish = words("stages", "proposed")
    if result is NoticeKind.BAN and bill and (wish.first(title) or wish.first(summary)):
        return NoticeKind.BILL, f'{reason}, "{bill.found}" in the summary'
    if result is NoticeKind.BAN and schedule and not above["listing"]:
        return NoticeKind.SCHEDULING, f'{reason}, "{schedule.found}" in the summary'
    if result is NoticeKind.WARNING and (hit := penalty.first(title) or penalty.first(summary)):
        return NoticeKind.GUIDANCE, f'{reason}, "{hit.found}": what the law says'
    return result, reason
