"""Rolling shutters, motion blur and flicker: what the time of an exposure does to pictures."""

import numpy as np
import pytest
from pictures import air, block, floor
from watched import Watched, camera
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.sensors.sensor import Demand
from whiteout.simcore.light.flicker import DRIVES, Drive, gathered
from whiteout.simcore.materials import lit
from whiteout.simcore.pose import pose

EVEN = {"softness": 0, "falloff": 0, "glare": 0}
T_NS = 400_000_000


def timed(seconds, **more):
    """Settings of a camera without noise that exposes for so long."""
    return {
        "electronics": {"mosaic": "mono", "bits": 16, "full_well": 1e5, "black_level": 500},
        "exposure": {"time": f"{seconds * 1e3} ms", "gain": 1.0}, "noise": False, "lens": EVEN,
        "processing": {"white_balance": "fixed"}, **more,
    }  # fmt: skip


def test_a_rolling_shutter_leans_what_passes():
    """CA-05: 50 km/h across at 20 m, f = 1000 px: 694 px/s, and 15.9 px over 22.85 ms."""
    pole = block((0.2, 0.2, 30.0))
    width, f = 640, 1000.0
    fov = f"{np.degrees(2 * np.arctan(width / 2 / f))} deg"
    world = Watched([(pole, pose((20.0, 0.0, -15.0)))], np.eye(4), (0.0, -50 / 3.6, 0.0))
    world.start = pose((0.0, 50 / 3.6 * 0.4, 0.0))  # the pole is ahead at the reading's time
    of = camera(("instance",), width=width, height=480, fov=fov, shutter={"readout": "22.85 ms"})
    reading, truth = of.sense(world, T_NS, 0)
    instance = truth.channels["instance"]
    columns = np.array([np.flatnonzero(row).mean() for row in instance == 1])
    lean = np.polyfit(np.arange(480), columns, 1)[0] * 480
    assert abs(lean) == pytest.approx(15.9, rel=0.02)
    assert columns[240] == pytest.approx(319.5, abs=0.6)
    assert reading.t_end_ns - reading.t_start_ns == 22_850_000
    still = camera(("instance",), width=width, height=480, fov=fov)
    upright = still.sense(world, T_NS, 0)[1].channels["instance"]
    straight = np.array([np.flatnonzero(row).mean() for row in upright == 1])
    assert np.ptp(straight) < 1.0


WORLD = [
    (floor(half=60.0), np.eye(4)),
    (block((2.0, 2.0, 2.0), albedo=(0.6, 0.2, 0.1)), pose((7.0, 1.5, 0.0), yaw=0.4)),
    (block((1.0, 3.0, 1.2), albedo=(0.1, 0.3, 0.6)), pose((6.0, -2.5, 0.0), yaw=-0.2)),
    (block((0.4, 0.4, 3.0), albedo=(0.05, 0.05, 0.05)), pose((4.0, 0.3, 0.0))),
]
START = pose((0.0, 0.0, 1.5), pitch=0.15)


def light_of(of, world, t_ns, seconds):
    """Luminance (3, H, W) that falls onto the sensor."""
    interval = of._drawn(of._eye, world, t_ns, seconds)
    lit_image = of._brush.light(world, t_ns, interval).image
    return lit_image.reshape(3, of.projection.height, of.projection.width).copy()


def subframes(of, world, t_ns, seconds, count):
    times = t_ns + np.rint((np.arange(count) + 0.5 - count / 2) / count * seconds * 1e9)
    return np.mean([light_of(of, world, int(t), 0.0) for t in times], 0)


@pytest.mark.parametrize("yaw_rate", [0.0, 1.2])
def test_motion_blur_is_the_mean_of_what_is_seen_meanwhile(yaw_rate):
    """Against 32 pictures in the same 25 ms: within 3 % in the median, and in the mean of all."""
    world = Watched(WORLD, START, (13.0, 0.0, 0.0), yaw_rate)
    world.start = START @ pose((-13.0 * 0.4 + 1.5, 0.0, 0.0), yaw=-yaw_rate * 0.4)
    of = camera(**timed(0.025))
    blurred, mean = light_of(of, world, T_NS, 0.025), subframes(of, world, T_NS, 0.025, 32)
    sharp = light_of(of, world, T_NS, 0.0)
    wrong = np.abs(blurred - mean) / mean
    assert np.median(wrong) < 0.03
    assert np.quantile(wrong, 0.9) < 0.15
    assert blurred.mean() == pytest.approx(mean.mean(), rel=0.01)
    # Where there are edges to be blurred it comes much closer than the sharp picture.
    moved = np.abs(sharp - mean) > 0.1 * mean
    assert np.abs(blurred - mean)[moved].mean() < 0.55 * np.abs(sharp - mean)[moved].mean()


