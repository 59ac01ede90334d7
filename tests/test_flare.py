"""Ghosts of bright lights: where rays land that are traced exactly, and with the light they had."""

from types import SimpleNamespace

import numpy as np
import pytest
from imagers import plain
from pictures import Item, air, block, floor, stage_of
from stages import at_rest
from whiteout.scenarios.draw import draw
from whiteout.scenarios.episode import Episode
from whiteout.scenarios.language.load import load
from whiteout.sensors.imaging.flare import Flare
from whiteout.sensors.imaging.ghosts import (
    COATING,
    DOUBLE_GAUSS,
    focal_length,
    ghosts,
    reflectance,
)
from whiteout.sensors.imaging.optics import Optics
from whiteout.sensors.imaging.settings import Lens
from whiteout.sensors.imaging.sunward import Sunward
from whiteout.simcore.light.colour import LUMINANCE
from whiteout.simcore.pose import pose
from whiteout.simcore.render.projection import Projection

SIZE = 240, 320
CENTRE = 159.5, 119.5
STOP = 5
GLASS = [0, 1, 2, 4, 6, 8, 9, 10]
"""Surfaces between glass and air: the others are cemented, or the stop."""


def traced(i, j, y, slope):
    """Where a ray lands on the sensor [mm] that surfaces j and then i mirror, by Snell's law and
    the law of reflection at spheres."""
    vertex = np.concatenate([[0.0], np.cumsum([s[1] for s in DOUBLE_GAUSS])])
    index = [1.0, *(s[2] for s in DOUBLE_GAUSS)]
    path = [*((k, "through") for k in range(j)), (j, "back")]
    path += [*((k, "through") for k in range(j - 1, i, -1)), (i, "back")]
    path += [(k, "through") for k in range(i + 1, len(DOUBLE_GAUSS))]
    p = np.array([-10.0, y - 10.0 * slope])
    d = np.array([1.0, slope]) / np.hypot(1.0, slope)
    for k, what in path:
        radius = DOUBLE_GAUSS[k][0]
        if radius == 0.0:
            p = p + d * (vertex[k] - p[0]) / d[0]
            continue
        centre = np.array([vertex[k] + radius, 0.0])
        b, c = d @ (p - centre), (p - centre) @ (p - centre) - radius**2
        roots = (-b - np.sqrt(b * b - c), -b + np.sqrt(b * b - c))
        hits = [p + t * d for t in roots]
        p = min(hits, key=lambda hit: abs(hit[0] - vertex[k]))
        normal = (p - centre) / radius
        normal = -normal if d @ normal > 0 else normal
        if what == "back":
            d = d - 2.0 * (d @ normal) * normal
            continue
        before, after = (index[k], index[k + 1]) if d[0] > 0 else (index[k + 1], index[k])
        ratio, cosine = before / after, -d @ normal
        d = ratio * d + (ratio * cosine - np.sqrt(1 - ratio**2 * (1 - cosine**2))) * normal
    p = p + d * (vertex[-1] + focal_length()[1] - p[0]) / d[0]
    return p[1]


PAIRS = [(i, j) for j in GLASS for i in GLASS if i < j]


def test_the_lens_is_the_one_of_the_patent():
    """Scaled to 50 mm; 50.36 mm by its own surfaces, within a percent."""
    assert focal_length()[0] == pytest.approx(50.0, rel=0.01)


@pytest.mark.parametrize("pair", PAIRS[::3], ids=str)
def test_ghosts_lie_where_rays_land_that_are_traced_exactly(pair):
    """A ray in the middle of the pupil's disc, and one at its edge, of a light a little aside."""
    ghost = ghosts(2.0)[PAIRS.index(pair)]
    small = 1e-4
    across = traced(*pair, small, 0.0) / small
    aside = traced(*pair, 0.0, small) / small
    assert ghost.pupil / (focal_length()[0] / 4) == pytest.approx(abs(across), rel=1e-4)
    assert ghost.place[-1] == pytest.approx(aside, rel=1e-4, abs=1e-3)


def test_coatings_mirror_what_the_book_says():
    """Magnesium fluoride a quarter of a wave thick: ((n - 1.38²) / (n + 1.38²))²; half a wave
    thick as bare glass."""
    n = 1.67
    quarter = reflectance(n, 540.0)[1]
    assert quarter == pytest.approx(((n - COATING**2) / (n + COATING**2)) ** 2, rel=1e-9)
    assert reflectance(n, 2 * 540.0)[1] == pytest.approx(((n - 1) / (n + 1)) ** 2, rel=1e-9)


def light_at(x, y, luminance=1e6):
    """A dark picture with a light of 3 × 3 pixels, right and below the middle."""
    planes = np.full((3, *SIZE), 1e-3, np.float32)
    u, v = round(CENTRE[0] + x), round(CENTRE[1] + y)
    planes[:, v - 1 : v + 2, u - 1 : u + 2] = luminance
    return planes


def test_ghosts_lie_on_the_line_through_the_middle_and_most_on_the_other_side():
    flare = Flare(SIZE, CENTRE, 4.0, 0.005, 1)
    planes = light_at(-60.5, -30.5)
    light = flare.lights(planes, 0.5)[0]
    assert light.place == pytest.approx([-60, -30], abs=1.0)
    others = 0
    for ghost in ghosts(4.0):
        for u, v, _ in flare.discs(light, ghost):
            along = np.array([u, v]) - CENTRE
            assert abs(along[0] * light.place[1] - along[1] * light.place[0]) < 0.5 * np.hypot(
                *light.place
            )
            others += along @ light.place < 0
    assert others > 20
    before = planes.copy()
    flare.add(planes.reshape(3, -1))
    added = (planes - before).sum(0, dtype=float)
    v, u = np.indices(SIZE)
    across = (u - CENTRE[0]) * light.place[1] - (v - CENTRE[1]) * light.place[0]
    middle = (added * across).sum() / added.sum() / np.hypot(*light.place)
    assert abs(middle) < 1.0


