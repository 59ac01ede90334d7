"""What rays of a small grid find comes to all pixels, and first to those of like depth."""

import numpy as np
import pytest
from pictures import Item, block, film_of, floor, stage_of
from whiteout.simcore.pose import look_at, pose
from whiteout.simcore.render.shading.smallgrid import spread_over
from whiteout.simcore.render.shading.strip import Lens
from whiteout.simcore.render.workspace import Workspace

AHEAD = look_at((0.0, 0.0, 1.5), (10.0, 0.0, 1.5))
WALL = Item(block((1.0, 40.0, 40.0)), pose((30.5, 0.0, -10.0)))
BOX = Item(block((1.0, 6.0, 40.0)), pose((6.0, 3.0, -10.0)))


def spread(items, march, size, fine=False, threads=1):
    """(3, H, W) what is added to a black picture."""
    width, height = size
    film = film_of(stage_of(items), AHEAD, width, height, fine=fine)
    buffer, image = film.fine if fine else film.labels, np.zeros((3, width * height), np.float32)
    spread_over(Workspace(), film, buffer, Lens.of(film), march, image, threads)
    return image.reshape(3, height, width)


def evenly(grid, top, bottom):
    """The same light along all rays."""
    grid.light[:, top:bottom] = np.array([1.0, 2.0, 3.0], np.float32)[:, None, None]


@pytest.mark.parametrize("fine", [False, True])
@pytest.mark.parametrize("size", [(8, 8), (9, 13), (33, 10), (8, 70), (160, 120)])
def test_even_light_is_even_up_to_the_edges(size, fine):
    found = spread([Item(floor(), np.eye(4)), BOX], evenly, size, fine)
    for channel, light in zip(found, (1.0, 2.0, 3.0), strict=True):
        assert channel == pytest.approx(light, rel=1e-5)


def test_light_keeps_to_its_own_side_of_an_edge():
    """Rays that see what is far find light, those that see what is near none: so do the pixels,
    where the smoothing over 4 × 4 neighbours, twice, does not reach across."""

    def far_away(grid, top, bottom):
        near = grid.inverse[:: grid.stride, :: grid.stride][top:bottom] > 0.1
        grid.light[:, top:bottom] = 1.0
        grid.light[:, top:bottom, : near.shape[1]][:, near] = 0.0

    found = spread([WALL, BOX], far_away, (320, 64))[1]
    edge = int(np.flatnonzero(found[32] > 0.5)[0])
    assert found[:, : edge - 28].max() < 0.02 and found[:, edge + 28 :].min() > 0.98
    assert found[32, edge] - found[32, edge - 1] > 0.2  # a step, no slope


def test_any_number_of_threads_gives_the_same():
    def shaded(grid, top, bottom):
        rows = np.arange(top, bottom, dtype=np.float32)[:, None]
        grid.light[:, top:bottom] = rows + np.arange(grid.columns, dtype=np.float32)

    pictures = [spread([WALL, BOX], shaded, (96, 50), threads=n) for n in (1, 3, 5)]
    assert all(np.array_equal(pictures[0], other) for other in pictures[1:])
