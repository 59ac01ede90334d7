"""Falling snow: extinction and visibility by the book, flakes by their distribution, no memory."""

import numpy as np
import pytest
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.light.sun import SunPosition
from whiteout.simcore.media.snow import MEAN_FALL, WIDEST, Snowfall
from whiteout.simcore.wind import Wind

CELLS = np.stack(np.meshgrid(*[np.arange(-5, 5)] * 3, indexing="ij"), -1).reshape(-1, 3)


@pytest.mark.parametrize("rate", [0.25, 0.5, 1.0, 2.0, 2.5, 5.0])
def test_extinction_and_visibility_of_the_book(rate):
    # Physics book 2.3: Gunn-Marshall with Holroyd's density; AT-07: σ v / R = 4.90e-3 within 5 %
    # at 1 mm/h, and the two routes within 10 % elsewhere.
    book = {0.25: 2578, 0.5: 1245, 1.0: 601, 2.0: 290, 2.5: 230, 5.0: 111}[rate]
    sigma = Snowfall(rate).extinction()
    assert np.log(20) / sigma == pytest.approx(book, rel=0.01)
    assert sigma * MEAN_FALL / rate == pytest.approx(4.90e-3, rel=0.05 if rate == 1 else 0.11)


def test_dry_snow_of_rasmussen():
    # AT-08: visibility at 2 % contrast, 796 m at 1 mm/h and 318 m at 2.5 mm/h, factor 1.3.
    for rate, visibility in ((1.0, 796.0), (2.5, 318.0)):
        found = np.log(50) / Snowfall(rate).extinction()
        assert visibility / 1.3 < found < visibility * 1.3


def test_a_wide_receiver_loses_half():
    # Diffraction: efficiency 2 for a thin beam, 1 for what takes in the diffracted light.
    snow = Snowfall(1.0)
    assert snow.extinction() == pytest.approx(2 * snow.cross_section(), rel=1e-9)
    assert snow.extinction("visible", 0.05) == pytest.approx(snow.cross_section(), rel=0.01)
    halves = [snow.extinction("visible", angle) for angle in (0.0, 2e-5, 1e-4, 1e-3)]
    assert halves == sorted(halves, reverse=True)


def test_as_many_flakes_of_each_size_as_the_distribution_says():
    snow = Snowfall(1.5, key=11)
    flakes = snow.particles_in(CELLS, 0.0, 1e-3)
    volume = len(CELLS)
    for width in (1e-3, 2e-3, 4e-3, 8e-3):
        expected = snow.count(width) * volume
        assert (flakes.diameter > width).sum() == pytest.approx(expected, abs=4 * expected**0.5)
    shadow = np.pi / 4 * (flakes.diameter.astype(float) ** 2).sum() / volume
    assert shadow == pytest.approx(float(snow.shadow_of_flakes(1e-3)), rel=0.02)
    assert flakes.diameter.max() <= np.float32(WIDEST)
    # What is not made, since it would be wider, is little in snow that is not heavy.
    assert snow.shadow_of_flakes(0.0) == pytest.approx(snow.cross_section(), rel=0.02)


def test_counts_per_parcel_are_poisson():
    snow = Snowfall(1.0, key=3)
    flakes = snow.particles_in(CELLS, 0.0, 6e-3)
    count = np.bincount(flakes.cell, minlength=len(CELLS))
    mean = float(snow.count(6e-3))
    assert count.mean() == pytest.approx(mean, rel=0.05)
    assert count.var() == pytest.approx(mean, rel=0.2)


def test_wider_ones_are_the_first_few():
    snow = Snowfall(2.0, key=7)
    all_, wide = (snow.particles_in(CELLS[:50], 12.5, width) for width in (2e-3, 5e-3))
    chosen = all_.diameter > 5e-3
    assert np.array_equal(all_.position[chosen], wide.position)
    assert np.array_equal(all_.diameter[chosen], wide.diameter)
    for cell in range(50):
        widths = all_.diameter[all_.cell == cell]
        assert (np.diff(widths) <= 0).all()


def test_any_order_gives_the_same_flakes():
    snow = Snowfall(1.0, key=9)
    forward = snow.particles_in(CELLS[:20], 3.0, 3e-3)
    backward = snow.particles_in(CELLS[:20][::-1], 3.0, 3e-3)
    assert np.array_equal(
        forward.position[forward.cell == 4], backward.position[backward.cell == 15]
    )
    other = Snowfall(1.0, key=10).particles_in(CELLS[:20], 3.0, 3e-3)
    assert len(other.diameter) != len(forward.diameter) or not np.array_equal(
        other.position, forward.position
    )


def test_flakes_move_as_they_say():
    snow, wind, step = Snowfall(1.0, key=2), Wind((4.0, -1.0, 0.0)), 2e-3
    now, then = (snow.particles_in(CELLS[:100], t, 3e-3, wind) for t in (5.0, 5.0 + step))
    moved = (then.position - now.position) / step
    steady = np.abs(moved[:, 2]) < 100  # others have come in again at the top of their parcel
    assert steady.mean() > 0.99
    assert np.abs(moved - now.velocity)[steady].max() < 0.05
    # Locatelli and Hobbs 1974: .8 D^.16 m/s, D in mm.
    assert -now.velocity[:, 2] == pytest.approx(0.8 * (now.diameter * 1e3) ** 0.16, rel=1e-3)
    assert now.velocity[:, :2].mean(0) == pytest.approx([4.0, -1.0], abs=0.05)


def test_flakes_lie_in_the_parcels_that_carry_them():
    snow, wind = Snowfall(1.0, key=2), Wind((3.0, 2.0, 0.0))
    flakes = snow.particles_in(CELLS[:50], 7.0, 3e-3, wind)
    found = snow.cells_of(flakes.position, 7.0, wind)
    away = np.abs(found - CELLS[flakes.cell]).max(1)
    assert (away == 0).mean() > 0.7  # flutter carries some a few centimetres across
    assert away.max() <= 1


def test_the_air_holds_what_falls():
    sun = SunPosition(np.radians(70.0), 3.0)
    clear = Atmosphere(sun, haze=50e3)
    assert clear.visibility == pytest.approx(50e3)
    snow = Snowfall(1.0, key=1)
    air = clear.with_medium("snow", snow)
    expected = np.log(20) / 50e3 + snow.extinction()
    assert air.extinction() == pytest.approx(expected)
    assert air.visibility == pytest.approx(np.log(20) / expected)
    assert air.snow_rate_mm_h == 1.0
    assert clear.snow_rate_mm_h == 0.0
    same = air.particles_in(CELLS[:10], 2.0, 3e-3)["snow"]
    assert np.array_equal(same.position, snow.particles_in(CELLS[:10], 2.0, 3e-3).position)
