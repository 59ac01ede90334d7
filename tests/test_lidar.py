"""A LiDAR against its book: beams and times of devices, the range equation, noise, motion."""

from __future__ import annotations

import numpy as np
import pytest
from lidars import (
    AHEAD,
    FLAT,
    NIGHT,
    ahead,
    farthest,
    lidar,
    ranges,
    read,
    wall,
    white,
    world_of,
)  # fmt: skip
from pictures import air, block, floor
from scipy.special import lambertw
from watched import Watched
from whiteout.sensors.lidar.aim import way_of
from whiteout.sensors.lidar.falling import falling, hidden
from whiteout.sensors.lidar.pattern import tables
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.media.rain import Rainfall
from whiteout.simcore.media.snow import Snowfall
from whiteout.simcore.pose import pose
from whiteout.simcore.surface import Surface

KMH = 1 / 3.6


def fog(visibility, light=NIGHT):
    return light.with_medium("fog", Fog(np.log(20.0) / visibility))


def sigma(world):
    return world.extinction("near_infrared")


def test_the_vlp_16_fires_as_its_manual_says():  # LI-05
    table = tables()["vlp_16"]
    assert np.degrees(table.elevation) == pytest.approx(np.arange(-15, 16, 2), abs=1e-9)
    order = np.argsort(table.after)
    assert np.degrees(table.elevation[order])[:4] == pytest.approx([-15, 1, -13, 3], abs=1e-9)
    assert np.diff(table.after[order]) == pytest.approx([2.304e-6] * 15, abs=1e-12)
    of = lidar(preset="vlp_16")
    assert of.pattern.columns == int(0.1 / 55.296e-6) == 1808
    # Lasers 0 to 15 fire in turn, at -15°, 1°, -13°, 3° and so on; the scanner turns on meanwhile.
    fired = 0.1 * of.pattern.share.reshape(1808, 16)[:, order].astype(np.float64)
    assert np.diff(fired, axis=1) == pytest.approx(2.304e-6, abs=2e-8)
    turned = np.degrees(of.pattern.azimuth.reshape(1808, 16)[:, order])
    assert np.diff(turned, axis=1) == pytest.approx(-3600.0 * 2.304e-6, abs=1e-4)


def test_the_hdl_32e_has_the_beams_of_its_data_sheet():
    up = np.degrees(tables()["hdl_32e"].elevation)
    assert (len(up), up.max(), up.min()) == (32, pytest.approx(10.67, abs=0.01), -30.6667)
    assert np.diff(up) == pytest.approx([4 / 3] * 31, abs=1e-3)
    of = lidar(preset="hdl_32e", rate="20 Hz")
    assert of.pattern.columns == int(0.05 / 46.08e-6) == 1085
    # 32 beams in 46.08 µs make 695 000 points a second.
    assert 32 * of.pattern.columns * 20 == pytest.approx(695_000, rel=0.01)


@pytest.mark.parametrize(
    ("name", "beams", "top", "bottom"),
    [("hdl_64e", 64, 2.0, -24.33), ("os1_64", 64, 16.611, -16.611), ("os1_128", 128, 22.5, -22.5),
     ("rs_m1", 126, 12.5, -12.5)],
)  # fmt: skip
def test_other_devices_have_theirs(name, beams, top, bottom):
    up = np.degrees(tables()[name].elevation)
    assert len(up) == beams
    assert (up.max(), up.min()) == (pytest.approx(top), pytest.approx(bottom))


def test_scanners_turn_clockwise_and_time_goes_on():
    of = lidar(preset="hdl_32e")
    p, share = of.pattern, of.pattern.share.reshape(-1, 32)
    assert (np.diff(share, axis=0) > 0).all() and share.min() >= 0.0 and share.max() < 1.0
    azimuth = np.degrees(p.azimuth).reshape(-1, 32)
    assert (np.diff(azimuth, axis=0) < 0).all()
    assert azimuth[0].max() == pytest.approx(180.0) and azimuth[-1].min() > -180.001


