"""Drivers who brake late, drift out of their lane or drive against the traffic."""

import numpy as np
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import read
from whiteout.simcore.physics.driving import columns as c

COUNTRY = """whiteout: 1
duration: 40 s
road: {{kind: {road}, length: 900 m{more}}}
ego: {{kind: compact, at: {{s: {s}}}, speed: {speed}}}
task: {{kind: reach, goal: {{s: 850 m}}}}
sensors: {{}}
actors: {actors}
"""


def episode(actors, s="0 m", speed="0 km/h", road="straight", more=""):
    text = COUNTRY.format(road=road, more=more, s=s, speed=speed, actors=actors)
    made = Episode(draw(read(text, "country.yaml"), 0, 0), demands={})
    made.reset()
    return made


def trace(made, steps, row=1, columns=(c.S, c.T, c.SPEED, c.ACCEL), action=(0.0, -1.0)):
    way = []
    for _ in range(steps):
        if made.ended:
            break
        made.step(action)
        way.append(made.world.state[0, row, list(columns)].copy())
    return np.array(way)


def gap_of(made):
    """From the front of row 1 to the rear of row 2 at the beginning [m], less their places."""
    late, ahead = made.world.body[0, 1], made.world.body[0, 2]
    front = late[c.CENTRE_X] + late[c.LENGTH] / 2
    return ahead[c.CENTRE_X] - ahead[c.LENGTH] / 2 - front


STOPPED = (
    "{{car: {{kind: sedan, at: {{s: 40 m}}, speed: 72 km/h, behaviour: {{kind: brake_late, "
    "speed: 72 km/h, brakes_at: {limit} m/s^2, delay: {delay} s, braking: 8 m/s^2}}{start}}}, "
    "van: {{kind: van, at: {{s: 200 m}}, behaviour: {{kind: stopped}}}}}}"
)


@pytest.mark.parametrize(("limit", "delay"), [(3.0, 0.0), (4.0, 0.5), (6.0, 0.2)])
def test_it_brakes_when_so_much_braking_is_needed_and_a_moment_later(limit, delay):
    """v²/(2 d) = limit says where the alarm comes; until then it keeps 20 m/s, then 8 m/s²."""
    made = episode(STOPPED.format(limit=limit, delay=delay, start=""))
    way = trace(made, 140)
    before = gap_of(made)
    braking = np.flatnonzero(way[:, 3] < -1.0)[0]
    assert np.abs(way[:braking, 2] - 20.0).max() < 0.01
    gap = 200.0 + before - way[braking - 1, 0]
    alarm = 20.0**2 / (2.0 * limit)
    assert gap == pytest.approx(alarm - 20.0 * delay, abs=2.01)  # a control step is 2 m
    assert way[braking + 2, 3] == pytest.approx(-8.0, abs=0.1)


def test_too_late_is_too_late():
    """Alarmed at 8 m/s² and 0.5 s late it hits what 4 m/s² and no delay avoid."""
    gaps = []
    for limit, delay in ((4.0, 0.0), (8.0, 0.5)):
        made = episode(STOPPED.format(limit=limit, delay=delay, start=""))
        way = trace(made, 140)
        gaps.append(200.0 + gap_of(made) - way[:, 0].max())
    assert gaps[0] > 1.0 and gaps[1] < 0.0


def test_once_alarmed_it_attends():
    actors = (
        "{car: {kind: sedan, at: {s: 40 m}, speed: 72 km/h, behaviour: {kind: brake_late, "
        "speed: 72 km/h, brakes_at: 2 m/s^2, delay: 0 s}}, "
        "slow: {kind: van, at: {s: 160 m}, speed: 36 km/h, "
        "behaviour: {kind: follow_lane, speed: 36 km/h}}}"
    )
    made = episode(actors)
    way = trace(made, 390)
    ahead = made.world.state[0, 2]
    assert way[-1, 2] == pytest.approx(10.0, abs=0.2)
    gap = ahead[c.S] - way[-1, 0] + gap_of(made)
    # Equilibrium of the intelligent driver model.
    assert gap == pytest.approx((2 + 15) / np.sqrt(1 - 0.5**4), rel=0.06)


def test_with_a_start_it_attends_until_then():
    start = ", start: {kind: at_time, time: 30 s}"
    made = episode(STOPPED.format(limit=8.0, delay=0.5, start=start))
    way = trace(made, 280)
    assert way[-1, 2] < 0.1 and 200.0 + gap_of(made) - way[-1, 0] > 1.0
    assert way[:, 3].min() > -4.5


