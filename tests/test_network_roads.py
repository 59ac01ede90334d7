"""Kinds of roads that are networks made by code, and the bend there and back."""

from __future__ import annotations

import numpy as np
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import read
from whiteout.simcore.physics.driving import columns as c


def episode_of(road):
    text = f"whiteout: 1\nduration: 5 min\nroad: {{{road}}}\nego: {{kind: compact, speed: 50 km/h}}"
    return Episode(draw(read(text, "a.yaml"), 0, 0))


def route_of(road):
    line = episode_of(road).setting.layout.lanes.route
    return line, np.linspace(*line.span, 800)


def heading(line, s):
    """Direction of the line at s, in [-π, π)."""
    turn = float(line.axis(s).heading)
    return np.arctan2(np.sin(turn), np.cos(turn))


@pytest.mark.parametrize(
    ("exit_", "towards"), [(1, -np.pi / 2), (2, 0.0), (3, np.pi / 2), (4, np.pi)]
)
def test_a_roundabout_is_left_by_the_exit_that_was_asked_for(exit_, towards):
    """From the west, round against the clock: south, east, north, and back."""
    line, s = route_of(f"kind: roundabout, exit: {exit_}")
    off = heading(line, s[-1]) - towards
    assert np.arctan2(np.sin(off), np.cos(off)) == pytest.approx(0.0, abs=1e-6)
    away = np.hypot(*line.at(s)[:, :2].T)
    assert away.min() == pytest.approx(13.0 + 5.5 / 2, abs=0.2)  # the middle of the ring's lane
    winding = np.unwrap(np.arctan2(*line.at(s)[:, 1::-1].T))
    assert winding[-1] - winding[0] == pytest.approx(exit_ * np.pi / 2, abs=0.15)


@pytest.mark.parametrize(
    "road", ["kind: roundabout, exit: 3", "kind: ramp", "kind: ramp, manoeuvre: enter",
             "kind: flyover"],
)  # fmt: skip
def test_left_hand_traffic_is_the_mirror_image(road):
    right, s = route_of(road)
    left, _ = route_of(f"{road}, traffic_side: left")
    assert left.span == pytest.approx(right.span)
    assert left.at(s) == pytest.approx(right.at(s) * [1, -1, 1], abs=1e-6)


def test_the_upper_road_of_a_flyover_climbs_to_its_height():
    over, s = route_of("kind: flyover, height: 7 m")
    z = over.at(s)[:, 2]
    assert z.max() == pytest.approx(7.0, abs=1e-3)
    assert z[0] == z[-1] == 0.0
    assert np.abs(over.axis(s).grade).max() <= 0.07
    under, s = route_of("kind: flyover, ego_is: under")
    assert np.abs(under.at(s)[:, 2]).max() == 0.0


def test_an_exit_leads_away_and_an_entry_onto_the_motorway():
    """The lane next to the hard shoulder lies 1.6 + 0.8 + 1.5 · 3.75 m from the median's middle."""
    lane = -(1.6 + 0.8 + 1.5 * 3.75)
    leave, s = route_of("kind: ramp")
    places = leave.at(s)
    assert places[0, 1] == pytest.approx(lane)
    assert places[-1, 1] < -100.0
    assert heading(leave, s[-1]) < -0.8
    enter, s = route_of("kind: ramp, manoeuvre: enter")
    places = enter.at(s)
    assert places[-1, 1] == pytest.approx(lane)
    assert places[0, 1] < -100.0
    stay, s = route_of("kind: ramp, manoeuvre: stay")
    assert stay.at(s)[:, 1] == pytest.approx(lane)


@pytest.mark.parametrize(
    "road", ["kind: roundabout", "kind: flyover", "kind: ramp", "kind: ramp, manoeuvre: enter",
             "kind: s_bend", "kind: tunnel, curvature: 0.003 1/m", "kind: roadworks",
             "kind: parking_lot"],
)  # fmt: skip
def test_the_driver_drives_to_the_end(road):
    episode = episode_of(road)
    frame = episode.reset(sense=False)
    widest = 0.0
    while not frame.ended:
        frame = episode.step(episode.driver_action, sense=False)
        widest = max(widest, abs(frame.ego.t))
    assert frame.ego.s >= episode.setting.layout.end
    assert widest < 1.0
    assert episode.world.state[0, 0, c.CHART] >= 0


