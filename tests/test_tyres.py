"""Tyres: the published curves and laws, and the table of grip against measured braking."""

import numpy as np
import pytest
from whiteout.simcore.covers import covers
from whiteout.simcore.physics.driving.tyres import water
from whiteout.simcore.physics.driving.tyres.burckhardt import burckhardt
from whiteout.simcore.physics.driving.tyres.grip import (
    PEAK,
    PEAK_SLIP,
    SLIDING,
    TYRES,
    drying,
    peak_friction,
    secant,
    table,
)  # fmt: skip
from whiteout.simcore.physics.driving.tyres.pac2002 import NOMINAL_LOAD, tyre_forces

# Physics book 1.2, TY-01: ground, slip of the peak, peak, locked.
BURCKHARDT = [
    ("asphalt_dry", 0.1700, 1.1700, 0.7601),
    ("asphalt_wet", 0.1308, 0.8013, 0.5100),
    ("concrete_dry", 0.1600, 1.0900, 0.6600),
    ("cobble_dry", 0.4000, 1.0000, 0.7000),
    ("cobble_wet", 0.1400, 0.3800, 0.2800),
    ("snow", 0.0600, 0.1900, 0.1300),
    ("ice", 0.0315, 0.0500, 0.0490),
]


@pytest.mark.parametrize("ground, slip, peak, locked", BURCKHARDT)
def test_burckhardts_curves_peak_where_they_should(ground, slip, peak, locked):
    curve = burckhardt(ground)
    assert (curve.peak_slip, curve.peak, curve.locked) == pytest.approx(
        (slip, peak, locked), abs=1e-3
    )
    slips = np.linspace(0, 1, 20001)
    assert curve.friction(slips).max() == pytest.approx(curve.peak, abs=1e-5)
    assert curve.friction(0.5, 30.0) < curve.friction(0.5, 10.0)


@pytest.mark.parametrize("cover, ground", [("dry", "asphalt_dry"), ("wet", "asphalt_wet"),
                                           ("packed_snow", "snow"), ("ice", "ice")])  # fmt: skip
def test_the_shape_of_grip_is_burckhardts(cover, ground):
    """TY-03: what is left to a locked wheel is .65, .64, .68, .98 of the peak."""
    curve, names = burckhardt(ground), [c.name for c in covers()]
    row = table()[0, names.index(cover)]
    assert row[SLIDING] == pytest.approx(curve.locked / curve.peak, rel=0.02)
    assert row[PEAK_SLIP] == pytest.approx(curve.peak_slip, rel=0.01)
    dry = burckhardt("asphalt_dry").stiffness
    assert row[3] == pytest.approx(curve.stiffness / dry, rel=0.02)


def forces(slip, angle, load):
    slip, angle, load = np.broadcast_arrays(
        np.asarray(slip, float), np.asarray(angle, float), np.asarray(load, float)
    )
    out = np.empty((slip.size, 6))
    tyre_forces(*(np.ascontiguousarray(a.ravel()) for a in (slip, angle, load)), out)
    return out


def test_pac2002_peaks_at_its_nominal_load():
    """TY-04."""
    slips = np.linspace(0.01, 1.0, 20000)
    along = forces(slips, 0.0, NOMINAL_LOAD)[:, 0] / NOMINAL_LOAD
    assert along.max() == pytest.approx(1.1739, rel=5e-3)
    assert slips[along.argmax()] == pytest.approx(0.1503, rel=5e-3)
    assert along[-1] == pytest.approx(0.8422, rel=5e-3)
    across = -forces(0.0, slips, NOMINAL_LOAD)[:, 1] / NOMINAL_LOAD
    assert across.max() == pytest.approx(1.0489, rel=5e-3)
    assert np.degrees(slips[across.argmax()]) == pytest.approx(8.54, rel=5e-3)


def test_pac2002_loses_friction_with_load_and_relaxes_over_its_lengths():
    """TY-05: .593 m across, .814 m along; physics book 1.2: dμ/d(Fz/Fz0) -.164 and -.180."""
    lengths = forces(0.0, 0.0, NOMINAL_LOAD)[0, 4:]
    assert lengths == pytest.approx([0.814, 0.593], rel=0.02)
    slips = np.linspace(0.01, 0.4, 4000)
    heavy = forces(slips, 0.0, 1.2 * NOMINAL_LOAD)[:, 0].max() / (1.2 * NOMINAL_LOAD)
    assert (heavy - 1.1739) / 0.2 == pytest.approx(-0.164, abs=2e-3)
    heavy = -forces(0.0, slips, 1.2 * NOMINAL_LOAD)[:, 1].min() / (1.2 * NOMINAL_LOAD)
    assert (heavy - 1.0489) / 0.2 == pytest.approx(-0.180, abs=2e-3)


def test_either_slip_weakens_the_force_of_the_other():
    both = forces(0.1, 0.1, NOMINAL_LOAD)[0]
    assert 0 < both[2] < 0.9 * both[0]
    assert 0 > both[3] > 0.9 * both[1]
    mirrored = forces(0.1, -0.1, NOMINAL_LOAD)[0]
    assert mirrored[[2, 3]] == pytest.approx([both[2], -both[3]])


