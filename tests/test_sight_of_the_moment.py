"""Drivers, emergency brakes and lamps go by the air of the moment, as it is before their eyes."""

import math

import numpy as np
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import read
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.light.sun import SunPosition
from whiteout.simcore.media.banks import Banks
from whiteout.simcore.media.blowing import BlowingSnow
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.physics.driving.dusk import lamps_later
from whiteout.simcore.physics.driving.world import World
from whiteout.simcore.sight import sight_ahead

ROAD = """
whiteout: 1
duration: 60 s
road: {{kind: straight, length: 1.2 km, speed_limit: 90 km/h}}
ego:
  kind: compact
  at: {{s: 20 m, t: 0 m}}
  speed: 60 km/h
  driver: {{kind: idm, reaction_time: 1.2 s, by_sight: {by_sight}}}
light: {{date: 2026-03-15, time: {time} h, utc_offset: 1 h, latitude: 48 deg, longitude: 11 deg}}
actors: {{{actors}}}
weather: {{{weather}}}
"""
WHITEOUT = "fog: {visibility: 25 m, course: {onset: 2 s, duration: 4 s, rise: 0 s, fall: 0 s}}"
DRIVES = (
    "kind: sedan, at: {s: 300 m}, speed: 60 km/h, behaviour: {kind: follow_lane, speed: 60 km/h}"
)
CAR = f"car: {{{DRIVES}}}"


def episode(weather="", actors="", by_sight="true", time=12, **changes):
    text = ROAD.format(weather=weather, actors=actors, by_sight=by_sight, time=time)
    for old, new in changes.items():
        text = text.replace(old, new)
    return Episode(draw(read(text, "road.yaml"), 0, 0), {})


def driven(made, steps):
    """(steps + 1, A, STATE) rows under the scenario's driver, and the events."""
    frame = made.reset()
    rows, events = [made.world.state[0].copy()], []
    for _ in range(steps):
        if frame.ended:
            break
        frame = made.step(made.driver_action)
        rows.append(made.world.state[0].copy())
        events += [(round(frame.t_ns * 1e-9, 1), what) for what in frame.events]
    return np.array(rows), events


def stopping(speed, reaction, braking=3.4):
    """Stopping sight distance [m] of AASHTO's Green Book."""
    return speed * reaction + speed**2 / (2.0 * braking)


@pytest.mark.parametrize("visibility", [30.0, 60.0])
def test_a_driver_settles_at_the_speed_from_which_he_can_stop_in_what_he_sees(visibility):
    made = episode(f"fog: {{visibility: {visibility} m}}", CAR)
    rows, _ = driven(made, 250)
    ego, other = rows[-1, 0, c.SPEED], rows[-1, 1, c.SPEED]
    assert rows[-1, 0, c.SIGHT] == pytest.approx(visibility, rel=0.01)
    gap = 2.0  # that at a stand
    assert stopping(ego, 1.2) + gap == pytest.approx(visibility, rel=0.04)
    assert stopping(other, 1.0) + gap == pytest.approx(visibility, rel=0.04)
    careless, _ = driven(episode(f"fog: {{visibility: {visibility} m}}", by_sight="false"), 100)
    assert careless[-1, 0, c.SPEED] == pytest.approx(60 / 3.6, rel=0.02)


def test_in_a_whiteout_of_four_seconds_a_driver_slows_down_and_speeds_up_after_reacting():
    rows, _ = driven(episode(WHITEOUT), 400)
    clear, _ = driven(episode(), 400)
    speed, without = rows[:, 0, c.SPEED], clear[:, 0, c.SPEED]
    seen = rows[:, 0, c.SIGHT]
    thick = np.flatnonzero(seen < 30.0) * 0.1
    assert (thick[0], thick[-1]) == (pytest.approx(2.0), pytest.approx(5.9))
    # It is in the air at 2.0 s and acted on 1.2 s later, to which the car's own lag comes.
    first = 0.1 * np.flatnonzero(np.abs(speed - without) > 1e-6)[0]
    assert 3.2 <= first <= 3.4
    slowest = 0.1 * np.argmin(speed)
    assert 7.2 <= slowest <= 7.5
    # Comfortable braking of 2 m/s² for those four seconds, at most.
    assert 3.0 < without[70] - speed.min() < 8.2
    assert speed[-1] == pytest.approx(60 / 3.6, rel=0.02)


