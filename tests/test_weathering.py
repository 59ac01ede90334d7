"""The ground under weather: nothing is lost, it freezes and melts by the heat that passes."""

import math
from dataclasses import replace

import numpy as np
import pytest
from whiteout.simcore.covers import cover_id
from whiteout.simcore.surface import Chart, Surface
from whiteout.simcore.weathering import FREEZING, Climate, Lying, warmth, weathered

STREET = Chart((0.0, 180.0), lanes=(-1.6, 1.6))
HOUR = 3600.0
MM = 1e-3


def street(**said):
    return Surface.laid([STREET], key=3, **said)


def places(half: float = 3.2):
    s, t = np.meshgrid(np.arange(1, 179, 0.2), np.arange(-half, half, 0.1))
    return s.ravel(), t.ravel()


def share(ground, name):
    return (ground.cover == cover_id(name)).mean()


@pytest.mark.parametrize("air", [-8.0, -0.5, 0.0, 1.5, 12.0])
@pytest.mark.parametrize("dt", [0.1, 60.0, 1800.0])
def test_no_water_is_lost(air, dt):
    """What has fallen lies there or has run off, whatever froze and melted meanwhile."""
    climate = Climate(FREEZING + air, 3.0, 2 * MM / HOUR, 4 * MM / HOUR)
    lying = Lying(3 * MM, 0.5 * MM, 0.2 * MM, 0.1 * MM, 0.0, FREEZING + 1.0)
    for step in range(1, 40):
        lying = weathered(lying, climate, 0.3 * MM, dt)
        assert lying.water == pytest.approx(3.8 * MM + 6 * MM / HOUR * step * dt, rel=1e-9)
        assert min(lying[:5]) >= -1e-15


def test_snow_melts_by_degree_hours():
    """Hock (2003): 3 to 5.5 mm of water per day and kelvin; here 4.0 in a light wind."""
    day = weathered(Lying(1.0, 0, 0, 0, 0, FREEZING + 5.0), Climate(FREEZING + 5.0), 0.0, 24 * HOUR)
    assert 3.0 < (1.0 - day.snow) / MM / 5.0 < 5.5
    exchange = 5.7 + 3.8 * 2.5
    assert 1.0 - day.snow == pytest.approx(exchange * 5.0 * 24 * HOUR / (1000 * 334e3), rel=1e-6)


def test_a_film_freezes_as_fast_as_its_heat_leaves():
    """By hand: 0.5 mm at -5 °C take ρ L d / (h ΔT) = 2197 s in this wind."""
    climate, cold = Climate(FREEZING - 5.0, 2.5), Lying(0, 0.5 * MM, 0, 0, 0, FREEZING - 5.0)
    takes = 1000 * 334e3 * 0.5 * MM / (15.2 * 5.0)
    half = weathered(cold, climate, 1.0, takes / 2)
    assert half.film == pytest.approx(0.25 * MM, rel=1e-6)
    assert weathered(cold, climate, 1.0, takes * 1.001).film == pytest.approx(0.0, abs=1e-12)


def test_the_ground_takes_on_the_warmth_of_the_air():
    """Against the differential equation, integrated in small steps, also through 0 °C."""
    climate, start = Climate(FREEZING - 4.0, 5.0), FREEZING + 3.0
    value, above, below, dt = 3.0, 0.0, 0.0, 0.5
    delay = 2300 * 900 * 0.05 / (5.7 + 3.8 * 5.0)
    for _ in range(round(2 * HOUR / dt)):
        middle = value + 0.5 * dt * (-4.0 - value) / delay
        value += dt * (-4.0 - middle) / delay
        above, below = above + max(middle, 0) * dt, below + max(-middle, 0) * dt
    found = warmth(start, climate, 2 * HOUR)
    assert found[0] == pytest.approx(FREEZING + value, abs=1e-3)
    assert found[1:] == pytest.approx((above, below), rel=1e-3)


