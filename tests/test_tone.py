"""Exposure and tone: more light is never darker, nights are darker than days, on every scale."""

import numpy as np
import pytest
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.lamps import Lamp, pack
from whiteout.simcore.light import tone
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.light.exposure import daylight, exposure, lamplight
from whiteout.simcore.light.sun import SunPosition
from whiteout.simcore.pose import R_FLU_OPTICAL, pose


def developed(light) -> np.ndarray:
    """sRGB of grey scaled luminances (N,)."""
    image = np.repeat(np.asarray(light, np.float32)[None], 3, 0)
    out = np.empty((image.shape[1], 3), np.uint8)
    tone.develop(image, 0, image.shape[1], np.ones(3, np.float32), tone.curve(), out)
    return out


def test_the_curve_is_monotone_and_ends_in_black_and_white():
    light = np.concatenate([[0.0], np.geomspace(1e-5, 1e4, 4000)])
    grey = developed(light)
    assert (np.diff(grey.astype(int), axis=0) >= 0).all()
    assert (grey[0] == 0).all()
    assert (grey[-1] == 255).all()
    assert (grey[:, 0] == grey[:, 1]).all()
    assert (grey[:, 1] == grey[:, 2]).all()


def test_no_level_is_skipped():
    grey = developed(np.geomspace(1e-3, 400, 100000))[:, 0]
    assert set(np.unique(grey)) == set(range(int(grey.min()), 256))


def test_the_look_up_is_the_curve():
    light = np.geomspace(2e-3, 50, 500)
    exact = 255 * tone.encoded(tone.display(light))
    assert np.abs(developed(light)[:, 0] - exact).max() < 1.0


def test_srgb_of_linear_light():
    # IEC 61966-2-1: 0.5 linear is 0.7354 encoded, 0.0031308 is where the line ends.
    assert tone.encoded(np.array([0.0, 0.5, 1.0])) == pytest.approx([0, 0.73536, 1.0], abs=1e-4)


def white_at(elevation: float) -> float:
    """Scaled luminance of a white wall that faces all the light there is."""
    atmosphere = Atmosphere(SunPosition(np.radians(90 - elevation), 3.0), 0.3)
    gain = exposure(daylight(atmosphere), np.zeros(3))
    return float(gain[1] * max(atmosphere.illuminance, 1e-4) / np.pi)


def test_day_dusk_and_night_look_as_such():
    day, noon = white_at(40), white_at(60)
    assert noon == pytest.approx(day, rel=0.25)
    dusk, late, night = white_at(-3), white_at(-6), white_at(-18)
    assert day > dusk > late > night
    assert 0.15 * day < dusk < 0.8 * day
    assert night < 0.1 * day


def test_lamps_do_not_turn_night_into_day():
    lamp = Lamp((2.0, 0.6, 0.7), (1.0, 0.0, -0.01), (1.0, 1.0, 1.0), 10100.0, "low_beam", 150.0)
    atmosphere = Atmosphere(SunPosition(np.radians(110), 3.0), 0.3)
    camera = pose((0, 0, 1.4)) @ pose(R=R_FLU_OPTICAL)
    light = lamplight(pack([lamp]), camera)
    dark, lit = (exposure(daylight(atmosphere), x) for x in (np.zeros(3), light))
    assert lit[1] < 0.1 * dark[1]  # what the lamp lights is not burnt out
    road = luminance(light) * lit[1] / np.pi
    assert road < 0.6 * white_at(40)  # and yet it looks darker than by day


def test_warm_light_is_partly_balanced():
    warm = Lamp((0.0, 0.0, 5.0), (0.0, 0.0, -1.0), (1.9, 0.8, 0.3), 3000.0, "point", 60.0)
    atmosphere = Atmosphere(SunPosition(np.radians(120), 3.0), 0.3)
    camera = pose((0, 0, 1.4)) @ pose(R=R_FLU_OPTICAL)
    gain = exposure(daylight(atmosphere), lamplight(pack([warm]), camera))
    assert gain[2] > gain[1] > gain[0]
    balanced = gain * warm.colour
    assert balanced[0] > balanced[2]  # still warm
