"""How the answer about the law is said. Unknown is never worded as allowed."""

from flask import Flask

from pwa.answers.law import CAUTION, ExpectedDecision, LawAnswer
from pwa.answers.levels import INFORMATION_ONLY, LawLevel, LevelFinding
from pwa.dates import PartialDate
from pwa.locales import gettext, ngettext
from pwa.locales.words import joined
from pwa.records import Confidence, Permission, Place, Rule, Status, Substance
from pwa.web.words.age_wording import month
from pwa.web.words.wording import day, listed, permission_words, place_name, status_word


def headline(answer: LawAnswer, *, named: bool = True) -> str:
    """The answer in one line. Unknown is never worded as allowed, and what was true when an old
    source was written is said of that time. Without names many places share it."""
    if answer.place.kind in INFORMATION_ONLY:
        return gettext("This is background. Each country decides.")
    if not answer.reviewed:
        return gettext("We have not reviewed this place")
    is_leaf = answer.substance is Substance.KRATOM
    if answer.is_last_known:
        was = _headline_was_kratom if is_leaf else _headline_was_7oh
        return was(answer.last_known, answer.looked_on if named else None)
    sold = answer.status is Status.BANNED and answer.possession is Permission.ALLOWED
    says = _headline_kratom if is_leaf else _headline_7oh
    return says(answer.status, only_selling=sold)


# Each line stands whole, once a substance: in other languages the words around a name change.
def _headline_kratom(status: Status, *, only_selling: bool) -> str:
    if only_selling:
        return gettext("Selling kratom is banned here")
    return {
        Status.BANNED: gettext("Kratom is banned here"),
        Status.PRESCRIPTION: gettext("Kratom needs a prescription here"),
        Status.REGULATED: gettext("There are limits on kratom here"),
        Status.LEGAL: gettext("We found no ban on kratom here"),
        Status.UNCLEAR: gettext("The law on kratom is not clear here"),
    }[status]


def _headline_7oh(status: Status, *, only_selling: bool) -> str:
    if only_selling:
        return gettext("Selling 7-OH is banned here")
    return {
        Status.BANNED: gettext("7-OH is banned here"),
        Status.PRESCRIPTION: gettext("7-OH needs a prescription here"),
        Status.REGULATED: gettext("There are limits on 7-OH here"),
        Status.LEGAL: gettext("We found no ban on 7-OH here"),
        Status.UNCLEAR: gettext("The law on 7-OH is not clear here"),
    }[status]


def _headline_was_kratom(status: Status, on: PartialDate | None) -> str:
    if on is None:
        return {
            Status.PRESCRIPTION: gettext("Kratom needed a prescription here"),
            Status.REGULATED: gettext("There were limits on kratom here"),
            Status.LEGAL: gettext("We had found no ban on kratom here"),
        }[status]
    date = month(on)
    return {
        Status.PRESCRIPTION: gettext("Kratom needed a prescription here in %(date)s", date=date),
        Status.REGULATED: gettext("There were limits on kratom here in %(date)s", date=date),
        Status.LEGAL: gettext("We found no ban on kratom here in %(date)s", date=date),
    }[status]


def _headline_was_7oh(status: Status, on: PartialDate | None) -> str:
    if on is None:
        return {
            Status.PRESCRIPTION: gettext("7-OH needed a prescription here"),
            Status.REGULATED: gettext("There were limits on 7-OH here"),
            Status.LEGAL: gettext("We had found no ban on 7-OH here"),
        }[status]
    date = month(on)
    return {
        Status.PRESCRIPTION: gettext("7-OH needed a prescription here in %(date)s", date=date),
        Status.REGULATED: gettext("There were limits on 7-OH here in %(date)s", date=date),
        Status.LEGAL: gettext("We found no ban on 7-OH here in %(date)s", date=date),
    }[status]


def last_known_words(status: Status, last_known: Status, on: PartialDate | None) -> str:
    """What held when an old source was written, beside a status that we do not know; nothing
    where it is known, or where the source knew no more."""
    if status is not Status.UNCLEAR or last_known is Status.UNCLEAR:
        return ""
    word = status_word(last_known)
    return gettext("%(date)s: %(status)s", date=month(on), status=word) if on else word


