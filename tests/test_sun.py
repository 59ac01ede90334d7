"""Where the sun stands: the published example of NREL's algorithm, symmetries, pvlib."""

import datetime

import numpy as np
import pytest
from whiteout.simcore.light.ephemeris import earth_at, nodding_at
from whiteout.simcore.light.horizon import julian_day, refraction
from whiteout.simcore.light.sun import SunPosition, sun_position

HOUR = 3600.0


def test_the_example_of_the_nrel_report():
    # Reda and Andreas, NREL/TP-560-34302, table A5.1: zenith 50.11162°, azimuth 194.34024°.
    sun = sun_position(
        datetime.date(2003, 10, 17), 12.5 * HOUR + 30, -7 * HOUR,
        np.radians(39.742476), np.radians(-105.1786), 1830.14, 82000.0, 284.15,
    )  # fmt: skip
    assert np.degrees(sun.zenith) == pytest.approx(50.11162, abs=1e-4)
    assert np.degrees(sun.azimuth) == pytest.approx(194.34024, abs=1e-4)


def test_the_steps_of_that_example():
    # Table A5.1 of the report, on the way there, for a ΔT of 67 s.
    day = 2452930.312847 + 67.0 / 86400.0
    earth, axis = earth_at(day), nodding_at(day)
    assert np.degrees(earth.longitude) % 360 == pytest.approx(24.0182616917, abs=1e-6)
    assert np.degrees(earth.latitude) == pytest.approx(-0.0001011219, abs=1e-9)
    assert earth.distance == pytest.approx(0.9965422974, abs=1e-9)
    assert np.degrees(axis.nutation) == pytest.approx(-0.00399840, abs=1e-7)
    assert np.degrees(axis.obliquity) == pytest.approx(23.440465, abs=1e-6)


def test_julian_days_of_meeus():
    # Astronomical Algorithms, chapter 7: 2000 January 1.5 is 2451545.0, 1987 June 19.5 2446966.0.
    assert julian_day(datetime.date(2000, 1, 1)) + 0.5 == 2451545.0
    assert julian_day(datetime.date(1987, 6, 19)) + 0.5 == 2446966.0


def test_refraction_lifts_the_setting_sun_by_half_a_degree():
    # The textbook value is 34' at the horizon for 1010 mbar and 10 °C; the fit gives 29' there.
    assert 25 / 60 < np.degrees(refraction(0.0, 101000.0, 283.0)) < 36 / 60
    assert np.degrees(refraction(np.radians(45.0), 101000.0, 283.0)) == pytest.approx(
        1 / 60, rel=0.05
    )
    assert refraction(np.radians(-5.0), 101000.0, 283.0) == 0.0


def test_the_direction_is_east_north_up():
    morning = SunPosition(np.radians(60.0), np.radians(90.0)).direction
    assert morning == pytest.approx([np.sin(np.radians(60)), 0.0, 0.5])
    assert SunPosition(np.radians(90.0), 0.0).direction == pytest.approx([0.0, 1.0, 0.0])


def test_the_clock_of_the_place_does_not_matter():
    place = np.radians(59.33), np.radians(18.07)
    local = sun_position(datetime.date(2026, 1, 15), 14 * HOUR, HOUR, *place)
    universal = sun_position(datetime.date(2026, 1, 15), 13 * HOUR, 0.0, *place)
    assert local == pytest.approx(universal, abs=1e-12)


def test_the_sun_is_highest_in_the_south_at_noon_in_the_north():
    # Stockholm at the winter solstice: 90° - 59.33° - 23.44° = 7.23°, and 0.1° of refraction.
    times = np.arange(9, 15, 0.1)
    place = np.radians(59.33), np.radians(18.07)
    suns = [sun_position(datetime.date(2025, 12, 21), t * HOUR, HOUR, *place) for t in times]
    best = max(suns, key=lambda sun: sun.elevation)
    assert np.degrees(best.elevation) == pytest.approx(7.23 + 0.11, abs=0.03)
    assert np.degrees(best.azimuth) == pytest.approx(180.0, abs=1.5)


@pytest.mark.slow
def test_pvlib_agrees_everywhere():
    solar = pytest.importorskip("pvlib.solarposition")
    pandas = pytest.importorskip("pandas")
    rng = np.random.default_rng(5)
    for _ in range(300):
        day = datetime.date(1990, 1, 1) + datetime.timedelta(days=int(rng.integers(0, 21000)))
        seconds = float(rng.uniform(0, 86400))
        latitude, longitude = rng.uniform(-85, 85), rng.uniform(-180, 180)
        mine = sun_position(day, seconds, 0.0, np.radians(latitude), np.radians(longitude))
        when = pandas.Timestamp(day) + pandas.Timedelta(seconds=seconds)
        index = pandas.DatetimeIndex([when], tz="UTC")
        theirs = solar.spa_python(index, latitude, longitude, 0, 101325, 10).iloc[0]
        other = SunPosition(np.radians(theirs.apparent_zenith), np.radians(theirs.azimuth))
        angle = np.arccos(np.clip(mine.direction @ other.direction, -1, 1))
        assert np.degrees(angle) < 5e-4
