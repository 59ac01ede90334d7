"""What lies on things: wear and dirt before the patterns, all else after them; and the label.

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
    STEEP,
    Base,
    cover_of,
    keeps_snow,
    lying_at,
    lying_on,
    swerve_at,
    track_at,
    wear_at,
)
from ...kernels.memory import get, put, take
from ...kernels.noise import faded, noise
from ...kernels.patch import CHART as ON
from ...kernels.patch import (
    DEPTH,
    FILM,
    HALF_LENGTH,
    HALF_WIDTH,
    ICE,
    KIND,
    PACKED,
    PATCH,
    REACH,
    SHARE,
    SOFT,
    S,
    T,
    inside_of,
    laid_over,
)
from . import layout as at
from .layout import BLOCK, LANE_COUNT, LANES


@kernel("i8, i8, f4, f4[:], f4[:] -> f4[:]", narrow=True)
def worn(first, end, shift, profile, dirt, blocks_out):
    """Wear and dirt of the ground in blocks [first, end).

    shift: of the surface's noise [m]; profile, dirt: by t, as ``wear_at`` reads them.
    """
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        charts = np.int32(0)
        for k in range(LANE_COUNT):
            charts += np.int32(blocks_out[o + np.uint64(k) + at.CHART] >= 0.0)
        if charts == 0:
            continue
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            chart, t = get(blocks_out, i + at.CHART), get(blocks_out, i + at.V)
            s = get(blocks_out, i + at.U)
            number = np.int32(max(chart, 0.0))
            on = np.float32(1.0) if chart >= 0.0 else np.float32(0.0)
            swerve = swerve_at(s + shift, t - shift)
            wear, _ = wear_at(number, t + swerve, profile)
            dust, _ = wear_at(number, t, dirt)
            put(blocks_out, i + at.WORN, on * wear)
            put(blocks_out, i + at.GUTTER, on * dust)


@device(narrow=True, inline=True)
def exposure_of(x, y, z, layer, tops, size, scale, east, north):
    """Share of a place that nothing shelters; layer 0: by the fixed scene, 1: by anything.

    What is high above shelters with a soft edge, since flakes drift as they fall. scale: texels
    per metre; east, north: column and row of the world's origin.
    """
    u = scale * x + east + 0.5
    v = scale * y + north + 0.5
    edge = np.float32(size - np.int32(1))
    inside = (u > 0.0) & (v > 0.0) & (u < edge) & (v < edge)
    first = layer * size * size
    above = top_at(u, v, first, size, edge, tops) - z
    reach = min(max(above * 0.2, 0.08), 1.2) * scale
    ragged = (noise(x * 2.7, y * 2.7) - 0.5) * reach
    level = z + 0.16
    aside = 0.7 * reach
    left, right, low, high = u - aside + ragged, u + aside + ragged, v - aside - ragged, v + aside
    high = high - ragged
    share = 0.25 if top_at(left, low, first, size, edge, tops) <= level else 0.0
    share += 0.25 if top_at(right, low, first, size, edge, tops) <= level else 0.0
    share += 0.25 if top_at(left, high, first, size, edge, tops) <= level else 0.0
    share += 0.25 if top_at(right, high, first, size, edge, tops) <= level else 0.0
    return share if inside else np.float32(1.0)


@device(narrow=True, inline=True)
def top_at(u, v, first, size, edge, tops):
    """Height of what stands at a place of the map [m]."""
    i, j = np.int32(min(max(u, 0.0), edge)), np.int32(min(max(v, 0.0), edge))
    return take(tops, np.uint64(first + j * size + i))


@kernel(
    "i8, i8, f4[:], i4, f4[:,:], base, f4[:], i4[:], i4[:], i4[:], u1[:], u2[:], f4[:], f4[:]"
    " -> f4[:]",
    narrow=True,
    base=Base,
    counted=True,
)
def find(
    first, end, tops, size, to_tops, base, start, first_row, rows, tile_of, cells, stamps,
    profile, patches, blocks_out,
):  # fmt: skip
    """Find what lies at the points in blocks [first, end): the rows SNOW to STREWN.

    tops (2 * size²,): depth maps towards the zenith, of the fixed scene and of everything, with
    their matrix (3, 4); the rest are ``Surface.tables``.
    """
    scale, east, north = to_tops[0, 0], to_tops[0, 3], to_tops[1, 3]
    zero = np.float32(0.0)
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        charts = flat = np.int32(0)
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            charts += np.int32(blocks_out[i + at.CHART] >= 0.0)
            keeps = (blocks_out[i + at.GZ] > STEEP) & (blocks_out[i + at.KEEP] > 0.0)
            flat += np.int32(keeps)
            for row in (at.SNOW, at.DEPTH, at.PACKED, at.ICE, at.RUT, at.FILM, at.STREWN):
                blocks_out[i + row] = zero
        if charts == 0 and flat == 0:
            continue
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            layer = np.int32(0) if get(blocks_out, i + at.CHART) >= 0.0 else np.int32(1)
            x, y = get(blocks_out, i + at.X), get(blocks_out, i + at.Y)
            z, up = get(blocks_out, i + at.Z), get(blocks_out, i + at.GZ)
            exposed = exposure_of(x, y, z, layer, tops, size, scale, east, north)
            put(blocks_out, i + at.SNOW, keeps_snow(up, get(blocks_out, i + at.KEEP), exposed))
        if charts < LANES:
            off_charts(o, base, blocks_out)
        if charts > 0:
            on_charts(o, base, start, first_row, rows, tile_of, cells, stamps, profile, blocks_out)
            in_patches(o, base, start, first_row, rows, tile_of, cells, stamps, patches, blocks_out)


@kernel("i8, i8 -> f4[:]", narrow=True)
def find_nothing(first, end, blocks_out):
    """What ``find`` finds in blocks [first, end) where nothing lies anywhere."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for k in range(LANE_COUNT):
            for row in (at.SNOW, at.DEPTH, at.PACKED, at.ICE, at.RUT, at.FILM, at.STREWN):
                blocks_out[o + np.uint64(k) + row] = 0.0


