"""Names of places. Countries are CLDR's, but for a few that nobody says in full."""

from collections.abc import Callable, Mapping

from pwa.locales.published import ENGLISH, Locale
from pwa.records import Kind, Place

# By Babel's name of the language; the rest is CLDR's.
OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "es": {
        "MO": "Macao",
        "UM": "Islas menores alejadas de Estados Unidos",
        "VI": "Islas Vírgenes de Estados Unidos",
    },
    "th": {"MO": "มาเก๊า"},
}


def name_in(place: Place, locale: Locale, say: Callable[[str], str]) -> str | None:
    """A country by CLDR, a state or county as `say` translates it, a town as it is; None for a
    country that CLDR does not name."""
    if place.kind is Kind.CITY or (locale == ENGLISH and place.kind is Kind.COUNTRY):
        return place.name
    if place.kind is Kind.COUNTRY:
        own = OTHERWISE.get(locale.babel_id, {}).get(place.id)
        return own or locale.cldr.territories.get(place.id)
    return say(place.name)
