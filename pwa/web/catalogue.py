"""The one table of pages: what each is about, which languages and packs have it, who lists it, and
how its answer is kept. Releases, packs, site maps, previews and kept answers are made from it.

A new page needs a row here (a test holds that), and nothing else to be in all of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import NamedTuple

from pwa.answers import calling
from pwa.records import Facts, Place, Substance

# The notices that have pages of their own in releases and site maps; older ones are read seldom.
KEPT_NOTICES = 300
# The pictures that other programs show of our links.
PREVIEWS = ("home", "emergency", "help", "law", "safety", "plain")


class Tier(IntEnum):
    """The least that a language must be translated to for it to have a page."""

    EMERGENCY = 0
    ESSENTIAL = 1
    SAFETY = 2
    COMPLETE = 3


class PackKind(Enum):
    """Which of the two downloads of a phone holds a page. BY_LINES: the essential one for places
    that have helplines of their own, the full one for others."""

    ESSENTIAL = "essential"
    FULL = "full"
    BY_LINES = "by lines"
    NONE = "none"


class Keeping(Enum):
    """For how long an answer of the application is the same for everybody, and kept in memory."""

    NOT = "not"
    MINUTE = "minute"
    DAY = "day"


class PageSubject(NamedTuple):
    """What one page of a kind is about: how its address names it, and the place that it is of.
    `question`: what makes it a page of its own behind the same address."""

    key: str
    place: Place | None = None
    question: str = ""


Subjects = Callable[[Facts, Sequence[str]], Iterator[PageSubject]]


@dataclass(frozen=True)
class PageKind:
    """One kind of page: its view, its rule below the locale, and all that is decided by kind.

    `released`: made beforehand. `sought`: in site maps. `dear`: takes seconds to make, so it is
    made after the pages that readers wait for, and is sent on the night between two days too: it
    says of itself which day it is of, and what it will say later. `live`: made of notices, which
    change more often than packs do: phones ask the network for it first. `names_host`: its answer
    holds the host that was asked for. `apart`: questions that make a page of its own.
    """

    endpoint: str
    path: str
    subjects: Subjects | None = None
    tier: Tier = Tier.COMPLETE
    pack: PackKind = PackKind.FULL
    preview: str = "home"
    released: bool = True
    sought: bool = True
    dear: bool = False
    live: bool = False
    keeping: Keeping = Keeping.NOT
    names_host: bool = False
    apart: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_document(self) -> bool:
        """Whether it is for programs and no page: those have a dot in their last part."""
        return "." in self.path.rpartition("/")[2]


class ListedPage(NamedTuple):
    """One address, what kind of page it is of, what it is about, and the pack that holds it."""

    address: str
    kind: PageKind
    subject: PageSubject
    pack: PackKind


def pages(facts: Facts, notices: Sequence[str], locale: str) -> Iterator[ListedPage]:
    """Every page of a locale that the table lists subjects of.

    `notices`: the ids of the newest ones. Cards for other sites are not among them.
    """
    for kind in KINDS.values():
        if kind.released or kind.sought:
            subjects = kind.subjects or _itself
            for subject in subjects(facts, notices):
                address = f"/{locale}/{_filled(kind.path, subject.key)}{subject.question}"
                yield ListedPage(address, kind, subject, _pack_of(kind, subject, facts))


def preview_of(endpoint: str) -> str:
    """Which picture stands for a page."""
    return KINDS[endpoint].preview if endpoint in KINDS else "home"


def apart_of(endpoint: str) -> Mapping[str, str]:
    """The questions that make a page of its own out of an address."""
    return KINDS[endpoint].apart if endpoint in KINDS else {}


def _filled(path: str, key: str) -> str:
    """The path with the subject in place of its only variable."""
    before, variable, rest = path.partition("<")
    return f"{before}{key}{rest.partition('>')[2]}" if variable else path


def _pack_of(kind: PageKind, subject: PageSubject, facts: Facts) -> PackKind:
    if kind.pack is not PackKind.BY_LINES:
        return kind.pack
    has_own = subject.place is not None and subject.place.id in facts.published_by_place
    return PackKind.ESSENTIAL if has_own else PackKind.FULL


def _itself(_: Facts, __: Sequence[str]) -> Iterator[PageSubject]:
    yield PageSubject("")


def _places(facts: Facts, _: Sequence[str]) -> Iterator[PageSubject]:
    return (PageSubject(place.slug, place) for place in facts.places.values())


def _answers(facts: Facts, _: Sequence[str]) -> Iterator[PageSubject]:
    for place in facts.places.values():
        yield PageSubject(place.slug, place)
        for word, value in LAW_APART.items():
            yield PageSubject(place.slug, place, f"?{word}={value}")


def _calling_places(facts: Facts, _: Sequence[str]) -> Iterator[PageSubject]:
    return (PageSubject(place.slug, place) for place in calling.pages(facts))


def _topics(facts: Facts, _: Sequence[str]) -> Iterator[PageSubject]:
    return map(PageSubject, facts.safety.topic_by_slug)


def _studies(facts: Facts, _: Sequence[str]) -> Iterator[PageSubject]:
    return map(PageSubject, facts.safety.study_by_id)


def _interactions(facts: Facts, _: Sequence[str]) -> Iterator[PageSubject]:
    return map(PageSubject, facts.safety.interaction_by_id)


def _previews(_: Facts, __: Sequence[str]) -> Iterator[PageSubject]:
    return map(PageSubject, PREVIEWS)


def _notices(_: Facts, notices: Sequence[str]) -> Iterator[PageSubject]:
    return map(PageSubject, notices)


LAW_APART = MappingProxyType({"substance": Substance.SEVEN_OH.value})

_TABLE = (
    PageKind(
        "pages.home", "", tier=Tier.ESSENTIAL, pack=PackKind.ESSENTIAL,
    ),
    PageKind(
        "pages.emergency", "emergency", tier=Tier.EMERGENCY, pack=PackKind.ESSENTIAL,
        preview="emergency", keeping=Keeping.DAY, names_host=True,
    ),
    PageKind(
        "pages.numbers", "emergency/numbers", tier=Tier.EMERGENCY, pack=PackKind.ESSENTIAL,
        keeping=Keeping.DAY, names_host=True,
    ),
    PageKind(
        "helplines.overview", "help", tier=Tier.ESSENTIAL, pack=PackKind.ESSENTIAL,
        preview="help",
    ),
    PageKind(
        "helplines.place", "help/<place:place>", _places, Tier.ESSENTIAL, PackKind.BY_LINES,
        preview="help",
    ),
    PageKind("law.world", "law", tier=Tier.ESSENTIAL, preview="law"),
    PageKind(
        "law.place", "law/<place:place>", _answers, Tier.ESSENTIAL,
        preview="law", apart=LAW_APART,
    ),
    # On a phone the emergency page takes the answer of a kept place from it.
    PageKind(
        "calling.overview", "law/calling", tier=Tier.ESSENTIAL, pack=PackKind.ESSENTIAL,
        preview="law",
    ),
    PageKind(
        "calling.place", "law/<place:place>/calling", _calling_places, Tier.ESSENTIAL,
        preview="law",
    ),
    PageKind("phone.route", "route", tier=Tier.ESSENTIAL, preview="law"),
    PageKind("learn.overview", "learn", tier=Tier.SAFETY, preview="safety"),
    PageKind("learn.topic", "learn/<slug>", _topics, Tier.SAFETY, preview="safety"),
    PageKind("learn.card", "learn/talk-to-a-doctor/card", tier=Tier.SAFETY, preview="safety"),
    PageKind("mixing.overview", "mixing", tier=Tier.SAFETY, preview="safety"),
    PageKind("mixing.interaction", "mixing/<key>", _interactions, Tier.SAFETY, preview="safety"),
    PageKind("evidence.library", "evidence", preview="safety"),
    PageKind("evidence.study", "evidence/<key>", _studies, preview="safety"),
    PageKind("notices.overview", "notices", tier=Tier.ESSENTIAL, preview="safety", live=True),
    PageKind(
        "notices.notice", "notices/<key>", _notices, Tier.ESSENTIAL, PackKind.NONE,
        preview="safety", live=True,
    ),
    PageKind("pages.search", "search", tier=Tier.ESSENTIAL, pack=PackKind.ESSENTIAL),
    PageKind("pages.languages", "languages", tier=Tier.EMERGENCY, pack=PackKind.ESSENTIAL),
    PageKind("pages.about", "about"),
    # Counts of one day, made anew each night: nothing for a phone to keep.
    PageKind("ages.coverage", "coverage", tier=Tier.ESSENTIAL, pack=PackKind.NONE),
    PageKind("ages.disagreements", "disagreements", tier=Tier.ESSENTIAL),
    PageKind("pages.privacy", "privacy", tier=Tier.ESSENTIAL),
    PageKind("kit.build", "kit", tier=Tier.ESSENTIAL),
    PageKind(
        "kit.cards_file", "kit/cards.pdf", tier=Tier.ESSENTIAL, pack=PackKind.NONE,
        released=False, sought=False,
    ),
    # What a phone needs and nobody looks for.
    PageKind(
        "phone.offline", "offline", tier=Tier.EMERGENCY, pack=PackKind.ESSENTIAL, sought=False,
    ),
    PageKind("phone.away", "away", tier=Tier.EMERGENCY, pack=PackKind.ESSENTIAL, sought=False),
    PageKind("phone.saved", "saved", tier=Tier.EMERGENCY, pack=PackKind.ESSENTIAL, sought=False),
    PageKind("sharing.blank", "share", tier=Tier.ESSENTIAL, sought=False),
    # For other sites. Whole addresses on it may be those of the request: phones have no use for it.
    PageKind("partners.page", "partners", pack=PackKind.NONE, released=False),
    PageKind(
        "embeds.help_card", "embed/help/<place:place>", _places, Tier.ESSENTIAL, PackKind.NONE,
        released=False, sought=False,
    ),
    PageKind(
        "embeds.law_card", "embed/law/<place:place>", _places, Tier.ESSENTIAL, PackKind.NONE,
        released=False, sought=False,
    ),
    PageKind(
        "sharing.preview_image", "preview/<kind>.png", _previews, Tier.ESSENTIAL, PackKind.NONE,
        sought=False,
    ),
    # It says once more what the packs say.
    PageKind(
        "hand_copy.whole", "leafline.html", tier=Tier.ESSENTIAL, pack=PackKind.NONE,
        sought=False, dear=True, keeping=Keeping.DAY,
    ),
    # What pages on a phone work with. Names of things and words of danger come first.
    PageKind(
        "phone_data.names", "data/names.json", tier=Tier.ESSENTIAL, pack=PackKind.ESSENTIAL,
        sought=False,
    ),
    PageKind(
        "phone_data.find", "data/find.json", tier=Tier.ESSENTIAL,
        sought=False, dear=True, keeping=Keeping.DAY,
    ),
    PageKind(
        "phone_data.law", "data/law.json", tier=Tier.ESSENTIAL,
        sought=False, dear=True, keeping=Keeping.DAY,
    ),
    PageKind(
        "phone_data.mixing", "data/mixing.json", tier=Tier.SAFETY,
        sought=False, dear=True, keeping=Keeping.DAY,
    ),
    PageKind(
        "kit_data.kit", "data/kit.json", tier=Tier.ESSENTIAL,
        sought=False, dear=True, keeping=Keeping.DAY,
    ),
    PageKind(
        "phone_data.notices", "data/notices.json", tier=Tier.ESSENTIAL, pack=PackKind.NONE,
        sought=False, dear=True, live=True, keeping=Keeping.MINUTE,
    ),
    # Programs ask for these as often as they like.
    PageKind(
        "notices.atom", "notices.atom", tier=Tier.ESSENTIAL, pack=PackKind.NONE,
        preview="safety", released=False, sought=False, live=True,
    ),
    PageKind(
        "notices.json_feed", "notices.json", tier=Tier.ESSENTIAL, pack=PackKind.NONE,
        preview="safety", released=False, sought=False, live=True,
    ),
    PageKind(
        "crawlers.of_locale", "sitemap.xml", tier=Tier.ESSENTIAL, pack=PackKind.NONE,
        released=False, sought=False, keeping=Keeping.MINUTE, names_host=True,
    ),
)  # fmt: skip
KINDS: Mapping[str, PageKind] = MappingProxyType({kind.endpoint: kind for kind in _TABLE})
