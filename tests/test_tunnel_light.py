"""Daylight in tunnels: form factors, energy, and pictures that are dark where it does not reach."""

import numpy as np
import pytest
from scenario_texts import BASE
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import read
from whiteout.sensors.sensor import Demand
from whiteout.simcore.bodies import bodies_at
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.light.tubes import (
    ALBEDO,
    STEP,
    Tube,
    daylight_at,
    of_mouth,
    of_wall,
    packed,
    shares,
)
from whiteout.simcore.materials import lit
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.physics.driving.dusk import lamps_later


def test_form_factors_are_those_of_rays():
    """From a place on the wall of a tube of diameter 1, by the cosine: what leaves at the mouth,
    and what meets the wall further on than so far."""
    rng = np.random.default_rng(3)
    n, depth = 400_000, 0.7
    radius, angle = np.sqrt(rng.random(n)), 2 * np.pi * rng.random(n)
    up, across, along = np.sqrt(1 - radius**2), radius * np.cos(angle), radius * np.sin(angle)
    # From (0, -1/2) upwards: the circle is met again after t, x = -t·along towards the mouth.
    t = up / (up**2 + across**2)
    way = t * along
    out = (way < -depth).mean()
    assert out == pytest.approx(float(of_mouth(depth)), abs=0.003)
    x = np.linspace(0.0, 60.0, 600_001)
    assert np.trapezoid(of_wall(x), x) == pytest.approx(0.5, abs=1e-3)  # each way half of all
    ring = (np.abs(np.abs(way) - 0.4) < 0.05).mean() / 2 / 0.1
    assert ring == pytest.approx(float(of_wall(0.4)), rel=0.03)


def test_what_comes_in_is_swallowed_or_leaves_again():
    table = shares().astype(np.float64)
    x = np.arange(len(table)) * STEP
    assert (np.diff(table) < 0).all()
    wall = np.pi  # per diameter of depth, in diameters²
    swallowed = (1 - ALBEDO) * wall * np.trapezoid(table, x)
    leaves = ALBEDO * wall * np.trapezoid(table * of_mouth(x), x)
    assert swallowed + leaves == pytest.approx(np.pi / 4, rel=0.005)


def test_it_is_dark_within_and_day_outside():
    tube = Tube(np.array([[0.0, 0, 0], [50, 0, 1], [100, 0, 2]]), 10.0, 5.0)
    pieces = packed([tube])
    diameter = 4 * 50 / 30
    at = [[50, 0, 2], [-1, 0, 1], [101.0, 0, 2], [50, 5.6, 2], [50, 0, 8], [diameter, 3, 1]]
    deep, before, behind, beside, above, one = daylight_at(pieces, at)
    assert before == behind == beside == above == 1.0
    assert deep < 2e-3
    assert one == pytest.approx(np.interp(1, np.arange(len(shares())) * STEP, shares()), rel=0.01)
    line = daylight_at(pieces, [[x, 0.0, 1.0 + x / 50] for x in np.linspace(-2, 102, 400)])
    np.testing.assert_allclose(line, line[::-1], rtol=1e-3)
    assert np.abs(np.diff(line)).max() < 0.2  # no edge at the mouth


TUNNEL = """
light: {date: 2026-06-15, time: 12 h, utc_offset: 1 h, latitude: 50 deg, longitude: 10 deg}
weather: {clouds: {cover: 0.1}}
sensors: {front: {kind: camera, mount: {x: 1.6 m, z: 1.4 m}, width: 160, height: 100, fov: 60 deg,
                  channels: [rgb, linear]}}
"""


def looked(s):
    """(rgb, luminance) of what a car sees in a tunnel from 120 to 320 m, at noon."""
    road = "road: {kind: tunnel, approach: 120 m, length: 200 m}\n"
    text = BASE.replace("road: {kind: urban_street}\n", road).replace(
        "{kind: compact}", f"{{kind: compact, at: {{s: {s} m}}, speed: 0 km/h}}"
    )
    demand = {"front": Demand(("rgb", "linear"), False)}
    channels = Episode(draw(read(text + TUNNEL, "f.yaml"), 1, 0), demand).reset()
    channels = channels.readings["front"][0].channels
    return channels["rgb"], luminance(channels["linear"])


def test_the_mouth_is_a_black_hole_and_the_end_is_burnt_out():
    _, light = looked(60)
    road = light[70:95, 40:120].mean()
    assert road > 2000.0  # 80 klx on worn asphalt
    hole = light[47:50, 76:84]
    # All but its far end: some of what is left is the air before it and glare.
    assert np.percentile(hole, 40) < road / 15.0
    inside, within = looked(230)
    lane = np.median(within[75:95, 50:110])
    # CIE 88: 1 to 10 cd/m² in the interior of a tunnel; no daylight is left 110 m from its mouth.
    assert 1.0 < lane < 10.0
    assert 60 < np.median(inside[75:95, 50:110]) < 200  # for which the picture is exposed
    assert within.max() > 200.0 * lane and inside.max() == 255


def test_lamps_come_on_within_and_go_off_again():
    """UN R48 6.2.7.6.2: dipped beams are on below 1000 lx, by themselves."""
    road = "road: {kind: tunnel, approach: 120 m, length: 200 m}\n"
    text = BASE.replace("road: {kind: urban_street}\n", road) + (
        "actors:\n"
        "  other: {kind: sedan, at: {s: 140 m}, behaviour: {kind: follow_lane}}\n"
        "  unlit: {kind: wagon, at: {s: 160 m}, lights: unlit, behaviour: {kind: follow_lane}}\n"
    )
    made = Episode(draw(read(text + TUNNEL, "f.yaml"), 1, 0), {})
    made.reset(sense=False)
    cast, state = made.setting.cast, made.world.state[0].copy()
    look, on = made.setting.environment().look, {}
    for x in (100.0, 119.0, 220.0, 330.0):
        state[:, c.X] = x
        state[:, c.LAMPS] = lamps_later(np.zeros(3), *look(0.0, state), 0.0)
        bodies = bodies_at(cast, state, 0.0)
        on[x] = [int(bodies.lit[cast.parts_of(row).start]) for row in range(3)]
    dipped = lit("low_beam", "tail")
    assert on[100.0] == on[119.0] == on[330.0] == [lit("running"), lit("running"), 0]
    assert on[220.0] == [dipped, dipped, 0]
    # And as it drives: on at the mouth, off some time after the end.
    frame, events = made.reset(sense=False), []
    while not frame.ended:
        frame = made.step(made.driver_action, sense=False)
        events += [(what, frame.ego.s) for what in frame.events if what.endswith(":ego")]
    (first, mouth), *rest = events
    assert first == "lamps_on:ego" and 120.0 < mouth < 170.0
    assert [what for what, _ in rest] in ([], ["lamps_off:ego"])
