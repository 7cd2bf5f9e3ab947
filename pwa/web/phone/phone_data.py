"""Data that phones work with offline, one file a kind and language.

All but the notices go into the packs, so none of it depends on the hour. What is read here is
worked with in static/find.js and static/route.js.
"""

import json
from collections.abc import Callable, Iterable
from itertools import groupby

from flask import Blueprint, Response, url_for
from werkzeug.exceptions import ServiceUnavailable

from pwa.answers.alarms import read_phrases
from pwa.answers.days import answers_by_day, days_of_other_answers
from pwa.answers.law import LawAnswer
from pwa.answers.levels import INFORMATION_ONLY
from pwa.answers.naming import vocabulary
from pwa.answers.search import ENGLISH, SearchEntry, Tongue, entries, fold, line_names, own_names
from pwa.errors import StoreError
from pwa.locales import current, plain_gettext
from pwa.locales.places import name_in
from pwa.records import Facts, Permission, Place, Status, Substance
from pwa.records.names import Lexicon
from pwa.records.notices import Notice
from pwa.records.safety import Level
from pwa.web.http import resources
from pwa.web.http.addresses import take_locale_off
from pwa.web.words import results
from pwa.web.words.by_day import changes
from pwa.web.words.law_wording import act_words, headline, warnings
from pwa.web.words.notice_wording import notice_day, notice_kind_words, stage_words
from pwa.web.words.safety_wording import level_style, level_words
from pwa.web.words.wording import permission_words, said, sentence, status_word

bp = Blueprint("phone_data", __name__, url_prefix="/<locale:locale>/data")
take_locale_off(bp)

NEWEST_NOTICES = 30
NOTICES_OF_A_PLACE = 2
NOWHERE = -1
# Where the entries of a kind lead. To whoever looks for help a place is its helplines.
OVERVIEWS = {
    "law": "law.world",
    "place": "law.world",
    "helpline": "helplines.overview",
    "topic": "learn.overview",
    "mixing": "mixing.overview",
    "emergency": "pages.emergency",
    "talk": "helplines.overview",
}

Row = list[object]


class Numbering(dict[object, int]):
    """Gives each thing a number, equal things the same one: a file names a thing once."""

    def __missing__(self, thing: object) -> int:
        self[thing] = len(self)
        return self[thing]


class LawWords:
    """What answers about the law say of acts, each with its permission, and beside them."""

    def __init__(self) -> None:
        self.acts, self.notes = Numbering(), Numbering()

    def act(self, answer: LawAnswer, act: str) -> int:
        """The number of what is said of an act; where all we have is old, what held then."""
        permission: Permission = getattr(answer, act)
        is_old = answer.is_last_known
        words = act_words(answer, act) if is_old else permission_words(permission)
        return self.acts[permission.value, words]


@bp.get("/find.json")
def find() -> Response:
    """All that search finds, in the order of the index, which decides between equals."""
    facts = resources.facts()
    return as_file(
        {
            "plant": [fold(name) for name in facts.plant_names],
            "help": [url_for("helplines.overview"), "phone"],
            "kinds": _kinds(facts, entries(facts, (_tongue(),))),
        }
    )


@bp.get("/law.json")
def law() -> Response:
    """What the law of each place says of both substances, by the day from which it says so.

    `law` stands beside the rows of places; a place that only informs has none. The first day of a
    timeline is empty: it says what held when the file was made.
    """
    facts = resources.facts()
    today = resources.today(days_of_other_answers(facts, facts.places))
    places = (entry for entry in entries(facts, (_tongue(),)) if entry.kind == "place")
    answers, timelines = Numbering(), Numbering()
    words = LawWords()

    def numbered(place: Place) -> list[int] | None:
        if place.kind in INFORMATION_ONLY:
            return None
        found = [
            _timeline(answers_by_day(facts, place.id, each, today), answers, words)
            for each in Substance
        ]
        return [timelines[timeline] for timeline in found]

    law = [numbered(place) for place in facts.places.values()]
    return as_file(
        {
            "statuses": [[each.value, status_word(each)] for each in Status],
            "acts": list(words.acts),
            "kinds": _kinds(facts, places),
            "law": law,
            "timelines": list(timelines),
            "answers": list(answers),
            "notes": list(words.notes),
        }
    )


@bp.get("/mixing.json")
def mixing() -> Response:
    """Interactions and their own names; names.json has what else people call them."""
    safety = resources.facts().safety
    levels = list(Level)
    numbers = {each.id: number for number, each in enumerate(safety.interactions)}
    known = vocabulary(safety, plain_gettext())
    return as_file(
        {
            "url": url_for("mixing.overview"),
            "levels": [[each.value, level_style(each), level_words(each)] for each in levels],
            "confused": [[numbers[one], numbers[two]] for one, two in safety.lexicon.confused],
            "interactions": [
                [
                    each.id,
                    levels.index(each.level),
                    sentence(each.with_),
                    plain_gettext()(each.with_),
                    said(each.what_can_happen),
                    said(each.do),
                ]
                for each in safety.interactions
            ],
            "names": [
                [numbers[name.interaction.id], name.name] for name in known.names if name.own
            ],
        }
    )


