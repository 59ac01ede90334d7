"""Light through the picture, in absolute units: day, dark wet roads, head lamps on a wall."""

import numpy as np
import pytest
from pictures import CLEAR, Item, air, block, film_of, floor, ground, stage_of, sun
from vehicles import figure
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.bodies import Cast, Role, bodies_at, lamps_of
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.physics.driving import columns as c
from whiteout.simcore.pose import look_at, pose
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.surface import Chart, Surface

WHITE = (1.0, 1.0, 1.0)
WIDE = [Chart((-300.0, 300.0))]
OVERCAST = air(40, 1.0)


def light_of(items, T, scenery, width=60, height=46, fov=8.0):
    """Luminance [cd/m²] (H, W) as it reaches the lens, and the film."""
    stage = stage_of(items)
    film = film_of(stage, T, width, height, fov)
    image = Painter(stage, 1).light(film, scenery).image
    return luminance(image.T).reshape(height, width), film


@pytest.mark.parametrize(("cover", "lux"), [(1.0, 10.8e3), (0.0, 53.6e3)])
def test_a_white_plane_gets_the_light_of_the_book(cover, lux):
    # SK-02: sun at 30°, overcast and clear, within 3 %. A matt white plane sends E / π.
    plane = [Item(floor(albedo=WHITE), np.eye(4))]
    seen, _ = light_of(plane, look_at((0, 0, 5), (0.1, 0, 0)), Scenery(air(30, cover), ground()))
    assert np.pi * np.median(seen) == pytest.approx(lux, rel=0.03)


def road(angle: float, film: float) -> float:
    """Luminance of asphalt under a film of water [m] by the angle from straight above [degrees],
    as a share of the light on it."""
    lean = np.radians(angle)
    eye = (0.0, -30.0 * np.sin(lean), 30.0 * np.cos(lean))
    target = (0.0, 0.01, 0.0) if angle == 0 else (0.0, 0.0, 0.0)
    asphalt = [Item(floor("asphalt", 300.0), np.eye(4), 0)]
    scenery = Scenery(OVERCAST, Surface.laid(WIDE, water_film=film))
    seen, _ = light_of(asphalt, look_at(eye, target), scenery)
    return float(np.median(seen[20:26, 25:35]) / OVERCAST.illuminance)


def mirrored(angle: float, film: float) -> float:
    """Share of the sky that the road throws towards an eye: what is left of a luminance when the
    matt part, which is the same from everywhere, is taken away."""
    lean = np.radians(angle)
    toward, above = np.array([[0, np.sin(lean), np.cos(lean)], [0, 0, 1]])
    sky, top = luminance(OVERCAST.sky.luminance([toward, above])) / OVERCAST.illuminance
    matt = road(0.0, film) - 0.0201 * top
    return (road(angle, film) - matt) / (sky - matt)


def test_wet_asphalt_is_darker():
    # SK-04: 0.55 to 0.75 of the light of dry asphalt (Ångström; Lekner and Dorf).
    assert 0.55 < road(0.0, 0.5e-3) / road(0.0, 0.0) < 0.75


def test_flooded_asphalt_mirrors_what_water_does():
    # SK-04: R(80°) > 0.3; SK-03: Fresnel's mean of both polarisations for n = 1.33.
    assert mirrored(80.0, 2e-3) > 0.3 > 3 * mirrored(80.0, 0.0)
    for angle, share in ((60.0, 0.0591), (70.0, 0.1327), (80.0, 0.3469)):
        assert mirrored(angle, 5e-3) == pytest.approx(share, abs=0.015)


def on_the_wall(lights: tuple[str, ...], one: bool = False):
    """Lux on a white wall 25 m ahead of the lamps of a car at night, of all or of the left low
    beam alone, by angles (H, W) to the right and upwards from its axis [degrees]."""
    cast = Cast((Role("car", figure("compact"), c.VEHICLE, lights),))
    found = lamps_of(bodies_at(cast, np.zeros((1, c.STATE)), 0.0))
    lamps = [lamp for lamp in found if lamp.direction[0] > 0.9]
    left = max((lamp for lamp in lamps if lamp.beam == "low_beam"), key=lambda x: x.place[1])
    x, y, z = left.place
    wall = [Item(block((1.0, 60.0, 30.0), albedo=WHITE), pose((x + 25.5, 0.0, -10.0)))]
    scenery = Scenery(Atmosphere(sun(-40.0), 0.0, CLEAR), ground(), [left] if one else lamps)
    seen, film = light_of(wall, look_at((x, y, z), (x + 25.0, y, z)), scenery, 400, 200, 16.0)
    u, v = np.meshgrid(np.arange(400), np.arange(200))
    right = np.degrees(np.arctan((u - film.lens.cx) / film.lens.fx))
    up = np.degrees(np.arctan((film.lens.cy - v) / film.lens.fy) - np.arcsin(left.direction[2]))
    return np.pi * seen, right, up


# Test points of UN R112, class B, right-hand traffic: degrees to the right and upwards; least and
# greatest intensity [cd], of which 625 cd are 1 lx at 25 m.
LOW_BEAM = {
    "B50L": (-3.43, 0.57, 0, 350),
    "75R": (1.15, -0.57, 7500, np.inf),
    "75L": (-3.43, -0.57, 0, 10600),
    "50L": (-3.43, -0.86, 0, 13200),
    "50R": (1.72, -0.86, 7500, np.inf),
    "50V": (0.0, -0.86, 3750, np.inf),
}


@pytest.fixture(scope="module")
def low_beam():
    return on_the_wall(("low_beam",), one=True)


@pytest.mark.parametrize("point", LOW_BEAM)
def test_a_low_beam_lights_a_wall_as_the_regulation_asks(low_beam, point):
    # SK-05: 75R gets at least 12 lx.
    lux, right, up = low_beam
    h, v, least, most = LOW_BEAM[point]
    found = lux[np.unravel_index(np.hypot(right - h, up - v).argmin(), lux.shape)]
    assert least <= 625.0 * found <= most


def test_high_beams_light_a_wall_as_the_regulation_asks():
    # SK-05: at least 48 lx at 25 m, and all lamps of a car together at most 240.
    lux, _, _ = on_the_wall(("low_beam", "high_beam"))
    assert 48.0 <= lux.max() <= 240.0
