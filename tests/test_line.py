"""Lines agree with the closed forms of straights, arcs, clothoids and parabolas."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import fresnel
from whiteout.simcore.kernels import line as kernels
from whiteout.simcore.line import Line, crest

WINDING = {
    "curvature": ((0, 0), (30, 0.02), (60, 0.02), (90, -0.03), (120, -0.03), (150, 0)),
    "grade": ((0, 0.0), (60, 0.05), (120, -0.04)),
    "bank": ((30, 0), (50, 0.06), (100, -0.06)),
}


def test_straight_goes_on_beyond_its_ends():
    line = Line.build((-20, 100), start=(3, 4, 5), heading=0.5, grade=0.02)
    s = np.array([-60.0, -20.0, 0.0, 33.3, 100.0, 170.0])
    want = np.stack([3 + s * np.cos(0.5), 4 + s * np.sin(0.5), 5 + 0.02 * s], -1)
    assert np.abs(line.at(s) - want).max() < 1e-9


@pytest.mark.parametrize("radius", [12.0, -250.0])
def test_arc_is_a_circle(radius):
    line = Line.build((0, 60), 1 / radius)
    s = np.linspace(0, 60, 97)
    want = np.stack([radius * np.sin(s / radius), radius * (1 - np.cos(s / radius))], -1)
    assert np.abs(line.at(s)[:, :2] - want).max() < 1e-8


def test_a_step_of_the_curvature_between_samples_is_kept():
    line = Line.build((0, 100), ((0, 0), (33.37, 0), (33.37, 0.05), (100, 0.05)))
    angle = (100 - 33.37) * 0.05
    want = [33.37 + 20 * np.sin(angle), 20 * (1 - np.cos(angle))]
    assert np.abs(line.at(100.0)[:2] - want).max() < 1e-8


def test_clothoid_ends_where_the_fresnel_integrals_say():
    length, end = 80.0, 1 / 25
    line = Line.build((0, length), ((0, 0), (length, end)))
    scale = np.sqrt(np.pi * length / end)
    s = np.linspace(0, length, 41)
    sine, cosine = fresnel(s / scale)
    assert np.abs(line.at(s)[:, :2] - scale * np.c_[cosine, sine]).max() < 1e-6


def test_height_is_the_integral_of_the_grade():
    line = Line.build((0, 200), grade=crest(100, 3.0, 120))
    assert line.at(100.0)[2] == pytest.approx(3.0, abs=1e-9)
    assert line.at(200.0)[2] == pytest.approx(0.0, abs=1e-9)
    s = np.linspace(0, 200, 20001)
    z = line.at(s)[:, 2]
    assert z.argmax() == 10000
    assert np.abs(np.gradient(z, s) - line.axis(s).grade).max() < 1e-4
    # Radius of curvature at the top, from second differences.
    assert -1 / np.gradient(np.gradient(z, s), s)[10000] == pytest.approx(120**2 / 48, rel=1e-3)


def test_heading_is_the_direction_of_travel_and_t_is_to_the_left():
    line = Line.build((0, 160), **WINDING)
    s = np.linspace(0, 160, 333)
    step = line.at(s + 1e-4)[:, :2] - line.at(s - 1e-4)[:, :2]
    heading = line.axis(s).heading
    assert np.abs(np.arctan2(step[:, 1], step[:, 0]) - heading).max() < 1e-6
    side = line.at(s, 3.0) - line.at(s)
    assert np.abs(side[:, :2] - 3 * np.c_[-np.sin(heading), np.cos(heading)]).max() < 1e-9
    assert np.abs(side[:, 2] - 3 * line.axis(s).bank).max() < 1e-12


def test_projection_inverts_the_place():
    line = Line.build((-40, 200), **WINDING, start=(100, -50, 3), heading=2.0)
    s, t = np.meshgrid(np.linspace(-60, 230, 291), np.linspace(-20, 20, 17))
    found_s, found_t = line.project(line.at(s, t))
    assert np.abs(found_s - s).max() < 1e-6
    assert np.abs(found_t - t).max() < 1e-6


def test_projection_is_the_nearest_point():
    line = Line.build((0, 160), **WINDING)
    points = np.random.default_rng(5).uniform(-60, 160, (200, 2))
    _, t = line.project(points)
    curve = line.at(np.linspace(-300, 500, 80001))[:, :2]
    nearest = [np.hypot(*(curve - p).T).min() for p in points]
    assert np.abs(np.abs(t) - nearest).max() < 1e-3


def test_a_hint_keeps_to_its_own_stretch():
    circle = Line.build((0, 2 * np.pi * 30 + 20), 1 / 30)
    table = circle.table
    point = circle.at(np.array([2.0, 2 * np.pi * 30 + 2.0]), 0.5)
    places, rows = np.empty((2, 2)), np.empty(2, np.int64)
    kernels.project(table, point[:, :2].copy(), np.array([0, len(table) - 3]), places, rows)
    assert np.abs(places[:, 0] - [2.0, 2 * np.pi * 30 + 2.0]).max() < 1e-6


def _by_numpy(line: Line, s: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Places by summing up ten thousand small steps along each stretch."""
    found = []
    for at, across in zip(s, t, strict=True):
        rows = line.table
        row = rows[np.clip(np.searchsorted(rows[:, 0], at, "right") - 1, 0, len(rows) - 1)]
        u = np.linspace(0, at - row[0], 10001)
        bent = at >= row[0]
        heading = row[4] + bent * u * (row[7] + 0.5 * row[8] * u)
        x = row[1] + np.trapezoid(np.cos(heading), u) - across * np.sin(heading[-1])
        y = row[2] + np.trapezoid(np.sin(heading), u) + across * np.cos(heading[-1])
        z = row[3] + np.trapezoid(row[5] + bent * row[9] * u, u)
        found.append((x, y, z + across * (row[6] + bent * row[10] * u[-1])))
    return np.array(found)


def test_places_agree_with_a_slow_integration():
    line = Line.build((-40, 200), **WINDING)
    rng = np.random.default_rng(7)
    s, t = rng.uniform(-70, 240, 60), rng.uniform(-30, 30, 60)
    assert np.abs(line.at(s, t) - _by_numpy(line, s, t)).max() < 1e-7


def test_bad_profiles_are_refused():
    with pytest.raises(ValueError, match="span"):
        Line.build((10, 10))
    with pytest.raises(ValueError, match="order of s"):
        Line.build((0, 10), ((5, 0), (2, 1)))
