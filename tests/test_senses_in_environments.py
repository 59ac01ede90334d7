"""Environments observe sensors without pictures: fixed shapes, Gymnasium's checks, rendering."""

import warnings

import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from senses import SCENARIO
from whiteout.envs.environment import ScenarioEnv
from whiteout.envs.spaces import IMAGES, RETURNS
from whiteout.sensors.numbers import NUMBERS
from whiteout.sensors.views.above import EGO

pytestmark = pytest.mark.usefixtures("toys")


@pytest.fixture
def make(tmp_path):
    path = tmp_path / "toys.yaml"
    path.write_text(SCENARIO)
    return lambda **settings: ScenarioEnv(path, **settings)


def test_gymnasium_accepts_all_that_a_rig_gives(make):
    env = make(render_mode="rgb_array")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of bounds without end
        check_env(env)
    given = {f"body.{name}" for name in NUMBERS}
    assert set(env.observation_space) == {"top.points", "ahead.detections", *given, "ego"}
    assert not set(IMAGES) & set(NUMBERS) and not set(IMAGES) & set(RETURNS)


def test_points_are_those_of_the_newest_reading_without_truth(make):
    env = make(observation=["top.points[16384]", "top.points[100]", "top.points"])
    env.reset(seed=1)
    seen, *_ = env.step([0.0, 0.0])
    points = env.frame.readings["top"][-1].channels["points"]
    table = seen["top.points[16384]"]
    assert len(points) < 16384 and table.shape == (16384, 5)
    for column, name in enumerate(("x", "y", "z", "intensity")):
        assert np.array_equal(table[: len(points), column], points[name].astype(np.float32))
    assert table[:, 4].sum() == len(points) and not table[len(points) :].any()
    few = seen["top.points[100]"]
    assert few[:, 4].all() and np.array_equal(few[1], table[len(points) // 100])
    assert seen["top.points"].shape == (8192, 5)


def test_numbers_are_those_of_the_newest_reading_and_0_where_there_is_none(make, monkeypatch):
    env = make(observation=["body.gyro", "body.fix", "body.covariance", "body.steering"])
    seen, _ = env.reset(seed=1)
    assert seen["body.gyro"].tolist() == [0.0] * 3
    seen, *_ = env.step([0.0, 0.0])  # ten readings later
    assert seen["body.gyro"].tolist() == [10.0] * 3
    assert seen["body.fix"].tolist() == [10] and seen["body.fix"].dtype == np.uint8
    assert (seen["body.covariance"].shape, seen["body.steering"].shape) == ((3, 3), (1,))
    env.frame.readings["body"][-1].channels["gyro"][:] = np.nan
    env.frame.readings["body"][-1].channels["covariance"][:] = np.inf
    seen, _ = env._shown(env.frame)
    assert seen["body.gyro"].tolist() == [0.0] * 3
    assert np.isinf(seen["body.covariance"]).all()


def test_a_sensor_that_begins_late_is_0_until_then_in_every_episode(make):
    env = make(observation="top.points", overrides="sensors.top.offset=0.15 s")
    for seed in (1, 2):
        seen, _ = env.reset(seed=seed)
        assert not seen["top.points"].any()
        assert not env.step([0.0, 0.0])[0]["top.points"].any()
        assert env.step([0.0, 0.0])[0]["top.points"].any()


def test_a_name_alone_is_the_first_channel(make):
    assert make(observation="body").observation_space["body"].shape == (3,)
    assert make(observation="ahead").observation_space["ahead"].shape == (128, 7)


@pytest.mark.parametrize(("name", "hint"), [
    ("top.gyro", "'top' gives points"),
    ("body.gyro[5]", "'gyro' has no rows to choose"),
    ("top.points[0]", "from 1 to 1000000 rows"),
    ("ahead.range_doppler", "'ahead' gives detections"),
])  # fmt: skip
def test_mistakes_are_told(make, name, hint):
    with pytest.raises(ValueError, match=hint):
        make(observation=name)


def test_without_a_camera_the_surroundings_are_rendered_from_above(make):
    env = make(observation="ego", render_mode="rgb_array")
    env.reset(seed=1)
    picture = env.render()
    assert picture.shape == (640, 640, 3)
    assert np.abs(picture[int(320 - 3.4 * 6.4), 320] - np.array(EGO)).max() < 9
    assert ((picture.astype(int) - picture[0, 0]) != 0).any(-1).sum() > 10000
