"""The map script on tiny hand-made boundaries, and the maps it has drawn."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest

from pwa.maintenance.draw_maps import (
    FIPS,
    MAPS,
    Style,
    draw,
    projected,
    read_atlas,
    return_crimea,
    state_key,
)

PATH = re.compile(r"(m-?\d+[ -]\d+l-?\d+[ -]\d+([ -]\d+[ -]\d+)+z)+")
PIECE = re.compile(r"([mlz])|(-?\d+)")
TO_SCALE = Style(scale=1, tolerance=6, speck=4, mark=3)
# Two squares with a crooked border (arc 0); their outer sides are arcs 1 and 2.
NEIGHBOURS: dict[str, Any] = {
    "arcs": [
        [[40, 0], [0, 9], [1, 6], [9, 8], [-10, 8], [1, 4], [-1, 5]],
        [[40, 40], [-40, 0], [0, -40], [40, 0]],
        [[40, 40], [40, 0], [0, -40], [-40, 0]],
        [[100, 20], [1, 0], [0, 1], [-1, -1]],
        [[120, 0], [20, 0], [0, 20], [-20, 0], [0, -20]],
    ],
    "shapes": {"WEST": [[0, 1]], "EAST": [[0, 2]], "SPECK": [[3]], "ISLES": [[4], [3]]},
}
STATES = {f"US-{state}" for state in FIPS.split() if state != "."} | {"US-PR"}
COUNTRIES = "TH MY ID SG HK TW JP KR CN GB IE FR DE US CA AU NZ BR MT LU LI"
# The places each map needs, and the most bytes it may take when packed.
COMMITTED = {"us": (STATES, 4500), "world": (set(COUNTRIES.split()), 7000)}


def atlas_file(folder: Path, arcs: Any, shapes: dict[str, list[list[int]]]) -> str:
    geometries = [
        {"type": "MultiPolygon", "arcs": [[ring] for ring in rings], "id": key}
        for key, rings in shapes.items()
    ]
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": arcs,
        "objects": {"places": {"geometries": geometries}},
    }
    file = folder / "atlas.json"
    file.write_text(json.dumps(topology), "utf-8")
    return str(file)


def shape_id(geometry: dict[str, Any]) -> str:
    return str(geometry["id"])[:5]


def rings(path: str) -> list[list[tuple[int, int]]]:
    """The corners of every ring, as a browser would place them."""
    assert PATH.fullmatch(path), path
    found: list[list[tuple[int, int]]] = []
    start = (0, 0)
    for ring in path.split("z")[:-1]:
        numbers = [int(number) for _, number in PIECE.findall(ring) if number]
        x, y = start
        corners = []
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            corners.append((x, y))
        start = corners[0]
        found.append(corners)
    return found


def width(corners: list[tuple[int, int]]) -> int:
    across = [x for x, _ in corners]
    return max(across) - min(across)


def size(view_box: str) -> tuple[int, int]:
    left, top, across, down = map(int, view_box.split())
    assert (left, top) == (0, 0)
    return across, down


@pytest.fixture(scope="module", params=COMMITTED)
def committed(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    text = (MAPS / f"{request.param}.toml").read_text("utf-8")
    return request.param, tomllib.loads(text)


def test_neighbours_still_share_their_simplified_border(tmp_path: Path) -> None:
    atlas = read_atlas(atlas_file(tmp_path, **NEIGHBOURS), "places", shape_id)
    paths = draw(atlas, {}, TO_SCALE)["paths"]
    [west], [east] = rings(paths["WEST"]), rings(paths["EAST"])
    # The small kinks at the ends of the border go; its one big corner stays, for both.
    assert (51, 24) in west
    assert len(west) < 9
    shared = set(west) & set(east)
    assert shared == {corner for corner in west if corner[0] > 1}
    assert shared == {corner for corner in east if corner[0] < 81}


def test_a_place_too_small_to_draw_keeps_a_mark(tmp_path: Path) -> None:
    atlas = read_atlas(atlas_file(tmp_path, **NEIGHBOURS), "places", shape_id)
    [mark] = rings(draw(atlas, {}, TO_SCALE)["paths"]["SPECK"])
    assert len(mark) == 4
    assert width(mark) == 2 * TO_SCALE.mark


def test_a_speck_beside_a_larger_island_is_left_out(tmp_path: Path) -> None:
    atlas = read_atlas(atlas_file(tmp_path, **NEIGHBOURS), "places", shape_id)
    [island] = rings(draw(atlas, {}, TO_SCALE)["paths"]["ISLES"])
    assert width(island) == 20


def test_a_spot_without_a_boundary_gets_a_mark_inside_the_view_box(tmp_path: Path) -> None:
    atlas = read_atlas(atlas_file(tmp_path, **NEIGHBOURS), "places", shape_id)
    drawing = draw(atlas, {"FAR": (-50.0, 20.0)}, TO_SCALE)
    [mark] = rings(drawing["paths"]["FAR"])
    assert min(x for x, _ in mark) == 1
    assert size(drawing["view_box"])[0] > 190


def test_two_parts_with_one_key_lose_the_border_between_them(tmp_path: Path) -> None:
    shapes = {"LANDS": [[0, 1]], "LANDSOUTH": [[~2, ~0]]}
    file = atlas_file(tmp_path, NEIGHBOURS["arcs"], shapes)
    [ring] = rings(draw(read_atlas(file, "places", shape_id), {}, TO_SCALE)["paths"]["LANDS"])
    assert (51, 24) not in ring
    assert width(ring) == 80


def test_a_ring_over_the_antimeridian_does_not_span_the_map(tmp_path: Path) -> None:
    arcs = [
        [[170, 60], [10, 0], [-355, 0], [0, 9], [345, 0], [0, -9]],
        [[-120, 60], [40, 0], [0, -40], [-40, 40]],
    ]
    file = atlas_file(tmp_path, arcs, {"EAST": [[0]], "WEST": [[1]]})
    scaled = TO_SCALE._replace(scale=150)
    drawing = draw(projected(read_atlas(file, "places", shape_id)), {}, scaled)
    [ring] = rings(drawing["paths"]["EAST"])
    assert width(ring) < size(drawing["view_box"])[0] / 10


def test_crimea_is_drawn_with_ukraine_as_iso_lists_it(tmp_path: Path) -> None:
    arcs = [
        [[33, 46], [3, 0]],
        [[36, 46], [0, -2], [-3, 0], [0, 2]],
        [[33, 46], [-5, 5], [12, 0], [-4, -5]],
        [[60, 60], [9, 0], [0, 9], [-9, -9]],
    ]
    shapes = {"UA": [[2, ~0]], "RU": [[0, 1], [3]]}
    atlas = return_crimea(read_atlas(atlas_file(tmp_path, arcs, shapes), "places", shape_id))
    assert atlas.places["RU"] == [[3]]
    assert [sorted(ring) for ring in atlas.places["UA"]] == [[1, 2]]


@pytest.mark.parametrize(
    ("number", "key"), [("01", "US-AL"), ("11", "US-DC"), ("42", "US-PA"), ("53", "US-WA")]
)
def test_a_state_is_known_by_its_census_number(number: str, key: str) -> None:
    assert state_key({"id": number}) == key


def test_committed_map_has_the_places_it_needs(committed: tuple[str, dict[str, Any]]) -> None:
    name, drawing = committed
    needed, _ = COMMITTED[name]
    assert needed <= drawing["paths"].keys()
    assert list(drawing["paths"]) == sorted(drawing["paths"])


def test_committed_us_map_has_nothing_but_states_dc_and_puerto_rico() -> None:
    paths = tomllib.loads((MAPS / "us.toml").read_text("utf-8"))["paths"]
    assert paths.keys() == STATES
    assert len(paths) == 52


def test_committed_paths_stay_inside_the_view_box(committed: tuple[str, dict[str, Any]]) -> None:
    _, drawing = committed
    across, down = size(drawing["view_box"])
    for key, path in drawing["paths"].items():
        for ring in rings(path):
            assert all(0 <= x <= across and 0 <= y <= down for x, y in ring), key
            assert width(ring) < across * 0.6, f"{key} spans the map"


def test_committed_map_names_its_source_and_licence(committed: tuple[str, dict[str, Any]]) -> None:
    name, drawing = committed
    assert f"{name}-atlas" in drawing["source"]
    assert "ISC" in drawing["source"]


def test_committed_map_is_small_enough(committed: tuple[str, dict[str, Any]]) -> None:
    name, drawing = committed
    packed = brotli.compress("".join(drawing["paths"].values()).encode(), quality=11)
    assert len(packed) <= COMMITTED[name][1]
