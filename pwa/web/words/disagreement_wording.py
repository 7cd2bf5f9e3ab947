"""How it is said that sources differ: what each says and when, which we follow, and why."""

from flask import Flask

from pwa.dates import PartialDate
from pwa.locales import gettext
from pwa.locales.words import apart, joined
from pwa.records import Disagreement, Permission, SourceReading, Status
from pwa.web.words.wording import day, listed, permission_words, status_word


def differ_words(each: Disagreement) -> str:
    """What they differ on."""
    return {
        "number": gettext("Sources differ on this number."),
        "status": gettext("Sources differ on the law."),
        "possession": gettext("Sources differ on having it."),
        "sale": gettext("Sources differ on selling it."),
        "date": gettext("Sources differ on the date."),
    }[each.about]


def readings_words(each: Disagreement) -> str:
    """What each says, that which we follow first, and why we do."""
    followed = _reading(each.about, each.followed)
    others = listed(_reading(each.about, other) for other in each.others)
    return joined(
        " ",
        (
            gettext("We follow: %(reading)s.", reading=followed),
            gettext("Other sources: %(readings)s.", readings=others),
            _why(each),
        ),
    )


def _reading(about: str, reading: SourceReading) -> str:
    what = _said(about, reading.says)
    by = apart(reading.by)
    if reading.on is None:
        return gettext("%(says)s (%(source)s)", says=what, source=by)
    return gettext("%(says)s (%(source)s, %(date)s)", says=what, source=by, date=day(reading.on))


def _said(about: str, says: str) -> str:
    if about == "number":
        return apart(says, "ltr")
    if about == "date":
        return day(PartialDate.parse(says))
    return status_word(Status(says)) if about == "status" else permission_words(Permission(says))


def _why(each: Disagreement) -> str:
    return {
        "newer": gettext("We follow the newer one."),
        "more": gettext("We follow what more sources say."),
        "official": gettext("We follow the official one."),
        "safer": gettext("We follow the one that is safer to follow."),
        "open": gettext("We cannot tell who is right, so we say “not known”."),
    }[each.why]


def install(app: Flask) -> None:
    """Let every template say it in these words."""
    for function in (differ_words, readings_words):
        app.jinja_env.globals[function.__name__] = function
