"""Automatic exposure and white balance: what they settle on, how they lag, what they remember."""

import numpy as np
import pytest
from imagers import exposure, imager, plain
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.scenarios.language.problems import ScenarioError
from whiteout.sensors.imaging.control import Control, Measured, Memory
from whiteout.sensors.imaging.settings import Processing
from whiteout.sensors.presets.tables import presets
from whiteout.sensors.sensor import Demand

PERIOD = 33_000_000


def control(exposed=None, **processing):
    of = imager()
    return Control(exposure(**(exposed or {})), plain(Processing, **processing), of.sensitivity)


def seen(level, light=(1.0, 1.0, 1.0)):
    return Measured(np.full((32, 48), level, np.float32), level * np.array(light), np.array(light))


def level(of, memory, luminance):
    how = of.taken(memory.used)
    return luminance * of.sensitivity * how.seconds * how.gain


def test_it_settles_on_its_target():
    of = control()
    for luminance in (5.0, 200.0, 5000.0):
        assert level(of, of.settled(0, seen(luminance)), luminance) == pytest.approx(0.11, rel=0.02)


def test_time_comes_before_gain_and_both_have_limits():
    of = control({"longest": "10 ms", "greatest_gain": 4.0, "shortest": "1 ms"})
    bright = of.taken(of.settled(0, seen(1e6)).used)
    assert (bright.seconds, bright.gain) == pytest.approx((1e-3, 1.0))
    dim = of.taken(of.settled(0, seen(1e-4)).used)
    assert (dim.seconds, dim.gain) == pytest.approx((10e-3, 4.0))
    middle = of.taken(of.settled(0, seen(60.0)).used)
    assert middle.seconds < 10e-3 and middle.gain == 1.0


@pytest.mark.parametrize(
    ("fixed", "luminance"), [({"time": "1 s"}, 0.05), ({"time": "10 us"}, 3000.0),
                             ({"gain": 0.125}, 20000.0), ({"gain": 64.0}, 0.3)],
)  # fmt: skip
def test_what_is_not_fixed_makes_up_for_what_is(fixed, luminance):
    """However far a fixed time or gain lies from what would be chosen."""
    of = control(fixed)
    memory = of.settled(0, seen(luminance))
    assert level(of, memory, luminance) == pytest.approx(0.11, rel=0.02)
    later = of.followed(of.followed(memory, PERIOD, seen(luminance)), 2 * PERIOD, seen(luminance))
    assert level(of, later, luminance) == pytest.approx(0.11, rel=0.02)


def test_a_fixed_time_does_not_push_the_gain():
    """10 µs of broad daylight are 10 µs at a gain of 1, though shorter than the camera's own."""
    of = control({"time": "10 us", "shortest": "30 us"})
    assert of.taken(of.settled(0, seen(1e6)).used)[:2] == pytest.approx((10e-6, 1.0))


def test_fixed_exposures_stay():
    of = control({"time": "3 ms", "gain": 2.0}, white_balance="fixed")
    assert not of.measures
    memory = of.settled(0, seen(50.0))
    memory = of.followed(memory, PERIOD, seen(5000.0))
    assert of.taken(memory.used)[:2] == (0.003, 2.0)


def test_the_end_of_a_tunnel_blinds_for_a_while():
    """Others adapt at once. From 20 to 5000 cd/m² at 30 Hz: burnt out for 0.1 to 0.5 s, then right;
    not before the delay has passed."""
    of = control()
    memory, found = of.settled(0, seen(20.0)), []
    for k in range(1, 60):
        memory = of.followed(memory, k * PERIOD, seen(5000.0))
        found.append(level(of, memory, 5000.0))
    assert min(found[:2]) > 5.0  # two readings that were chosen for the tunnel
    burnt = np.sum(np.array(found) > 0.9) * PERIOD * 1e-9
    assert 0.1 <= burnt <= 0.5
    assert found[-1] == pytest.approx(0.11, rel=0.05)
    assert min(found) > 0.09  # it does not overshoot by much


def test_the_way_into_a_tunnel_is_dark_for_a_while():
    of = control()
    memory, found = of.settled(0, seen(2000.0)), []
    for k in range(1, 60):
        memory = of.followed(memory, k * PERIOD, seen(20.0))
        found.append(level(of, memory, 20.0))
    assert found[1] < 0.01 and found[-1] == pytest.approx(0.11, rel=0.05)
    assert max(found) < 0.14


def test_metering_looks_where_it_is_told():
    """A bright sky over a dark road: the road right, or the sky not burnt out, or in between."""
    image = np.full((32, 48), 20.0, np.float32)
    image[:16] = 2000.0
    view = Measured(image, np.array([1000.0] * 3), np.ones(3))
    taken = {}
    for kind in ("road", "average", "centre", "highlights"):
        of = control({"metering": kind})
        how = of.taken(of.settled(0, view).used)
        taken[kind] = how.seconds * how.gain * of.sensitivity
    assert taken["road"] * 20.0 == pytest.approx(0.11, rel=0.02)
    assert taken["highlights"] * 2000.0 == pytest.approx(0.44, rel=0.02)
    assert taken["average"] < taken["road"] and taken["centre"] < taken["road"]
    lighter = control({"compensation": 1.0})
    how = lighter.taken(lighter.settled(0, seen(50.0)).used)
    assert how.seconds * how.gain * lighter.sensitivity * 50.0 == pytest.approx(0.22, rel=0.02)


