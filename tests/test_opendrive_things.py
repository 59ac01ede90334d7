"""Objects and signals of OpenDRIVE files: what they become, and where."""

from __future__ import annotations

import numpy as np
import pytest
from road_files import document, piece, road
from whiteout.simcore.classes import class_id
from whiteout.simcore.opendrive.graph import Graph
from whiteout.simcore.opendrive.parse import network_from
from whiteout.simcore.opendrive.route import choose
from whiteout.simcore.opendrive.world import RoadWorld

THINGS = """
<objects>
 <object id="1" type="tree" s="10" t="12" height="8" radius="1"/>
 <object id="2" type="streetLamp" s="20" t="-6" height="6" hdg="1.5708"/>
 <object id="3" type="barrier" name="guard rail" s="30" t="-5" height="0.75">
  <repeat s="30" length="20" distance="0" tStart="-5" tEnd="-5"
   heightStart="0.75" heightEnd="0.75"/>
 </object>
 <object id="4" type="building" s="60" t="20" hdg="1.5707963267948966">
  <outlines><outline id="0">
   <cornerLocal u="0" v="0" z="0" height="7"/><cornerLocal u="4" v="0" z="0" height="7"/>
   <cornerLocal u="4" v="3" z="0" height="7"/><cornerLocal u="0" v="3" z="0" height="7"/>
  </outline></outlines>
 </object>
 <object id="5" type="crosswalk" s="70" t="0" length="4" width="7"/>
 <object id="6" type="parkingSpace" s="80" t="-9" length="5" width="2.5" hdg="0"/>
 <object id="7" type="pole" s="40" t="8" length="0.1" width="0.1" height="3">
  <repeat s="40" length="30" distance="10" tStart="8" tEnd="11" heightStart="3" heightEnd="3"/>
 </object>
</objects>
<signals>
 <signal id="a" s="50" t="-5" zOffset="2.2" type="274" subtype="" country="de" value="50"
  orientation="+" dynamic="no"/>
 <signal id="b" s="55" t="5" type="1000001" country="OpenDRIVE" orientation="-" dynamic="yes"/>
</signals>
"""


@pytest.fixture(scope="module")
def world():
    text = document(road("1", piece(0, 0, 0, 0, 100), 100, more=THINGS))
    graph = Graph(network_from(text.encode(), "a.xodr"))
    return RoadWorld(graph, choose(graph, (), "1", -1), lights="red")


@pytest.fixture(scope="module")
def placements(world):
    made = world.dressing("summer")
    return made.placements(1), made.bodies(1)


def extents(placements, name, within):
    """Lowest and highest corners of all meshes of a class in a part of the world."""
    found = []
    for place in placements:
        if place.class_id == class_id(name):
            points = place.mesh.vertices @ place.T[:3, :3].T + place.T[:3, 3]
            low, high = points.min(0), points.max(0)
            if (low[:2] > within[0]).all() and (high[:2] < within[1]).all():
                found.append((low, high))
    return found


def test_a_building_fills_its_outline(placements):
    """u points to the left of the road, v back against it; 7 m high."""
    (low, high), *more = extents(placements[0], "building", ((50, 15), (65, 30)))
    assert not more
    assert low[:2] == pytest.approx([57, 20], abs=1e-4)
    assert high == pytest.approx([60, 24, 7.12], abs=1e-4)  # on ground as high as the pavement


def test_a_guard_rail_follows_the_road(placements):
    found = extents(placements[0], "guard_rail", ((25, -7), (55, -3)))
    low = np.min([a for a, _ in found], 0)
    high = np.max([b for _, b in found], 0)
    assert (low[0], high[0]) == pytest.approx((30, 50), abs=0.1)
    assert low[1] < -5.0 < high[1] + 0.05
    assert 0.6 < high[2] < 0.9


def test_poles_repeat_every_ten_metres_further_and_further_out(placements):
    found = sorted(
        (tuple((low + high)[:2] / 2), high[2])
        for low, high in extents(placements[0], "pole", ((35, 7.5), (75, 12)))
    )
    assert [place for place, _ in found] == [
        pytest.approx((40 + 10 * k, 8 + k), abs=1e-4) for k in range(4)
    ]


def test_a_tree_and_a_lamp_stand_where_the_file_says(placements):
    trunk, *_ = extents(placements[0], "trunk", ((8, 10), (12, 14)))
    assert (trunk[0] + trunk[1])[:2] / 2 == pytest.approx([10, 12], abs=0.5)
    lamp, *_ = extents(placements[0], "street_lamp", ((15, -8), (25, -3)))
    assert 5.5 < lamp[1][2] < 7.0


def test_a_crosswalk_has_bars_across_the_carriageway(world):
    """Bars 0.5 m wide with gaps as wide, 4 m long, over 7 m: seven of them."""
    from whiteout.simcore.opendrive.flat import laid_flat

    own = [item for item in world.ground.segments if item.course.road.id == "1"]
    bars, space = laid_flat(world.graph.courses["1"], own)
    corners = bars.mesh.vertices[bars.mesh.triangles].astype(float)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]),
                          axis=1).sum() / 2  # fmt: skip
    assert area == pytest.approx(7 * 0.5 * 4, rel=1e-3)
    assert bars.mesh.bounds[:, 0] == pytest.approx([68, 72])
    assert space.mesh.bounds[:, :2].ravel() == pytest.approx([77.5, -10.25, 82.5, -7.75])
    (slot,) = world.slots()
    assert (slot.s, slot.t, slot.heading) == pytest.approx((80, -9 + 1.75, 0))


def test_signs_and_lights_face_the_traffic_that_they_are_for(placements):
    """ "+" faces traffic towards +s: its front looks back along the road."""
    bodies = {body.attributes or ("light",): body for body in placements[1]}
    sign = bodies["sign.speed_limit.50",]
    assert sign.T[:2, 3] == pytest.approx([50, -5], abs=0.1)
    assert sign.T[:3, 0] == pytest.approx([-1, 0, 0], abs=1e-6)
    light = next(b for b in placements[1] if b.class_id == class_id("traffic_light"))
    assert light.T[:2, 3] == pytest.approx([55, 5], abs=0.3)
    assert light.T[:3, 0] == pytest.approx([1, 0, 0], abs=1e-6)
    lit = [p.lit for p in placements[0] if p.class_id == class_id("traffic_light")]
    assert all(lit)
