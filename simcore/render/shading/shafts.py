"""Shafts of light: air that lies in shadow sends on nothing of the sun.

The light that the air adds to a way (``air.airlight``) is that of air in the sun. Of the sun's own
part, what the first hundred metres owe to places in shadow is taken away again: single scattering,
places along the rays of a small grid looked up in the sun's depth maps. The air is taken to be as
thick along the way as it is around the eye, and only what falls or floats counts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...kernel import kernel
from ...kernels.approx import exp
from ...kernels.memory import get, put, take
from ..film import Buffer, Film
from ..maps import Maps
from ..workspace import Workspace
from .air import Air
from .smallgrid import Grid, aim, spread_over
from .strip import Lens

F4 = NDArray[np.float32]

STEPS = 12
"""Of each ray."""
FAR = 100.0
"""How far rays are followed [m]: the nearer map of the sun reaches about so far."""
LEAST = 0.02
"""Share of the air's light that must be the sun's over this way for its shadows to be seen."""

_STEPS, _PER_STEP, _FAR = np.int32(STEPS), np.float32(1 / STEPS), np.float32(FAR)


def take_shade(
    work: Workspace, film: Film, buffer: Buffer, lens: Lens, maps: Maps, air: Air, density: float,
    image: F4, threads: int,
) -> None:  # fmt: skip
    """Take from image (3, pixels) the sunlight that the air in shadow does not send on; density:
    σ [1/m] of what falls or floats around the eye."""
    own = float(air.glow_green) * (1.0 - np.exp(-density * FAR))
    if not maps.sunny or own < LEAST * (float(air.side_green) + float(air.glow_green)):
        return
    near, far = maps.near, maps.far

    def march(grid: Grid, top: int, bottom: int) -> None:
        scratch = np.empty((5, grid.columns), np.float32)
        shade(
            *grid.rays, top, bottom, maps.sun, near.depth.reshape(-1), near.matrix,
            far.depth.reshape(-1), far.matrix, np.float32(density), air, scratch, grid.light,
        )  # fmt: skip

    spread_over(work, film, buffer, lens, march, image, threads)


@kernel(
    "f4[:,:], i8, f4[:], f4, f4, f4[:,:,:], f4[:,:], i8, i8, f4[:], f4[:], f4[:,:], f4[:], "
    "f4[:,:], f4, air -> f4[:,:], f4[:,:,:]",
    narrow=True,
    air=Air,
)
def shade(
    inverse, stride, lens, step, first, T_world_row, jitter, top, bottom, sun, near, to_near, far,
    to_far, density, air, scratch_out, light_out,
):  # fmt: skip
    """Radiance (3, rows, columns), below 0, for rows [top, bottom) of the small grid, with rays of
    ``smallgrid.Grid``; sun, near, to_near, far, to_far: as in ``shadows``."""
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
    end, dark = scratch_out[3], scratch_out[4]
    for row in range(top, bottom):
        ex, ey, ez = aim(inverse, stride, lens, step, first, T_world_row, row, scratch_out)
        for k in range(columns):
            end[k], dark[k] = min(end[k], _FAR) * _PER_STEP, 0.0
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
                put(dark, k, get(dark, k) + shaded * exp(-density * t) * dt)
        for k in range(columns):
            cosine = dx[k] * sun[0] + dy[k] * sun[1] + dz[k] * sun[2]
            base = max(1.0 + air.forward * (air.forward - 2.0 * cosine), 1e-3)
            lobe = (1.0 - air.forward) * (1.0 - air.forward) / base
            gone = -lobe * density * dark[k]
            light_out[0, row, k] = gone * air.glow_red
            light_out[1, row, k] = gone * air.glow_green
            light_out[2, row, k] = gone * air.glow_blue
