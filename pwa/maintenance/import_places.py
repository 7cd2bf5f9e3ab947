"""Makes places.toml: every country, and each state or local place that some record names."""

import re
from collections.abc import Iterable
from typing import Any

import pycountry
from babel import Locale

Record = dict[str, Any]

# ISO 3166-1 and Kosovo, which uses XK. Puerto Rico is US-PR here, a territory with state law.
COUNTRIES = {country.alpha_2 for country in pycountry.countries} - {"PR"} | {"XK"}


def place_tables(
    law: Iterable[Record], helplines: Iterable[Record], readings: Iterable[Record]
) -> dict[str, Record]:
    """Tables by place id: name, kind and parent, with a person's readings on top."""
    names = {division.code: division.name for division in pycountry.subdivisions}
    places = {
        code: {"name": name, "kind": "country"}
        for code, name in Locale("en").territories.items()
        if code in COUNTRIES
    }
    for record in law:
        place = {"name": plain_name(record["name"], record["kind"]), "kind": record["kind"]}
        places[record["place"]] = place | _parent(record["place"])
    for record in helplines:
        if record["place"] not in places:
            places[record["place"]] = {
                "name": names[record["place"]],
                "kind": "state",
            } | _parent(record["place"])
    for reading in readings:
        places[reading["id"]] |= {k: v for k, v in reading.items() if k not in ("id", "why")}
    return dict(sorted(places.items()))


def plain_name(name: str, kind: str) -> str:
    """The name alone: without the state behind a comma and without a remark in brackets."""
    if kind in ("city", "county"):
        name = name.rpartition(",")[0] or name
        name = re.sub(r" \((unincorporated areas|city)\)$", "", name)
    return name


def _parent(place_id: str) -> Record:
    state, _, local = place_id.partition("/")
    if local:
        return {"parent": state}
    country, _, division = state.partition("-")
    return {"parent": country} if division else {}
