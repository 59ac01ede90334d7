"""Radars: the radar equation through the sensor, Doppler, resolution, sight, mirrors, records."""

import numpy as np
import pytest
from pictures import block
from radars import SECOND, Actor, adult, ball, own, radar, read, shot_of, vehicle
from whiteout.sensors.models.radar import map_axes
from whiteout.sensors.radar.equation import doppler_shift
from whiteout.sensors.radar.marks import DETECTION
from whiteout.sensors.radar.scene import looked
from whiteout.sensors.radar.sight import reflected
from whiteout.simcore.classes import class_id
from whiteout.simcore.geometry.street.barrier import guard_rail
from whiteout.simcore.pose import pose

CLEAN = {"noise": False}


def point(x, y=0.0, speed=8.0, yaw=0.0, kind="waste_bin"):
    """A small thing of -3 dBsm that goes away, out of the road's Doppler, at the radar's height."""
    return Actor(ball(), x, y, yaw, speed, kind, z=0.5)


def only(detections, kind="waste_bin"):
    found = own(detections, kind)
    assert len(found) == 1
    return found[0]


def far(**more):
    return radar(near=None, far={"nearest": "0.2 m", **more.pop("far", {})}, **more)


def test_the_example_budget_of_the_book():
    """A person of -8 dBsm at 100 m: 26.8 dB; a car of 10 dBsm at 200 m: 32.8 dB (section 5)."""
    drawn = radar(far={"time": "10 ms"}, near=None, frequency=77.0).links["far"]
    for area, away, expected in ((-8.0, 100.0, 26.8), (10.0, 200.0, 32.8)):
        snr = 10 * np.log10(drawn.received(10 ** (0.1 * area), away))
        assert snr == pytest.approx(expected, abs=0.05)


def test_snr_falls_by_12_db_as_the_range_doubles():
    """Row RA-03, through the sensor: R⁴."""
    of = far(**CLEAN)
    reads = [only(read(of, shot_of([point(x)]), 0)) for x in (15.0, 30.0, 60.0, 120.0)]
    steps = np.diff([r["snr"].astype(float) for r in reads])
    true = np.diff([40 * np.log10(r["range"].astype(float)) for r in reads])
    assert steps == pytest.approx(-true, abs=0.05)
    assert steps == pytest.approx(-12.04, abs=0.1)
    assert [r["rcs"] for r in reads] == pytest.approx([-3.0] * 4, abs=0.1)


def test_doppler_of_one_metre_per_second():
    """Row RA-04."""
    assert doppler_shift(1.0, 77e9) == pytest.approx(513.69, rel=1e-4)


@pytest.mark.parametrize(
    ("ego", "speed", "yaw"), [(0, 8, 0), (0, 8, np.pi), (20, 8, 0), (20, 5, 0.7)]
)
def test_doppler_is_positive_for_what_goes_away(ego, speed, yaw):
    shot = shot_of([point(40.0, 3.0, speed, yaw)], ego_speed=ego)
    seen = only(read(far(**CLEAN), shot, 0))
    to = np.array([40.0, 3.0]) / np.hypot(40.0, 3.0)
    relative = np.array([speed * np.cos(yaw) - ego, speed * np.sin(yaw)])
    assert seen["doppler"] == pytest.approx(float(relative @ to), abs=0.02)
    over_ground = speed * np.array([np.cos(yaw), np.sin(yaw)]) @ to
    assert seen["dyn_prop"] == (0 if over_ground > 0 else 2)


@pytest.mark.parametrize("degrees", [0.0, 25.0, 50.0])
def test_what_stands_has_the_doppler_of_the_way_past_it(degrees):
    """-v cos θ (section 5), and is told to stand."""
    angle = np.radians(degrees)
    shot = shot_of([point(20 * np.cos(angle), 20 * np.sin(angle), 0.0)], ego_speed=15.0)
    seen = only(read(radar(far=None, **CLEAN), shot, 0))
    assert seen["doppler"] == pytest.approx(-15.0 * np.cos(angle), abs=0.05)
    assert seen["azimuth"] == pytest.approx(angle, abs=1e-3)
    assert seen["dyn_prop"] in (1, 3)


