"""An item of an RSS 2.0 feed, as FDA and TGA publish them, into our item."""

from collections.abc import Collection

from pwa.notices.sources.feeds import text
from pwa.notices.sources.plain import SUMMARY, TITLE, facts, identity, link, plain
from pwa.notices.sources.published import moment
from pwa.notices.sources.reading import Entry, raw
from pwa.records.notices import Item


def rss_item(entry: Entry, agency: str, hosts: Collection[str]) -> Item | None:
    """The item, known by its address without the scheme: http and https were both captured."""
    given_link, guid = text(entry, "link"), text(entry, "guid")
    address = link(given_link, hosts) or link(guid, hosts)
    key = identity((address or "").partition("://")[2] or guid or given_link)
    if not key:
        return None
    given = text(entry, "pubDate")
    return Item(
        key=key,
        title=plain(text(entry, "title"), TITLE) or key,
        summary=plain(text(entry, "description"), SUMMARY),
        agency=agency,
        url=address,
        published=moment(given),
        language="en",
        raw=raw(entry),
        facts=facts(published_as_given=given, category=text(entry, "category")),
    )
