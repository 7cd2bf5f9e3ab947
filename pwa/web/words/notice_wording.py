"""How notices are said: kinds, stages, what they do not mean, and when sources were checked."""

from datetime import datetime, timedelta

from flask import Flask
from markupsafe import Markup

from pwa.dates import PartialDate
from pwa.locales import gettext
from pwa.records.notices import Notice, NoticeKind, Stage, Standing
from pwa.records.outcomes import Outcome
from pwa.records.refreshes import SourceState
from pwa.web.http.resources import DAY, UTC, SourceInfo, now
from pwa.web.words.by_day import by_day
from pwa.web.words.wording import day

TOO_LONG = timedelta(days=3)


def notice_kind_words(kind: NoticeKind) -> str:
    """What sort of thing was published."""
    return {
        NoticeKind.BAN: gettext("Ban"),
        NoticeKind.SCHEDULING: gettext("Drug list"),
        NoticeKind.REGULATION: gettext("Rules"),
        NoticeKind.WARNING: gettext("Warning"),
        NoticeKind.RECALL: gettext("Recall"),
        NoticeKind.IMPORT_ALERT: gettext("Border alert"),
        NoticeKind.BILL: gettext("Bill"),
        NoticeKind.GUIDANCE: gettext("Guidance"),
        NoticeKind.ENFORCEMENT: gettext("Enforcement"),
        NoticeKind.OUTBREAK: gettext("Outbreak"),
        NoticeKind.COURT: gettext("Court"),
        NoticeKind.OTHER: gettext("Notice"),
        NoticeKind.NONE: gettext("Notice"),
    }[kind]


def stage_words(stage: Stage) -> str:
    """How far a rule has come; nothing for what is not a rule."""
    return {
        Stage.PROPOSED: gettext("Only proposed"),
        Stage.ADOPTED: gettext("Decided"),
        Stage.IN_FORCE: gettext("Reported in force"),
        Stage.WITHDRAWN: gettext("Taken back"),
        Stage.NONE: "",
    }[stage]


def not_meant(notice: Notice) -> list[str]:
    """What the notice does not mean: a proposal is not a ban."""
    said = {
        Stage.PROPOSED: gettext("This is a plan. It is not a ban, and it changes nothing yet."),
        Stage.ADOPTED: gettext(
            "A decision may start later, or never. It is not in force for sure."
        ),
        Stage.IN_FORCE: gettext("We have not changed our law page because of this alone."),
        Stage.WITHDRAWN: gettext("A plan was taken back. Other rules may still hold."),
        Stage.NONE: gettext("This does not change what the law says."),
    }
    words = [said[notice.tags.stage]]
    if not notice.tags.substances:
        words.append(gettext("It is about a related chemical, not about leaf or 7-OH itself."))
    if notice.tags.may_change_status and notice.open_since:
        words.append(gettext("A person still has to read it. Our law page says what holds today."))
    if notice.standing is not Standing.PUBLISHED:
        words.append(gettext("Its publisher has replaced it or taken it back."))
    if notice.gone_since:
        words.append(gettext("Its source lists it no more."))
    return words


def notice_day(notice: Notice) -> str:
    """When it was published, as exact as its source says."""
    published = notice.item.published
    if not published:
        return gettext(
            "first seen %(date)s", date=day(PartialDate.parse(notice.first_seen_at[:10]))
        )
    return day(PartialDate.parse(published[:10]))


def checked_words(state: SourceState) -> str:
    """When a source was last reached; plainly, where it was not for long."""
    if state.last_success_at is None:
        return gettext("Not reached yet")
    last = datetime.fromisoformat(state.last_success_at)
    late_from = (last + TOO_LONG).date() + DAY
    at = now((late_from,))
    versions = [(at.date(), at - last > TOO_LONG)]
    versions += [(late_from, True)] if not versions[0][1] else []
    return by_day(versions, "span", caller=lambda late: _reached(last, late=bool(late)))


def _reached(last: datetime, *, late: bool) -> str:
    stamp = last.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    moment = Markup('<time datetime="{}" data-age>{}</time>').format(stamp, day(last.date()))
    if late:
        return gettext("Last reached %(date)s. News may be missing.", date=moment)
    return gettext("checked %(date)s", date=moment)


def source_words(source: SourceInfo, state: SourceState | None) -> str:
    """How a source does: when a program last reached it, or a person last looked."""
    if source.by_hand:
        if source.checked_on is None:
            return gettext("by hand, not read yet")
        return gettext("by hand, %(date)s", date=day(source.checked_on))
    if state and state.last_outcome is Outcome.NO_KEY:
        return gettext("off")
    return checked_words(state) if state else gettext("Not reached yet")


def install(app: Flask) -> None:
    """Let every template say notices in these words."""
    for function in (not_meant, notice_day, notice_kind_words, source_words, stage_words):
        app.jinja_env.globals[function.__name__] = function