def test_fast_things_are_folded_where_chirps_are_not_staggered():
    """Beyond λ / (4 T): 15.2 m/s with chirps of 62.5 µs at 79 GHz."""
    fastest = 299_792_458 / 79e9 / 4 / 62.5e-6
    shot = shot_of([point(20.0, speed=20.0)])
    seen = only(read(radar("awr1843_79", **CLEAN), shot, 0))
    assert seen["doppler"] == pytest.approx(20.0 - 2 * fastest, abs=0.02)
    assert seen["ambig_state"] == 1
    told = only(read(far(**CLEAN), shot_of([point(20.0, speed=40.0)]), 0))
    assert told["doppler"] == pytest.approx(40.0, abs=0.02)  # its own limit is 24.5 m/s
    assert told["ambig_state"] == 3


@pytest.mark.parametrize(
    ("apart", "count"),
    [((0.8, 0.0, 0.0), 1), ((4.5, 0.0, 0.0), 2), ((0.0, 0.4, 0.0), 1), ((0.0, 3.0, 0.0), 2),
     ((0.0, 0.0, 0.05), 1), ((0.0, 0.0, 0.3), 2)],
)  # fmt: skip
def test_things_within_a_resolution_are_one_detection(apart, count):
    """The far scan: 1.79 m, 1.6° (1.1 m at 40 m), 0.103 m/s."""
    one = point(40.0, -0.5 * apart[1])  # neither stands before the other
    other = point(40.0 + apart[0], 0.5 * apart[1] + 0.3, 8.0 + apart[2])
    found = own(read(far(**CLEAN), shot_of([one, other]), 0), "waste_bin")
    assert len(found) == count


def test_far_to_the_side_is_seen_on_the_other_side_by_a_wide_array():
    """Elements 0.55 wavelengths apart: sines from -0.91 to 0.91 are told, 1 is taken for -0.82."""
    wide = {"field": "85 deg", "beam": "180 deg", "spacing": 0.55}
    shot = shot_of([point(0.5, 8.0, 8.0)])
    sine = np.sin(np.arctan2(8.0, 0.5)) - 1 / 0.55
    found = read(radar(far=None, near=wide, **CLEAN), shot, 0)
    seen = own(found, "waste_bin", ghost=4)
    assert len(seen) == len(found) == 1
    assert np.sin(seen["azimuth"][0]) == pytest.approx(sine, abs=1e-3)


def test_the_antenna_sees_less_beside_its_axis():
    """Half at half its width, one way: a quarter both ways, at 11.2° of a beam of 22.4°."""
    of = far(far={"field": "15 deg"}, **CLEAN)
    angle = np.radians(11.2)
    ahead = only(read(of, shot_of([point(40.0)]), 0))
    aside = only(read(of, shot_of([point(40 * np.cos(angle), 40 * np.sin(angle))]), 0))
    loss = ahead["snr"] - aside["snr"] - 40 * np.log10(aside["range"] / ahead["range"])
    assert loss == pytest.approx(6.02, abs=0.05)
    assert aside["rcs"] == pytest.approx(ahead["rcs"], abs=0.05)  # the radar knows its antenna


def test_side_lobes_of_the_strong_hide_the_weak():
    """At the same range and speed, 25 dB down; at another range the weak is seen."""
    strong = point(30.0, kind="truck")  # 15 dBsm: a ball labelled so that it echoes as one part
    for kind, x, seen in (("dog", 30.0, False), ("waste_bin", 30.0, True), ("dog", 35.0, True)):
        angle = np.radians(6.0)
        weak = point(x * np.cos(angle), x * np.sin(angle), 8.0, 0.0, kind)
        weak = weak._replace(speed=8.0 / np.cos(angle))
        found = read(far(**CLEAN), shot_of([strong, weak]), 0)
        assert (len(own(found, kind)) > 0) == seen, (kind, x)


