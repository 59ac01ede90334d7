"""Objects through the weather: transmittance, contrast, whether they can be told from around."""

from dataclasses import replace

import numpy as np
import pytest
from imagers import flat, imager, taken
from pictures import Item, block, ground, sun
from stages import at_rest
from test_truth import ADULT, street
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.sensors.imaging.distinct import distinctness
from whiteout.sensors.imaging.eye import Eye
from whiteout.sensors.imaging.view import View
from whiteout.sensors.sensor import Demand
from whiteout.sensors.truth.boxes import seen
from whiteout.sensors.truth.contrast import BANDS, Look, detected, looks_of
from whiteout.sensors.truth.weathered import through_weather, transmittances
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.bodies import Cast
from whiteout.simcore.media.banks import Banks
from whiteout.simcore.media.blowing import BlowingSnow
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.media.rain import Rainfall
from whiteout.simcore.media.snow import Snowfall
from whiteout.simcore.media.spray import depths, extinction_at, plume
from whiteout.simcore.pose import R_FLU_OPTICAL, look_at, pose, transform
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.render.projection import Projection
from whiteout.simcore.render.stage import Stage
from whiteout.simcore.scene import Placement, Scene

HAZELESS = 1e9
EYE = np.array([0.0, 0.0, 1.5])
LEVEL = look_at(EYE, (10, 0, 1.5))
BLACK = (0.0, 0.0, 0.0)


def fog(visibility, **more):
    return Atmosphere(sun(35), 1.0, HAZELESS).with_medium(
        "fog", Fog(np.log(20) / visibility, **more)
    )


def looked_at(items, air, width=320, height=240, fov=40.0, snow_time=0.0):
    """Looks and transmittances of items, whose ids count from 1, and how many pixels are seen."""
    placed = [Placement(i.mesh, i.T, 1, body=k, chart=i.chart) for k, i in enumerate(items, 1)]
    stage = Stage(Scene(tuple(placed), lanes=None), Cast(()))
    view = View(Projection.from_fov("pinhole", width, height, np.radians(fov)))
    eye = Eye(view, fine=True)
    eye.draw(stage, at_rest(stage), LEVEL)
    made = eye.labels({"depth", "instance"})
    found = seen(made["instance"])
    lit = Painter(stage, 4).light(eye.films[0], Scenery(air, ground(), (), snow_time, 0.005))
    looks = looks_of(lit.image, made["depth"], made["instance"], found)
    T = LEVEL @ pose(R=R_FLU_OPTICAL)
    passed = through_weather(view, T, air, made["depth"], made["instance"], found)
    return looks, passed, found


def target(distance, size=1.0, albedo=BLACK, aside=0.0):
    """A box that hangs before the horizon at eye level, its face at a distance."""
    place = pose((distance + 0.1, aside, 1.5 - size / 2))
    return Item(block((0.2, size, size), "under", albedo), place)


@pytest.mark.parametrize("visibility", [60.0, 150.0])
def test_a_black_box_at_the_visibility_has_five_percent_of_both(visibility):
    # WMO-No. 8: MOR is where a black target before the horizon has a contrast of 0.05.
    air = fog(visibility)
    looks, passed, _ = looked_at([target(visibility, 0.2 * visibility)], air)
    assert passed[1] == pytest.approx(0.05, abs=0.002)
    assert looks[1].contrast == pytest.approx(0.05, abs=0.003)


def test_snow_hides_by_its_extinction_though_flakes_are_drawn():
    snow = Snowfall(2.0, key=7)
    air = Atmosphere(sun(35), 1.0, HAZELESS).with_medium("snow", snow)
    looks, passed, _ = looked_at([target(100.0, 20.0)], air)
    assert passed[1] == pytest.approx(np.exp(-100.0 * snow.extinction()), rel=0.01)
    assert looks[1].contrast == pytest.approx(passed[1], abs=0.03)  # single flakes before both