@pytest.mark.parametrize("tyre", range(4))
def test_the_curve_has_its_peak_its_stiffness_and_its_end(tyre):
    for row in table()[tyre]:
        slips = np.linspace(1e-6, 1.0, 5001)
        stiffness = 22.0 * row[3]
        shape = (row[PEAK], row[PEAK_SLIP], row[SLIDING], stiffness)
        force = np.array([s * secant(s, *shape) for s in slips])
        assert force.max() == pytest.approx(row[PEAK], rel=1e-4)
        assert force.max() <= row[PEAK] * (1 + 1e-12)
        assert slips[force.argmax()] == pytest.approx(row[PEAK_SLIP], abs=2.5e-4)
        assert force[0] / slips[0] == pytest.approx(stiffness, rel=1e-3)
        assert force[-1] == pytest.approx(row[PEAK] * row[SLIDING], rel=1e-9)


def test_the_engines_curve_is_near_pac2002():
    # The same peaks and stiffness: how well the short curve stands for the magic formula.
    slips = np.linspace(0.002, 0.6, 300)
    theirs = forces(slips, 0.0, NOMINAL_LOAD)[:, 0] / NOMINAL_LOAD
    ours = np.array([s * secant(s, 1.1739, 0.1503, 0.8422 / 1.1739, 22.303) for s in slips])
    assert np.abs(ours - theirs).max() < 0.08 * 1.1739


def test_hornes_speeds():
    """HY-01: 24, 32, 36 psi."""
    speeds = [3.6 * water.horne(psi * water.PSI) for psi in (24.0, 32.0, 36.0)]
    assert speeds == pytest.approx([81.6, 94.2, 99.9], rel=5e-3)


def wet(speed, film, tread=8e-3, row=2):
    rows = table()[TYRES.index("all_season")]
    tyre = water.lift(220e3, tread, water.TEXTURE)
    return peak_friction(rows, row, speed / 3.6, standing(film, tyre, rows), 10.0, tyre)


def standing(film, tyre, rows):
    return water.standing(*np.array((film, tyre[3], drying(rows)), np.float32))


def test_wet_grip_falls_with_speed_with_depth_and_with_wear():
    """HY-02."""
    speeds = np.linspace(40, 100, 13)
    for film in (2e-4, 1e-3, 5e-3):
        assert (np.diff([wet(v, film) for v in speeds]) < 0).all()
    films = np.linspace(1e-4, 1e-2, 25)
    for speed in (50.0, 80.0, 120.0):
        assert (np.diff([wet(speed, f) for f in films]) < 0).all()
        assert (np.diff([wet(speed, 1.5e-3, t) for t in (1.6e-3, 3e-3, 5e-3, 8e-3)]) > 0).all()
    # A worn tyre in deep water floats; a new one in a thin film hardly notices it.
    assert wet(100.0, 5e-3, 1.6e-3) < 0.15
    assert wet(80.0, 2e-4) == pytest.approx(0.78, rel=0.05)  # half way from dry to wet


def test_a_film_takes_grip_away_little_by_little():
    """HY-02, from dry ground on: no step where the label turns damp, wet or a puddle."""
    films = np.geomspace(1e-7, 2e-2, 1200)
    rows = [0 if f <= 1e-5 else 1 if f <= 2e-4 else 2 if f <= 2e-3 else 3 for f in films]
    for speed in (20.0, 70.0, 130.0):
        grip = np.array([wet(speed, f, 3e-3, row) for f, row in zip(films, rows, strict=True)])
        assert (np.diff(grip) < 0).all()
        assert np.diff(grip).min() > -0.02
        assert grip[0] == pytest.approx(0.95, abs=1e-3)
    # The rows of damp and wet ground at their own films, where a car is braked from 80 km/h.
    assert wet(57.0, 1e-4, row=1) == pytest.approx(0.85, rel=0.02)
    assert wet(57.0, 6e-4) == pytest.approx(0.70, rel=0.05)
    assert wet(57.0, 0.0, row=0) == 0.95


def test_a_tyre_without_air_floats_at_once_and_grips_where_it_stands():
    grip, flat = table()[TYRES.index("all_season")], water.lift(0.0, 8e-3, water.TEXTURE)
    deep = standing(5e-3, flat, grip)
    found = [peak_friction(grip, 3, v, deep, 10.0, flat) for v in (0.0, 0.5, 20.0)]
    assert np.isfinite(found).all() and found[0] > found[1] > found[2] > 0.0


def test_grooves_are_less_than_a_third_of_the_tread():
    """ADAC's tests of aquaplaning: on 7 mm of water new tyres float at 75 to 90 km/h (known)."""
    assert wet(95.0, 7e-3) < 0.25 * wet(30.0, 7e-3)
    assert wet(60.0, 7e-3) > 0.5 * wet(30.0, 7e-3)


def test_ice_grips_least_when_it_melts_and_more_in_great_cold():
    # Physics book 1.2: ice .09 from -5 to -10 degC, wet ice .05.
    rows = table()[TYRES.index("all_season")]
    tyre = water.lift(220e3, 8e-3, 8e-4)
    water_0 = standing(0.0, tyre, rows)
    grip = {t: peak_friction(rows, 7, 5.0, water_0, t, tyre) for t in (0, -5, -10, -25)}
    assert grip[0] == pytest.approx(0.05, abs=0.002)
    assert grip[-5] == grip[-10] == pytest.approx(0.09)
    assert grip[-25] > grip[-10]


def test_the_table_has_the_books_matrix():
    names = [c.name for c in covers()]
    for cover, values in {
        "dry": (1.05, 0.95, 0.90), "wet": (0.75, 0.70, 0.685), "packed_snow": (0.18, 0.25, 0.33),
        "ice": (0.07, 0.09, 0.12),
    }.items():  # fmt: skip
        assert table()[:3, names.index(cover), PEAK] == pytest.approx(values)
    assert table()[3, names.index("ice"), PEAK] == pytest.approx(0.2)
