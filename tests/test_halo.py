"""Haloes of lamps are whole, wherever on the image they are."""

import numpy as np
import pytest
from pictures import Item, air, film_of, floor, ground, stage_of
from whiteout.simcore.lamps import Lamp
from whiteout.simcore.media.fog import Fog
from whiteout.simcore.pose import look_at
from whiteout.simcore.render.picture import Painter, Scenery

AHEAD = look_at((0.0, 0.0, 1.5), (10.0, 0.0, 1.5))
AWAY, REACH = 60.0, 12.0


def lamp_at(y):
    return Lamp((AWAY, y, 6.0), (-1.0, 0.0, 0.0), (1.0, 1.0, 1.0), 500.0, "point", REACH)


@pytest.mark.parametrize("aside", [-18.0, -12.0, -8.0, -4.0, 0.0, 4.0, 8.0, 12.0, 18.0])
def test_a_small_halo_is_alike_on_both_sides(aside):
    """Of a lamp that lights the air up to 12 m around it, seen from 60 m in a small picture: light
    of the rays that pass it on the left and on the right at the same distance."""
    stage = stage_of([Item(floor(half=200.0), np.eye(4))])
    film = film_of(stage, AHEAD, 84, 84, 60.0)
    sky = Scenery(air(-30.0).with_medium("fog", Fog(0.02)), ground())
    lit, unlit = (
        Painter(stage, 1).light(film, sky._replace(lamps=lamps)).image[1].reshape(84, 84)
        for lamps in ((lamp_at(aside),), ())
    )
    halo = lit - unlit
    u = film.lens.cx - film.lens.fx * aside / AWAY
    row = halo[round(film.lens.cy - film.lens.fy * 4.5 / AWAY)]
    for off in (4.0, 7.0):
        left, right = (np.interp(u + way * off, np.arange(84), row) for way in (-1, 1))
        assert left == pytest.approx(right, rel=0.5)
        assert min(left, right) > 0.0
