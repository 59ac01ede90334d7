"""The noise of instruments: its Allan deviations, and that it is a function of key and time."""

import numpy as np
import pytest
from imagers import plain
from whiteout.sensors.models.gnss import Settings as Satellites
from whiteout.sensors.models.imu import Settings
from whiteout.sensors.navigation.allan import deviation, expected, of_markov
from whiteout.sensors.navigation.keyed import markovs, normals, walks
from whiteout.sensors.navigation.receiver import SINGLE, Receiver, steady
from whiteout.sensors.navigation.triad import CONSTANTS, Triad, mixture
from whiteout.sensors.presets.tables import presets
from whiteout.simcore.quantity.units import DIMENSIONS, read

RATE, HOURS = 200.0, 2.0
TIMES = np.arange(round(HOURS * 3600 * RATE)) / RATE
DEGREE, G = np.pi / 180.0, 9.80665

SHEETS = {
    "adis16470": (0.008 * DEGREE, 100e-6 * G),
    "bmi088": (2.443e-4, 175e-6 * G),
    "mpu6050": (8.727e-5, 400e-6 * G),
    "icm42688": (0.0028 * DEGREE, 70e-6 * G),
    "adis16448": (0.66 * DEGREE / 60.0, 0.11 / 60.0),
    "euroc": (1.6968e-4, 2e-3),
    "imu_low": (0.75 * DEGREE / 60.0, 0.05 / 60.0),
    "imu_mid": (0.25 * DEGREE / 60.0, 0.03 / 60.0),
    "imu_high": (2e-3 * DEGREE / 60.0, 2.5e-5 / 60.0),
}
"""White noise of gyroscopes [rad/s/√Hz] and accelerometers [m/s²/√Hz]."""
DRIFTS = {
    ("euroc", "gyro"): 1.9393e-5 / np.sqrt(3),
    ("euroc", "accel"): 3e-3 / np.sqrt(3),
    ("imu_high", "accel"): of_markov(1.0, 3.6e-6, 100.0),
}
"""What the published drift of some adds to the Allan deviation of a second."""


def triad(preset, kind, rate=RATE, **given):
    """Three axes of a preset's device, with other settings on top."""
    item = getattr(plain(Settings, preset=preset, **{kind: given} if given else {}), kind)
    return Triad("imu", kind, item, rate, 0)


def test_the_table_of_presets_is_the_one_that_is_checked():
    assert set(presets("imu")) == set(SHEETS)


@pytest.mark.parametrize("kind", ["gyro", "accel"])
@pytest.mark.parametrize("preset", SHEETS)
def test_allan_deviation_at_a_second_is_the_data_sheets(preset, kind):
    """IM-01, for every preset: two hours at 200 Hz, within 5 %."""
    record = triad(preset, kind).record(TIMES, 20261120, axes=(0,))[0]
    N, drift = SHEETS[preset][kind == "accel"], DRIFTS.get((preset, kind), 0.0)
    assert deviation(record, RATE, 1.0)[0] == pytest.approx(np.hypot(N, drift), rel=0.05)
    assert deviation(record, RATE, 0.1)[0] == pytest.approx(N / np.sqrt(0.1), rel=0.05)


def test_units_of_data_sheets_agree():
    """IM-01b: 0.005 °/s/√Hz and 0.30 °/√h are one density (AirSim's comment says so)."""
    density = DIMENSIONS["angular_noise"]
    assert read("0.005 deg/s/rtHz", density) == pytest.approx(8.727e-5, rel=1e-3)
    assert read("0.30 deg/rth", density) == pytest.approx(8.727e-5, rel=1e-3)
    micro = read("1 µgee/rtHz", DIMENSIONS["acceleration_noise"])
    assert micro == pytest.approx(9.80665e-6, rel=1e-12)
    assert read("1 m/s/rth", DIMENSIONS["acceleration_noise"]) == pytest.approx(1 / 60, rel=1e-12)
    assert read("3600 deg/h", DIMENSIONS["angular_speed"]) == pytest.approx(DEGREE, rel=1e-12)


