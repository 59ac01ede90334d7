"""The sky: light on the ground by the book, luminance that adds up to it, order in its course."""

import numpy as np
import pytest
from whiteout.simcore.light import daylight
from whiteout.simcore.light.colour import (
    LUMINANCE,
    blackbody,
    from_xyy,
    luminance,
    phase_of_daylight,
)
from whiteout.simcore.light.sky import Sky
from whiteout.simcore.light.sun import SunPosition


def sun(elevation: float, azimuth: float = 120.0) -> SunPosition:
    return SunPosition(np.radians(90.0 - elevation), np.radians(azimuth))


def dome(count: int = 60000) -> np.ndarray:
    """Directions spread evenly over the upper half-space (a Fibonacci spiral)."""
    k = np.arange(count)
    z = (k + 0.5) / count
    angle = np.pi * (3 - np.sqrt(5)) * k
    level = np.sqrt(1 - z * z)
    return np.stack([level * np.cos(angle), level * np.sin(angle), z], 1)


@pytest.mark.parametrize(
    ("degrees", "overcast", "clear"),
    [(10, 3.9, 14.1), (30, 10.8, 53.6), (60, 18.5, 101.9), (90, 21.3, 119.6)],
)
def test_illuminance_by_ies(degrees, overcast, clear):
    # IES RP-21 as in the physics book: overcast; clear sun and sky on level ground [klx].
    elevation = np.radians(degrees)
    assert daylight.overcast_sky(elevation) == pytest.approx(overcast * 1e3, rel=0.03)
    total = daylight.clear_sky(elevation)
    total += daylight.direct_normal(elevation) * np.sin(elevation)
    assert total == pytest.approx(clear * 1e3, rel=0.03)


@pytest.mark.parametrize("elevation", [50, 20, 4, 0.5, -2, -5, -9])
@pytest.mark.parametrize("cover", [0.0, 0.4, 1.0])
def test_luminance_adds_up_to_the_illuminance(elevation, cover):
    sky = Sky.over(sun(elevation), cover, 40e3)
    directions = dome()
    found = luminance(sky.luminance(directions)) @ directions[:, 2] * 2 * np.pi / len(directions)
    assert sky.illuminance == pytest.approx(found, rel=0.01)
    if cover == 0.0:
        assert sky.illuminance == pytest.approx(daylight.clear_sky(np.radians(elevation)), rel=0.01)
    if cover == 1.0:
        expected = daylight.overcast_sky(np.radians(elevation))
        assert sky.illuminance == pytest.approx(expected, rel=0.01)


def test_an_overcast_sky_is_three_times_brighter_above():
    sky = Sky.over(sun(40), 1.0, 40e3)
    ring = luminance(sky.luminance([[0, 0, 1], [1, 0, 0], [0.8, 0, 0.6]]))
    assert ring[0] / ring[1] == pytest.approx(3.0, rel=1e-3)
    assert ring[2] / ring[1] == pytest.approx(1 + 2 * 0.6, rel=0.01)


def test_a_clear_sky_is_blue_and_bright_around_the_sun():
    position = sun(30, 90)
    sky = Sky.over(position, 0.0, 40e3)
    toward, away, zenith = sky.luminance([position.direction, [-0.8, 0, 0.6], [0, 0, 1]])
    assert zenith[2] > 1.5 * zenith[0]
    assert luminance(toward) > 3 * luminance(away)


@pytest.mark.parametrize("elevation", [45, 8, -4])
def test_harmonics_give_the_light_on_any_surface(elevation):
    sky = Sky.over(sun(elevation), 0.2, 40e3)
    directions = dome()
    seen = sky.luminance(directions)
    level = luminance(sky.irradiance([0, 0, 1]))
    for normal in ([0, 0, 1], [1, 0, 0], [0, -1, 0], [0.6, 0, 0.8], [-0.5, 0.5, 0.7071]):
        normal = np.array(normal) / np.linalg.norm(normal)
        lit = np.maximum(directions @ normal, 0)
        exact = luminance((lit[:, None] * seen).sum(0)) * 2 * np.pi / len(directions)
        assert luminance(sky.irradiance(normal)) == pytest.approx(exact, abs=0.06 * level)


