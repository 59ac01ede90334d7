"""Indicators and beacons flash: by the rules, in closed form, in pictures as in the light they
throw."""

import numpy as np
import pytest
from scenario_texts import BASE
from watched import camera
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import read
from whiteout.sensors.sensor import Demand
from whiteout.simcore.bodies import lamps_of
from whiteout.simcore.classes import class_id
from whiteout.simcore.light import beams
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.light.flashing import RHYTHMS, share
from whiteout.simcore.materials import CIRCUITS
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.snapshot import Snapshot

TICKS = np.arange(-20.0, 40.0, 0.5e-3) + 0.1e-3


def begins(on):
    """How many times a minute something goes on."""
    return int((np.diff(on) > 0).sum())


@pytest.mark.parametrize("phase", [0.0, 0.37])
def test_indicators_flash_as_un_r48_and_r6_ask(phase):
    on = share(RHYTHMS["indicator_left"], phase, TICKS)
    assert set(np.unique(on)) == {0.0, 1.0}
    assert begins(on) == pytest.approx(90, abs=1)  # 90 ± 30 a minute
    assert 0.3 < on.mean() < 0.8
    assert (on == share(RHYTHMS["indicator_right"], phase, TICKS)).all()


def test_halves_of_a_blue_bar_flash_twice_in_turn():
    """Two times 60 ms, 80 ms apart, every 500 ms (assets recipe book): the bar 120 bouts a minute,
    the 2 Hz that UN R65 asks for at least."""
    left, right = (share(RHYTHMS[f"beacon_{side}"], 0.2, TICKS) for side in ("left", "right"))
    assert begins(left) == begins(right) == pytest.approx(240, abs=1)
    assert not (left * right).any()
    assert left.mean() == right.mean() == pytest.approx(0.24, abs=1e-3)
    np.testing.assert_array_equal(left[500:], right[:-500])  # half a period later
    edges = np.flatnonzero(np.diff(left))
    ups = edges[np.diff(left)[edges] > 0]
    downs = edges[np.diff(left)[edges] < 0]
    downs = downs[downs > ups[0]][: len(ups)]
    np.testing.assert_allclose((downs - ups[: len(downs)]) * 0.5e-3, 0.06, atol=1e-3)
    gaps = (ups[1:] - downs[: len(ups) - 1]) * 0.5e-3
    assert gaps.min() == pytest.approx(0.08, abs=1e-3)


@pytest.mark.parametrize("circuit", RHYTHMS)
@pytest.mark.parametrize("seconds", [0.004, 0.05, 0.3, 2.0])
def test_an_exposure_gathers_the_mean_of_its_instants(circuit, seconds):
    rhythm = RHYTHMS[circuit]
    start = np.array([-3.21, -0.02, 0.0, 0.1, 0.33, 7.77])
    found = share(rhythm, 0.61, start, seconds)
    instants = start[:, None] + (np.arange(20_000) + 0.5) / 20_000 * seconds
    np.testing.assert_allclose(found, share(rhythm, 0.61, instants).mean(1), atol=2e-4)


def test_beams_of_signals_and_beacons_reach_what_is_asked():
    # UN R6, annex 4: shares of the least intensity; ours is twice that. UN R65: half at 4°, blue.
    h, v = np.array([0, 5, 10, 0, 20, 5.0]), np.array([0, 0, 0, 5, 5, 10.0])
    asked = np.array([1.0, 0.9, 0.35, 0.7, 0.1, 0.2])
    assert (beams.signal(h, v) * 350.0 >= asked * 175.0).all()
    assert beams.signal(np.array(0.0), np.array(0.0)) == pytest.approx(1.0)
    assert beams.beacon(np.array(4.0)) >= 0.5


ROAD = """
actors:
  near: {kind: sedan, at: {s: 30 m, t: 0 m}, indicators: hazard, behaviour: {kind: stopped}}
  far: {kind: wagon, at: {s: 60 m, t: 0 m}, indicators: left, behaviour: {kind: parked}}
  still: {kind: van, at: {s: 80 m, t: 0 m}, behaviour: {kind: stopped}}
weather: {clouds: {cover: 0}}
light: {date: 2026-01-15, time: 22 h, utc_offset: 1 h, latitude: 59 deg, longitude: 18 deg}
"""


@pytest.fixture(scope="module")
def episode():
    made = Episode(draw(read(BASE + ROAD, "f.yaml"), 3, 0), Demand())
    made.reset(sense=False)
    return made


def shot_at(episode, time_ns):
    """The beginning of the episode as if it lay still until then."""
    state = episode.world.state[0].copy()
    state[:, c.SPEED] = state[:, c.VX] = state[:, c.VY] = 0.0
    return Snapshot(episode.setting, episode.surface, time_ns, time_ns, state, state)


def test_each_vehicle_has_its_own_relay_and_labels_do_not_flash(episode):
    setting = episode.setting
    roles = {role.name: role for role in setting.cast.roles}
    phases = [roles[name].phase for name in ("near", "far", "still")]
    assert len({round(phase, 6) for phase in phases}) == 3
    again = draw(read(BASE + ROAD, "f.yaml"), 3, 0)
    assert Episode(again, Demand()).setting.cast.roles[1].phase == roles["near"].phase
    for k in range(12):
        shot = shot_at(episode, k * 50_000_000)
        bodies = shot.at(shot.t0_ns)
        words = dict(zip(setting.names, bodies.attributes, strict=False))
        assert "indicator.hazard" in words["near"]
        assert "indicator.left" in words["far"]  # although it is parked
        assert not any(word.startswith("indicator") for word in words["still"])
        on = share(RHYTHMS["indicator_left"], roles["near"].phase, bodies.time)
        column = CIRCUITS.index("indicator_left")
        row = setting.stage.fixed + setting.cast.parts_of(1).start
        assert setting.stage.posed(bodies).glow[row, column] == on