def test_elevation_is_told_where_it_is_measured():
    high = point(10.0)._replace(z=2.5)
    seen = only(read(radar("awr1843_79", **CLEAN), shot_of([high]), 0))
    assert seen["elevation"] == pytest.approx(np.arctan2(2.5 - 0.5, 10.0), abs=0.01)
    assert only(read(radar(far=None, **CLEAN), shot_of([high]), 0))["elevation"] == 0.0


def test_a_radar_that_looks_aside_tells_angles_from_its_own_axis():
    mount = {"x": "0 m", "z": "0.5 m", "yaw": "60 deg"}
    shot = shot_of([point(10.0, 17.3, 8.0)], ego_speed=5.0)
    seen = only(read(radar(far=None, mount=mount, **CLEAN), shot, 0))
    assert seen["azimuth"] == pytest.approx(np.arctan2(17.3, 10.0) - np.radians(60), abs=1e-3)
    assert seen["doppler"] == pytest.approx(3.0 * 10.0 / np.hypot(10.0, 17.3), abs=0.02)


def test_an_empty_world_has_no_detections_but_noise():
    assert len(read(radar(**CLEAN), shot_of([]), 0)) == 0
    noisy = read(radar(mistakes={"false_alarm": 1e-5}), shot_of([]), 0)
    assert len(noisy) > 0 and set(noisy["ghost"].tolist()) == {3}
    assert set(noisy["instance"].tolist()) == {0}


def wall(x, y, size):
    return block(size, "plaster"), pose((x, y, 0.0)), "wall"


def test_a_wall_hides_what_stands_behind_it():
    hidden = [point(40.0)]
    assert len(own(read(far(**CLEAN), shot_of(hidden), 0), "waste_bin")) == 1
    behind = shot_of(hidden, [wall(25.0, 0.0, (1.0, 6.0, 3.0))])
    assert len(own(read(far(**CLEAN), behind, 0), "waste_bin")) == 0


def test_a_car_is_seen_below_the_one_before_it():
    """Under-ride: by way of the road, weaker than without the van, and none below a wall."""
    car, van = Actor(vehicle("compact"), 40.0, speed=9.0), Actor(vehicle("van"), 25.0, speed=9.0)
    of = radar(near=None, **CLEAN)
    alone = own(read(of, shot_of([car]), 0), "car")
    below = own(read(of, shot_of([car, van]), 0), "car")
    assert len(below) > 0
    assert set(below["ghost"]) == {0}
    assert below["snr"].max() < alone["snr"].max() - 1.0
    assert below["range"] == pytest.approx(np.full(len(below), 41.0), abs=4.5)
    walled = shot_of([car], [wall(25.0, 0.0, (1.0, 6.0, 3.0))])
    assert len(own(read(of, walled, 0), "car")) == 0


def test_the_road_reflects_by_fresnels_law():
    """All at a flat angle, least at Brewster's, tan ψ = 1/√3.18; ((n - 1)/(n + 1))² from above, on
    a road that is smooth for so long a wave."""
    flat, steep = reflected(np.array([1e-4, 1.0]), 1.0)
    assert flat == pytest.approx(1.0, abs=2e-3)
    n = np.sqrt(3.18)
    assert steep == pytest.approx(((n - 1) / (n + 1)) ** 2, rel=0.02)
    angles = np.radians(np.linspace(1, 89, 353))
    least = angles[np.argmin(reflected(np.sin(angles), 1.0))]
    assert np.degrees(least) == pytest.approx(np.degrees(np.arctan(1 / n)), abs=0.5)


