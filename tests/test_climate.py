"""How warm the air is where a scenario does not say: near the means of latitudes, and frozen snow.

Zonal means of January and July [°C]: W. D. Sellers, Physical Climatology (1965), table of circles
of latitude.
"""

import datetime

import numpy as np
import pytest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.simcore.climate import air_temperature, mean_temperature

ZONES = [(60, -16.1, 14.1), (50, -7.1, 18.1), (40, 5.0, 24.0), (0, 26.4, 25.6), (-30, 21.9, 14.7),
         (-50, 8.1, 3.4)]  # fmt: skip
JANUARY, JULY = datetime.date(2026, 1, 15), datetime.date(2026, 7, 15)


@pytest.mark.parametrize(("latitude", "january", "july"), ZONES)
def test_the_mean_is_that_of_the_circle_of_latitude(latitude, january, july):
    for date, expected in ((JANUARY, january), (JULY, july)):
        assert mean_temperature(np.radians(latitude), date) - 273.15 == pytest.approx(
            expected, abs=5
        )


def test_the_year_has_no_jump():
    days = [datetime.date(2026, 12, 20) + datetime.timedelta(k) for k in range(30)]
    values = [mean_temperature(np.radians(60), day) for day in days]
    assert np.abs(np.diff(values)).max() < 0.3


def test_snow_that_falls_or_lies_does_not_melt():
    for latitude in np.radians([-60.0, 0.0, 30.0, 50.0, 70.0]):
        for date in (JANUARY, JULY):
            assert 271.15 <= air_temperature(latitude, date, True, False) <= 273.15
            lying = air_temperature(latitude, date, False, True)
            assert lying == min(mean_temperature(latitude, date), 273.15)


@pytest.mark.parametrize(
    ("changes", "low", "high"),
    [({}, -2.0, 0.0), ({"weather": None, "surface": None}, -17.0, -10.0),
     ({"weather": None, "surface": None, "light.date": "2026-07-15"}, 10.0, 18.0)],
)  # fmt: skip
def test_frames_tell_it(changes, low, high):
    """Snow at 59° N in January; the same street without it, then in July."""
    frame = Episode(draw(load("child-chases-ball", changes), 0, 0), {}).reset()
    assert low <= frame.surroundings.temperature_c <= high
