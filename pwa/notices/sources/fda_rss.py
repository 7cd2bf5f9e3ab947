"""FDA's RSS feeds: press releases, food safety recalls, MedWatch. Three times a day.
The earliest public warnings; now and then a wall against robots stands before them.
If it breaks: docs/sources.md#fda-rss
"""

from collections.abc import Sequence
from functools import partial

from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.feeds import ACCEPT, rss_items
from pwa.notices.sources.reading import read_each
from pwa.notices.sources.rss import rss_item
from pwa.records.notices import Item

HOSTS = ("www.fda.gov", "fda.gov")
WALLS = ("/apology_objects/",)
FEED = "https://www.fda.gov/about-fda/contact-fda/stay-informed/rss-feeds/{slug}/rss.xml"


def requests(slug: str, key: str) -> Sequence[Request]:
    """The one feed."""
    return [Request(FEED.format(slug=slug))]


def parse(document: bytes) -> list[Item]:
    """The feed's items."""
    return read_each(rss_items(document), partial(rss_item, agency="FDA", hosts=HOSTS))


def _source(name: str, title: str, slug: str, cron: str) -> NoticeSource:
    return NoticeSource(
        name=name,
        title=title,
        place="US",
        page=FEED.format(slug=slug),
        policy=Policy(HOSTS[:1], accept=ACCEPT, walls=WALLS),
        pages=HOSTS,
        version=2,
        cron=cron,
        requests=partial(requests, slug),
        parse=parse,
        empties_are_normal=False,
    )


# Minutes apart: robots.txt asks for 30 seconds between requests.
PRESS = _source("fda-press", "FDA press releases", "press-releases", "5 3,12,20 * * *")
RECALLS = _source(
    "fda-food-recalls", "FDA food safety recalls", "food-safety-recalls", "14 3,12,20 * * *"
)
MEDWATCH = _source("fda-medwatch", "FDA MedWatch safety alerts", "medwatch", "26 3,12,20 * * *")