def media():
    """Air of every kind: even, by height, in banks, behind vehicles."""
    base = Atmosphere(sun(35), 1.0, 20e3)
    return {
        "even": base.with_medium("fog", Fog(np.log(20) / 80.0)),
        "ground fog": base.with_medium("fog", Fog(np.log(20) / 80.0, depth=4.0)),
        "blowing": base.with_medium("blowing_snow", BlowingSnow(0.3)),
        "banks": base.with_medium("fog", Fog(np.log(20) / 80.0, banks=Banks(0.5, 40.0, 5))),
    }


@pytest.mark.parametrize("kind", sorted(media()))
def test_transmittance_is_the_sum_of_the_extinction_on_the_way(kind):
    """Tables and surveys of the renderer against the atmosphere asked place by place."""
    air = media()[kind]
    rng = np.random.default_rng(2)
    points = rng.uniform([10, -40, 0], [150, 40, 6], (400, 3))
    expected = air.transmittance(EYE, points)
    found = transmittances(air, EYE, points)
    assert np.abs(found - expected).max() < (0.05 if kind == "banks" else 0.006)
    assert np.abs(found - expected).mean() < 0.01


def test_rain_counts_what_leaves_a_pixel():
    """Drops diffract into the pixel that they dim: extinction as cameras see it (Q = 1.2)."""
    air = Atmosphere(sun(35), 1.0, HAZELESS).with_medium("rain", Rainfall(25.0))
    away = np.array([[200.0, 0.0, 1.5]])
    expected = np.exp(-0.200 * 2.771 * 1.2 / 2.0)  # AT-03: 2.771 per km at 25 mm/h with Q = 2
    assert transmittances(air, EYE, away)[0] == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("kind", ["even", "ground fog", "blowing"])
def test_transmittance_multiplies_along_a_way(kind):
    # AT-02: T(a + b) = T(a) T(b); here by tables of single precision for each eye.
    air = media()[kind]
    middle, end = np.array([40.0, 10.0, 1.1]), np.array([80.0, 20.0, 0.7])
    whole = transmittances(air, EYE, end[None])[0]
    parts = transmittances(air, EYE, middle[None])[0] * transmittances(air, middle, end[None])[0]
    assert whole == pytest.approx(parts, rel=3e-3)


def test_spray_on_a_way_is_its_extinction_summed_up():
    plumes = [
        plume((30.0, -1.0, 0.0), 0.0, 25.0, (4.5, 1.8, 1.5), 3e-3),
        plume((60.0, 3.0, 0.0), 2.8, 20.0, (12.0, 2.5, 3.8), 3e-3),
    ]
    rng = np.random.default_rng(3)
    points = rng.uniform([5, -6, 0], [90, 6, 3], (200, 3))
    share = (np.arange(4000) + 0.5) / 4000
    expected = [
        extinction_at(plumes, EYE + share[:, None] * (p - EYE)).mean() * np.linalg.norm(p - EYE)
        for p in points
    ]
    found = depths(plumes, EYE, points)
    assert max(expected) > 0.8
    assert np.abs(np.exp(-found) - np.exp(-np.array(expected))).max() < 0.01


def test_labels_are_the_mean_over_the_visible_pixels_of_the_air_before_them():
    """On a flooded motorway with spray: every pixel by the atmosphere, asked place by place."""
    over = {"weather": {"rain": {"rate": "20 mm/h"}}, "surface": {"water_film": "2 mm"},
            "sensors.front.channels": ["depth", "instance"]}  # fmt: skip
    episode = Episode(draw(load("motorway-cut-in", over), 1, 0))
    frame = episode.reset()
    (reading,), (truth,) = frame.readings["front"], frame.truth["front"]
    depth, instance = truth.channels["depth"], truth.channels["instance"]
    T = reading.T_world_ego @ reading.T_ego_sensor
    air = episode._shots[0].atmosphere
    assert air.plumes
    cars = [o for o in truth.objects if o.visible_px > 50 and o.class_name in ("car", "truck")]
    for item in cars:
        v, u = np.nonzero(instance == item.track)
        rays = np.linalg.inv(reading.calibration.K) @ np.stack([u, v, np.ones(len(u))])
        points = transform(T, (rays * depth[v, u]).T)
        dry = transmittances(replace(air, plumes=()), T[:3, 3], points)
        rain = np.exp(-air.medium("rain").seen * np.linalg.norm(points - T[:3, 3], axis=1))
        spray = np.array([_spray(air.plumes, T[:3, 3], point) for point in points])
        assert dry.mean() == pytest.approx(rain.mean(), rel=0.03)  # and some haze
        assert item.weather_visibility == pytest.approx((dry * spray).mean(), abs=0.02)
        assert item.weather_visibility < 0.9 * dry.mean()
    assert cars


