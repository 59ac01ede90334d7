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

_NEAREST = np.float32(1.0 / 0.09)
"""Lamps are no points: nearer than 30 cm light does not grow [1/m²]."""


@kernel("i8, i8, f4[:,:], i4[:], f4[:], f4 -> f4[:], f4[:]", narrow=True)
def lamplight(first, end, rows, beam, table, extinction, shed_out, blocks_out):
    """Add the light of packed lamps to blocks [first, end); before ``daylight`` changes F0.

    rows (L, 16), beam (L,): ``lamps.pack``; table: ``light.beams.packed``;
    extinction: σ [1/m] of the air, by Allard's law; shed_out (4 * 64,): scratch.
    """
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        x0, x1 = span(blocks_out, o + at.X)
        y0, y1 = span(blocks_out, o + at.Y)
        z0, z1 = span(blocks_out, o + at.Z)
        coated = span(blocks_out, o + at.COAT)[1] > 0.0
        for n in range(rows.shape[0]):
            lamp = rows[n]
            # From the lamp to the nearest place of the block's box.
            dx = max(max(x0 - lamp[0], lamp[0] - x1), 0.0)
            dy = max(max(y0 - lamp[1], lamp[1] - y1), 0.0)
            dz = max(max(z0 - lamp[2], lamp[2] - z1), 0.0)
            if dx * dx + dy * dy + dz * dz > 1.001 * lamp[15]:
                continue
            # What lies wholly behind a lamp is dark.
            front = most_of(lamp[3], x0 - lamp[0], x1 - lamp[0])
            front += most_of(lamp[4], y0 - lamp[1], y1 - lamp[1])
            if front + most_of(lamp[5], z0 - lamp[2], z1 - lamp[2]) < -0.01:
                continue
            shed(blocks_out, o, lamp, beam[n], table, extinction, shed_out)
            if coated:
                reflect_coated(shed_out, o, lamp, blocks_out)
            else:
                reflect(shed_out, o, lamp, blocks_out)


@device(narrow=True)
def shed(blocks, o, lamp, kind, table, extinction, shed_out):
    """The way (3 * 64,) of a lamp's light to the points of a block, unit vectors, and what arrives
    there [lx on what faces it] of each of its colours that is 1: shed_out (4 * 64,)."""
    px, py, pz, limit = lamp[0], lamp[1], lamp[2], lamp[15]
    f0, f1, f2 = lamp[3], lamp[4], lamp[5]
    r0, r1, r2 = lamp[6], lamp[7], lamp[8]
    u0, u1, u2 = lamp[9], lamp[10], lamp[11]
    half_reach = 1.0 / (0.5 * limit)
    if kind == STREET:
        for k in range(LANE_COUNT):
            i = np.uint64(k)
            x, y, z, square, scale = way(blocks, o + i, px, py, pz)
            share = street_at(table, x * f0 + y * f1 + z * f2)
            share = share * exp(-extinction * square * scale) * min(scale * scale, _NEAREST)
            keep(shed_out, i, x, y, z, share * min(max(2.0 - square * half_reach, 0.0), 1.0))
        return
    for k in range(LANE_COUNT):
        i = np.uint64(k)
        x, y, z, square, scale = way(blocks, o + i, px, py, pz)
        share = beam_at(
            table,
            kind,
            x * f0 + y * f1 + z * f2,
            x * r0 + y * r1 + z * r2,
            x * u0 + y * u1 + z * u2,
        )
        share = share * exp(-extinction * square * scale) * min(scale * scale, _NEAREST)
        keep(shed_out, i, x, y, z, share * min(max(2.0 - square * half_reach, 0.0), 1.0))


@device(narrow=True, inline=True)
def way(blocks, i, px, py, pz):
    """Unit vector from a lamp at (px, py, pz) to a point, the square of its length, and one over
    its length."""
    x, y, z = get(blocks, i + at.X) - px, get(blocks, i + at.Y) - py, get(blocks, i + at.Z) - pz
    square = x * x + y * y + z * z + 1e-9
    scale = 1.0 / np.sqrt(square)
    return x * scale, y * scale, z * scale, square, scale