@device(narrow=True, counted=True)
def off_charts(o, base, blocks_out):
    """Find what lies on the points of the block at ``o`` that are on no chart, whose SNOW holds
    what stays there."""
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        off = get(blocks_out, i + at.CHART) < 0.0
        moves = get(blocks_out, i + at.MOVING) > 0.0
        u, v = get(blocks_out, i + at.U), get(blocks_out, i + at.V)
        x = u if moves else get(blocks_out, i + at.X)
        y = v if moves else get(blocks_out, i + at.Y)
        stays = get(blocks_out, i + at.SNOW)
        depth, share = lying_on(x, y, get(blocks_out, i + at.FOOTPRINT), stays, base)
        put(blocks_out, i + at.SNOW, share if off else stays)
        put(blocks_out, i + at.DEPTH, depth)
        film = 0.0 if moves else base.held * (1.0 - base.frozen) * stays  # the rest runs off
        put(blocks_out, i + at.FILM, film if off else np.float32(0.0))


@device(narrow=True, counted=True)
def on_charts(o, base, start, first_row, rows, tile_of, cells, stamps, profile, blocks_out):
    """The same for its points on charts."""
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        chart, u, v = (
            get(blocks_out, i + at.CHART),
            get(blocks_out, i + at.U),
            get(blocks_out, i + at.V),
        )
        foot, stays = get(blocks_out, i + at.FOOTPRINT), get(blocks_out, i + at.SNOW)
        on, number = chart >= 0.0, np.int32(max(chart, 0.0))
        depth, share, packed, ice, film, rise = lying_at(
            number, u, v, foot, stays,
            base, start, first_row, rows, tile_of, cells, stamps, profile,
        )  # fmt: skip
        frozen = get(blocks_out, i + at.HARD) * smoothstep(0.85, 0.97, get(blocks_out, i + at.GZ))
        zero = np.float32(0.0)
        put(blocks_out, i + at.SNOW, share if on else stays)
        put(blocks_out, i + at.DEPTH, depth if on else get(blocks_out, i + at.DEPTH))
        put(blocks_out, i + at.PACKED, packed if on else zero)
        put(blocks_out, i + at.ICE, ice * frozen if on else zero)
        put(blocks_out, i + at.FILM, film if on else get(blocks_out, i + at.FILM))
        rut = -0.88 * base.snow * rise * faded(foot, 0.25)
        put(blocks_out, i + at.RUT, rut if on else zero)