def test_points_of_a_sweep_say_when_and_by_which_beam():
    items = [(block((200.0, 200.0, 20.0)), pose((0, 0, 300.0))), (floor(half=60.0), np.eye(4))]
    of = lidar(preset="vlp_16", mount={"z": "2 m"})
    points = read(of, Watched(items, np.eye(4), atmosphere=NIGHT), 300_000_000)
    assert points["t_ns"].min() >= 200_000_000 and points["t_ns"].max() < 300_000_000
    up = np.arctan2(points["z"], np.hypot(points["x"], points["y"]))
    told = tables()["vlp_16"].elevation[points["ring"]]
    assert up == pytest.approx(told, abs=2e-3)  # a bias of 1 cm at 8 m
    azimuth = np.arctan2(points["y"], points["x"])
    share = ((np.pi - azimuth) % (2 * np.pi)) / (2 * np.pi)
    assert (points["t_ns"] - 2e8) / 1e8 == pytest.approx(share, abs=1e-4)


def test_returns_fall_with_the_square_of_the_distance_and_twice_the_way():  # LI-02
    of = ahead(noise=False, echoes="last")
    clear = []
    for far in (10.0, 20.0, 40.0):
        sweep = of.swept(wall(far), 500_000_000, noise=False)
        assert sweep.nearest[800] == pytest.approx(far, rel=1e-4)
        clear.append(_power(of, wall(far)))
    slope = np.diff(np.log2(clear))
    assert slope == pytest.approx([-2.0, -2.0], abs=0.01)
    # The clear air has an extinction of its own; only what fog adds counts.
    thick = fog(100.0)
    for far, before in zip((10.0, 20.0, 40.0), clear, strict=True):
        added = sigma(thick) - sigma(NIGHT)
        passed = _power(of, wall(far, atmosphere=thick)) / before
        assert passed == pytest.approx(np.exp(-2 * added * far), rel=2e-3)


def _power(of, world):
    """Power of a wall in units of the threshold: 1 where it is just found."""
    low, high = 1e-4, 1e6
    receiver = of.receiver
    for _ in range(40):
        middle = np.sqrt(low * high)
        of.receiver = receiver._replace(reach=receiver.reach / np.sqrt(middle))
        points = of.swept(world, 500_000_000, noise=False)
        found = (points.labels.particle[points.echoes.origin] == 0).sum() > 800
        low, high = (middle, high) if found else (low, middle)
    of.receiver = receiver
    return low


def test_distances_err_as_the_noise_says():
    for far in (15.0, 30.0, 60.0):
        of = ahead(receiver={"reach": "150 m"})
        world = wall(far)
        snr = _power(ahead(noise=False, receiver={"reach": "150 m"}), world)
        points = read(of, world)
        error = (points["x"] - far).astype(np.float64)
        assert len(points) == 1600
        assert error.std() == pytest.approx(0.09 / np.sqrt(2 * snr), rel=0.06)
        assert abs(error.mean()) < 4 * error.std() / 40


@pytest.mark.parametrize(("visibility", "expected"), [(50, 23.9), (100, 35.0), (500, 67.0)])
def test_fog_takes_range_as_lamberts_w_says(visibility, expected):  # LI-03
    of = ahead(noise=False, echoes="last")
    # In perfectly clear air, as the book has it.
    clear, found = (air(-30.0, haze=1e9) for _ in range(2))
    found = found.with_medium("fog", Fog(np.log(20.0) / visibility))
    bare = farthest(of, lambda far: wall(far, atmosphere=clear))
    of = ahead(noise=False, echoes="last", receiver={"reach": f"{100.0 * 100.0 / bare} m"})
    assert farthest(of, lambda far: wall(far, atmosphere=clear)) == pytest.approx(100.0, rel=2e-3)
    told = farthest(of, lambda far: wall(far, atmosphere=found))
    alpha = sigma(found) - sigma(clear)
    assert told == pytest.approx(lambertw(alpha * 100.0).real / alpha, rel=0.01)
    assert told == pytest.approx(expected, rel=0.03)  # droplets dim 905 nm a little otherwise