def act_words(answer: LawAnswer, act: str, *, named: bool = True) -> str:
    """What the rules say of one act; where one level leaves it open, what the others say; where
    all we have is old, what held then."""
    said: Permission = getattr(answer, act)
    levels = [level for level in answer.chain if level.binds and _last_act(level, act)]
    speak = [level for level in levels if _last_act(level, act) is not Permission.UNCLEAR]
    if said is not Permission.UNCLEAR or not speak:
        return permission_words(said)
    strictest = max(speak, key=lambda level: CAUTION[_last_act(level, act) or Permission.UNCLEAR])
    words = permission_words(_last_act(strictest, act) or Permission.UNCLEAR)
    if named and getattr(strictest, act) is Permission.UNCLEAR and strictest.looked_on:
        date = month(strictest.looked_on)
        words = gettext("%(words)s (%(date)s)", words=words, date=date)
    leave_open = [level for level in levels if level not in speak]
    if not leave_open or not named:
        return words if not leave_open else permission_words(said)
    return gettext(
        "%(words)s (%(place)s). Not clear: %(others)s",
        words=words,
        place=place_name(strictest.place),
        others=listed(place_name(level.place) for level in leave_open),
    )


def _last_act(level: LawLevel, act: str) -> Permission | None:
    found: Permission | None = getattr(level.last_known_acts, act)
    return found


def act_rows(answer: LawAnswer) -> list[tuple[str, str]]:
    """The acts by name, and what the rules say of each where they say something."""
    not_known = permission_words(Permission.UNCLEAR)
    return [(act, words) for act, words in _acts(answer) if words != not_known]


def unknown_acts(answer: LawAnswer) -> str:
    """The others, in one sentence; empty where there are none."""
    not_known = permission_words(Permission.UNCLEAR)
    acts = [act for act, words in _acts(answer) if words == not_known]
    return gettext("Not known: %(acts)s", acts=joined(" · ", acts)) if acts else ""


def _acts(answer: LawAnswer) -> list[tuple[str, str]]:
    return [
        (gettext("Having it"), act_words(answer, "possession")),
        (gettext("Selling it"), act_words(answer, "sale")),
        (gettext("Carrying it in"), act_words(answer, "import_")),
    ]


def band_words(answer: LawAnswer) -> str:
    """Why the answer may no longer hold, in the one sentence that stands above it; empty where
    nothing speaks against it."""
    if answer.is_last_known and answer.looked_on:
        return gettext(
            "Not checked since %(date)s. It may have changed.", date=month(answer.looked_on)
        )
    if answer.expected:
        return _expected_sentence(answer.expected[0])
    return gettext("This may have changed. Call before you rely on it.") if answer.stale else ""


def law_question(place: Place, substance: Substance) -> str:
    """What the page of a place answers."""
    if substance is Substance.KRATOM:
        return gettext("%(place)s: is kratom legal?", place=place_name(place))
    return gettext("%(place)s: is 7-OH legal?", place=place_name(place))


def explanation(answer: LawAnswer, *, named: bool = True) -> list[str]:
    """Short sentences that stand under the headline, the most needed first. Without names (of the
    place that decides, of the day of its sources) many places share them."""
    deciding = answer.deciding
    said: list[str] = []
    if not answer.reviewed:
        said.append(gettext("Nobody has looked up the law here for us yet. Ask locally."))
    if deciding.finding is LevelFinding.MISSING and answer.status is Status.UNCLEAR:
        said.append(_no_rule(deciding.place if named else None))
    if deciding.finding is LevelFinding.CHANGING:
        said.append(gettext("The law changed around this time. We do not know the day."))
    if any(level.finding is LevelFinding.LAPSED for level in answer.chain):
        said.append(
            gettext("A short-term order has run out. We still have to check what came next.")
        )
    if deciding.rule and deciding.rule.announced:
        said.append(gettext("A ban was announced. We could not confirm that it started."))
    if answer.is_last_known and not named:
        said.append(gettext("That is what held when our source was written."))
    if answer.status is Status.LEGAL:
        said.append(_not_the_same_as_legal(answer, named=named))
    said += warnings(answer)
    return said


