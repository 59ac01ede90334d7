"""Inertial units on the road: what they feel leads back to where the ego went."""

import numpy as np
import pytest
from drives import driven, episode, gathered, readings
from imagers import plain
from whiteout.sensors.models.imu import Settings
from whiteout.sensors.navigation.motion import GRAVITY
from whiteout.sensors.navigation.triad import Triad
from whiteout.sensors.navigation.vibration import Vibration, transfer
from whiteout.simcore.pose import rotation, to_angles

IDEAL = (
    "{kind: imu, noise: false, earth: false, rate: 200 Hz, mount: MOUNT,"
    " vibration: {road: none, engine: 0 m/s^2}}"
)
MOUNT = "{x: 1.2 m, y: 0.4 m, z: 0.5 m, roll: 3 deg, pitch: -5 deg, yaw: 20 deg}"
ARM = np.array([1.2, 0.4, 0.5])


def ideal(mount=MOUNT):
    return IDEAL.replace("MOUNT", mount)


def swerve(step):
    """Full throttle, a lane change to and fro, then the brakes."""
    return [0.03 * np.sin(step / 3.0), 0.6 if step < 30 else -0.5]


def reckoned(frames):
    """Attitude and velocity at the end by integrating what an ideal unit tells, from those at the
    beginning: gyroscopes by rotation, specific force less gravity by the trapezoid."""
    times, rate = gathered(frames, "gyro")
    _, force = gathered(frames, "accel")
    first = readings(frames)[0]
    T = first.T_world_ego @ first.T_ego_sensor
    R, v = T[:3, :3].copy(), np.zeros(3)
    down = np.array([0.0, 0.0, GRAVITY])
    for k in range(len(times) - 1):
        dt = times[k + 1] - times[k]
        angle = 0.5 * (rate[k] + rate[k + 1]) * dt
        size = np.linalg.norm(angle)
        axis = angle / max(size, 1e-15)
        K = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
        after = R @ (np.eye(3) + np.sin(size) * K + (1 - np.cos(size)) * K @ K)
        v = v + 0.5 * dt * (R @ force[k] + after @ force[k + 1] - 2.0 * down)
        R = after
    return R, v


@pytest.mark.parametrize(
    ("road", "action"),
    [
        ("{kind: straight, length: 2 km}", swerve),
        ("{kind: s_bend, radius: 60 m, grade: 0.08}", None),
        ("{kind: crest, rise: 0.1, fall: 0.1, length: 300 m}", None),
    ],
)
def test_dead_reckoning_leads_to_where_the_ego_is(road, action):
    """Attitude within 0.02 degrees and velocity within 2 cm/s after eight seconds of throttle,
    swerves, brakes, bends and hills, by a unit that is mounted aslant off the middle."""
    made = episode(ideal(), road=road, duration=8.0)
    frames = driven(made, action)
    R, v = reckoned(frames)
    last = readings(frames)[-1]
    true = (last.T_world_ego @ last.T_ego_sensor)[:3, :3]
    off = np.degrees(np.arccos(np.clip((np.trace(R.T @ true) - 1) / 2, -1, 1)))
    assert off < 0.02

    ends = [made.rig.sensors["unit"].save() for made in (begun(ideal(), road), made)]
    changed = velocity(frames[-1], ends[1]) - velocity(frames[0], ends[0])
    assert v == pytest.approx(changed, abs=0.02)


def begun(sensor, road):
    """An episode that has just begun."""
    made = episode(sensor, road=road)
    made.reset()
    return made


def velocity(frame, known):
    """Of the unit, at a step's end: the ego's, which moves along its own plane, and its arm's."""
    R, (vx, vy, _) = frame.ego.T_world_ego[:3, :3], frame.ego.velocity
    own = np.array([vx, vy, -(R[0, 2] * vx + R[1, 2] * vy) / R[2, 2]])
    roll, pitch, _ = to_angles(R)
    p, q, r = known.end[3:]  # rates of roll, pitch and yaw
    spin = [p - r * np.sin(pitch), q * np.cos(roll) + r * np.sin(roll) * np.cos(pitch),
            r * np.cos(roll) * np.cos(pitch) - q * np.sin(roll)]  # fmt: skip
    return own + R @ np.cross(spin, ARM)


def test_at_rest_it_feels_the_ground_pushing_up():
    made = episode(ideal("{x: 1 m, z: 0.5 m}"), speed=0.0, duration=3.0)
    _, force = gathered(driven(made, lambda step: [0.0, -1.0]), "accel")
    assert np.linalg.norm(force[200:], axis=1) == pytest.approx(9.80665, abs=1e-4)
    assert force[-1, 2] == pytest.approx(9.80665, abs=0.01)  # but for the camber of the road