@pytest.mark.parametrize("visibility", [40.0, 50.0])
def test_an_hdl_64e_sees_25_m_in_dense_fog(visibility):  # LI-04
    of = lidar(preset="hdl_64e", noise=False, scan=AHEAD, echoes="last")
    thick = fog(visibility)

    def found(far):
        points = read(of, wall(far, "marking", atmosphere=thick))
        return (points["is_particle"] == 0).any()

    told = [far for far in np.arange(10.0, 50.0, 0.5) if found(far)]
    assert max(told) == pytest.approx(25.0, rel=0.2)


def test_lidars_lose_most_of_their_range_where_one_sees_50_m():  # RA-06
    of = ahead(noise=False, echoes="last")
    lost = 1.0 - farthest(of, lambda far: wall(far, atmosphere=fog(50.0))) / white(of)
    assert lost > 0.7


def test_a_sweep_in_motion_has_a_seam_which_deskewing_closes():  # LI-06
    behind = [(block((0.5, 60.0, 60.0), "plaster"), pose((-20.25, 0.0, -30.0)))]
    world = Watched(behind, np.eye(4), (100 * KMH, 0.0, 0.0), atmosphere=NIGHT)
    perfect = {"beams": FLAT, "noise": False, "scan": {"columns": 1800}}
    raw = read(lidar(**perfect, deskew=False), world, 100_000_000)
    steady = read(lidar(**perfect), world, 100_000_000)
    for points, expected, within in ((raw, 2.778, 0.028), (steady, 0.0, 0.01)):
        close = abs(points["y"]) < 0.5
        first, last = (points["t_ns"] < 5e6) & close, (points["t_ns"] > 95e6) & close
        seam = points["x"][first].mean() - points["x"][last].mean()
        assert seam == pytest.approx(expected, abs=within)
    turning = Watched(behind, np.eye(4), (10.0, 0.0, 0.0), 0.5, atmosphere=NIGHT)
    steady = read(lidar(**perfect), turning, 100_000_000)
    T = turning.ego(100_000_000)
    there = np.stack([steady[axis] for axis in "xyz"], 1) @ T[:3, :3].T + T[:3, 3]
    assert abs(there[:, 0] + 20.0).max() < 0.01


def test_fog_noise_is_near():  # LI-07
    of = lidar(preset="hdl_32e")
    points = read(of, Watched([(block((1, 1, 1)), pose((0, 0, 300.0)))], np.eye(4),
                              atmosphere=fog(40.0)))  # fmt: skip
    drops = points[points["is_particle"] == 1]
    assert len(drops) > 1000 and np.median(ranges(drops)) < 15.0
    assert np.percentile(ranges(drops), 99) < 40.0
    assert np.median(drops["intensity"]) <= 10


def test_clear_air_has_no_echo():
    empty = Watched([(block((1, 1, 1)), pose((0, 0, 300.0)))], np.eye(4), atmosphere=NIGHT)
    assert len(read(lidar(preset="hdl_32e"), empty)) <= 6  # one false alarm of 100 000 rays


def test_thick_fog_echoes_more_than_thin():
    of = lidar(preset="hdl_32e", noise=False)
    empty = [(block((1, 1, 1)), pose((0, 0, 300.0)))]
    found = [len(read(of, Watched(empty, np.eye(4), atmosphere=fog(v)))) for v in (40, 150, 2000)]
    assert found[0] > found[1] >= found[2] == 0


