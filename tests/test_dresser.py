"""Dressed streets: nothing on the carriageway, places that keep what stands there, all counted."""

from __future__ import annotations

import time
from functools import cache

import numpy as np
import pytest
from whiteout.simcore.classes import class_id
from whiteout.simcore.geometry.dresser.corner import clear
from whiteout.simcore.geometry.dresser.crossing import crossing
from whiteout.simcore.geometry.dresser.rows import rows
from whiteout.simcore.geometry.dresser.site import Mouth, Site, Wishes, Zone
from whiteout.simcore.geometry.dresser.street import street, styles
from whiteout.simcore.geometry.ground.corridor import Corridor
from whiteout.simcore.geometry.ground.junction import Junction
from whiteout.simcore.geometry.ground.sections import country, industrial, motorway, urban
from whiteout.simcore.geometry.street.lamp import street_lamp
from whiteout.simcore.line import Line
from whiteout.simcore.materials import lit

SECTIONS = {
    "terraced": urban(), "detached": urban(), "blocks": urban(sidewalk=3.0),
    "shops": urban(sidewalk=3.5, ground="forecourt"), "industrial": industrial(),
    "fields": country(), "forest": country(), "mixed": country(), "motorway": motorway(),
}  # fmt: skip
FLAT = {class_id("road"), class_id("parking"), class_id("sidewalk")}


@cache
def made(style: str, bend: float = 0.003, length: float = 300.0, season: str = "winter"):
    line = Line.build((-100, length), bend, ((0, 0.0), (150, 0.03)))
    return street(line, SECTIONS[style], style, 11, season=season, route=(0, 180), land="none",
                  wishes=Wishes(speed_limit=50))  # fmt: skip


def test_every_style_is_tested_here():
    assert set(styles().names()) == set(SECTIONS)


@pytest.mark.parametrize("style", SECTIONS)
@pytest.mark.parametrize("bend", [0.0, 0.004, -0.004])
def test_nothing_stands_on_the_carriageway(style, bend):
    """Below 2.5 m, and between the outer edges of the drivable bands, there is only the flat."""
    made_street = made(style, bend)
    corridor = made_street.corridor
    section = corridor.section
    median = section.find("median", 1)
    for placement in made_street.dressing.placements():
        if placement.class_id in FLAT:
            continue
        world = placement.mesh.vertices @ placement.T[:3, :3].T + placement.T[:3, 3]
        s, t = corridor.line.project(world)
        inside = (t > section.edge(-1)) & (t < section.edge(1))
        inside &= (s > corridor.span[0]) & (s < corridor.span[1])
        if median is not None:
            inside &= np.abs(t) > abs(median[1])
        over = world[:, 2] - corridor.exact(s, t)[:, 2]
        assert not (inside & (over < 2.5)).any(), (placement.class_id, s[inside][:3], t[inside][:3])


@pytest.mark.parametrize("style", SECTIONS)
def test_over_the_carriageway_there_is_room_for_lorries(style):
    """Crowns and lamps reach over it at 3 m at least, gantries at 5 m."""
    made_street = made(style, 0.0)
    corridor, section = made_street.corridor, made_street.corridor.section
    for stand in made_street.dressing.stands:
        for mesh, name in stand.fixture.pieces:
            if name not in ("traffic_sign", "street_lamp"):
                continue
            world = mesh.vertices @ stand.T[:3, :3].T + stand.T[:3, 3]
            s, t = corridor.line.project(world)
            inside = (t > section.edge(-1) + 0.3) & (t < section.edge(1) - 0.3)
            over = world[:, 2] - corridor.exact(s, t)[:, 2]
            if style == "motorway":  # delineators and rails may stand in the median
                inside &= np.abs(t) > 1.4
            assert not (inside & (over < 4.5)).any()


