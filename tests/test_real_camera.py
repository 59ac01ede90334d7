"""Real cameras where people meet them: environments, files, threads, lenses and weather."""

import gymnasium as gym
import numpy as np
import pytest
from whiteout.dataset.channels import Format, decoded, encoded
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode, run
from whiteout.scenarios.language.load import load
from whiteout.sensors.sensor import Demand

import whiteout  # noqa: F401

SMALL = {"sensors.front.width": 97, "sensors.front.height": 65}


def first(preset, demand=None, threads=1, **more):
    over = {**SMALL, "sensors.front.preset": preset, **more}
    wanted = None if demand is None else {"front": demand}
    made = Episode(draw(load("child-chases-ball", over), 0, 0), wanted, threads=threads)
    frame = made.reset()
    return frame.readings["front"][0], frame.truth["front"][0]


def test_an_environment_sees_through_a_real_camera():
    camera = {"width": 48, "height": 32, "preset": "ar0231", "channels": ["rgb", "raw", "linear"]}
    env = gym.make(
        "whiteout/ChildChasesBall-v0",
        sensors={"front": camera},
        observation=["front", "front.raw", "front.linear", "ego"],
        render_mode="rgb_array",
    )
    seen, _ = env.reset(seed=3)
    assert env.observation_space.contains(seen)
    assert seen["front.raw"].dtype == np.uint16 and seen["front.raw"].max() <= 4095
    again, _ = env.reset(seed=3)
    assert all(np.array_equal(seen[key], again[key]) for key in seen)
    picture = env.render()
    assert picture.shape == (480, 640, 3) and 40 < picture.mean() < 220


@pytest.mark.parametrize("channel", ["raw", "linear"])
def test_counts_and_light_come_back_from_their_files(channel, tmp_path):
    reading, _ = first("standard", Demand((channel,), False),
                       **{"sensors.front.channels": [channel]})  # fmt: skip
    image = reading.channels[channel]
    form = Format()
    path = tmp_path / f"file{form.ending(channel)}"
    path.write_bytes(encoded(channel, {channel: image}, form))
    back = decoded(channel, path, 1.0)[channel]
    assert back.dtype == image.dtype and np.array_equal(back, image)


@pytest.mark.parametrize("preset", ["fisheye", "wide", "imx490", "mt9v024"])
def test_threads_give_the_same_bytes_through_every_lens(preset):
    """Odd sizes too, where bands of rows are uneven."""
    more = {"sensors.front.channels": ["rgb", "depth", "instance"]}
    if preset == "fisheye":
        more["sensors.front.fov"] = "180 deg"
    readings = [first(preset, threads=n, **more) for n in (1, 3)]
    (a, truth_a), (b, truth_b) = readings
    assert np.array_equal(a.channels["rgb"], b.channels["rgb"])
    for channel in ("depth", "instance"):
        assert np.array_equal(truth_a.channels[channel], truth_b.channels[channel])
    assert [o.amodal_box for o in truth_a.objects] == [o.amodal_box for o in truth_b.objects]


def test_noise_is_the_same_under_other_weather():
    """Two clean twins differ by the snow alone; so do the noisy ones, whose noise is the draw's."""
    fixed = {"exposure": {"time": "2 ms", "gain": 1.0}, "processing": {"white_balance": "fixed"}}
    fixed = {f"sensors.front.{k}": v for k, v in fixed.items()}
    only = Demand(("raw",), False)
    raw = {}
    for weather in (True, False):
        for noise in (True, False):
            more = {**fixed, "sensors.front.noise": noise, "sensors.front.channels": ["raw"]}
            more |= {} if weather else {"weather": {}}
            reading, _ = first("standard", only, **more)
            raw[weather, noise] = reading.channels["raw"].astype(float)
    left = raw[True, True] - raw[True, False], raw[False, True] - raw[False, False]
    assert left[0].std() > 3.0 and np.corrcoef(left[0].ravel(), left[1].ravel())[0, 1] > 0.8


def test_what_a_real_camera_sees_is_labelled_as_an_ideal_one_sees_it():
    more = {"sensors.front.channels": ["rgb", "semantic", "depth"], "sensors.front.fov": "70 deg"}
    _, real = first("standard", **more)
    _, ideal = first(None, **more)
    same = real.channels["semantic"] == ideal.channels["semantic"]
    assert same.mean() > 0.995
    assert len(real.objects) == len(ideal.objects)


def test_flow_under_a_rolling_shutter_is_that_of_a_pinhole_through_an_even_lens():
    """Rows taken one by one, through both ways of making labels."""
    found = []
    for model in ("pinhole", "brown_conrady"):
        more = {
            "sensors.front.shutter.readout": "22.85 ms", "sensors.front.lens.model": model,
            "sensors.front.channels": ["flow", "depth"], "duration": "0.4 s",
            "sensors.front.width": 160, "sensors.front.height": 120,
        }  # fmt: skip
        frames = list(run(draw(load("child-chases-ball", more), 0, 0)))
        found.append(frames[2].truth["front"][0].channels)
    both = found[0]["flow_valid"] & found[1]["flow_valid"]
    assert both.mean() > 0.4
    apart = np.abs(found[0]["flow"] - found[1]["flow"])[both].max(-1)
    assert np.median(apart) < 0.01 and np.quantile(apart, 0.9) < 0.1
    assert np.abs(found[0]["flow"][both]).mean() > 0.5
