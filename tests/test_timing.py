"""Times of a rig: every reading once, in order, wherever steps end; clocks as they are set."""

import math
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode, run
from whiteout.scenarios.language.load import read
from whiteout.scenarios.language.problems import ScenarioError
from whiteout.sensors.sensor import Demand
from whiteout.sensors.timing import CUT, Schedule, deviate, least_gap, most_jitter

SECOND = 10**9


def sensor(rate=10.0, offset=0.0, jitter=0.0, clock=(0.0, 0.0, 0.0), trigger=None, delay=0.0):
    clock = SimpleNamespace(offset=clock[0], drift=clock[1], jitter=clock[2])
    return SimpleNamespace(
        rate=rate, offset=offset, jitter=jitter, clock=clock, trigger=trigger, delay=delay
    )


@st.composite
def rigs(draw_):
    """A free-running sensor, one that it triggers, and one that this one triggers."""
    rate = draw_(st.floats(0.5, 200.0))
    share = draw_(st.floats(0.0, 0.2))
    drift = draw_(st.floats(-1e-3, 1e-3))
    top = sensor(rate, draw_(st.floats(0.0, 0.3)), share / rate / CUT, (0.5, drift, 1e-3))
    found = {"top": top}
    for name, trigger in (("front", "top"), ("side", "front")):
        rate = rate / draw_(st.floats(1.0, 4.0))
        found[name] = sensor(rate, 0.0, 0.0, trigger=trigger, delay=draw_(st.floats(0.0, 0.2)))
        rates = {n: s.rate for n, s in found.items()}
        most = most_jitter(found, name, rates)
        found[name].jitter = 0.9 * draw_(st.floats(0.0, 1.0)) * most
    return found


ENDS = st.lists(st.integers(0, 3 * SECOND), max_size=40)


@settings(max_examples=60, deadline=None)
@given(rigs(), ENDS, st.integers(0, 2**63), st.data())
def test_no_reading_is_lost_or_doubled_wherever_steps_end(rig, ends, key, data):
    schedule = Schedule(rig, key)
    for name in rig:
        near = [schedule.time(name, k) + d for k in range(5) for d in (-1, 0, 1)]
        some = data.draw(st.lists(st.sampled_from(near), max_size=8))
        borders = sorted({-1, 3 * SECOND, *ends, *(t for t in some if 0 <= t < 3 * SECOND)})
        pairs = pairwise(borders)
        found = [item for a, b in pairs for item in schedule.due(name, a, b)]
        assert [k for k, _ in found] == list(range(len(found)))
        assert all(t == schedule.time(name, k) for k, t in found)
        assert schedule.time(name, len(found)) > 3 * SECOND


@settings(max_examples=60, deadline=None)
@given(rigs(), st.integers(0, 2**63))
def test_readings_are_in_order_and_no_further_apart_than_told(rig, key):
    schedule = Schedule(rig, key)
    rates = {name: item.rate for name, item in rig.items()}
    for name in rig:
        times = [schedule.time(name, k) for k in range(60)]
        gaps = np.diff(times)
        least = least_gap(rig, name, rates) * (1.0 - 1e-3) * SECOND
        assert gaps[1:].min() >= least - 2.0 and gaps.min() > 0
        assert gaps.max() <= schedule.longest_ns(name) + 2.0


def test_a_free_running_sensor_keeps_its_own_time():
    """A clock 100 ppm fast gains 0.36 s in an hour, and its 36000th reading comes so much early."""
    schedule = Schedule({"top": sensor(10.0, 0.025, clock=(2.0, 1e-4, 0.0))})
    assert schedule.time("top", 0) == round(0.025 / 1.0001 * SECOND)
    t_ns = schedule.time("top", 36000)
    assert t_ns == pytest.approx((3600.025 / 1.0001) * SECOND, abs=1)
    assert schedule.stamp("top", 36000, t_ns) == pytest.approx(3602.025 * SECOND, abs=1)
    [(index, time)] = schedule.due("top", t_ns - 1, t_ns)
    assert (index, time) == (36000, t_ns)


def test_a_triggered_sensor_follows_its_trigger_and_not_its_own_clock():
    """Twelve pictures in twenty sweeps, each 14.5 ms after a sweep, as evenly as may be."""
    rig = {
        "top": sensor(20.0, clock=(0.0, 5e-5, 0.0)),
        "front": sensor(12.0, clock=(1.0, 1e-3, 0.0), trigger="top", delay=0.0145),
    }
    schedule = Schedule(rig)
    sweeps = [schedule.time("top", k) for k in range(41)]
    pictures = [schedule.time("front", k) - 14_500_000 for k in range(24)]
    after = [sweeps.index(t) for t in pictures]
    assert after[:13] == [0, 1, 3, 5, 6, 8, 10, 11, 13, 15, 16, 18, 20]
    assert set(np.diff(after)) == {1, 2}
    assert schedule.stamp("front", 7, SECOND) == round(1.001 * SECOND) + SECOND


