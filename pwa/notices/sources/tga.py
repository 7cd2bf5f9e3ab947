"""Therapeutic Goods Administration, Australia: alerts and articles by RSS. Daily.
If it breaks: docs/sources.md#tga
"""

from collections.abc import Sequence
from functools import partial

from pwa.fetching.asking import Policy, Request
from pwa.notices.source import NoticeSource
from pwa.notices.sources.feeds import ACCEPT, rss_items
from pwa.notices.sources.reading import read_each
from pwa.notices.sources.rss import rss_item
from pwa.records.notices import Item

HOSTS = ("www.tga.gov.au", "tga.gov.au")
FEEDS = ("https://www.tga.gov.au/feeds/alert.xml", "https://www.tga.gov.au/feeds/article.xml")


def requests(key: str) -> Sequence[Request]:
    """All alerts, all articles."""
    return [Request(feed) for feed in FEEDS]


def parse(document: bytes) -> list[Item]:
    """The feed's items."""
    return read_each(rss_items(document), partial(rss_item, agency="TGA", hosts=HOSTS))


SOURCE = NoticeSource(
    name="tga",
    title="Therapeutic Goods Administration (Australia)",
    place="AU",
    page="https://www.tga.gov.au/",
    policy=Policy(HOSTS, accept=ACCEPT),
    pages=HOSTS,
    version=2,
    cron="11 7 * * *",
    requests=requests,
    parse=parse,
    empties_are_normal=False,
)
