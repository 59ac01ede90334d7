"""Episodes: same seed, same bytes; saving and restoring are exact; frames are whole."""

import numpy as np
import pytest
from whiteout.scenarios.draw import draw, read_scenario
from whiteout.scenarios.episode import Episode, run
from whiteout.scenarios.language import library
from whiteout.scenarios.language.load import load
from whiteout.sensors.sensor import Demand
from whiteout.simcore.physics.driving import columns as c

SMALL = {"sensors.front.width": 96, "sensors.front.height": 72}
PICTURE = {"front": Demand(("rgb",), objects=False)}


def fingerprint(frame):
    parts = [np.array([frame.ego.s, frame.ego.t, frame.ego.speed, frame.reward]).tobytes()]
    for name in sorted(frame.readings):
        for reading, truth in zip(frame.readings[name], frame.truth[name], strict=True):
            parts += [array.tobytes() for _, array in sorted(reading.channels.items())]
            parts += [array.tobytes() for _, array in sorted(truth.channels.items())]
            parts.append(repr([(o.track, o.box, o.occlusion) for o in truth.objects]).encode())
    return b"".join(parts)


def small(name="child-chases-ball", seed=3, index=0, **more):
    return draw(load(name, {**SMALL, **more}), seed, index)


@pytest.mark.parametrize("name", library.names())
def test_every_scenario_of_the_library_runs_under_its_driver(name):
    episode = Episode(small(name, duration="2 s"))
    frame = episode.reset()
    assert frame.step == 0 and frame.action is None and frame.reward == 0.0
    while not frame.ended:
        frame = episode.step(episode.driver_action)
    assert frame.outcome == "time_out" and frame.step == 20
    assert frame.readings["front"][0].channels["rgb"].std() > 3


def test_the_same_seed_gives_the_same_bytes_with_other_threads():
    prints = []
    for threads in (1, 2):
        episode = Episode(small(), threads=threads)
        episode.reset()
        prints.append([fingerprint(episode.step([0.05, 0.2])) for _ in range(4)])
    assert prints[0] == prints[1]


def test_another_seed_gives_another_street():
    first, second = (Episode(small(seed=s), PICTURE).reset() for s in (1, 2))
    assert fingerprint(first) != fingerprint(second)


def test_the_same_street_without_snow_moves_alike():
    snowy = small()
    clear = small(weather={}, **{"surface.snow_depth": "0 mm", "surface.ice_fraction": 0})
    assert snowy.values["actors.child.at.s"] == clear.values["actors.child.at.s"]
    one, other = (Episode(s, PICTURE) for s in (snowy, clear))
    one.reset(), other.reset()
    placed = [
        [(p.T.tobytes(), p.mesh.vertices.tobytes()) for p in e.setting.scene.placements]
        for e in (one, other)
    ]
    assert placed[0] == placed[1]


def test_a_fork_goes_on_as_the_original_does():
    rng = np.random.default_rng(0)
    actions = rng.uniform(-0.3, 0.6, (24, 2))
    episode = Episode(small(duration="4 s", **{"surface.snow_depth": "30 mm"}), PICTURE)
    episode.reset()
    for action in actions[:15]:
        episode.step(action)
    saved = episode.save()
    first = [fingerprint(episode.step(action)) for action in actions[15:]]
    episode.restore(saved)
    assert [fingerprint(episode.step(action)) for action in actions[15:]] == first
    other = Episode(small(duration="4 s", **{"surface.snow_depth": "30 mm"}), PICTURE)
    other.restore(saved)
    assert [fingerprint(other.step(action)) for action in actions[15:]] == first


def test_a_dumped_scenario_alone_reproduces_the_episode(tmp_path):
    scenario = small(duration="1 s")
    file = tmp_path / "scenario.yaml"
    file.write_text(scenario.dump(), encoding="utf-8")
    frames = [[fingerprint(frame) for frame in run(s)] for s in (scenario, read_scenario(file))]
    assert frames[0] == frames[1]


def test_stepping_after_the_end_is_refused():
    episode = Episode(small(duration="0.2 s"), demands={})
    frame = episode.reset()
    while not frame.ended:
        frame = episode.step([0, 0])
    with pytest.raises(RuntimeError, match="ended; call reset"):
        episode.step([0, 0])


