"""Radars: cross sections by class, false alarms, detection, errors; each by its statistics."""

import numpy as np
import pytest
from radars import SECOND, Actor, adult, ball, own, radar, read, shot_of, vehicle
from test_radar import CLEAN, far, point
from whiteout.sensors.radar.clutter import Air, Clutter
from whiteout.sensors.radar.detecting import cells_of, detected, threshold
from whiteout.sensors.radar.echo import Echoes, Stand
from whiteout.sensors.radar.marks import records
from whiteout.sensors.radar.signals import Peaks, Signals
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.keys import fold
from whiteout.simcore.light.sun import SunPosition

MEDIANS = {  # row RA-05 [dBsm]
    "adult": (adult, -11.0), "bicycle": (lambda: vehicle("cyclist"), -5.0),
    "motorcycle": (lambda: vehicle("motorcycle"), 0.0), "car": (lambda: vehicle("compact"), 8.5),
    "bus": (lambda: vehicle("bus"), 12.0), "truck": (lambda: vehicle("box_truck"), 15.0),
}  # fmt: skip


def cross_sections(figure, count=48, speed=3.0, away=60.0, kinds=None):
    """Of a thing at even steps of all aspects [dBsm]: its detections' sum, where it has some."""
    of, found = far(**CLEAN), []
    for k in range(count):
        yaw = 2 * np.pi * (k + 0.37) / count
        # Never square to the line of sight, where a slow thing has the road's Doppler.
        shot = shot_of([Actor(figure, away, 0.0, yaw, speed)], ego_speed=-6.0)
        seen = read(of, shot, SECOND // 3)
        mine = seen[(seen["instance"] > 1) & (seen["ghost"] == 0)]
        if len(mine):
            found.append(10 * np.log10((10 ** (0.1 * mine["rcs"].astype(float))).sum()))
    return np.array(found)


def test_median_cross_sections_by_class():
    """Within 3 dB, in this order: ped < bike < moto < car < bus < truck."""
    medians = []
    for kind, (figure, expected) in MEDIANS.items():
        found = cross_sections(figure())
        assert len(found) >= 40, kind
        medians.append(np.median(found))
        assert medians[-1] == pytest.approx(expected, abs=3.0), kind
    assert (np.diff(medians) > 0).all()


def test_vehicles_echo_by_aspect():
    """A car's side, met square, gives more than 6 dB above its median; behind its corner less."""
    of = far(**CLEAN)

    def at(yaw):
        levels = []
        for wiggle in np.radians([-1.0, -0.5, 0.0, 0.5, 1.0]):
            shot = shot_of([Actor(vehicle("compact"), 50.0, 0.0, yaw + wiggle, 3.0)], ego_speed=-6)
            seen = own(read(of, shot, 0), "car")
            levels.append((10 ** (0.1 * seen["rcs"].astype(float))).sum())
        return 10 * np.log10(np.mean(levels))

    side, corner = at(np.pi / 2), at(np.radians(35.0))
    assert side > corner + 6.0
    assert side > 14.0


def test_a_car_is_several_detections_near_by():
    """The near scan tells its corners and wheels apart."""
    seen = read(
        radar(far=None, **CLEAN), shot_of([Actor(vehicle("compact"), 12.0, 1.0, 0.3, 5.0)]), 0
    )
    assert len(own(seen, "car")) >= 4


def test_people_fluctuate_as_measured():
    """Yamada at 79 GHz: 90 % from -20.7 to -4.8 dBsm; not constant from reading to reading."""
    of, levels = far(mount={"x": "0 m", "z": "0 m"}, **CLEAN), []  # as low as this: no road
    for seed in range(6):
        for k in range(24):
            # As good as at rest, so that all limbs fall into one cell.
            actor = Actor(adult(seed), 40.0 + 0.13 * k, 0.0, 0.26 * k + 0.1, 0.02)
            seen = own(read(of, shot_of([actor]), 0), "adult")
            levels.append(10 * np.log10((10 ** (0.1 * seen["rcs"].astype(float))).sum() + 1e-9))
    low, middle, high = np.percentile(levels, [5, 50, 95])
    assert middle == pytest.approx(-11.1, abs=2.0)
    assert high == pytest.approx(-4.8, abs=2.5)
    assert low == pytest.approx(-20.7, abs=4.0)


SKY = Atmosphere(SunPosition(0.5, 0.5))
STAND = Stand(np.eye(4), np.zeros(3), 10.0)  # below the ground: no road


def swerling(power, count, seed=0):
    """Signals and peaks of so many echoes of Swerling's first case, of a mean power."""
    rng = np.random.Generator(np.random.Philox(seed))
    wave = rng.normal(size=(count, 2)) * np.sqrt(0.5 * power)
    return peaks(wave, 50.0)


def peaks(wave, away):
    count = len(wave)
    cell = np.tile([away, 0.02, 0.0, 3.0], (count, 1))
    columns = [np.full(count, value) for value in (away, 0.02, 0.0, 0.02, 0.0, 3.0, 1.0)]
    whole = [np.ones(count, np.int64) for _ in range(4)]
    echoes = Echoes(*columns, *whole)
    none = np.zeros(count)
    made = Signals(cell, wave, echoes)
    return made, Peaks(cell, wave, none, np.arange(count), np.ones(count, np.int64))


def found_in(made, peaks_, of=None, key=("a",)):
    of = radar() if of is None else of
    clutter = Clutter(SKY, Air(SKY, STAND, 1.0, 250.0), STAND)
    link, scan = of.links["far"], of.scans["far"]
    return detected(link, scan, of.settings.mistakes, made, peaks_, clutter, 1.0, fold(*key))


@pytest.mark.parametrize("db", [8.0, 13.0, 18.0])
def test_detection_by_cell_averaging(db):
    """(1 + T / (N (1 + S)))^-N of echoes of Swerling's first case."""
    of, count, power = radar(), 20_000, 10 ** (0.1 * db)
    seen = found_in(*swerling(power, count), of=of)
    n = 32
    expected = (1 + threshold(of.settings.mistakes) / (n * (1 + power))) ** -n
    share = (seen.main >= 0).mean() * len(seen.main) / count
    assert share == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / count))


