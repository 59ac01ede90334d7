"""Lane changes: the published criteria on hand-built situations, and overtaking on a motorway."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from whiteout.scenarios.behaviours import change_lanes
from whiteout.scenarios.conduct.lights import none
from whiteout.scenarios.conduct.post import Post
from whiteout.scenarios.conduct.ways import side_of_traffic, ways_of
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load, read
from whiteout.scenarios.setting import Setting
from whiteout.simcore.lanes import Lane, LaneMap
from whiteout.simcore.line import Line
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.physics.driving.environment import Actor, Environment, Rows
from whiteout.simcore.physics.driving.ground import Strip
from whiteout.simcore.physics.driving.world import World

LINE = Line.build((-500.0, 3000.0))
FLAT = np.array([[-50.0, 0.0], [50.0, 0.0]])
LENGTH = 4.3
DRIVES = {"speed": 33.0, "time_gap": 1.5, "min_gap": 2.0, "acceleration": 1.5,
          "deceleration": 2.0, "obey": True, "by_sight": True}  # fmt: skip
CHANGES = {"politeness": 0.2, "threshold": 0.1, "bias": 0.3, "safe_braking": 4.0,
           "passing": "one_side", "announce": 0.0, "duration": 4.5, "pause": 3.0}  # fmt: skip


def lane(name, t, along=True):
    s = np.arange(-500.0, 3000.1, 50.0)
    centre = LINE.at(s if along else s[::-1], t)
    return Lane(name, "driving", centre, np.full(len(s), 3.5), 36.0)


MAP = LaneMap((lane("1.0.-1", 3.5), lane("1.0.-2", 0.0)), (), LINE, ("1.0.-2",), 36.0)


def vehicle(s, t, speed):
    state, body = np.zeros(c.STATE), np.zeros(c.BODY)
    state[[c.X, c.Y, c.SPEED, c.VX, c.FRICTION]] = s, t, speed, speed, 1.0
    shape = {"length": LENGTH, "width": 1.8, "height": 1.5, "centre_x": 1.35, "wheelbase": 2.6,
             "track": 1.5, "max_steer": 0.6, "steer_rate": 0.8, "max_accel": 3.5,
             "max_brake": 9.8, "wheel_radius": 0.3, "mass": 1400.0}  # fmt: skip
    for name, value in shape.items():
        body[getattr(c, name.upper())] = value
    return Actor(c.VEHICLE, body, state)


def world(own, others, **settings):
    """Row 1 changes lanes; row 0 stands far away; the others (s, t, speed) keep theirs."""
    asked = SimpleNamespace(**{**DRIVES, **CHANGES, **settings})
    actor = SimpleNamespace(at=SimpleNamespace(s=own[0], t=own[1], heading=0.0), speed=own[2])
    post = Post(1, {}, actor, LINE, (-6.0, 6.0), 36.0, MAP, none())
    params = np.array([change_lanes.params(asked, post)])
    rows = Rows(change_lanes.decide, [1], params, True)
    actors = (vehicle(-400.0, 0.0, 0.0), vehicle(*own), *(vehicle(*other) for other in others))
    strips = (Strip(LINE, LINE.span, FLAT),)
    return World([Environment(LINE, strips, np.zeros((0, 5)), actors, behaviours=(rows,))])


def begins(own, others, **settings):
    """-1, 0 or 1: the indicator after one step."""
    made = world(own, others, **settings)
    made.step(np.zeros((1, 2)))
    return int(made.state[0, 1, c.INDICATOR])


def idm(speed, gap, ahead, wanted=DRIVES["speed"]):
    """The intelligent driver model as in the paper's equation 1, in plain words."""
    a, b = DRIVES["acceleration"], DRIVES["deceleration"]
    free = a * (1 - (speed / wanted) ** 4)
    if gap == math.inf:
        return free
    desired = 2.0 + max(0.0, speed * 1.5 + speed * (speed - ahead) / (2 * math.sqrt(a * b)))
    return free - a * (desired / gap) ** 2


def gap_for(acceleration, speed, ahead):
    """The gap at which the model gives some acceleration, by bisection."""
    low, high = 0.1, 1e4
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if idm(speed, middle, ahead) < acceleration else (low, middle)
    return low


TRUCK = (60.0, 0.0, 20.0)
"""Ahead of row 1 at s = 0 and 28 m/s: a gap of 55.7 m."""


@pytest.mark.parametrize(("off", "expected"), [(0.5, 1), (-0.5, 0)])
def test_no_change_when_the_follower_would_brake_harder_than_is_safe(off, expected):
    """Equation 2: the new follower's acceleration stays above -b_safe."""
    gap = gap_for(-4.0, 33.0, 28.0)
    behind = (-LENGTH - gap - off, 3.5, 33.0)
    assert begins((0.0, 0.0, 28.0), [TRUCK, behind], politeness=0.0) == expected


