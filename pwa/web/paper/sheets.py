"""What a card or poster says, in the words of its language; its messages, too."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for
from markupsafe import Markup

from pwa.answers.ages import EMERGENCY_TOPIC
from pwa.answers.calling import calling_answer
from pwa.answers.helplines import CRISIS_TOPIC, Line
from pwa.answers.kits import (
    Age,
    Choice,
    Need,
    Stamp,
    age_of,
    encode,
    law_mark,
    lines_mark,
    needs,
    to_ring,
)
from pwa.answers.law import LawAnswer, answer
from pwa.answers.text_messages import Part, TextMessage, fitted
from pwa.locales import Locale, current, gettext, ngettext
from pwa.locales.words import Words, apart, filled
from pwa.records import Place, Substance
from pwa.web.http import resources
from pwa.web.http.addresses import origin
from pwa.web.words.calling_wording import calling_in_short
from pwa.web.words.hours_wording import usual_hours_words
from pwa.web.words.law_wording import headline
from pwa.web.words.wording import (
    day,
    number_words,
    place_name,
    press_pattern,
    ring_words,
    text_way_words,
    topic_name,
)

LINES_IN_MESSAGE = 3
LINES_ON_CARD = 3
CARDS_ON_SHEET = 10
ISOLATES = {'<bdi dir="ltr">': "\u2066", "<bdi>": "\u2068", "</bdi>": "\u2069"}


@dataclass(frozen=True)
class CardRow:
    """One line of a sheet: what it is for, whose it is, the number with what to press, and when
    it answers where that is not always. `short` is all of it in the fewest words, for text
    messages. Nothing where a bare number would lead astray."""

    what: str
    name: str
    value: str
    hours: str = ""
    short: str = ""

    @property
    def whole(self) -> str:
        """What messengers carry."""
        return f"{self.what}: {self.value}" + (f" ({self.hours})" if self.hours else "")


@dataclass(frozen=True)
class CardText:
    """All that a card, poster or message for a place says. `url` is what its code holds; `address`
    the same as people copy it."""

    locale: Locale
    place: str
    heading: str
    about: str
    urgent: str
    emergency: str
    lines: tuple[CardRow, ...]
    law: tuple[str, ...]
    topics: tuple[str, ...]
    stamp: tuple[str, ...]
    newest: str
    url: str
    message_url: str

    @property
    def is_empty(self) -> bool:
        """Whether it names nobody to call: then nothing is printed or sent."""
        return not (self.emergency or self.lines)

    @property
    def address(self) -> str:
        """The address without what nobody has to type."""
        return self.url.partition("://")[2]

    def in_letters(self) -> "CardText":
        """The same as plain text, for what knows no HTML; numbers keep their direction."""
        if self.locale.direction == "ltr":
            return self
        return replace(
            self,
            place=isolated(self.place),
            emergency=isolated(self.emergency),
            lines=tuple(
                replace(
                    row,
                    name=isolated(row.name),
                    value=isolated(row.value),
                    hours=isolated(row.hours),
                    short=isolated(row.short),
                )
                for row in self.lines
            ),
            law=tuple(map(isolated, self.law)),
            stamp=tuple(map(isolated, self.stamp)),
        )

    def as_data(self) -> dict[str, object]:
        """The same for the typesetter."""
        said = self.in_letters()
        names = ("place", "heading", "about", "urgent", "emergency", "law", "topics", "stamp")
        return {
            **{name: getattr(said, name) for name in (*names, "newest", "url", "address")},
            "lines": [[row.what, row.name, row.value, row.hours] for row in said.lines],
            "lang": said.locale.tag,
            "dir": said.locale.direction,
        }


def sheet(place: Place, choice: Choice) -> CardText:
    """Today's sheet for a place, in the current language."""
    found = needs(resources.facts(), place.id, choice.audience, resources.now())
    answers = answers_of(place)
    stamp = Stamp(resources.today(), choice, law_mark(answers), lines_mark(found))
    topics = resources.facts().safety.topic_by_slug
    emergency = [need.line for need in found if need.topic == EMERGENCY_TOPIC]
    age = age_of(found, answers if choice.plain else ())
    said = patterns()
    others = [need for need in found if need.topic != EMERGENCY_TOPIC]
    return CardText(
        locale=current(),
        place=place_name(place),
        heading=heading_words(choice.audience),
        about=about_words() if choice.plain else "",
        urgent=said["urgent"],
        emergency=_number(emergency[0]) if emergency else "",
        lines=tuple(_row(need) for need in others),
        # It names the substances: only where the maker of a card wants that.
        law=_law(place, answers) if choice.plain else (),
        topics=tuple(gettext(topics[slug].title) for slug in choice.topics if slug in topics),
        stamp=(filled(said["made"], {"date": day(stamp.day)}), age_words(age)),
        newest=said["newest"],
        url=_url(place, stamp),
        message_url=_url(place, Stamp(stamp.day)),
    )


def _law(place: Place, answers: tuple[LawAnswer, ...]) -> tuple[str, ...]:
    """Whether it is banned, and whether one is in trouble for calling; the latter with its date."""
    calling = calling_in_short(calling_answer(resources.facts(), place.id))
    return (*map(headline, answers), calling)


