"""Roads of a file as ground, meshes, lanes and a drive: no holes, and nothing twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from outside import normals_agree, well_formed
from road_files import LANES, TWO_ROADS, bridge, crossing, document, piece, road
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load, read
from whiteout.simcore.classes import class_id
from whiteout.simcore.geometry.ground.paint import LIFT
from whiteout.simcore.opendrive.graph import Graph
from whiteout.simcore.opendrive.ground import BEYOND
from whiteout.simcore.opendrive.parse import network_from
from whiteout.simcore.opendrive.route import choose, way_along
from whiteout.simcore.opendrive.world import RoadWorld
from whiteout.simcore.physics.driving import columns as c

SHARED = Path(__file__).parents[2] / "shared" / "data" / "opendrive"
FILES = (
    "crest-curve", "curve_r100", "e6mini", "fabriksgatan", "soderleden", "straight_500m_signs",
)  # fmt: skip


def world_of(text, roads=(), **options):
    graph = Graph(network_from(text.encode(), "file.xodr"))
    return RoadWorld(graph, choose(graph, roads), **options)


def all_hits(placements, points):
    """Every surface above or below places (P, 2): rows of the place, height, placement."""
    corners = [p.mesh.vertices[p.mesh.triangles].astype(np.float64) for p in placements]
    owner = np.repeat(np.arange(len(placements)), [len(part) for part in corners])
    a, b, d = np.concatenate(corners).transpose(1, 0, 2)
    normal = np.cross(b - a, d - a)
    level = np.abs(normal[:, 2]) > 1e-9
    a, b, d, normal, owner = (part[level] for part in (a, b, d, normal, owner))
    flat = shapely.polygons(np.stack([a, b, d, a], 1)[..., :2])
    rays, faces = shapely.STRtree(flat).query(shapely.points(points), predicate="intersects")
    off = ((points[rays] - a[faces, :2]) * normal[faces, :2]).sum(1)
    return rays, a[faces, 2] - off / normal[faces, 2], owner[faces]


def beneath(world, point):
    """Height of the first strip that holds a place, as wheels find it, and its chart."""
    for strip, _ in world.ground.strips:
        s, t = strip.line.project(point)
        rows = strip.profile
        if strip.span[0] <= s <= strip.span[1] and rows[0, 0] <= t <= rows[-1, 0]:
            axis = strip.line.axis(s)
            return float(axis.z + axis.bank * t + np.interp(t, rows[:, 0], rows[:, 1])), strip.chart
    raise AssertionError(f"nothing lies at {point}")


@pytest.fixture(scope="module")
def junction():
    return world_of(crossing(), ("0", "100", "3"))


def test_a_junction_has_no_holes_and_nothing_lies_twice(junction):
    """Rays down on the joint area meet exactly one road surface."""
    paved = [p for p in junction.surfaces("summer").placements if p.class_id == class_id("road")]
    rng = np.random.default_rng(3)
    points = rng.uniform(-9.5, 9.5, (3000, 2))
    # Between two arms the kerb of the right turn is a quarter circle of 10 - 3.5 m.
    corner = np.maximum(np.abs(points), 0.0)
    outside = np.hypot(10 - corner[:, 0], 10 - corner[:, 1]) < 6.45
    inside = np.hypot(10 - corner[:, 0], 10 - corner[:, 1]) > 6.6
    rays, heights, _ = all_hits(paved, points)
    count = np.bincount(rays, minlength=len(points))
    assert (count[inside] >= 1).all()
    assert (count[inside] > 1).mean() < 0.005  # seams are 5 mm wide
    assert (count[outside & (corner.min(1) > 5.0)] == 0).mean() > 0.95
    assert np.abs(heights).max() < 1e-6


def test_wheels_and_pictures_agree_on_the_ground(junction):
    """Height and chart of the strip that holds a place are those of the mesh seen there."""
    placed = [p for p in junction.surfaces("summer").placements if p.chart >= 0]
    rng = np.random.default_rng(5)
    points = np.concatenate([rng.uniform(-9, 9, (120, 2)), rng.uniform([15, -5], [65, 5], (80, 2))])
    rays, heights, owner = all_hits(placed, points)
    agree = seen = 0
    for k, point in enumerate(points):
        mine = rays == k
        if not mine.any():
            continue
        z, chart = beneath(junction, point)
        seen += 1
        top = heights[mine].argmax()
        assert abs(heights[mine][top] - z) < 0.125  # a kerb at most
        agree += placed[owner[mine][top]].chart == chart and abs(heights[mine][top] - z) < 0.01
    assert seen > 150 and agree > 0.95 * seen


def test_meshes_are_well_formed_and_marks_lie_on_the_road(junction):
    placements = junction.dressing("summer").placed
    for place in placements:
        well_formed(place.mesh)
        assert normals_agree(place.mesh) > 0.97
    marks = [p for p in placements if p.class_id == class_id("lane_marking")]
    assert marks
    for mark in marks:
        assert np.ptp(mark.mesh.vertices[:, 2]) < 1e-6
        assert mark.mesh.vertices[0, 2] == pytest.approx(LIFT)


def test_the_area_of_lanes_is_that_of_their_meshes():
    """Width times length for straight lanes, exact for a circle's ring."""
    world = world_of(TWO_ROADS)
    area = Counter()
    for place in world.surfaces("summer").placements:
        a, b, d = (place.mesh.vertices[place.mesh.triangles[:, k]].astype(float) for k in range(3))
        cross = (b - a)[:, 0] * (d - a)[:, 1] - (b - a)[:, 1] * (d - a)[:, 0]
        area[place.class_id] += np.abs(cross).sum() / 2
    beyond = 2 * BEYOND
    ring = 60 / 100 / 2 * (103.5**2 - 96.5**2)
    walk = 60 / 100 / 2 * (96.5**2 - 94.5**2) + 2 * (80 + beyond)
    assert area[class_id("road")] == pytest.approx((80 + beyond) * 7 + ring, rel=1e-3)
    assert area[class_id("sidewalk")] + area[class_id("kerb")] == pytest.approx(walk, rel=2e-3)