@pytest.mark.parametrize("style", SECTIONS)
def test_a_longer_road_keeps_what_stands_along_the_shorter(style):
    short, long = made(style, 0.003, 300.0), made(style, 0.003, 460.0)
    near = [_signature(stand) for stand in short.dressing.stands
            if short.corridor.line.project(stand.T[:3, 3])[0] < 240]  # fmt: skip
    far = {_signature(stand) for stand in long.dressing.stands}
    assert len(near) > 10
    missing = [item for item in near if item not in far]
    assert len(missing) <= 0.02 * len(near)  # a row that did not fit may stand there now


def _signature(stand) -> tuple:
    mesh = stand.fixture.pieces[0][0]
    return (len(mesh.triangles), mesh.colours.tobytes(), stand.T.round(4).tobytes())


@pytest.mark.parametrize("style", ["terraced", "shops", "forest"])
def test_the_same_key_dresses_the_same_street(style):
    one = made(style)
    made.cache_clear()
    two = made(style)
    assert one is not two
    first, second = one.placements(5), two.placements(5)
    assert len(first) == len(second)
    for a, b in zip(first, second, strict=True):
        assert a.T.tobytes() == b.T.tobytes() and a.body == b.body and a.class_id == b.class_id
        assert a.mesh.vertices.tobytes() == b.mesh.vertices.tobytes()
        assert a.mesh.colours.tobytes() == b.mesh.colours.tobytes()


def test_another_key_dresses_another_street():
    line = Line.build((-50, 200))
    one, two = (street(line, urban(), "terraced", key, land="none") for key in (1, 2))
    same = {_signature(s) for s in one.dressing.stands} & {
        _signature(s) for s in two.dressing.stands
    }
    assert len(same) < 0.25 * len(one.dressing.stands)


def test_counted_things_are_numbered_from_the_first_id_on():
    dressing = made("shops").dressing
    bodies = dressing.bodies(100)
    assert [body.id for body in bodies] == list(range(100, 100 + dressing.count))
    placed = {p.body for p in dressing.placements(100) if p.body}
    assert placed == {body.id for body in bodies}
    kinds = {body.class_id for body in bodies}
    assert {class_id("street_lamp"), class_id("traffic_sign"), class_id("waste_bin")} <= kinds
    for body in bodies:
        mine = [p for p in dressing.placements(100) if p.body == body.id]
        assert all(p.class_id == body.class_id for p in mine)
        corners = np.concatenate([p.mesh.vertices @ p.T[:3, :3].T + p.T[:3, 3] for p in mine])
        local = (corners - body.T[:3, 3]) @ body.T[:3, :3]
        assert np.abs(local).max(0) == pytest.approx(np.array(body.size) / 2, abs=1e-3)


def test_lamps_shine_when_their_circuit_is_on():
    dressing = made("terraced").dressing
    assert dressing.lamps(0) == ()
    on = dressing.lamps(lit("street"))
    assert len(on) >= 8
    corridor = made("terraced").corridor
    for lamp in on:
        s, t = corridor.line.project(np.array(lamp.place))
        assert corridor.section.edge(-1) < t < corridor.section.edge(1)  # the arm reaches over
        assert lamp.place[2] - corridor.exact(s, t)[2] == pytest.approx(6.0, abs=0.4)
    lamps = [
        p for p in dressing.placements(1, lit("street")) if p.class_id == class_id("street_lamp")
    ]
    assert lamps and all(p.lit & lit("street") for p in lamps)


def test_signs_face_the_traffic_that_comes_towards_them():
    made_street = made("terraced", 0.0)
    corridor = made_street.corridor
    found = 0
    for stand in made_street.dressing.stands:
        if stand.fixture.attributes and stand.fixture.attributes[0].startswith("sign."):
            _, t = corridor.line.project(stand.T[:3, 3])
            ahead = np.array([np.cos(0.0), 0.0, 0.0])
            facing = stand.T[:3, 0] @ ahead
            # Right-hand traffic on the right (t < 0) drives towards +s and meets fronts facing -s.
            assert facing * t > 0.9 * abs(t)
            found += 1
    assert found >= 3