def drifting(**changes):
    settings = {"to": "-3 m", "lateral_speed": "0.5 m/s", "wakes": "false", **changes}
    inside = ", ".join(f"{k}: {v}" for k, v in settings.items())
    return (
        "{car: {kind: sedan, at: {s: 60 m}, speed: 72 km/h, "
        f"behaviour: {{kind: drift, {inside}}}, start: {{kind: at_time, time: 2 s}}}}}}"
    )


@pytest.mark.parametrize("curvature", [0.0, 0.002])
def test_it_drifts_at_its_lateral_speed(curvature):
    way = trace(episode(drifting(), road="motorway", more=f", curvature: {curvature} 1/m"), 110)
    assert np.abs(way[:18, 1]).max() < 0.1
    t = way[45:70, 1]
    assert np.diff(t) / 0.1 == pytest.approx(-0.5, abs=0.05)
    assert way[-1, 1] == pytest.approx(-3.0, abs=0.1)


def test_it_wakes_and_steers_back():
    way = trace(episode(drifting(to="1.5 m", lateral_speed="0.3 m/s", wakes="true")), 160)
    top = way[:, 1].argmax()
    assert way[top, 1] == pytest.approx(1.5, abs=0.15)
    assert np.abs(way[-20:, 1]).max() < 0.1
    back = np.flatnonzero(way[top:, 1] < 0.15)[0] * 0.1
    assert back < 3.0 and top * 0.1 - 2.0 > 1.5 / 0.3


@pytest.mark.parametrize(("watch", "hits"), [("false", True), ("true", False)])
def test_asleep_it_does_not_brake_unless_it_watches(watch, hits):
    actors = drifting(to="-1 m", lateral_speed="0.2 m/s", watch=watch)[:-1] + (
        ", van: {kind: van, at: {s: 180 m}, behaviour: {kind: stopped}}}"
    )
    made = episode(actors)
    way = trace(made, 120)
    near = way[180.0 + gap_of(made) - way[:, 0] < 3.0]
    assert (near[0, 2] > 18.0) == hits  # it gave way a little in the two seconds before
    assert (180.0 + gap_of(made) - way[:, 0].max() < 0.5) == hits


GHOST = (
    "{{ghost: {{kind: sedan, at: {{s: 500 m, t: {t}, heading: 180 deg}}, speed: 90 km/h, "
    "behaviour: {{kind: wrong_way, {more}}}}}}}"
)
MOTORWAY = {"road": "motorway", "more": ", lanes: 2, lane: 2, speed_limit: 130 km/h"}


def test_it_drives_against_the_traffic_and_hits_who_stands_there():
    made = episode(GHOST.format(t="0 m", more="brakes: false"), s="100 m", **MOTORWAY)
    ghost, impact, events = [], 0.0, set()
    while not made.ended:
        frame = made.step([0.0, -1.0])
        events |= set(frame.events)
        impact = max(impact, frame.impact)
        ghost.append(made.world.state[0, 1, [c.VX, c.T]].copy())
    assert "collision:ghost" in events and impact == pytest.approx(25.0, abs=0.1)
    before = np.array(ghost[:-1])
    assert before[:, 0] == pytest.approx(-25.0, abs=0.1) and np.abs(before[:, 1]).max() < 0.1


def test_in_another_lane_it_passes():
    made = episode(GHOST.format(t="-3.75 m", more="brakes: true"), s="100 m", **MOTORWAY)
    way = trace(made, 220)
    assert way[-1, 0] < 0.0 and np.abs(way[:, 1] + 3.75).max() < 0.1
    assert way[:, 2] == pytest.approx(25.0, abs=0.1)


@pytest.mark.parametrize("aside", [0.0, 3.0, -3.0])
def test_it_notices_brakes_and_swerves(aside):
    more = f"brakes: true, within: 3 s, braking: 6 m/s^2, aside: {aside} m"
    made = episode(GHOST.format(t="0 m", more=more), s="100 m", **MOTORWAY)
    way = trace(made, 200)
    braking = np.flatnonzero(way[:, 3] < -1.0)[0]
    ego, ghost = made.world.body[0, 0], made.world.body[0, 1]
    reach = ego[c.CENTRE_X] + ego[c.LENGTH] / 2 + ghost[c.CENTRE_X] + ghost[c.LENGTH] / 2
    gap = way[braking - 1, 0] - 100.0 - reach
    assert gap == pytest.approx(3.0 * 25.0, abs=2.51)  # a control step is 2.5 m
    assert way[-1, 2] < 0.1
    # The driver's right, who comes against the route, is to the left of it.
    assert way[-1, 1] == pytest.approx(aside, abs=0.35)