def test_what_stands_still_stays_sharp():
    world = Watched(WORLD, START)
    of = camera(**timed(0.025))
    assert np.array_equal(light_of(of, world, T_NS, 0.025), light_of(of, world, T_NS, 0.0))


def test_blur_is_worked_out_before_the_curve():
    """A small bright lamp smeared over n pixels keeps its light; blurring a finished picture, where
    it was cut at white, would lose nearly all of it."""
    lamp = block((0.05, 0.05, 0.05), "head_lamp")
    world = Watched([(lamp, pose((8.0, 0.0, 0.0)))], np.eye(4), (0.0, 12.0, 0.0),
                    atmosphere=air(-20.0), lit=lit("low_beam"))  # fmt: skip
    world.start = pose((0.0, -12.0 * 0.4, 0.0))
    of = camera(fov="30 deg", **timed(0.02))
    sharp, blurred = (light_of(of, world, T_NS, s)[1] for s in (0.0, 0.02))
    assert blurred.max() < 0.35 * sharp.max()
    assert blurred.sum() == pytest.approx(sharp.sum(), rel=0.06)


def test_threads_give_the_same_blur():
    world = Watched(WORLD, START, (13.0, 0.0, 0.0), 0.8)
    one, three = (camera(threads=n, **timed(0.02)) for n in (1, 3))
    a, b = (of.sense(world, T_NS, 0)[0].channels["linear"] for of in (one, three))
    assert np.array_equal(a, b)


def test_a_pulsed_lamp_is_dark_in_most_short_exposures():
    """CA-07: 100 Hz, 20 %, 1 ms: 70 % of the readings are fully dark; 11 ms catch every pulse of
    90 Hz; the mean over all is the lamp's mean."""
    drive = Drive(100.0, 0.2)
    start = np.arange(3000) * 0.0333667
    found = gathered(drive, 0.3, start, 1e-3)
    assert (found < 1e-9).mean() == pytest.approx(0.70, rel=0.03)
    assert found.mean() == pytest.approx(1.0, rel=0.03)
    assert found.max() == pytest.approx(5.0)
    assert gathered(Drive(90.0, 0.2), 0.1, start, 1.0 / 90.0).min() == pytest.approx(1.0)


def test_tail_lamps_flicker_in_short_exposures_only():
    """Through the picture: the brightest pixel of a lit tail lamp over many readings."""
    lamp = block((0.4, 0.4, 0.4), "tail_lamp")
    world = Watched([(lamp, pose((4.0, 0.0, 0.0)))], pose((0, 0, 0.2)),
                    atmosphere=air(-20.0), lit=lit("tail"))  # fmt: skip
    levels = {}
    for seconds in (5e-4, 1 / 200.0 * 4):
        of = camera(width=32, height=24, fov="20 deg", **timed(seconds))
        times = [T_NS // 4 + 33_366_700 * k for k in range(20)]
        levels[seconds] = np.array([light_of(of, world, t, seconds).max() for t in times])
    short, long = levels.values()
    off = Watched([(lamp, pose((4.0, 0.0, 0.0)))], pose((0, 0, 0.2)), atmosphere=air(-20.0))
    dark = light_of(camera(width=32, height=24, fov="20 deg"), off, T_NS, 0.0).max()
    assert np.ptp(long) < 1e-3 * long.max()
    assert (short <= 1.01 * dark).mean() > 0.4 and short.max() > 2.0 * long.max()
    assert DRIVES["tail"].duty < 0.5


@pytest.mark.slow
def test_motion_blur_of_a_street_is_within_3_percent_of_64_pictures():
    over = {"sensors.front.width": 320, "sensors.front.height": 240, "weather": {},
            "sensors.front.channels": ["linear"]}  # fmt: skip
    over |= {f"sensors.front.{k}": v for k, v in timed(0.02).items()}
    for name in ("child-chases-ball", "motorway-cut-in"):
        made = Episode(draw(load(name, over), 0, 0), {"front": Demand(("linear",), False)})
        made.reset()
        for _ in range(8):
            made.step(made.driver_action)
        shot, of = made._shots[8], made.rig.sensors["front"]
        t_ns = (shot.t0_ns + shot.t1_ns) // 2
        blurred, mean = light_of(of, shot, t_ns, 0.02), subframes(of, shot, t_ns, 0.02, 64)
        assert np.median(np.abs(blurred - mean) / mean) < 0.03
