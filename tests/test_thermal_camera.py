"""Thermal cameras: what they read of a scene, their noise, their lag, and their truth."""

import gymnasium as gym
import numpy as np
import pytest
from imagers import plain
from pictures import CLEAR, air, block, floor, ground
from thermals import PLAIN, read, thermal
from watched import Watched
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.sensors.imaging.bolometer import Bolometer, lags
from whiteout.sensors.imaging.levels import grey
from whiteout.sensors.models.thermal import Pixels, Thermal
from whiteout.sensors.sensor import Demand
from whiteout.simcore.bodies import Cast
from whiteout.simcore.classes import class_id
from whiteout.simcore.heat.planck import radiance, temperature
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.pose import pose
from whiteout.simcore.weathering import Climate

import whiteout  # noqa: F401

EVEN = {"residue": "0 K", "drift": "0 K"}
SIZE = (60, 80)


def array(f_number=1.0, noise=True, **given):
    return Bolometer("front", SIZE, plain(Pixels, **{**EVEN, **given}), f_number, noise)


def flat(kelvin):
    return np.full(SIZE[0] * SIZE[1], radiance(kelvin), np.float32)


@pytest.mark.parametrize("kelvin", [245.0, 273.15, 306.0, 400.0])
def test_a_black_body_reads_its_temperature(kelvin):
    of = array(noise=False)
    read = of.temperature(of.counts(flat(kelvin), 0, 1))
    step = (radiance(433.15) - radiance(233.15)) / 2**14 / 0.25  # in the coldest, per kelvin
    assert np.ptp(read) == 0.0
    assert read[0, 0] == pytest.approx(kelvin, abs=step)


@pytest.mark.parametrize(("f_number", "expected"), [(1.0, 0.05), (1.4, 0.05 * 1.96)])
def test_noise_is_that_of_the_netd(f_number, expected):
    """The temporal noise of pixels that look at 300 K, by f-number squared."""
    of = array(f_number)
    reads = np.stack([of.temperature(of.counts(flat(300.0), 0, key)) for key in range(150)])
    assert reads.mean() == pytest.approx(300.0, abs=0.003)
    assert np.sqrt(reads.var(0).mean()) == pytest.approx(expected, rel=0.02)
    assert reads.mean(0).std() == pytest.approx(expected / np.sqrt(150), rel=0.05)  # no pattern


def test_what_the_shutter_leaves_changes_with_each_correction_and_drifts():
    of = array(residue="30 mK", drift="60 mK", correction_every="100 s")
    fresh, same, late, again = (of.pattern(int(t * 1e9)) for t in (0.0, 0.0, 99.999, 100.0))
    assert np.array_equal(fresh, same)
    assert fresh.std() == pytest.approx(0.03, rel=0.1)
    assert (late - fresh).std() == pytest.approx(0.06, rel=0.1)
    assert again.std() == pytest.approx(0.03, rel=0.1)
    assert abs(np.corrcoef(fresh, again)[0, 1]) < 0.3
    columns = fresh.reshape(SIZE).mean(0)
    assert columns.std() > 3 * fresh.std() / np.sqrt(SIZE[0])  # columns share an amplifier
    other = Bolometer("rear", SIZE, of.settings, 1.0).pattern(0)
    assert abs(np.corrcoef(fresh, other)[0, 1]) < 0.3


def test_pixels_forget_exponentially():
    looks = lags(0.010, 2000)
    assert looks.mean() == pytest.approx(0.010, rel=2e-3)
    for after in (0.003, 0.010, 0.025):
        assert (looks < after).mean() == pytest.approx(1 - np.exp(-after / 0.010), abs=1e-3)


def world(items, kelvin=280.0, media=(), cover=1.0, elevation=-20.0, T=None, **more):
    made = Watched(items, pose((0.0, 0.0, 1.5)) if T is None else T, **more)
    weather = air(elevation, cover, haze=CLEAR)
    made.atmosphere = type(weather)(
        weather.sun, cover, CLEAR, air_temperature=kelvin, media=tuple(media)
    )
    made.cast = Cast(())
    made.surface = type(ground()).laid([], key=3, climate=Climate(air=kelvin))
    return made


def test_dense_fog_is_all_that_is_seen_in_it_and_as_warm_as_the_air():
    fog = ("fog", Fog(1.5, "heavy_radiation", 400.0))
    seen = read(thermal(**PLAIN), world([(floor("asphalt"), np.eye(4))], 281.0, [fog]))
    assert seen[:40] == pytest.approx(281.0, abs=0.1)


