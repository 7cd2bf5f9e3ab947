"""Places that a researched record names and that we do not know yet."""

import re

from babel import Locale

from pwa.facts.codec import Table
from pwa.facts.rules import PLACE_ID
from pwa.merging.law import ResearchedLaw
from pwa.records import Kind

COUNTRIES = (Kind.COUNTRY, Kind.TERRITORY)
LOCAL = (Kind.CITY, Kind.COUNTY)
# What CLDR counts as territories and ISO 3166-1 does not.
NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
# Puerto Rico is a territory with state law here; ISO 3166-1 has it as a country too.
ALSO_KNOWN_AS = {"PR": "US-PR"}


def our_id(place_id: object) -> str:
    """The id by which we know a place that ISO lists twice. Raises ValueError for what is none:
    files have their names from it."""
    if not isinstance(place_id, str) or not PLACE_ID.fullmatch(place_id):
        raise ValueError(f"place: {place_id!r} is not ISO 3166-1, ISO 3166-2 or state/slug")
    return ALSO_KNOWN_AS.get(place_id, place_id)


def place_table(found: ResearchedLaw) -> Table:
    """The new place as places.toml has it. Raises ValueError for a country that ISO has not."""
    known = found.place in Locale("en").territories and found.place not in NO_COUNTRIES
    if found.kind in COUNTRIES and not known:
        raise ValueError(f"{found.place} is not a country of ISO 3166-1")
    return {"name": _plain_name(found), "kind": found.kind.value} | _parent(found.place)


def _plain_name(found: ResearchedLaw) -> str:
    """The name alone: without the state behind a comma and without a remark in brackets."""
    name = found.name
    if found.kind in LOCAL:
        name = name.rpartition(",")[0] or name
        name = re.sub(r" \((unincorporated areas|city)\)$", "", name)
    return name


def _parent(place_id: str) -> Table:
    above, _, local = place_id.partition("/")
    if local:
        return {"parent": above}
    country, _, division = above.partition("-")
    return {"parent": country} if division else {}
