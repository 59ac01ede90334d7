"""Snow and ice on things, as ``lying`` has found them: colour, gloss and relief."""

from __future__ import annotations

import numpy as np

from ...kernel import device, kernel
from ...kernels.approx import smoothstep
from ...kernels.noise import faded, fbm3, grain, noise, turned
from . import layout as at
from .layout import BLOCK, LANE_COUNT


@kernel("i8, i8 -> f4[:]", narrow=True)
def lie(first, end, blocks_out):
    """Lay what ``find`` found on the points in blocks [first, end).

    A block without any snow or ice is left out: on bare points this changes nothing, not a bit.
    """
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        covered = np.int32(0)
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            covered += np.int32(blocks_out[i + at.SNOW] + blocks_out[i + at.ICE] > 0.0)
        if covered == 0:
            continue
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            depth, share = blocks_out[i + at.DEPTH], blocks_out[i + at.SNOW]
            packed, ice = blocks_out[i + at.PACKED], blocks_out[i + at.ICE]
            x, y = blocks_out[i + at.X], blocks_out[i + at.Y]
            s, t = blocks_out[i + at.U], blocks_out[i + at.V]
            moves = blocks_out[i + at.MOVING] > 0.0
            px, py = s if moves else x, t if moves else y
            foot = blocks_out[i + at.FOOTPRINT]
            # Ice first: it darkens and mirrors the ground, and greys packed snow.
            red, green, blue = (
                blocks_out[i + at.RED],
                blocks_out[i + at.GREEN],
                blocks_out[i + at.BLUE],
            )
            glaze = ice * (1.0 - share)
            red, green, blue = (
                red * (1.0 - 0.44 * glaze),
                green * (1.0 - 0.43 * glaze),
                blue * (1.0 - 0.41 * glaze),
            )
            rough = blocks_out[i + at.ROUGH]
            rough = rough + (0.24 - rough) * glaze  # thin ice follows the grain beneath
            f0 = blocks_out[i + at.F0]
            f0 = f0 + (0.018 - f0) * glaze

            film = blocks_out[i + at.FILM]
            white, icy, slush = tone(px, py, foot, depth, share, packed, ice, film)
            red = red + (white * (0.955 + 0.045 * slush) - red) * share
            green = green + (white * 0.985 - green) * share
            blue = blue + (white * (1.03 - 0.08 * slush) - blue) * share
            rough = rough + ((0.92 - 0.30 * packed) - rough) * share
            rough = rough + (0.26 - rough) * icy
            rough = rough + (0.38 - rough) * slush * share
            f0 = f0 + (0.02 - f0) * share

            bury(blocks_out, i, px, py, foot, depth, share, packed, max(share, 0.7 * glaze))
            blocks_out[i + at.RED] = red
            blocks_out[i + at.GREEN] = green
            blocks_out[i + at.BLUE] = blue
            blocks_out[i + at.ROUGH] = rough
            blocks_out[i + at.F0] = f0
            blocks_out[i + at.COAT] = blocks_out[i + at.COAT] * (1.0 - share)
            # Snow on a lamp or a lit window dims what shines.
            veil = 1.0 - 0.8 * share
            blocks_out[i + at.OUT_RED] = blocks_out[i + at.OUT_RED] * veil
            blocks_out[i + at.OUT_GREEN] = blocks_out[i + at.OUT_GREEN] * veil
            blocks_out[i + at.OUT_BLUE] = blocks_out[i + at.OUT_BLUE] * veil


@device(narrow=True, inline=True)
def tone(px, py, foot, depth, share, packed, ice, film):
    """Albedo of lying snow, and how much of it is ice and how much slush, all in [0, 1]."""
    fleck = (noise(px * 9.0, py * 9.0) - 0.5) * faded(foot, 0.12)
    broad = fbm3(px * 0.45, py * 0.45)
    dirty = packed * (0.25 + 0.5 * broad)
    fresh = 0.87 + 0.10 * (broad - 0.5) + 0.05 * fleck
    trodden = 0.62 + 0.16 * (broad - 0.5) + 0.14 * fleck - 0.22 * dirty
    white = fresh + (trodden - fresh) * packed
    icy = smoothstep(0.1, 0.6, ice * packed) * share
    white = white + (0.38 + 0.30 * (broad - 0.5) + 0.12 * fleck - white) * icy
    # Water between the grains lets light in deep: slush is grey, and shines.
    slush = smoothstep(0.04, 0.30, film / (depth + 1e-4)) * (1.0 - icy)
    white = white + ((0.30 + 0.16 * fleck + 0.10 * (broad - 0.5)) - white) * slush
    return white, icy, slush


@device(narrow=True, inline=True)
def bury(blocks_out, i, px, py, foot, depth, share, packed, smooth):
    """Turn the normal of point i towards that of the snow and ice, which take ``smooth`` of it."""
    along, up_ = relief(px, py, foot, depth, packed)
    rut = blocks_out[i + at.RUT]  # what their flanks add
    ax, ay = blocks_out[i + at.AX], blocks_out[i + at.AY]
    gx, gy, gz = (
        blocks_out[i + at.GX],
        blocks_out[i + at.GY],
        blocks_out[i + at.GZ],
    )
    nx = gx - along + rut * ay
    ny = gy - up_ - rut * ax
    mx, my, mz = (
        blocks_out[i + at.NX],
        blocks_out[i + at.NY],
        blocks_out[i + at.NZ],
    )
    tx, ty = (nx - gx) * share, (ny - gy) * share
    mx = mx + (gx + tx - mx) * smooth
    my = my + (gy + ty - my) * smooth
    mz = mz + (gz - mz) * smooth
    unit = 1.0 / np.sqrt(mx * mx + my * my + mz * mz + 1e-12)
    unit = unit if smooth > 0.0 else np.float32(1.0)
    blocks_out[i + at.NX] = mx * unit
    blocks_out[i + at.NY] = my * unit
    blocks_out[i + at.NZ] = mz * unit


@device(narrow=True, inline=True)
def relief(x, y, foot, depth, packed):
    """Slopes of lying snow along x and y: gentle drifts and crumbs."""
    _, a, c = grain(x * 2.0 + 7.0, y * 2.0)
    qx, qy = turned(x, y)
    _, d, e = grain(qx * 11.0, qy * 11.0 + 3.0)
    wide, close = faded(foot, 0.4), faded(foot, 0.07)
    thick = min(depth * 40.0, 1.0)
    along = (0.085 * a * wide + 0.070 * d * close * (1.0 + packed)) * thick
    up = (0.085 * c * wide + 0.070 * e * close * (1.0 + packed)) * thick
    return along, up
