"""All tags of one notice. Pure: the same words give the same tags."""

from pwa.notices.tagging.kinds import LEGAL, kind
from pwa.notices.tagging.places import address_words, place
from pwa.notices.tagging.relevance import Subject, listed_alkaloids, subject
from pwa.notices.tagging.stages import may_change, stage
from pwa.notices.tagging.words import WordReading
from pwa.records.notices import NoticeKind, Stage, Tags


def tag(
    title: str | None,
    summary: str | None = None,
    agency: str | None = None,
    url: str | None = None,
    published: str | None = None,
) -> Tags:
    """What a notice is about, where, of which kind and stage, with the reason for every tag."""
    above, below = WordReading("title", title or ""), WordReading("summary", summary or "")
    body = WordReading("agency", agency or "")
    about = subject(above, below, body, WordReading("address", address_words(url)))
    where, why_where = place(above, below, body, url)
    sort, why_sort = kind(above, below, body, relevant=about.relevant)
    reasons = [*(f"relevance {about.score:.2f}: {reason}" for reason in about.reasons)]
    reasons += [f"place {where}: {why_where}", f"kind {sort}: {why_sort}"]
    if not about.relevant:
        reasons.append("stage none, no change of status: not relevant")
        return Tags(False, about.score, where, sort, Stage.NONE, (), False, reasons=tuple(reasons))
    return _relevant_tags(about, where, sort, (above, below, body), published, reasons)


def _relevant_tags(
    about: Subject,
    where: str,
    sort: NoticeKind,
    texts: tuple[WordReading, WordReading, WordReading],
    published: str | None,
    reasons: list[str],
) -> Tags:
    title, summary, agency = texts
    parts = (title, summary)
    changes, why_changes = may_change(sort, where, title, summary, agency, published)
    step, why_step = stage(sort, *parts, published, changes=changes)
    substances = about.substances
    if also := listed_alkaloids(about, where, parts, sort in LEGAL):
        substances = ("kratom", "7oh")
        reasons.append(f'substances: 7-OH too, "{also[0]}": {also[1]}')
    reasons.append(f"substances: {', '.join(substances) or 'none'}")
    reasons.append(f"stage {step}: {why_step}")
    reasons.append(f"may change a status: {'yes' if changes else 'no'}, {why_changes}")
    score = round(about.score, 2)
    return Tags(True, score, where, sort, step, substances, changes, tuple(reasons))