def test_the_limit_of_safety_is_a_setting():
    gap = gap_for(-4.0, 33.0, 28.0)
    behind = (-LENGTH - gap - 0.5, 3.5, 33.0)
    assert begins((0.0, 0.0, 28.0), [TRUCK, behind], politeness=0.0, safe_braking=3.5) == 0


@pytest.mark.parametrize(("off", "expected"), [(-0.5, 1), (0.5, 0)])
def test_a_change_to_the_passing_lane_begins_at_threshold_and_bias(off, expected):
    """Equation 5: the gain passes 0.1 + 0.3 m/s² when the leader is nearer than some gap."""
    own = idm(28.0, math.inf, 0.0)
    gap = gap_for(own - 0.4, 28.0, 26.0)
    assert begins((0.0, 0.0, 28.0), [(LENGTH + gap + off, 0.0, 26.0)]) == expected


@pytest.mark.parametrize(("off", "expected"), [(-0.01, 1), (0.01, 0)])
def test_politeness_weighs_what_the_new_follower_loses(off, expected):
    """Equation 5 with both sides equal: what is gained beyond 0.4 m/s² is what politeness costs."""
    slow, behind_gap = (60.0, 0.0, 26.0), 46.0
    loss = idm(31.0, math.inf, 0.0) - idm(31.0, behind_gap, 28.0)
    own_gain = idm(28.0, math.inf, 0.0) - idm(28.0, slow[0] - LENGTH, slow[2])
    politeness = (own_gain - 0.4) / loss + off
    assert 0.1 < politeness < 0.9
    behind = (-LENGTH - behind_gap, 3.5, 31.0)
    assert begins((0.0, 0.0, 28.0), [slow, behind], politeness=politeness) == expected


def test_keeps_to_its_side_and_not_where_both_sides_pass():
    alone = (0.0, 3.5, 28.0)
    assert begins(alone, []) == -1
    assert begins(alone, [], passing="both") == 0
    assert begins(alone, [], bias=0.05) == 0


def test_nobody_passes_on_the_side_that_traffic_keeps_to():
    """Beside a slower car on the passing lane its own lane is worth no more than that one."""
    slower = (40.0, 3.5, 24.0)
    held = world((0.0, 0.0, 28.0), [slower])
    free = world((0.0, 0.0, 28.0), [slower], passing="both")
    for made in (held, free):
        for _ in range(120):
            made.step(np.zeros((1, 2)))
    assert held.state[0, 1, c.S] < held.state[0, 2, c.S] - LENGTH
    assert free.state[0, 1, c.S] > free.state[0, 2, c.S] + LENGTH


def test_a_change_is_smooth_takes_its_time_and_is_not_followed_by_another_at_once():
    made = world((0.0, 0.0, 28.0), [TRUCK], announce=1.0, duration=5.0, pause=20.0)
    way = []
    for _ in range(300):
        made.step(np.zeros((1, 2)))
        way.append(made.state[0, 1, [c.T, c.INDICATOR, c.YAW_RATE, c.SPEED]].copy())
    t, indicator, turn, speed = np.array(way).T
    on = np.flatnonzero(indicator == 1.0)
    assert len(on) == 60 and np.ptp(on) == 59  # 1 s before it moves, 5 s while it does
    assert np.abs(t[: on[0] + 10]).max() < 0.02
    assert (
        t[on[-1]] == pytest.approx(3.5, abs=0.5) and np.abs(t[on[-1] + 20 :][:80] - 3.5).max() < 0.1
    )
    # Peak lateral acceleration of the quintic: 10/√3 of the way by the square of the time.
    assert np.abs(turn * speed).max() < 1.5 * 10 / math.sqrt(3) * 3.5 / 25
    back = np.flatnonzero(indicator == -1.0)
    assert back[0] - on[-1] >= 200


def test_who_indicates_into_a_lane_counts_as_in_it():
    other = (0.0, 7.0, 28.0)
    wide = LaneMap((*MAP.lanes, lane("1.0.-3", 7.0)), (), LINE, ("1.0.-2",), 36.0)
    assert [round(way.t, 2) for way in ways_of(wide)] == [0.0, 3.5, 7.0]
    assert begins((0.0, 0.0, 28.0), [TRUCK, other]) == 1
    made = world((0.0, 0.0, 28.0), [TRUCK, other], announce=0.5)
    made.command[0, 3, c.SIGNAL] = -1.0
    made.step(np.zeros((1, 2)))  # in which the other one puts its indicator on
    made.step(np.zeros((1, 2)))
    assert made.state[0, 1, c.INDICATOR] == 0.0


def motorway(actors, **changes):
    spec = load("motorway-cut-in", {
        "sensors": {}, "require": {}, "duration": "60 s", "road.lanes": 2, "road.lane": 1,
        "road.length": "3 km", "road.curvature": "0.0005 1/m", "ego.speed": "0 km/h",
        "ego.at.s": "0 m", "task.goal.s": "2 km", "actors": actors, **changes,
    })  # fmt: skip
    made = Episode(draw(spec, 0, 0), demands={})
    made.reset()
    return made