def test_parking_slots_lie_on_the_strips_and_leave_driveways_free():
    made_street = made("detached", 0.0)
    section, drops = made_street.corridor.section, made_street.dressing.drops
    slots = made_street.dressing.slots
    along = [slot for slot in slots if abs(np.sin(slot.heading)) < 0.1]
    assert len(along) > 60 and len(drops) > 8
    for slot in along:
        side = 1 if slot.t > 0 else -1
        low, high = sorted(section.find("parking", side))
        assert low <= slot.t - slot.width / 2 + 1e-9 and slot.t + slot.width / 2 - 1e-9 <= high
        assert np.cos(slot.heading) == pytest.approx(-side)
        for drop in drops:
            if drop.side == side:
                assert slot.s + slot.length / 2 < drop.s0 or slot.s - slot.length / 2 > drop.s1
    driveways = [slot for slot in slots if abs(np.sin(slot.heading)) > 0.9]
    assert driveways and all(abs(slot.t) > abs(section.edge(1)) for slot in driveways)


def test_zones_are_kept_clear():
    line = Line.build((-50, 200))
    zone = Zone(40.0, 60.0, -9.0, -5.0)
    free = street(line, urban(), "terraced", 11, clear=[zone], land="none")
    full = street(line, urban(), "terraced", 11, land="none")

    def inside(made_street):
        count = 0
        for stand in made_street.dressing.stands:
            s, t = line.project(stand.T[:3, 3])
            flat = stand.fixture.pieces[0][1] == "road"
            count += zone.s0 < s < zone.s1 and zone.t0 < t < zone.t1 and not flat
        return count

    assert inside(full) > 0 and inside(free) == 0
    assert not any(zone.s0 < slot.s < zone.s1 and zone.t0 < slot.t < zone.t1
                   for slot in free.dressing.slots)  # fmt: skip


def test_a_site_refuses_what_has_no_room():
    site = Site(Corridor(Line.build((0, 100)), urban()), key=1)
    lamp = street_lamp(6.0, detail=2)
    assert site.put(lamp, 50.0, -6.4, np.pi / 2, foot=(0.3, 0.3))
    assert not site.put(lamp, 50.2, -6.4, np.pi / 2, foot=(0.3, 0.3))  # taken
    assert not site.put(lamp, 30.0, -1.0, 0.0, foot=(0.3, 0.3))  # on the road
    assert not site.put(lamp, 100.1, -6.4, 0.0, foot=(0.3, 0.3))  # beyond the end
    assert len(site.dressing().stands) == 1


def test_detail_falls_with_the_distance_from_the_route():
    site = Site(Corridor(Line.build((-200, 400)), urban(), route=(0, 180)), key=1)
    assert [site.detail(s) for s in (-150, -30, -5, 90, 190, 220, 300)] == [2, 1, 0, 0, 0, 1, 2]
    assert [site.detail(90, t) for t in (8, 25, 45, 90)] == [0, 0, 1, 2]


@pytest.mark.parametrize("control", ["signals", "give_way", "none"])
def test_crossings_are_dressed_by_their_control(control):
    main = Line.build((-60, 120))
    side = Line.build((-60, 70), start=main.at(30.0), heading=1.5)
    made_crossing = crossing(
        (main, urban(crossfall=0.0)), (side, urban(3.0, parking=(0, 0), crossfall=0.0)),
        (30.0, 0.0), ("shops", "terraced"), 4, control=control,
    )  # fmt: skip
    assert len(made_crossing.legs) == 4
    kinds = [stand.fixture.attributes[0] for stand in made_crossing.dressing.stands
             if stand.fixture.attributes]  # fmt: skip
    counted = [s for s in made_crossing.dressing.stands if s.fixture.body]
    lights = [s for s in counted if s.fixture.body.class_id == class_id("traffic_light")]
    priority, yields = kinds.count("sign.priority"), kinds.count("sign.give_way")
    assert (priority, yields) == ((2, 2) if control == "give_way" else (0, 0))
    assert len(lights) == (12 if control == "signals" else 0)
    if control == "signals":  # green along the main road, red on the side road
        vehicle = [s for s in lights if s.fixture.body.name == "traffic_light"]
        states = sorted((bool(s.on & lit("signal_red")), bool(s.on & lit("signal_green")))
                        for s in vehicle)  # fmt: skip
        assert states == [(False, True), (False, True), (True, False), (True, False)]
    placements = made_crossing.placements(1, 0, (0, 1))
    assert {p.chart for p in placements if p.class_id == class_id("road") and p.chart >= 0} == {
        0,
        1,
    }
    # Nothing stands on the joint carriageway or on the arms.
    import shapely

    area = made_crossing.junction.carriageway.buffer(-0.05)
    for placement in made_crossing.dressing.placements():
        if placement.class_id in FLAT:
            continue
        world = placement.mesh.vertices @ placement.T[:3, :3].T + placement.T[:3, 3]
        low = world[world[:, 2] < 2.4]
        assert not shapely.contains_xy(area, low[:, 0], low[:, 1]).any()


