"""Names of places. Countries are CLDR's, but for a few that a language calls otherwise."""

from collections.abc import Callable

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