@device(narrow=True, counted=True)
def in_patches(o, base, start, first_row, rows, tile_of, cells, stamps, patches, blocks_out):
    """Lay the patches over what ``on_charts`` has found, those that come near the block."""
    if patches.shape[0] == 0:
        return
    low_u = low_v = np.float32(1e9)
    high_u = high_v = np.float32(-1e9)
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        if blocks_out[i + at.CHART] >= 0.0:
            foot = blocks_out[i + at.FOOTPRINT]
            low_u = min(low_u, blocks_out[i + at.U] - foot)
            high_u = max(high_u, blocks_out[i + at.U] + foot)
            low_v = min(low_v, blocks_out[i + at.V] - foot)
            high_v = max(high_v, blocks_out[i + at.V] + foot)
    for n in range(patches.shape[0] // PATCH):
        p = np.uint64(n * PATCH)
        middle_u, middle_v = take(patches, p + S), take(patches, p + T)
        half_u, half_v = take(patches, p + HALF_LENGTH), take(patches, p + HALF_WIDTH)
        reach, soft = take(patches, p + REACH), take(patches, p + SOFT)
        chart = take(patches, p + ON)
        apart = max(low_u - middle_u, middle_u - high_u) - half_u
        aside = max(low_v - middle_v, middle_v - high_v) - half_v
        if max(apart, aside) > reach:
            continue
        depth_in, share_in = take(patches, p + DEPTH), take(patches, p + SHARE)
        packed_in, ice_in = take(patches, p + PACKED), take(patches, p + ICE)
        film_in, kind = take(patches, p + FILM), take(patches, p + KIND)
        for k in range(LANE_COUNT):
            i = o + np.uint64(k)
            u, v = get(blocks_out, i + at.U), get(blocks_out, i + at.V)
            foot = get(blocks_out, i + at.FOOTPRINT)
            w = inside_of(u - middle_u, v - middle_v, foot, half_u, half_v, soft)
            w = w * smoothstep(STEEP, 0.80, get(blocks_out, i + at.GZ))
            w = w if get(blocks_out, i + at.CHART) == chart else np.float32(0.0)
            number = np.int32(max(chart, 0.0))
            track, _, _, since = track_at(
                number, u, v, start, first_row, rows, tile_of, cells, stamps
            )
            depth, share, packed, ice, film, strewn = laid_over(
                w, track, base.now - since, get(blocks_out, i + at.DEPTH),
                get(blocks_out, i + at.SNOW), get(blocks_out, i + at.PACKED),
                get(blocks_out, i + at.ICE), get(blocks_out, i + at.FILM),
                get(blocks_out, i + at.STREWN),
                depth_in, share_in, packed_in, ice_in, film_in, kind,
            )  # fmt: skip
            put(blocks_out, i + at.DEPTH, depth)
            put(blocks_out, i + at.SNOW, share)
            put(blocks_out, i + at.PACKED, packed)
            put(blocks_out, i + at.ICE, ice)
            put(blocks_out, i + at.FILM, film)
            put(blocks_out, i + at.STREWN, strewn)


@kernel("i8, f4[:], i4[:], u1 -> u1[:]")
def labels(count, blocks, pixel, bare, cover_out):
    """Cover of the first ``count`` points, whose rows ``find`` has filled, at their pixels.

    bare: cover of charts on which nothing lies.
    """
    for n in range(count):
        i = np.uint64(n // 64) * BLOCK + np.uint64(n % 64)
        uncovered = bare if blocks[i + at.CHART] >= 0.0 else DRY
        cover_out[pixel[n]] = cover_of(
            blocks[i + at.DEPTH],
            blocks[i + at.SNOW],
            blocks[i + at.PACKED],
            blocks[i + at.ICE],
            blocks[i + at.FILM],
            blocks[i + at.STREWN],
            uncovered,
        )
