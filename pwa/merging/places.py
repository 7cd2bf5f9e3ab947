"""Places that a researched record names and that we do not know yet."""

import re

from babel import Locale

from pwa.facts.codec import Table
from pwa.merging.law import ResearchedLaw
from pwa.records import Kind

COUNTRIES = (Kind.COUNTRY, Kind.TERRITORY)
LOCAL = (Kind.CITY, Kind.COUNTY)
# Puerto Rico is a territory with state law here; ISO 3166-1 has it as a country too.
ALSO_KNOWN_AS = {"PR": "US-PR"}


def our_id(place_id: str) -> str:
    """The id by which we know a place that ISO lists twice."""
    return ALSO_KNOWN_AS.get(place_id, place_id)


def place_table(found: ResearchedLaw) -> Table:
    """The new place as places.toml has it. Raises ValueError for a country that ISO has not."""
    if found.kind in COUNTRIES and found.place not in Locale("en").territories:
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