def test_on_a_slope_it_feels_part_of_gravity_along_the_car():
    """Uphill at 8 %, at an even speed: g sin(atan 0.08) forward."""
    road = "{kind: bend, radius: 400 m, grade: 0.08}"
    made = episode(ideal("{x: 0 m, z: 0 m}"), road=road, duration=3.0)
    frames = driven(made)
    _, force = gathered(frames, "accel")
    slope = GRAVITY * np.sin(np.arctan(0.08))
    ahead = np.gradient([frame.ego.speed for frame in frames], 0.1)
    assert force[:, 0].mean() == pytest.approx(slope + ahead.mean(), abs=0.05)


def test_in_a_bend_it_feels_the_road_pushing_inward():
    """v²/r to the left in a left bend, at its mount: the yaw rate is v/r."""
    made = episode(ideal("{x: 0 m, z: 0 m}"), road="{kind: roundabout}", speed=20.0, duration=1.0)
    frames = driven(made, lambda step: [0.3, 0.1])
    _, rate = gathered(frames[6:], "gyro")
    _, force = gathered(frames[6:], "accel")
    speeds = np.array([frame.ego.speed for frame in frames[6:]])
    assert rate[:, 2].min() > 0.3
    assert force[:, 1].mean() == pytest.approx(speeds.mean() * rate[:, 2].mean(), rel=0.1)


def test_an_arm_feels_the_turn():
    """At 2 m ahead of the axle, ω² r less ahead, and α r to the left."""
    told = []
    for x in ("0 m", "2 m"):
        made = episode(ideal(f"{{x: {x}, z: 0 m}}"), duration=3.0)
        told.append(gathered(driven(made, lambda step: [0.02 * np.sin(step / 4), 0.0]), "accel"))
        _, rate = gathered(driven(made, lambda step: [0.02 * np.sin(step / 4), 0.0]), "gyro")
    between = told[1][1] - told[0][1]
    assert between[:, 0] == pytest.approx(-2.0 * rate[:, 2] ** 2, abs=3e-3)
    assert np.trapezoid(between[:, 1], told[0][0]) == pytest.approx(
        2.0 * (rate[-1, 2] - rate[0, 2]), abs=0.02
    )


def test_brakes_are_felt_backwards():
    made = episode(ideal("{x: 0 m, z: 0 m}"), speed=80.0, duration=2.0)
    frames = driven(made, lambda step: [0.0, -0.6])
    _, force = gathered(frames[8:], "accel")
    speeds = [frame.ego.speed for frame in frames[7:]]
    fell = (speeds[-1] - speeds[0]) / (0.1 * (len(speeds) - 1))
    assert fell < -3.0
    assert force[:, 0].mean() == pytest.approx(fell, rel=0.05)


def test_the_earth_turns_with_it():
    """At rest at 50 degrees north: 15.04 °/h about the pole."""
    text = ideal("{x: 1 m, z: 0 m}").replace("earth: false", "earth: true")
    made = episode(text, speed=0.0, duration=4.0)
    item = readings(driven(made, lambda step: [0.0, -1.0]))[-1]
    R = (item.T_world_ego @ item.T_ego_sensor)[:3, :3]
    east, north, up = np.degrees(R @ item.channels["gyro"]) * 3600.0
    assert east == pytest.approx(0.0, abs=0.02)
    assert north == pytest.approx(15.041 * np.cos(np.radians(50)), abs=0.02)
    assert up == pytest.approx(15.041 * np.sin(np.radians(50)), abs=0.02)


def settings(**given):
    return plain(Settings, **given)


def triad(kind="gyro", **given):
    quiet = {"noise_density": "0 deg/s/rtHz" if kind == "gyro" else "0 gee/rtHz",
             "bias_instability": "0 deg/h" if kind == "gyro" else "0 gee", "bits": 0}  # fmt: skip
    return Triad("imu", kind, getattr(settings(**{kind: {**quiet, **given}}), kind), 100.0, 0)


def read_of(axes, true, square=0.0, warmth=298.15, key=1):
    return axes.read(np.asarray(true, float), np.full(3, square), warmth, 0, key)