def _square(style: str, radius: float):
    """A level crossing of two streets at right angles, and its junction without forecourts."""
    section = urban(parking=(0, 0), crossfall=0.0)
    main = Line.build((-110, 150))
    side = Line.build((-110, 110), start=main.at(20.0), heading=np.pi / 2)
    dressed = crossing((main, section), (side, section), (20.0, 0.0), (style, style), 4,
                       radius=radius)  # fmt: skip
    bare = Corridor(main, section), Corridor(side, section)
    return dressed, Junction(*bare, (20.0, 0.0), radius)


@pytest.mark.parametrize("style", ["terraced", "detached", "blocks", "shops", "industrial"])
@pytest.mark.parametrize("radius", [4.0, 12.0])
def test_every_corner_is_built_on_and_leaves_the_pavements_free(style, radius):
    import shapely

    dressed, junction = _square(style, radius)
    edge = abs(dressed.main.section.find("edging", 1)[1])
    nearest = {(a, b): np.inf for a in (-1, 1) for b in (-1, 1)}
    walk = junction.sidewalk.buffer(-0.05)
    for placement in dressed.dressing.placements():
        if placement.class_id in FLAT or placement.body or "slat" in placement.mesh.slots:
            continue  # benches may stand there
        world = placement.mesh.vertices @ placement.T[:3, :3].T + placement.T[:3, 3]
        across = world[:, :2] - (20.0, 0.0)
        if placement.class_id == class_id("building"):
            for a, b in nearest:
                d, e = a * across[:, 0] - edge, b * across[:, 1] - edge
                if (d > -2.0).all() and (e > -2.0).all():
                    nearest[a, b] = min(nearest[a, b], float(np.hypot(d, e).min()))
        if placement.class_id in (class_id("building"), class_id("fence"), class_id("wall")):
            low = world[(world[:, 2] > 0.35) & (world[:, 2] < 2.2)]
            on = shapely.contains_xy(walk, low[:, 0], low[:, 1])
            assert not on.any(), (placement.class_id, low[on] - (20.0, 0.0, 0.0))
    assert max(nearest.values()) < (28.0 if style == "industrial" else 12.0 + radius / 2), nearest


@pytest.mark.parametrize("style", ["terraced", "blocks", "shops", "detached"])
def test_buildings_at_a_crossing_do_not_stand_in_each_other(style):
    """The houses of both streets, and those behind them, have footprints of their own."""
    import shapely

    dressed, _ = _square(style, 6.0)
    feet = []
    for stand in dressed.dressing.stands:
        mesh, name = stand.fixture.pieces[0]
        if name == "building":
            (x0, y0, _), (x1, y1, _) = mesh.bounds
            corners = np.array([(x0, y0, 0), (x1, y0, 0), (x1, y1, 0), (x0, y1, 0)])
            world = corners @ stand.T[:3, :3].T + stand.T[:3, 3]
            feet.append(shapely.Polygon(world[:, :2]).buffer(-1.0))
    tree = shapely.STRtree(feet)
    first, second = tree.query(feet, predicate="intersects")
    assert len(feet) > 30 and (first == second).all()