def _spray(plumes, eye, point):
    """What plumes let through, by a sum over 2000 places."""
    places = eye + ((np.arange(2000) + 0.5) / 2000)[:, None] * (point - eye)
    return np.exp(-extinction_at(plumes, places).mean() * np.linalg.norm(point - eye))


def test_what_is_nearer_is_seen_no_worse():
    """The same box under the same angle, ever farther away."""
    shares, contrasts = [], []
    for distance in (20.0, 40.0, 80.0, 120.0, 200.0):
        looks, passed, _ = looked_at([target(distance, 0.2 * distance)], fog(100.0))
        shares.append(passed[1])
        contrasts.append(looks[1].contrast)
    assert (np.diff(shares) < 0).all() and (np.diff(contrasts) < 0).all()


def test_a_dark_half_and_a_bright_one_do_not_cancel():
    image = np.full((3, 40 * 40), 100.0, np.float32)
    instance = np.zeros((40, 40), np.int32)
    instance[10:26, 12:20] = 5
    picture = image.reshape(3, 40, 40)
    picture[:, 10:18, 12:20] = 40.0
    picture[:, 18:26, 12:20] = 160.0
    depth = np.full((40, 40), 30.0, np.float32)
    look = looks_of(image, depth, instance, seen(instance))[5]
    assert len(look.pixels) == BANDS
    assert look.contrast == pytest.approx(0.6)


def test_what_is_nearer_is_not_what_an_object_is_seen_against():
    """Of the pixels around it, those of a nearer thing do not count; of those left, all do."""
    image = np.full((3, 40 * 40), 100.0, np.float32)
    instance = np.zeros((40, 40), np.int32)
    instance[10:26, 12:20], instance[:, :12] = 5, 6
    image.reshape(3, 40, 40)[:, :, :12] = 10.0
    depth = np.full((40, 40), 50.0, np.float32)
    depth[:, :12] = 20.0
    found = seen(instance)
    looks = looks_of(image, depth, instance, found)
    assert looks[5].contrast == pytest.approx(0.0, abs=1e-6)
    assert looks[6].contrast == pytest.approx(0.9)  # of what is nearer, what is behind it does


def scene(parts, around=100.0, away=50.0):
    """Light (3, N), depth and instance (40, 40) of one object, 5, of rectangles: rows, columns and
    their light, before what is twice as far away."""
    image = np.full((3, 40, 40), around, np.float32)
    depth, instance = np.full((40, 40), 2.0 * away, np.float32), np.zeros((40, 40), np.int32)
    for rows, columns, light in parts:
        image[:, rows, columns], depth[rows, columns], instance[rows, columns] = light, away, 5
    return image.reshape(3, -1), depth, instance


def test_pixels_on_the_outline_may_hold_some_of_both():
    image, depth, instance = scene([(slice(10, 26), slice(12, 20), 50.0)])
    rim = image.reshape(3, 40, 40)
    rim[:, 9, 12:20] = rim[:, 26, 12:20] = rim[:, 10:26, 11] = rim[:, 10:26, 20] = 75.0
    look = looks_of(image, depth, instance, seen(instance))[5]
    assert look.contrast == pytest.approx(0.5)
    assert look.middle == 18 * 40 + 16