@pytest.mark.parametrize("side", ["right", "left"])
def test_a_faster_car_overtakes_a_slower_one_and_returns(side):
    made = motorway(
        {
            "truck": {"kind": "box_truck", "at": {"s": "160 m"}, "speed": "80 km/h",
                      "behaviour": {"kind": "follow_lane", "speed": "80 km/h"}},
            "car": {"kind": "sedan", "at": {"s": "60 m"}, "speed": "110 km/h",
                    "behaviour": {"kind": "change_lanes", "speed": "120 km/h"}},
        },
        **{"road.traffic_side": side},
    )  # fmt: skip
    way, apart = [], []
    for _ in range(320):
        made.step([0.0, -1.0])
        truck, car = made.world.state[0, 1:3]
        way.append([car[c.S] - truck[c.S], car[c.T], car[c.SPEED]])
        apart.append(max(abs(way[-1][0]) - 8.0, abs(car[c.T] - truck[c.T]) - 2.3))
    ahead, t, speed = np.array(way).T
    far = 3.75 if side == "right" else -3.75
    passing = t[np.abs(ahead) < 5.0]
    assert len(passing) and np.abs(passing - far).max() < 0.2
    assert ahead[-1] > 50.0 and abs(t[-1]) < 0.1 and speed[-1] > 32.0
    assert min(apart) > 0.0


def oncoming(s):
    return {"at": {"s": s, "t": "16.05 m", "heading": "180 deg"}}


def test_oncoming_traffic_changes_lanes_between_its_own():
    """Against the route: the lanes beyond the median, mirrored indicator."""
    made = motorway(
        {
            "truck": {**oncoming("700 m"), "kind": "box_truck", "speed": "70 km/h",
                      "behaviour": {"kind": "follow_lane", "speed": "70 km/h"}},
            "car": {**oncoming("790 m"), "kind": "sedan", "speed": "110 km/h",
                    "behaviour": {"kind": "change_lanes", "speed": "120 km/h"}},
        },
        **{"road.curvature": "0 1/m"},
    )  # fmt: skip
    t, indicator = np.array([
        (made.step([0.0, -1.0]), made.world.state[0, 2, [c.T, c.INDICATOR]].copy())[1]
        for _ in range(250)
    ]).T  # fmt: skip
    assert t.min() == pytest.approx(12.3, abs=0.2) and t[-1] == pytest.approx(16.05, abs=0.3)
    assert indicator[np.flatnonzero(indicator)[0]] == 1.0


def test_a_lane_that_ends_is_left_in_time():
    short = MAP.lanes[0]._replace(centre=LINE.at(np.arange(-500.0, 300.1, 50.0), 3.5),
                                  width=np.full(17, 3.5))  # fmt: skip
    lanes = LaneMap((short, MAP.lanes[1]), (), LINE, ("1.0.-2",), 36.0)
    asked = SimpleNamespace(**{**DRIVES, **CHANGES, "passing": "both"})
    actor = SimpleNamespace(at=SimpleNamespace(s=0.0, t=3.5, heading=0.0), speed=25.0)
    post = Post(1, {}, actor, LINE, (-6.0, 6.0), 36.0, lanes, none())
    rows = Rows(change_lanes.decide, [1], np.array([change_lanes.params(asked, post)]), True)
    actors = (vehicle(-400.0, 0.0, 0.0), vehicle(0.0, 3.5, 25.0), vehicle(-10.0, 0.0, 25.0))
    strips = (Strip(LINE, LINE.span, FLAT),)
    made = World([Environment(LINE, strips, np.zeros((0, 5)), actors, behaviours=(rows,))])
    for _ in range(300):
        made.step(np.zeros((1, 2)))
        row = made.state[0, 1]
        assert row[c.S] < 300.0 or abs(row[c.T]) < 0.4
    assert row[c.S] > 400.0


def ways(road):
    spec = read(f"whiteout: 1\nroad: {road}\nego: {{kind: compact}}\n", "road.yaml")
    return ways_of(Setting(draw(spec, 0, 0)).layout.lanes)


def test_ways_of_roads():
    found = ways("{kind: motorway, lanes: 2, lane: 2, lane_width: 3.75 m}")
    assert [round(way.t, 2) for way in found] == [-3.75, 0.0, 8.55, 12.3]
    assert [way.direction for way in found] == [1.0, 1.0, -1.0, -1.0]
    assert side_of_traffic(found) == -1.0
    assert side_of_traffic(ways("{kind: motorway, traffic_side: left}")) == 1.0
    town = ways("{kind: crossing, manoeuvre: straight}")
    through = [way for way in town if way.direction > 0]
    assert len(through) == 1 and through[0].last - through[0].first > 300.0
    works = ways("{kind: roadworks}")
    closed = [way for way in works if way.direction > 0 and abs(way.t - 3.5) < 0.1]
    assert closed and closed[0].last < 260.0  # the route takes over the lane beside the closed one
    own = [way for way in works if way.direction > 0 and way.t == 0.0]
    assert len(own) == 1 and own[0].first <= 0.0 and own[0].last > 590.0
