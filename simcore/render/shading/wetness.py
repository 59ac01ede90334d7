"""Water on the ground: it darkens what is porous, fills the texture, and mirrors.

Darkening is Ångström's: light that the wet ground scatters is partly thrown back at the water's
surface and has to leave again, A / (n² (1 - A) + A) with n = 1.33 (A. Ångström, "The albedo of
various surfaces of ground", 1925). A film that only fills the texture leaves its peaks dry to the
eye: gloss comes with depth, and standing water has a surface of its own.
"""

from __future__ import annotations

import numpy as np

from ...kernel import device, kernel
from ...kernels.approx import smoothstep
from ...kernels.ground import PUDDLE_FILM, STEEP, WET_FILM
from ...kernels.noise import faded, grain, turned
from . import layout as at
from .layout import BLOCK, LANE_COUNT

SQUARE = np.float32(1.33 * 1.33)
"""Square of the refractive index of water."""

WATER = np.float32(0.0201)
"""Reflectance of water at normal incidence."""


@kernel("i8, i8 -> f4[:]", narrow=True)
def wet(first, end, blocks_out):
    """Wet the points in blocks [first, end), whose row FILM ``lying.find`` has filled."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        wet_points = np.int32(0)
        for k in range(LANE_COUNT):
            wet_points += np.int32(blocks_out[o + np.uint64(k) + at.FILM] > 0.0)
        if wet_points == 0:
            continue
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            film = blocks_out[i + at.FILM]
            level = smoothstep(STEEP, 0.80, blocks_out[i + at.GZ])
            hard = blocks_out[i + at.HARD]
            damp = smoothstep(0.0, 0.75 * WET_FILM, film) * level
            glossy = smoothstep(0.3 * WET_FILM, 4.0 * WET_FILM, film) * level * hard
            pool = smoothstep(0.5 * PUDDLE_FILM, 1.25 * PUDDLE_FILM, film)
            pool = pool * level * (0.4 + 0.6 * hard)
            deep = 1.0 - 0.25 * smoothstep(PUDDLE_FILM, 8.0 * PUDDLE_FILM, film) * level
            for row in (at.RED, at.GREEN, at.BLUE):
                bare = blocks_out[i + row]
                blocks_out[i + row] = bare + (soaked(bare) * deep - bare) * damp
            rough = blocks_out[i + at.ROUGH]
            rough = rough + (0.62 - rough) * 0.8 * damp * hard
            rough = rough + (0.34 - rough) * glossy
            # What is deeper than the texture floods it: of asphalt, 1 mm (EN 13036-1).
            rough = rough + (0.13 - rough) * smoothstep(WET_FILM, 5.0 * WET_FILM, film) * glossy
            blocks_out[i + at.ROUGH] = rough + (0.03 - rough) * pool
            f0 = blocks_out[i + at.F0]
            blocks_out[i + at.F0] = f0 + (WATER - f0) * max(glossy, pool)

            # The film evens the grain out; on standing water there are ripples of air.
            foot = blocks_out[i + at.FOOTPRINT]
            p, q = turned(blocks_out[i + at.X], blocks_out[i + at.Y])
            _, a, c = grain(p * 3.1, q * 3.1)
            ripple = 0.012 * pool * faded(foot, 0.3)
            even = max(0.75 * glossy, pool)
            gx, gy, gz = blocks_out[i + at.GX], blocks_out[i + at.GY], blocks_out[i + at.GZ]
            nx, ny, nz = blocks_out[i + at.NX], blocks_out[i + at.NY], blocks_out[i + at.NZ]
            nx = nx + (gx - nx) * even + ripple * (0.8 * a - 0.6 * c)
            ny = ny + (gy - ny) * even + ripple * (0.6 * a + 0.8 * c)
            nz = nz + (gz - nz) * even
            unit = 1.0 / np.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
            unit = unit if even > 0.0 else np.float32(1.0)
            blocks_out[i + at.NX], blocks_out[i + at.NY] = nx * unit, ny * unit
            blocks_out[i + at.NZ] = nz * unit


@device(narrow=True, inline=True)
def soaked(albedo):
    """Albedo of ground of an albedo when it is wet."""
    return albedo / (SQUARE * (1.0 - albedo) + albedo)
