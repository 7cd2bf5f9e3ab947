"""Draw the two committed maps from openly licensed boundary data, once.

python -m pwa.maintenance.draw_maps US_TOPOJSON WORLD_TOPOJSON [DETAILED_WORLD_TOPOJSON]
"""

import json
import math
import sys
from collections.abc import Callable, Iterable
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import pycountry
import tomli_w

from pwa.settings import FACTS

Point = tuple[float, float]
Line = list[Point]
Ring = list[int]  # TopoJSON arc numbers; ~n is arc n backwards

MAPS = FACTS / "maps"
SOURCES = {
    "us": "npm us-atlas 3.0.1 (ISC); boundaries: U.S. Census Bureau, public domain",
    "world": "npm world-atlas 2.0.2 (ISC); boundaries: Natural Earth, public domain",
}

# Postal codes by FIPS number, counting from 00; a dot is a number never given out.
FIPS = """. AL AK . AZ AR CA . CO CT DE DC FL GA . HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO
MT NE NV NH NJ NM NY NC ND OH OK OR PA . RI SC SD TN TX UT VT VA . WA WV WI WY"""
# The Albers picture leaves Puerto Rico out, so it gets a mark east of Florida.
PUERTO_RICO = {"US-PR": (925.0, 570.0)}

# Natural Earth gives these no number. ISO 3166 counts the first two with their neighbours;
# XK is the code in common use for the third.
UNNUMBERED = {"Somaliland": "SO", "N. Cyprus": "CY", "Kosovo": "XK"}
# Natural Earth draws Crimea with Russia; ISO 3166-2 lists it as UA-43, and the keys are ISO's.
CRIMEA = (34.5, 45.3)
# This meridian crosses no drawn shape (Bering Strait), so Russia and Fiji stay whole.
EDGE_LONGITUDE = -168.5
# Tom Patterson's Natural Earth projection: polynomial terms as (power of latitude, factor).
ACROSS = ((0, 0.8707), (2, -0.131979), (4, -0.013791), (10, 0.003971), (12, -0.001529))
DOWN = ((1, 1.007226), (3, 0.015085), (7, -0.044475), (9, 0.028874), (11, -0.005916))


class Atlas(NamedTuple):
    """Boundary lines, each stored once, and the places which are made of them."""

    arcs: list[Line]
    places: dict[str, list[Ring]]


class Style(NamedTuple):
    """How coarse a drawing is; sizes are in units of its view box."""

    scale: float
    tolerance: float  # corners of less area than this are cut
    speck: float  # rings of less area than this are left out
    mark: int  # half the width of the diamond drawn for a place too small to draw


US_STYLE = Style(scale=0.48, tolerance=0.8, speck=4, mark=4)
WORLD_STYLE = Style(scale=146, tolerance=1.2, speck=4, mark=2)


def decode_arcs(topology: dict[str, Any]) -> list[Line]:
    """Undo TopoJSON's quantised steps."""
    transform = topology["transform"]
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    arcs = []
    for steps in topology["arcs"]:
        across, down = (accumulate(axis) for axis in zip(*steps, strict=True))
        corners = zip(across, down, strict=True)
        arcs.append([(x * scale_x + move_x, y * scale_y + move_y) for x, y in corners])
    return arcs


def read_atlas(file: str, layer: str, key_of: Callable[[Any], str | None]) -> Atlas:
    topology = json.loads(Path(file).read_text("utf-8"))
    arcs = decode_arcs(topology)
    places: dict[str, list[Ring]] = {}
    for geometry in topology["objects"][layer]["geometries"]:
        key = key_of(geometry)
        if key is not None:
            one = geometry["type"] == "Polygon"
            polygons = [geometry["arcs"]] if one else geometry["arcs"]
            places.setdefault(key, []).extend(ring for rings in polygons for ring in rings)
    return Atlas(arcs, {key: joined(rings, arcs) for key, rings in places.items()})


def joined(rings: list[Ring], arcs: list[Line]) -> list[Ring]:
    """The rings of one place, without the borders between its own parts."""
    numbers = {number for ring in rings for number in ring}
    loose = {number for number in numbers if ~number not in numbers}
    closed = []
    while loose:
        ring = [min(loose)]
        start = directed(ring[0], arcs)[0]
        loose.remove(ring[0])
        while (end := directed(ring[-1], arcs)[-1]) != start:
            ring.append(min(number for number in loose if directed(number, arcs)[0] == end))
            loose.remove(ring[-1])
        closed.append(ring)
    return closed


def directed(number: int, arcs: list[Line]) -> Line:
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def trace(ring: Ring, arcs: list[Line]) -> Line:
    """The corners of a ring, none of them twice in a row."""
    corners: Line = []
    for number in ring:
        for corner in directed(number, arcs):
            if not corners or corner != corners[-1]:
                corners.append(corner)
    return corners[:-1] if len(corners) > 1 and corners[0] == corners[-1] else corners


