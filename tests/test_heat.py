"""How warm things are and what they radiate: closed forms, quadrature, and others' formulas."""

import numpy as np
import pytest
from pictures import air
from scipy.integrate import quad
from scipy.optimize import brentq
from whiteout.simcore.heat.air import emissivity, in_long_waves, overhead, window_emissivity
from whiteout.simcore.heat.balance import exchange, temperatures
from whiteout.simcore.heat.planck import (
    COLDEST,
    PER_KELVIN,
    STEFAN,
    radiance,
    slope,
    table,
    temperature,
)
from whiteout.simcore.heat.surfaces import clothing, properties, surfaces
from whiteout.simcore.materials import materials
from whiteout.simcore.media.aerosol import Aerosol
from whiteout.simcore.media.droplets import droplets
from whiteout.simcore.media.rain import Rainfall
from whiteout.simcore.media.vapour import density, dew_point, long_wave_extinction, saturated

ZERO = 273.15


def planck(length, warm):
    """Spectral radiance [W/(m³ sr)]."""
    h, c, k = 6.62607015e-34, 2.99792458e8, 1.380649e-23
    return 2 * h * c**2 / length**5 / np.expm1(h * c / (length * k * warm))


@pytest.mark.parametrize("warm", [180.0, 253.0, 300.0, 373.0, 600.0])
def test_the_band_is_the_integral_of_plancks_law(warm):
    whole = quad(planck, 8e-6, 14e-6, (warm,), epsabs=0, epsrel=1e-11)[0]
    assert radiance(warm) == pytest.approx(whole, rel=1e-9)


def test_a_black_body_of_300_k_radiates_172_watts_from_8_to_14_um():
    """37.6 % of σT⁴, as tables of black-body fractions have it (Incropera, table 12.2)."""
    fraction = 0.5160 - 0.1403  # of 0 to λT = 4200 and to 2400 µm K
    assert np.pi * radiance(300.0) / (STEFAN * 300.0**4) == pytest.approx(fraction, abs=2e-4)
    assert np.pi * radiance(300.0) == pytest.approx(172.6, abs=0.3)


def test_apparent_temperature_is_that_of_a_black_body():
    warm = np.linspace(150.0, 500.0, 1001)
    assert temperature(radiance(warm)) == pytest.approx(warm, abs=1e-3)
    numeric = (radiance(301.0) - radiance(299.0)) / 2.0
    assert slope(300.0) == pytest.approx(numeric, rel=1e-4)


def test_the_table_of_kernels_is_fine_enough():
    between = COLDEST + (np.arange(len(table()) - 1) + 0.5) / PER_KELVIN
    middle = (table()[1:].astype(float) + table()[:-1]) / 2
    assert np.abs(temperature(middle) - between)[between > 200].max() < 2e-3


def settled(absorbed, emits, exchanged, around, conducted=0.0, inside=0.0):
    columns = np.broadcast_arrays(absorbed, emits, exchanged, conducted, inside)
    a, e, x, c, i = (np.ascontiguousarray(np.atleast_1d(v), np.float32) for v in columns)
    out = np.empty(len(a), np.float32)
    temperatures(a, e, x, np.float32(around), c, i, out)
    return out


def test_balances_of_heat_have_their_closed_forms():
    around = 285.0
    black = STEFAN * around**4
    assert settled(0.9 * black, 0.9, 6.0, around) == pytest.approx(around, abs=2e-3)
    # Nothing but radiation: (power / εσ)^¼.
    alone = settled(0.9 * 250.0, 0.9, 0.0, around)
    assert alone == pytest.approx((250.0 / STEFAN) ** 0.25, abs=5e-3)
    # Nothing but convection: power / h above the air.
    assert settled(500.0, 0.0, 20.0, around) == pytest.approx(around + 25.0, abs=2e-3)
    # Held by what is inside.
    assert settled(0.9 * black, 0.9, 6.0, around, 1e5, 310.0) == pytest.approx(310.0, abs=0.01)


def test_balances_of_heat_are_the_roots():
    rng = np.random.Generator(np.random.Philox(1))
    for _ in range(40):
        a, e = rng.uniform(80.0, 1300.0), rng.uniform(0.1, 1.0)
        x, g, i = rng.uniform(5.7, 60.0), rng.uniform(0.0, 60.0), rng.uniform(260.0, 375.0)
        root = brentq(
            lambda t, a=a, e=e, x=x, g=g, i=i: a + x * (283 - t) + g * (i - t) - e * STEFAN * t**4,
            100, 900,
        )  # fmt: skip
        assert settled(a, e, x, 283.0, g, i) == pytest.approx(root, abs=0.01)


def test_convection_is_that_of_mcadams():
    assert exchange([0.0, 1.0, 5.0]) == pytest.approx([5.7, 9.5, 24.7])
    assert exchange(20.0) / exchange(10.0) == pytest.approx(2**0.78)
    assert exchange(20.0) == pytest.approx(7.12 * 20**0.78, rel=0.02)  # Jürges' own


