"""Reference lines, heights and lanes of OpenDRIVE files against closed forms."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from road_files import document, link, piece, road
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import fresnel
from whiteout.simcore.opendrive.parse import network_from
from whiteout.simcore.opendrive.profile import Course


def course_of(text, name="1"):
    return Course(network_from(text.encode(), "file.xodr").roads[name])


def one(shape, length, heading=0.0, x=0.0, y=0.0, **more):
    return course_of(document(road("1", piece(0, x, y, heading, length, shape), length, **more)))


def turned(points, heading, x, y):
    c, s = np.cos(heading), np.sin(heading)
    return points @ np.array([[c, s], [-s, c]]) + [x, y]


@pytest.mark.parametrize("curvature", [0.02, -0.1, 1e-5])
def test_arcs_are_circles(curvature):
    line = one(f'<arc curvature="{curvature}"/>', 60, 0.7, 5, -3).line
    s = np.linspace(0, 60, 97)
    angle = curvature * s
    circle = np.column_stack([np.sin(angle), 1 - np.cos(angle)]) / curvature
    assert line.at(s)[:, :2] == pytest.approx(turned(circle, 0.7, 5, -3), abs=1e-6)
    assert line.axis(s).heading == pytest.approx(0.7 + angle, abs=1e-9)


@pytest.mark.parametrize("ends", [(0.0, 0.03), (0.0, -0.02)])
def test_spirals_are_fresnel_integrals(ends):
    length = 80.0
    line = one(f'<spiral curvStart="{ends[0]}" curvEnd="{ends[1]}"/>', length, -1.1, 2, 9).line
    s = np.linspace(0, length, 51)
    rate = ends[1] / length
    scale = np.sqrt(np.pi / abs(rate))
    sine, cosine = fresnel(s / scale)
    curve = scale * np.column_stack([cosine, np.sign(rate) * sine])
    assert line.at(s)[:, :2] == pytest.approx(turned(curve, -1.1, 2, 9), abs=1e-6)
    assert line.axis(s[:-1]).curvature == pytest.approx(rate * s[:-1], abs=1e-9)


def test_a_spiral_from_bend_to_bend_meets_the_fresnel_curve_shifted():
    k0, k1, length = -0.04, 0.06, 50.0
    line = one(f'<spiral curvStart="{k0}" curvEnd="{k1}"/>', length).line
    rate = (k1 - k0) / length
    for s in (10.0, 33.0, 50.0):
        x = quad(lambda u: np.cos(k0 * u + rate * u * u / 2), 0, s)[0]
        y = quad(lambda u: np.sin(k0 * u + rate * u * u / 2), 0, s)[0]
        assert line.at(s)[:2] == pytest.approx([x, y], abs=1e-6)


def test_poly3_by_arc_length():
    """v(u) of the file, with s measured along the curve."""
    b, c, d, length = 0.05, 0.004, -3e-5, 70.0
    line = one(f'<poly3 a="0" b="{b}" c="{c}" d="{d}"/>', length, 0.3, 1, 2).line

    def run(u):
        return quad(lambda x: np.hypot(1, b + 2 * c * x + 3 * d * x * x), 0, u)[0]

    for s in (5.0, 31.7, 69.9):
        u = brentq(lambda x, s=s: run(x) - s, 0, length)
        local = np.array([[u, b * u + c * u**2 + d * u**3]])
        assert line.at(s)[:2] == pytest.approx(turned(local, 0.3, 1, 2)[0], abs=2e-4)
        slope = b + 2 * c * u + 3 * d * u * u
        assert float(line.axis(s).heading) == pytest.approx(0.3 + np.arctan(slope), abs=1e-4)


@pytest.mark.parametrize("kind", ["normalized", "arcLength"])
def test_param_poly3_in_both_ranges(kind):
    """The same curve written with p in [0, 1] and p in metres."""
    bu, cu, bv, cv, dv = 60.0, -6.0, 0.0, 14.0, -3.0

    def place(p):
        return np.array([bu * p + cu * p**2, bv * p + cv * p**2 + dv * p**3])

    def speed(p):
        return np.hypot(bu + 2 * cu * p, bv + 2 * cv * p + 3 * dv * p * p)

    length = quad(speed, 0, 1)[0]
    k = 1.0 if kind == "normalized" else length
    shape = (
        f'<paramPoly3 pRange="{kind}" aU="0" bU="{bu / k}" cU="{cu / k**2}" dU="0" '
        f'aV="0" bV="{bv / k}" cV="{cv / k**2}" dV="{dv / k**3}"/>'
    )
    line = one(shape, length, -0.4, 3, 3).line
    for s in (0.0, 12.3, length / 2, length - 0.01):
        p = brentq(lambda x, s=s: quad(speed, 0, x)[0] - s, 0, 1.01)
        assert line.at(s)[:2] == pytest.approx(turned(place(p)[None], -0.4, 3, 3)[0], abs=2e-4)


def test_heights_and_superelevation():
    """z = a + b u + c u² + d u³ with u from each record's s; t lifts by tan of the angle."""
    more = (
        '<elevationProfile><elevation s="0" a="1" b="0.02" c="0" d="0"/>'
        '<elevation s="40" a="1.8" b="0.02" c="-0.001" d="2e-6"/></elevationProfile>'
        '<lateralProfile><superelevation s="0" a="0.05" b="0" c="0" d="0"/></lateralProfile>'
    )
    line = one("<line/>", 100, more=more).line
    s = np.array([10.0, 39.0, 55.0, 90.0])
    u = s - 40
    z = np.where(s < 40, 1 + 0.02 * s, 1.8 + 0.02 * u - 0.001 * u**2 + 2e-6 * u**3)
    assert line.at(s)[:, 2] == pytest.approx(z, abs=1e-3)
    assert line.at(s, 4.0)[:, 2] - line.at(s)[:, 2] == pytest.approx(4 * np.tan(0.05), abs=1e-9)


