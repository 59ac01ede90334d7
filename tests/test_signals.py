"""Traffic lights: their cycle, what is drawn and labelled of it, and who stops at them."""

from types import SimpleNamespace

import numpy as np
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load, read
from whiteout.scenarios.roads._signals import amber_for, signals_of
from whiteout.scenarios.setting import Setting
from whiteout.simcore.classes import class_id
from whiteout.simcore.geometry.dresser.crossing import GROUPS, crossing
from whiteout.simcore.geometry.ground.markings import Bars
from whiteout.simcore.materials import CIRCUITS, lit
from whiteout.simcore.physics.driving import columns as c

PROGRAM = {"cycle": 70.0, "green": 30.0, "amber": None, "clearance": 2.0, "offset": 0.0}
MAIN, SIDE, OVER_MAIN, OVER_SIDE = range(4)


def signals(markings="de", **changes):
    road = SimpleNamespace(speed_limit=50 / 3.6, markings=markings)
    return signals_of(SimpleNamespace(**{**PROGRAM, **changes}), road, 9.0, 6.5)


def shown(program, step=0.05):
    """(T, 4) what every group shows over a cycle."""
    times = np.arange(0.0, program.cycle, step) + step / 2
    return np.array([[program.state(k, t) for k in range(4)] for t in times])


def test_each_road_has_its_green_amber_red_and_red_with_amber():
    states = shown(signals())
    seconds = {name: (states[:, MAIN] == name).sum() * 0.05 for name in set(states[:, MAIN])}
    assert seconds == pytest.approx({"green": 30, "amber": 3, "red": 36, "red_amber": 1})
    side = [name for k, name in enumerate(states[:, SIDE]) if k == 0 or name != states[k - 1, SIDE]]
    assert side == ["red", "red_amber", "green", "amber", "red"]
    assert "red_amber" not in shown(signals("us"))


@pytest.mark.parametrize("green", [5.0, 30.0, 150.0])
def test_nobody_meets_anybody(green):
    """Between any two that cross there is the clearance, or the time to walk over the road."""
    states = shown(signals(green=green))
    go = np.isin(states, ("green", "amber"))
    assert go.any(0).all() and go[:, MAIN].sum() * 0.05 >= 8.0 and go[:, SIDE].sum() * 0.05 >= 8.0
    for one, other, least in (
        *((MAIN, SIDE, 2.0), (SIDE, MAIN, 2.0), (OVER_MAIN, MAIN, 9.0 / 1.2)),
        *((OVER_SIDE, SIDE, 6.5 / 1.2), (MAIN, OVER_MAIN, 2.0), (SIDE, OVER_SIDE, 2.0)),
    ):
        wait = round(least / 0.05) - 1
        for late in range(wait):
            assert not (go[:, one] & np.roll(go[:, other], -late)).any()


def test_the_offset_shifts_and_the_cycle_repeats():
    plain, later = signals(), signals(offset=12.5)
    for t in np.arange(0.25, 70.0, 1.0):
        for group in range(4):
            assert later.state(group, t) == plain.state(group, t + 12.5)
            assert plain.state(group, t) == plain.state(group, t + 70.0)


def test_amber_by_speed_limit():
    """VwV-StVO to § 37, IX: 3 s at 50, 4 s at 60, 5 s at 70 km/h."""
    assert [amber_for(v / 3.6) for v in (30, 50, 60, 70)] == [3.0, 3.0, 4.0, 5.0]
    assert signals(amber=4.5).groups[MAIN].amber == 4.5


ROAD = """whiteout: 1
duration: 60 s
road:
  kind: crossing
  control: signals
  manoeuvre: straight
  approach: 120 m
  exit: 200 m
  traffic_side: {side}
  signals: {{cycle: 60 s, green: 26 s, offset: {offset}}}
ego: {{kind: compact, at: {{s: {s}}}, speed: {speed}}}
light: {{date: 2026-06-20, time: 12 h}}
task: {{kind: reach, goal: {{s: 300 m}}}}
"""