@pytest.mark.parametrize("dew", [-5.0, 0.0, 8.0, 15.0, 20.0])
def test_clear_skies_are_as_others_found_them(dew):
    """Brunt (Q. J. R. Meteorol. Soc. 58, 389, 1932), with his constants for England."""
    pressure = saturated(ZERO + dew)
    assert emissivity(ZERO + dew) == pytest.approx(0.52 + 0.065 * pressure**0.5, abs=0.04)
    assert window_emissivity(ZERO + dew + 5.0, pressure) < emissivity(ZERO + dew) - 0.1


def test_vapour_condenses_at_its_dew_point():
    assert saturated(ZERO + 20) == pytest.approx(23.39, rel=5e-3)  # WMO and CRC tables
    assert saturated(ZERO) == pytest.approx(6.11, rel=2e-3)
    for warm in (-10.0, 5.0, 25.0):
        assert dew_point(saturated(ZERO + warm)) == pytest.approx(ZERO + warm, abs=1e-6)
    assert density(ZERO + 20, 23.39) == pytest.approx(17.3, rel=0.01)  # g/m³, CRC Handbook


def test_clear_air_lets_through_what_the_makers_formula_says():
    """FLIR's τ over 1 km at 15 °C and 70 %, from its manuals."""
    t, d = 15.0, 1000.0
    w = 0.7 * np.exp(1.5587 + 6.939e-2 * t - 2.7816e-4 * t**2 + 6.8455e-7 * t**3)
    one = np.exp(-np.sqrt(d) * (0.006569 - 0.002276 * np.sqrt(w)))
    two = np.exp(-np.sqrt(d) * (0.01262 - 0.00667 * np.sqrt(w)))
    theirs = 1.9 * one - 0.9 * two
    ours = np.exp(-d * long_wave_extinction(ZERO + t, 0.7 * saturated(ZERO + t), 0.0))
    assert ours == pytest.approx(theirs, abs=0.03)


def test_long_waves_pass_fine_fog_and_not_wide_droplets():
    """Beier and Gemperlein (Aerosp. Sci. Technol. 8, 2004): thin radiation fog is clearer in long
    waves, fog of the sea is not; Chýlek (J. Atmos. Sci. 35, 1978): fine droplets take by their
    water alone, 0.145 m²/g at 11 µm."""
    share = {
        model: droplets(model, "long_wave_infrared").extinction / droplets(model, "visible")[0]
        for model in ("moderate_radiation", "heavy_radiation", "heavy_advection")
    }
    assert share["moderate_radiation"] < 0.35 < share["heavy_radiation"] < 0.8
    assert share["heavy_advection"] > 1.0
    fine = droplets("moderate_radiation", "long_wave_infrared")
    assert fine.extinction / fine.water == pytest.approx(0.145, rel=0.15)


def test_media_are_those_of_the_band():
    rain, smoke = Rainfall(10.0), Aerosol(0.1, "smoke", 50.0)
    weather = air(-20.0, haze=40e3).with_medium("rain", rain).with_medium("smoke", smoke)
    long = in_long_waves(weather, 1e-3)
    seen = dict(long.media)
    assert seen["smoke"].seen == pytest.approx(0.1 * (10 / 0.55) ** -1.8)
    # Drops of a millimetre diffract long waves into 10 mrad, out of a pixel of 1 mrad: Q = 2.
    assert seen["rain"].seen == pytest.approx(2 * rain.population.cross_section(), rel=0.05)
    assert seen["rain"].profile(3.0) == rain.profile(3.0)
    assert long.seen == pytest.approx(weather.extinction("long_wave_infrared", 1e-3), rel=1e-6)


def test_what_is_overhead_is_colder_without_clouds():
    clear, grey = overhead(air(-20.0)), overhead(air(-20.0, cover=1.0))
    black = STEFAN * float(clear.air) ** 4
    assert 0.6 * black < clear.sky < 0.9 * black < grey.sky < black
    assert clear.sun == 0.0
    noon = overhead(air(60.0))
    assert 800 < noon.sun < 1050  # W/m² on what faces the sun (ASTM G173: 900)


def test_every_material_has_a_row():
    assert set(surfaces()) == {material.name for material in materials()}
    rows = properties(283.0, 281.0)
    assert rows.shape == (len(materials()), 6)
    assert ((rows[:, 0] > 0.05) & (rows[:, 0] < 1.0)).all()
    assert ((rows[:, 1] > 0.5) & (rows[:, 1] <= 1.0)).all()


def test_people_dress_by_the_weather():
    """0.7 clo of an indoor suit at 20 °C, more than a winter coat's 1.3 in frost (ISO 9920)."""
    assert clothing(ZERO + 20) == pytest.approx(0.7, abs=0.1)
    assert clothing(ZERO - 10) > 1.4 and clothing(ZERO - 60) == clothing(ZERO - 25)
