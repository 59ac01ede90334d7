"""The ground along a line: profiles, kerbs, sweeps, markings, patches, cuts, junctions, land."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
import trimesh
from outside import normals_agree, well_formed
from whiteout.simcore.classes import class_id
from whiteout.simcore.geometry.ground.corridor import Corridor, Drop
from whiteout.simcore.geometry.ground.cut import cut
from whiteout.simcore.geometry.ground.junction import Junction
from whiteout.simcore.geometry.ground.landscape import LANDS, landscape
from whiteout.simcore.geometry.ground.markings import (
    PATTERNS,
    arrow,
    crossbar,
    give_way,
    lane_lines,
    stripe,
    zebra,
)
from whiteout.simcore.geometry.ground.pad import Pad, laid
from whiteout.simcore.geometry.ground.paint import LIFT, painted
from whiteout.simcore.geometry.ground.sections import country, industrial, motorway, urban
from whiteout.simcore.line import Line, crest

WINDING = Line.build(
    (-60, 260),
    ((0, 0), (40, 0.012), (90, 0.012), (140, -0.008)),
    grade=((0, 0.0), (60, 0.05), (140, -0.05), (200, 0.0)),
    bank=((0, 0), (40, 0.03), (90, 0.03), (140, -0.02)),
)


def _area(mesh, plan: bool = True) -> float:
    corner = mesh.vertices[mesh.triangles].astype(float)
    if plan:
        corner[..., 2] = 0
    return float(
        np.linalg.norm(
            np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0]), axis=1
        ).sum()
        / 2
    )


def _caster(placements):
    vertices = np.concatenate([p.mesh.vertices @ p.T[:3, :3].T + p.T[:3, 3] for p in placements])
    base = np.cumsum([0] + [len(p.mesh.vertices) for p in placements[:-1]])
    faces = np.concatenate([p.mesh.triangles + b for p, b in zip(placements, base, strict=True)])
    solid = trimesh.Trimesh(vertices, faces, process=False)
    owner = np.repeat(np.arange(len(placements)), [len(p.mesh.triangles) for p in placements])
    return trimesh.ray.ray_pyembree.RayMeshIntersector(solid, scale_to_box=False), owner, solid


def _heights_below(placements, points):
    """Height of the first surface under points from far above, and which placement it is."""
    caster, owner, solid = _caster(placements)
    start = np.column_stack([points, np.full(len(points), 500.0)])
    down = np.tile([0.0, 0.0, -1.0], (len(points), 1))
    hit = caster.intersects_first(start, down)
    assert (hit >= 0).all()
    corner = solid.triangles[hit]
    normal = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    offset = np.einsum("ij,ij->i", normal[:, :2], points - corner[:, 0, :2])
    return corner[:, 0, 2] - offset / normal[:, 2], owner[hit]


def test_profile_of_a_street():
    """Crossfall 2.5 % from the crown, kerbs 0.12 m high, pavements rising 2.5 %."""
    section = urban(3.25, (1, 1), (2.1, 0.0), sidewalk=2.4)
    assert section.height(0.0) == 0.0
    assert section.height(-3.25) == pytest.approx(-0.025 * 3.25)
    assert section.edge(1) == pytest.approx(3.25 + 2.1 + 0.3)
    assert section.edge(-1) == pytest.approx(-3.25 - 0.3)
    for side in (1, -1):
        inner, outer = section.find("kerb", side)
        assert abs(outer - inner) == pytest.approx(0.15)
        assert section.height(outer) - section.height(inner) == pytest.approx(0.12)
        low, high = section.find("sidewalk", side)
        assert section.height(high) - section.height(low) == pytest.approx(2.4 * 0.025)
    assert section.lanes() == ((-1.625, 3.25), (1.625, 3.25))
    t, h = section.profile.T
    assert (np.diff(t) > 0).all()
    assert np.allclose(np.interp([-9, -2.2, 4.0], t, h), section.height([-9, -2.2, 4.0]))


def test_a_section_seen_from_a_lane_is_the_same_section():
    section = urban()
    seen = section.seen_from(-1.6)
    t = np.linspace(-12, 12, 99)
    assert np.allclose(seen.height(t) + section.height(-1.6), section.height(t - 1.6))
    assert seen.edge(-1) == pytest.approx(section.edge(-1) + 1.6)


@pytest.mark.parametrize("section", [urban(), country(), motorway(), industrial()])
def test_surfaces_are_the_swept_section(section):
    """Every vertex lies where its texture coordinates (s, t) say, and the chords stay close."""
    corridor = Corridor(WINDING, section, route=(0, 180))
    limit = min(abs(section.end(1)), abs(section.end(-1))) - 0.01
    for place in corridor.surfaces(chart=3):
        mesh = place.mesh
        well_formed(mesh)
        assert place.chart == 3 and normals_agree(mesh) > 0.97
        s, t = mesh.uv.astype(float).T
        inside = np.abs(t) < limit
        far = np.linalg.norm(mesh.vertices[inside] - corridor.exact(s[inside], t[inside]), axis=1)
        assert far.max() < 2e-4
        assert (mesh.normals[np.abs(t) < 3][:, 2] > 0.9).all()
    s, t = np.meshgrid(np.linspace(0, 180, 400), np.linspace(section.edge(-1), section.edge(1), 9))
    chord = corridor.at(s, t) - corridor.exact(s, t)
    assert np.abs(chord[..., 2]).max() < 0.012
    assert np.linalg.norm(chord, axis=-1).max() < 0.02


def test_classes_of_a_street_cover_it_without_gap():
    section = urban()
    line = Line.build((0, 100))
    areas = {}
    for place in Corridor(line, section).surfaces():
        areas[place.class_id] = areas.get(place.class_id, 0.0) + _area(place.mesh)
    widths = {"road": 2 * 3.25 + 0.6, "parking": 4.2, "kerb": 0.3 + 0.12, "sidewalk": 4.8}
    for name, width in widths.items():
        assert areas[class_id(name)] == pytest.approx(100 * width, rel=1e-4)


def test_kerbs_drop_at_driveways():
    """0.03 m over the gutter at a driveway, ramps of 1 m, level with the pavement behind."""
    drop = Drop(-1, 30.0, 33.5)
    corridor = Corridor(Line.build((0, 100)), urban(), drops=(drop,))
    inner, outer = corridor.section.find("kerb", -1)
    back = corridor.section.find("sidewalk", -1)[1]

    def rise(s, t):
        return corridor.at(s, t)[2] - corridor.at(s, inner)[2]

    assert rise(20.0, outer) == pytest.approx(0.12, abs=1e-6)
    assert rise(31.0, outer) == pytest.approx(0.03, abs=1e-6)
    assert rise(29.5, outer) == pytest.approx(0.075, abs=1e-6)
    assert rise(31.0, back) == pytest.approx(rise(20.0, back), abs=1e-6)
    assert corridor.at(31.0, -outer)[2] == pytest.approx(corridor.at(20.0, -outer)[2], abs=1e-6)


@pytest.mark.parametrize(
    "name, dash, gap, width",
    [
        ("motorway", 6.0, 12.0, 0.15), ("rural", 4.0, 8.0, 0.12), ("urban", 3.0, 6.0, 0.12),
        ("at_rural", 6.0, 9.0, 0.10), ("at_urban", 3.0, 3.0, 0.10), ("us", 3.05, 9.15, 0.12),
    ],
)  # fmt: skip
def test_dashes_have_the_lengths_of_the_guidelines(name, dash, gap, width):
    bars = stripe(1.5, 0.0, 180.0, name)
    whole = bars.s1 < 179.9
    assert np.allclose((bars.s1 - bars.s0)[whole], dash)
    assert np.allclose(np.diff(bars.s0), dash + gap)
    assert np.allclose(bars.t1 - bars.t0, width)
    assert np.allclose((bars.t0 + bars.t1) / 2, 1.5)
    # The same dashes whatever piece of the road is painted.
    part = stripe(1.5, 31.0, 140.0, name)
    assert set(np.round(part.s0[1:-1], 6)) <= set(np.round(bars.s0, 6))


def test_zebra_bars_and_stop_lines():
    bars = zebra(20.0, -4.0, 4.0, 4.0)
    assert np.allclose(bars.t1 - bars.t0, 0.5) and np.allclose(np.diff(bars.t0), 1.0)
    assert np.allclose(bars.s1 - bars.s0, 4.0) and np.allclose(bars.s0, 18.0)
    line = crossbar(12.0, -3.25, 0.0)
    assert (line.s1 - line.s0, line.t1 - line.t0) == (0.5, 3.25)


@pytest.mark.parametrize("length", [120.0])
def test_markings_lie_3_mm_over_the_road_in_bends_and_on_crests(length):
    line = Line.build((-20, 160), 0.01, crest(70, 2.0, length), bank=0.04)
    corridor = Corridor(line, urban(), route=(0, 140))
    marks = [*lane_lines(corridor), zebra(50, -5, 5), *give_way(80, 0, 3.25)]
    marks += [arrow("straight_left", 30, -1.6), arrow("right", 95, 1.6, -1)]
    paint = painted(corridor, marks)
    assert all(place.class_id == class_id("lane_marking") for place in paint)
    for place in paint:
        well_formed(place.mesh)
        assert normals_agree(place.mesh) == 1.0
    # Rays from above hit the paint 3 mm before the road.
    rng = np.random.default_rng(3)
    picks = []
    for place in paint:
        corner = place.mesh.vertices[place.mesh.triangles].astype(float)
        share = rng.dirichlet((1, 1, 1), len(corner))
        picks.append((corner * share[..., None]).sum(1))
    picks = np.concatenate(picks)
    road, _ = _heights_below(corridor.surfaces(), picks[:, :2])
    assert np.abs(picks[:, 2] - road - LIFT).max() < 0.0015


def test_lane_lines_of_a_street_and_a_motorway():
    street = Corridor(Line.build((0, 90)), urban())
    centre = [m for m in lane_lines(street) if len(m.s0) > 1]
    assert len(centre) == 1 and np.allclose((centre[0].t0 + centre[0].t1) / 2, 0.0)
    assert PATTERNS["urban"].dash == 3.0
    fast = Corridor(Line.build((0, 90)), motorway(3.75, (3, 3)))
    lines = lane_lines(fast, kind="motorway")
    assert len([m for m in lines if len(m.s0) > 1]) == 4  # two between three lanes, both ways
    edges = sorted(float((m.t1 - m.t0)[0]) for m in lines if len(m.s0) == 1)
    assert edges == pytest.approx([0.12, 0.12, 0.30, 0.30])
    american = lane_lines(street, "us")
    assert "marking_yellow" in {m.colour for m in american}


def test_pads_lie_on_the_ground():
    corridor = Corridor(WINDING, urban(), route=(0, 180))
    walk = corridor.section.find("sidewalk", 1)[1]
    pads = [Pad(20, 23, walk + 0.1, walk + 8), Pad(60, 95, walk + 1, walk + 12, "asphalt")]
    placements = laid(corridor, pads)
    for place in placements:
        well_formed(place.mesh)
        s, t = place.mesh.uv.astype(float).T
        top = place.mesh.normals[:, 2] > 0.9
        over = place.mesh.vertices[top, 2] - corridor.at(s[top], t[top])[:, 2]
        assert np.abs(over - 0.02).max() < 1e-3
    area = sum(_area(place.mesh) for place in placements)
    assert area == pytest.approx(3 * 7.9 + 35 * 11, rel=0.25)  # widened by the bend


def test_cutting_keeps_exactly_what_is_outside():
    place = next(p for p in Corridor(WINDING, urban()).surfaces() if p.class_id == class_id("road"))
    mesh = place.mesh
    middle = mesh.vertices.mean(0)[:2]
    hole = shapely.Point(middle).buffer(6.0)
    rest = cut(mesh, hole)
    flat = shapely.union_all([shapely.Polygon(t) for t in mesh.vertices[mesh.triangles][..., :2]])
    assert _area(rest) == pytest.approx(flat.difference(hole).area, rel=1e-3)
    corner = shapely.points(rest.vertices[:, :2].astype(float))
    assert not shapely.contains_properly(hole.buffer(-1e-3), corner).any()
    # What is interpolated still says where it lies.
    corridor = Corridor(WINDING, urban())
    s, t = rest.uv.astype(float).T
    assert np.linalg.norm(rest.vertices - corridor.at(s, t), axis=1).max() < 0.03
    assert cut(mesh, shapely.box(-1e3, -1e3, 1e3, 1e3)) is None


def _crossroads(tee: bool = False) -> Junction:
    line = Line.build((-80, 100))
    start = 0.0 if tee else -70.0
    side = Line.build((start, 90), start=line.at(30.0), heading=1.3)
    first = Corridor(line, urban(crossfall=0.0))
    second = Corridor(side, urban(3.0, parking=(0.0, 0.0), crossfall=0.0))
    return Junction(first, second, (30.0, 0.0))


@pytest.mark.parametrize("tee", [False, True])
def test_junctions_close_the_gap_between_roads(tee):
    """Along both roads and around the corners, the ground has neither gap nor step."""
    junction = _crossroads(tee)
    main, side = junction.main, junction.side
    ground = (
        *junction.of_main(main.surfaces()),
        *junction.of_side(side.surfaces()),
        *junction.surfaces(),
    )
    for place in ground:
        well_formed(place.mesh)
    s = np.linspace(-40, 95, 500)
    for t in (-4.0, -1.6, 0.0, 1.6, 4.0):
        height, owner = _heights_below(ground, main.line.at(s, t)[:, :2])
        assert np.abs(height).max() < 0.011
        names = {ground[k].class_id for k in owner}
        assert names <= {class_id("road"), class_id("parking")}
    s = np.linspace(0.5 if tee else -60, 85, 500)
    height, _ = _heights_below(ground, side.line.at(s, 1.5)[:, :2])
    assert np.abs(height).max() < 0.011


def test_corners_have_the_radius_asked_for():
    junction = _crossroads()
    border = np.asarray(junction._rounded.exterior.coords)
    zone = junction.zone
    corner = border[shapely.contains_properly(zone, shapely.points(border))]
    step = np.linalg.norm(np.diff(corner, axis=0), axis=1)
    turn = np.arctan2(*np.diff(corner, axis=0).T[::-1])
    bend = np.abs((np.diff(turn) + np.pi) % (2 * np.pi) - np.pi) / ((step[1:] + step[:-1]) / 2)
    arc = bend[(bend > 0.02) & (step[1:] < 4)]
    assert np.median(1 / arc) == pytest.approx(7.0, rel=0.03)


def test_junctions_keep_their_pavements_one_kerb_higher():
    junction = _crossroads()
    walk = next(p for p in junction.surfaces() if p.class_id == class_id("sidewalk"))
    assert walk.mesh.vertices[:, 2].min() == pytest.approx(0.12, abs=1e-6)
    assert walk.mesh.vertices[:, 2].max() == pytest.approx(0.12 + 2.46 * 0.025, abs=2e-3)


@pytest.mark.parametrize("radius", [3.0, 7.0, 14.0])
def test_pavements_keep_their_width_around_corners(radius):
    """In the middle of each arc of the kerb, and for wide arcs to both sides of it as well."""
    main = Corridor(Line.build((-80, 100)), urban(crossfall=0.0))
    side = Corridor(Line.build((-70, 90), start=(30.0, 0.0, 0.0), heading=np.pi / 2),
                    urban(crossfall=0.0))  # fmt: skip
    junction = Junction(main, side, (30.0, 0.0), radius)
    edge, wide = main.section.edge(1), 0.12 + 2.4
    centre = np.array([30.0 + edge + radius, edge + radius])
    for angle in np.radians([225.0, 205.0, 245.0]):
        kerb = centre + radius * np.array([np.cos(angle), np.sin(angle)])
        assert junction.zone.exterior.distance(shapely.Point(kerb)) > wide - 0.05


def test_a_mouth_lies_between_the_other_roads_pavements():
    junction = _crossroads()
    level = Corridor(Line.build((-80, 100)), urban(crossfall=0.0))
    upright = Corridor(Line.build((0, 90), start=(30.0, 0.0, 0.0), heading=np.pi / 2), urban(3.0))
    tee = Junction(level, upright, (30.0, 0.0))
    outer = abs(upright.section.find("edging", 1)[1])
    assert tee.mouth(level, 1, 20.0) == pytest.approx((30.0 - outer, 30.0 + outer))
    assert tee.mouth(level, -1, 20.0) is None
    # Where the other road runs askew, its mouth is as wide as the whole depth needs.
    low, high = junction.mouth(junction.main, 1, 20.0)
    assert high - low > 2 * abs(junction.side.section.find("edging", 1)[1]) + 20 / np.tan(1.3)
    for zone in junction.room(junction.main)[1:]:
        if zone[2] > 0:
            assert zone[0] <= low and high <= zone[1]


def test_forecourts_at_corners_are_paved():
    main = Corridor(Line.build((-80, 100)), urban(crossfall=0.0))
    side = Corridor(Line.build((-70, 90), start=(30.0, 0.0, 0.0), heading=np.pi / 2),
                    urban(crossfall=0.0))  # fmt: skip
    plain = Junction(main, side, (30.0, 0.0))
    edge = abs(side.section.find("edging", 1)[1])
    walk = abs(main.section.find("edging", 1)[1])
    yard = (30.0 + edge, 30.0 + edge + 3.0, walk, walk + 15.0)
    paved = Junction(main, side, (30.0, 0.0), paved=[yard])
    place = (30.0 + edge + 1.5, walk + 10.0)
    for junction, name in ((plain, "terrain"), (paved, "sidewalk")):
        ground = (*junction.of_main(main.surfaces()), *junction.of_side(side.surfaces()),
                  *junction.surfaces())  # fmt: skip
        height, owner = _heights_below(ground, np.array([place]))
        assert ground[owner[0]].class_id == class_id(name)
        assert 0.1 < height[0] < 0.25


@pytest.mark.parametrize("land", ["country", "suburban"])
def test_the_land_stays_under_the_roads_and_reaches_the_horizon(land):
    corridor = Corridor(WINDING, country() if land == "country" else urban(), route=(0, 180))
    around = landscape([corridor], 5, LANDS[land])
    for place in around:
        well_formed(place.mesh)
    rng = np.random.default_rng(2)
    section = corridor.section
    s = rng.uniform(-55, 255, 1500)
    t = rng.uniform(section.edge(-1) - 10, section.edge(1) + 10, 1500)
    points = corridor.exact(s, t)
    _, owner = _heights_below((*corridor.surfaces(), *around), points[:, :2])
    count = len(corridor.surfaces())
    assert (owner < count).all()
    # No void: from a driver's eyes, every ray that falls meets something.
    caster, _, _ = _caster((*corridor.surfaces(), *around))
    eye = corridor.at(60.0, -1.6) + np.array([0, 0, 1.4])
    azimuth = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    for fall in (0.002, 0.01, 0.05, 0.2):
        way = np.stack([np.cos(azimuth), np.sin(azimuth), np.full(720, -fall)], -1)
        assert (caster.intersects_first(np.tile(eye, (720, 1)), way) >= 0).all()


def test_the_inside_of_a_tight_bend_has_no_hole():
    line = Line.build((-60, 120), ((0, 0), (15, 1 / 25), (50, 1 / 25), (65, 0)))
    corridor = Corridor(line, country())
    ground = (*corridor.surfaces(), *landscape([corridor], 5, "country"))
    x, y = np.meshgrid(np.linspace(-40, 70, 90), np.linspace(-30, 80, 90))
    height, _ = _heights_below(ground, np.stack([x.ravel(), y.ravel()], -1))
    assert height.min() > -3.0


def test_the_same_ground_again():
    def everything():
        corridor = Corridor(WINDING, country(), route=(0, 180))
        places = (*corridor.surfaces(), *painted(corridor, lane_lines(corridor)))
        return (*places, *landscape([corridor], 9, "country", "autumn"))

    for one, two in zip(everything(), everything(), strict=True):
        assert one.mesh.vertices.tobytes() == two.mesh.vertices.tobytes()
        assert one.mesh.colours.tobytes() == two.mesh.colours.tobytes()
