"""Light of lamps on points: diffuse and highlights, each lamp on the blocks that it reaches."""

from __future__ import annotations

import numpy as np

from ...kernel import device, kernel
from ...kernels.approx import exp, smoothstep, sortable, unsorted
from ...kernels.memory import get, put
from ...lamps import STREET, beam_at, street_at
from . import layout as at
from .layout import BLOCK, LANE_COUNT
from .light import COAT_LOBE, INVERSE_PI, fifth, ggx


@kernel("i8, i8, f4[:,:], i4[:], f4[:], f4 -> f4[:]", narrow=True)
def lamplight(first, end, rows, beam, table, extinction, blocks_out):
    """Add the light of packed lamps to blocks [first, end); before ``daylight`` changes F0.

    rows (L, 16), beam (L,): ``lamps.pack``; table: ``light.beams.packed``;
    extinction: σ [1/m] of the air, by Allard's law.
    """
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        x0, x1 = span(blocks_out, o + at.X)
        y0, y1 = span(blocks_out, o + at.Y)
        z0, z1 = span(blocks_out, o + at.Z)
        for n in range(rows.shape[0]):
            px, py, pz = rows[n, 0], rows[n, 1], rows[n, 2]
            # From the lamp to the nearest place of the block's box.
            dx = max(max(x0 - px, px - x1), 0.0)
            dy = max(max(y0 - py, py - y1), 0.0)
            dz = max(max(z0 - pz, pz - z1), 0.0)
            if dx * dx + dy * dy + dz * dz > 1.001 * rows[n, 15]:
                continue
            f0_, f1, f2 = rows[n, 3], rows[n, 4], rows[n, 5]
            r0, r1, r2 = rows[n, 6], rows[n, 7], rows[n, 8]
            u0, u1, u2 = rows[n, 9], rows[n, 10], rows[n, 11]
            red, green, blue, limit = rows[n, 12], rows[n, 13], rows[n, 14], rows[n, 15]
            kind, half_reach = beam[n], 1.0 / (0.5 * limit)
            # What lies wholly behind a lamp is dark.
            front = most_of(f0_, x0 - px, x1 - px) + most_of(f1, y0 - py, y1 - py)
            if front + most_of(f2, z0 - pz, z1 - pz) < -0.01:
                continue
            if kind == STREET:
                for k in range(LANE_COUNT):
                    i = o + np.uint64(k)
                    x, y, z, square, away = way(blocks_out, i, px, py, pz)
                    share = street_at(table, x * f0_ + y * f1 + z * f2)
                    light = share * exp(-extinction * away) / max(square, 0.09)
                    reach = min(max(2.0 - square * half_reach, 0.0), 1.0)
                    add(blocks_out, i, x, y, z, light * reach, red, green, blue)
                continue
            for k in range(LANE_COUNT):
                i = o + np.uint64(k)
                x, y, z, square, away = way(blocks_out, i, px, py, pz)
                share = beam_at(
                    table,
                    kind,
                    x * f0_ + y * f1 + z * f2,
                    x * r0 + y * r1 + z * r2,
                    x * u0 + y * u1 + z * u2,
                )
                light = share * exp(-extinction * away) / max(square, 0.09)
                reach = min(max(2.0 - square * half_reach, 0.0), 1.0)
                add(blocks_out, i, x, y, z, light * reach, red, green, blue)


@device(narrow=True, inline=True)
def way(blocks, i, px, py, pz):
    """Unit vector from a lamp at (px, py, pz) to a point, the square of its length and its
    length."""
    x, y, z = get(blocks, i + at.X) - px, get(blocks, i + at.Y) - py, get(blocks, i + at.Z) - pz
    square = x * x + y * y + z * z
    away = np.sqrt(square + 1e-9)
    scale = 1.0 / away
    return x * scale, y * scale, z * scale, square, away


@device(narrow=True, inline=True)
def add(blocks_out, i, x, y, z, light, red, green, blue):
    """Add to a point what it sends of light [lx on what faces it] that comes along (x, y, z);
    red, green, blue: of the lamp."""
    nx, ny = get(blocks_out, i + at.NX), get(blocks_out, i + at.NY)
    nz = get(blocks_out, i + at.NZ)
    lit = max(-(x * nx + y * ny + z * nz), 0.0)
    # Light goes about inside of snow: grains and ripples show less than they would.
    even = x * get(blocks_out, i + at.GX) + y * get(blocks_out, i + at.GY)
    even = max(-(even + z * get(blocks_out, i + at.GZ)), 0.0)
    lit = lit + (even - lit) * 0.6 * get(blocks_out, i + at.SNOW)
    # What lies under a roof or a car is out of reach of lamps above it.
    shade = smoothstep(0.02, 0.30, get(blocks_out, i + at.OPEN))
    shade = shade + (1.0 - shade) * smoothstep(-0.25, 0.0, z)
    light = light * lit * shade
    ex, ey = get(blocks_out, i + at.EX), get(blocks_out, i + at.EY)
    ez = get(blocks_out, i + at.EZ)
    hx, hy, hz = ex - x, ey - y, ez - z
    scale = 1.0 / np.sqrt(hx * hx + hy * hy + hz * hz + 1e-9)
    half = max((nx * hx + ny * hy + nz * hz) * scale, 0.0)
    toward = max(nx * ex + ny * ey + nz * ez, 0.03)
    fresnel = fifth(1.0 - max((ex * hx + ey * hy + ez * hz) * scale, 0.0))
    rough, f0 = get(blocks_out, i + at.ROUGH), get(blocks_out, i + at.F0)
    coat = get(blocks_out, i + at.COAT)
    shine = ggx(half, lit, toward, max(rough * rough, 0.02))
    shine = shine * (f0 + (1.0 - f0) * fresnel)
    lobe = half * half * (COAT_LOBE - 1.0) + 1.0
    gloss = COAT_LOBE * 0.07957747 / (lobe * lobe * max(lit * toward, 0.02))
    gloss = gloss * (coat + (1.0 - coat) * fresnel)
    shine = min(shine + (gloss if coat > 0.0 else np.float32(0.0)), 60.0)
    flat = INVERSE_PI * (1.0 - f0) * (1.0 - coat)
    out = light * (get(blocks_out, i + at.RED) * flat + shine) * red
    put(blocks_out, i + at.OUT_RED, get(blocks_out, i + at.OUT_RED) + out)
    out = light * (get(blocks_out, i + at.GREEN) * flat + shine) * green
    put(blocks_out, i + at.OUT_GREEN, get(blocks_out, i + at.OUT_GREEN) + out)
    out = light * (get(blocks_out, i + at.BLUE) * flat + shine) * blue
    put(blocks_out, i + at.OUT_BLUE, get(blocks_out, i + at.OUT_BLUE) + out)


@device(narrow=True, inline=True)
def span(blocks, row):
    """The least and the greatest value of a row of a block."""
    least, most = sortable(np.float32(1e30)), sortable(np.float32(-1e30))
    for k in range(LANE_COUNT):
        value = sortable(blocks[row + np.uint64(k)])
        least, most = min(least, value), max(most, value)
    return unsorted(least), unsorted(most)


@device(narrow=True, inline=True)
def most_of(factor, low, high):
    """The greatest value of factor × (low … high)."""
    return max(factor * low, factor * high)
