"""The moon: its place, its phases and its light, by examples, eclipses and another library."""

import datetime

import numpy as np
import pytest
from imagers import imager
from pictures import CLEAR, Item, block, film_of, floor, ground, stage_of, sun
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.light.horizon import DELTA_T, Position, julian_day
from whiteout.simcore.light.moon import Moon, moon_at, moon_position, outside_air, phase_angle
from whiteout.simcore.light.sun import sun_position
from whiteout.simcore.pose import look_at, pose
from whiteout.simcore.render.picture import Painter, Scenery

HOUR = 3600.0


def moon(elevation: float, phase: float = 0.0, azimuth: float = 180.0) -> Moon:
    """A moon at this height, phase angle and bearing [degrees], at its mean distance."""
    place = Position(np.radians(90.0 - elevation), np.radians(azimuth))
    return Moon(place, np.radians(phase), 385000.56, outside_air(np.radians(phase)))


def night(elevation: float, phase: float = 0.0, cover: float = 0.0) -> Atmosphere:
    return Atmosphere(sun(-40.0), cover, CLEAR, moon=moon(elevation, phase))


def test_the_examples_of_meeus():
    # Astronomical Algorithms, examples 47.a and 48.a: 1992 April 12, 0 h of terrestrial time.
    day = julian_day(datetime.date(1992, 4, 12)) - DELTA_T / 86400.0
    body, distance = moon_at(day)
    assert np.degrees(body.longitude) == pytest.approx(133.167265, abs=0.01)
    assert np.degrees(body.latitude) == pytest.approx(-3.229126, abs=0.01)
    assert distance == pytest.approx(368409.7, abs=100.0)
    assert np.degrees(body.parallax) == pytest.approx(0.991990, abs=3e-4)
    assert np.degrees(phase_angle(day, body, distance)) == pytest.approx(69.0756, abs=0.02)


@pytest.mark.parametrize(
    ("date", "clock", "latitude", "longitude"),
    [
        # Middles of totality as published: Dallas, 8 April 2024, 18:42:40 UT; A Coruña,
        # 12 August 2026, 18:28:10 UT.
        (datetime.date(2024, 4, 8), 18 * HOUR + 42 * 60 + 40, 32.78, -96.80),
        (datetime.date(2026, 8, 12), 18 * HOUR + 28 * 60 + 10, 43.37, -8.40),
    ],
)
def test_the_moon_stands_before_the_sun_in_an_eclipse(date, clock, latitude, longitude):
    place = np.radians(latitude), np.radians(longitude)
    one = sun_position(date, clock, 0.0, *place)
    other = moon_position(date, clock, 0.0, *place)
    apart = np.arccos(min(one.direction @ other.position.direction, 1.0))
    assert np.degrees(apart) < 0.03
    assert other.lit < 1e-4


def test_it_is_full_when_the_earth_darkens_it():
    # Total eclipse of the moon, 7 September 2025, greatest at 18:11:43 UT.
    full = moon_position(datetime.date(2025, 9, 7), 18.195 * HOUR, 0.0, 0.0, 0.0)
    assert np.degrees(full.phase) < 0.5
    assert full.lit == pytest.approx(1.0, abs=1e-4)


def test_half_a_moon_gives_a_tenth_of_the_light():
    # Krisciunas and Schaefer 1991: 0.31 lx above the air; 2.7 magnitudes less at quarters (Allen).
    assert outside_air(0.0) == pytest.approx(0.313, rel=0.01)
    assert outside_air(np.pi / 2) / outside_air(0.0) == pytest.approx(10 ** (-0.4 * 2.7), rel=0.12)
    phases = np.radians(np.linspace(0.0, 170.0, 60))
    assert (np.diff([outside_air(phase) for phase in phases]) < 0.0).all()


def test_a_full_moon_gives_tenths_of_a_lux():
    # Physics book 2.5: full moon 0.1 to 0.3 lx, starlight about 1e-3.
    for elevation in (30.0, 50.0, 90.0):
        assert 0.1 < night(elevation).illuminance < 0.3
    assert Atmosphere(sun(-40.0), 0.0, CLEAR).illuminance == pytest.approx(1e-3, rel=0.1)
    low, high = night(20.0).illuminance, night(60.0).illuminance
    assert low < 0.5 * high
    assert night(60.0, cover=1.0).illuminance < 0.3 * high
    assert night(60.0, 90.0).illuminance == pytest.approx(0.093 * high, rel=0.1)


def test_a_moon_by_day_or_below_the_horizon_changes_nothing():
    noon = Atmosphere(sun(40.0), 0.2, CLEAR)
    both = Atmosphere(sun(40.0), 0.2, CLEAR, moon=moon(50.0))
    assert not both.moonlit
    assert np.array_equal(noon.sky.mean, both.sky.mean)
    assert np.array_equal(noon.sunlight, both.sunlight)
    assert night(-30.0).illuminance == pytest.approx(1e-3, rel=0.1)


