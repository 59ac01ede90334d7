"""Standing water mirrors what stands behind it, where the law of reflection has it."""

import numpy as np
import pytest
from pictures import CLEAR, Item, block, film_of, floor, stage_of, sun
from whiteout.simcore.atmosphere import Atmosphere
from whiteout.simcore.patches import Patch
from whiteout.simcore.pose import inverse, look_at, pose, transform
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.render.shading.reflections import PLANES, add_even
from whiteout.simcore.surface import Chart, Surface

EYE = (0.0, -10.0, 1.5)
WALL = 4.0  # its height and half its width; its face stands at y = 6
RED = (0.7, 0.02, 0.02)
AIR = Atmosphere(sun(40.0), 1.0, CLEAR)


def painted(cover, wall=True, threads=1, samples=1):
    items = [Item(floor("asphalt"), np.eye(4), 0)]
    if wall:
        items.append(Item(block((2 * WALL, 1.0, WALL), albedo=RED), pose((0.0, 6.5, 0.0))))
    stage = stage_of(items)
    film = film_of(stage, look_at(EYE, (0.0, 6.0, 1.0)), 160, 120, 70.0, fine=samples == 4)
    patch = Patch(0, 0.0, 0.0, 100.0, 40.0, cover, softness=0.0)
    ground = Surface.laid([Chart((-60.0, 60.0))], patches=[patch], key=3)
    picture = Painter(stage, samples, threads).paint(film, Scenery(AIR, ground), linear=True)
    return film, picture


def pixel(film, point):
    """Column and row at which a place is seen, whatever stands before it."""
    x, y, z = transform(inverse(film.T_world_camera), np.array([point]))[0]
    lens = film.lens
    return round(lens.fx * x / z + lens.cx), round(lens.fy * y / z + lens.cy)


def redness(picture, at):
    column, row = at
    near = picture.linear[row - 1 : row + 2, column - 1 : column + 2].reshape(-1, 3).mean(0)
    return near[0] / near[2]


@pytest.mark.parametrize("samples", [1, 4])
@pytest.mark.parametrize("x", [-2.0, 0.0, 2.0])
def test_the_mirror_image_stands_as_far_below_as_the_thing_above(x, samples):
    film, picture = painted("puddle", samples=samples)
    _, without = painted("puddle", wall=False, samples=samples)
    for height in (0.8, 2.0, 3.4):
        mirrored = pixel(film, (x, 6.0, -height))
        assert redness(picture, mirrored) > 1.25 * redness(without, mirrored)
    beyond = pixel(film, (x, 6.0, -WALL - 0.6))
    assert redness(picture, beyond) == pytest.approx(redness(without, beyond), rel=0.08)
    aside = pixel(film, (1.25 * WALL * (1 if x >= 0 else -1), 6.0, -1.5))
    assert redness(picture, aside) == pytest.approx(redness(without, aside), rel=0.08)


def test_water_mirrors_as_much_as_fresnel_says():
    """Two walls of different light, the same water: the difference that it shows of theirs.

    Fresnel's reflectance of water, unpolarised, n = 1.33, at this angle; Karis' fit of it, which
    the renderer uses, is good to a few hundredths.
    """
    film, picture = painted("puddle")
    _, without = painted("puddle", wall=False)
    point, image_ = (0.0, 6.0, 2.0), (0.0, 6.0, -2.0)
    seen, mirrored = pixel(film, point), pixel(film, image_)
    colour = picture.linear[seen[1], seen[0]]
    down = np.arctan2(EYE[2] + 2.0, 16.0)
    cosine = np.sin(down)
    inner = np.sqrt(1 - (1 - cosine**2) / 1.33**2)
    across = ((cosine - 1.33 * inner) / (cosine + 1.33 * inner)) ** 2
    along = ((1.33 * cosine - inner) / (1.33 * cosine + inner)) ** 2
    share = (across + along) / 2
    # In blue the wall is nearly black: there the water shows what it sends itself.
    there = picture.linear[mirrored[1], mirrored[0]]
    spread = (there[0] - there[2]) / (colour[0] - colour[2])
    own = without.linear[mirrored[1], mirrored[0]]
    assert own[0] / own[2] == pytest.approx(1.0, abs=0.15)
    assert spread == pytest.approx(share, abs=0.08)


def test_dry_ground_mirrors_nothing_of_it():
    film, picture = painted("dry")
    _, without = painted("dry", wall=False)
    mirrored = pixel(film, (0.0, 6.0, -2.0))
    # A red wall throws some of its light on the ground; that is no mirror image.
    assert redness(picture, mirrored) < 1.1 * redness(without, mirrored)


def test_what_four_rows_share_out_among_them_is_even():
    """Rays of each row lean otherwise: ground of one roughness shows their mean, to the right of
    which ground of another one has its own."""
    height, width, half = 16, 8, 4
    gleam, met = np.zeros((PLANES, height, width), np.float32), np.zeros((4, height, width), "f4")
    gleam[0], gleam[1:4] = 0.25, 0.25 * 8.0  # an environment of 8 cd/m²
    gleam[4, :, :half], gleam[4, :, half:] = 0.25 * 0.4, 0.25 * 0.0
    gleam[4, 8:, half:] = 0.25 * 0.5
    met[3] = 1.0
    met[:3] = np.array([10.0, 20.0, 30.0, 60.0], np.float32)[np.arange(height) % 4][:, None]
    met[:3, :8, half:] = 50.0
    image = np.full((3, height, width), 5.0, np.float32)
    add_even(gleam, met, 0, height, image)
    assert image[:, 2:15, :half] == pytest.approx(5.0 + 0.25 * (30.0 - 8.0))
    assert image[:, :8, half:] == pytest.approx(5.0 + 0.25 * (50.0 - 8.0))
    assert image[:, 10:15, half:] == pytest.approx(5.0 + 0.25 * (30.0 - 8.0))


def test_reflections_do_not_depend_on_threads():
    one, three = (painted("puddle", threads=n)[1].srgb for n in (1, 3))
    assert np.array_equal(one, three)
