"""Event cameras in a world: what they tell of it, when, and what they remember."""

from dataclasses import replace
from itertools import pairwise

import gymnasium as gym
import numpy as np
import pytest
from pictures import air, block, floor
from watched import Watched
from whiteout.dataset.channels import Format, decoded, encoded
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.sensors.models.event import EventCamera
from whiteout.sensors.sensor import Demand
from whiteout.simcore.materials import lit
from whiteout.simcore.media.snow import Snowfall
from whiteout.simcore.pose import pose

import whiteout

MS = 1_000_000
IDEAL = {"preset": "ideal", "lens": {"softness": 0, "falloff": 0, "glare": 0}}


def eye(channels=("events",), threads=1, **settings):
    over = {"kind": "event", "mount": {"x": "0 m", "z": "0 m"}, "width": 120, "height": 80,
            **IDEAL, **settings}  # fmt: skip
    over["channels"] = list(channels)
    drawn = draw(load("child-chases-ball", {"sensors.ev": over}), 0, 0).sensors["ev"]
    return EventCamera("ev", drawn, Demand(tuple(channels), False), threads)


def told(of, world, *times_ms):
    """The events of readings at these times."""
    of.restore(None)
    return [of.sense(world, t * MS, k)[0].channels["events"] for k, t in enumerate(times_ms)]


WALLS = [
    (floor(half=60.0, albedo=(0.1, 0.1, 0.1)), np.eye(4)),
    (block((0.4, 40.0, 40.0), albedo=(0.8, 0.8, 0.8)), pose((10.2, 20.0, -10.0))),
    (block((0.4, 40.0, 40.0), albedo=(0.08, 0.08, 0.08)), pose((10.2, -20.0, -10.0))),
]
AHEAD = pose((0.0, 0.0, 1.5))


def test_what_stands_still_is_not_told():
    assert [len(events) for events in told(eye(), Watched(WALLS, AHEAD), 0, 50, 200)] == [0, 0, 0]


def test_a_fisheye_tells_what_moves_and_nothing_else():
    wide = {"lens": {**IDEAL["lens"], "model": "kannala_brandt"}, "fov": "180 deg"}
    of = eye(looks={"most": 10}, **wide)
    assert len(told(of, Watched(WALLS, AHEAD), 0, 50)[1]) == 0
    assert len(told(of, Watched(WALLS, AHEAD, (0.0, 5.0, 0.0)), 0, 50)[1]) > 100


def test_an_edge_that_passes_is_told_as_its_contrast_and_way_say():
    """Two walls 10 m away, one ten times as bright, at 3 m/s across: f v t / z columns, and
    floor(ln of their luminances / C) events in each, as the light one comes."""
    world = Watched(WALLS, AHEAD, (0.0, 3.0, 0.0))  # the camera goes to the left
    world.start = pose((0.0, -0.6, 1.5))  # so that the edge passes the middle at 200 ms
    of = eye(looks={"step": 0.5, "most": 200})
    events = told(of, world, 0, 100, 300)[2]
    middle = events[(events["y"] > 10) & (events["y"] < 40)]
    light = of._light(world, 0, 0)[1].reshape(80, 120)
    ratio = light[10:40, 5].mean() / light[10:40, 115].mean()
    assert 6 < ratio < 12
    way = of.projection.fx * 3.0 * 0.2 / 10.0
    each = int(np.floor(np.log(ratio) / 0.2))
    assert (middle["polarity"] == 1).mean() > 0.98
    assert len(middle) == pytest.approx(29 * way * each, rel=0.06)
    slope = np.polyfit(middle["t_ns"] * 1e-9, middle["x"].astype(float), 1)[0]
    assert slope == pytest.approx(of.projection.fx * 3.0 / 10.0, rel=0.03)
    assert events["t_ns"].min() > 100 * MS and events["t_ns"].max() <= 300 * MS


