"""Behaviours do what their names say, measured in the world they move in."""

import numpy as np
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.simcore.physics.driving import columns as c

ROAD = {
    "road.curvature": "0 1/m", "road.lane_width": "3.25 m", "road.style": "terraced",
    "sensors": {}, "actors": {}, "require": {}, "duration": "30 s",
    "ego.at.s": "10 m", "ego.speed": "0 km/h",
}  # fmt: skip


def episode(actors, **changes):
    spec = load("child-chases-ball", {**ROAD, "actors": actors, **changes})
    made = Episode(draw(spec, 0, 0), demands={})
    made.reset()
    return made


def trace(made, seconds, columns=(c.S, c.T, c.SPEED), row=1):
    values = []
    for _ in range(round(10 * seconds)):
        if made.ended:
            break
        made.step([0.0, 0.0])
        values.append(made.world.state[0, row, list(columns)].copy())
    return np.array(values)


def test_a_ball_rolls_across_and_is_chased():
    made = episode(
        {
            "ball": {"kind": "ball", "at": {"s": "60 m", "t": "-4 m"},
                     "behaviour": {"kind": "roll", "heading": "90 deg", "speed": "3 m/s"}},
            "child": {"kind": "child", "at": {"s": "60 m", "t": "-6 m"},
                      "behaviour": {"kind": "chase", "target": "ball", "speed": "3 m/s"},
                      "start": {"kind": "after", "actor": "ball", "delay": "0.5 s"}},
        }
    )  # fmt: skip
    way = trace(made, 0.4, row=2)
    assert (way[:, 2] == 0).all()  # the child waits for its start
    trace(made, 20)
    ball, child = made.world.state[0, 1], made.world.state[0, 2]
    assert ball[c.T] > 4.0 and ball[c.SPEED] == 0.0
    apart = np.hypot(ball[c.X] - child[c.X], ball[c.Y] - child[c.Y])
    assert 0.3 < apart < 0.9 and child[c.SPEED] < 0.05


def test_a_walker_crosses_squarely_with_a_pause():
    made = episode(
        {
            "walker": {"kind": "adult", "at": {"s": "60 m", "t": "-6 m"},
                       "behaviour": {"kind": "cross", "speed": "1.4 m/s", "pause": "2 s",
                                     "pause_at": "-3 m", "to": "6 m"}},
        }
    )  # fmt: skip
    way = trace(made, 14)
    assert np.abs(way[:, 0] - 60).max() < 0.05
    resting = way[(way[:, 1] > -3.2) & (way[:, 1] < -1.0) & (way[:, 2] < 0.1)]
    assert len(resting) / 10 == pytest.approx(2.0, abs=0.6)
    assert way[-1, 1] == pytest.approx(6.0, abs=0.5) and way[-1, 2] < 0.05
    walking = way[(way[:, 1] > 1) & (way[:, 1] < 4), 2]
    assert walking == pytest.approx(1.4, abs=0.01)


def test_a_deer_bolts_freezes_and_bolts_again():
    made = episode(
        {
            "deer": {"kind": "deer", "at": {"s": "60 m", "t": "-12 m"},
                     "behaviour": {"kind": "bolt", "speed": "8 m/s", "spurt": "1.2 s",
                                   "freeze": "1.5 s", "freeze_at": "0 m"}},
        }
    )  # fmt: skip
    way = trace(made, 12, (c.T, c.SPEED, c.ALERT))
    frozen = way[way[:, 1] < 0.1]
    frozen = frozen[frozen[:, 0] > -6]
    assert frozen[:, 0] == pytest.approx(0.0, abs=1.2)
    assert frozen[-1, 2] == pytest.approx(1.0)
    assert way[:, 1].max() == pytest.approx(8.0, abs=0.3)
    assert way[-1, 0] > 15