def test_when_a_light_moves_its_ghosts_move_the_other_way():
    flare, ghost = Flare(SIZE, CENTRE, 4.0, 0.005, 1), ghosts(4.0)[PAIRS.index((0, 6))]
    first, then = (flare.lights(light_at(x, 0.5), 0.5)[0] for x in (40.5, 60.5))
    moved = flare.discs(then, ghost)[0, 0] - flare.discs(first, ghost)[0, 0]
    assert moved < -5.0


def test_a_ghost_has_the_share_of_the_light_that_both_surfaces_mirror():
    """Of a light in the middle, whose ghosts no aperture cuts at f/8: R² of its energy, by what
    the coatings do to each colour."""
    flare = Flare(SIZE, CENTRE, 8.0, 0.02, 1)
    light = flare.lights(light_at(0.5, 0.5), 0.5)[0]
    assert light.energy == pytest.approx(9e6)
    whole = [g for g in ghosts(8.0) if g.radius.min() > 0.999 * g.pupil]
    seen = 0
    for ghost in whole:
        radius = ghost.pupil * flare._per_mm
        if not 5.0 < radius < 110.0:  # beyond the picture's edge
            continue
        planes = np.zeros((3, *SIZE), np.float32)
        flare._lay(planes, light, ghost, 1e-6)
        total = planes.sum((1, 2), dtype=float)
        assert total == pytest.approx(9e6 * 0.02**2 * ghost.share, rel=0.02)
        seen += 1
    assert seen >= 5


def test_one_picture_has_the_same_ghosts_for_any_threads_and_none_without_lights():
    planes = light_at(70.5, 20.5)
    made = []
    for threads in (1, 3):
        image = planes.copy()
        Flare(SIZE, CENTRE, 2.0, 0.02, threads).add(image.reshape(3, -1))
        made.append(image)
    assert np.array_equal(*made) and (made[0] > planes).any()
    even = np.full((3, *SIZE), 5.0, np.float32)
    kept = even.copy()
    Flare(SIZE, CENTRE, 2.0, 0.04, 1).add(even.reshape(3, -1))
    assert np.array_equal(even, kept)


def test_an_ideal_lens_has_none_and_real_ones_do():
    p = Projection.from_fov("pinhole", SIZE[1], SIZE[0], np.radians(60))
    planes = light_at(-60.5, -30.5, 1e9)
    image = planes.copy().reshape(3, -1)
    assert np.array_equal(Optics(plain(Lens), p, None, 1).flared(image), planes.reshape(3, -1))
    bare = Optics(plain(Lens, flare=0.04), p, None, 1).flared(planes.copy().reshape(3, -1))
    assert (bare > planes.reshape(3, -1)).any()


def test_the_low_sun_brings_its_light_into_the_lens():
    """What the picture of the sun holds together is its light on a surface that faces it, by the
    focal length squared: lux of cd/m² times sr."""
    over = {
        "light.time": "8.3 h", "light.date": "2026-03-21", "weather": {},
        "sensors.front": {"kind": "camera", "width": 320, "height": 240, "fov": "60 deg",
                          "mount": {"x": "1.6 m", "z": "1.4 m", "pitch": "-7 deg",
                                    "yaw": "-12 deg"},
                          "lens": {"flare": 0.005, "glare": 0.0}, "channels": ["linear"]},
    }  # fmt: skip
    episode = Episode(draw(load("child-chases-ball", over), 0, 0))
    frame = episode.reset()
    planes = np.moveaxis(frame.readings["front"][0].channels["linear"], -1, 0)
    air = episode._shots[0].atmosphere
    flare = Flare((240, 320), CENTRE, 1.8, 0.005, 1)
    planes = np.ascontiguousarray(planes, np.float32)
    light = flare.lights(planes, float(LUMINANCE @ planes.mean((1, 2))))[0]
    focal = 160 / np.tan(np.radians(30))
    slope = np.hypot(*light.place) / focal
    expected = float(LUMINANCE @ air.sunlight) * focal**2 * (1 + slope**2) ** 1.5
    assert float(LUMINANCE @ light.energy) == pytest.approx(expected, rel=0.15)


@pytest.mark.parametrize("wall", [False, True])
def test_the_sun_just_above_the_picture_counts_unless_something_stands_before_it(wall):
    """At 30°, above a picture that ends at 20°: its light on what faces it, by f² / cos³."""
    tall = Item(block((0.5, 40.0, 30.0)), pose((10.0, 0.0, 0.0)))
    stage = stage_of([Item(floor(), np.eye(4)), *([tall] if wall else [])])
    shot = SimpleNamespace(atmosphere=air(30.0, azimuth=90.0), fixed=SimpleNamespace(stage=stage))
    p = Projection.from_fov("pinhole", 320, 200, np.radians(60))
    found = Sunward(p).light(shot, at_rest(stage), pose((0, 0, 1.5)))
    if wall:
        assert found is None
        return
    assert found.place == pytest.approx([0.0, -p.fy * np.tan(np.radians(30))], abs=0.5)
    expected = shot.atmosphere.sunlight * p.fx**2 / np.cos(np.radians(30)) ** 3
    assert found.energy == pytest.approx(expected, rel=1e-6)
    inside = Sunward(p).light(shot, at_rest(stage), pose((0, 0, 1.5), pitch=np.radians(-20)))
    beside = Sunward(p).light(shot, at_rest(stage), pose((0, 0, 1.5), yaw=np.radians(120)))
    assert inside is None and beside is None