def area(corners: Line) -> float:
    following = corners[1:] + corners[:1]
    pairs = zip(corners, following, strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def middle(line: Line) -> Point:
    left, top, right, bottom = bounds(line)
    return (left + right) / 2, (top + bottom) / 2


def centre(atlas: Atlas, key: str) -> Point:
    """The middle of the largest part of a place."""
    return middle(max((trace(ring, atlas.arcs) for ring in atlas.places[key]), key=area))


def simplify(line: Line, tolerance: float) -> Line:
    """Visvalingam's method: cut the corner of least area until none is below the tolerance."""
    kept = list(line)
    sizes = [area(kept[at - 1 : at + 2]) for at in range(1, len(kept) - 1)]
    while sizes and (least := min(sizes)) < tolerance:
        cut = sizes.index(least)
        del kept[cut + 1], sizes[cut]
        for at in (cut - 1, cut):
            if 0 <= at < len(sizes):
                # A corner beside a cut one counts at least as much, or long curves unravel.
                sizes[at] = max(area(kept[at : at + 3]), least)
    return kept


def project(point: Point) -> Point:
    """Longitude and latitude to the Natural Earth projection, y downwards."""
    turn = math.radians((point[0] - EDGE_LONGITUDE) % 360 - 180)
    rise = math.radians(point[1])
    across = sum(factor * rise**power for power, factor in ACROSS)
    return turn * across, -sum(factor * rise**power for power, factor in DOWN)


def projected(atlas: Atlas) -> Atlas:
    return Atlas([[project(point) for point in arc] for arc in atlas.arcs], atlas.places)


def draw(atlas: Atlas, spots: dict[str, Point], style: Style) -> dict[str, Any]:
    """The view box, and an SVG path for each place and each extra spot."""

    def scaled(point: Point) -> Point:
        return point[0] * style.scale, point[1] * style.scale

    # Arcs are simplified, never rings: both neighbours then share what is left of a border.
    arcs = [coarsen([scaled(point) for point in arc], style.tolerance) for arc in atlas.arcs]
    places = {key: visible(Atlas(arcs, atlas.places), key, style) for key in atlas.places}
    places |= {key: [diamond(scaled(spot), style.mark)] for key, spot in spots.items()}
    corners = [corner for rings in places.values() for ring in rings for corner in ring]
    left, top, right, bottom = bounds(corners)
    # One unit all round leaves room for the outlines.
    paths = {key: encode(places[key], (left - 1, top - 1)) for key in sorted(places)}
    return {"view_box": f"0 0 {right - left + 2} {bottom - top + 2}", "paths": paths}


def coarsen(arc: Line, tolerance: float) -> Line:
    rounded: Line = [(round(x), round(y)) for x, y in simplify(arc, tolerance)]
    # Rounding can line corners up; those in the middle of a straight run say nothing.
    return simplify(rounded, 0.1)


def visible(atlas: Atlas, key: str, style: Style) -> list[Line]:
    rings = [trace(ring, atlas.arcs) for ring in atlas.places[key]]
    seen = [ring for ring in rings if area(ring) >= style.speck]
    return seen or [diamond(centre(atlas, key), style.mark)]


def diamond(middle: Point, reach: int) -> Line:
    x, y = round(middle[0]), round(middle[1])
    return [(x - reach, y), (x, y - reach), (x + reach, y), (x, y + reach)]


def encode(rings: list[Line], start: Point) -> str:
    """Whole-number rings as one path of relative moves and lines, from a starting point."""
    path = ""
    for ring in rings:
        moves = zip([start, *ring[:-1]], ring, strict=True)
        steps = [f"{x - old_x:.0f} {y - old_y:.0f}" for (old_x, old_y), (x, y) in moves]
        path += f"m{steps[0]}l{' '.join(steps[1:])}z"
        start = ring[0]  # z goes back to where the ring began
    return path.replace(" -", "-")  # a minus sign parts numbers as well as a space does


def state_key(geometry: dict[str, Any]) -> str:
    return f"US-{FIPS.split()[int(geometry['id'])]}"


def country_key(geometry: dict[str, Any]) -> str | None:
    if "id" not in geometry:
        return UNNUMBERED.get(geometry["properties"]["name"])
    country = pycountry.countries.get(numeric=geometry["id"])
    if country is None or country.alpha_2 == "AQ":
        return None
    # Puerto Rico stands in our places as a territory of the United States.
    return "US-PR" if country.alpha_2 == "PR" else str(country.alpha_2)


def return_crimea(atlas: Atlas) -> Atlas:
    def is_crimea(ring: Ring) -> bool:
        return math.dist(middle(trace(ring, atlas.arcs)), CRIMEA) < 1

    crimea = [ring for ring in atlas.places["RU"] if is_crimea(ring)]
    russia = [ring for ring in atlas.places["RU"] if not is_crimea(ring)]
    ukraine = joined(atlas.places["UA"] + crimea, atlas.arcs)
    return Atlas(atlas.arcs, {**atlas.places, "RU": russia, "UA": ukraine})


def main(us_file: str, world_file: str, detailed_file: str | None = None) -> None:
    """Places which only the detailed file has get a mark."""
    us = draw(read_atlas(us_file, "states", state_key), PUERTO_RICO, US_STYLE)
    world = projected(return_crimea(read_atlas(world_file, "countries", country_key)))
    spots = {}
    if detailed_file:
        detailed = projected(read_atlas(detailed_file, "countries", country_key))
        missing = detailed.places.keys() - world.places.keys()
        spots = {key: centre(detailed, key) for key in missing}
    drawn = {"us": us, "world": draw(world, spots, WORLD_STYLE)}
    for name, drawing in drawn.items():
        text = tomli_w.dumps({"source": SOURCES[name]} | drawing)
        (MAPS / f"{name}.toml").write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
