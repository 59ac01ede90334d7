"""Radars in weather: rain and fog on the way, rain that echoes, water and snow on the radome."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from pictures import air
from radars import SECOND, Actor, radar, read, shot_of, vehicle
from test_radar import CLEAN, far, only, point
from whiteout.sensors.radar.clutter import Air
from whiteout.sensors.radar.echo import Stand
from whiteout.sensors.radar.radome import (
    PACKED,
    film,
    passed,
    share,
    snow_permittivity,
)
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.media.bands import radar_in_droplets, water_at_radar
from whiteout.simcore.media.echo import reflectivity
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.media.particles import Fall, Population
from whiteout.simcore.media.rain import Rainfall
from whiteout.simcore.media.snow import Snowfall

WAVE = 299_792_458.0 / 77e9
BARE = {"radome": {"wetted": 0.0}}


def weather(medium, kelvin=283.15) -> Atmosphere:
    return replace(air(35.0), air_temperature=kelvin).with_medium("it", medium)


def snr_at(away, atmosphere=None, ego=0.0, **settings):
    of = far(**CLEAN, **settings)
    return float(
        only(read(of, shot_of([point(away)], atmosphere=atmosphere, ego_speed=ego), 0))["snr"]
    )


def share_of_range(loss):
    """How far the radar sees of its range in clear air, by R⁴, less a loss both ways [dB]."""
    return 10 ** (-loss / 40)


def test_the_air_takes_what_p838_says():
    """Rows RA-02 and section 5: 11.405 dB/km in 25 mm/h, both ways over 100 m."""
    stand = Stand(np.eye(4), np.zeros(3), 0.0)
    for rate, expected in ((5, 0.72), (10, 1.18), (25, 2.28), (50, 3.75), (100, 6.17)):
        through = Air(weather(Rainfall(rate)), stand, 0.5, 250.0)
        loss = -10 * np.log10(through.share(np.array([0.1]), np.array([100.0]))[0])
        assert loss == pytest.approx(expected, abs=0.006)
    through = Air(weather(Rainfall(25.0)), stand, 0.5, 250.0)
    loss = -10 * np.log10(through.share(np.zeros(1), np.array([50.0]))[0])
    assert loss * 10 == pytest.approx(11.405, rel=1e-3)


def test_fog_of_50_m_takes_less_than_5_percent_of_the_range():
    """Row RA-06, the radar's half, at 100 m, through the sensor."""
    fog = weather(Fog(np.log(20.0) / 50.0), 278.15)
    assert fog.visibility == pytest.approx(50.0, rel=1e-3)
    loss = snr_at(100.0) - snr_at(100.0, fog)
    assert loss > 0.0
    assert 1 - share_of_range(loss) < 0.05


def test_rain_is_no_strong_blocker():
    """25 mm/h cost about 11 % of 100 m by what they take on the way."""
    loss = snr_at(100.0) - snr_at(100.0, weather(Rainfall(25.0)), **BARE)
    assert loss == pytest.approx(2.28, abs=0.4)  # what echoes from drops is in the noise beside


@pytest.mark.parametrize("rate", [25.0, 50.0])
def test_heavy_rain_costs_20_to_40_percent_of_the_range_with_its_water(rate):
    """Section 5, with a wet radome at 15 m/s (secondary source)."""
    loss = snr_at(100.0) - snr_at(100.0, weather(Rainfall(rate)), ego=15.0)
    assert 0.15 < 1 - share_of_range(loss) < 0.45


def test_dry_snow_is_nearly_clear():
    """Less than 1 dB/km up to 5 mm/h, one way; the flakes on the radome are dry too."""
    snow = weather(Snowfall(5.0), 263.15)
    assert snr_at(100.0) - snr_at(100.0, snow) < 0.4


def test_films_and_layers():
    """A film by Nusselt; layers by closed forms: half a wave of a lossless slab passes all, a
    quarter 4 n / (n² + 1)² …, and thick water takes 4 π κ d / λ."""
    assert film(1e-2, 0.1) == pytest.approx((3 * 1.5e-3 * 1e-5 * 0.1 / (1000 * 9.81)) ** (1 / 3))
    n = 1.78
    assert abs(passed([(WAVE / n / 2, n**2 + 0j)], WAVE)) == pytest.approx(1.0)
    quarter = abs(passed([(WAVE / n / 4, n**2 + 0j)], WAVE)) ** 2
    assert quarter == pytest.approx(4 * n**2 / (n**2 + 1) ** 2)
    water = complex(*water_at_radar())
    kappa = np.sqrt(water).imag
    thick = [20 * np.log10(abs(passed([(d, water)], WAVE))) for d in (1e-3, 2e-3)]
    absorbed = 40 * np.pi * kappa * 1e-3 / WAVE / np.log(10) * 1.0
    assert thick[0] - thick[1] == pytest.approx(absorbed, rel=0.02)


def test_water_at_radar_is_that_of_the_droplets():
    """Section 5, P.840: 3.537 (dB/km)/(g/m³) at 0 °C, from the same permittivity."""
    assert radar_in_droplets(1.0, 273.15) * 1e4 / np.log(10) == pytest.approx(3.537, rel=1e-3)
    real, imaginary = water_at_radar(273.15)
    eta = (2 + real) / imaginary
    assert 0.819 * 77.0 / (imaginary * (1 + eta**2)) == pytest.approx(3.537, rel=1e-3)


def radome(**more):
    usual = {"height": 0.1, "wetted": 1.0, "film": 0.0, "ice": 0.0, "snow": 0.0, "heated": False}
    return SimpleNamespace(**{**usual, **more})


