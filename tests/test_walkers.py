"""People who hesitate and turn back, animals that freeze and follow, in the world they move in."""

import numpy as np
import pytest
from whiteout.scenarios.conduct.post import Post
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.scenarios.plugins import BEHAVIOURS
from whiteout.simcore.physics.driving import columns as c

ROAD = {
    "road.curvature": "0 1/m", "road.lane_width": "3.25 m", "road.style": "terraced",
    "road.parked": 0, "road.length": "900 m", "sensors": {}, "actors": {}, "require": {},
    "duration": "60 s", "weather": {}, "surface.snow_depth": "0 m", "surface.ice_fraction": 0,
    "ego.at.s": "0 m", "ego.at.t": "-60 m", "ego.speed": "0 km/h", "light.time": "12 h",
}  # fmt: skip
NIGHT = {"light.time": "23 h"}


def episode(actors, **changes):
    """An episode whose ego stands off the road; ``step`` drives the world alone."""
    made = Episode(draw(load("child-chases-ball", {**ROAD, "actors": actors, **changes}), 0, 0), {})
    made.reset()
    return made


def step(made):
    made.world.step(np.zeros((1, 2)))


def trace(made, seconds, columns=(c.S, c.T, c.SPEED), row=1):
    """(K, columns) of a row at each step."""
    values = []
    for _ in range(round(10 * seconds)):
        step(made)
        values.append(made.world.state[0, row, list(columns)].copy())
    return np.array(values)


def car(s, speed, t="0 m", **at):
    return {"kind": "sedan", "at": {"s": f"{s} m", "t": t, **at}, "speed": f"{speed} m/s",
            "behaviour": {"kind": "follow_lane", "speed": f"{speed} m/s"}}  # fmt: skip


def walker(**behaviour):
    return {"kind": "adult", "at": {"s": "200 m", "t": "-7 m"},
            "behaviour": {"speed": "1.25 m/s", **behaviour}}  # fmt: skip


HESITANT = {"kind": "hesitate", "look": "2 s"}


def crossing(made):
    """t of the kerb, where it stops, and of the far edge."""
    right, left = made.setting.layout.edges
    return right, left


def test_somebody_looks_and_crosses_an_empty_road():
    made = episode({"walker": walker(**HESITANT)})
    way = trace(made, 25, (c.T, c.SPEED))
    right, left = crossing(made)
    kerb = way[(way[:, 1] < 0.05) & (way[:, 0] < right)]
    assert kerb[:, 0] == pytest.approx(right - 0.4, abs=0.15)
    assert len(kerb) / 10 == pytest.approx(2.0, abs=0.6)
    assert way[-1, 0] == pytest.approx(left + (right + 7.0), abs=0.3) and way[-1, 1] < 0.05


def test_a_gap_is_taken_by_the_critical_headway():
    """Gaps of HCM 2010 (19-69), L/S_p + 3 s, decide: a car that would come 1 s later than that
    lets the walker go, one that would come 1 s earlier does not until it has passed."""
    for spare in (1.0, -1.0):
        plain = episode({"walker": walker(**HESITANT)})
        right, left = crossing(plain)
        critical = (left - right + 0.4) / 1.25 + 3.0
        # Look begins when the walker comes to the kerb and ends 2 s later.
        decides = next(k for k, t in enumerate(trace(plain, 20, (c.T, c.SPEED))) if t[1] < 0.05
                       and t[0] > -6) / 10 + 2.0  # fmt: skip
        start = 200.0 - 10.0 * (decides + critical + spare) - 3.6
        made = episode({"walker": walker(**HESITANT), "car": car(start, 10)})
        times, walkers, cars = [], [], []
        for _ in range(350):
            step(made)
            times.append(made.world.time)
            walkers.append(made.world.state[0, 1, c.T])
            cars.append(made.world.state[0, 2, c.S])
        on = times[int(np.argmax(np.array(walkers) > right))]
        passed = times[int(np.argmax(np.array(cars) > 200.0))]
        assert (on < passed) == (spare > 0)
        assert walkers[-1] > left


def test_who_is_slow_wants_a_longer_gap():
    """By the pace of which they are capable, not by the speed that they would like."""
    for pace in (0.6, 1.2):
        slow = {**walker(**HESITANT), "kind": "elderly", "pace": f"{pace} m/s"}
        made = episode({"walker": slow})
        right, left = crossing(made)
        who, route = made.scenario.actors["walker"], made.setting.layout.lanes.route
        lanes = made.setting.layout.lanes
        post = Post(1, {}, who, route, (right, left), 14.0, lanes, ())
        gap = BEHAVIOURS.load("hesitate").params(who.behaviour, post)[4]
        assert gap == pytest.approx((left - right + 0.4) / pace + 3.0)


def test_somebody_loses_patience_and_goes_whatever_comes():
    stream = {f"car_{k}": car(20 + 40 * k, 8) for k in range(4)}
    on = []
    for extra in ({}, {"patience": "4 s"}):
        made = episode({"walker": walker(**HESITANT, **extra), **stream})
        way = trace(made, 30, (c.T,))[:, 0]
        right, _ = crossing(made)
        on.append(int(np.argmax(way > right)) / 10)
        came = int(np.argmax(way > right - 0.6)) / 10
        waited = on[-1] - came
        assert waited == pytest.approx(5.0, abs=1.0) if extra else waited > 10.0
    assert on[1] < on[0] - 5.0


