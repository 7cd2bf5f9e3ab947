"""An item of an RSS 2.0 feed, as FDA and TGA publish them, into our item."""

from pwa.notices.sources.feeds import text
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain
from pwa.notices.sources.published import mail_moment
from pwa.notices.sources.reading import Entry, raw
from pwa.records.notices import Item


def rss_item(entry: Entry, agency: str) -> Item | None:
    """The item, known by its address without the scheme: http and https were both captured."""
    address = link(text(entry, "link")) or link(text(entry, "guid"))
    key = identity(address.partition("://")[2] if address else text(entry, "guid"))
    if not key:
        return None
    given = text(entry, "pubDate")
    return Item(
        key=key,
        title=plain(text(entry, "title"), TITLE) or key,
        summary=plain(text(entry, "description"), SUMMARY),
        agency=agency,
        url=address,
        published=mail_moment(given),
        language="en",
        raw=raw(entry),
        facts=facts(published_as_given=given, category=text(entry, "category")),
    )