def loss_by(of, kelvin=283.15, arrives=0.0, snow=0.0):
    """One way [dB]."""
    atmosphere = weather(Rainfall(1e-6), kelvin)
    return -5 * np.log10(share(of, atmosphere, arrives, snow, WAVE))


def test_wet_snow_on_the_radome_takes_5_to_15_db():
    """Section 5, one way, of a centimetre; dry snow takes little, and more lies thicker."""
    wet, dry = (loss_by(radome(), kelvin, snow=0.01 * PACKED) for kelvin in (273.15, 265.15))
    assert 5.0 < wet < 15.0
    assert dry < 0.5
    assert loss_by(radome(), 273.15, snow=0.005 * PACKED) < wet
    assert snow_permittivity(200.0, 0.0).imag == 0.0


def test_water_takes_the_more_the_thicker_it_is_and_the_more_it_wets():
    losses = [loss_by(radome(film=d)) for d in (0.0, 5e-5, 1e-4, 2e-4, 5e-4)]
    assert losses[0] == pytest.approx(0.0, abs=1e-9)
    assert (np.diff(losses) > 0).all()
    assert loss_by(radome(film=1e-4, wetted=0.3)) < loss_by(radome(film=1e-4))


def test_snow_gathers_on_the_way_and_a_heater_lets_none_stay():
    """What it remembers comes back exactly, and the same time twice gathers once."""
    snow = weather(Snowfall(4.0, crystal="wet"), 273.65)
    shot = shot_of([point(40.0, speed=28.0)], atmosphere=snow, ego_speed=20.0)
    of, warm = far(**CLEAN), far(radome={"heated": True}, **CLEAN)
    first = read(of, shot, 0)
    for t in range(1, 60):
        of.follow(shot, t * SECOND)
        warm.follow(shot, t * SECOND)
    kept = of.save()
    assert kept is not None and kept.snow > 0.1
    shot = replace(shot, t0_ns=60 * SECOND, t1_ns=61 * SECOND, _made={})
    late = read(of, shot, 60 * SECOND)
    again = read(of, shot, 60 * SECOND)
    assert late.tobytes() == again.tobytes()
    of.restore(None)
    clean = read(of, shot, 60 * SECOND)
    assert only(clean)["snr"] == pytest.approx(only(first)["snr"], abs=0.01)
    assert only(clean)["snr"] > only(late)["snr"] + 1.0
    of.restore(kept)
    assert read(of, shot, 60 * SECOND).tobytes() == late.tobytes()
    assert warm.save().snow == 0.0


def test_fine_drops_echo_by_rayleighs_law():
    """η = π⁵ |K|² Z / λ⁴ for drops much smaller than the wave."""
    slope = 30.0  # 1/mm: drops of 0.03 mm in the mean
    population = Population(1e6, slope, 1.0, 1.0, 6e-3, Fall(1.0, 1.0))
    medium = SimpleNamespace(population=population, frozen=0.0)
    permittivity = complex(*water_at_radar(283.0))
    k2 = abs((permittivity - 1) / (permittivity + 2)) ** 2
    z = 1e6 * 720 / slope**6 * 1e-18
    assert reflectivity(medium, 283.15) == pytest.approx(np.pi**5 * k2 * z / WAVE**4, rel=0.05)


def test_drops_as_large_as_the_wave_echo_less_than_rayleighs_law():
    eta = [reflectivity(Rainfall(r)) for r in (1.0, 5.0, 25.0, 100.0)]
    rayleigh = [np.pi**5 * 0.93 * 200 * r**1.6 * 1e-18 / WAVE**4 for r in (1.0, 5.0, 25.0, 100.0)]
    assert (np.diff(eta) > 0).all()
    assert eta[2] < 0.1 * rayleigh[2]
    assert reflectivity(Fog(0.03)) == 0.0


def test_rain_fills_near_cells_at_its_own_speed():
    """Clutter of volume: stronger in rain, at the drops' Doppler and not at others, by R²."""
    of = radar(far=None, channels=["range_doppler"], **CLEAN, **BARE)
    dry = read(of, shot_of([], ego_speed=10.0), 0, "range_doppler")
    wet = read(of, shot_of([], atmosphere=weather(Rainfall(25.0)), ego_speed=10.0), 0,
               "range_doppler")  # fmt: skip
    scan, link = of.scans["near"], of.links["near"]
    speeds = (np.arange(wet.shape[1]) - wet.shape[1] // 2) * link.speed / 2
    near = int(30.0 / (scan.range_resolution / 2))
    more = wet[near] - dry[near]
    assert more[abs(speeds + 9.0) < 0.5].min() > 3.0
    assert more[abs(speeds - 10.0) < 3.0].max() < 0.1


def test_interference_raises_the_noise_in_as_many_readings_as_said():
    shot = shot_of([point(30.0)])
    of = far(
        interference={"probability": 0.3, "least": 12, "most": 12}, mistakes={"false_alarm": 1e-9}
    )
    times = range(0, SECOND // 2, SECOND // 800)
    rises = np.array([of._interference(shot, t) for t in times])
    hit = rises > 1.0
    assert hit.mean() == pytest.approx(0.3, abs=4 * np.sqrt(0.21 / len(rises)))
    assert 10 * np.log10(rises[hit] - 1.0) == pytest.approx(12.0)
    levels = np.array([only(read(of, shot, t))["snr"] for t in times[:60]])
    struck, clear = levels[hit[:60]], levels[~hit[:60]]
    assert np.median(clear) - np.median(struck) == pytest.approx(12.3, abs=1.0)


def test_a_car_at_60_m_is_seen_in_a_cloudburst():
    car = Actor(vehicle("compact"), 60.0, speed=12.0)
    shot = shot_of([car], atmosphere=weather(Rainfall(60.0)), ego_speed=9.0)
    assert (read(radar(), shot)["class"] == 40).any()
