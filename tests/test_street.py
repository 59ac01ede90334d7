"""Street furniture: measures of the tables, closed shells, crisp signs, lamps and their light."""

from __future__ import annotations

from math import pi

import numpy as np
import pytest
from outside import backs_seen, normals_agree, well_formed
from whiteout.simcore.classes import class_id
from whiteout.simcore.geometry.street import barrier, bins, covers, fence, furniture, shelter, signs
from whiteout.simcore.geometry.street.gantry import gantry
from whiteout.simcore.geometry.street.glyphs import glyph, text, text_width
from whiteout.simcore.geometry.street.lamp import spacing, street_lamp
from whiteout.simcore.geometry.street.pictograms import NAMES, pictogram
from whiteout.simcore.geometry.street.signal import STATES, pedestrian_light, traffic_light
from whiteout.simcore.line import Line
from whiteout.simcore.materials import CIRCUITS, lit, material
from whiteout.simcore.pose import pose

THINGS = {
    "bench": furniture.bench,
    "bollard": furniture.bollard,
    "hydrant": furniture.hydrant,
    "post box": furniture.post_box,
    "cabinet": furniture.utility_cabinet,
    "bike stand": furniture.bike_stand,
    "grit bin": furniture.grit_bin,
    "wheeled bin": bins.wheeled_bin,
    "litter bin": bins.litter_bin,
    "shelter": shelter.bus_shelter,
    "billboard": shelter.billboard,
    "pillar": shelter.advertising_pillar,
    "lamp": lambda detail: street_lamp(8.0, detail=detail),
    "lantern": lambda detail: street_lamp(4.5, detail=detail, style="post"),
    "signal": lambda detail: traffic_light(0.0, detail),
    "overhead signal": lambda detail: traffic_light(4.0, detail),
    "walkers' signal": pedestrian_light,
    "stop sign": lambda detail: signs.sign("stop", "de", detail),
    "deer sign": lambda detail: signs.sign("deer", "us", detail),
    "limit": lambda detail: signs.sign("limit_50", "de", detail),
    "gantry": lambda detail: gantry(14.0, (("ARLEN", "v"),), detail),
    "picket fence": lambda detail: fence.picket_fence(3.0, detail),
    "garden wall": lambda detail: fence.garden_wall(3.0, 0.8, detail),
    "railing": lambda detail: fence.railing(2.0, detail),
    "guard rail": lambda detail: barrier.guard_rail(4.0, detail),
    "jersey barrier": lambda detail: barrier.jersey_barrier(3.0, detail),
    "delineator": barrier.delineator,
    "noise wall": lambda detail: barrier.noise_wall(4.0, 3.2, detail),
}


def _extent(fixture) -> np.ndarray:
    return fixture.extent[1] - fixture.extent[0]


def _count(fixture) -> int:
    return sum(len(mesh.triangles) for mesh, _ in fixture.pieces)


@pytest.mark.parametrize("name", THINGS)
def test_furniture_is_closed_at_all_levels_of_detail(name):
    counts = []
    for detail in range(3):
        thing = THINGS[name](detail)
        meshes = [mesh for mesh, _ in thing.pieces]
        for mesh in meshes:
            well_formed(mesh)
            assert normals_agree(mesh) > 0.98
        # The boards of coarse fences are sheets, between whose two sides some rays get through.
        sheets = name == "picket fence" and detail > 0
        assert backs_seen(meshes, low=0.31) < (0.006 if sheets else 0.002)
        counts.append(_count(thing))
    assert counts[0] >= counts[1] >= counts[2]
    assert counts[0] <= 1300