def answers_of(place: Place) -> tuple[LawAnswer, ...]:
    """Today's law of a place, leaf first."""
    on = resources.today()
    return tuple(answer(resources.facts(), place.id, each, on) for each in Substance)


def text_message(whole: CardText) -> TextMessage:
    """One text message: the numbers needed most, the day, the address."""
    said = whole.in_letters()
    number = said.emergency
    rows = [CardRow(topic_name(EMERGENCY_TOPIC), "", number, short=f"{number}.")] if number else []
    rows += said.lines[: LINES_IN_MESSAGE - len(rows)]
    numbers = [
        Part(f"{row.whole}.", rank=1 + 2 * place, short=row.short) for place, row in enumerate(rows)
    ]
    start = Part(f"{said.place}.", rank=2 * LINES_IN_MESSAGE + 1)
    on = Part(said.stamp[0], rank=4)
    return fitted([start, *numbers, on, Part(said.message_url, rank=0)])


def chat_message(whole: CardText) -> str:
    """A longer message for messengers."""
    said = whole.in_letters()
    numbers = [row.whole for row in said.lines]
    if said.emergency:
        numbers.insert(0, f"{topic_name(EMERGENCY_TOPIC)}: {said.emergency}")
    start = [f"{said.heading} · {said.place}", *filter(None, [said.about])]
    return "\n".join([*start, *numbers, *said.stamp, said.newest, said.url])


def heading_words(audience: str) -> str:
    """What stands on top, so that a card can lie about without telling on anybody."""
    if audience == "everyone":
        return gettext("Someone to call")
    return gettext("Worried about someone?") if audience == "family" else topic_name(audience)


def audience_words(audience: str) -> str:
    """Whom a card is for, as its maker chooses it."""
    return gettext("Everyone") if audience == "everyone" else topic_name(audience)


def amount_words(shares: Sequence[int]) -> str:
    """What comes out of the printer for so many cards in each language."""
    sheets = math.ceil(sum(shares) / CARDS_ON_SHEET)
    if len(shares) == 1:
        return ngettext("On %(num)s sheet.", "On %(num)s sheets.", sheets)
    # One more of the first where they do not come out even.
    each = "–".join(map(str, sorted({min(shares), max(shares)})))
    return ngettext(
        "%(cards)s of each, on %(num)s sheet.", "%(cards)s of each, on %(num)s sheets.", sheets,
        cards=each,
    )  # fmt: skip


def nobody_words() -> str:
    """What is said where there is nobody to name, and nothing is made."""
    return gettext("We have no number for this place, so there is nothing to print.")


def about_words() -> str:
    """What it is about, where the maker of a card wants that said plainly."""
    return gettext("Kratom, 7-OH, opioids")


def patterns() -> dict[str, str]:
    """What every sheet says, with the places for its dates; phones fill them by themselves."""
    return {
        "urgent": gettext("Not breathing well, or won’t wake up?"),
        "newest": gettext("Check it here:"),
        # Translators: in text messages, short, before a number: somebody to talk to.
        "talk": gettext("Talk"),
        "press": press_pattern(),
        "made": gettext("Made on %(date)s."),
        "undated": gettext("Not all of it has a date. It may have changed."),
        "old": gettext("Some of it is from %(date)s. It may have changed."),
        "fresh": gettext("Oldest source: %(date)s. Good until %(until)s."),
    }


def age_words(age: Age) -> str:
    """How long a card may be relied on, as far as its facts allow to say."""
    if age.checked is None:
        return patterns()["undated"]
    if not age.is_fresh(resources.today()):
        return filled(patterns()["old"], {"date": day(age.checked)})
    return filled(patterns()["fresh"], {"date": day(age.checked), "until": day(age.until)})


def isolated(words: str) -> str:
    """Plain text whose names and numbers keep their own direction, by Unicode's isolates. Without
    them "(800) 222-1222" reads "222-1222 (800)" in a line that runs from right to left."""
    if not isinstance(words, Words):
        return words
    said = str(words.html)
    for tag, sign in ISOLATES.items():
        said = said.replace(tag, sign)
    return Markup(said).striptags()  # noqa: S704  # our own HTML, of which no tag is left


def without_scheme(url: str) -> str:
    """A web address as people write it down."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def _url(place: Place, stamp: Stamp) -> str:
    return origin() + url_for("cards.opened", place=place, stamp=encode(stamp))


def _row(need: Need) -> CardRow:
    number = _number(need.line)
    words = {"talk": patterns()["talk"], "number": number}
    short = filled("%(talk)s %(number)s.", words) if need.topic == CRISIS_TOPIC else ""
    name = gettext(need.line.helpline.name)
    return CardRow(topic_name(need.topic), name, number, usual_hours_words(need.line), short)


def _number(line: Line) -> str:
    """How to reach a line: a number to ring, or what to text where it takes only that; the address
    of a directory on the web."""
    it = line.helpline
    if ring := to_ring(it):
        return ring_words(ring, it, line.place)
    if not it.numbers:
        return apart(without_scheme(it.web_url or ""), "ltr")
    if it.sms:
        return text_way_words(it, line.place)
    return gettext("WhatsApp %(number)s", number=number_words(it.numbers[0], line.place))