@bp.get("/names.json")
def names() -> Response:
    """What people call things and the words of danger, the same for every language.

    `others` have the numbers of interactions, names, topics, what a product holds, and whether it
    is a purpose.
    """
    safety = resources.facts().safety
    known = vocabulary(safety)
    numbers = {each.id: number for number, each in enumerate(safety.interactions)}
    return as_file(
        {
            "small": sorted(known.small),
            "things": sorted(known.things),
            "plant": [*known.plant_phrases, *sorted(known.plant)],
            "others": [
                [
                    [numbers[key] for key in each.interactions if key in numbers],
                    "|".join(each.names),
                    " ".join(slug for slug in each.topics if slug in safety.topic_by_slug),
                    each.holds,
                    int(each.asks),
                ]
                for each in safety.lexicon.names
            ],
            "alarms": _alarms(safety.lexicon),
        }
    )


@bp.get("/notices.json")
def notices() -> Response:
    """The newest notices, and the newest of each place; for pages that hold none themselves."""
    try:
        items = [_notice(each) for each in _newest_notices()]
    except StoreError:
        raise ServiceUnavailable from None
    return as_file({"items": items})


def _alarms(lexicon: Lexicon) -> dict[str, list[str]]:
    """Phrases of each alarm as questions are read, and groups of words that stand in them."""
    groups: dict[tuple[str, ...], int] = {}
    by_alarm: dict[str, list[str]] = {}
    for alarm, phrases in read_phrases(lexicon).by_alarm:
        by_alarm[alarm.value] = [
            " ".join(
                choices[0] if len(choices) == 1 else f"<{groups.setdefault(choices, len(groups))}>"
                for choices in phrase
            )
            for phrase in phrases
        ]
    return {"groups": [" ".join(words) for words in groups], **by_alarm}


def _tongue() -> Tongue:
    """The reader's language, to find things in."""
    say = plain_gettext()
    return Tongue(say, lambda place: name_in(place, current(), say) or place.name)


def as_file(data: object) -> Response:
    """JSON without spaces, in which letters stay letters."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Response(text, content_type="application/json")


def _kinds(facts: Facts, found: Iterable[SearchEntry]) -> dict[str, object]:
    """Rows of each kind in order, with what their addresses start with and their icon."""
    numbers = {place_id: number for number, place_id in enumerate(facts.places)}
    english = {(entry.kind, entry.key): entry.title for entry in entries(facts, (ENGLISH,))}
    kinds: dict[str, object] = {}
    for kind, group in groupby(found, key=lambda entry: entry.kind):
        base = url_for(OVERVIEWS[kind])
        shown = [(entry, results.result(entry, "")) for entry in group]
        rows = [
            _row(facts, entry, english[entry.kind, entry.key], result, base, numbers.__getitem__)
            for entry, result in shown
        ]
        kinds[kind] = {"url": base, "icon": shown[0][1].icon, "rows": rows}
    return kinds


def _row(
    facts: Facts,
    entry: SearchEntry,
    english: str,
    result: results.Result,
    base: str,
    number: Callable[[str], int],
) -> Row:
    """Rest of the address, title, second line, further folded names (the English one too), and the
    folded title where it is not the shown one. A number as second line is that of the place above:
    all its names count.
    """
    line: str | int = result.text
    terms = entry.terms
    if entry.kind == "place":
        place = facts.places[entry.key]
        above = facts.ancestry(place.id)[1:2]
        line = number(above[0].id) if above else NOWHERE
        terms = " ".join(own_names(place))
    elif entry.kind == "helpline":
        helpline = next(each for each in facts.helplines if each.id == entry.key)
        line = number(helpline.place)
        terms = " ".join(line_names(helpline))
    if english != entry.title:
        terms = f"{terms} {english}".strip()
    row: Row = [result.url.removeprefix(base), result.title, line, fold(terms)]
    title = fold(entry.title)
    return row if fold(result.title) == title else [*row, title]


def _timeline(
    days: Iterable[LawAnswer], answers: Numbering, words: LawWords
) -> tuple[tuple[str, int], ...]:
    """The days on which the answer changes, each with the number of what it then says."""
    numbered = [(str(each.on), answers[_in_short(each, words)]) for each in days]
    return (("", numbered[0][1]), *changes(numbered))


def _in_short(answer: LawAnswer, words: LawWords) -> tuple[object, ...]:
    """Status, having, selling, carrying in, when last looked at, sentences to read with it, and
    the last day on which that may be relied on."""
    first = not answer.reviewed or answer.is_last_known
    notes = [headline(answer)] if first else []
    return (
        list(Status).index(answer.status),
        *(words.act(answer, act) for act in ("possession", "sale", "import_")),
        str(answer.looked_on or ""),
        tuple(words.notes[note] for note in (*notes, *warnings(answer))),
        str(answer.good_until or ""),
    )


def _newest_notices() -> list[Notice]:
    store = resources.notices()
    found = store.notices(limit=NEWEST_NOTICES)
    for place in store.places():
        found += store.notices(place=place, limit=NOTICES_OF_A_PLACE)
    once = {notice.id: notice for notice in found}
    return sorted(once.values(), key=lambda notice: notice.cursor, reverse=True)


def _notice(notice: Notice) -> dict[str, str | None]:
    item, tags = notice.item, notice.tags
    parts = (item.agency, notice_day(notice), notice_kind_words(tags.kind), stage_words(tags.stage))
    return {
        "place": tags.place,
        "url": url_for("notices.notice", key=notice.id),
        "title": item.title,
        "language": item.language,
        "line": " · ".join(filter(None, parts)),
        "day": notice.dated_at[:10],
    }