def test_lanes_follow_each_other_through_the_junction(junction):
    lanes = {lane.id: lane for lane in junction.lanes().lanes}
    assert set(lanes["0.0.-1"].successors) == {"100.0.-1", "101.0.-1", "102.0.-1"}
    assert lanes["100.0.-1"].successors == ("3.0.1",)
    assert lanes["100.0.-1"].predecessors == ("0.0.-1",)
    for lane in lanes.values():
        for other in lane.successors:
            gap = np.linalg.norm(lane.centre[-1] - lanes[other].centre[0])
            assert gap < 1e-3, (lane.id, other)
    assert lanes["0.0.-1"].left == "0.0.1"
    assert junction.lanes().route_lanes == ("0.0.-1", "100.0.-1", "3.0.1")


def test_left_hand_traffic_keeps_left():
    """The lane towards the junction is the left one, and turns lead to the left lane again."""
    world = world_of(crossing("LHT"))
    lanes = {lane.id: lane for lane in world.lanes().lanes}
    assert lanes["0.0.1"].centre[0, 0] > lanes["0.0.1"].centre[-1, 0]  # towards the middle
    assert lanes["0.0.-1"].centre[0, 0] < lanes["0.0.-1"].centre[-1, 0]
    assert set(lanes["0.0.1"].successors) == {"100.0.1", "101.0.1", "102.0.1"}
    assert lanes["101.0.1"].successors == ("2.0.-1",)
    # Heading west on the left: south of the line, whose left is south.
    assert (lanes["0.0.1"].centre[:, 1] < 0).all()


def test_a_road_above_another_is_a_bridge():
    """The lower road is free to pass: nothing but the deck hangs over it, 7 m up."""
    world = world_of(bridge(), ("low",))
    kinds = {item.course.road.id: set() for item in world.ground.segments}
    for item in world.ground.segments:
        kinds[item.course.road.id].add(item.kind)
    assert kinds == {"low": {"ground"}, "high": {"ground", "bridge"}}
    placed = world.dressing("summer").placed
    rays, heights, _ = all_hits(placed, np.array([[120.0 + x, y] for x in (-1.7, 1.7)
                                                  for y in np.linspace(-90, 90, 61)]))  # fmt: skip
    assert ((np.abs(heights) < 0.9) | (heights > 5.5)).all()
    assert np.isin(np.arange(122), rays[np.abs(heights) < 0.01]).all()
    z, _ = beneath(world, np.array([118.3, 0.0]))
    assert z == pytest.approx(0.0, abs=1e-6)


