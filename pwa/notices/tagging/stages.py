"""How far a rule has come, and whether a person must look at the stored legal status."""

from collections.abc import Sequence

from pwa.notices.tagging.effect import effective_after
from pwa.notices.tagging.kinds import LEGAL
from pwa.notices.tagging.words import Reading, words
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
_ACTED = (NoticeKind.RECALL, NoticeKind.IMPORT_ALERT)
_LAW_WORDS = ("ban", "scheduling", "bill", "procedure", "instrument", "listing", "penalty")
Found = tuple[Stage, str]


def stage(
    kind: NoticeKind, title: Reading, summary: Reading, published: str | None, *, changes: bool
) -> Found:
    """The stage of the rule that the notice is about; none where it is about no rule."""
    if kind in _ACTED:
        return Stage.IN_FORCE, f"a {kind} counts as done"
    if not changes:
        return Stage.NONE, "no rule on what is legal"
    if kind is NoticeKind.BILL:
        return _found(title, summary, published) or (Stage.PROPOSED, "a bill")
    if kind in (NoticeKind.ENFORCEMENT, NoticeKind.WARNING):
        return Stage.IN_FORCE, "says what the law is"
    return _found(title, summary, published) or (
        Stage.IN_FORCE,
        "stated as a rule, without a word for an earlier stage",
    )


def _found(title: Reading, summary: Reading, published: str | None) -> Found | None:
    dated = effective_after((title, summary), published)
    for part, order in ((title, _ORDER), (summary, _IN_SUMMARY)):
        for name, result in order:
            if hit := words("stages", name).first(part):
                reason = f'"{hit.found}" in the {part.part}'
                if name == "starts" and (soon := words("stages", "soon").first(part)):
                    return Stage.ADOPTED, f'{reason}, "{soon.found}"'
                return _dated(name, result, reason, dated)
    if dated is None:
        return None
    return (Stage.ADOPTED if dated[0] else Stage.IN_FORCE), dated[1]


def _dated(name: str, result: Stage, reason: str, dated: tuple[bool, str] | None) -> Found:
    """An adopted rule whose day had come when the notice appeared is in force, and the reverse."""
    if dated is None or name not in ("starts", "adopted"):
        return result, reason
    return (Stage.ADOPTED if dated[0] else Stage.IN_FORCE), f"{reason}, {dated[1]}"


def may_change(
    kind: NoticeKind, place: str | None, title: Reading, summary: Reading
) -> tuple[bool, str]:
    """Whether the notice is about the legal position: at any stage, also when it is taken back."""
    if kind in LEGAL:
        return True, f"a {kind} is about what is legal"
    parts: Sequence[Reading] = (title, summary)
    if hit := words("kinds", "opinion").first(title):
        return False, f'"{hit.found}" in the title: no rule'
    if kind is NoticeKind.GUIDANCE and place in ("INT", "EU"):
        return False, "advice of an international body"
    if kind is NoticeKind.COURT and _first("health_only", parts):
        return False, "a court case on harm"
    if kind in (NoticeKind.GUIDANCE, NoticeKind.COURT, NoticeKind.OTHER):
        names: tuple[str, ...] = (*_LAW_WORDS, "position")
    elif kind in (NoticeKind.ENFORCEMENT, NoticeKind.WARNING):
        names = ("position", "bill", "scheduling")
    else:
        names = ()
    spoken = parts if names else (title,)
    for name in names or ("bill", "scheduling", "ban"):
        if found := _first(name, spoken):
            return True, f"{found} speaks of the law"
    return False, "no word about a rule on what is legal"


def _first(name: str, parts: Sequence[Reading]) -> str | None:
    for part in parts:
        if hit := words("kinds", name).first(part):
            return f'"{hit.found}" in the {part.part}'
    return None