@pytest.mark.parametrize(
    "medium", [Snowfall(2.0, key=9), Rainfall(50.0, key=9), Snowfall(4.0, 9, "wet")]
)
def test_particles_and_the_rest_take_what_the_book_says(medium):
    """Those that count by themselves hide, in the mean over beams, what is left out of the air."""
    of = lidar(preset="os1_64")
    world = Watched([(block((1, 1, 1)), pose((0, 0, 300.0)))], pose((0.0, 0.0, 50.0)),
                    atmosphere=NIGHT.with_medium("falls", medium))  # fmt: skip
    kept = []
    for k in range(6):
        t = 100_000_000 * (k + 1)
        way = way_of(world, t - 100_000_000, t, np.eye(4))
        rays = len(of.pattern.share)
        passing, far = np.ones(rays, np.float32), np.full(rays, np.inf, np.float32)
        falling(
            world.atmosphere, of.pattern, of.receiver, way, far, passing, t * 1e-9 - 0.1, t * 1e-9
        )
        kept.append(np.sqrt(passing).mean())
    depth = hidden(medium, np.linspace(0.0, 60.0, 3000), of.receiver)[-1]
    whole = 60.0 * medium.extinction("near_infrared_865", 0.5 * of.receiver.divergence)
    assert depth > 0.003
    # One way, in the mean over places, e^-τ is left; with the rest it is the book's within 2 %.
    found = -np.log(np.mean(kept))
    assert found == pytest.approx(depth, rel=0.06)
    assert whole - depth + found == pytest.approx(whole, rel=0.01)


def test_rain_and_snow_echo_from_near():
    of = lidar(preset="hdl_32e")
    for medium, label in ((Snowfall(2.0, key=4), 110), (Rainfall(60.0, key=4), 112)):
        world = Watched([(block((1, 1, 1)), pose((0, 0, 300.0)))], pose((0, 0, 50.0)),
                        atmosphere=NIGHT.with_medium("falls", medium))  # fmt: skip
        points = read(of, world)
        assert set(points["class"][points["is_particle"] == 1]) == {label}
        assert (points["is_particle"] == 1).sum() > 100
        assert np.median(ranges(points)) < 15.0


def test_wet_roads_vanish_nearer_than_dry_ones():
    def seen(film):
        world = Watched([(floor("asphalt", 200.0), np.eye(4))], np.eye(4), atmosphere=NIGHT)
        world.stage.chart[:] = 0
        world.surface = Surface.laid(world.surface.bed.charts, water_film=film, key=3)
        return ranges(read(lidar(mount={"z": "1.8 m"}, noise=False, preset="hdl_64e"), world))

    dry, wet = seen(0.0), seen(2e-3)
    assert 20.0 < dry.max() < 70.0  # "beyond some 20 to 30 m" wet roads are gone
    assert wet.max() < 0.85 * dry.max() and wet.max() < 30.0
    assert (wet > 10.0).sum() < 0.5 * (dry > 10.0).sum()


def slanted(*looks):
    """A wall at 10 m that is turned by 20 degrees."""
    return block((0.5, 60.0, 60.0), *looks), pose((10.0, 0.0, -30.0), yaw=0.35)


def test_intensity_is_the_reflectance_of_diffuse_walls_and_more_of_retro_reflectors():
    of = ahead(noise=False)
    grey, dark = (
        np.median(read(of, world_of([slanted("car_paint", (x, x, x))]))["intensity"])
        for x in (0.5, 0.04)
    )
    sign = np.median(read(of, wall(20.0, "sign_face"))["intensity"])
    assert dark < 0.3 * grey and grey <= 100 < sign
    plaster = [np.median(read(of, wall(far))["intensity"]) for far in (5.0, 20.0, 40.0)]
    assert plaster == pytest.approx([plaster[0]] * 3, abs=2)  # calibrated: whatever the distance


def test_range_goes_by_the_root_of_the_reflectance():
    of = ahead(noise=False, receiver={"reach": "40 m"})
    white_wall, dark_wall = (
        farthest(of, lambda far, x=x: wall(far, "plain", x, atmosphere=air(-30, haze=1e9)))
        for x in ((0.8,) * 3, (0.1,) * 3)
    )
    assert white_wall / dark_wall == pytest.approx(np.sqrt(8.0), rel=0.01)