def test_the_land_meets_the_road_everywhere():
    """Just beside the road's edge lies land, not far below and never above the edge."""
    world = world_of(bridge(), ("low",))
    placed = world.dressing("summer").placed
    land = [p for p in placed if p.class_id == class_id("terrain")]
    s = np.linspace(5, 60, 40)
    for t, edge in ((-3.7, -3.5), (5.7, 5.5)):
        course = world.graph.courses["high"]
        points = course.line.at(s, t)
        rays, heights, _ = all_hits(land, points[:, :2])
        top = np.full(len(s), -np.inf)
        np.maximum.at(top, rays, heights)
        height = course.line.at(s, edge)[:, 2] + (0.12 if t > 0 else 0.0)
        assert (top < height + 0.02).all()
        assert (top > height - 0.55).all()


def test_speed_limits_come_from_lane_road_and_kind():
    kind = '<type s="0" type="town"/><type s="50" type="rural"><speed max="70" unit="km/h"/></type>'
    fast = '<speed sOffset="0" max="30" unit="mph"/>'
    lanes = LANES.replace('<lane id="-1" type="driving">', '<lane id="-1" type="driving">' + fast)
    first = world_of(document(road("1", piece(0, 0, 0, 0, 90), 90, lanes=lanes, more=kind)))
    by_id = {lane.id: lane.speed_limit for lane in first.lanes().lanes}
    assert by_id["1.0.-1"] == pytest.approx(30 * 0.44704)
    assert by_id["1.0.1"] == pytest.approx(50 / 3.6)
    assert first.lanes(20.0).lanes[0].speed_limit == 20.0


MARKS = """
<lanes><laneSection s="0"><center><lane id="0" type="none">
 <roadMark sOffset="0" type="solid broken" width="0.1"/></lane></center>
 <right><lane id="-1" type="driving"><width sOffset="0" a="4" b="0" c="0" d="0"/>
  <roadMark sOffset="10" type="broken" color="yellow"><type name="" width="0.2">
   <line length="2" space="3" tOffset="0.5" sOffset="1" width="0.2"/></type></roadMark>
  <roadMark sOffset="31" type="none"/></lane>
 <lane id="-2" type="driving"><width sOffset="0" a="3" b="0" c="0" d="0"/></lane></right>
</laneSection></lanes>
"""


def test_marks_lie_where_the_file_says():
    world = world_of(document(road("1", piece(0, 0, 0, 0, 40), 40, lanes=MARKS)))
    found = [p for p in world.marks() if p.class_id == class_id("lane_marking")]
    quads = {}
    for place in found:
        mesh = place.mesh
        for number, name in enumerate(mesh.slots):
            corners = mesh.vertices[mesh.triangles[mesh.slot == number]][..., :2].reshape(-1, 3, 2)
            quads.setdefault(name, []).append(corners)
    yellow = np.concatenate(quads["marking_yellow"])
    yellow = yellow[yellow[..., 0].min(1) > 0]
    assert (yellow[..., 1].min(), yellow[..., 1].max()) == pytest.approx((-3.6, -3.4))
    starts = np.unique(yellow[..., 0].round(4))
    assert starts == pytest.approx([11, 13, 16, 18, 21, 23, 26, 28])  # 31 is where they end
    white = np.concatenate(quads["marking"])
    white = white[(white[..., 0].min(1) > -1e-3) & (white[..., 0].max(1) < 40 + 1e-3)]
    left = white[white[..., 1].min(1) > 0]
    right = white[white[..., 1].max(1) < 0]
    assert left[..., 0].max() - left[..., 0].min() == pytest.approx(40)
    one, two = right[:, 1] - right[:, 0], right[:, 2] - right[:, 0]
    area = np.abs(one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]).sum() / 2
    assert area == pytest.approx(0.1 * (4 * 3 + 3), rel=0.05)  # dashes of 3 m every 9 m


SCENARIO = """
whiteout: 1
duration: 5 min
road: {{kind: opendrive, file: {file}}}
ego: {{kind: compact, at: {{s: 5 m}}, speed: 50 km/h}}
"""


def driven(folder, file):
    """The states of the ego along its drive, and the world's end."""
    episode = Episode(draw(read(SCENARIO.format(file=file), "a.yaml", folder), 0, 0))
    frame = episode.reset(sense=False)
    rows = [episode.world.state[0, 0].copy()]
    while not frame.ended:
        frame = episode.step(episode.driver_action, sense=False)
        rows.append(episode.world.state[0, 0].copy())
    return np.array(rows), episode, frame


