"""Environments: Gymnasium's checks, seeds, options, observations, rendering."""

import subprocess
import sys
import warnings

import gymnasium as gym
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env
from whiteout.envs.registration import ids
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language import library

import whiteout

SMALL = {"front": {"width": 64, "height": 48}}


def make(name="whiteout/ChildChasesBall-v0", **more):
    return gym.make(name, **{"sensors": SMALL, **more})


def test_every_scenario_of_the_library_is_an_environment():
    assert set(ids().values()) == set(library.names())
    assert ids()["whiteout/ChildChasesBall-v0"] == "child-chases-ball"
    for name in (*ids(), "whiteout/Scenario-v0"):
        assert gym.spec(name).entry_point == "whiteout.envs.environment:ScenarioEnv"


def test_gymnasium_finds_nothing_to_complain_of():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check_env(make(overrides={"duration": "1 s"}).unwrapped)


def test_seeds_pick_episodes():
    env = make(observation=["ego"])
    _, info = env.reset(seed=7)
    assert (info["seed"], info["index"]) == (7, 0)
    first = env.reset()[1]
    assert (first["seed"], first["index"]) == (7, 1)
    again = make(observation=["ego"])
    again.reset(seed=7)
    assert again.reset(options={"index": 1})[1] == first
    ready = draw("child-chases-ball", 7, 1)
    assert again.reset(options={"scenario": ready})[1] == first


def test_without_a_seed_one_is_taken_from_the_environment():
    one, two = make(observation=["ego"]), make(observation=["ego"])
    assert one.reset()[1]["seed"] != two.reset()[1]["seed"]


def test_pictures_are_those_of_the_episode():
    env = make()
    seen, _ = env.reset(seed=2)
    overrides = {"sensors.front.width": 64, "sensors.front.height": 48}
    scenario = draw(whiteout.load("child-chases-ball", overrides), 2, 0)
    episode = Episode(scenario)
    frame = episode.reset()
    for _ in range(3):
        assert seen["front"].tobytes() == frame.readings["front"][0].channels["rgb"].tobytes()
        action = env.unwrapped.driver_action()
        assert action.tobytes() == episode.driver_action.tobytes()
        seen, frame = env.step(action)[0], episode.step(action)


def test_observations_can_be_chosen():
    env = make(observation=["ego", "front.depth", "front.semantic"])
    seen, _ = env.reset(seed=1)
    assert set(seen) == {"ego", "front.depth", "front.semantic"}
    assert seen["front.depth"].shape == (48, 64, 1) and seen["front.depth"].dtype == np.float32
    assert 53 in seen["front.semantic"]  # the ego's own bonnet
    assert env.observation_space.contains(seen)


def test_what_is_around_can_be_observed_without_a_sensor():
    """Beams, neighbours and the road, as the world has them, within their space."""
    names = ["ego", "beams", "neighbours", "road"]
    env = make(observation=names, overrides={"duration": "1 s"}).unwrapped
    check_env(env)
    env.reset(seed=4)
    seen, *_ = env.step([0.1, 0.5])
    assert list(seen) == names and env.observation_space.contains(seen)
    world = env.episode.world
    assert np.array_equal(seen["beams"], world.beams(64, 60.0)[0])
    assert np.array_equal(seen["neighbours"], world.neighbours(8)[0])
    assert np.array_equal(seen["road"], world.road_ahead([0.0, 10.0, 20.0, 40.0, 80.0])[0])
    assert seen["neighbours"][0, 0] == 1.0


def test_the_ego_vector_says_what_its_names_say():
    env = make(observation=["ego"])
    seen, info = env.reset(seed=1)
    limit = env.unwrapped.episode.setting.layout.lanes.speed_limit
    assert seen["ego"][0] == pytest.approx(info["speed_m_s"])
    assert seen["ego"][5] == pytest.approx(0.0, abs=1e-6)
    assert seen["ego"][6] == pytest.approx(160.0 - info["s_m"])
    assert seen["ego"][7] == pytest.approx(limit) and limit == pytest.approx(40 / 3.6)


def test_info_has_the_same_keys_at_every_step():
    env = make(observation=["ego"])
    _, first = env.reset(seed=1)
    _, _, _, _, second = env.step(np.zeros(2, np.float32))
    assert set(first) == set(second)
    assert set(first["reward_terms"]) == set(second["reward_terms"])
    for value in second.values():
        assert isinstance(value, float | int | bool | dict)


