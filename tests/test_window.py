"""What gathers on a pane before a camera: water and snow are kept count of, and what clears it."""

from dataclasses import replace

import numpy as np
import pytest
from imagers import plain
from whiteout.sensors.window import drops as d
from whiteout.sensors.window.gathering import (
    BLOWN,
    MELTED,
    STUCK,
    TICK,
    WIPED,
    Gathering,
    clean,
)
from whiteout.sensors.window.pane import Pane
from whiteout.sensors.window.settings import Window
from whiteout.sensors.window.snow import LATENT
from whiteout.sensors.window.weather import Exposed, Stream, caught, exposed, saturated
from whiteout.sensors.window.wiper import Sweep
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.media.blowing import BlowingSnow
from whiteout.simcore.media.rain import Rainfall
from whiteout.simcore.media.snow import Snowfall
from whiteout.simcore.media.spray import plume as spray_plume
from whiteout.simcore.pose import pose
from whiteout.simcore.render.projection import Projection
from whiteout.simcore.wind import Wind

import whiteout  # noqa: F401

LENS = Projection.from_fov("pinhole", 640, 480, np.radians(70))


def pane_of(**given):
    window = plain(Window, **given)
    pane = Pane.of(window, LENS, 1.8, 6e-6, 0.0)
    return pane, Gathering(window, pane)


def weather(*streams, along=(0.0, 0.0), celsius=10.0, exchange=20.0):
    return Exposed(tuple(streams), along, celsius + 273.15, exchange, 0.95)


RAIN = Stream(False, 3e-3, 8.0, 2.9)
DRY = Exposed((), (0.0, 0.0), 283.15, 20.0, 1.0)
WET_SNOW = Stream(True, 3e-3, 8.0, 1.6, 1.18, 1.5, 1.0)


def water(state):
    return float(state.drops[:, d.VOLUME].sum(dtype=float))


def volumes(state, pane):
    return float(state.snow.sum(dtype=float)) * pane.cell**2, float(
        state.soaked.sum(dtype=float)
    ) * pane.cell**2


def test_all_water_is_accounted_for():
    """What rate, area and time bring lies on the pane, or has slid off, dried or been wiped."""
    pane, gathering = pane_of(behind="windscreen", wiper={"period": "3 s"}, hysteresis=0.1)
    state = gathering.after(clean(pane, 0), 500, weather(RAIN), 7)
    came = RAIN.mass * pane.area * 500 * TICK * 1e6
    assert state.tally[d.LANDED] == pytest.approx(came, rel=0.03)  # of 40 000 drops
    gone = state.tally[d.LEFT] + state.tally[d.DRIED] + state.tally[WIPED]
    assert water(state) + gone == pytest.approx(state.tally[d.LANDED], rel=1e-4)
    assert min(state.tally[[d.LEFT, d.DRIED, WIPED]]) > 0.0