def test_bands_with_nothing_beside_them_are_before_all_that_is_around():
    wide, narrow = (slice(10, 26), slice(0, 40), 40.0), (slice(26, 42), slice(12, 20), 80.0)
    image, depth, instance = scene([wide, narrow])
    look = looks_of(image, depth, instance, seen(instance))[5]
    areas = 16 * 40, 14 * 8
    assert len(look.pixels) == BANDS
    assert look.contrast == pytest.approx(np.average((0.6, 0.2), weights=areas), abs=0.01)


def test_nothing_is_seen_against_where_a_lens_sees_nothing():
    image, depth, instance = scene([(slice(10, 26), slice(12, 20), 50.0)])
    image.reshape(3, 40, 40)[:, :, 20:] = 0.0
    depth[:, 20:] = -1.0
    look = looks_of(image, depth, instance, seen(instance))[5]
    assert look.contrast == pytest.approx(0.5)


def test_a_camera_says_where_its_lens_sees_nothing(monkeypatch):
    """Of a picture higher than wide, a view of 240° across ends before the corners."""
    given = []

    def noted(image, depth, instance, found):
        given.append(depth.copy())
        return looks_of(image, depth, instance, found)

    monkeypatch.setattr("whiteout.sensors.models.camera.looks_of", noted)
    lens = {"sensors.front.lens.model": "kannala_brandt", "sensors.front.fov": "240 deg",
            "sensors.front.width": 48, "sensors.front.height": 96,
            "sensors.front.channels": ["rgb", "instance"]}  # fmt: skip
    street({}, **lens)
    v, u = np.indices((96, 48))
    beyond = np.hypot(u - 23.5, v - 47.5) > 24.0 * 180.0 / 120.0 + 1.0
    assert beyond.any() and (given[0][beyond] == -1.0).all()
    assert (given[0][40:56] > 0.0).all()


def test_what_fills_the_picture_is_judged_by_the_air_alone():
    instance = np.full((20, 20), 3, np.int32)
    image, depth = np.ones((3, 400), np.float32), np.ones((20, 20), np.float32)
    look = looks_of(image, depth, instance, seen(instance))[3]
    assert np.isnan(look.contrast)
    assert detected(400, 0.06, look, None) and not detected(400, 0.04, look, None)


def test_five_percent_and_four_pixels():
    def look(inside, pixels=100.0):
        return Look(np.array([pixels]), np.full((1, 3), inside), np.full((1, 3), 100.0), 0)

    assert detected(100, 1.0, look(94.9), None) and detected(100, 1.0, look(105.1), None)
    assert not detected(100, 1.0, look(95.1), None)
    assert detected(4, 1.0, look(50.0), None) and not detected(3, 1.0, look(50.0), None)
    assert not detected(100, 1.0, look(50.0), lambda _: 4.9)


@pytest.mark.parametrize(("light", "seconds"), [(0.02, 0.02), (5.0, 0.02)])
def test_the_ratio_to_noise_is_that_of_counted_electrons(light, seconds):
    """Rose's k: from the spread of the mean of a patch in 300 readings of an uneven specimen."""
    size, pixels = (32, 32), 64
    chip = imager(size, mosaic="mono", prnu=0.0, dsnu=0.0, read_noise=3.0, bits=16)
    how = taken(seconds)
    means = {}
    for name, level in (("inside", 1.1 * light), ("outside", light)):
        counts = [chip.capture(flat(size, level), how, k)[:pixels].mean() for k in range(300)]
        means[name] = np.array(counts, np.float64)
    spread = np.sqrt(0.5 * (means["inside"].var() + means["outside"].var()))
    measured = (means["inside"].mean() - means["outside"].mean()) / spread
    look = Look(np.array([pixels]), np.full((1, 3), 1.1 * light), np.full((1, 3), light), 0)
    assert distinctness(chip, how, look) == pytest.approx(measured, rel=0.15)


