"""How far a rule has come, and whether a person must look at the stored legal status."""

import re
from collections.abc import Iterator, Sequence

from pwa.notices.tagging.effect import effective_after
from pwa.notices.tagging.kinds import LEGAL, demand
from pwa.notices.tagging.words import Hit, WordReading, words
from pwa.records.notices import NoticeKind, Stage

_ORDER = (
    ("withdrawn", Stage.WITHDRAWN),
    ("in_force", Stage.IN_FORCE),
    ("starts", Stage.IN_FORCE),
    ("halfway", Stage.PROPOSED),
    ("adopted", Stage.ADOPTED),
    ("proposed", Stage.PROPOSED),
)
_IN_SUMMARY = (
    ("halfway", Stage.PROPOSED),
    ("proposed", Stage.PROPOSED),
    ("in_force", Stage.IN_FORCE),
    ("starts", Stage.IN_FORCE),
    ("adopted", Stage.ADOPTED),
    ("withdrawn", Stage.WITHDRAWN),
)
NEAR = 40  # letters in which one word bears on another
_ACTED = (NoticeKind.RECALL, NoticeKind.IMPORT_ALERT)
_LAW_WORDS = ("ban", "scheduling", "bill", "procedure", "instrument", "listing", "penalty")
Found = tuple[Stage, str]


def stage(
    kind: NoticeKind,
    title: WordReading,
    summary: WordReading,
    published: str | None,
    *,
    changes: bool,
) -> Found:
    """The stage of the rule that the notice is about; none where it is about no rule."""
    if kind in _ACTED:
        return Stage.IN_FORCE, f"a {kind} counts as done"
    if not changes:
        return Stage.NONE, "no rule on what is legal"
    if kind is NoticeKind.BILL:
        return _found(kind, title, summary, published) or (Stage.PROPOSED, "a bill")
    if kind in (NoticeKind.ENFORCEMENT, NoticeKind.WARNING):
        return Stage.IN_FORCE, "says what the law is"
    return _found(kind, title, summary, published) or (
        Stage.IN_FORCE,
        "stated as a rule, without a word for an earlier stage",
    )


def _found(
    kind: NoticeKind, title: WordReading, summary: WordReading, published: str | None
) -> Found | None:
    dated = effective_after((title, summary), published)
    for part, order in ((title, _ORDER), (summary, _IN_SUMMARY)):
        back = _taken_back(kind, part)
        if back and _decides(back[0], part, title):
            return back
        for name, result in order:
            if hit := _hit(name, part):
                reason = f'"{hit.found}" in the {part.part}'
                if name == "starts" and (soon := words("stages", "soon").first(part)):
                    return Stage.ADOPTED, f'{reason}, "{soon.found}"'
                return _dated(name, result, reason, dated)
        if back:
            return back
    if dated is None:
        return None
    return (Stage.ADOPTED if dated[0] else Stage.IN_FORCE), dated[1]


def _decides(back: Stage, part: WordReading, title: WordReading) -> bool:
    """Whether a lifting goes before all other words; in a summary a rule that stays does."""
    if back is Stage.PROPOSED and _hit("withdrawn", part):
        return False  # the bill itself is withdrawn
    return part is title or back is Stage.IN_FORCE


def _hit(name: str, part: WordReading) -> Hit | None:
    """The first word of a list.

    Leave to sell that is taken back, and a veto that is overridden, withdraw no rule.
    """
    hit = words("stages", name).first(part)
    if hit and name == "withdrawn":
        near = _around(part, hit)
        if any(words("stages", other).first(near) for other in ("permission", "overridden")):
            return None
    return hit


def _taken_back(kind: NoticeKind, part: WordReading) -> Found | None:
    """Where a part says that a ban is lifted: withdrawn, still a bill, or kept after all.

    Leave to sell that is taken back is not a lifting: it makes the law stricter.
    """
    for hit in sorted(_liftings(part), key=lambda hit: hit.start):
        reason = f'"{hit.found}" in the {part.part}'
        near = _around(part, hit)
        if any(words("stages", name).first(near) for name in ("permission", "legalising")):
            continue
        if kept := words("stages", "kept").first(_before(part, hit)):
            return Stage.IN_FORCE, f'{reason}, "{kept.found}" before it: the rule stays'
        if asked := _only_asked(kind, part):
            return Stage.PROPOSED, f"{reason}, {asked}"
        return Stage.WITHDRAWN, reason
    return None