def test_white_follows_the_light_with_its_lag():
    of = control(white_balance="illuminant", adaptation=1.0)
    warm = seen(50.0, (1.6, 1.0, 0.4))
    memory = of.settled(0, seen(50.0))
    assert of.taken(memory.used).white == pytest.approx([1, 1, 1])
    for k in range(1, 40):
        memory = of.followed(memory, k * PERIOD, warm)
        if k == 3:
            assert 1.0 < of.taken(memory.used).white[0] < 1.5
    assert of.taken(memory.used).white == pytest.approx([1.6, 1.0, 0.4], rel=0.01)


def test_a_fixed_white_is_that_of_its_temperature():
    warm = control(white_balance="fixed", white="3000 K").settled(0, seen(1.0))
    red, _, blue = control(white_balance="fixed", white="3000 K").taken(warm.used).white
    assert red > 1.3 and blue < 0.5
    neutral = control(white_balance="fixed", white="6500 K")
    assert neutral.taken(neutral.settled(0, seen(1.0)).used).white == pytest.approx([1, 1, 1])


def test_a_reading_taken_again_is_taken_alike():
    of = control()
    memory = of.followed(of.settled(0, seen(20.0)), PERIOD, seen(900.0))
    assert of.followed(memory, PERIOD, seen(1.0)) is memory
    assert isinstance(memory, Memory)


SMALL = {"sensors.front.width": 96, "sensors.front.height": 64, "sensors.front.preset": "ar0231"}


def episode(threads=1, name="child-chases-ball", **more):
    spec = load(name, {**SMALL, **more})
    return Episode(draw(spec, 0, 0), {"front": Demand(("rgb",), False)}, threads=threads)


def picture(frame):
    return frame.readings["front"][-1].channels["rgb"]


def test_a_fork_takes_the_same_pictures_and_so_do_skipped_readings():
    """Exposure is part of what an episode saves; readings that are not taken still steer it."""
    one = episode()
    one.reset()
    for _ in range(3):
        one.step([0.0, 0.5])
    saved = one.save()
    after = [picture(one.step([0.0, 0.5])) for _ in range(3)]
    one.restore(saved)
    again = [picture(one.step([0.0, 0.5])) for _ in range(3)]
    other = episode(threads=2)
    other.reset(sense=False)
    for _ in range(5):
        other.step([0.0, 0.5], sense=False)
    last = picture(other.step([0.0, 0.5]))
    assert all(np.array_equal(a, b) for a, b in zip(after, again, strict=True))
    assert np.array_equal(after[-1], last)
    looked = other.look(demand=Demand(("rgb",), False))["front"][0].channels["rgb"]
    assert np.array_equal(looked, last)


def test_every_setting_of_a_preset_has_a_source_and_makes_a_camera():
    for name, values in presets().items():
        assert all(item.source for item in values)
        drawn = draw(load("child-chases-ball", {"sensors.front.preset": name}), 0, 0)
        assert drawn.sensors["front"].electronics is not None


def test_what_a_file_says_goes_over_its_preset():
    more = {"sensors.front.electronics.full_well": 5000.0, "sensors.front.fov": "90 deg"}
    camera = draw(load("child-chases-ball", {**SMALL, **more}), 0, 0).sensors["front"]
    assert camera.electronics.full_well == 5000.0 and camera.fov == pytest.approx(np.pi / 2)
    assert camera.electronics.pixel_size == pytest.approx(3e-6)
    again = draw(load("child-chases-ball", SMALL), 0, 0)
    assert again.sensors["front"].electronics.full_well == 11000


def test_a_dumped_camera_is_the_same_camera(tmp_path):
    scenario = draw(load("child-chases-ball", SMALL), 0, 0)
    file = tmp_path / "again.yaml"
    file.write_text(scenario.dump())
    assert draw(load(file), 0, 0).sensors == scenario.sensors
    plain_one = draw(load("child-chases-ball"), 0, 0)
    file.write_text(plain_one.dump())
    assert draw(load(file), 0, 0).sensors == plain_one.sensors


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"preset": "ar0321"}, "did you mean 'ar0231'"),
        ({"channels": ["rgb", "raw"]}, "'raw' needs electronics"),
        ({"exposure.time": "3 ms"}, "is nothing without electronics"),
        ({"preset": "ar0231", "electronics.full_wel": 3}, "did you mean 'full_well'"),
        ({"electronics.pixel_size": "3"}, "has no unit"),
        ({"electronics.mosaic": "rgbg"}, "did you mean"),
    ],
)
def test_mistakes_are_named(changes, sentence):
    with pytest.raises(ScenarioError, match=sentence):
        load("child-chases-ball", {f"sensors.front.{k}": v for k, v in changes.items()})


def test_an_ideal_camera_gives_the_light_itself():
    """``linear`` of a camera without electronics is the scene's luminance, which has a picture's
    order; its labels are those of a noisy one."""
    channels = ["rgb", "linear", "depth"]
    frames = []
    for more in ({}, {"sensors.front.preset": "standard", "sensors.front.fov": "70 deg",
                      "sensors.front.lens.falloff": 0}):  # fmt: skip
        over = {"sensors.front.width": 96, "sensors.front.height": 64, **more}
        over["sensors.front.channels"] = channels
        made = Episode(draw(load("child-chases-ball", over), 0, 0))
        frames.append(made.reset())
    ideal, real = (f.readings["front"][0].channels for f in frames)
    assert np.array_equal(*(f.truth["front"][0].channels["depth"] for f in frames))
    assert ideal["linear"].dtype == real["linear"].dtype == np.float32
    unburnt = ideal["linear"].max(-1) < np.quantile(ideal["linear"].max(-1), 0.8)
    ratio = real["linear"][unburnt].mean() / ideal["linear"][unburnt].mean()
    assert ratio == pytest.approx(1.0, abs=0.05)
