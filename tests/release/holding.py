"""Whether pages are right for as long as they say. `python -m tests.release.holding` looks at every
day of the horizon; the suite at the last day of each stretch, and at some between.

A page that is made on one day and held until another has to be, on each day between, what would be
made then.
"""

import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from pwa.answers.days import HORIZON
from pwa.app import create_app, load_facts
from pwa.release import addresses
from pwa.release.rendering import Page, Site
from pwa.settings import Settings
from pwa.web.catalogue import ListedPage
from tests.notices.filled import fill
from tests.release.building import TODAY
from tests.sample import SAMPLE

DAY = timedelta(days=1)
# Places with and without maps, lines with holidays, temporary rules, and records at all.
PLACES = (
    "us",
    "us-fl",
    "us-ga",
    "us-ga/glynn-county",
    "us-nj",
    "us-tn",
    "us-tx",
    "th",
    "aq",
    "int",
)
MOST_OF_A_KIND, MOST_STRETCHES = 2, 8


def a_few_of_every_kind(site: Site) -> dict[str, list[str]]:
    """Addresses by endpoint; pictures say nothing of a day."""
    found: dict[str, list[str]] = {}
    for page in addresses.pages(site, "en"):
        if page.kind.endpoint != "sharing.preview_image" and _is_wanted(page, found):
            found.setdefault(page.kind.endpoint, []).append(page.address)
    return found


def _is_wanted(page: ListedPage, found: dict[str, list[str]]) -> bool:
    if page.subject.place:
        return page.subject.key in PLACES
    return len(found.get(page.kind.endpoint, ())) < MOST_OF_A_KIND


def rendered(site: Site, address: str, day: date) -> Page:
    with site.on(day):
        page = site.render(address)
    assert page
    return page


def stretches(site: Site, address: str) -> Iterator[tuple[date, Page]]:
    """Each day of the horizon on which a page is made anew, with what is made. Of those that follow
    one upon the other not all are needed."""
    day, made = TODAY, 0
    while day < TODAY + HORIZON:
        page = rendered(site, address, day)
        yield day, page
        made += 1
        day = page.until if made < MOST_STRETCHES else max(page.until, day + 90 * DAY)


def a_few_days(first: date, last: date) -> Iterable[date]:
    """The last one, which differs if any before it does for good, and one between."""
    between = random.Random(str(first)).randint(0, (last - first).days)
    return {last, first + between * DAY}


def every_day(first: date, last: date) -> Iterable[date]:
    return (first + n * DAY for n in range((last - first).days + 1))


def lies(site: Site, address: str, choose: Callable[[date, date], Iterable[date]]) -> Iterator[str]:
    """Days on which a page would be held though it reads otherwise by then."""
    for made_on, page in stretches(site, address):
        last = min(page.until, TODAY + HORIZON) - DAY
        for day in sorted(choose(made_on + DAY, last) if last > made_on else ()):
            if rendered(site, address, day).body != page.body:
                yield f"{address} of {made_on} is held until {page.until}, and differs on {day}"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(facts=SAMPLE, data=Path(folder))
        site = Site(settings, load_facts(SAMPLE), create_app)
        fill(settings.database)
        with site.on(TODAY):
            chosen = a_few_of_every_kind(site)
        found = [
            lie
            for pages in chosen.values()
            for each in pages
            for lie in lies(site, each, every_day)
        ]
    sys.stdout.write("\n".join(found or ["every page is right for as long as it says"]) + "\n")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