def test_an_s_bend_turns_there_and_back():
    """Both bends turn by the angle, with the radius in the arcs; the heading ends as it began."""
    line, _ = route_of("kind: s_bend, radius: 100 m, angle: 30 deg, turn: left")
    s = np.linspace(0, line.span[1], 4000)
    axis = line.axis(s)
    assert axis.curvature.max() == pytest.approx(0.01)
    assert axis.curvature.min() == pytest.approx(-0.01)
    assert axis.heading.max() == pytest.approx(np.radians(30), abs=1e-3)
    assert float(axis.heading[-1]) == pytest.approx(0.0, abs=1e-6)
    assert (np.sign(axis.bank) == -np.sign(axis.curvature)).mean() > 0.95


def test_a_tunnel_has_a_ceiling_a_hill_above_and_lamps_that_burn_by_day():
    """Over the road's middle: ceiling at 4.9 m, ground some 7 m up; before the tunnel open sky."""
    setting = episode_of("kind: tunnel, approach: 100 m, length: 120 m").setting
    placements = [p for p in setting.scene.placements if (np.eye(4) == p.T).all()]
    s = np.array([40.0, 130.0, 160.0, 190.0, 260.0])
    route = setting.layout.lanes.route
    for place, inside in zip(route.at(s), [False, True, True, True, False], strict=True):
        above = sorted(float(z) for z in heights_at(placements, place[:2]) if z > place[2] + 1.0)
        if inside:
            assert above[0] == pytest.approx(place[2] + 4.9, abs=0.05)
            assert 6.5 < above[-1] - place[2] < 10.0
        else:
            assert not above
    lamps = [lamp for lamp in setting.scene.lamps if 100 <= lamp.place[0] <= 220]
    assert len(lamps) == 10


def heights_at(placements, point):
    """Heights of all surfaces over a place, of meshes in the world's axes."""
    for place in placements:
        low, high = place.mesh.bounds
        if (low[:2] > point).any() or (high[:2] < point).any():
            continue
        a, b, d = place.mesh.vertices[place.mesh.triangles].astype(float).transpose(1, 0, 2)
        area = (b - a)[:, 0] * (d - a)[:, 1] - (b - a)[:, 1] * (d - a)[:, 0]
        flat = np.abs(area) < 1e-9
        area = np.where(flat, 1.0, area)
        off = point - a[:, :2]
        u = (off[:, 0] * (d - a)[:, 1] - off[:, 1] * (d - a)[:, 0]) / area
        v = ((b - a)[:, 0] * off[:, 1] - (b - a)[:, 1] * off[:, 0]) / area
        hit = (u >= 0) & (v >= 0) & (u + v <= 1) & ~flat
        yield from (a[:, 2] + u * (b - a)[:, 2] + v * (d - a)[:, 2])[hit]


def test_the_route_has_left_the_closed_lane_before_the_works():
    line, _ = route_of("kind: roadworks, approach: 250 m, closed: 200 m")
    outer, inner = -(2.0 + 1.5 * 3.5), -(2.0 + 0.5 * 3.5)
    s = np.arange(0.0, 430.0, 5.0)
    y = line.at(s)[:, 1]
    assert y[s < 185] == pytest.approx(outer)
    assert y[s > 251] == pytest.approx(inner)
    cones = [p for p in episode_of("kind: roadworks").setting.scene.bodies if p.size[2] < 0.8]
    across = np.array([cone.T[1, 3] for cone in cones])
    assert len(cones) > 20
    assert (across < inner - 1.75 - 0.2).all()  # none stands in the open lane


def test_cars_stand_within_the_places_of_a_car_park():
    """Two aisles with places of 2.5 m on both sides between 4 m and length - 4 m."""
    episode = episode_of("kind: parking_lot, length: 50 m, parked: 1")
    slots = episode.setting.layout.slots("summer")
    assert len(slots) == 4 * int((50 - 8) / 2.5)
    apart = np.array([slot.t for slot in slots])
    # The route runs 1.5 m to the right of the aisle's middle.
    assert set(np.round(apart, 3)) == {1.5 + 5.5, 1.5 - 5.5}
    assert {round(abs(slot.heading), 3) for slot in slots} == {round(np.pi / 2, 3)}
    assert len(episode.setting.parked) > 0.6 * len(slots)