def test_places_at_a_rounded_corner_lie_on_its_arc():
    for rounding, away in ((5.6, 0.4), (2.0, 1.0), (9.0, 0.0)):
        other = clear(rounding, away)
        assert np.hypot(rounding - away, rounding - other) == pytest.approx(rounding)
    assert clear(2.0, 3.0) == 0.0


def test_rows_begin_at_mouths_and_say_so():
    corridor = Corridor(Line.build((-150, 150)), urban())
    mouth = Mouth(1, 10.0, 24.0, 3.0)
    site = Site(corridor, 3, mouths=[mouth])

    def drawn(rng):
        return 20.0, 4.0, None

    made_rows = list(rows(site, 1, "test", drawn))
    for row in made_rows:
        assert row.s + 10.0 <= 7.0 + 1e-9 or row.s - 10.0 >= 27.0 - 1e-9
    ends = {row.mouth: row.s + row.mouth * 10.0 for row in made_rows if row.mouth}
    assert ends == pytest.approx({1: 7.0, -1: 27.0})
    assert all(row.corner == bool(row.mouth) for row in made_rows)
    assert not any(row.mouth for row in rows(site, -1, "test", drawn))


@pytest.mark.parametrize("style", ["terraced", "shops"])
def test_rows_end_with_windows(style):
    """Houses whose side wall stands free have something on it: two in each row, or one twice."""
    stands = made(style, 0.0).dressing.stands
    houses = [s for s in stands if s.fixture.pieces[0][1] == "building"
              and s.fixture.extent[1, 2] > 5.0 and abs(s.T[1, 3]) < 30.0]  # fmt: skip
    ended = [s for s in houses if len(s.fixture.pieces) > 1]
    assert 8 <= len(ended) < 0.8 * len(houses)
    free = 0
    for stand in houses:
        left, right = (sum(_beside(stand, other, k) for other in houses) for k in (1, -1))
        pieces = len(stand.fixture.pieces) - 1
        assert pieces >= (left == 0) + (right == 0)
        free += pieces
    assert free > 8


@pytest.mark.parametrize("style", ["terraced", "shops"])
@pytest.mark.parametrize("bend", [0.004, -0.004])
def test_rows_are_as_complete_along_a_bend(style, bend):
    """Houses that stand askew to the road make room for each other."""

    def count(street_made) -> int:
        line = street_made.corridor.line
        return sum(
            stand.fixture.pieces[0][1] == "building" and stand.fixture.extent[1, 2] > 5.0
            and abs(line.project(stand.T[:3, 3])[1]) < 30.0
            for stand in street_made.dressing.stands
        )  # fmt: skip

    assert count(made(style, bend)) >= 0.85 * count(made(style, 0.0))


def _beside(stand, other, side: int) -> bool:
    """Whether another house stands wall to wall with one on a side."""
    half = stand.fixture.pieces[0][0].bounds[1][1]
    local = np.linalg.inv(stand.T) @ other.T[:, 3]
    width = half + other.fixture.pieces[0][0].bounds[1][1]
    return abs(local[0]) < 1.5 and abs(side * local[1] - width) < 0.8


def test_a_tee_has_three_legs():
    main = Line.build((-60, 120))
    side = Line.build((0, 70), start=main.at(30.0), heading=1.5)
    made_crossing = crossing(
        (main, urban(crossfall=0.0)), (side, urban(3.0, crossfall=0.0)), (30.0, 0.0),
        ("terraced", "terraced"), 4,
    )  # fmt: skip
    assert len(made_crossing.legs) == 3
    with pytest.raises(ValueError, match="signals, give_way, none"):
        crossing((main, urban(crossfall=0.0)), (side, urban(crossfall=0.0)), (30.0, 0.0),
                 ("terraced", "terraced"), 4, control="lights")  # fmt: skip


def test_a_warm_street_is_dressed_quickly():
    """60 ms on an idle core for 300 m; three times that is allowed where tests share it."""
    line = Line.build((-60, 240), 0.002)
    best = np.inf
    for _ in range(4):
        start = time.perf_counter()
        street(line, urban(), "terraced", 5, route=(0, 180), land="none").dressing.placements()
        best = min(best, time.perf_counter() - start)
    assert best < 0.18