def amber(episode, seconds, middle_ns):
    """What the indicators of the nearest car give [cd], in the mean of an exposure."""
    shot = shot_at(episode, middle_ns)
    lamps = lamps_of(shot.at(middle_ns), seconds)
    near = episode.world.state[0][1, c.X]
    return sum(
        lamp.intensity
        for lamp in lamps
        if lamp.colour[0] > 2.0 and lamp.colour[1] > 0.5 and abs(lamp.place[0] - near) < 8.0
    )


def test_lamps_throw_light_while_they_are_on_and_their_share_of_an_exposure(episode):
    instants = np.array([amber(episode, 0.0, 1_000_000_000 + k * 5_000_000) for k in range(401)])
    assert set(np.unique(instants)) == {0.0, 4 * 350.0}  # both sides, ahead and behind
    assert amber(episode, 2.0, 2_000_000_000) == pytest.approx(instants.mean(), rel=0.01)


def test_pictures_show_flashes_and_their_share_of_an_exposure(episode):
    """A lens is as bright over an exposure as the mean of pictures at its instants."""
    over = {"mount": {"x": "10 m", "z": "1 m"}, "fov": "30 deg"}
    quick = camera(**over)
    slow = camera(electronics={}, exposure={"time": "250 ms"}, **over)
    middle = 1_100_000_000
    instants = [middle + round((k / 20 - 0.475) * 0.25e9) for k in range(20)]

    def light(of, time_ns, seconds):
        shot = shot_at(episode, time_ns)
        interval = of._drawn(of._eye, shot, time_ns, seconds)
        return luminance(np.moveaxis(of._brush.light(shot, time_ns, interval).image, 0, -1))

    flashes = np.array([light(quick, time, 0.0) for time in instants])
    on = flashes.sum(1) > 0.5 * (flashes.sum(1).min() + flashes.sum(1).max())
    assert 2 < on.sum() < 18
    lens = np.argsort(np.ptp(flashes, 0))[-10:]
    assert flashes[on][:, lens].min() > 20.0 * flashes[~on][:, lens].max()
    whole = light(slow, middle, 0.25)
    np.testing.assert_allclose(whole[lens], flashes[:, lens].mean(0), rtol=0.05)


RESCUE = """
actors:
  police: {kind: police_car, at: {s: 40 m, t: 2 m}, beacons: true, behaviour: {kind: parked}}
  idle: {kind: ambulance, at: {s: 60 m, t: 2 m}, behaviour: {kind: parked}}
light: {date: 2026-01-15, time: 22 h, utc_offset: 1 h, latitude: 59 deg, longitude: 18 deg}
"""


def test_halves_of_a_bar_throw_blue_light_in_turn_and_only_when_asked():
    episode = Episode(draw(read(BASE + RESCUE, "f.yaml"), 1, 0), Demand())
    episode.reset(sense=False)
    sides = []
    for k in range(200):
        bodies = shot_at(episode, k * 5_000_000).at(k * 5_000_000)
        lamps = [lamp for lamp in lamps_of(bodies) if lamp.beam == "beacon"]
        T = bodies.T_actor[1]
        left = {float((np.linalg.inv(T) @ [*lamp.place, 1.0])[1]) > 0.0 for lamp in lamps}
        assert len(left) < 2, "both halves at once"
        assert all(lamp.colour[2] > 5.0 * lamp.colour[1] for lamp in lamps)
        if lamps:
            assert len(lamps) == 2  # ahead and behind
            assert np.hypot(*(np.array(lamps[0].place) - T[:3, 3])[:2]) < 3.0
        sides += left
    assert sides.count(True) == pytest.approx(48, abs=3)  # 24 % of a second each
    assert sides.count(False) == pytest.approx(48, abs=3)
    words = dict(zip(episode.setting.names, bodies.attributes, strict=False))
    assert "beacons" in words["police"] and "beacons" not in words["idle"]


@pytest.mark.parametrize(("time", "burns"), [("22 h", True), ("12 h", False)])
def test_lamps_of_road_works_flash_by_night(time, burns):
    text = (
        "whiteout: 1\nroad: {kind: roadworks}\nego: {kind: compact}\n"
        "weather: {clouds: {cover: 0}}\n"
        f"light: {{date: 2026-06-15, time: {time}, utc_offset: 1 h, latitude: 48 deg, "
        "longitude: 11 deg}\n"
    )
    episode = Episode(draw(read(text, "f.yaml"), 1, 0), Demand())
    episode.reset(sense=False)
    stage, column = episode.setting.stage, CIRCUITS.index("beacon_amber")
    posed = stage.posed(shot_at(episode, 0).at(0))
    lamps = np.isin(stage.class_id, [class_id("barrier")]) & ((posed.lit >> column) & 1 == 1)
    assert lamps.any() == burns
    if burns:
        assert 0.05 < posed.glow[lamps, column].mean() < 0.6  # each by itself, on for a fifth