def test_who_drives_through_banks_sees_as_far_as_the_way_is_clear():
    """Against sums over the way in steps of 0.25 m."""
    sun = SunPosition(math.radians(30.0), 0.0)
    banks = Banks(0.5, 60.0, 77)
    air = Atmosphere(sun, media=(("fog", Fog(3.0 / 40.0, "heavy_radiation", 150.0, banks)),))
    eyes = np.array([[x, 3.0, 1.2] for x in np.linspace(0.0, 400.0, 9)])
    yaw = np.linspace(0.0, 3.0, 9)
    found = sight_ahead(air, eyes, yaw)
    away = np.arange(0.0, 600.0, 0.25)
    for eye, heading, sight in zip(eyes, yaw, found, strict=True):
        way = eye + away[:, None] * np.array([math.cos(heading), math.sin(heading), 0.0])
        depth = np.cumsum(air.extinction_at(way)) * 0.25
        assert sight == pytest.approx(away[np.argmax(depth >= math.log(20.0))], rel=0.08)
    assert found.max() > 1.5 * found.min()


def test_a_truck_driver_sees_over_what_blows_near_the_ground():
    """By the profile of blowing snow between 1.2 m and 2.5 m (Pomeroy & Gray)."""
    weather = "wind: {speed: 16 m/s, from_bearing: 90 deg}, blowing_snow: {visibility: 40 m}"
    truck = CAR.replace("sedan", "box_truck")
    rows, _ = driven(episode(weather, truck), 2)
    low, high = rows[-1, :, c.SIGHT]
    medium = BlowingSnow(1.0)
    more = float(medium.profile(1.2) / medium.profile(2.5))
    assert low == pytest.approx(40.0, rel=0.02)
    assert high / low == pytest.approx(more, rel=0.03)


def test_emergency_brakes_see_no_farther_than_the_air_lets_them():
    """A car stands 60 m ahead in a whiteout: tracked once it is within sight, not before."""
    stands = "car: {kind: sedan, at: {s: 140 m}, behaviour: {kind: stopped}}"
    aeb = {"kind: idm, reaction_time: 1.2 s, by_sight: true": "kind: aeb, range: 80 m"}
    fog = "fog: {visibility: 20 m, course: {onset: 1 s, rise: 0 s}}"
    gaps = {}
    for name, weather in (("clear", ""), ("fog", fog)):
        made = episode(weather, stands, **aeb)
        rows, _ = driven(made, 80)
        half, ahead = made.world.body[0, :2, c.LENGTH] / 2, made.world.body[0, :2, c.CENTRE_X]
        begun = rows[np.argmax(rows[:, 0, c.ACCEL] < -2.0)]
        gaps[name] = begun[1, c.X] - begun[0, c.X] + ahead[1] - ahead[0] - half.sum()
    # In clear air 5.5 m/s² are needed 25 m before it; in fog it takes 0.2 s to confirm what comes
    # into sight, and the brakes some 0.2 s.
    speed = 60 / 3.6
    assert gaps["clear"] > 20.0
    assert 20.0 - 0.6 * speed < gaps["fog"] < 20.0 - 0.2 * speed


def test_lamps_follow_the_regulation_and_do_not_flicker():
    """UN R48: on below 1000 lx, off above 7000 lx and not before 5 s, as before in between."""
    left = np.zeros(1)
    shown = []
    for light in [9e3] * 5 + [3e3] * 5 + [900.0] + [3e3, 9e3, 3e3] * 40 + [9e3] * 120:
        left = lamps_later(left, 20e3, light, 0.1)
        shown.append(bool(left[0] > 0.0))
    assert shown[:10] == [False] * 10
    assert all(shown[10 : 10 + 121 + 50])
    assert not shown[-1]
    off = shown.index(False, 10) - (10 + 121)
    assert 50 < off <= 3000  # in tenths of a second
    fog = [lamps_later(np.full(1, 10.0), sight, 20e3, 60.0)[0] > 0.0 for sight in (400, 800, 2000)]
    assert fog == [True, True, False]


