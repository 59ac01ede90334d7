"""Lighting against a slow twin: rays for shadows, sky and one bounce, on a plane with boxes."""

import numpy as np
import pytest
from pictures import Tracer, air, film_of, from_above, ground, painted, stage_of, three_boxes
from whiteout.simcore.light.colour import luminance
from whiteout.simcore.render.picture import Scenery


@pytest.fixture(scope="module")
def world():
    items = three_boxes()
    stage = stage_of(items)
    film = film_of(stage, from_above(), 420, 315)  # so wide that the depth maps are fine
    tracer = Tracer(items)
    return stage, film, tracer, tracer.see(film.lens, from_above())


def hemisphere(normals: np.ndarray, count: int, rng) -> np.ndarray:
    """(count, N, 3) directions around the normals, as dense as their cosine."""
    k = (np.arange(count)[:, None] + rng.random((count, len(normals)))) / count
    angle = 2 * np.pi * rng.random((count, len(normals)))
    radius, up = np.sqrt(k), np.sqrt(1 - k)
    hint = np.where(np.abs(normals[:, 2:]) < 0.9, [[0.0, 0, 1]], [[1.0, 0, 0]])
    first = np.cross(hint, normals)
    first /= np.linalg.norm(first, axis=1, keepdims=True)
    second = np.cross(normals, first)
    across = radius * np.cos(angle), radius * np.sin(angle)
    return across[0][..., None] * first + across[1][..., None] * second + up[..., None] * normals


def reference(tracer, hits, atmosphere, samples: int) -> np.ndarray:
    """(N,) luminance of Lambert surfaces under sun and sky, with one bounce."""
    rng = np.random.default_rng(0)
    direction = atmosphere.sun.direction
    strength = float(luminance(atmosphere.sunlight))
    start = hits.position + 1e-3 * hits.normal

    def sunlight(points, normals):
        lit = np.maximum(normals @ direction, 0)
        clear = ~tracer.blocked(points, np.repeat(direction[None], len(points), 0))
        return lit * clear * strength

    light = sunlight(start, hits.normal)
    for way in hemisphere(hits.normal, samples, rng):
        triangle, distance = tracer.first(start, way)
        free = triangle < 0
        sky = np.where(way[:, 2] > 0, luminance(atmosphere.sky.luminance(way)), 0.0)
        share = np.where(free, sky, 0.0) * np.pi
        if (~free).any():
            there = start[~free] + distance[~free, None] * way[~free]
            normal = tracer.normals[triangle[~free]]
            normal = normal * -np.sign((normal * way[~free]).sum(1, keepdims=True))
            there += 1e-3 * normal
            second = sunlight(there, normal)
            dome = hemisphere(normal, 4, rng)
            for out in dome:
                open_ = ~tracer.blocked(there, out) & (out[:, 2] > 0)
                second += np.where(open_, luminance(atmosphere.sky.luminance(out)), 0) * np.pi / 4
            share[~free] = second * tracer.albedo[triangle[~free]]
        light = light + share / samples
    return light * hits.albedo / np.pi


@pytest.mark.parametrize(("elevation", "cover"), [(40, 0.0), (20, 0.0), (40, 1.0)])
def test_sun_and_sky(world, elevation, cover):
    stage, film, tracer, hits = world
    atmosphere = air(elevation, cover)
    picture = painted(stage, film, Scenery(atmosphere, ground()))
    mine = luminance(picture.linear)[hits.mask]
    inside = ~hits.edge[hits.mask]
    inside &= np.random.default_rng(1).random(inside.shape) < 0.15
    few = hits._replace(
        position=hits.position[inside], normal=hits.normal[inside], albedo=hits.albedo[inside]
    )
    theirs, mine = reference(tracer, few, atmosphere, 96), mine[inside]
    difference = np.abs(mine / theirs - 1)
    # Limits of the renderer's notes for lighting without rays: median 5 %, nine tenths 20 %.
    assert np.median(difference) <= 0.05
    assert np.quantile(difference, 0.9) <= 0.20
    assert mine.mean() / theirs.mean() == pytest.approx(1.0, abs=0.05)


def test_lit_surfaces_get_the_sun_exactly(world):
    stage, film, tracer, hits = world
    high = air(50)
    picture = painted(stage, film, Scenery(high, ground()))
    mine = luminance(picture.linear)[hits.mask]
    lit = np.maximum(hits.normal @ high.sun.direction, 0)
    start = hits.position + 5e-3 * hits.normal
    clear = ~tracer.blocked(start, np.repeat(high.sun.direction[None], len(start), 0))
    level = (hits.normal[:, 2] > 0.99) & clear & ~hits.edge[hits.mask]
    sky = float(luminance(high.sky.irradiance([0, 0, 1])))
    expected = (lit * float(luminance(high.sunlight)) + sky) * hits.albedo / np.pi
    assert np.median(mine[level] / expected[level]) == pytest.approx(1.0, abs=0.04)