def test_it_saturates_and_counts():
    """Beyond its range it stays there; a step is the range by its bits."""
    given = {"range": "100 deg/s", "turn_on_bias": "0 deg/s", "scale_error": 0,
             "misalignment": "0 deg"}  # fmt: skip
    most = np.radians(100.0)
    assert read_of(triad(**given), [9.0, -9.0, 0.1]) == pytest.approx([most, -most, 0.1])
    coarse = triad(**{**given, "bits": 8})
    values = np.array([read_of(coarse, [x, 0, 0])[0] for x in np.linspace(-0.1, 0.1, 200)])
    steps = np.unique(np.round(np.diff(np.unique(values)), 9))
    assert steps == pytest.approx(2 * most / 256, rel=1e-6)
    assert read_of(coarse, [9.0, -9.0, 0])[:2] == pytest.approx([most * 127 / 128, -most])


def test_a_reading_holds_the_noise_of_the_record():
    """One reading at a time or a record of them: noise, instability and walk are the same."""
    axes = triad(noise_density="0.01 deg/s/rtHz", bias_instability="5 deg/h",
                 random_walk="1e-4 rad/s^2/rtHz")  # fmt: skip
    steps = np.arange(1, 60) * 70_000_000
    record = axes.record(steps * 1e-9, 7)
    assert (record.std(axis=1) > 0.0).all()
    single = np.array([axes.noise(int(t), 7) for t in steps]).T
    assert single == pytest.approx(record, rel=1e-6, abs=1e-12)


def test_warmth_moves_bias_and_gain_and_only_that():
    """By the coefficient per kelvin from 25 °C; the spread over specimens is the data sheet's."""
    given = {"bias_per_kelvin": "0.015 deg/s/K", "turn_on_bias": "0 deg/s"}
    item = settings(gyro={**given, "bits": 0, "noise_density": "0 deg/s/rtHz",
                          "bias_instability": "0 deg/h"}).gyro  # fmt: skip
    moved = []
    for specimen in range(300):
        axes = Triad("imu", "gyro", item, 100.0, specimen)
        cold, usual = (read_of(axes, np.zeros(3), warmth=t) for t in (258.15, 298.15))
        assert usual == pytest.approx(0.0, abs=1e-15)
        moved.append(cold / -40.0)
    assert np.std(moved) == pytest.approx(np.radians(0.015), rel=0.07)


def test_turn_on_bias_differs_from_start_to_start_and_axes_from_device_to_device():
    axes = triad(turn_on_bias="1 deg/s", bias_per_kelvin="0 deg/s/K")
    starts = np.array([read_of(axes, np.zeros(3), key=key) for key in range(500)])
    assert starts.std() == pytest.approx(np.radians(1.0), rel=0.06)
    assert np.array_equal(read_of(axes, np.zeros(3), key=7), starts[7])
    one, other = (Triad("imu", "gyro", settings().gyro, 100.0, k) for k in (0, 1))
    assert not np.allclose(one._skew, other._skew)


def test_the_device_warms_up_in_the_air_around():
    text = "{kind: imu, warmth: {on_for: 0 s, self_heating: 8 K, time_constant: 60 s}}"
    made = episode(text, more="weather: {temperature: -10 degC}\n", duration=1.0)
    made.reset()
    unit, shot = made.rig.sensors["unit"], made._shots[0]
    assert unit.warmth(shot, 0) == pytest.approx(263.15)
    assert unit.warmth(shot, 60 * 10**9) == pytest.approx(263.15 + 8 * (1 - np.exp(-1)))


def test_vibration_shifts_an_accelerometer():
    """Rectification: the bias is its coefficient by the mean square, 0.2 mg/g² at (0.5 g)²."""
    axes = triad("accel", rectification="0.2 mgee/gee^2", turn_on_bias="0 gee", scale_error=0,
                 misalignment="0 deg")  # fmt: skip
    shaken = read_of(axes, np.zeros(3), (0.5 * GRAVITY) ** 2)
    assert shaken == pytest.approx(0.2e-3 * 0.25 * GRAVITY, rel=1e-6)


def test_a_gyroscope_feels_gravity_if_it_is_said_to():
    made = episode("{kind: imu, rate: 10 Hz, gyro: {by_acceleration: 0.1 deg/s/gee, noise_density:"
                   " 0 deg/s/rtHz, bias_instability: 0 deg/h, turn_on_bias: 0 deg/s, scale_error:"
                   " 0, misalignment: 0 deg, bias_per_kelvin: 0 deg/s/K, scale_per_kelvin: 0 1/K,"
                   " bits: 0}, earth: false, vibration: {road: none, engine: 0 m/s^2}}",
                   speed=0.0, duration=3.0)  # fmt: skip
    item = readings(driven(made, lambda step: [0.0, -1.0]))[-1]
    assert np.degrees(item.channels["gyro"][2]) == pytest.approx(0.1, rel=1e-3)


