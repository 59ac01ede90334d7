"""Blowing snow, dust and smoke; weather that comes and goes; classes of weather by the book."""

import numpy as np
import pytest
from whiteout.simcore.intensity import (
    blizzard,
    fog_class,
    illumination_class,
    precipitation_class,
    snow_class,
)
from whiteout.simcore.media.aerosol import Aerosol
from whiteout.simcore.media.blowing import (
    DRIVER,
    BlowingSnow,
    concentration,
    extinction_of,
    threshold,
)
from whiteout.simcore.media.snow import Snowfall
from whiteout.simcore.weather._course import Course, share_of


@pytest.mark.parametrize(("grams", "mor"), [(0.05, 2381), (0.1, 1190), (0.3, 397), (1.0, 119)])
def test_visibility_by_what_blows(grams, mor):
    # AT-10.
    assert np.log(20) / extinction_of(grams) == pytest.approx(mor, rel=0.05)
    assert BlowingSnow(extinction_of(grams)).concentration == pytest.approx(grams)


def test_blowing_snow_thins_out_upwards():
    # AT-10: a driver at 1.2 m sees far less than one at 2.5 m.
    profile = BlowingSnow(0.03).profile(np.array([0.1, 0.3, DRIVER, 2.5, 5.0, 20.0]))
    assert (np.diff(profile) < 0).all()
    assert profile[2] == pytest.approx(1.0)
    expected = concentration(16.0, 2.5) / concentration(16.0, 1.2)
    assert profile[3] == pytest.approx(expected, rel=0.12)  # but for the depth
    assert BlowingSnow(0.03, depth=1e6).profile(2.5) == pytest.approx(expected, rel=1e-3)


def test_it_starts_in_a_wind_by_the_warmth():
    # Li and Pomeroy: 9.43 m/s at freezing; T in °C.
    assert threshold(273.15) == pytest.approx(9.43)
    assert threshold(273.15 - 10) == pytest.approx(9.43 - 1.8 + 0.33)
    assert concentration(20.0, 1.2) > concentration(12.0, 1.2) > 0.0


def test_dust_is_brown_and_smoke_is_grey():
    dust, smoke = Aerosol(0.02, "dust", 50.0), Aerosol(0.02, "smoke", 10.0)
    assert dust.tint[0] > 1.3 * dust.tint[2]
    assert np.ptp(smoke.tint) < 0.05
    assert smoke.extinction("near_infrared") < 0.5 * smoke.extinction()
    assert dust.extinction("near_infrared") == pytest.approx(0.9 * dust.extinction(), rel=0.02)
    assert dust.extinction("radar") == 0.0


def test_a_whiteout_of_four_seconds():
    course = Course.model_construct(
        onset=3.0, duration=4.0, rise=0.5, fall=0.5, before=0.1, after=0
    )
    assert share_of(course, 2.9) == pytest.approx(0.1)
    assert share_of(course, 3.5) == 1.0
    assert share_of(course, 7.0) == 1.0
    assert share_of(course, 7.25) == pytest.approx(0.5)
    assert share_of(course, 7.6) == 0.0
    assert share_of(None, 5.0) == 1.0
    times = np.linspace(0, 10, 1001)
    assert np.abs(np.diff([share_of(course, t) for t in times])).max() < 0.05


@pytest.mark.parametrize(
    ("rate", "visibility", "expected"),
    [(0.5, 1591, "light"), (1.5, 531, "moderate"), (4.0, 199, "heavy")],
)
def test_snow_is_light_moderate_or_heavy_by_visibility(rate, visibility, expected):
    # AT-08b: the visibility at 2 % of dry snow.
    assert snow_class(visibility) == expected
    assert snow_class(np.log(50) / Snowfall(rate).extinction()) == expected


def test_a_blizzard_is_all_three():
    # AT-11: below 400 m, 56 km/h, three hours.
    wind, hours = 56 / 3.6, 3 * 3600.0
    assert blizzard(399.0, wind, hours)
    assert not blizzard(401.0, wind, hours)
    assert not blizzard(399.0, wind - 0.1, hours)
    assert not blizzard(399.0, wind, hours - 1.0)


def test_classes_of_open_simulation_interface():
    assert [fog_class(v) for v in (30, 120, 500, 1500, 3000, 7000, 20000, 60000)] == [
        "dense", "thick", "light", "mist", "moderate_visibility", "good_visibility",
        "excellent_visibility", "excellent_visibility",
    ]  # fmt: skip
    assert [precipitation_class(r) for r in (0.05, 0.3, 1.0, 5.0, 20.0, 100.0, 200.0)] == [
        "none", "very_light", "light", "moderate", "heavy", "very_heavy", "extreme",
    ]  # fmt: skip
    assert [illumination_class(x) for x in (0.005, 0.5, 2, 5, 15, 100, 500, 5e3, 5e4)] == [
        f"level{k}" for k in range(1, 10)
    ]