def test_flicker_of_many_devices_lies_at_its_floor():
    """The Allan deviation of bias drift alone, from 30 s to 1000 s: 0.664 B within 15 %."""
    axes, B = triad("adis16470", "gyro", 1.0), 8.0 * DEGREE / 3600.0
    times, tau = np.arange(30_000.0), np.array([30.0, 100.0, 300.0, 1000.0])
    squares = [deviation(axes.drift(times, key, 0), 1.0, tau) ** 2 for key in range(20)]
    assert np.sqrt(np.mean(squares, 0)) == pytest.approx(0.664 * B, rel=0.15)
    closed = np.sqrt(sum(of_markov(tau, 0.664 * B, c) ** 2 for c in CONSTANTS))
    assert closed == pytest.approx(0.664 * B, rel=0.05)


@pytest.mark.parametrize(("preset", "B"), [("adis16470", 8.0), ("adis16448", 14.5)])
def test_the_least_allan_deviation_is_664_thousandths_of_the_instability(preset, B):
    """Of records with all their noise, whose white part has sunk below the drift; the mean of the
    variances of twelve records, for one has few clusters of such length."""
    axes = triad(preset, "gyro", 1.0, random_walk="0 rad/s^2/rtHz")
    times, tau = np.arange(20_000.0), np.array([100.0, 200.0, 400.0, 800.0])
    records = [axes.record(times, key, axes=(0,))[0] for key in range(12)]
    found = np.sqrt(np.mean([deviation(record, 1.0, tau) ** 2 for record in records], 0))
    assert found.min() == pytest.approx(0.664 * B * DEGREE / 3600.0, rel=0.15)


def test_a_gauss_markov_process_has_its_peak():
    """IM-03: τ_c = 100 s, records of 2e5 s: 0.618 σ at 189 s, within 15 %. The drift of a unit of
    gnss-ins-sim's low grade, 10 °/h."""
    times, axes = np.arange(200_000.0), triad("imu_low", "gyro", 1.0)
    tau, size = [20.0, 189.0, 1500.0], 10.0 * DEGREE / 3600.0
    found = [deviation(axes.drift(times, key, 0), 1.0, tau) / size for key in (1, 2)]
    low, peak, high = np.sqrt(np.mean(np.square(found), 0))
    assert peak == pytest.approx(0.618, rel=0.15)
    assert low < 0.8 * peak > high
    assert of_markov(np.geomspace(10, 2000, 4000), 1.0, 100.0).max() == pytest.approx(
        0.618, abs=1e-3
    )


def test_gauss_markov_correlates_as_it_should():
    """exp(-|Δt|/τ), at distances within a cell and across cells, in the mean over 4000 keys."""
    lags = np.array([0.0, 0.13, 0.5, 1.0, 1.7, 3.0])
    values = np.stack([markovs(key, 3, 20.0, 20.0 * (0.61 + lags)) for key in range(4000)])
    found = (values[:, :1] * values).mean(0)
    assert found == pytest.approx(np.exp(-lags), abs=0.06)


def test_a_random_walk_grows_by_the_root_of_time():
    values = np.stack([walks(key, 0, [0.0, 1.0, 50.0, 64.0, 1000.0]) for key in range(3000)])
    assert np.all(values[:, 0] == 0.0)
    assert values[:, 1:].var(0) == pytest.approx([1.0, 50.0, 64.0, 1000.0], rel=0.1)
    steps = np.diff(walks(5, 1, np.arange(20_000.0)))
    assert steps.var() == pytest.approx(1.0, rel=0.05)
    assert np.corrcoef(steps[1:], steps[:-1])[0, 1] == pytest.approx(0.0, abs=0.03)