@pytest.mark.parametrize("text", [crossing(), crossing("LHT"), bridge()], ids=["r", "l", "bridge"])
def test_the_driver_drives_to_the_end(text, tmp_path):
    (tmp_path / "a.xodr").write_text(text)
    rows, episode, frame = driven(tmp_path, "a.xodr")
    assert rows[-1, c.S] >= episode.setting.layout.end
    assert frame.terminated
    assert np.abs(rows[:, c.T]).max() < 1.2
    assert np.abs(np.diff(rows[:, c.S])).max() < 2.5  # it never jumps along its route


@pytest.mark.skipif(not SHARED.is_dir(), reason="the files of esmini are not here")
@pytest.mark.parametrize("name", FILES)
def test_the_files_of_esmini_are_driven_end_to_end(name):
    rows, episode, frame = driven(SHARED, f"{name}.xodr")
    assert rows[-1, c.S] >= episode.setting.layout.end
    assert frame.terminated
    assert np.abs(rows[:, c.T]).max() < 1.2
    assert (rows[:, c.CHART] >= 0).all()


def test_a_file_of_scenariogeneration_is_driven(tmp_path):
    xodr = pytest.importorskip("scenariogeneration.xodr")
    roads = [
        xodr.create_road([xodr.Line(60)], 0, 2, 2),
        xodr.create_road([xodr.Spiral(1e-9, 0.015, 40), xodr.Arc(0.015, length=60)], 1, 2, 2),
        xodr.create_road([xodr.Line(80)], 2, 2, 2),
    ]
    network = xodr.OpenDrive("made")
    for k, item in enumerate(roads):
        if k:
            item.add_predecessor(xodr.ElementType.road, k - 1, xodr.ContactPoint.end)
        if k < 2:
            item.add_successor(xodr.ElementType.road, k + 1, xodr.ContactPoint.start)
        network.add_road(item)
    network.adjust_roads_and_lanes()
    network.write_xml(str(tmp_path / "a.xodr"))
    rows, episode, _ = driven(tmp_path, "a.xodr")
    end = episode.setting.layout.end
    assert end == pytest.approx(240, abs=8)
    assert rows[-1, c.S] >= end
    heading = episode.setting.layout.lanes.route.axis(end - 1.0).heading
    assert float(heading) == pytest.approx(0.015 * 20 + 0.015 * 60, abs=1e-6)


def test_the_same_file_gives_the_same_bytes(tmp_path):
    (tmp_path / "a.xodr").write_text(crossing())
    (tmp_path / "a.yaml").write_text(SCENARIO.format(file="a.xodr"))
    spec = load(tmp_path / "a.yaml")
    first, second = (Episode(draw(spec, 4, 0)).setting.scene.placements for _ in range(2))
    assert len(first) == len(second)
    for one, two in zip(first, second, strict=True):
        assert one.mesh.vertices.tobytes() == two.mesh.vertices.tobytes()
        assert one.T.tobytes() == two.T.tobytes()


def test_marks_of_connecting_roads_do_not_run_through_lanes_that_they_cross():
    """Every connecting road has solid lines; in the middle, where all cross, none is painted."""
    line = '<roadMark sOffset="0" type="solid" width="0.12"/></lane></'
    text = crossing().replace('d="0"/></lane></right></laneS', 'd="0"/>' + line + "right></laneS")
    world = world_of(text, ("0", "101", "2"))
    marks = [p for p in world.marks() if p.class_id == class_id("lane_marking")]
    corners = np.concatenate([p.mesh.vertices[p.mesh.triangles] for p in marks])[..., :2]
    middle = np.abs(corners).max((1, 2)) < 9.5
    reach = np.abs(corners[middle]).min(axis=(1, 2))
    assert middle.any()  # along the corners
    assert not (np.abs(corners).max((1, 2)) < 3.0).any()
    assert reach.max() > 3.0
    for item in world.lanes().lines:
        assert not (np.abs(item.points[:, :2]).max(1) < 3.0).any()


def test_a_circuit_of_one_road_is_driven_once_around():
    # Radius 40 m to the left; the lane's middle on the right lies at 41.75 m.
    around = 2 * np.pi * 40
    ends = ('<predecessor elementType="road" elementId="1" contactPoint="end"/>'
            '<successor elementType="road" elementId="1" contactPoint="start"/>')  # fmt: skip
    geometry = piece(0, 0, 0, 0, around, '<arc curvature="0.025"/>')
    graph = Graph(network_from(document(road("1", geometry, around, ends)).encode(), "f.xodr"))
    line = way_along(graph, choose(graph)).line
    assert line.span[1] == pytest.approx(2 * np.pi * 41.75, rel=1e-3)