def images(items, y, speed=9.0):
    """Ghosts of a van that drives at (30, -1) beside a mirror at y, and where it is met."""
    shot = shot_of([Actor(vehicle("van"), 30.0, -1.0, speed=speed)], items)
    found = read(radar(**CLEAN), shot, 0)
    return own(found, "van"), own(found, "van", 1), own(found, "van", 2)


@pytest.mark.parametrize("what", ["wall", "guard_rail"])
def test_mirrors_show_a_van_at_its_mirrored_place(what):
    """Range and azimuth of the image, and from half-way: (direct + bounced) / 2 and an azimuth
    between (section 5); speeds are those of the image too."""
    if what == "wall":
        items = [wall(30.0, 5.5, (80.0, 1.0, 3.0))]
    else:
        mesh, kind = guard_rail(60.0).pieces[0][:2]
        items = [(mesh, pose((30.0, 5.0, 0.0), yaw=-np.pi / 2), kind)]
    real, image, half = images(items, 5.0)
    assert len(image) and len(half)
    strongest = image[np.argmax(image["snr"])]
    x, y = (strongest["range"] * f(strongest["azimuth"]) for f in (np.cos, np.sin))
    assert 27.0 < x < 36.0  # the van's length, beyond its rear axle at 30 m
    assert 10.0 < y < 12.0  # 5 + (5 + 1) ± half its width
    assert strongest["doppler"] == pytest.approx(9.0 * np.cos(strongest["azimuth"]), abs=0.1)
    between = half[np.argmax(half["snr"])]
    assert real["range"].min() < between["range"] < strongest["range"] + 0.5
    assert real["azimuth"].max() < between["azimuth"] < image["azimuth"].max()
    assert strongest["snr"] < real["snr"].max()


def test_an_image_moves_as_its_mirror_and_its_object_do():
    """A van that comes nearer to the mirror comes nearer in the image too, from the other side."""
    items = [wall(30.0, 5.5, (80.0, 1.0, 3.0))]
    shot = shot_of([Actor(vehicle("van"), 25.0, -3.0, yaw=0.5, speed=9.0)], items)
    image = own(read(radar(**CLEAN), shot, 0), "van", 1)
    strongest = image[np.argmax(image["snr"])]
    mirrored = 9.0 * np.array([np.cos(0.5), -np.sin(0.5)])
    to = np.array([np.cos(strongest["azimuth"]), np.sin(strongest["azimuth"])])
    assert strongest["doppler"] == pytest.approx(float(mirrored @ to), abs=0.1)


def limb_speeds(figure, speed, number=2):
    """Radial speeds (T, limbs) of a figure that walks straight away, over a second."""
    of, speeds = radar(near=None, **CLEAN), []
    shot = shot_of([Actor(figure, 15.0, 0.0, 0.0, speed)])
    for t in np.linspace(0.05, 0.95, 31):
        stand = of._stand(shot, round(t * SECOND))
        echoes = looked(of.look, shot, round(t * SECOND), stand, *of.shapes(shot))
        speeds.append(echoes.speed[echoes.instance == number])
    return speeds


def test_legs_of_walkers_move_up_to_four_times_as_fast():
    """Micro-Doppler: 3 to 4 times the torso's speed at most, and at rest when they stand."""
    speeds = limb_speeds(adult(), 1.4)
    fastest = max(s.max() for s in speeds) / 1.4
    assert 2.5 < fastest < 4.5
    assert min(s.min() for s in speeds) > -1.0
    assert np.median(np.concatenate(speeds)) == pytest.approx(1.4, abs=0.3)
    still = limb_speeds(adult(), 0.0)
    assert max(np.abs(s).max() for s in still) < 0.3


def test_rims_turn_with_their_wheels():
    """From nearly 0 to nearly twice the speed of the vehicle: rims at 0.8 of the radius."""
    speeds = np.concatenate(limb_speeds(vehicle("compact"), 10.0))
    assert speeds.max() == pytest.approx(18.0, abs=0.8)
    assert speeds.min() == pytest.approx(2.0, abs=0.8)