def test_reward_is_the_sum_of_its_terms_and_progress_is_in_metres():
    episode = Episode(small(), demands={})
    start = episode.reset()
    total = 0.0
    for _ in range(10):
        frame = episode.step([0.0, 0.3])
        assert frame.reward == pytest.approx(sum(frame.reward_terms.values()))
        total += frame.reward_terms["progress"]
    assert total == pytest.approx(frame.ego.s - start.ego.s)


def test_a_collision_ends_the_episode_with_its_cost():
    standing = {
        "actors": {"car": {"kind": "sedan", "at": {"s": "40 m"}, "behaviour": {"kind": "parked"}}},
        "require": {},
    }
    episode = Episode(small(**standing), demands={})
    frame = episode.reset()
    while not frame.ended:
        before = frame.ego.speed
        frame = episode.step([0.0, 0.5])
    assert frame.terminated and frame.outcome == "collision"
    assert "collision:car" in frame.events
    assert frame.cost == 1.0 and frame.reward_terms["collision"] == -100.0
    assert frame.impact == pytest.approx(before, rel=0.05)
    # Momentum: (1 + e) m₂/(m₁ + m₂) of it changes the ego's velocity; e is 0.1 at this speed.
    ego, car = episode.world.body[0, :2, c.MASS]
    assert frame.delta_v == pytest.approx(1.1 * car / (ego + car) * frame.impact, rel=0.02)


def test_leaving_the_road_ends_the_episode():
    episode = Episode(small(require={}, actors={}), demands={})
    frame = episode.reset()
    while not frame.ended:
        frame = episode.step([0.5, 0.3])
    assert frame.outcome == "off_road"


def test_wheels_leave_tracks_in_the_snow():
    deep = {"surface.snow_depth": "30 mm", "surface.ice_fraction": 0, "actors": {}, "require": {}}
    straight = {"road.curvature": "0 1/m", "ego.at.t": "0.7 m"}  # off the worn tracks
    episode = Episode(small(**deep, **straight), demands={})
    episode.reset()
    frames = [episode.step([0.0, 0.2]) for _ in range(30)]
    frame = frames[-1]
    s = frame.ego.s - np.arange(0.5, 10.0, 0.1)
    # The crossfall draws the car aside a little: its wheels passed where it was.
    t = np.interp(s, [f.ego.s for f in frames], [f.ego.t for f in frames])
    wheel = t - episode.world.body[0, 0, 16] / 2
    before = episode.setting.surface.at(0, s, wheel)
    after = episode.surface.at(0, s, wheel)
    beside = [e.at(0, s, wheel - 0.4) for e in (episode.setting.surface, episode.surface)]
    assert after.snow_depth.mean() < 0.3 * before.snow_depth.mean()
    assert beside[1].snow_depth.mean() > 0.9 * beside[0].snow_depth.mean()
    assert (after.cover == 6).mean() > 0.9  # packed snow


def test_flow_is_completed_by_the_next_frame():
    frames = list(run(small(duration="0.5 s")))
    assert len(frames) == 6
    for frame in frames[:-1]:
        flow = frame.truth["front"][0].channels["flow"]
        assert flow.shape == (72, 96, 2)
        assert frame.truth["front"][0].channels["flow_valid"].mean() > 0.3
    assert "flow" not in frames[-1].truth["front"][0].channels


def test_sensors_keep_their_own_rates():
    rates = {"sensors.front.rate": "4 Hz"}
    episode = Episode(small(**rates), PICTURE)
    frames = [episode.reset(), *(episode.step([0, 0]) for _ in range(10))]
    times = [r.t_ns for frame in frames for r in frame.readings["front"]]
    assert times == [0, 250_000_000, 500_000_000, 750_000_000, 1_000_000_000]
    faster = Episode(small(**{"sensors.front.rate": "25 Hz"}), PICTURE)
    faster.reset()
    assert [r.t_ns for r in faster.step([0, 0]).readings["front"]] == [40_000_000, 80_000_000]
