"""Names of countries: CLDR's, but for a few that are longer or more official than speech is."""

from collections.abc import Mapping

from pwa.locales.published import Locale

# By Babel's name of the language; the rest is CLDR's.
OTHERWISE: Mapping[str, Mapping[str, str]] = {
    "es": {
        "MO": "Macao",
        "UM": "Islas menores alejadas de Estados Unidos",
        "VI": "Islas Vírgenes de Estados Unidos",
    },
    "th": {"MO": "มาเก๊า"},
}


def country_name(code: str, locale: Locale) -> str | None:
    """The country in that language; None where CLDR has no name for it."""
    own = OTHERWISE.get(locale.babel_id, {}).get(code)
    return own or locale.cldr.territories.get(code)