def test_lamps_come_on_in_a_whiteout_and_pictures_labels_and_events_say_so():
    unlit = DRIVES.replace("300", "400") + ", lights: unlit"
    actors = f"car: {{{DRIVES}}}, dark: {{{unlit}}}"
    made = episode(WHITEOUT, actors)
    _, events = driven(made, 250)
    on = [event for event in events if event[1].startswith("lamps_on")]
    off = [event for event in events if event[1].startswith("lamps_off")]
    assert on == [(2.0, "lamps_on:ego"), (2.0, "lamps_on:car")]
    assert [name for _, name in off] == ["lamps_off:ego", "lamps_off:car"]
    assert 6.0 + 5.0 < off[0][0] < 6.0 + 300.0
    made.reset()
    counts = {}
    for step in range(25):
        made.step(made.driver_action)
        shot = made._shots[made.step_number]
        bodies = shot.at(shot.t1_ns)
        beams = sum(lamp.beam == "low_beam" for lamp in shot.lamps(shot.t1_ns))
        words = [bodies.attributes[k] for k in np.searchsorted(bodies.cast.actor, [1, 2])]
        counts[step + 1] = beams, *("low_beam" in item for item in words)
    assert counts[19] == (0, False, False)
    assert counts[20] == (4, True, False)


def test_lamps_come_on_as_dust_darkens_a_dusk():
    """At sunset: bright enough before the storm, not in it."""
    dust = "sandstorm: {visibility: 600 m, course: {onset: 2 s, rise: 4 s}}"
    made = episode(dust, time=18.3)
    rows, events = driven(made, 80)
    light = rows[:, 0, c.LIGHT]
    assert light[0] > 1000.0 > light[-1]
    first = np.argmax(light < 1000.0)
    assert rows[first - 1, 0, c.LAMPS] == 0.0 < rows[first, 0, c.LAMPS]
    assert events == [(pytest.approx(0.1 * first), "lamps_on:ego")]


def test_a_fork_in_the_middle_of_a_whiteout_goes_on_bit_for_bit():
    made = episode(WHITEOUT, CAR)
    driven(made, 35)
    saved, runs = made.save(), []
    for _ in range(2):
        states = []
        for _ in range(150):
            made.step(made.driver_action)
            states.append(made.world.state[0].copy())
        runs.append(np.array(states))
        made.restore(saved)
    assert np.array_equal(*runs)
    assert np.ptp(runs[0][:, 0, c.SPEED]) > 2.0


@pytest.mark.parametrize("threads", [1, 2])
def test_whiteouts_are_the_same_alone_and_beside_others(threads):
    later = WHITEOUT.replace("onset: 2 s", "onset: 1 s")
    banks = "fog: {visibility: 40 m, banks: {share: 0.5, size: 60 m}}, wind: {speed: 4 m/s}"
    made = [episode(weather, CAR).setting.environment() for weather in (WHITEOUT, "", later, banks)]
    together = World(made, threads=threads)
    alone = [World([item]) for item in made]
    for step in range(60):
        if step == 20:
            together.reset(1, made[0])
            alone[1] = World([made[0]])
        together.step(together.wanted())
        for world in alone:
            world.step(world.wanted())
    for e, world in enumerate(alone):
        assert np.array_equal(together.state[e], world.state[0])
    assert len({float(world.state[0, 0, c.SPEED]) for world in alone}) == 4


def test_what_does_not_change_is_asked_once():
    """Even weather costs a step nothing."""
    calls = []

    def counted(time, state):
        calls.append(float(time))
        return 100.0, 1e5

    item = episode("fog: {visibility: 100 m}").setting.environment()._replace(look=counted)
    world = World([item])
    for _ in range(5):
        world.step(world.wanted())
    assert calls == [0.0]
    assert (world.state[0, :, c.SIGHT] == 100.0).all()