def test_somebody_turns_back_in_the_middle():
    made = episode({"walker": walker(kind="turn_back", turn_at="0 m", pause="1 s", back="2.4 m/s")})
    way = trace(made, 20, (c.T, c.SPEED, c.YAW))
    assert way[:, 0].max() == pytest.approx(0.0, abs=0.3)
    standing = way[(way[:, 1] < 0.1) & (way[:, 0] > -1)]
    assert len(standing) / 10 == pytest.approx(1.0, abs=0.4)
    assert way[-1, 0] == pytest.approx(-7.0, abs=0.8) and way[-1, 1] < 0.05
    top = int(way[:, 0].argmax())
    assert way[: top - 5, 1].max() == pytest.approx(1.25, abs=0.02)
    assert way[top:, 1].max() == pytest.approx(2.4, abs=0.02)


def test_somebody_turns_back_only_before_a_car_that_is_near():
    told = {"kind": "turn_back", "turn_at": "-0.5 m", "pause": "0.5 s", "within": "4 s"}
    ends = {}
    for name, start in (("near", 120), ("far", -90)):
        actors = {"walker": walker(**told), "car": car(start, 10, "3.25 m")}
        made = episode(actors)
        ends[name] = trace(made, 25, (c.T,))[-1, 0]
    assert ends["near"] < -5.0 and ends["far"] > 5.0


def deer(**behaviour):
    return {"kind": "deer", "at": {"s": "120 m", "t": "-6 m"},
            "behaviour": {"kind": "freeze", "speed": "1.5 m/s", "within": "60 m", "hold": "2 s",
                          "bolt": "8 m/s", **behaviour}}  # fmt: skip


def seen(made, seconds):
    """Per step: the deer's t, speed and alertness, and how far the car's front is from it."""
    rows = []
    for _ in range(round(10 * seconds)):
        step(made)
        state, body = made.world.state[0], made.world.body[0]
        front = state[2, c.S] + body[2, c.CENTRE_X] + body[2, c.LENGTH] / 2
        beside = state[2, c.T] - state[1, c.T]
        rows.append([*state[1, [c.T, c.SPEED, c.ALERT]], np.hypot(state[1, c.S] - front, beside)])
    return np.array(rows)


def test_a_deer_freezes_in_the_lamps_of_a_car_that_comes_near_at_night():
    for then, way in (("cross", 1.0), ("back", -1.0)):
        made = episode({"deer": deer(then=then), "car": car(35, 8)}, **NIGHT)
        assert made.setting.atmosphere.illuminance < 50.0
        told = seen(made, 9)
        still = np.flatnonzero(told[:, 1] < 0.05)
        first, last = still[still > 2][0], still[still < 80][-1]
        # It walks until the lamps are 60 m away, then stands with its head up for 2 s.
        lit = np.flatnonzero(told[:, 3] < 60.0)[0]
        assert 0 <= first - lit <= 6
        assert told[:lit, 1].max() == pytest.approx(1.5, abs=0.02)
        assert (last - lit) / 10 == pytest.approx(2.0, abs=0.5)
        assert told[last - 3, 2] == pytest.approx(1.0)
        after = told[last + 1 :]
        assert after[:, 1].max() == pytest.approx(8.0, abs=0.1)
        assert way * (after[-1, 0] - told[last, 0]) > 8.0


def test_a_deer_that_stays_walks_on_when_the_lamps_have_passed():
    made = episode({"deer": deer(then="stay", hold="1 s"), "car": car(35, 8, "3.25 m")},
                   **NIGHT)  # fmt: skip
    told = seen(made, 22)
    still = np.flatnonzero((told[:, 1] < 0.05) & (told[:, 0] < 5))
    passed = int(told[:, 3].argmin())
    assert still[-1] > passed and (still[-1] - passed) / 10 < 5.0
    assert told[-1, 0] > 3.0


def test_by_day_and_behind_a_car_no_deer_freezes():
    day = episode({"deer": deer(then="stay"), "car": car(35, 8, "3.25 m")})
    told = seen(day, 7)
    assert told[10:, 1].min() == pytest.approx(1.5, abs=0.02)
    away = episode({"deer": deer(then="stay"), "car": car(130, 8)}, **NIGHT)
    assert seen(away, 7)[10:, 1].min() == pytest.approx(1.5, abs=0.02)


def test_deer_follow_their_leader_with_delay_and_spacing():
    follow = {"kind": "follow", "leader": "hind", "delay": "1.5 s", "spacing": "4 m"}
    made = episode({
        "hind": {"kind": "deer", "at": {"s": "120 m", "t": "-8 m"},
                 "behaviour": {"kind": "bolt", "speed": "6 m/s", "to": "25 m"},
                 "start": {"kind": "at_time", "time": "1 s"}},
        "second": {"kind": "deer", "at": {"s": "123 m", "t": "-10 m"}, "behaviour": follow},
        "third": {"kind": "deer", "at": {"s": "125 m", "t": "-13 m"},
                  "behaviour": {**follow, "leader": "second", "delay": "0.5 s"}},
    })  # fmt: skip
    states = []
    for _ in range(140):
        step(made)
        states.append(made.world.state[0, 1:4].copy())
    states = np.array(states)
    off = [(states[:, k, c.SPEED] > 0.3).argmax() / 10 for k in range(3)]
    assert off[1] - off[0] == pytest.approx(1.5, abs=0.35)
    assert off[2] - off[1] == pytest.approx(0.5, abs=0.35)
    for k in range(2):
        gap = np.hypot(states[:, k, c.X] - states[:, k + 1, c.X],
                       states[:, k, c.Y] - states[:, k + 1, c.Y])  # fmt: skip
        assert gap[-1] == pytest.approx(4.0, abs=1.2)
        assert gap.min() > 2.0
    assert states[-1, :, c.SPEED].max() < 0.2
    assert states[-1, 1:, c.T].min() > 14.0