@pytest.mark.parametrize(
    "name, size, tolerance",
    [
        ("bollard", (0.10, 0.10, 0.9), 0.01), ("hydrant", (None, None, 0.74), 0.01),
        ("cabinet", (None, 1.2, 1.35), 0.07), ("jersey barrier", (0.6, 3.0, 0.81), 0.001),
        ("shelter", (1.6, 4.1, 2.5), 0.02), ("wheeled bin", (None, 0.48, 1.0), 0.06),
        ("delineator", (None, None, 1.15), 0.01), ("pillar", (1.2, 1.2, 3.4), 0.25),
        ("billboard", (None, 3.7, None), 0.01), ("picket fence", (None, 3.0, 0.94), 0.06),
    ],
)  # fmt: skip
def test_sizes_are_those_of_the_tables(name, size, tolerance):
    extent = _extent(THINGS[name](0))
    for have, want in zip(extent, size, strict=True):
        assert want is None or have == pytest.approx(want, abs=tolerance)


def test_signs_have_their_sizes_and_stand_two_metres_over_the_pavement():
    for kind, width in (("stop", 0.9), ("limit_50", 0.6), ("deer", 0.9), ("priority", 0.85),
                        ("parking", 0.6), ("give_way", 0.9)):  # fmt: skip
        plate = signs.sign(kind).pieces[0][0]
        span = plate.bounds[1, 1] - plate.bounds[0, 1]
        assert span == pytest.approx(width, abs=0.08)
        assert plate.bounds[0, 2] >= 2.0
        assert plate.bounds[1, 0] - plate.bounds[0, 0] < 0.03


@pytest.mark.parametrize("kind", [*signs.KINDS, "limit_80"])
def test_regions_of_a_sign_do_not_overlap_and_fill_it(kind):
    for country in ("de", "us"):
        outline = signs.face(kind, country).layers[0].shape.area
        mesh = signs.sign(kind, country).pieces[0][0]
        film = mesh.triangles[mesh.material == material("sign_face").id]
        corner = mesh.vertices[film].astype(float)
        normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
        assert (normal[:, 0] > 0).all() and np.abs(normal[:, 1:]).max() < 1e-6
        assert normal[:, 0].sum() / 2 == pytest.approx(outline, rel=0.01)
        assert np.ptp(corner[..., 0]) < 1e-6


def test_signs_say_what_they_are():
    stop = signs.sign("stop")
    assert stop.body.class_id == class_id("traffic_sign")
    assert stop.attributes == ("sign.stop",)  # the condition of COCO's class in classes.csv
    both = signs.sign(("limit_30", "children"))
    assert both.attributes == ("sign.speed_limit.30", "sign.warning.children")
    assert [name for _, name in both.pieces] == ["traffic_sign", "pole"]
    with pytest.raises(ValueError, match="stopp"):
        signs.sign("stopp")


def test_glyphs_differ_and_text_is_as_wide_as_it_says():
    characters = "0123456789ABCDEFGHIJKLMNOPRSTUVWXYZ"
    shapes = {c: glyph(c) for c in characters}
    for c, (width, shape) in shapes.items():
        left, low, right, high = shape.bounds
        assert shape.is_valid and left > -0.08 and right < width + 0.08
        assert low == pytest.approx(0.0, abs=0.09) and high == pytest.approx(1.0, abs=0.09)
        for other, (_, second) in shapes.items():
            if other != c:
                different = shape.symmetric_difference(second).area
                assert different > 0.05 * min(shape.area, second.area)
    words = text("ARLEN 12", 0.42)
    left, _, right, _ = words.bounds
    assert right - left == pytest.approx(text_width("ARLEN 12", 0.42), abs=0.06)


def test_pictograms_fit_their_triangle():
    for name in NAMES:
        left, low, right, high = pictogram(name).bounds
        assert pictogram(name).is_valid
        assert max(-left, right, -low, high) < 0.26