def test_drops_are_caps_that_do_not_overlap_where_they_land():
    """V = π h (3 a² + h²) / 6 with h = a tan(θ / 2)."""
    pane, gathering = pane_of(behind="windscreen", contact_angle="60 deg", hysteresis=1.5)
    drops = gathering.after(clean(pane, 0), 60, weather(RAIN), 3).drops.astype(float)
    a, h = drops[:, d.RADIUS], drops[:, d.RADIUS] * np.tan(np.radians(30))
    assert np.allclose(drops[:, d.VOLUME], np.pi * h * (3 * a**2 + h**2) / 6, rtol=1e-3)
    apart = np.hypot(*(drops[:, None, :2] - drops[None, :, :2]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert (apart >= a[:, None] + a[None, :] - 1e-4).all() and len(drops) > 200


def one_drop(radius, angle):
    """A drop in the middle of a pane, by the formula of a cap's height."""
    h = radius * np.tan(angle / 2)
    found = np.zeros((1, d.COLUMNS), np.float32)
    found[0] = 0.0, 0.0, np.pi * h * (3 * radius**2 + h**2) / 6, radius, 1.0
    return found


@pytest.mark.parametrize(("slope", "most"), [(90, 2.38), (30, 3.37)])
def test_drops_slide_from_the_size_on_at_which_gravity_outdoes_what_holds_them(slope, most):
    """ρ g V sin α = 2 a γ (cos θr - cos θa) with V = 0.250 π a³ for 50°: on glass (0.3) from a =
    2.38 mm on upright, 3.37 mm at 30°, worked out by hand."""
    pane, gathering = pane_of(behind="windscreen", slope=f"{slope} deg")
    way = []
    for radius in (0.97 * most, 1.03 * most):
        state = clean(pane, 0)._replace(drops=one_drop(radius, np.radians(50)))
        way.append(float(gathering.after(state, 4, DRY, 1).drops[0, d.Y]))
    assert way[0] == 0.0 and way[1] > 0.5


@pytest.mark.parametrize("radius", [0.5, 2.0])
def test_air_drives_drops_from_the_speed_on_at_which_it_outdoes_what_holds_them(radius):
    """½ ρ Cd A u² = 2 a γ (cos θr - cos θa), A the section of a sphere's cap: u ∝ a^-1/2."""
    angle = np.radians(90)  # half a sphere: A = π a² / 2
    hold, section = 2 * radius * 1e-3 * 0.0728 * 0.3, np.pi * (radius * 1e-3) ** 2 / 2
    least = np.sqrt(hold / (0.5 * 1.2 * d.DRAG * section))
    pane, gathering = pane_of(behind="bare", contact_angle="90 deg")
    flat = pane._replace(slope=0.0)  # level, so that only air pushes
    gathering = Gathering(gathering.window, flat)
    way = []
    for speed in (0.97 * least, 1.03 * least):
        state = clean(pane, 0)._replace(drops=one_drop(radius, angle))
        around = DRY._replace(along=(speed, 0.0))
        after = gathering.after(state, 1, around, 1)
        way.append(float(after.drops[0, d.X]) if len(after.drops) else np.inf)
    assert way[0] == 0.0 and way[1] > 0.05


def test_drops_run_up_a_windscreen_at_the_speed_of_a_country_road():
    """As drivers see: those of 2 mm down or not at all in a town, up at 90 km/h."""
    pane, gathering = pane_of(behind="windscreen")
    way = {}
    for speed in (50.0, 90.0):
        air = sky(10.0, Rainfall(1.0), Wind())
        velocity = np.array([speed / 3.6, 0, 0])
        around = exposed(air, pose((0, 0, 1.2)), velocity, 0.0, pane, "windscreen")
        state = clean(pane, 0)._replace(drops=one_drop(2.0, np.radians(50)))
        way[speed] = gathering.after(state, 2, around._replace(streams=()), 1).drops[0, d.Y]
    assert way[50.0] >= 0.0 > way[90.0]


def test_a_wiper_takes_all_but_its_share_and_only_where_it_goes():
    pane, gathering = pane_of(
        behind="windscreen", wiper={"period": "2 s", "sweep": "1 s", "leaves": 0.05}
    )
    _, other = pane_of(behind="windscreen")
    full = other.after(clean(pane, -100), 100, weather(RAIN), 5)
    before = water(full)
    passed = gathering.after(full, 20, DRY, 5)  # the second of a whole pass
    assert water(passed) == pytest.approx(0.05 * before, rel=1e-3)
    assert passed.tally[WIPED] - full.tally[WIPED] == pytest.approx(0.95 * before, rel=1e-3)
    half = gathering.after(full, 10, DRY, 5)  # half of it: from the left to the middle
    kept = half.drops[half.drops[:, d.X] > 0.0, d.VOLUME].sum()
    assert kept == pytest.approx(full.drops[full.drops[:, d.X] > 0.0, d.VOLUME].sum(), rel=1e-4)
    assert not half.drops[half.drops[:, d.X] < 0.0, d.VOLUME].max() > 0.05 * full.drops.max()


def test_a_blade_goes_to_and_fro():
    pane, _ = pane_of(behind="windscreen")
    sweep = Sweep.of(plain(Window, wiper={"period": "2 s", "sweep": "1 s"}).wiper, pane)
    assert sweep.at(0.25) == pytest.approx(-sweep.at(0.75))
    assert sweep.at(2.25) == pytest.approx(sweep.at(0.75)) and sweep.at(1.5) is None
    goes = [sweep.between(0.05 * k, 0.05 * (k + 1)) for k in range(40)]
    assert sum(b - a for a, b in filter(None, goes)) == pytest.approx(2 * sweep.reach)


def test_heat_melts_snow_at_its_power_by_the_latent_heat():
    """At 0 °C, 800 W/m² melt 800 / 334 000 kg/(m² s) of a pane that is covered."""
    pane, gathering = pane_of(behind="windscreen", heater="800 W/m^2")
    covered = np.full((pane.rows, pane.columns), 0.5, np.float32)
    state = clean(pane, 0)._replace(snow=covered)
    around = weather(celsius=0.0)
    after = gathering.after(state, 200, around, 2)
    lost = float((covered - after.snow).mean())
    assert lost == pytest.approx(800 / LATENT * 10.0, rel=1e-3)
    snow, soaked = volumes(after, pane)
    whole = 0.5 * pane.rows * pane.columns * pane.cell**2
    gone = after.tally[d.LEFT] + after.tally[d.DRIED]
    assert snow + soaked + water(after) + gone == pytest.approx(whole, rel=1e-3)
    assert after.tally[MELTED] == pytest.approx(lost * pane.rows * pane.columns * pane.cell**2,
                                                rel=1e-3)  # fmt: skip


def test_cold_air_takes_the_heat_before_snow_can_melt():
    pane, gathering = pane_of(behind="windscreen", heater="300 W/m^2")
    covered = np.full((pane.rows, pane.columns), 0.5, np.float32)
    state = clean(pane, 0)._replace(snow=covered)
    after = gathering.after(state, 20, weather(celsius=-15.0, exchange=20.0), 2)
    assert np.array_equal(after.snow, covered)  # 20 · 15 = 300 W/m²


def test_wet_snow_stays_and_dry_snow_goes():
    """At 0 °C many times as much as at -15 °C; and a wind takes dry snow off the pane."""
    still, stuck = Wind((0.0, 0.0, 0.0)), {}
    pane, gathering = pane_of(behind="windscreen")
    for celsius in (0.0, -15.0):
        air = sky(celsius, Snowfall(2.0, 1, "dry"), still)
        around = exposed(air, pose((0, 0, 1.2)), np.array([6.0, 0, 0]), 0.0, pane, "windscreen")
        after = gathering.after(clean(pane, 0), 200, around, 4)
        stuck[celsius] = after.tally[STUCK] - after.tally[BLOWN]
    assert stuck[0.0] > 8 * stuck[-15.0] > 0.0
    flowing = weather(celsius=-15.0, along=(0.0, -20.0))
    blown = gathering.after(after, 40, flowing._replace(streams=around.streams), 4)
    assert blown.tally[BLOWN] > 0.5 * after.tally[STUCK]


def sky(celsius, medium, wind):
    """Air with one thing that falls."""
    from pictures import air

    made = air(30.0, 1.0)
    kept = {name: getattr(made, name) for name in ("sun", "cloud_cover", "haze")}
    return Atmosphere(
        **kept, wind=wind, air_temperature=celsius + 273.15, media=(("falls", medium),)
    )


def test_rain_meets_a_pane_by_its_rate_and_by_the_speed_of_the_vehicle():
    """At rest R sin(90° - slope) of it, by what falls on it from above; moving at v as much more as
    v lies across the pane, since the air holds R / fall of water."""
    pane, _ = pane_of(behind="windscreen", slope="30 deg")
    air = sky(10.0, Rainfall(10.0), Wind())
    hit = {}
    for v in (0.0, 20.0):
        around = exposed(air, pose((0, 0, 1.2)), np.array([v, 0, 0]), 0.0, pane, "windscreen")
        hit[v] = sum(s.mass for s in around.streams)
    rate = 10.0 / 3600.0  # kg/(m² s) on level ground
    assert hit[0.0] == pytest.approx(rate * np.cos(np.radians(30)), rel=1e-6)
    all_of_it = rate / 5.0 * 20.0 * np.sin(np.radians(30))
    part = caught(5.0 / 9.81, 20.0, 0.5)
    assert 0.9 < part < 1.0
    assert hit[20.0] - hit[0.0] == pytest.approx(part * all_of_it, rel=1e-6)
    back = exposed(air, pose((0, 0, 1.2), yaw=np.pi), np.array([20.0, 0, 0]), 0.0,
                   pane_of(behind="bare")[0], "bare")  # fmt: skip
    assert sum(s.mass for s in back.streams) == 0.0  # in the lee


def test_spray_and_blowing_snow_meet_a_pane_by_what_the_air_holds_of_them():
    """Spray of 0.2 mm droplets: σ ρ d / 3 of water, all of it dragged along by the air; blowing
    snow by its own density at that height, and dry."""
    pane, _ = pane_of(behind="windscreen", slope="30 deg")
    plume = spray_plume((3.0, 0.0, 0.0), 0.0, 25.0, (4.5, 1.8, 1.5), 2e-3)
    air = replace(sky(10.0, Rainfall(10.0), Wind()), media=(), plumes=(plume,))
    T = pose((-4.0, 0.0, 0.5))
    hit = exposed(air, T, np.array([25.0, 0, 0]), 0.0, pane, "windscreen").streams
    density = float(plume.at(T[:3, 3]))
    part = caught(0.7 / 9.81, 25.0, 0.5)
    across = 25.0 * 0.5 * part + 0.7 * np.cos(np.radians(30))
    assert density > 0.01 and not hit[0].frozen
    assert hit[0].mass == pytest.approx(density * 1000 * 0.2e-3 / 3 * across, rel=1e-6)
    storm = BlowingSnow(0.05)
    air = replace(air, media=(("blowing_snow", storm),), plumes=())
    low, high = (
        exposed(air, pose((0, 0, z)), np.array([25.0, 0, 0]), 0.0, pane, "windscreen").streams[0]
        for z in (0.6, 2.5)
    )
    assert low.frozen and low.sticky == pytest.approx(0.05)
    ratio = float(storm.profile(0.6) / storm.profile(2.5))
    assert low.mass / high.mass == pytest.approx(ratio, rel=1e-6)


@pytest.mark.parametrize(("celsius", "grams"), [(0.0, 4.85), (20.0, 17.3), (30.0, 30.4)])
def test_saturated_air_holds_what_tables_say(celsius, grams):
    """Water in saturated air [g/m³], as in the CRC Handbook."""
    assert saturated(celsius + 273.15) * 1e3 == pytest.approx(grams, rel=0.01)


def test_a_tick_is_a_tick_however_they_are_counted():
    """One hundred at once, or in parts, with a memory that others go on from: the same bytes."""
    pane, gathering = pane_of(behind="windscreen", wiper={}, heater="500 W/m^2")
    around = weather(RAIN, WET_SNOW, celsius=0.5, along=(0.3, -7.0))
    once = gathering.after(clean(pane, -3), 100, around, 9)
    state = clean(pane, -3)
    for count in (1, 40, 0, 59):
        fork = state
        state = gathering.after(state, count, around, 9)
        gathering.after(fork, 7, around, 9)
    for a, b in zip(once, state, strict=True):
        assert np.array_equal(a, b)
    assert not state.drops.flags.writeable