def test_any_file_is_an_environment(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(
        "whiteout: 1\nextends: pedestrian-at-night\nduration: 1 s\n"
        "sensors: {front: {width: 40, height: 36}}\n",
        encoding="utf-8",
    )
    env = gym.make("whiteout/Scenario-v0", scenario=str(file))
    assert env.reset(seed=0)[0]["front"].shape == (36, 40, 3)


def test_rendering_has_the_size_of_the_scenario_and_overlays():
    env = make(render_mode="rgb_array", overlays=("boxes", "masks", "keypoints"))
    env.reset(seed=1)
    plain = make(render_mode="rgb_array")
    plain.reset(seed=1)
    assert env.render().shape == (480, 640, 3)
    assert (env.render() != plain.render()).any()
    env.close(), env.close()


def test_ground_truth_is_at_hand():
    env = make(observation=["ego"])
    env.reset(seed=1)
    truth = env.unwrapped.get_ground_truth()["front"]
    assert truth.channels["depth"].shape == (48, 64)
    assert {item.class_id for item in truth.objects} >= {41}


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        ({"observation": ["rear"]}, "'rear': there are ego, beams, neighbours, road, front"),
        ({"observation": ["front.colour"]}, "front.colour"),
        (
            {"observation": ["front.depth"], "sensors": {"front": {"channels": ["rgb"]}}},
            "gives rgb",
        ),
        ({"overlays": ["boxs"]}, "overlay 'boxs': there are boxes"),
        ({"render_mode": "ascii"}, "rgb_array and human"),
        ({"sensors": {"front": {"widht": 64}}}, "width"),
        ({"sensors": {"frnt": None}}, "there are front"),
        ({"sensors": ["front"]}, "expected settings by sensor"),
        ({"sensors": {"front": 64}}, "expected settings by sensor"),
        ({"threads": 0}, "threads 0: a whole number"),
        ({"threads": "2"}, "threads '2': a whole number"),
    ],
)
def test_mistakes_are_told(wrong, hint):
    with pytest.raises((ValueError, TypeError), match=hint):
        make(**wrong)


def test_a_single_name_needs_no_list():
    env = make(observation="ego", overrides="ego.speed=3 m/s", overlays="boxes")
    seen, info = env.reset(seed=1)
    assert list(seen) == ["ego"] and info["speed_m_s"] == pytest.approx(3.0)


@pytest.mark.parametrize("call", ["driver_action", "get_ground_truth"])
def test_what_needs_an_episode_says_so(call):
    with pytest.raises(RuntimeError, match="call reset"):
        getattr(make().unwrapped, call)()


@pytest.mark.parametrize("action", [None, 0.3, [0, 0, 0], [[0, 0]], [0, np.nan]])
def test_wrong_actions_are_told(action):
    env = make(observation="ego").unwrapped
    env.reset(seed=1)
    with pytest.raises(ValueError, match="two finite numbers, steering and acceleration"):
        env.step(action)


def test_a_drawn_scenario_must_fit_the_observation():
    env = make().unwrapped
    with pytest.raises(TypeError, match="expected a drawn scenario"):
        env.reset(options={"scenario": "child-chases-ball"})
    large = draw(whiteout.load("child-chases-ball"), 1, 0)
    with pytest.raises(ValueError, match="other observations"):
        env.reset(options={"scenario": large})
    small = draw(
        whiteout.load("deer-at-bend", ["sensors.front.width=64", "sensors.front.height=48"]), 1
    )
    seen, _ = env.reset(options={"scenario": small})
    assert env.observation_space.contains(seen)


def test_a_window_without_a_screen_is_a_clear_error(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    with pytest.raises(RuntimeError, match="rgb_array"):
        make(render_mode="human")


def test_the_module_prefix_registers():
    code = (
        "import gymnasium as gym; e = gym.make('whiteout:whiteout/ChildChasesBall-v0', "
        "observation=['ego']); print(e.reset(seed=1)[0]['ego'].shape)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "(8,)" in done.stdout


def test_vector_environments_run_in_processes():
    envs = gym.make_vec(
        "whiteout/ChildChasesBall-v0", 2, "async", vector_kwargs={"context": "spawn"},
        observation=["ego"],
    )  # fmt: skip
    seen, info = envs.reset(seed=[4, 9])
    assert seen["ego"].shape == (2, 8) and list(info["seed"]) == [4, 9]
    envs.step(envs.action_space.sample())
    envs.close()


def test_cameras_without_pictures_are_observed_by_what_they_give():
    env = make(sensors={"front": {"width": 64, "height": 48, "channels": ["depth", "semantic"]}})
    assert set(env.observation_space) == {"front.depth", "front.semantic", "ego"}
    assert env.observation_space.contains(env.reset(seed=0)[0])


def test_an_action_that_is_not_finite_is_refused():
    env = make(observation=["ego"]).unwrapped
    env.reset(seed=0)
    with pytest.raises(ValueError, match="finite"):
        env.step(np.array([0.0, np.nan], np.float32))


def test_a_slow_camera_shows_its_last_picture_until_the_next():
    env = make(sensors={"front": {"width": 64, "height": 48, "rate": "2 Hz"}})
    seen, _ = env.reset(seed=0)
    changed = []
    for _ in range(11):
        before, (seen, *_) = seen["front"], env.step(np.zeros(2, np.float32))
        changed.append(bool((seen["front"] != before).any()))
    assert np.flatnonzero(changed).tolist() == [4, 9]  # at 0.5 s and 1 s


def test_an_episode_can_be_gone_back_to():
    """As docs/environments.md has it: each action's step is what it was the first time."""
    env = make(observation=["ego", "front"])
    env.reset(seed=1)
    episode = env.unwrapped.episode
    state = episode.save()
    made = []
    for action in ([0, 1.0], [0, -1.0], [0, 1.0]):
        episode.restore(state)
        made.append(env.step(np.array(action, np.float32)))
    assert made[0][1:] == made[2][1:] and made[0][1] != made[1][1]
    for name, seen in made[0][0].items():
        assert np.array_equal(seen, made[2][0][name])