def test_steps_of_any_length_come_to_the_same():
    climate = Climate(FREEZING + 2.0, 4.0, 0.0, 5 * MM / HOUR)
    start = Lying(2 * MM, 0.1 * MM, 0.3 * MM, 0, 0, FREEZING - 3.0)
    once = weathered(start, climate, 0.24 * MM, 2 * HOUR)
    many = start
    for _ in range(7200):
        many = weathered(many, climate, 0.24 * MM, 1.0)
    assert many.temperature == pytest.approx(once.temperature, abs=1e-6)
    assert many.water == pytest.approx(once.water, rel=1e-9)
    assert many.snow == pytest.approx(once.snow, abs=0.02 * MM)


def test_rain_stands_as_deep_as_it_runs_off():
    """In steady rain the film above what is held is rate × time of running off."""
    wet = street(climate=Climate(rain=10 * MM / HOUR)).later(600.0).later(3 * HOUR)
    assert wet.lying.film == pytest.approx(wet.bed.holds + 10 * MM / HOUR * 300.0, rel=1e-3)
    ground = wet.at(0, *places())
    assert share(ground, "dry") == 0 and share(ground, "wet") + share(ground, "puddle") > 0.9


def test_snow_piles_up_as_fast_as_it_falls():
    """Ten to one: an hour of 2 mm/h of water is 2 cm of snow."""
    later = street(climate=Climate(FREEZING - 4.0, snow=2 * MM / HOUR)).later(HOUR)
    s, t = places()
    away = later.at(0, s, t + 12.0)
    assert away.snow_depth.mean() == pytest.approx(0.02, rel=0.05)
    assert share(later.at(0, s, t), "loose_snow") > 0.99  # old tracks are snowed in, too


def test_new_snow_fills_a_track():
    falling = Climate(FREEZING - 4.0, snow=5 * MM / HOUR)
    fresh = street(snow_depth=0.02, climate=falling)
    tracked = fresh.driven([[0, 20.0, 7.0, 60.0, 7.0, 0.2]] * 2)
    s = np.linspace(25, 55, 100)
    assert share(tracked.at(0, s, 7.0), "packed_snow") == 1
    filled = tracked.later(600.0)
    assert share(filled.at(0, s, 7.0), "loose_snow") == 1
    grown = filled.at(0, s, 7.0).snow_depth - tracked.at(0, s, 7.0).snow_depth
    assert grown.mean() == pytest.approx(5 * MM / HOUR * 600 / 0.1, rel=0.15)
    again = filled.driven([[0, 20.0, 7.0, 60.0, 7.0, 0.2]] * 2)
    assert share(again.at(0, s, 7.0), "packed_snow") == 1


def test_wet_ground_that_cools_is_black_ice_and_thaws_again():
    cold = street(water_film=0.4 * MM, temperature=FREEZING + 1.0, climate=Climate(FREEZING - 6.0))
    s, t = places()
    assert share(cold.at(0, s, t), "black_ice") == 0
    frozen = cold.later(2.5 * HOUR)
    assert share(frozen.at(0, s, t), "black_ice") > 0.98
    assert frozen.at(0, s, t).film.max() < 0.02 * MM
    warm = replace(frozen, bed=replace(frozen.bed, climate=Climate(FREEZING + 8.0)))
    thawed = warm.later(frozen.time + 4 * HOUR)
    assert share(thawed.at(0, s, t), "black_ice") == 0
    assert share(thawed.at(0, s, t), "wet") > 0.5


def test_melting_snow_is_slush_before_it_is_gone():
    melting = street(snow_depth=0.02, temperature=FREEZING + 4.0, climate=Climate(FREEZING + 4.0))
    s, t = places(9.0)
    seen = []
    for _ in range(16):
        melting = melting.later(melting.time + 0.5 * HOUR)
        ground = melting.at(0, s, t)
        seen.append(share(ground, "slush"))
        bare = share(ground, "wet") + share(ground, "damp") + share(ground, "puddle")
    assert max(seen) > 0.3 and seen[-1] == 0 and bare > 0.95