def test_a_map_shows_what_is_detected_and_the_walk():
    shot = shot_of([Actor(adult(), 12.0, 0.0, 0.0, 1.4), point(20.0)])
    of = radar(far=None, channels=["detections", "range_doppler"], **CLEAN)
    reading = of.sense(shot, SECOND // 4, 0)[0]
    map_ = reading.channels["range_doppler"]
    away, speeds = map_axes(of.settings)
    assert map_.dtype == np.float32 and map_.shape == (len(away), len(speeds))
    seen = only(reading.channels["detections"])
    near = np.argmin(abs(away - seen["range"])), np.argmin(abs(speeds - seen["doppler"]))
    assert map_[near] == pytest.approx(float(seen["snr"]), abs=1.0)
    walk = map_[abs(away - 12.0) < 0.6].max(0)
    spread = speeds[walk > 15.0]
    assert spread.max() - spread.min() > 1.5  # limbs, beside a torso at 1.4 m/s
    still = speeds[(map_[abs(away - seen["range"]) < 0.3].max(0) > 15.0) & (speeds > 1.0)]
    assert still.max() - still.min() < 1.0  # of one speed, beside the road's 0


def test_the_same_time_gives_the_same_bytes_whatever_the_threads():
    shot = shot_of([Actor(vehicle("van"), 30.0, speed=9.0), Actor(adult(), 15.0, 2.0, 1.0, 1.4)])
    channels = ["detections", "range_doppler"]
    one, two = radar(channels=channels), radar(channels=channels, threads=2)
    for channel in channels:
        first, again = read(one, shot, channel=channel), read(one, shot, channel=channel)
        assert first.tobytes() == again.tobytes() == read(two, shot, channel=channel).tobytes()
        assert first.tobytes() != read(one, shot, 0, channel).tobytes()


def test_records_are_as_conventions_say_and_objects_count_them():
    shot = shot_of([Actor(vehicle("van"), 30.0, speed=9.0), Actor(adult(), 15.0, 2.0, 1.0, 1.4)])
    of = radar(objects=True)
    reading, truth = of.sense(shot, SECOND // 2, 0)
    found = reading.channels["detections"]
    assert found.dtype == DETECTION
    assert {"range", "azimuth", "doppler", "rcs", "snr", "instance", "ghost"} <= {
        *found.dtype.names
    }
    assert (np.diff(found["range"]) >= 0).all()
    for item in truth.objects:
        mine = (found["instance"] == item.track) & (found["ghost"] == 0)
        assert item.points == mine.sum()
        assert item.detectable == mine.any()
    assert {o.class_name for o in truth.objects if o.points} >= {"van"}
    assert class_id("ego") not in set(found["class"].tolist())
    assert found["pdh0"].min() >= 1 and found["pdh0"].max() <= 7


def test_at_most_so_many_and_the_nearest_first():
    shot = shot_of([Actor(vehicle("van"), 30.0, speed=9.0)])
    every, few = read(radar(), shot), read(radar(most=3), shot)
    assert len(every) > 3
    assert few.tobytes() == every[:3].tobytes()


def test_a_radar_needs_a_scan():
    with pytest.raises(Exception, match="a radar needs a scan"):
        radar(far=None, near=None)
    with pytest.raises(Exception, match="no 'far' scan"):
        radar("awr1843_79", map="far")


def test_presets_resolve_what_their_data_sheets_say():
    """ARS408: 0.37 and 0.43 km/h."""
    of = radar()
    assert of.links["far"].speed == pytest.approx(0.37 / 3.6, rel=0.01)
    assert of.links["near"].speed == pytest.approx(0.43 / 3.6, rel=0.01)
    assert radar("awr1843_79").links["near"].fastest == pytest.approx(15.18, abs=0.01)