def town(offset="0 s", s="10 m", speed="0 km/h", side="right", more=""):
    text = ROAD.format(offset=offset, s=s, speed=speed, side=side) + more
    return draw(read(text, "town.yaml"), 0, 0)


@pytest.mark.parametrize("side", ["right", "left"])
def test_drivers_stop_where_the_line_is_painted(side):
    setting = Setting(town(side=side))
    road = setting.scenario.road
    from whiteout.scenarios.roads._junction import plan_of

    plan = plan_of(road)
    made = crossing(
        (plan.main, plan.main_section), (plan.side, plan.side_section), plan.at,
        ("blocks", "blocks"), 1, control="signals", crossings=road.zebra,
        radius=road.corner_radius, drives=-1 if side == "right" else 1,
    )  # fmt: skip
    for group, line in enumerate((plan.main, plan.side)):
        bars = [
            bar for bar in made.marks[group]
            if isinstance(bar, Bars) and len(bar.s0) == 1 and bar.s1[0] - bar.s0[0] < 1.0 < np.ptp(
                [bar.t0[0], bar.t1[0]]
            )
        ]  # fmt: skip
        stops = [stop for stop in setting.layout.stops if stop.group == group]
        assert len(bars) == len(stops) == 2
        for stop in stops:
            s, t = line.project(np.array([stop.x, stop.y]))
            near = [bar for bar in bars if bar.t0[0] < t < bar.t1[0]]
            turn = np.cos(stop.heading - float(line.axis(s).heading))
            edge = near[0].s0[0] if turn > 0 else near[0].s1[0]
            assert len(near) == 1 and abs(turn) == pytest.approx(1.0)
            assert s == pytest.approx(edge, abs=1e-6)


def test_lamps_are_drawn_as_they_are_at_the_time():
    setting = Setting(town(more="sensors: {}\n"))
    stage, program = setting.stage, setting.layout.signals
    heads = stage.class_id[: stage.fixed] == class_id("traffic_light")
    episode = Episode(setting.scenario, demands={})
    episode.reset()
    seen = {}
    for time in (1.0, 27.0, 29.5, 30.5, 40.0, 59.5, 61.0):
        bodies = SimpleNamespace(T_part=np.zeros((len(stage) - stage.fixed, 4, 4)), time=time,
                                 lit=np.zeros(len(stage) - stage.fixed, np.uint32))  # fmt: skip
        masks = stage.posed(bodies).lit[: stage.fixed][heads]
        names = [
            frozenset(n for k, n in enumerate(CIRCUITS) if m >> k & 1 and n.startswith("signal"))
            for m in masks.tolist()
        ]
        seen[time] = {name: names.count(name) for name in set(names)}
        assert all(names)
    red, amber, green = (frozenset({f"signal_{name}"}) for name in ("red", "amber", "green"))
    # Two vehicle heads per road; two walkers' lights over each of the four legs.
    assert seen[1.0] == {green: 2 + 4, red: 2 + 4}
    assert seen[27.0] == {amber: 2, red: 2 + 8}
    assert seen[29.5] == {red: 12}
    assert seen[30.5] == {red: 2 + 8, red | amber: 2}
    assert seen[40.0] == {red: 2 + 4, green: 2 + 4}
    assert seen[59.5] == {red | amber: 2, red: 2 + 8}
    assert seen[61.0] == seen[1.0]
    assert program.state(GROUPS.index("side"), 40.0) == "green"
    assert int(stage.posed(bodies).lit[0]) & lit("signal_red") == 0  # the ground


CAMERA = """
sensors:
  front:
    kind: camera
    mount: {x: 1.6 m, z: 1.4 m}
    width: 320
    height: 200
    fov: 30 deg
    rate: 1 Hz
    channels: [rgb, instance]
"""