def test_it_looks_as_often_as_things_move_by_a_pixel():
    world = Watched(WALLS, AHEAD, (0.0, -3.0, 0.0))
    of = eye(looks={"step": 1.0, "longest": "1 s", "most": 500})
    times = of._times(world, 0, 200 * MS)
    nearest = of.projection.fx * 3.0 * 0.2 / 2.4  # the ground below, 1.5 m down at the image's edge
    assert of.projection.fx * 3.0 * 0.2 / 10.0 <= len(times) <= nearest * 1.5
    assert times[-1] == 200 * MS and (np.diff(times) > 0).all()
    still = Watched(WALLS, AHEAD)
    assert len(of._times(still, 0, 200 * MS)) == 1
    assert len(eye(looks={"longest": "10 ms"})._times(still, 0, 200 * MS)) == 20
    assert len(eye(looks={"most": 7})._times(world, 0, 200 * MS)) == 7


def test_falling_snow_is_told():
    world = Watched(WALLS, AHEAD)
    world.atmosphere = replace(air(35.0)).with_medium("snow", Snowfall(2.0, key=5))
    events = told(eye(), world, 0, 60)[1]
    assert len(events) > 50
    assert 0.2 < (events["polarity"] == 1).mean() < 0.8  # they come and go


def test_lamps_that_pulse_are_told():
    lamp = [(block((0.3, 3.0, 3.0), "signal_red"), pose((6.0, 0.0, 0.0)))]
    dark = {"lit": lit("signal_red"), "atmosphere": air(-20.0)}
    looks = {"longest": "1 ms", "most": 100}
    pulsing = told(eye(looks=looks), Watched(lamp, AHEAD, **dark), 0, 50)[1]
    steady = told(eye(looks={**looks, "flicker": False}), Watched(lamp, AHEAD, **dark), 0, 50)[1]
    assert len(steady) == 0 and len(pulsing) > 1000
    # 100 Hz: as many pulses in 50 ms as there are bursts of brighter.
    bright = np.histogram(pulsing["t_ns"][pulsing["polarity"] > 0], 50, (0, 50 * MS))[0] > 0
    assert ((np.diff(bright.astype(int)) > 0).sum() + bright[0]) == 5


STREET = {
    "sensors.ev": {"kind": "event", "preset": "davis346", "width": 64, "height": 48,
                   "rate": "10 Hz", "channels": ["events", "event_counts", "depth", "instance"],
                   "looks": {"most": 4}},
}  # fmt: skip


def episode(rate="10 Hz", threads=1):
    over = {"sensors.ev": {**STREET["sensors.ev"], "rate": rate}}
    wanted = {"ev": Demand()}
    made = Episode(draw(load("child-chases-ball", over), 0, 0), wanted, threads=threads)
    return made, [made.reset()]


def steps(made, frames, count):
    for _ in range(count):
        frames.append(made.step(made.driver_action))
    return [r for frame in frames for r in frame.readings["ev"]]


def test_readings_are_the_same_bytes_by_threads_and_after_a_fork():
    one = steps(*episode(), 5)
    many = steps(*episode(threads=3), 5)
    made, frames = episode()
    steps(made, frames, 2)
    saved = made.save()
    steps(made, frames, 2)
    made.restore(saved)
    forked = steps(made, [], 3)
    for a, b in zip(one, many, strict=True):
        assert a.channels["events"].tobytes() == b.channels["events"].tobytes()
    for a, b in zip(one[3:], forked, strict=True):
        assert a.channels["events"].tobytes() == b.channels["events"].tobytes()
        assert (a.t_start_ns, a.t_end_ns) == (b.t_start_ns, b.t_end_ns)