def test_a_warm_wall_fades_by_the_optical_depth_of_long_waves():
    """Beer and Lambert in the band: L - L_air of two alike walls, one 30 m behind the other, falls
    by exp(-σ 30 m), σ by Mie at 10 µm and by the vapour."""
    walls = [
        (block((0.5, 40.0, 40.0), "brick"), pose((x + 0.25, y, -15.0)))
        for x, y in ((10.0, 20.5), (40.0, -20.5))
    ]
    fog = Fog(0.1, "moderate_radiation", 400.0)
    made = world(walls, 263.0, [("fog", fog)])
    seen = radiance(read(thermal(**PLAIN), made)) - radiance(263.0)
    near, far = seen[28:36, 24:32].mean(), seen[28:36, 48:56].mean()
    assert near > 0.1  # the rooms behind warm it
    sigma = made.atmosphere.extinction("long_wave_infrared")
    assert sigma == pytest.approx(fog.extinction("long_wave_infrared"), rel=0.02)
    assert far / near == pytest.approx(np.exp(-30.0 * sigma), rel=0.03)


def test_metal_mirrors_the_cold_sky():
    plates = [
        (block((4.0, 4.0, 0.05), material), pose((6.0, y, 0.0)))
        for material, y in (("chrome", -2.2), ("plastic", 2.2))
    ]
    T = pose((0.0, 0.0, 6.0), pitch=0.8)
    seen = read(thermal(**PLAIN), world(plates, cover=0.0, T=T))
    right, left = seen[32, 60], seen[32, 20]
    assert right < left - 15.0


def test_the_sun_warms_what_faces_it_and_black_more_than_white():
    walls = [
        (block((0.5, 8.0, 8.0), "plastic", (a, a, a)), pose((12.0, y, -2.0)))
        for a, y in ((0.9, 4.5), (0.05, -4.5))
    ]
    made = world(walls, elevation=20.0, cover=0.0)
    made.atmosphere = type(made.atmosphere)(
        air(20.0, azimuth=270.0).sun, 0.0, CLEAR, air_temperature=280.0
    )
    seen = read(thermal(**PLAIN), made)
    white, black = seen[30, 20], seen[30, 60]
    assert black > white + 10.0 > 280.0 + 10.0


def test_a_pixel_lags_behind_a_step_by_its_time_constant(monkeypatch):
    """The scene jumps at 400 ms: after t a pixel has taken on 1 - exp(-t/τ) of it."""
    of = thermal(bolometer={"time_constant": "10 ms", "lag_samples": 32})
    made = world([(floor("asphalt"), np.eye(4))], velocity=(1.0, 0.0, 0.0))

    def jump(shot, t_ns):
        return np.full(80 * 64, 1.0 if t_ns >= 400_000_000 else 0.0, np.float32)

    monkeypatch.setattr(of, "_radiance", jump)
    for after in (5, 10, 20):
        felt = of.lagging(made, 400_000_000 + after * 1_000_000)
        assert felt[0] == pytest.approx(1 - np.exp(-after / 10), abs=0.5 / 32 + 1e-6)
    made.velocity = np.zeros(3)
    assert of.lagging(made, 401_000_000)[0] == 1.0  # what stands still is looked at once


def test_pictures_are_grey_between_their_ends():
    counts = np.array([[100, 200, 300], [400, 500, 600]], np.uint16)
    assert grey(counts, "fixed", (200.0, 500.0)).tolist() == [[0, 0, 85], [170, 255, 255]]
    assert grey(counts, "linear", (0, 1)).min() == 0 and grey(counts, "linear", (0, 1)).max() == 255
    even = np.full((40, 50), 7000, np.uint16)
    even[0, :3] = 7001
    assert np.ptp(grey(even, "linear", (0, 1))) <= 4  # noise is not blown up
    many = np.repeat(np.arange(1000, 1400), [990] * 200 + [10] * 200).reshape(400, -1)
    rich = grey(many.astype(np.uint16), "plateau", (0, 1))
    assert rich.min() < 3 and rich.max() > 252
    low, high = rich[many < 1200], rich[many >= 1200]
    assert low.max() <= high.min() and np.ptp(low.astype(int)) > 2 * np.ptp(high.astype(int))


