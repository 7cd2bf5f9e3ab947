"""Names and clock zones of places. Countries are CLDR's, but for a few that a language calls
otherwise."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache

from babel.core import get_global

from pwa.locales.published import ENGLISH, Locale
from pwa.records import Kind, Place


def name_in(place: Place, locale: Locale, say: Callable[[str], str]) -> str | None:
    """A country by CLDR, a state or county as `say` translates it, a town as it is; None for a
    country that CLDR does not name."""
    if place.kind is Kind.CITY or (locale == ENGLISH and place.kind is Kind.COUNTRY):
        return place.name
    if place.kind is Kind.COUNTRY:
        return locale.places.get(place.id) or locale.cldr.territories.get(place.id)
    return say(place.name)


@cache
def clock_zones() -> Mapping[str, str]:
    """The zones of each country by its id, set apart by blanks, old names of them too: phones name
    the zone that their clock is set to, some by its old name."""
    country_of, now_called = get_global("zone_territories"), get_global("zone_aliases")
    zones: defaultdict[str, list[str]] = defaultdict(list)
    for zone in sorted({*country_of, *now_called}):
        country = country_of.get(now_called.get(zone, zone))
        if country and "/" in zone and not zone.startswith("Etc/"):
            zones[country].append(zone)
    return {country: " ".join(found) for country, found in zones.items()}