def _liftings(part: WordReading) -> Iterator[Hit]:
    yield from words("stages", "lifted").hits(part)
    for hit in words("stages", "suspended").hits(part):
        if not _stops_sale(part, hit):
            yield hit


def _stops_sale(part: WordReading, hit: Hit) -> bool:
    """Whether what is suspended is a sale and not a rule: the next noun after, or before."""
    for near in (part.slice(hit.end, hit.end + NEAR), _before(part, hit)):
        sale = words("stages", "sale").first(near)
        rules = [words("kinds", name).first(near) for name in ("ban", "instrument", "scheduling")]
        if rule := min(filter(None, rules), key=lambda one: one.start, default=None):
            return sale is not None and sale.start < rule.start
        if sale:
            return True
    return True


def _only_asked(kind: NoticeKind, part: WordReading) -> str | None:
    if words("stages", "adopted").first(part):
        return None
    if kind is NoticeKind.BILL:
        return "in a bill"
    wish = words("stages", "proposed").first(part)
    return f'"{wish.found}" beside it' if wish else None


def _around(part: WordReading, hit: Hit) -> WordReading:
    return part.slice(hit.start - NEAR, hit.end + NEAR)


def _before(part: WordReading, hit: Hit) -> WordReading:
    """The words before a hit, in its own sentence."""
    text = part.plain[max(hit.start - NEAR, 0) : hit.start]
    return WordReading(part.part, re.split(r"[.;:,!?]", text)[-1])


def _dated(name: str, result: Stage, reason: str, dated: tuple[bool, str] | None) -> Found:
    """An adopted rule whose day had come when the notice appeared is in force, and the reverse."""
    if dated is None or name not in ("starts", "adopted"):
        return result, reason
    return (Stage.ADOPTED if dated[0] else Stage.IN_FORCE), f"{reason}, {dated[1]}"


def may_change(
    kind: NoticeKind,
    place: str | None,
    title: WordReading,
    summary: WordReading,
    agency: WordReading,
    published: str | None,
) -> tuple[bool, str]:
    """Whether the notice is about the legal position: at any stage, also when it is taken back."""
    if kind in LEGAL:
        return True, f"a {kind} is about what is legal"
    parts: Sequence[WordReading] = (title, summary)
    if hit := words("kinds", "opinion").first(title):
        return False, f'"{hit.found}" in the title: no rule'
    if wish := demand(title, agency):
        return False, f"{wish}: asked for, not decided"
    if kind is NoticeKind.ENFORCEMENT:
        return _tells_new_law(parts, published)
    if kind is NoticeKind.GUIDANCE and place in ("INT", "EU"):
        return False, "advice of an international body"
    if kind is NoticeKind.COURT and _first("health_only", parts):
        return False, "a court case on harm"
    if kind in (NoticeKind.GUIDANCE, NoticeKind.COURT, NoticeKind.OTHER):
        names: tuple[str, ...] = (*_LAW_WORDS, "position")
    elif kind is NoticeKind.WARNING:
        names = ("position", "bill", "scheduling")
    else:
        names = ()
    spoken = parts if names else (title,)
    for name in names or ("bill", "scheduling", "ban"):
        if found := _first(name, spoken):
            return True, f"{found} speaks of the law"
    return False, "no word about a rule on what is legal"


def _tells_new_law(parts: Sequence[WordReading], published: str | None) -> tuple[bool, str]:
    """Most seizures and arrests recall a law that is old; some are the first under a new one."""
    if found := _first("new_law", parts):
        return True, f"{found} speaks of a new law"
    this_year = int(published[:4]) if published and re.match(r"[12]\d{3}", published) else None
    for part in parts:
        years = {int(year) for year in re.findall(r"(?<!\d)20\d\d(?!\d)", part.plain)}
        recent = [y for y in years if this_year is None or this_year - 1 <= y <= this_year]
        if recent and words("kinds", "position").first(part):
            return True, f"what the law is since {recent[0]}, new or of unknown age"
    return False, "a seizure, an arrest or a letter under a law that is not new"


def _first(name: str, parts: Sequence[WordReading]) -> str | None:
    for part in parts:
        if hit := words("kinds", name).first(part):
            return f'"{hit.found}" in the {part.part}'
    return None
