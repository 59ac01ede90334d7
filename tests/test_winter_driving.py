"""Episodes on snow and ice: the driver stays on the road, and tyres and assists are obeyed."""

import numpy as np
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.simcore.physics.driving import columns as c

ALONE = {"actors": {}, "require": {}, "sensors": {}}
SNOW = {"surface.snow_depth": "25 mm", "surface.ice_fraction": 0, "weather": {}}


def episode(name="deer-at-bend", seed=2, **overrides):
    return Episode(draw(load(name, {**ALONE, **overrides}), seed, 0), {})


def run(e, action=None):
    frames = [e.reset()]
    while not frames[-1].ended:
        frames.append(e.step(e.driver_action if action is None else action))
    return frames


@pytest.mark.parametrize(
    "settings, room",
    [
        ({}, 0.3),
        ({**SNOW, "ego.tyre": "winter"}, 0.4),
        ({**SNOW, "ego.tyre": "summer", "ego.speed": "45 km/h"}, 0.5),
        ({"surface.ice_fraction": 1, "ego.speed": "20 km/h", "ego.tyre": "winter"}, 0.6),
    ],
)
def test_the_driver_takes_a_bend_on_snow_and_ice(settings, room):
    frames = run(episode(duration="20 s", **settings))
    assert frames[-1].outcome in ("arrived", "time_out")
    assert max(abs(f.ego.t) for f in frames) < room
    assert frames[-1].ego.s > 60


def test_every_wheel_has_the_grip_of_the_egos_tyre():
    found = {}
    for tyre in ("summer", "winter"):
        frame = episode(**SNOW, **{"ego.tyre": tyre}).reset()
        assert set(frame.surroundings.cover_wheels) <= {5, 6}
        found[tyre] = np.mean(frame.surroundings.friction)
    assert found["winter"] > 1.5 * found["summer"]
    worn = {"surface.water_film": "3 mm", "ego.speed": "80 km/h", "weather": {}}
    new, old = (
        np.mean(episode(**worn, **{"ego.tread": tread}).reset().surroundings.friction)
        for tread in ("8 mm", "1.6 mm")
    )
    assert old < 0.9 * new


def test_actors_have_tyres_of_their_own():
    found = []
    for tyre in ("summer", "studded"):
        other = {"kind": "sedan", "at": {"s": "40 m"}, "speed": "30 km/h", "tyre": tyre,
                 "behaviour": {"kind": "follow_lane"}}  # fmt: skip
        e = episode(**{"surface.ice_fraction": 1, "actors": {"other": other}})
        e.reset()
        found.append(e.world.state[0, 1, c.FRICTION])
    assert found[1] > 2.0 * found[0]


def test_assists_work_where_they_are_and_nowhere_else():
    for abs, names in ((True, {"abs"}), (False, set())):
        assists = {"abs": abs, "traction_control": False, "stability_control": False}
        e = episode(**SNOW, **{"ego.assists": assists, "duration": "3 s"})
        frames = run(e, [0.0, -1.0])
        assert {name for f in frames for name in f.ego.assisting} == names
        moving = [f for f in frames[3:] if f.ego.speed > 3.0]
        rims = [np.mean(f.ego.wheel_speed) / f.ego.speed for f in moving]
        assert np.mean(rims) > 0.75 if abs else np.mean(rims) < 0.05


def test_a_strip_of_black_ice_is_felt_by_the_wheels_that_cross_it():
    patch = {"cover": "black_ice", "at": {"s": "30 m"}, "length": "8 m", "width": "8 m",
             "softness": "0 m"}  # fmt: skip
    frames = run(
        episode(**{"surface.patches": {"ice": patch}, "ego.speed": "40 km/h", "duration": "4 s"})
    )
    covers = np.array([f.surroundings.cover_wheels for f in frames])
    assert {tuple(row) for row in covers} >= {(0, 0, 0, 0), (8, 8, 8, 8)}
    friction = np.array([f.surroundings.friction for f in frames])
    assert (friction[covers == 8] < 0.1).all() and (friction[covers == 0] > 0.9).all()


def test_stability_control_decides_what_black_ice_in_a_bend_does():
    # Where the wheels grip again after 40 m of ice, a car that was steered more and more spins.
    ice = {"cover": "black_ice", "at": {"s": "120 m"}, "length": "40 m", "width": "30 m"}
    ends = []
    for helped in (False, True):
        settings = {
            "surface.patches": {"ice": ice},
            "weather": {},
            "ego.kind": "pickup",
            "ego.speed": "57 km/h",
            "ego.driver": {"kind": "constant"},
            "ego.assists": {"stability_control": helped, "traction_control": helped},
        }
        ends.append(run(episode(**settings))[-1].outcome)
    assert ends == ["off_road", "arrived"]