def test_lamps_hang_over_the_road_and_give_their_light():
    for height in (6.0, 8.0, 10.0):
        lamp = street_lamp(height)
        head = lamp.lights[0]
        assert head.place[2] == pytest.approx(height, abs=0.15)
        assert 1.2 < head.place[0] < 1.8 and head.direction == (0.0, 0.0, -1.0)
        assert 4000 <= head.intensity * pi <= 20000
        assert np.dot((0.2126, 0.7152, 0.0722), head.colour) == pytest.approx(1.0, abs=0.01)
        assert 2.5 <= spacing(height) / height <= 4.0
        assert lamp.extent[1, 2] == pytest.approx(height, abs=0.3)
    T = pose((10.0, 2.0, 1.0), yaw=pi / 2)
    lamp = street_lamp(6.0)
    assert lamp.lamps(T, 0) == ()
    shining = lamp.lamps(T, lit("street"))[0]
    x = lamp.lights[0].place[0]
    assert shining.place == pytest.approx((10.0, 2.0 + x, 1.0 + lamp.lights[0].place[2]))
    assert len(street_lamp(10.0, style="double").lights) == 2


def test_signals_have_three_lenses_on_their_circuits():
    mesh = traffic_light().pieces[0][0]
    heights = []
    for name in ("signal_red", "signal_amber", "signal_green"):
        lens = mesh.vertices[mesh.triangles[mesh.material == material(name).id]]
        size = np.ptp(lens.reshape(-1, 3), axis=0)
        assert size[1] == pytest.approx(0.20, abs=0.01) and size[2] == pytest.approx(0.20, abs=0.01)
        heights.append(lens[..., 2].mean())
        assert material(name).circuit == name and name in CIRCUITS
    assert heights[0] > heights[1] > heights[2]
    assert 2.1 <= mesh.bounds[0, 2] <= 2.4
    over = traffic_light(4.0).pieces[0][0]
    above = over.vertices[over.vertices[:, 1] > 2.0]
    assert 4.5 <= above[:, 2].min() <= 5.5
    assert all(name in CIRCUITS for names in STATES.values() for name in names)


def test_guard_rails_follow_their_line():
    line = Line.build((0, 200), 0.01, 0.02)
    for side in (1, -1):
        rail = barrier.rail_along(line, 20.0, 80.0, side * 5.0, side, lift=0.1)
        for mesh, name in rail.pieces:
            well_formed(mesh)
            assert name == "guard_rail"
        beam = rail.pieces[0][0]
        s, t = line.project(beam.vertices)
        over = beam.vertices[:, 2] - line.at(s)[:, 2] - 0.1
        assert over.min() == pytest.approx(0.60, abs=0.01)
        assert over.max() == pytest.approx(0.835, abs=0.01)
        assert np.abs(t * side - 5.0).max() < 0.08
        assert normals_agree(beam) == 1.0
        half = len(beam.vertices) // 2
        towards = -side * np.stack(
            [-np.sin(line.axis(s).heading), np.cos(line.axis(s).heading)], -1
        )
        facing = np.einsum("ij,ij->i", beam.normals[:half, :2], towards[:half])
        assert facing.mean() > 0.5


def test_covers_are_flat_and_of_their_size():
    cover = covers.manhole()
    assert _extent(cover)[:2] == pytest.approx((0.9, 0.9), abs=0.01)
    assert cover.extent[1, 2] < 0.012 and cover.extent[0, 2] > 0
    iron = cover.pieces[0][0]
    plate = iron.vertices[iron.triangles[iron.material == material("trim").id]]
    assert 0.60 <= np.ptp(plate[..., 0]) <= 0.70
    assert _extent(covers.storm_grate(0, 0.29))[:2] == pytest.approx((0.5, 0.29), abs=0.01)


def test_bodies_enclose_their_pieces():
    for name, make in THINGS.items():
        thing = make(0)
        if thing.body is None:
            continue
        mine = [m for m, kind in thing.pieces if class_id(kind) == thing.body.class_id]
        low = np.min([m.bounds[0] for m in mine], 0)
        high = np.max([m.bounds[1] for m in mine], 0)
        assert thing.body.centre == pytest.approx((low + high) / 2, abs=1e-5), name
        assert thing.body.size == pytest.approx(high - low, abs=1e-5), name
        fixed = thing.fixed_body(pose((5, 6, 7), yaw=1.0), 42)
        assert fixed.id == 42 and np.allclose(fixed.T[:3, :3], pose(yaw=1.0)[:3, :3])
