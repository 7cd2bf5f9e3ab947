"""How old a fact is, and how somebody looked whether it holds. The day of a source is never called
a check: nobody of us looked on that day."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from flask import Flask
from markupsafe import Markup

from pwa.answers.ages import is_disputed, source_of
from pwa.answers.days import HORIZON
from pwa.answers.helplines import Line
from pwa.dates import PartialDate
from pwa.locales import gettext
from pwa.locales.words import joined
from pwa.records import CheckKind, FactCheck, Helpline
from pwa.web.http.resources import today
from pwa.web.words.by_day import Version
from pwa.web.words.wording import day, written_as

Written = Callable[[PartialDate], str]
TO_THE_MONTH = {"day": "yMMMM", "month": "yMMMM", "year": "y"}


def month(on: PartialDate) -> str:
    """A date no more exactly than to the month: it stands behind "in"."""
    return written_as(TO_THE_MONTH[on.precision], on)


def month_aged(on: PartialDate) -> str:
    """The same, marked so that a phone can say how long ago it was, by its own clock."""
    if on.precision != "day":
        return month(on)
    return Markup('<time datetime="{}" data-age>{}</time>').format(on, month(on))


def age_words(line: Line, *, stale: bool | None = None, written: Written = month_aged) -> str:
    """Who showed the number of a line, and when. Past its shelf life the words change."""
    if line.look is None:
        return gettext("Our source for this number has no date.")
    if line.stale if stale is None else stale:
        return gettext("Old source: %(date)s.", date=written(line.look.on))
    is_fixed = line.is_planned and not is_disputed(line.helpline)
    if is_fixed and line.look.kind is CheckKind.SOURCE_DATE:
        return gettext("Fixed national number. Source from %(date)s.", date=written(line.look.on))
    return number_check_words(line.helpline, line.look, written)


def age_and_warning(line: Line) -> str:
    """The same for a line that stands alone, with what its age means."""
    warning = gettext("The number may have changed.") if line.stale else ""
    return joined(" ", (age_words(line), warning))


def number_check_words(line: Helpline, look: FactCheck, written: Written = month_aged) -> str:
    """How somebody looked at a number, in a sentence."""
    said = written(look.on)
    if look.kind is CheckKind.RUNG:
        return gettext("Somebody called this line in %(date)s and got an answer.", date=said)
    if look.kind is CheckKind.CONFIRMED:
        return gettext("The service told us in %(date)s that this is right.", date=said)
    if look.kind is CheckKind.READ:
        return gettext("A person read the source in %(date)s and found this right.", date=said)
    if look.kind is CheckKind.SEEN:
        return gettext(
            "Our program saw this number on the service’s own page in %(date)s.", date=said
        )
    return _source_words(line, said)


def _source_words(line: Helpline, said: str) -> str:
    source = source_of(line)
    if source and source.kind == "operator":
        return gettext("The service’s own page showed this number in %(date)s.", date=said)
    if source and source.kind == "government":
        return gettext("A government page showed this number in %(date)s.", date=said)
    return gettext("A list or report showed this number in %(date)s.", date=said)


def law_check_words(look: FactCheck) -> str:
    """How somebody looked at a law record, in a sentence."""
    said = day(look.on)
    if look.kind is CheckKind.SOURCE_DATE:
        return gettext("Newest source: %(date)s.", date=said)
    if look.kind is CheckKind.SEEN:
        return gettext("Our program saw it on the source’s own page: %(date)s.", date=said)
    if look.kind is CheckKind.READ:
        return gettext("A person read the source and found this right: %(date)s.", date=said)
    return gettext("The authority told us that this is right: %(date)s.", date=said)


def age_by_day(line: Line) -> list[Version]:
    """Whether a line is past its shelf life, today and from the day on which it will be."""
    now = (today(()), line.stale)
    return [now, *((on, True) for on in _turning_days([line]))]


def old_by_day(lines: Iterable[Line]) -> list[Version]:
    """Whether any of the lines is past its shelf life, today and later: it is said once a list."""
    lines = list(lines)
    now = (today(()), any(line.stale for line in lines))
    return [now, *((on, True) for on in sorted(_turning_days(lines))[:1])]


def _turning_days(lines: Iterable[Line]) -> Iterator[date]:
    """The days, as far as pages look ahead, on which a line that is fresh today grows old."""
    for turn in filter(None, (line.stale_from for line in lines)):
        now = today((turn - HORIZON, turn))
        if now < turn <= now + HORIZON:
            yield turn


def install(app: Flask) -> None:
    """Let every template say ages in these words."""
    for function in (
        age_and_warning,
        age_by_day,
        age_words,
        law_check_words,
        month,
        old_by_day,
    ):
        app.jinja_env.globals[function.__name__] = function