NIGHT = {
    "sensors.front": {"kind": "camera", "mount": {"x": "1.6 m", "z": "1.35 m"}, "width": 160,
                      "height": 128, "fov": "50 deg",
                      "channels": ["depth", "semantic", "instance"]},
    "sensors.ir": {"kind": "thermal", "mount": {"x": "1.6 m", "z": "1.35 m"}, "width": 160,
                   "height": 128, "fov": "50 deg",
                   "channels": ["mono", "raw", "temperature", "depth", "semantic", "instance"]},
}  # fmt: skip


@pytest.fixture(scope="module")
def night():
    made = Episode(draw(load("pedestrian-at-night", NIGHT), 1, 0), {})
    made.reset()
    for _ in range(80):
        made.step(made.driver_action, sense=False)
    return made, made.look()


def test_somebody_in_dark_clothes_glows_at_night(night):
    reading, truth = night[1]["ir"]
    warm, kind = reading.channels["temperature"], truth.channels["semantic"]
    person = warm[kind == class_id("adult")]
    road, sky = warm[kind == class_id("road")], warm[kind == class_id("sky")]
    assert len(person) > 50
    assert person.mean() > road.mean() + 5.0
    assert person.max() > 283.0  # a face, at -1 °C
    assert np.median(sky) < road.mean() - 2.0
    assert np.median(warm[kind == class_id("ego")]) > road.mean() + 3.0  # its bonnet
    grey_of = reading.channels["mono"]
    assert grey_of[kind == class_id("adult")].mean() > grey_of[kind == class_id("road")].mean() + 40
    counts = reading.channels["raw"]
    assert counts.dtype == np.uint16 and counts.max() < 2**14


def test_its_truth_is_that_of_a_camera_of_the_same_view(night):
    camera, ir = (night[1][name][1] for name in ("front", "ir"))
    for channel in ("depth", "semantic", "instance"):
        assert np.array_equal(camera.channels[channel], ir.channels[channel])
    one, two = (
        [repr(item._replace(weather_visibility=0.0)) for item in truth.objects]
        for truth in (camera, ir)
    )
    assert one == two
    one, two = (night[1][name][0].calibration for name in ("front", "ir"))
    assert one == two


def test_readings_are_the_same_bytes_again_and_by_threads(night):
    made, found = night
    again = made.look()["ir"][0].channels
    drawn = made.scenario.sensors["ir"]
    shot = made._shots[made.step_number]
    index = made.step_number
    many = Thermal("ir", drawn, Demand(), threads=3).sense(shot, shot.t1_ns, index)[0].channels
    for name, array_ in found["ir"][0].channels.items():
        assert np.array_equal(array_, again[name]) and np.array_equal(array_, many[name])


def test_an_environment_observes_warmth():
    env = gym.make(
        "whiteout/ChildChasesBall-v0",
        sensors={"ir": {"kind": "thermal", "width": 32, "height": 24, "lens":
                        {"model": "kannala_brandt"}, "fov": "160 deg"}},
        observation=["ir.mono", "ir.temperature"],
        render_mode="rgb_array",
    )  # fmt: skip
    seen, _ = env.reset(seed=3)
    assert env.observation_space.contains(seen)
    assert 200.0 < seen["ir.temperature"].min() < seen["ir.temperature"].max() < 420.0
    assert temperature(radiance(seen["ir.temperature"].mean())) > 240.0


@pytest.mark.parametrize(
    ("droplets", "clearer"), [("moderate_radiation", True), ("heavy_advection", False)]
)
def test_labels_see_through_fog_as_long_waves_do(droplets, clearer):
    """Fine droplets let long waves through, coarse ones do not (Rasshofer 2011): so say the labels
    of each of two cameras in one place."""
    mount = {"x": "1.6 m", "z": "1.5 m"}
    eyes = {
        "front": {"kind": "camera", "mount": mount, "width": 80, "height": 60},
        "ir": {"kind": "thermal", "mount": mount, "width": 80, "height": 60, "fov": "70 deg"},
    }
    fog = {"fog": {"visibility": "60 m", "droplets": droplets}}
    over = {"sensors": eyes, "weather": fog, "surface": {}}
    frame = Episode(draw(load("child-chases-ball", over), 0, 0)).reset()
    light, warmth = (
        {item.track: item for item in frame.truth[name][0].objects if item.visible_px}
        for name in ("front", "ir")
    )
    both = sorted(light.keys() & warmth.keys())
    assert both
    for track in both:
        seen, felt = light[track].weather_visibility, warmth[track].weather_visibility
        assert (felt > 1.2 * seen) if clearer else (felt <= seen)