def test_crossfall_and_lateral_shape():
    fall = '<lateralProfile><crossfall side="both" s="0" a="0.025" b="0" c="0" d="0"/>'
    course = one("<line/>", 50, more=fall + "</lateralProfile>")
    h = course.cross(np.full(3, 20.0), np.array([-4.0, 0.0, 4.0]))
    assert h == pytest.approx([-4 * np.tan(0.025), 0, -4 * np.tan(0.025)])
    shape = (
        '<lateralProfile><shape s="0" t="-5" a="0.1" b="-0.02" c="0" d="0"/>'
        '<shape s="0" t="0" a="0" b="0.03" c="0" d="0"/></lateralProfile>'
    )
    course = one("<line/>", 50, more=shape)
    h = course.cross(np.full(3, 20.0), np.array([-5.0, -2.0, 3.0]))
    assert h == pytest.approx([0.1, 0.04, 0.09])


SECTIONS = """
<lanes><laneOffset s="0" a="0" b="0" c="0" d="0"/><laneOffset s="20" a="0" b="0.05" c="0" d="0"/>
<laneSection s="0"><center><lane id="0" type="none"/></center>
 <right><lane id="-1" type="driving"><link><successor id="-1"/></link>
   <width sOffset="0" a="3" b="0" c="0" d="0"/>
   <width sOffset="10" a="3" b="0.1" c="0" d="0"/></lane>
  <lane id="-2" type="shoulder"><width sOffset="0" a="1.5" b="0" c="0" d="0"/></lane></right>
</laneSection>
<laneSection s="30"><center><lane id="0" type="none"/></center>
 <right><lane id="-1" type="driving"><width sOffset="0" a="5" b="0" c="0" d="0"/></lane>
 <lane id="-2" type="driving"><width sOffset="0" a="2" b="-0.2" c="0" d="0"/></lane></right>
</laneSection></lanes>
"""


def test_widths_add_up_from_the_offset_outwards():
    course = one("<line/>", 60, lanes=SECTIONS)
    across = course.across(course.sections[0], [5.0, 15.0, 25.0])
    assert across[-1].inner == pytest.approx([0, 0, 0.25])
    assert across[-1].outer == pytest.approx([-3, -3.5, 0.25 - 4.5])
    assert across[-2].outer == pytest.approx([-4.5, -5, 0.25 - 6])
    late = course.across(course.sections[1], [35.0, 45.0])
    assert late[-2].outer - late[-2].inner == pytest.approx([-1.0, 0.0])  # never negative


def test_scenariogeneration_writes_what_is_read(tmp_path):
    """Ends of pieces as pyclothoids computed them are where ours end, and lanes are as asked."""
    xodr = pytest.importorskip("scenariogeneration.xodr")
    parts = [xodr.Line(40), xodr.Spiral(1e-9, 0.02, 35), xodr.Arc(0.02, length=45),
             xodr.Spiral(0.02, -0.01, 50), xodr.Line(20)]  # fmt: skip
    made = xodr.create_road(parts, id=7, left_lanes=1, right_lanes=2, lane_width=3.4)
    network = xodr.OpenDrive("packaged")
    network.add_road(made)
    network.adjust_roads_and_lanes()
    network.write_xml(str(tmp_path / "made.xodr"))
    course = course_of((tmp_path / "made.xodr").read_text(), "7")
    pieces = course.road.pieces
    assert [p.kind for p in pieces] == ["line", "spiral", "arc", "spiral", "line"]
    for before, after in pairwise(pieces):
        end = course.line.at(after.s - 1e-7)
        assert end[:2] == pytest.approx([after.x, after.y], abs=1e-4)
        turn = float(course.line.axis(after.s - 1e-7).heading) - after.heading
        assert np.arctan2(np.sin(turn), np.cos(turn)) == pytest.approx(0.0, abs=1e-4)
        assert before.s + before.length == pytest.approx(after.s)
    across = course.across(course.sections[0], [50.0])
    assert {n: float(a.outer[0]) for n, a in across.items()} == pytest.approx(
        {-2: -6.8, -1: -3.4, 1: 3.4}
    )


def test_roads_meet_where_they_are_linked_end_to_end():
    """A road whose end meets another's end: lanes change their sign, the way goes on smoothly."""
    from whiteout.simcore.opendrive.graph import Graph
    from whiteout.simcore.opendrive.route import choose, way_along

    text = document(
        road("1", piece(0, 0, 0, 0, 50), 50, link("successor", "2", "end")),
        road("2", piece(0, 110, 0, np.pi, 60), 60, link("successor", "1", "end")),
    )
    graph = Graph(network_from(text.encode(), "file.xodr"))
    stages = choose(graph, (), "1", -1)
    assert [str(stage.key) for stage in stages] == ["1.0.-1", "2.0.1"]
    line = way_along(graph, stages).line
    s = np.linspace(0, 110, 221)
    assert line.at(s)[:, :2] == pytest.approx(np.column_stack([s, np.full(221, -1.75)]), abs=1e-6)