def test_noise_is_a_function_of_its_key_and_time_alone():
    """The same for one time or for many, in any order, beside other streams."""
    times = np.array([0.0, 3.7, 100.2, 100.21, 5000.0, 7.1])
    order = np.array([4, 0, 5, 3, 1, 2])
    for made in (lambda t, s: markovs(9, s, 16.0, t), lambda t, s: walks(9, s, t),
                 lambda t, s: normals(9, s, (np.asarray(t) * 1e3).astype(int))):  # fmt: skip
        together = made(times, 2)
        assert np.array_equal(made(times[order], 2), together[order])
        assert np.array_equal([made(time, 2)[0] for time in times], together)
        both = made(np.concatenate([times, times]), np.repeat([2, 3], 6))
        assert np.array_equal(both[:6], together)
        assert not np.any(both[6:] == together) or made(0.0, 2)[0] == 0.0
    assert not np.array_equal(markovs(9, 2, 16.0, times), markovs(10, 2, 16.0, times))


def test_a_record_holds_the_readings():
    axes = triad("bmi088", "gyro", 100.0)
    record = axes.record(TIMES[:600:2], 4)
    assert np.array_equal(axes.noise(round(1.23e9), 4), record[:, 123])


def test_normal_numbers_are_normal():
    drawn = normals(3, 0, np.arange(400_000))
    assert drawn.mean() == pytest.approx(0.0, abs=0.006)
    assert drawn.std() == pytest.approx(1.0, abs=0.005)
    assert (drawn**4).mean() == pytest.approx(3.0, abs=0.06)
    assert (np.abs(drawn) > 3.0).mean() == pytest.approx(0.0027, rel=0.15)


def test_bandwidth_takes_the_noise_of_high_frequencies_only():
    """A pole at 20 Hz of 200: the variance of a reading falls to (1-k)/(1+k), k = exp(-2π 0.1);
    noise of a second is as it was."""
    white = triad("bmi088", "gyro", bias_instability="0 deg/h")
    slow = triad("bmi088", "gyro", bias_instability="0 deg/h", bandwidth="20 Hz")
    found = [axes.record(TIMES[:200_000], 8, axes=(1,))[0] for axes in (white, slow)]
    keep = np.exp(-0.2 * np.pi)
    share = found[1].var() / found[0].var()
    assert share == pytest.approx((1.0 - keep) / (1.0 + keep), rel=0.03)
    assert deviation(found[1], RATE, 1.0)[0] == pytest.approx(2.443e-4, rel=0.08)
    assert mixture(20.0, 200.0).sum() == pytest.approx(1.0)


def test_rate_random_walk_rises_with_the_root_of_a_third():
    """EuRoC's: K √(τ/3), where it is larger than all else."""
    axes = triad("adis16448", "gyro", 1.0, bias_instability="0 deg/h")
    tau, times = np.array([300.0, 1000.0]), np.arange(20_000.0)
    squares = [deviation(axes.drift(times, key, 2), 1.0, tau) ** 2 for key in range(30)]
    assert np.sqrt(np.mean(squares, 0)) == pytest.approx(1.9393e-5 * np.sqrt(tau / 3), rel=0.15)
    assert expected(1000.0, K=1.9393e-5) == pytest.approx(1.9393e-5 * np.sqrt(1000 / 3))


def test_the_slow_error_of_an_aircrafts_receiver_is_as_large_as_its_innovations_make_it():
    """IM-02: k = 1/1100 s, η of 0.21 m each second: 4.93 m in the end, by recursion; and the
    process that stands for it has that spread over 2500 receivers, long after their beginning."""
    assert steady(0.21, 1 / 1100, 1.0) == pytest.approx(4.93, rel=0.002)
    assert steady(0.40, 1 / 1100, 1.0) == pytest.approx(9.39, rel=0.002)
    receiver = Receiver("gnss", plain(Satellites, preset="uav"))
    runs = np.array([
        [receiver._drift(SINGLE, time, key)[0] for time in (5600.0, 5601.0)] for key in range(2500)
    ])  # fmt: skip
    assert runs[:, 0].std(0) == pytest.approx([4.93, 4.93, 9.39], rel=0.05)
    assert np.diff(runs, axis=1)[:, 0].std(0) == pytest.approx([0.21, 0.21, 0.40], rel=0.1)