def _no_rule(place: Place | None) -> str:
    if place is None:
        return gettext("We have no rule on this. That does not mean it is allowed.")
    return gettext(
        "We have no rule of %(place)s on this. That does not mean it is allowed.",
        place=place_name(place),
    )


def _not_the_same_as_legal(answer: LawAnswer, *, named: bool) -> str:
    if not named:
        return gettext("That is not the same as legal.")
    return gettext(
        "That is not the same as legal. Our source is from %(date)s.", date=day(answer.looked_on)
    )


def warnings(answer: LawAnswer) -> list[str]:
    """What a reader has to know before relying on an answer, whatever it is."""
    said: list[str] = []
    if answer.min_age:
        said.append(age_sentence(answer.min_age, answer.age_binds))
    said += (gettext(advice) for advice in _advice(answer))
    said += map(_expected_sentence, answer.expected)
    own = answer.chain[0]
    if own.finding is LevelFinding.UNRECORDED and answer.reviewed:
        said.append(gettext("We have no record of a local rule here."))
    if answer.stale:
        said.append(gettext("This may have changed. Call before you rely on it."))
    if is_weakly_supported(answer.deciding):
        said.append(gettext("Reported by one source; check locally."))
    return said


def _advice(answer: LawAnswer) -> list[str]:
    """What the rules that count tell a reader to do, each once, the nearest place first."""
    rules = (level.rule for level in answer.chain if level.binds and level.rule)
    return list(dict.fromkeys(rule.advice for rule in rules if rule.advice))


def _expected_sentence(expected: ExpectedDecision) -> str:
    place, looked = place_name(expected.place), day(expected.looked_on)
    if not expected.is_due:
        return gettext(
            "A new rule may come any day (%(place)s). There was none when we last looked: "
            "%(looked)s.",
            place=place,
            looked=looked,
        )
    return gettext(
        "A new rule may hold since %(date)s (%(place)s). There was none when we last looked: "
        "%(looked)s.",
        place=place,
        date=day(expected.event.on),
        looked=looked,
    )


def is_weakly_supported(level: LawLevel) -> bool:
    """Whether the level rests on little: low confidence, or one interested source alone."""
    weak = level.record is not None and level.record.has_one_weak_source
    return level.rule is not None and (level.confidence is Confidence.LOW or weak)


def age_sentence(age: int, binds: tuple[str, ...]) -> str:
    """What the minimum age is for."""
    if "possession" in binds:
        return ngettext(
            "You must be %(num)s or older to buy it or have it.",
            "You must be %(num)s or older to buy it or have it.",
            age,
        )
    return ngettext(
        "You must be %(num)s or older to buy it.", "You must be %(num)s or older to buy it.", age
    )


def in_short(rule: Rule) -> str:
    """A rule from its fields alone: it reads in any language before its summary is translated."""
    acts = (
        (gettext("Having it"), rule.possession),
        (gettext("Selling it"), rule.sale),
        (gettext("Carrying it in"), rule.import_),
    )
    said = [
        gettext("%(act)s: %(words)s.", act=act, words=permission_words(permission))
        for act, permission in acts
        if permission
    ]
    if rule.min_age:
        said.append(age_sentence(rule.min_age, rule.age_binds))
    return joined(" ", said)


def since(level: LawLevel) -> str:
    """Since when the level's rule holds."""
    rule = level.rule
    if rule is None:
        return gettext("No rule on record")
    if rule.valid_from is None:
        return gettext("Start not known")
    if rule.valid_from.precision == "day":
        return gettext("Since %(date)s", date=day(rule.valid_from))
    return gettext("Since some time in %(date)s", date=day(rule.valid_from))


def install(app: Flask) -> None:
    """Let every template say the law in these words."""
    for function in (
        act_rows,
        band_words,
        law_question,
        unknown_acts,
        act_words,
        explanation,
        headline,
        in_short,
        is_weakly_supported,
        since,
    ):
        app.jinja_env.globals[function.__name__] = function
