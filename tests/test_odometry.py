"""Wheel encoders and the steering angle: teeth, locked wheels, slow wheels, errors of radii."""

import numpy as np
import pytest
from drives import driven, episode, gathered, readings
from whiteout.sensors.navigation.ticks import at_rest, told, turned

EXACT = "wheel: {radius_error: 0, radius_spread: 0, uneven: 0}"
ALL = "channels: [wheel_speed, ticks, steering]"
PITCH = 2.0 * np.pi / 48


def full_brakes(step):
    return [0.0, -1.0]


ICE = "surface: {base: asphalt, ice_fraction: 1}\nweather: {temperature: -5 degC}\n"
NO_ABS = "at: {s: 30 m}, assists: {abs: false, stability_control: false}"


def test_locked_wheels_on_ice_read_zero_while_the_car_moves_on():
    """IM-04: full brakes on ice without ABS. Odometry tells less than a tenth of the way; GNSS
    tells all of it."""
    gnss = "  gnss: {kind: gnss, preset: rtk, latency: 0 s, channels: [local, velocity]}\n"
    made = episode(f"{{kind: odometry, rate: 50 Hz, {EXACT}, {ALL}}}", more=gnss + ICE, ego=NO_ABS,
                   speed=60.0, duration=5.0)  # fmt: skip
    frames = driven(made, full_brakes)
    way = frames[-1].ego.s - frames[0].ego.s
    times, speeds = gathered(frames, "wheel_speed")
    by_wheels = float(np.sum(speeds.mean(1)[1:] * np.diff(times)))
    assert way > 50.0
    assert by_wheels < 0.1 * way
    assert gathered(frames, "ticks")[1][-1].max() * PITCH * 0.3 < 0.1 * way
    locked = speeds[len(speeds) // 2 :]
    assert np.all(locked == 0.0)
    assert frames[len(frames) // 2].ego.speed > 8.0
    places = np.array([frame.readings["gnss"][-1].channels["local"] for frame in frames])
    assert np.linalg.norm(places[-1] - places[0]) == pytest.approx(way, rel=0.01)
    moving = np.array([frame.readings["gnss"][-1].channels["velocity"] for frame in frames])
    assert np.linalg.norm(moving[-1]) == pytest.approx(frames[-1].ego.speed, abs=0.5)


def test_wheels_with_abs_read_more_than_nothing():
    made = episode(f"{{kind: odometry, rate: 50 Hz, {EXACT}}}", more=ICE, speed=60.0, duration=3.0)
    frames = driven(made, full_brakes)
    _, speeds = gathered(frames, "wheel_speed")
    assert speeds.mean() > 0.5 * np.mean([frame.ego.speed for frame in frames])


def test_driving_on_the_wheels_tell_the_speed():
    made = episode(f"{{kind: odometry, rate: 20 Hz, {EXACT}, {ALL}}}", duration=4.0)
    frames = driven(made)
    last = readings(frames)[-1].channels
    assert last["wheel_speed"] == pytest.approx(frames[-1].ego.wheel_speed, rel=0.02)
    assert last["wheel_speed"].mean() == pytest.approx(frames[-1].ego.speed, rel=0.03)
    assert last["ticks"].dtype == np.int64
    turned_by = np.cumsum([np.array(f.ego.wheel_speed) for f in frames], 0)[-2] * 0.1 / 0.3
    assert last["ticks"] == pytest.approx(turned_by / PITCH, rel=0.03)


def test_spinning_wheels_tell_more_than_the_way():
    """Full throttle on ice without traction control."""
    ego = "at: {s: 30 m}, assists: {traction_control: false, stability_control: false}"
    made = episode(f"{{kind: odometry, {EXACT}}}", more=ICE, ego=ego, speed=5.0, duration=3.0)
    frames = driven(made, lambda step: [0.0, 1.0])
    assert readings(frames)[-1].channels["wheel_speed"].max() > 2.0 * frames[-1].ego.speed


def wheels_at(speed, seconds=2.0, step_ns=10_000_000, least=0.0, uneven=0.0, teeth=48, radius=0.3):
    """What is told each 50 ms of wheels that turn with a rim speed [m/s]."""
    wheels, found = at_rest(0, np.full(4, speed)), []
    rate = np.full(4, speed / radius)
    for k in range(1, round(seconds * 1e9 / step_ns) + 1):
        wheels = turned(wheels, k * step_ns, rate, rate, teeth, uneven, 3)
        if k % 5 == 0:
            wheels = told(wheels, k * step_ns, teeth, radius, least)
            found.append(wheels.speed.copy())
    return wheels, np.array(found)


@pytest.mark.parametrize("speed", [30.0, 3.0, 0.7, -2.0])
def test_even_wheels_tell_their_speed_by_whole_teeth(speed):
    """The time between teeth is known, so that speed is not in steps of a tooth by the period; the
    way is: 2πR/48, 39 mm of a wheel of 0.3 m."""
    wheels, found = wheels_at(speed)
    assert found[4:] == pytest.approx(np.full((36, 4), speed), rel=1e-6)
    assert wheels.tooth == pytest.approx(np.floor(2.0 * speed / 0.3 / PITCH + 1e-9))
    assert pytest.approx(0.0393, abs=1e-4) == PITCH * 0.3


def test_teeth_that_stand_unevenly_make_noise():
    """A tooth's place is off by 1 % of a distance: over m teeth a speed by √2 % / m at most."""
    _, found = wheels_at(10.0, uneven=0.01)
    teeth = 10.0 / 0.3 / PITCH * 0.05
    assert 0.1 < (found[4:, 0] / 10.0).std() / (0.01 * np.sqrt(2) / teeth) < 1.5


def test_slow_wheels_vanish():
    """Below 0.3 km/h nothing is told; at 1 km/h it is."""
    slow, faster = (wheels_at(v / 3.6, least=0.3 / 3.6)[1] for v in (0.25, 1.0))
    assert np.all(slow[8:] == 0.0)
    assert faster[20:] == pytest.approx(np.full((20, 4), 1.0 / 3.6), rel=1e-3)


def test_a_wheel_that_stops_is_told_to_stop():
    wheels, _ = wheels_at(5.0)
    speeds = []
    for _ in range(1, 20):
        time = wheels.t_ns + 50_000_000
        wheels = told(
            turned(wheels, time, np.zeros(4), np.zeros(4), 48, 0.0, 3), time, 48, 0.3, 0.08
        )
        speeds.append(wheels.speed[0])
    assert np.all(np.diff(speeds) <= 0.0)
    assert speeds[0] <= PITCH * 0.3 / 0.04 and speeds[-1] == 0.0


def test_a_wheel_that_slows_within_a_step_meets_its_teeth_when_it_does():
    """Evenly from 4 rad/s to 0 in a second: the tooth at 1.9 rad passes at 1 - √0.05 s."""
    wheels = turned(at_rest(0, np.zeros(4)), 10**9, np.full(4, 4.0), np.zeros(4), 48, 0.0, 1)
    last = np.floor(2.0 / PITCH)
    assert wheels.tooth == pytest.approx(last)
    assert wheels.tooth_ns * 1e-9 == pytest.approx(1.0 - np.sqrt(1.0 - last * PITCH / 2.0))


def test_radii_are_wrong_by_a_few_hundredths_and_for_good():
    shares = []
    for specimen in range(12):
        text = f"{{kind: odometry, specimen: {specimen}, rate: 10 Hz, wheel: {{uneven: 0}}}}"
        made = episode(text, duration=1.5)
        frames = driven(made)
        shares.append(readings(frames)[-1].channels["wheel_speed"] / frames[-1].ego.wheel_speed)
    shares = np.array(shares)
    assert 0.007 < shares.mean(1).std() < 0.025
    assert 0.001 < (shares - shares.mean(1, keepdims=True)).std() < 0.006


def test_steering_is_told_in_steps_from_an_offset():
    text = ("{kind: odometry, rate: 10 Hz, steering: {resolution: 1.5 deg, offset: 0 deg, noise: 0"
            " deg, ratio_error: 0}}")  # fmt: skip
    made = episode(text, road="{kind: s_bend, radius: 60 m}", duration=9.0)
    frames = driven(made)
    told_ = gathered(frames, "steering")[1]
    true = np.array([frame.ego.steer for frame in frames])
    assert np.ptp(true) > np.radians(2.0)
    assert np.abs(told_ - true).max() <= np.radians(0.05) * 1.0001
    steps = told_ / np.radians(0.1)
    assert steps == pytest.approx(np.rint(steps), abs=1e-6)
    off = [gathered(driven(episode(f"{{kind: odometry, specimen: {k}}}", duration=0.3)), "steering")
           [1].mean() for k in range(12)]  # fmt: skip
    assert 0.4 < np.std(off) / np.radians(1.0 / 15.0) < 1.7


def test_without_noise_it_tells_the_rims():
    frames = driven(episode("{kind: odometry, noise: false}", duration=1.0))
    for frame in frames:
        item = frame.readings["unit"][-1].channels
        assert np.array_equal(item["wheel_speed"], frame.ego.wheel_speed)
        assert item["steering"] == frame.ego.steer


def test_a_fork_goes_on_bit_for_bit():
    def start():
        return episode(f"{{kind: odometry, rate: 30 Hz, {ALL}}}", duration=4.0)

    def bytes_of(items):
        return [[c.tobytes() for c in item.channels.values()] for item in items]

    whole = bytes_of(readings(driven(start())))
    made = start()
    frames = [made.reset()] + [made.step(made.driver_action, False) for _ in range(13)]
    saved = made.save()
    later = [made.step(made.driver_action) for _ in range(6)]
    made.restore(saved)
    again = [made.step(made.driver_action) for _ in range(6)]
    assert bytes_of(readings(later)) == bytes_of(readings(again)) == whole[40:58]
    assert not readings(frames[1:])
    look = made.look()["unit"][0]
    assert bytes_of([look]) == bytes_of(readings(again)[-1:])