def test_night_falls_without_a_step_up():
    elevations = np.radians(np.linspace(60, -20, 400))
    for course in (daylight.clear_sky, daylight.overcast_sky):
        assert (np.diff(course(elevations)) < 0).all()
    # AMS Glossary of Meteorology: 2-3.5 lx at -6°, 0.008 lx at -12°.
    assert 2.0 < daylight.clear_sky(np.radians(-6.0)) < 3.5
    assert daylight.clear_sky(np.radians(-12.0)) == pytest.approx(0.008 + 1e-3, rel=0.1)


def test_clouds_take_the_sun_away():
    covers = np.linspace(0, 1, 50)
    assert daylight.through_clouds(0.0) == 1.0
    assert daylight.through_clouds(1.0) == 0.0
    assert (np.diff(daylight.through_clouds(covers)) < 0).all()


def test_colours_keep_their_luminance():
    assert from_xyy(0.3127, 0.3290, 1.0) == pytest.approx([1, 1, 1], abs=0.01)
    for kelvin in (2000, 2700, 4000, 6500):
        assert blackbody(kelvin) @ LUMINANCE == pytest.approx(1.0)
    assert blackbody(2700)[0] > 2 * blackbody(2700)[2]
    # CIE 15: D65 is daylight of 6504 K, at (0.31271, 0.32902): white in sRGB.
    assert phase_of_daylight(6504) == pytest.approx([1, 1, 1], abs=0.01)
    assert phase_of_daylight(9000)[2] > 1.2 > 0.95 > phase_of_daylight(9000)[0]


def clear_sky_of_the_cie(elevation: float, h: np.ndarray, azimuth: np.ndarray) -> np.ndarray:
    """Relative luminance of CIE standard sky 12 (ISO 15469:2004): clear, of low turbidity."""
    z, sun_z = np.pi / 2 - h, np.pi / 2 - elevation
    apart = np.arccos(
        np.clip(np.cos(sun_z) * np.cos(z) + np.sin(sun_z) * np.sin(z) * np.cos(azimuth), -1, 1)
    )
    scatter = 1 + 10 * (np.exp(-3 * apart) - np.exp(-1.5 * np.pi)) + 0.45 * np.cos(apart) ** 2
    return scatter * (1 - np.exp(-0.32 / np.maximum(np.cos(z), 0.01)))


@pytest.mark.parametrize("degrees", [60, 40, 25])
def test_a_clear_sky_is_as_bright_as_the_standard_one(degrees):
    # Away from the sun, where models of its glow differ; both with the same light on the ground.
    position = sun(degrees, 0.0)
    sky = Sky.over(position, 0.0, 40e3)
    directions = dome()
    azimuth = np.arctan2(directions[:, 0], directions[:, 1])
    theirs = clear_sky_of_the_cie(np.radians(degrees), np.arcsin(directions[:, 2]), azimuth)
    theirs *= sky.illuminance / ((theirs * directions[:, 2]).sum() * 2 * np.pi / len(directions))
    ratio = luminance(sky.luminance(directions)) / theirs
    far = directions @ position.direction < np.cos(np.radians(45))
    assert np.median(ratio[far]) == pytest.approx(1.0, abs=0.25)
    assert np.quantile(np.abs(np.log(ratio[far])), 0.9) < 0.5
    level = far & (directions[:, 2] < 0.1)
    assert np.median(ratio[level]) == pytest.approx(1.0, abs=0.2)


def test_the_horizon_of_a_clear_day_is_pale_and_neither_pink_nor_green():
    # At noon between the daylights of 6500 and 12 000 K, but for 3 %.
    sky = Sky.over(sun(55, 180), 0.0, 40e3)
    for bearing in np.radians([0, 60, 120, 240]):
        red, green, blue = sky.luminance([[np.sin(bearing), np.cos(bearing), 0.05]])[0]
        assert 1.0 < blue / green < 1.45
        assert 0.75 < red / green < 1.03
        between = 0.5 * (red + blue) / green
        assert between == pytest.approx(1.04, abs=0.06)