def test_water_gathers_where_it_is_low_and_none_is_added():
    s, t = places()
    for film in (0.5 * MM, 1.0 * MM, 3.0 * MM):
        ground = street(water_film=film, rut_depth=4 * MM).at(0, s, t)
        assert ground.film.mean() == pytest.approx(film, rel=0.12)
    rut = np.abs(np.abs(np.abs(t) - 1.6) - 0.76) < 0.1
    ground = street(water_film=1.0 * MM, rut_depth=4 * MM).at(0, s, t)
    assert ground.film[rut].mean() > 3 * ground.film[~rut].mean()
    flat = street(water_film=1.0 * MM, rut_depth=0.0).at(0, s, t)
    assert ground.film[rut].mean() > 2 * flat.film[rut].mean()


def test_wheels_push_water_aside_and_it_flows_back():
    pool = street(water_film=3 * MM)
    s = np.linspace(25, 55, 100)
    before = pool.at(0, s, 4.0).film
    now = pool.driven([[0, 20.0, 4.0, 60.0, 4.0, 0.2]])
    assert now.at(0, s, 4.0).film == pytest.approx(0.4 * before, rel=0.02)
    assert np.array_equal(now.at(0, s, 5.0).film, pool.at(0, s, 5.0).film)
    soon, late = now.later(6.0).at(0, s, 4.0).film, now.later(60.0).at(0, s, 4.0).film
    kept = np.mean(pool.later(6.0).at(0, s, 4.0).film)
    assert soon.mean() == pytest.approx((1 - 0.6 / math.e) * kept, rel=0.02)
    assert late.mean() > 0.95 * before.mean()


def test_traffic_polishes_packed_snow_to_ice_below_freezing_only():
    way = [[0, 20.0, 0.0, 40.0, 0.0, 0.3]]
    s = np.linspace(25, 35, 100)
    shares = []
    for warm in (-5.0, 1.0):
        snow = street(snow_depth=0.05, temperature=FREEZING + warm)
        packed = snow.driven(way * 6)
        assert share(packed.at(0, s, 0.0), "packed_snow") > 0.95
        shares.append(share(packed.driven(way * 60).at(0, s, 0.0), "ice"))
    assert shares[0] > 0.9 and shares[1] == 0
    polished = street(snow_depth=0.01, temperature=FREEZING - 1.0).driven(way * 60)
    thaw = replace(polished, bed=replace(polished.bed, climate=Climate(FREEZING + 8.0)))
    gone = thaw.later(24 * HOUR)  # with the snow goes the ice that it was
    assert gone.lying.snow == 0 and share(gone.at(0, s, 0.0), "black_ice") == 0


def test_each_wheel_packs_less_than_the_one_before():
    snow, way = street(snow_depth=0.05), [[0, 20.0, 6.0, 40.0, 6.0, 0.3]]
    s, depths = np.linspace(25, 35, 100), []
    for _ in range(5):
        depths.append(snow.at(0, s, 6.0).snow_depth.mean())
        snow = snow.driven(way)
    steps = -np.diff(depths)
    assert (steps > 0).all() and (np.diff(steps) < 0).all()
    assert depths[-1] > 0.1 * depths[0]  # packed snow is no void


def test_films_grow_by_less_than_the_rain():
    """Gallaway's films grow by the rate to 0.59; from 10 mm/h on."""

    def film(rate):
        rain = Climate(rain=rate / 3.6e6)
        return weathered(Lying(0.0, 0.0, 0.0, 0.0, 0.0, 283.15), rain, 0.0, 4 * 3600.0).film

    assert film(10.0) == pytest.approx(0.83e-3, rel=0.02)
    assert film(60.0) / film(10.0) == pytest.approx(6.0**0.59, rel=0.03)
    assert film(5.0) / film(10.0) == pytest.approx(0.5, rel=0.01)