def test_jitter_is_normal_and_hangs_on_key_name_and_number_alone():
    rig = {"a": sensor(10.0, 1.0, 2e-3, (0.0, 0.0, 3e-3)), "b": sensor(10.0, 1.0, 2e-3)}
    schedule, numbers = Schedule(rig, 5), range(20000)
    moved = {n: np.array([schedule.time(n, k) / SECOND - 1.0 - k / 10 for k in numbers])
             for n in rig}  # fmt: skip
    told = np.array([schedule.stamp("a", k, 0) for k in numbers]) / SECOND
    for sample, sd in ((moved["a"], 2e-3), (moved["b"], 2e-3), (told, 3e-3)):
        assert abs(sample.mean()) < 4 * sd / math.sqrt(len(sample))
        assert sample.std() == pytest.approx(sd, rel=4 / math.sqrt(2 * len(sample)))
        assert (np.abs(sample) > 2 * sd).mean() == pytest.approx(0.0455, abs=0.006)
    for one, other in ((moved["a"], moved["b"]), (moved["a"], told), (told[1:], told[:-1])):
        assert abs(np.corrcoef(one, other)[0, 1]) < 4 / math.sqrt(len(one))
    alone = Schedule({"a": rig["a"]}, 5)
    assert [alone.time("a", k) for k in (7, 3)] == [schedule.time("a", k) for k in (7, 3)]
    assert Schedule(rig, 6).time("a", 3) != schedule.time("a", 3)
    assert deviate(1, 2) == deviate(1, 2)


def test_a_trigger_must_be_in_the_rig():
    with pytest.raises(ValueError, match="'front' is triggered by 'top', which is not in the rig"):
        Schedule({"front": sensor(trigger="top")})


SCENARIO = """whiteout: 1
duration: 1 s
road: {kind: straight}
ego: {kind: compact}
sensors:
  top: {kind: camera, width: 16, height: 12, channels: [semantic], rate: 20 Hz}
  front:
    kind: camera
    width: 16
    height: 12
    channels: [semantic, flow]
    rate: 12 Hz
    trigger: top
    delay: 14 ms
    clock: {offset: 5 ms, drift: {uniform: [-50 ppm, 50 ppm]}}
"""


def problem(text):
    with pytest.raises(ScenarioError) as caught:
        read(text, "rig.yaml")
    return str(caught.value)


WRONG = [
    ("trigger: top", "trigger: tap", "rig.yaml:13: sensors.front.trigger: 'tap': there is no such "
     "sensor; did you mean 'top'?"),
    ("trigger: top", "trigger: front",
     "13: sensors.front.trigger: a sensor cannot refer to itself"),
    ("rate: 20 Hz", "rate: 20 Hz, trigger: front",
     "13: sensors.front.trigger: a circle, so that none begins: front → top → front; "),
    ("rate: 20 Hz", "rate: 8 Hz",
     "rig.yaml:12: sensors.front.rate: its trigger 'top' has 8 Hz; give it that, or less"),
    ("    trigger: top\n", "", "sensors.front.delay: goes with 'trigger'; a sensor that runs by "),
    ("delay: 14 ms", "offset: 14 ms", "sensors.front.offset: it begins with its trigger 'top'; use "
     "'delay'"),
    ("delay: 14 ms", "jitter: 20 ms", "sensors.front.jitter: readings could swap; must be less "
     "than 5.56 ms"),
    ("rate: 20 Hz", "rate: 20 Hz, jitter: 6 ms", "sensors.top.jitter: readings could swap; must be "
     "less than 5.56 ms"),
    ("drift: {uniform: [-50 ppm, 50 ppm]}", "drift: 5 %", "must be at least -0.001 and at most"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), WRONG, ids=[new for _, new, _ in WRONG])
def test_times_that_do_not_fit_are_told_with_line_and_remedy(old, new, message):
    assert old in SCENARIO
    assert message in problem(SCENARIO.replace(old, new))


def test_an_episode_takes_its_readings_at_their_times_and_stamps_them_by_their_clocks():
    drawn = draw(read(SCENARIO, "rig.yaml"), 3, 0)
    episode = Episode(drawn)
    frames = [episode.reset()]
    while not frames[-1].ended:
        frames.append(episode.step((0.0, 0.0)))
    found = {n: [r for f in frames for r in f.readings[n]] for n in drawn.sensors}
    assert [r.t_ns for r in found["top"]] == [k * SECOND // 20 for k in range(21)]
    front = found["front"]
    assert [r.index for r in front] == list(range(12))
    assert [r.t_ns for r in front] == [k * 5 // 3 * SECOND // 20 + 14_000_000 for k in range(12)]
    drift = drawn.sensors["front"].clock.drift
    assert 0 < abs(drift) <= 5e-5
    assert [r.t_claimed_ns for r in front] == [
        round(r.t_ns * (1 + drift)) + 5_000_000 for r in front
    ]
    flows = ["flow" in t.channels for f in run(drawn) for t in f.truth["front"]]
    assert len(flows) == 12 and all(flows[:-1]) and not flows[-1]


def test_a_sensor_that_is_not_looked_at_still_triggers_others():
    drawn = draw(read(SCENARIO, "rig.yaml"), 3, 0)
    episode = Episode(drawn, {"front": Demand(("semantic",))})
    readings = [*episode.reset().readings["front"], *episode.step((0, 0)).readings["front"]]
    assert [r.t_ns for r in readings] == [14_000_000, 64_000_000]
