"""What lies on things: wear and dirt before the patterns, snow and ice after them, the label.

``kernels.ground`` decides; here it is asked for shading points. Whether a place is open to the sky
comes from depth maps of what stands above it: of the fixed scene for the ground, so that a car
that passes leaves no gap in the snow; of everything for all else.
"""

from __future__ import annotations

import numpy as np

from ...kernel import device, kernel
from ...kernels.approx import smoothstep
from ...kernels.ground import (
    DRY,
    Base,
    cover_of,
    keeps_snow,
    lying_at,
    lying_on,
    packed_at,
    swerve_at,
    wear_at,
)
from ...kernels.memory import get, put, take
from ...kernels.noise import faded, fbm3, floored, lattice, noise, noise_slope
from . import layout as at
from .layout import BLOCK, LANE_COUNT

_STEP = np.float32(0.07)  # m to both sides, for the slopes of ruts


@kernel("i8, i8, f4, f4[:], f4[:] -> f4[:]", narrow=True)
def worn(first, end, shift, profile, dirt, blocks_out):
    """Wear and dirt of the ground in blocks [first, end).

    shift: of the surface's noise [m]; profile, dirt: by t, as ``wear_at`` reads them.
    """
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            chart, t = get(blocks_out, i + at.CHART), get(blocks_out, i + at.V)
            s = get(blocks_out, i + at.U)
            number = np.int32(max(chart, 0.0))
            on = np.float32(1.0) if chart >= 0.0 else np.float32(0.0)
            swerve = swerve_at(s + shift, t - shift)
            put(blocks_out, i + at.WORN, on * wear_at(number, t + swerve, profile))
            put(blocks_out, i + at.GUTTER, on * wear_at(number, t, dirt))


@device(narrow=True, inline=True)
def exposure_of(x, y, z, layer, tops, size, to_tops):
    """Share of a place that nothing shelters; layer 0: by the fixed scene, 1: by anything.

    What is high above shelters with a soft edge, since flakes drift as they fall.
    """
    u = to_tops[0, 0] * x + to_tops[0, 3] + 0.5
    v = to_tops[1, 1] * y + to_tops[1, 3] + 0.5
    edge = np.float32(size - np.int32(1))
    inside = (u > 0.0) & (v > 0.0) & (u < edge) & (v < edge)
    first = layer * size * size
    above = top_at(u, v, first, size, edge, tops) - z
    reach = min(max(above * 0.2, 0.08), 1.2) * to_tops[0, 0]
    ragged = (noise(x * 2.7, y * 2.7) - 0.5) * reach
    level = z + 0.16
    share = np.float32(0.0)
    for k in range(4):
        du = reach if k & 1 else -reach
        dv = reach if k >> 1 else -reach
        top = top_at(u + du * 0.7 + ragged, v + dv * 0.7 - ragged, first, size, edge, tops)
        share += 0.25 if top <= level else 0.0
    return share if inside else np.float32(1.0)


@device(narrow=True, inline=True)
def top_at(u, v, first, size, edge, tops):
    """Height of what stands at a place of the map [m]."""
    i, j = np.int32(min(max(u, 0.0), edge)), np.int32(min(max(v, 0.0), edge))
    return take(tops, np.uint64(first + j * size + i))


@device(narrow=True, inline=True)
def found_at(blocks, i, tops, size, to_tops, base, start, first_row, rows, tile_of, cells, profile):
    """Depth, share, packed and ice at shading point i, wherever it is; and whether on a chart."""
    chart = get(blocks, i + at.CHART)
    on_chart = chart >= 0.0
    number = np.int32(max(chart, 0.0))
    x, y, z = get(blocks, i + at.X), get(blocks, i + at.Y), get(blocks, i + at.Z)
    u, v = get(blocks, i + at.U), get(blocks, i + at.V)
    foot = get(blocks, i + at.FOOTPRINT)
    up, keep = get(blocks, i + at.GZ), get(blocks, i + at.KEEP)
    layer = np.int32(0) if on_chart else np.int32(1)
    stays = keeps_snow(up, keep, exposure_of(x, y, z, layer, tops, size, to_tops))
    depth, share, packed, ice = lying_at(
        number, u, v, foot, stays, base, start, first_row, rows, tile_of, cells, profile
    )
    moves = get(blocks, i + at.MOVING) > 0.0
    thing_depth, thing_share = lying_on(u if moves else x, v if moves else y, foot, stays, base)
    ice = ice * get(blocks, i + at.HARD) * smoothstep(0.85, 0.97, up)
    depth = depth if on_chart else thing_depth
    share = share if on_chart else thing_share
    packed = packed if on_chart else np.float32(0.0)
    return depth, share, packed, ice if on_chart else np.float32(0.0), on_chart


