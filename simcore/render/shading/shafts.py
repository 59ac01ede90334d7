"""Shafts of light: air that lies in shadow sends on nothing of the sun.

The light that the air adds to a way (``air.airlight``) is that of air in the sun. Of the sun's own
part, what the first hundred metres owe to places in shadow is taken away again: single scattering,
places along the rays of a small grid looked up in the sun's depth maps. Only what falls or floats
counts, as thick as its layers have it; banks, as around the eye.

The small grid holds shares of what is sent on. Of a twig before a shady house hardly any air is
seen: each pixel loses its share of what the air before its own samples sends on, never more.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernel import kernel
from ...kernels.approx import exp
from ...kernels.memory import get, put, take
from ...threads import in_bands
from ..film import Buffer, Film
from ..maps import Maps
from ..workspace import Workspace
from .air import Air, glow_at
from .smallgrid import Grid, aim, spread_over
from .strip import Lens
from .way import Way, mean_to

F4 = NDArray[np.float32]

STEPS = 12
"""Of each ray."""
FAR = 100.0
"""How far rays are followed [m]: the nearer map of the sun reaches about so far."""
LEAST = 0.02
"""Share of the air's light that must be the sun's over this way for its shadows to be seen."""

_STEPS, _PER_STEP, _FAR = np.int32(STEPS), np.float32(1 / STEPS), np.float32(FAR)


def take_shade(
    work: Workspace, film: Film, buffer: Buffer, lens: Lens, maps: Maps, air: Air, way: Way,
    image: F4, threads: int,
) -> None:  # fmt: skip
    """Take from image (3, pixels) the sunlight that the air in shadow does not send on."""
    own = float(air.glow_green) * (1.0 - np.exp(-float(way.floating) * FAR))
    if not maps.sunny or own < LEAST * (float(air.side_green) + float(air.glow_green)):
        return
    near, far, floating = maps.near, maps.far, way.floating_to
    height, width = film.lens.height, film.lens.width

    def march(grid: Grid, top: int, bottom: int) -> None:
        scratch = np.empty((6, grid.columns), np.float32)
        shade(
            *grid.rays, top, bottom, maps.sun, near.depth.reshape(-1), near.matrix,
            far.depth.reshape(-1), far.matrix, way.level, floating, air, scratch, grid.light,
        )  # fmt: skip

    def take_away(top: int, bottom: int) -> None:
        place = np.float32(buffer.step), np.float32(buffer.first)
        lessen(
            buffer.inverse, top, bottom, lens.values, *place, lens.rows, way.level, floating,
            lost.reshape(3, height, width), image.reshape(3, height, width),
        )  # fmt: skip

    lost = work.array("lost", image.shape, np.float32)
    lost.fill(0.0)
    spread_over(work, film, buffer, lens, march, lost, threads)
    in_bands(take_away, height, threads)


@kernel(
    "f4[:,:], i8, f4[:], f4, f4, f4[:,:,:], f4[:,:], i8, i8, f4[:], f4[:], f4[:,:], f4[:], "
    "f4[:,:], f4, f4[:], air -> f4[:,:], f4[:,:,:]",
    narrow=True,
    air=Air,
)
def shade(
    inverse, stride, lens, step, first, T_world_row, jitter, top, bottom, sun, near, to_near, far,
    to_far, level, floating, air, scratch_out, light_out,
):  # fmt: skip
    """The sun's glow times the share of it that shadow keeps away on the ways up to ``FAR``, below
    0, for rows [top, bottom) of the small grid: light_out (3, rows, columns).

    Rays are those of ``smallgrid.Grid``; sun, near, to_near, far, to_far: as in ``shadows``; level,
    floating: of ``Way``.
    """
    near_size = np.int32(np.sqrt(np.float32(near.shape[0])) + 0.5)
    far_size = np.int32(np.sqrt(np.float32(far.shape[0])) + 0.5)
    near_edge = np.float32(near_size - np.int32(2))
    far_edge = np.float32(far_size - np.int32(2))
    a0, a1, a2, a3 = to_near[0, 0], to_near[0, 1], to_near[0, 2], to_near[0, 3]
    b0, b1, b2, b3 = to_near[1, 0], to_near[1, 1], to_near[1, 2], to_near[1, 3]
    c0, c1, c2, c3 = to_near[2, 0], to_near[2, 1], to_near[2, 2], to_near[2, 3]
    d0, d1, d2, d3 = to_far[0, 0], to_far[0, 1], to_far[0, 2], to_far[0, 3]
    e0, e1, e2, e3 = to_far[1, 0], to_far[1, 1], to_far[1, 2], to_far[1, 3]
    columns = np.uint64(light_out.shape[2])
    dx, dy, dz = scratch_out[0], scratch_out[1], scratch_out[2]
    end, dark, passed = scratch_out[3], scratch_out[4], scratch_out[5]
    for row in range(top, bottom):
        ex, ey, ez = aim(inverse, stride, lens, step, first, T_world_row, row, scratch_out)
        for k in range(columns):
            end[k], dark[k], passed[k] = min(end[k], _FAR) * _PER_STEP, 0.0, 1.0
        start = jitter[row & 3]
        for s in range(_STEPS):
            at_step = np.float32(np.int32(s))
            for column in range(columns):
                k = np.uint64(column)
                dt = get(end, k)
                t = (at_step + take(start, k)) * dt
                x, y, z = ex + t * get(dx, k), ey + t * get(dy, k), ez + t * get(dz, k)
                height = c0 * x + c1 * y + c2 * z + c3 + 0.05
                u, v = a0 * x + a1 * y + a2 * z + a3, b0 * x + b1 * y + b2 * z + b3
                inside = (u > 2.0) & (v > 2.0) & (u < near_edge) & (v < near_edge)
                i, j = np.int32(min(max(u, 2.0), near_edge)), np.int32(min(max(v, 2.0), near_edge))
                above = take(near, np.uint64(j * near_size + i))
                u, v = d0 * x + d1 * y + d2 * z + d3, e0 * x + e1 * y + e2 * z + e3
                within = (u > 2.0) & (v > 2.0) & (u < far_edge) & (v < far_edge)
                i, j = np.int32(min(max(u, 2.0), far_edge)), np.int32(min(max(v, 2.0), far_edge))
                coarse = take(far, np.uint64(j * far_size + i))
                above = above if inside else coarse
                shaded = 1.0 if (above > height) & (inside | within) else 0.0
                last = (at_step + 1.0) * dt
                behind = exp(-mean_to(floating, ez + last * get(dz, k) - level) * last)
                put(dark, k, get(dark, k) + shaded * max(get(passed, k) - behind, 0.0))
                put(passed, k, min(get(passed, k), behind))
        for k in range(columns):
            cosine = dx[k] * sun[0] + dy[k] * sun[1] + dz[k] * sun[2]
            gone = -glow_at(air.forward, cosine) * dark[k] / max(1.0 - passed[k], 1e-6)
            light_out[0, row, k] = gone * air.glow_red
            light_out[1, row, k] = gone * air.glow_green
            light_out[2, row, k] = gone * air.glow_blue


@kernel(
    "f4[:,:], i8, i8, f4[:], f4, f4, f4[:,:,:], f4, f4[:], f4[:,:,:] -> f4[:,:,:]",
    narrow=True,
    disjoint=True,
)
def lessen(
    inverse, top, bottom, lens, step, first, T_world_row, level, floating, lost, image_out
):  # fmt: skip
    """Add lost (3, H, W), below 0, to rows [top, bottom) of image_out, in the measure in which the
    air before the pixels' own samples sends on light: inverse (h, w) of one or 2 × 2 each, 1/z."""
    width = np.uint64(image_out.shape[2])
    fine = np.int32(inverse.shape[1] // image_out.shape[2])
    fx, cx = lens[0], lens[2]
    middle = 0.5 * np.float32(fine - np.int32(1)) * step + first
    flat, across = inverse.reshape(-1), np.int32(inverse.shape[1])
    beside = np.uint64(fine - np.int32(1))
    under = np.uint64(across * (fine - np.int32(1)))
    for y in range(top, bottom):
        m = T_world_row[min(y, T_world_row.shape[0] - 1)]
        below = (np.float32(np.int32(y * fine)) * step + middle - lens[3]) / lens[1]
        aside, up, eye = m[2, 0], m[2, 1] * below + m[2, 2], m[2, 3] - level
        red, green, blue = image_out[0, y], image_out[1, y], image_out[2, y]
        less_red, less_green, less_blue = lost[0, y], lost[1, y], lost[2, y]
        corner = np.int32(y * fine) * across
        for column in range(width):
            k = np.uint64(column)
            x = np.int32(k) * fine
            right = (np.float32(x) * step + middle - cx) / fx
            length = np.sqrt(right * right + below * below + 1.0)
            n = np.uint64(corner + x)
            a, b = take(flat, n), take(flat, n + beside)
            c, d = take(flat, n + under), take(flat, n + under + beside)
            most = _FAR / length  # z at which a way is cut short
            far = min(1.0 / max(min(min(a, b), min(c, d)), 1e-6), most)
            sigma = mean_to(floating, eye + (aside * right + up) * far) * length
            sent = 4.0 - exp(-sigma * min(1.0 / max(a, 1e-6), most))
            sent = sent - exp(-sigma * min(1.0 / max(b, 1e-6), most))
            sent = sent - exp(-sigma * min(1.0 / max(c, 1e-6), most))
            sent = sent - exp(-sigma * min(1.0 / max(d, 1e-6), most))
            share = 0.25 * sent
            put(red, k, max(get(red, k) + share * get(less_red, k), 0.0))
            put(green, k, max(get(green, k) + share * get(less_green, k), 0.0))
            put(blue, k, max(get(blue, k) + share * get(less_blue, k), 0.0))