def seen(air: Atmosphere, target, albedo: float = 0.2, fov: float = 30.0, at=(0.0, 0.0, 1.5)):
    """Luminance [cd/m²] (H, W) of a picture of a level plane."""
    stage = stage_of([Item(floor(albedo=(albedo,) * 3), np.eye(4))])
    film = film_of(stage, look_at(at, target), 120, 90, fov)
    return luminance(Painter(stage, 1).light(film, Scenery(air, ground())).image.T).reshape(90, 120)


def test_a_moonlit_road_lies_below_the_read_noise():
    # CA-04 through the picture: 0.1 lx on a road of albedo 0.2, for 33 ms, T = 0.9, N = 1.6,
    # QE = 0.6, 3 µm: about 1.3 electrons.
    air = night(23.5)
    assert air.illuminance == pytest.approx(0.1, rel=0.03)
    light = seen(air, (8.0, 0.0, 0.0))
    of = imager((90, 120), efficiency={"red": 0.6, "green": 0.6, "blue": 0.6, "crosstalk": 0.1})
    electrons = of.response.white[1] * float(np.median(light)) * 0.033
    assert electrons == pytest.approx(1.3, rel=0.15)
    assert electrons < of.electronics.read_noise


def test_moonlight_casts_shadows_away_from_the_moon():
    air = night(35.0)
    items = [
        Item(floor(albedo=(0.2, 0.2, 0.2)), np.eye(4)),
        Item(block((2, 2, 3)), pose((0, 0, 0))),
    ]
    stage = stage_of(items)
    film = film_of(stage, look_at((0.01, 0, 30.0), (0, 0, 0)), 120, 120, 40.0)
    light = luminance(Painter(stage, 1).light(film, Scenery(air, ground())).image.T)
    light = light.reshape(120, 120)
    pixels = {}
    for name, y in (("south", -3.0), ("north", 3.0)):  # the moon stands in the south
        x = film.T_world_camera[:3, :3].T @ (np.array([0.0, y, 0.0]) - film.T_world_camera[:3, 3])
        column = round(film.lens.fx * x[0] / x[2] + film.lens.cx)
        row = round(film.lens.fy * x[1] / x[2] + film.lens.cy)
        pixels[name] = light[row, column]
    assert pixels["north"] < 0.4 * pixels["south"]


@pytest.mark.parametrize("phase", [0.0, 60.0, 90.0, 120.0])
def test_the_disc_is_lit_as_far_as_the_phase_says(phase):
    # All that the disc sends is the moonlight there is.
    place = moon(40.0, phase)
    toward = place.position.direction
    side = np.array([1.0, 0.0, 0.0])  # the sun has set in the east of a moon in the south
    behind = np.cos(np.pi - place.phase) * toward + np.sin(place.phase) * side
    down = Position(np.arccos(behind[2]), np.arctan2(behind[0], behind[1]))
    if down.elevation > -0.3:  # by night all the same: only its direction matters here
        down = Position(np.pi / 2 + 0.35, down.azimuth)
    air = Atmosphere(down, 0.0, CLEAR, moon=place)
    light = seen(air, 100 * toward + [0, 0, 1.5], fov=1.0)
    angle = np.radians(1.0) / 120
    sent = (light - np.median(light)).clip(0.0).sum() * angle**2
    assert sent == pytest.approx(place.direct_normal, rel=0.12)


def test_it_looks_the_same_whether_the_sun_is_there_for_the_sky_or_the_moon():
    # A moonlit sky has the colours of a sunlit one, half a million times darker.
    moonlit, sunlit = night(40.0).sky, Atmosphere(sun(40.0, 180.0), 0.0, CLEAR).sky
    ways = np.array([[0, -0.5, 0.866], [0, 0.5, 0.866], [0.5, 0, 0.866], [0, 0, 1.0]])
    ratio = luminance(moonlit.luminance(ways)) / luminance(sunlit.luminance(ways))
    assert ratio == pytest.approx(outside_air(0.0) / 127500.0, rel=0.1)


@pytest.mark.slow
def test_another_library_agrees_everywhere():
    ephem = pytest.importorskip("ephem")
    rng = np.random.default_rng(4)
    for _ in range(200):
        day = datetime.date(1995, 1, 1) + datetime.timedelta(days=int(rng.integers(0, 16000)))
        seconds, latitude = float(rng.uniform(0, 86400)), rng.uniform(-70, 70)
        longitude = rng.uniform(-180, 180)
        mine = moon_position(day, seconds, 0.0, np.radians(latitude), np.radians(longitude))
        place = ephem.Observer()
        place.lat, place.lon = np.radians(latitude), np.radians(longitude)
        place.pressure, place.elevation = 0, 0
        place.date = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(
            seconds=seconds
        )
        theirs = ephem.Moon(place)
        if np.degrees(theirs.alt) < 15:  # their air is taken to be none; ours lifts by 0.06°
            continue
        other = Position(np.pi / 2 - float(theirs.alt), float(theirs.az)).direction
        apart = np.degrees(np.arccos(min(mine.position.direction @ other, 1.0)))
        assert apart < 0.1
        assert mine.lit == pytest.approx(theirs.phase / 100.0, abs=0.005)