def test_a_pole_before_a_wall_gives_two_echoes():
    items = [
        (block((0.1, 0.02, 10.0)), pose((8.0, 0.0, -5.0))),
        (block((0.5, 60.0, 60.0)), pose((20.25, 0.0, -30.0))),
    ]
    world = world_of(items)
    both = {"scan": AHEAD, "beams": FLAT, "noise": False, "optics": {"overlap": "0.1 m"}}
    one, last, two = (
        read(lidar(echoes=mode, **both), world) for mode in ("strongest", "last", "both")
    )
    assert len(one) == len(last) == 1600 and len(two) > 1600
    assert (ranges(one) < 9).sum() > (ranges(last) < 9).sum() > 0
    second = two[two["echo"] == 1]
    assert (ranges(second) > 19).all() and len(two[two["echo"] == 0]) == 1600


def test_glass_lets_beams_through_and_mirrors_them():
    pane = block((0.01, 60.0, 60.0), "glass")
    behind = block((0.5, 60, 60)), pose((15.25, 0, -30.0))
    points = read(ahead(noise=False), world_of([(pane, pose((6, 0, -30), yaw=0.4)), behind]))
    assert np.median(ranges(points)) == pytest.approx(15.0, abs=0.05)
    turned = [
        (pane, pose((6.0, 0.0, -30.0), yaw=np.pi / 4)),
        (block((60, 0.5, 60), "sign_face"), pose((6.0, -12.25, -30.0))),
    ]
    world = world_of(turned)
    ghosts = read(ahead(noise=False), world)
    ghosts = ghosts[abs(ranges(ghosts) - 18.0) < 0.3]
    assert len(ghosts) > 500 and set(ghosts["class"]) == {0} and set(ghosts["instance"]) == {0}
    assert ghosts["true_range"] == pytest.approx(6.0, abs=0.1)


def test_sunlight_takes_range():
    of = ahead(noise=False, receiver={"sunlight": 1.0})
    night, noon = (farthest(of, lambda far, a=a: wall(far, atmosphere=a)) for a in (NIGHT, air(60)))
    assert 0.6 * night < noon < 0.95 * night


def test_the_suns_disc_makes_noise():
    sunny = air(10.0, azimuth=90.0)  # in the east, ahead
    empty = [(block((1, 1, 1)), pose((0, 0, -300.0)))]
    of = lidar(scan={"view": "4 deg", "start": "2 deg", "columns": 200},
               beams={"count": 40, "lowest": "8 deg", "highest": "12 deg"})  # fmt: skip
    points = read(of, Watched(empty, np.eye(4), atmosphere=sunny))
    up = np.degrees(np.arctan2(points["z"], np.hypot(points["x"], points["y"])))
    assert len(points) > 100 and abs(up - 10.0).max() < 1.6
    assert np.percentile(ranges(points), 90) > 80.0  # anywhere
    assert len(read(of, Watched(empty, np.eye(4), atmosphere=NIGHT))) < 5


def test_signs_have_halos():
    items = [(block((0.1, 0.6, 0.6), "sign_face"), pose((20.0, 0.0, -0.3)))]
    world = world_of(items)
    of = lidar(scan={"view": "10 deg", "start": "5 deg", "columns": 200},
               beams={"count": 41, "lowest": "-4 deg", "highest": "4 deg"},
               noise=False)  # fmt: skip
    points = read(of, world)
    aside = abs(np.degrees(np.arctan2(points["y"], points["x"])))
    half = np.degrees(np.arctan2(0.3, 20.0))
    assert half + 0.2 < aside.max() < half + 1.5


@pytest.mark.parametrize("threads", [1, 3])
def test_the_same_points_twice_and_for_any_threads(threads):
    snowy = NIGHT.with_medium("snow", Snowfall(1.0, key=5))
    items = [(floor(half=80.0), np.eye(4)), (block((3, 3, 3)), pose((12, 4, 0)))]
    world = Watched(items, np.eye(4), (10.0, 1.0, 0.0), 0.2, atmosphere=snowy)
    first = read(lidar(mount={"z": "1.8 m"}), world)
    again = read(lidar(threads, mount={"z": "1.8 m"}), world)
    assert first.tobytes() == again.tobytes()
    later = read(lidar(mount={"z": "1.8 m"}), world, 600_000_000)
    assert later.tobytes() != first.tobytes()
