"""The sun's depth map against rays: the same shadows, none under things that float, none leaked."""

import numpy as np
import pytest
from pictures import (
    Item,
    Tracer,
    air,
    block,
    film_of,
    floor,
    from_above,
    ground,
    painted,
    stage_of,
    three_boxes,
)  # fmt: skip
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.pose import look_at, pose
from whiteout.simcore.render.maps import Maps
from whiteout.simcore.render.picture import Painter, Scenery
from whiteout.simcore.render.shading import layout as at
from whiteout.simcore.render.shading.layout import LANES, ROWS
from whiteout.simcore.render.shading.looks import Looks
from whiteout.simcore.render.shading.shadows import shadows
from whiteout.simcore.render.shading.strip import Lens, gathered
from whiteout.simcore.render.shading.tables import Tables
from whiteout.simcore.render.workspace import Workspace


def shares(stage, film, atmosphere):
    """(H, W) share of the sun at the pixels' centres, 1 for the sky."""
    maps, lens, tables = Maps(stage), Lens.of(film), Tables.of(stage)
    maps.draw(film, atmosphere)
    looks = Looks.of(Workspace(), film, tables)
    strip = gathered(
        Workspace(), film, film.centre, lens, tables, looks, 0, film.lens.height, False
    )
    shadows(0, strip.sky, *maps.shadow, strip.data)
    rows = strip.data.reshape(strip.blocks, ROWS, LANES)[:, int(at.SUN) // LANES]
    share = np.ones(film.lens.height * film.lens.width, np.float32)
    used = strip.place[3, : strip.sky * LANES] > 0
    share[strip.number[1, : strip.sky * LANES][used]] = rows[: strip.sky].ravel()[used]
    return share.reshape(film.lens.height, film.lens.width)


@pytest.mark.parametrize("elevation", [15, 35, 60])
def test_rays_agree_away_from_edges(elevation):
    items = three_boxes()
    stage, tracer = stage_of(items), Tracer(items)
    film = film_of(stage, from_above(), 420, 315)
    hits, atmosphere = tracer.see(film.lens, from_above()), air(elevation)
    share = shares(stage, film, atmosphere)[hits.mask]
    toward = np.repeat(atmosphere.sun.direction[None], len(share), 0)
    faces = hits.normal @ atmosphere.sun.direction > 0.05
    # A pixel counts where nine rays, from places of its surface 15 cm apart, agree.
    votes = np.zeros(len(share))
    side = np.cross(hits.normal, [0.31, 0.17, 0.55])
    side /= np.linalg.norm(side, axis=1, keepdims=True)
    up = np.cross(side, hits.normal)
    for a in (-0.15, 0, 0.15):
        for b in (-0.15, 0, 0.15):
            start = hits.position + 1e-3 * hits.normal + a * side + b * up
            votes += tracer.blocked(start, toward)
    clear = faces & (votes == 0) & ~hits.edge[hits.mask]
    dark = faces & (votes == 9) & ~hits.edge[hits.mask]
    assert clear.sum() > 3000
    assert dark.sum() > 500
    agree = np.concatenate([share[clear] > 0.9, share[dark] < 0.1])
    assert agree.mean() >= 0.99


def test_a_box_on_the_ground_does_not_float():
    # The shadow begins where the box ends: 6 cm from its wall the ground is dark.
    items = [Item(floor(), np.eye(4)), Item(block((2, 2, 1.5)), np.eye(4))]
    stage, tracer = stage_of(items), Tracer(items)
    atmosphere = air(35, azimuth=180)  # the sun in the south: the shadow to the north
    T = look_at((0.3, 6.0, 3.0), (0.0, 1.2, 0.0))
    film = film_of(stage, T, 420, 315, 25.0)
    hits = tracer.see(film.lens, T)
    share = shares(stage, film, atmosphere)[hits.mask]
    y = hits.position[:, 1]
    near = (hits.normal[:, 2] > 0.9) & (np.abs(hits.position[:, 0]) < 0.8) & (y > 1.06) & (y < 1.5)
    assert near.sum() > 200
    assert (share[near] < 0.1).all()


def test_no_acne_on_walls_that_the_sun_grazes():
    items = [Item(floor(), np.eye(4)), Item(block((8, 0.4, 4)), np.eye(4))]
    stage = stage_of(items)
    for azimuth in (92, 100, 130, 170):
        atmosphere = air(25, azimuth=azimuth)
        T = look_at((0.0, -9.0, 2.0), (0.0, 0.0, 2.0))
        film = film_of(stage, T, 420, 315, 30.0)
        light = luminance(painted(stage, film, Scenery(atmosphere, ground())).linear)
        wall = light[80:235, 60:360]
        assert wall.std() / wall.mean() < 0.03


def test_the_same_shadows_wherever_the_camera_was_before():
    items = three_boxes()
    stage = stage_of(items)
    scenery = Scenery(air(30), ground())
    T = from_above()
    film = film_of(stage, T)
    fresh = Painter(stage, 1).paint(film, scenery).srgb
    used = Painter(stage, 1)
    for place in ((30.0, 20.0, 4.0), (-25.0, 3.0, 9.0)):
        used.paint(film_of(stage, look_at(place, (0, 0, 0))), Scenery(air(50), ground()))
    again = used.paint(film_of(stage, T), scenery).srgb
    assert np.array_equal(fresh, again)


def test_things_far_off_have_shadows_too():
    items = [Item(floor(half=400.0), np.eye(4)), Item(block((12, 12, 20)), pose((120.0, 0, 0)))]
    stage = stage_of(items)
    atmosphere = air(30, azimuth=180)
    T = look_at((0.0, 25.0, 30.0), (120.0, 15.0, 0.0))
    film = film_of(stage, T, 420, 315, 30.0)
    tracer = Tracer(items)
    hits = tracer.see(film.lens, T)
    share = shares(stage, film, atmosphere)[hits.mask]
    x, y = hits.position[:, 0], hits.position[:, 1]
    level = hits.normal[:, 2] > 0.9
    shade = level & (np.abs(x - 120) < 4) & (y > 10) & (y < 30)
    free = level & (np.abs(x - 95) < 5) & (np.abs(y - 20) < 10)
    assert shade.sum() > 50
    assert np.median(share[shade]) < 0.05
    assert np.median(share[free]) > 0.95


def test_tiles_spare_comparisons_without_changing_what_they_would_find():
    items = three_boxes()
    stage, atmosphere = stage_of(items), air(25, azimuth=150)
    film = film_of(stage, from_above(), 320, 240)
    maps, lens = Maps(stage), Lens.of(film)
    maps.draw(film, atmosphere)
    tables = Tables.of(stage)
    looks = Looks.of(Workspace(), film, tables)
    strip = gathered(Workspace(), film, film.centre, lens, tables, looks, 0, 240, False)
    rows = strip.data.reshape(strip.blocks, ROWS, LANES)[: strip.sky, int(at.SUN) // LANES]
    shadows(0, strip.sky, *maps.shadow, strip.data)
    spared = rows.copy()
    sun, texel, heights, *rest = maps.shadow
    unknown = np.stack([np.full_like(heights[0], -1e9), np.full_like(heights[1], 1e9)])
    shadows(0, strip.sky, sun, texel, unknown, *rest, strip.data)
    apart = np.abs(spared - rows)
    assert (apart > 0.5).mean() < 0.001
    assert apart.mean() < 0.001
    assert ((rows > 0.1) & (rows < 0.9)).sum() > 100  # there are edges to agree on