@kernel(
    "i8, i8, f4[:], i4, f4[:,:], base, f4[:], i4[:], i4[:], i4[:], u1[:], f4[:] -> f4[:]",
    narrow=True,
    base=Base,
)
def lie(
    first, end, tops, size, to_tops, base, start, first_row, rows, tile_of, cells, profile,
    blocks_out,
):  # fmt: skip
    """Lay snow and ice on the points in blocks [first, end).

    tops (2 * size²,): depth maps towards the zenith, of the fixed scene and of everything, with
    their matrix (3, 4); the rest are ``Surface.tables``.
    """
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            depth, share, packed, ice, on_chart = found_at(
                blocks_out, i, tops, size, to_tops, base, start, first_row, rows, tile_of, cells,
                profile,
            )  # fmt: skip
            x, y = get(blocks_out, i + at.X), get(blocks_out, i + at.Y)
            s, t = get(blocks_out, i + at.U), get(blocks_out, i + at.V)
            moves = get(blocks_out, i + at.MOVING) > 0.0
            px, py = s if moves else x, t if moves else y
            foot = get(blocks_out, i + at.FOOTPRINT)
            # Ice first: it darkens and mirrors the ground, and greys packed snow.
            red, green, blue = (
                get(blocks_out, i + at.RED),
                get(blocks_out, i + at.GREEN),
                get(blocks_out, i + at.BLUE),
            )
            glaze = ice * (1.0 - share)
            red, green, blue = (
                red * (1.0 - 0.38 * glaze),
                green * (1.0 - 0.36 * glaze),
                blue * (1.0 - 0.32 * glaze),
            )
            rough = get(blocks_out, i + at.ROUGH)
            rough = rough + (0.07 - rough) * glaze
            f0 = get(blocks_out, i + at.F0)
            f0 = f0 + (0.018 - f0) * glaze

            grain = (noise(px * 9.0, py * 9.0) - 0.5) * faded(foot, 0.12)
            broad = fbm3(px * 0.45, py * 0.45)
            dirty = packed * (0.25 + 0.5 * broad)
            fresh = 0.87 + 0.10 * (broad - 0.5) + 0.05 * grain
            trodden = 0.62 + 0.16 * (broad - 0.5) + 0.14 * grain - 0.22 * dirty
            white = fresh + (trodden - fresh) * packed
            icy = ice * packed * share
            white = white + (0.44 - white) * icy
            red = red + (white * 0.955 - red) * share
            green = green + (white * 0.985 - green) * share
            blue = blue + (white * 1.03 - blue) * share
            snow_rough = 0.92 - 0.30 * packed
            rough = rough + (snow_rough - rough) * share
            rough = rough + (0.10 - rough) * icy
            f0 = f0 + (0.02 - f0) * share

            # Relief: gentle drifts, crumbs, the flanks of ruts.
            _, a, c = noise_slope(px * 2.2 + 7.0, py * 2.2)
            _, d, e = noise_slope(px * 13.0, py * 13.0 + 3.0)
            wide, close = faded(foot, 0.4), faded(foot, 0.07)
            thick = min(depth * 40.0, 1.0)
            along = (0.055 * a * wide + 0.040 * d * close * (1.0 + packed)) * thick
            up_ = (0.055 * c * wide + 0.040 * e * close * (1.0 + packed)) * thick
            number = np.int32(max(get(blocks_out, i + at.CHART), 0.0))
            swerve = swerve_at(s + base.shift, t - base.shift)
            left = packed_at(
                number, s, t + _STEP, swerve, start, first_row, rows, tile_of, cells, profile
            )
            right = packed_at(
                number, s, t - _STEP, swerve, start, first_row, rows, tile_of, cells, profile
            )
            rut = (left - right) * (0.5 / _STEP) * -0.88 * base.snow * faded(foot, 0.25)
            rut = rut if on_chart else np.float32(0.0)
            ax, ay = get(blocks_out, i + at.AX), get(blocks_out, i + at.AY)
            gx, gy, gz = (
                get(blocks_out, i + at.GX),
                get(blocks_out, i + at.GY),
                get(blocks_out, i + at.GZ),
            )
            nx = gx - along + rut * ay
            ny = gy - up_ - rut * ax
            mx, my, mz = (
                get(blocks_out, i + at.NX),
                get(blocks_out, i + at.NY),
                get(blocks_out, i + at.NZ),
            )
            smooth = max(share, glaze)
            tx, ty = (nx - gx) * share, (ny - gy) * share
            mx = mx + (gx + tx - mx) * smooth
            my = my + (gy + ty - my) * smooth
            mz = mz + (gz - mz) * smooth
            # A few crystals in a thousand lie so as to flash.
            flash = lattice(floored(px * 160.0), floored(py * 160.0))
            tilt = lattice(floored(py * 160.0), floored(px * 160.0))
            flashes = (flash > 0.996) & (share > 0.6) & (packed < 0.5)
            flashes = flashes & (foot < 0.012)
            near = np.float32(1.0) if flashes else np.float32(0.0)
            mx = mx + near * (tilt - 0.5) * 1.1
            my = my + near * (flash - 0.998) * 300.0
            rough = rough + (0.22 - rough) * near
            f0 = f0 + (0.25 - f0) * near
            scale = 1.0 / np.sqrt(mx * mx + my * my + mz * mz + 1e-12)
            put(blocks_out, i + at.NX, mx * scale)
            put(blocks_out, i + at.NY, my * scale)
            put(blocks_out, i + at.NZ, mz * scale)
            put(blocks_out, i + at.RED, red)
            put(blocks_out, i + at.GREEN, green)
            put(blocks_out, i + at.BLUE, blue)
            put(blocks_out, i + at.ROUGH, rough)
            put(blocks_out, i + at.F0, f0)
            put(blocks_out, i + at.COAT, get(blocks_out, i + at.COAT) * (1.0 - share))
            put(blocks_out, i + at.SNOW, share)
            # Snow on a lamp or a lit window dims what shines.
            veil = 1.0 - 0.8 * share
            put(blocks_out, i + at.OUT_RED, get(blocks_out, i + at.OUT_RED) * veil)
            put(blocks_out, i + at.OUT_GREEN, get(blocks_out, i + at.OUT_GREEN) * veil)
            put(blocks_out, i + at.OUT_BLUE, get(blocks_out, i + at.OUT_BLUE) * veil)


@kernel(
    "i8, f4[:], i4, f4[:,:], base, f4[:], i4[:], i4[:], i4[:], u1[:], f4[:], f4[:], i4[:] -> u1[:]",
    narrow=True,
    base=Base,
)
def labels(
    count, tops, size, to_tops, base, start, first_row, rows, tile_of, cells, profile, blocks,
    pixel, cover_out,
):  # fmt: skip
    """Cover of the first ``count`` points, at their pixels; the other arguments as ``lie``."""
    for n in range(count):
        i = np.uint64(n // 64) * BLOCK + np.uint64(n % 64)
        _, share, packed, ice, on_chart = found_at(
            blocks, i, tops, size, to_tops, base, start, first_row, rows, tile_of, cells, profile
        )
        bare = base.bare if on_chart else DRY
        cover_out[pixel[n]] = cover_of(share, packed, ice, bare)