def test_labels_and_pictures_say_what_the_lights_show():
    """The one way ahead turns from amber to red: said by its label, seen where it is labelled."""
    made = Episode(town(offset="28 s", s="95 m", more=CAMERA))
    frame = made.reset()
    told, redness = [], []
    while frame.step <= 20:
        for reading, truth in zip(frame.readings["front"], frame.truth["front"], strict=True):
            lights = [o for o in truth.objects if o.class_id == class_id("traffic_light")]
            states = {o.track: [w for w in o.attributes if w.startswith("signal.")] for o in lights}
            assert states and all(len(words) == 1 for words in states.values())
            near = min(
                (o for o in lights if o.visible_px > 60 and o.T_world_object[1, 3] < 0.0),
                key=lambda o: o.distance_m,
            )
            told.append(states[near.track][0])
            pixels = reading.channels["rgb"][truth.channels["instance"] == near.track].astype(int)
            brightest = pixels[pixels.sum(1).argmax()]
            redness.append(int(brightest[0]) - int(brightest[1]))
        frame = made.step([0.0, -1.0])
    assert told == ["signal.amber", "signal.red", "signal.red"]
    assert redness[1] > redness[0] + 30


FOLLOWS = """
actors:
  car:
    kind: sedan
    at: {{s: {s}}}
    speed: {speed}
    behaviour: {{kind: follow_lane, speed: {speed}, obey: {obey}}}
"""
LINE_AT = 113.9
"""s of the stop line: approach 120 m, less zebra crossing and margins 5.6 m, less the bar."""


def driven(s, speed, offset, obey=True, seconds=24.0):
    """(T, 2) distance of the car's front beyond the stop line, speed; times; the program."""
    more = FOLLOWS.format(s=s, speed=speed, obey=str(obey).lower())
    made = Episode(town(offset=f"{offset} s", more=more + "sensors: {}\n"), demands={})
    made.reset()
    shape = made.world.body[0, 1]
    front = 0.5 * shape[c.LENGTH] + shape[c.CENTRE_X]
    way = []
    for _ in range(round(10 * seconds)):
        made.step([0.0, -1.0])
        row = made.world.state[0, 1]
        way.append((row[c.S] + front - LINE_AT, row[c.SPEED], row[c.ACCEL]))
    return np.array(way), made.setting.layout.signals, front


def test_a_car_stops_short_of_the_line_at_red_and_goes_on_at_green():
    way, program, _ = driven("20 m", "50 km/h", 30.0, seconds=40.0)
    standing = way[way[:, 1] < 0.01]
    assert len(standing) > 20 and -1.5 < standing[:, 0].max() < -0.2
    assert way[:, 2].min() > -2.6  # braked in comfort: 2 m/s²
    crossed = 0.1 * (np.flatnonzero(way[:, 0] > 0.0)[0] + 1)
    assert program.state(MAIN, crossed) == "green" and crossed > 30.0
    ran, _, _ = driven("20 m", "50 km/h", 30.0, obey=False)
    assert ran[:, 1].min() > 13.0 and ran[-1, 0] > 100.0


@pytest.mark.parametrize(("off", "stops"), [(3.0, True), (-3.0, False)])
def test_at_amber_it_stops_where_braking_asked_of_drivers_is_enough(off, stops):
    """Gazis, Herman & Maradudin: within v · 1 s + v²/(2 · 3.5 m/s²) of the line it goes on."""
    speed = 50 / 3.6
    critical = speed * 1.0 + speed**2 / (2 * 3.5)
    _, _, front = driven("20 m", "50 km/h", 0.0, seconds=0.1)
    start = LINE_AT - front - critical - off - 2.0 * speed  # amber comes after 2 s
    way, program, _ = driven(f"{start:.3f} m", "50 km/h", 24.0)
    if stops:
        assert way[:80, 0].max() < 0.0 and way[:80, 1].min() < 0.1
        assert -4.2 < way[:, 2].min() < -2.8
    else:
        assert way[:, 1].min() > 13.0
        crossed = 0.1 * (np.flatnonzero(way[:, 0] > 0.0)[0] + 1)
        assert program.state(MAIN, crossed) == "amber"


