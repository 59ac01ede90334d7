"""Rain, snow, sleet, hail: sizes, speeds and extinction by the book, drops that are all there."""

import numpy as np
import pytest
from whiteout.simcore.media.bands import radar_in_rain
from whiteout.simcore.media.hail import Hail
from whiteout.simcore.media.rain import KINDS, Rainfall, drop_speed
from whiteout.simcore.media.snow import Snowfall

CELLS = np.stack(np.meshgrid(*[np.arange(-6, 6)] * 3, indexing="ij"), -1).reshape(-1, 3)

GUNN_KINZER = {  # diameter [mm]: speed [m/s], J. Meteorol. 6, 1949
    0.5: 2.06, 0.6: 2.47, 0.8: 3.27, 1.0: 4.03, 1.2: 4.64, 1.4: 5.17, 1.6: 5.65, 1.8: 6.09,
    2.0: 6.49, 2.4: 7.27, 2.8: 7.82, 3.2: 8.26, 3.6: 8.60, 4.0: 8.83, 4.4: 8.98, 4.8: 9.07,
    5.2: 9.12, 5.6: 9.16, 5.8: 9.17,
}  # fmt: skip


@pytest.mark.parametrize(("rate", "per_km"), [(1, 0.365), (10, 1.556), (25, 2.771), (100, 6.636)])
def test_extinction_of_marshall_and_palmer(rate, per_km):
    # AT-03 and book 2.2: Q = 2 for a thin beam; eyes and cameras keep what is diffracted.
    rain = Rainfall(rate)
    assert rain.extinction() * 1e3 == pytest.approx(per_km, rel=0.01)
    assert rain.seen == pytest.approx(0.6 * rain.extinction())
    assert rain.extinction("visible", 0.02) == pytest.approx(rain.extinction() / 2, rel=0.05)


def test_drops_fall_as_gunn_and_kinzer_measured():
    # AT-05: 3 %.
    width = np.array(list(GUNN_KINZER)) * 1e-3
    assert drop_speed(width) == pytest.approx(list(GUNN_KINZER.values()), rel=0.03)


@pytest.mark.parametrize("rate", [1.0, 10.0, 25.0, 100.0])
def test_drops_carry_the_rate(rate):
    # AT-06: the water in the air times its speed is R to 1.2 R.
    rain = Rainfall(rate)
    edges = np.linspace(0.0, 8e-3, 4001)
    width = (edges[1:] + edges[:-1]) / 2
    number = -np.diff(rain.population.count(edges))
    falls = (np.pi / 6 * width**3 * number * drop_speed(width)).sum() * 3.6e6
    assert rate <= falls <= 1.2 * rate


def test_water_and_numbers_of_the_book():
    for rate, water, number in ((1, 0.089, 1951), (10, 0.615, 3165), (50, 2.378, 4437)):
        rain = Rainfall(rate)
        assert rain.water == pytest.approx(water, rel=0.01)
        assert rain.population.tail == pytest.approx(number, rel=0.01)


def test_drizzle_is_finer_and_dims_more():
    drizzle, rain = Rainfall(0.5, "drizzle"), Rainfall(0.5)
    assert drizzle.population.typical < 0.8 * rain.population.typical
    assert drizzle.seen > rain.seen
    assert set(KINDS) == {"widespread", "drizzle", "thunderstorm"}


def test_radar_in_rain():
    # RA-02: ITU-R P.838-3 at 77 GHz, level polarisation, 25 mm/h: 11.405 dB/km.
    assert radar_in_rain(25.0) * 1e4 / np.log(10) == pytest.approx(11.405, rel=1e-3)


def test_snow_hides_far_more_than_rain():
    # AT-09: at 2.5 mm/h at least ten times as much; AT-07 for wet snow: 5.8e-4 R.
    assert Snowfall(2.5).extinction() / Rainfall(2.5).extinction() >= 10.0
    assert Snowfall(1.0, 0, "wet").extinction() == pytest.approx(5.8e-4, rel=0.05)


@pytest.mark.parametrize(
    "medium", [Rainfall(20.0, key=3), Snowfall(2.0, 4, "graupel"), Hail(20, 5)]
)
def test_particles_are_as_many_as_their_distribution_says(medium):
    found = medium.particles_in(CELLS, 4.0, 0.5e-3)
    volume, population = len(CELLS), medium.population
    for width in (0.5e-3, 1e-3, 2e-3, 4e-3):
        expected = float(population.count(width)) * volume
        assert (found.diameter > width).sum() == pytest.approx(expected, abs=4 * expected**0.5 + 4)
    area = np.pi / 4 * found.diameter.astype(float) ** 2
    spread = 4 * (area**2).sum() ** 0.5  # of a Poisson process
    expected = float(population.shadow(0.5e-3)) * volume
    assert area.sum() == pytest.approx(expected, abs=spread)
    assert -found.velocity[:, 2] == pytest.approx(population.fall.speed(found.diameter), rel=1e-3)


def test_drops_move_as_they_say():
    rain, step = Rainfall(5.0, key=8), 2e-3
    now, then = (rain.particles_in(CELLS[:300], t, 1e-3) for t in (3.0, 3.0 + step))
    moved = (then.position - now.position) / step
    steady = np.abs(moved[:, 2]) < 100  # others have come in again at the top of their parcel
    assert steady.mean() > 0.98
    assert np.abs(moved - now.velocity)[steady].max() < 0.1


def test_hail_carries_its_rate():
    for rate in (0.05, 1.0, 5.0, 50.0, 150.0):
        population = Hail(rate).population
        edges = np.linspace(0.0, 400e-3, 20001)
        width = (edges[1:] + edges[:-1]) / 2
        number = -np.diff(population.count(edges))
        falls = (0.9 * np.pi / 6 * width**3 * number * 3.62 * (width * 1e3) ** 0.5).sum() * 3.6e6
        assert falls == pytest.approx(rate, rel=0.02)
    assert Hail(50.0).population.typical > Hail(5.0).population.typical


def test_hail_that_ends_thins_out():
    # A shower fades by fewer stones: not by dust of ice, which would hide more the less there is.
    fading = [Hail(rate) for rate in (5.0, 1.0, 0.1, 0.02)]
    assert (np.diff([hail.seen for hail in fading]) < 0.0).all()
    assert fading[-1].seen == pytest.approx(fading[0].seen * 0.02 / 5.0)
    assert min(hail.population.typical for hail in fading) > 2e-3