def test_nothing_is_told_apart_where_pixels_are_full():
    chip = imager((32, 32))
    look = Look(np.array([50.0]), np.full((1, 3), 5e4), np.full((1, 3), 2e4), 0)
    assert distinctness(chip, taken(0.02), look) == 0.0
    assert distinctness(chip, taken(0.00003), look) > 5.0


def test_where_one_exposure_is_full_a_shorter_one_tells():
    size = 32, 32
    look = Look(np.array([50.0]), np.full((1, 3), 3e3), np.full((1, 3), 2e3), 0)
    chips = [imager(size, hdr={"exposures": n, "ratio": 16.0}) for n in (1, 2)]
    one, two = (distinctness(chip, taken(0.02 / 16.0 * 4.0), look) for chip in chips)
    short = distinctness(chips[0], taken(0.02 / 16.0 * 4.0 / 16.0), look)
    assert one == 0.0 < short and two == pytest.approx(short)


def person(hidden=False, **more):
    actors = {"person": {**ADULT, "at": {"s": "32 m", "t": "0.2 m"}}}
    if hidden:
        van = {"kind": "van", "at": {"s": "25 m", "t": "0 m"}, "behaviour": {"kind": "parked"}}
        actors["van"] = van
    _, _, truth = street(actors, **{"weather": {"fog": {"visibility": "60 m"}}, **more})
    return next(item for item in truth.objects if item.class_name == "adult")


def test_hidden_objects_and_missing_pictures_have_no_contrast():
    hidden = person(hidden=True)
    assert np.isnan(hidden.weather_visibility) and np.isnan(hidden.contrast)
    assert hidden.detectable is False
    blind = person()  # the rig asks for no picture
    assert blind.weather_visibility == pytest.approx(0.05 ** (blind.distance_m / 60.0), rel=0.02)
    assert np.isnan(blind.contrast) and blind.detectable is None
    shown = person(**{"sensors.front.channels": ["rgb", "depth", "instance"]})
    assert shown.weather_visibility == blind.weather_visibility
    assert shown.contrast > 0.05 and shown.detectable is True


def test_truth_is_the_same_with_and_without_noise():
    def truth(noise):
        over = {"sensors.front.width": 160, "sensors.front.height": 120,
                "sensors.front.preset": "ar0231", "sensors.front.noise": noise,
                "sensors.front.channels": ["rgb", "instance"]}  # fmt: skip
        frame = Episode(draw(load("child-chases-ball", over), 1, 0)).reset()
        return [item[-3:] for item in frame.truth["front"][0].objects if item.visible_px]

    assert truth(True) == truth(False) and len(truth(True)) > 3


def test_a_rig_that_wants_no_objects_has_none():
    episode = Episode(draw(load("child-chases-ball"), 1, 0), {"front": Demand(("rgb",), False)})
    assert episode.reset().truth["front"][0].objects == ()


def test_a_fisheye_looks_through_the_same_air():
    lens = {"sensors.front.lens.model": "kannala_brandt", "sensors.front.fov": "200 deg"}
    ahead, round_ = person(), person(**lens)
    assert round_.weather_visibility == pytest.approx(ahead.weather_visibility, rel=0.01)


def test_what_stands_beside_a_fisheye_has_no_depth_but_air_before_it():
    beside = {"person": {**ADULT, "at": {"s": "10.6 m", "t": "6 m"}}}
    lens = {"sensors.front.lens.model": "kannala_brandt", "sensors.front.fov": "230 deg"}
    _, _, truth = street(beside, weather={"fog": {"visibility": "20 m"}}, **lens)
    found = next(item for item in truth.objects if item.class_name == "adult")
    depth = truth.channels["depth"][truth.channels["instance"] == found.track]
    assert not np.isfinite(depth).any()
    assert found.weather_visibility == pytest.approx(0.05 ** (found.distance_m / 20.0), rel=0.02)