def test_noise_alone_is_taken_for_a_detection_as_often_as_said():
    """In cells that are looked at, and in all others together."""
    of, count = radar(mistakes={"false_alarm": 1e-3}), 200_000
    seen = found_in(*peaks(np.zeros((count, 2)), 50.0), of=of)
    share = (seen.main >= 0).sum() / count
    assert share == pytest.approx(1e-3, abs=4 * np.sqrt(1e-3 / count))
    of = radar(mistakes={"false_alarm": 1e-5})
    mean = cells_of(of.links["far"], of.scans["far"]) * 1e-5
    counts = [
        (found_in(*peaks(np.zeros((0, 2)), 50.0), of=of, key=("b", k)).main < 0).sum()
        for k in range(300)
    ]
    assert np.mean(counts) == pytest.approx(mean, abs=4 * np.sqrt(mean / 300) + 0.01 * mean)
    assert np.var(counts) == pytest.approx(mean, rel=0.35)  # Poisson's


@pytest.mark.parametrize("db", [20.0, 40.0])
def test_errors_follow_the_signal_to_noise_ratio(db):
    """Resolution / √(2 SNR), angles by 1.6 less, on top of the data sheet's; in polar axes."""
    of, count = radar(), 20_000
    amplitude = np.sqrt(10 ** (0.1 * db))
    seen = found_in(*peaks(np.tile([amplitude, 0.0], (count, 1)), 50.0), of=of)
    own_ = seen.main >= 0
    fine = 1 / np.sqrt(2 * 10 ** (0.1 * db))
    scan, link = of.scans["far"], of.links["far"]
    slack = 0.03 if db > 30 else 0.12  # weak echoes have a ratio of their own each
    for values, best, resolution in (
        (seen.range, scan.range_accuracy, scan.range_resolution),
        (seen.azimuth, scan.azimuth_accuracy, scan.azimuth_resolution / 1.6),
        (seen.speed, scan.speed_accuracy, link.speed),
    ):
        assert values[own_].std() == pytest.approx(np.hypot(best, resolution * fine), rel=slack)


def test_places_err_across_the_line_of_sight_by_range():
    """Not by a Gaussian in metres: the cross-range error at 120 m is three times that at 40 m."""
    of = far(mistakes={"false_alarm": 1e-9})
    errors = []
    for away in (40.0, 120.0):
        shot = shot_of([point(away, speed=6.0)])
        reads = [own(read(of, shot, t), "waste_bin") for t in range(0, SECOND, SECOND // 200)]
        errors.append(away * np.concatenate(reads)["azimuth"].std())
    assert errors[1] / errors[0] == pytest.approx(3.0, rel=0.25)


def test_mirrors_are_told_as_often_as_said():
    of, count = radar(mistakes={"mirrors_told": 0.25}), 8_000
    made, peaks_ = peaks(np.tile([30.0, 0.0], (count, 1)), 50.0)
    seen = found_in(made, peaks_, of=of)
    made = made._replace(echoes=made.echoes._replace(ghost=np.ones(count, np.int64)))
    rows = records(of.links["far"], of.scans["far"], 0, of.settings.mistakes, made, seen, STAND)
    images = rows[rows["ghost"] == 1]
    share = (images["invalid_state"] == 6).mean()
    assert share == pytest.approx(0.25, abs=4 * np.sqrt(0.19 / count))


def test_states_are_those_of_nuscenes():
    """Values that nuScenes-devkit documents, and those that its usual filter keeps occur."""
    shot = shot_of([Actor(vehicle("van"), 30.0, speed=9.0), Actor(ball(), 12.0, 1.0, 0.0, 2.0),
                    point(50.0)])  # fmt: skip
    seen = np.concatenate([read(radar(), shot, t) for t in range(0, SECOND, SECOND // 10)])
    assert set(seen["invalid_state"].tolist()) <= set(range(18)) - {5, 13}
    assert set(seen["dyn_prop"].tolist()) <= set(range(8))
    assert set(seen["ambig_state"].tolist()) <= set(range(5))
    assert set(seen["pdh0"].tolist()) <= set(range(1, 8))
    usual = (seen["invalid_state"] == 0) & (seen["dyn_prop"] < 7) & (seen["ambig_state"] == 3)
    assert usual.mean() > 0.3