ACROSS = """
actors:
  runner:
    kind: suv
    at: {{s: 132.675 m, t: -70 m, heading: 90 deg}}
    speed: 50 km/h
    behaviour: {{kind: go_straight, obey: {obey}, watch: {watch}}}
"""


def test_traffic_across_waits_for_green_or_runs_the_light():
    ends = {}
    for obey in ("true", "false"):
        text = ACROSS.format(obey=obey, watch="false")
        made = Episode(town(more=text + "sensors: {}\n"), demands={})
        made.reset()
        for _ in range(90):
            made.step([0.0, -1.0])
        ends[obey] = made.world.state[0, 1].copy()
    assert ends["true"][c.SPEED] < 0.1 and ends["true"][c.Y] < -17.3
    assert ends["false"][c.SPEED] > 13.0 and ends["false"][c.Y] > 40.0
    assert abs(ends["false"][c.X] - 132.675) < 0.05


@pytest.mark.parametrize("watch", ["true", "false"])
def test_traffic_across_brakes_for_who_stands_in_its_way_if_it_watches(watch):
    """The van's side is at y = -31 m, and a car whose origin is at -35.6 m nearly touches it."""
    wall = "  box: {kind: van, at: {s: 132 m, t: -30 m}, behaviour: {kind: parked}}\n"
    text = ACROSS.format(obey="false", watch=watch) + wall
    made = Episode(town(more=text + "sensors: {}\n"), demands={})
    made.reset()
    way = []
    for _ in range(120):
        made.step([0.0, -1.0])
        way.append(made.world.state[0, 1, [c.Y, c.SPEED]].copy())
    y, speed = np.array(way).T
    if watch == "true":
        assert speed[-1] < 0.1 and y.max() < -35.6
    else:
        assert speed[y < -35.6].min() > 13.0 and y.max() > -35.6


@pytest.mark.parametrize(("offset", "stops"), [("30 s", True), ("0 s", False)])
def test_the_scripted_driver_stops_at_red(offset, stops):
    made = Episode(town(offset=offset, speed="50 km/h", more="sensors: {}\n"), demands={})
    frame = made.reset()
    speeds = []
    for _ in range(150):
        frame = made.step(made.driver_action)
        speeds.append(frame.ego.speed)
    assert (min(speeds) < 0.2) == stops
    assert (frame.ego.s < LINE_AT) == stops


def test_the_red_light_runner_runs_red_and_the_ego_has_green():
    """Of the library: when each passes its line, in several draws."""
    passed = []
    for index in range(6):
        spec = load("red-light-runner", {"sensors": {}, "ego.driver": {"kind": "constant"}})
        made = Episode(draw(spec, 4, index), demands={})
        made.reset()
        program, stops = made.setting.layout.signals, made.setting.layout.stops
        lines = stops[0].x, next(s.y for s in stops if s.group == SIDE and s.heading < 2.0)
        before = None
        while not made.ended:
            made.step(made.driver_action)
            shape = made.world.body[0, :2]
            fronts = shape[:, c.CENTRE_X] + shape[:, c.LENGTH] / 2
            beyond = (made.world.state[0, [0, 1], [c.X, c.Y]] + fronts > lines).tolist()
            if before is not None and beyond != before:
                for group in (MAIN, SIDE):
                    if beyond[group] and not before[group]:
                        passed.append((group, program.state(group, float(made.world.time[0]))))
            before = beyond
    assert {state for group, state in passed if group == SIDE} == {"red"}
    assert {state for group, state in passed if group == MAIN} == {"green"}
    assert len(passed) >= 10