def test_no_event_is_lost_or_told_twice_whatever_the_rate():
    """At a fifth of the control rate a reading tells what ten readings tell; intervals join."""
    often, seldom = steps(*episode("10 Hz"), 10), steps(*episode("2 Hz"), 10)
    assert [len(often), len(seldom)] == [11, 3]
    whole = [np.concatenate([r.channels["events"] for r in part])
             for part in (often[1:6], often[6:11])]  # fmt: skip
    for reading, expected in zip(seldom[1:], whole, strict=True):
        assert len(expected) > 500
        assert reading.channels["events"].tobytes() == expected.tobytes()
    for readings in (often, seldom):
        assert len(readings[0].channels["events"]) == 0
        for before, after in pairwise(readings):
            assert after.t_start_ns == before.t_end_ns
        for reading in readings[1:]:
            times = reading.channels["events"]["t_ns"]
            assert (np.diff(times) >= 0).all()
            assert times.min() >= reading.t_start_ns and times.max() <= reading.t_end_ns
            assert reading.channels["event_counts"].sum() == len(times)


def test_steps_without_readings_leave_the_pixels_as_they_would_be():
    """A reading that is passed over takes its events along; those after it are the same."""
    all_taken = steps(*episode(), 4)
    made, _ = episode()
    for _ in range(3):
        made.step(made.driver_action, sense=False)
    last = made.step(made.driver_action).readings["ev"][0]
    assert last.channels["events"].tobytes() == all_taken[4].channels["events"].tobytes()


def test_looking_takes_nothing_away():
    made, frames = episode()
    steps(made, frames, 2)
    seen = made.look()["ev"][0]
    assert np.array_equal(seen.channels["events"], frames[-1].readings["ev"][0].channels["events"])
    assert made.look()["ev"][0].channels["events"].tobytes() == seen.channels["events"].tobytes()
    after = steps(made, [], 1)[0].channels["events"]
    assert after.tobytes() == steps(*episode(), 3)[3].channels["events"].tobytes()


def test_events_come_back_from_their_files(tmp_path):
    reading = steps(*episode(), 1)[1]
    for channel in ("events", "event_counts"):
        path = tmp_path / f"file{Format().ending(channel)}"
        path.write_bytes(encoded(channel, reading.channels, Format()))
        back = decoded(channel, path, 1.0)[channel]
        assert back.dtype == reading.channels[channel].dtype
        assert np.array_equal(back, reading.channels[channel])


def test_a_dataset_of_heat_and_events_is_read_back(tmp_path):
    sensors = {"ev": STREET["sensors.ev"],
               "ir": {"kind": "thermal", "width": 40, "height": 30, "rate": "10 Hz"}}  # fmt: skip
    over = [f"sensors.{name}={item!s}" for name, item in sensors.items()]
    out = tmp_path / "data"
    whiteout.export("child-chases-ball", out=out, episodes=1, frames=3,
                    overrides=[*over, "sensors.front.channels=[depth]"])  # fmt: skip
    data = whiteout.open_dataset(out, verify=True)
    frame = data.frames[2]
    events, heat = frame.readings["ev"][0], frame.readings["ir"][0]
    assert (events.modality, heat.modality) == ("event", "thermal")
    assert events.channels["events"].dtype.names == ("x", "y", "t_ns", "polarity")
    assert len(events.channels["events"]) == events.channels["event_counts"].sum() > 0
    assert heat.channels["temperature"].shape == (30, 40) == heat.channels["mono"].shape
    assert frame.truth["ev"][0].channels["depth"].shape == (48, 64)
    paths = {row["sensor"]: row for row in data.table("frames").to_pylist()}
    assert paths["ev"]["events"].endswith(".npy") and paths["ir"]["mono"].endswith(".png")
    assert len(data.images) == 3  # of the camera alone


def test_an_environment_observes_counts_of_events():
    env = gym.make(
        "whiteout/ChildChasesBall-v0",
        sensors={"ev": {**STREET["sensors.ev"], "channels": ["event_counts"]}},
        observation=["ev.event_counts", "ego"],
        render_mode="rgb_array",
    )
    env.reset(seed=3)
    seen, *_ = env.step(env.action_space.sample() * 0)
    assert env.observation_space.contains(seen)
    assert seen["ev.event_counts"].shape == (48, 64, 2) and seen["ev.event_counts"].sum() > 0