@device(narrow=True, inline=True)
def keep(shed_out, i, x, y, z, light):
    """Keep a lane of ``shed``."""
    put(shed_out, i, x)
    put(shed_out, i + LANE_COUNT, y)
    put(shed_out, i + LANE_COUNT + LANE_COUNT, z)
    put(shed_out, i + LANE_COUNT + LANE_COUNT + LANE_COUNT, light)


@device(narrow=True)
def reflect(shed, o, lamp, blocks_out):
    """Add to the points of a block, none of which has a clear coat, what they send of light."""
    red, green, blue = lamp[12], lamp[13], lamp[14]
    for k in range(LANE_COUNT):
        i, j = o + np.uint64(k), np.uint64(k)
        light, shine, _, _, _ = glance(shed, j, blocks_out, i)
        add(blocks_out, i, light, min(shine, 60.0), 1.0 - get(blocks_out, i + at.F0),
            red, green, blue)  # fmt: skip


@device(narrow=True)
def reflect_coated(shed, o, lamp, blocks_out):
    """The same where some have one."""
    red, green, blue = lamp[12], lamp[13], lamp[14]
    for k in range(LANE_COUNT):
        i, j = o + np.uint64(k), np.uint64(k)
        light, shine, half, both, fresnel = glance(shed, j, blocks_out, i)
        coat = get(blocks_out, i + at.COAT)
        lobe = half * (COAT_LOBE - 1.0) + 1.0
        gloss = COAT_LOBE * 0.07957747 / (lobe * lobe * max(both, 0.02))
        gloss = gloss * (coat + (1.0 - coat) * fresnel)
        shine = min(shine + (gloss if coat > 0.0 else np.float32(0.0)), 60.0)
        flat = (1.0 - get(blocks_out, i + at.F0)) * (1.0 - coat)
        add(blocks_out, i, light, shine, flat, red, green, blue)


@device(narrow=True, inline=True)
def glance(shed, j, blocks, i):
    """Light that a point receives, the highlight's share of it, and what that of a coat needs: the
    square of the half vector's cosine, the product of the light's and the eye's, and Fresnel's
    power."""
    x, y = get(shed, j), get(shed, j + LANE_COUNT)
    z = get(shed, j + LANE_COUNT + LANE_COUNT)
    nx, ny, nz = get(blocks, i + at.NX), get(blocks, i + at.NY), get(blocks, i + at.NZ)
    lit = max(-(x * nx + y * ny + z * nz), 0.0)
    # Light goes about inside of snow: grains and ripples show less than they would.
    even = x * get(blocks, i + at.GX) + y * get(blocks, i + at.GY) + z * get(blocks, i + at.GZ)
    lit = lit + (max(-even, 0.0) - lit) * 0.6 * get(blocks, i + at.SNOW)
    # What lies under a roof or a car is out of reach of lamps above it.
    shade = smoothstep(0.02, 0.30, get(blocks, i + at.OPEN))
    shade = shade + (1.0 - shade) * smoothstep(-0.25, 0.0, z)
    light = get(shed, j + LANE_COUNT + LANE_COUNT + LANE_COUNT) * lit * shade
    ex, ey, ez = get(blocks, i + at.EX), get(blocks, i + at.EY), get(blocks, i + at.EZ)
    seen = nx * ex + ny * ey + nz * ez
    # The half vector, not made one long, is e - (x, y, z): the square of its length, and half of
    # that length is its cosine with the eye.
    square = max(2.0 - 2.0 * (x * ex + y * ey + z * ez), 1e-6)
    along = max(seen - (x * nx + y * ny + z * nz), 0.0)
    fresnel = fifth(1.0 - 0.5 * np.sqrt(square))
    half = along * along / square
    toward = max(seen, 0.03)
    rough, f0 = get(blocks, i + at.ROUGH), get(blocks, i + at.F0)
    shine = ggx(half, lit, toward, max(rough * rough, 0.02))
    return light, shine * (f0 + (1.0 - f0) * fresnel), half, lit * toward, fresnel


@device(narrow=True, inline=True)
def add(blocks_out, i, light, shine, flat, red, green, blue):
    """Add to a point what it sends of light of a colour: a highlight, and a share evenly."""
    flat = INVERSE_PI * flat
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