def test_a_vehicle_keeps_lane_speed_and_distance():
    follow = {"kind": "follow_lane", "speed": "50 km/h", "time_gap": "1.5 s", "min_gap": "2 m"}
    made = episode(
        {
            "car": {"kind": "sedan", "at": {"s": "40 m", "t": "3.25 m"}, "speed": "30 km/h",
                    "behaviour": follow},
            "slow": {"kind": "compact", "at": {"s": "90 m", "t": "3.25 m"}, "speed": "5 m/s",
                     "behaviour": {**follow, "speed": "5 m/s"}},
        },
        **{"road.curvature": "0.004 1/m", "road.length": "900 m"},
    )  # fmt: skip
    way = trace(made, 30)
    assert np.abs(way[:, 1] - 3.25).max() < 0.1
    assert way[:, 2].max() > 9.0
    assert way[-1, 2] == pytest.approx(5.0, abs=0.1)
    rows, bodies = made.world.state[0], made.world.body[0]
    gap = rows[2, c.S] - rows[1, c.S] + bodies[2, c.CENTRE_X] - bodies[1, c.CENTRE_X]
    gap -= (bodies[1, c.LENGTH] + bodies[2, c.LENGTH]) / 2
    # Equilibrium of the IDM: gap = (s0 + vT)/sqrt(1 - (v/v0)^4).
    expected = (2 + 5 * 1.5) / np.sqrt(1 - (5 / (50 / 3.6)) ** 4)
    assert gap == pytest.approx(expected, rel=0.05)


def test_a_car_cuts_in_with_its_indicator_on():
    made = episode(
        {
            "cutter": {"kind": "suv", "at": {"s": "30 m", "t": "3.25 m"}, "speed": "10 m/s",
                       "behaviour": {"kind": "cut_in", "duration": "3 s", "to": "0 m"},
                       "start": {"kind": "at_time", "time": "2 s"}},
        },
        **{"road.length": "900 m"},
    )  # fmt: skip
    way = trace(made, 9, (c.T, c.SPEED, c.INDICATOR))
    assert np.abs(way[:19, 0] - 3.25).max() < 0.02 and (way[:19, 2] == 0).all()
    assert way[30, 2] == -1
    assert np.abs(way[-5:, 0]).max() < 0.1 and way[-1, 2] == 0
    assert way[:, 1] == pytest.approx(10.0, abs=0.3)


def test_a_walker_walks_against_the_route():
    made = episode(
        {
            "walker": {"kind": "adult", "at": {"s": "90 m", "t": "-6 m"},
                       "behaviour": {"kind": "walk", "speed": "1.2 m/s", "against": True}},
        },
        **{"road.curvature": "0.01 1/m"},
    )  # fmt: skip
    way = trace(made, 20)
    assert np.abs(way[:, 1] + 6).max() < 0.1
    # On the outside of a bend to the left the way along s is shorter than the walk.
    assert 90 - way[-1, 0] == pytest.approx(1.2 * 20 / (1 + 0.01 * 6), rel=0.03)


def test_the_ego_waits_for_no_one_it_cannot_see():
    """The scripted driver brakes for a child only once it is out from behind the van."""
    van = {"kind": "van", "at": {"s": "60 m", "t": "-2.9 m"}, "behaviour": {"kind": "parked"}}
    child = {
        "kind": "child", "at": {"s": "64.6 m", "t": "-4.4 m"},
        "behaviour": {"kind": "cross", "speed": "2 m/s"},
        "start": {"kind": "ego_arrives", "within": "3 s"},
    }  # fmt: skip
    calm = {"ego.speed": "36 km/h", "ego.driver.reaction_time": "0 s"}
    braked = []
    for actors in ({"child": child}, {"van": van, "child": child}):
        made = episode(actors, **calm)
        row = len(actors)
        while not made.ended:
            made.step(made.driver_action)
            if made.world.state[0, 0, c.ACCEL] < -1.0:
                braked.append(made.world.state[0, row, c.T])
                break
    assert len(braked) == 2
    assert braked[0] < -4.0  # seen at once
    assert braked[1] > -3.0  # seen when past the van's side at t = -3.85 + 1.9/2 …


def test_an_idm_driver_stops_behind_a_standing_car():
    car = {"kind": "sedan", "at": {"s": "100 m"}, "behaviour": {"kind": "stopped"}}
    made = episode({"car": car}, **{"ego.speed": "50 km/h"})
    frame = None
    while not made.ended:
        frame = made.step(made.driver_action)
    assert "collision" not in frame.events
    assert frame.ego.speed < 0.5
    gap = made.world.state[0, 1, c.S] - frame.ego.s
    assert 4.0 < gap < 9.0