def test_the_golden_car_is_soft_and_hops():
    """Its body resonates near 1.2 Hz, its axle near 11 Hz; far below them it follows the road."""
    f = np.linspace(0.3, 30.0, 3000)
    gain = np.abs(transfer(f)) / (2 * np.pi * f) ** 2
    assert abs(np.abs(transfer(np.array([0.02])))[0] / (2 * np.pi * 0.02) ** 2 - 1.0) < 1e-2
    assert f[np.argmax(gain)] == pytest.approx(
        np.sqrt(63.3 * 653 / (653 + 63.3)) / 2 / np.pi, rel=0.1
    )
    assert gain[-1] < 0.05


def test_roads_shake_by_their_class_and_the_square_root_of_speed():
    """ISO 8608: a class has four times the power of the one before, so twice the shaking; the
    power of waves that pass grows with speed (waviness 2)."""

    def square(road, speed):
        return Vibration(road, 0.0, 0.0).at(1, 0.0, 0.0, speed, 0.0, np.eye(3)).square[2]

    assert square("b", 20.0) == pytest.approx(4.0 * square("a", 20.0))
    assert square("a", 28.0) == pytest.approx(2.0 * square("a", 14.0), rel=0.1)
    assert square("a", 0.0) == 0.0
    assert 0.2 < np.sqrt(square("a", 25.0)) < 0.6  # [m/s²], as motorways are felt


def test_the_shaking_has_the_mean_square_that_it_tells():
    shaken = Vibration("b", 0.2, 0.0)
    ways = np.linspace(0.0, 4000.0, 6000)
    told = [shaken.at(5, way / 20.0, way, 20.0, way / 0.3, np.eye(3)) for way in ways]
    values = np.array([item.accel for item in told])
    assert (values**2).mean(0) == pytest.approx(told[0].square, rel=0.15)


def test_the_unit_shakes_on_the_road_and_not_at_rest():
    text = "{kind: imu, noise: false, rate: 100 Hz, vibration: {road: b, engine: 0 m/s^2}}"
    for speed, low, high in ((60.0, 0.3, 1.5), (0.0, 0.0, 1e-6)):
        made = episode(text, speed=speed, duration=2.0)
        _, force = gathered(driven(made, lambda step: [0.0, 0.0]), "accel")
        assert low <= force[:, 2].std() <= high


REAL = "{kind: imu, preset: bmi088, rate: 100 Hz, accel: {bandwidth: 60 Hz}}"


def bytes_of(frames):
    return [[c.tobytes() for c in item.channels.values()] for item in readings(frames)]


def test_a_fork_goes_on_bit_for_bit():
    """Saved at some step, run on, and restored: the same bytes; without readings between, too."""
    made = episode(REAL, road="{kind: s_bend, radius: 60 m}", duration=4.0)
    frames = driven(made)
    whole = bytes_of(frames)
    frames = [made.reset()] + [made.step(made.driver_action) for _ in range(17)]
    saved = made.save()
    later = [made.step(made.driver_action) for _ in range(12)]
    made.restore(saved)
    again = [made.step(made.driver_action) for _ in range(12)]
    assert bytes_of(frames + later) == bytes_of(frames + again) == whole[: 1 + 29 * 10]
    blind = [made.reset(sense=False)] + [made.step(made.driver_action, False) for _ in range(20)]
    assert not readings(blind)
    assert bytes_of([made.step(made.driver_action)]) == whole[1 + 20 * 10 : 1 + 21 * 10]


def test_a_look_is_the_reading_that_falls_due_then():
    made = episode(REAL, road="{kind: s_bend, radius: 60 m}", duration=3.0)
    made.reset()
    for _ in range(12):
        frame = made.step(made.driver_action)
    item = frame.readings["unit"][-1]
    for _ in range(2):
        look, _ = made.look()["unit"]
        for channel, value in item.channels.items():
            assert np.array_equal(look.channels[channel], value)


def test_readings_do_not_hang_on_their_rate():
    """Half as many: the drift of each is that of every second."""
    slow = "{kind: imu, rate: 50 Hz, noise: true, gyro: {noise_density: 0 deg/s/rtHz}}"
    fast = slow.replace("50 Hz", "100 Hz")
    told = [gathered(driven(episode(text, duration=1.0)), "gyro")[1] for text in (slow, fast)]
    assert np.array_equal(told[0], told[1][::2])


def test_roll_pitch_and_yaw_come_back():
    angles = np.array([0.2, -0.4, 1.1])
    assert np.array(to_angles(rotation(*angles))) == pytest.approx(angles)
