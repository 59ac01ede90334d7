"""What lies loose on the ground: oil, gravel, leaves (``kernels.patch``)."""

from __future__ import annotations

import numpy as np

from ...kernel import device, kernel
from ...kernels.approx import sin_turns, smoothstep
from ...kernels.noise import faded, fbm3, floored, lattice, noise, shard_edge, tilt, turned
from . import layout as at
from .detail import blend, cell_value, grazing
from .layout import BLOCK, LANE_COUNT

_TWO = np.int32(2)


@kernel("i8, i8 -> f4[:]", narrow=True)
def strew(first, end, blocks_out):
    """Lay it on the points in blocks [first, end), whose row STREWN ``lying.find`` has filled."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        oily = stony = leafy = np.int32(0)
        for k in range(LANE_COUNT):
            kind = blocks_out[o + np.uint64(k) + at.STREWN]
            oily += np.int32((kind > 2.0) & (kind < 4.0))
            stony += np.int32((kind > 4.0) & (kind < 6.0))
            leafy += np.int32(kind > 6.0)
        if oily > 0:
            oil(o, blocks_out)
        if stony > 0:
            gravel(o, blocks_out)
        if leafy > 0:
            leaves(o, blocks_out)


@device(narrow=True, inline=True)
def share_of(blocks, i, kind):
    """Share of point i that a kind takes."""
    share = blocks[i + at.STREWN] - 2.0 * kind
    return share if (share > 0.0) & (share <= 1.0) else np.float32(0.0)


@device(narrow=True)
def oil(o, blocks_out):
    """A dark film, glossy, with the colours of thin films where it runs out.

    Order of interference 2 n d / λ at 600, 540 and 450 nm, for a film up to 0.9 µm thick; thicker
    oil shows no colours.
    """
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        share = share_of(blocks_out, i, np.float32(1.0))
        s, t = blocks_out[i + at.U], blocks_out[i + at.V]
        foot = blocks_out[i + at.FOOTPRINT]
        film = fbm3(s * 2.3 + 4.0, t * 2.9) * 0.8 + 0.5 * noise(s * 9.0, t * 7.0 + 2.0) * 0.5
        thick = share * (0.35 + film)
        order = 2.2 * thick
        thin = smoothstep(0.15, 0.5, share) * smoothstep(1.05, 0.55, thick) * faded(foot, 0.12)
        dark = 1.0 - 0.55 * smoothstep(0.1, 0.7, share)
        glow = 0.045 * thin
        for row, scale in ((at.RED, 1.0), (at.GREEN, 1.11), (at.BLUE, 1.33)):
            colour = 0.5 + 0.5 * sin_turns(order * np.float32(scale))
            blocks_out[i + row] = blocks_out[i + row] * dark + glow * colour
        rough = blocks_out[i + at.ROUGH]
        blocks_out[i + at.ROUGH] = rough + (0.30 - rough) * smoothstep(0.1, 0.6, share)


@device(narrow=True)
def gravel(o, blocks_out):
    """Stones of some 10 to 20 mm, each of its own tone, which lie apart towards the edge."""
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        share = share_of(blocks_out, i, np.float32(2.0))
        s, t = turned(blocks_out[i + at.U], blocks_out[i + at.V])
        foot = grazing(blocks_out, i)
        close = faded(foot, 0.035)
        edge = shard_edge(s * 55.0, t * 55.0)
        tone = cell_value(s * 55.0, t * 55.0)
        there = noise(s * 41.0, t * 41.0)
        whole = smoothstep(0.85 - 1.0 * share, 1.05 - 1.0 * share, there)
        apart = 1.0 - smoothstep(0.16, 0.04, edge) * 0.75
        cover = share + (whole * apart - share) * close
        light = 0.85 + (0.55 * (tone - 0.5) + 0.25 * (there - 0.5)) * close
        light = light + 0.18 * (fbm3(s * 1.3, t * 1.3) - 0.5)
        blend(blocks_out, i, 0.22 * light, 0.21 * light, 0.19 * light, cover)
        rough = blocks_out[i + at.ROUGH]
        blocks_out[i + at.ROUGH] = rough + (0.95 - rough) * cover
        # Each stone shows another face.
        a, c = tilt(floored(s * 55.0), floored(t * 55.0))
        bump = 0.4 * cover * close
        nx = blocks_out[i + at.NX] + a * bump
        ny = blocks_out[i + at.NY] + c * bump
        nz = blocks_out[i + at.NZ]
        unit = 1.0 / np.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
        blocks_out[i + at.NX], blocks_out[i + at.NY] = nx * unit, ny * unit
        blocks_out[i + at.NZ] = nz * unit


@device(narrow=True)
def leaves(o, blocks_out):
    """Fallen leaves of 5 to 9 cm, four layers of them, brown to yellow, wet and flat."""
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        share = share_of(blocks_out, i, np.float32(3.0))
        u, v = blocks_out[i + at.U], blocks_out[i + at.V]
        foot = blocks_out[i + at.FOOTPRINT]
        close = faded(foot, 0.08)
        red, green, blue, cover = leaf(u, v, foot, share, np.int32(11))
        for layer in range(3):
            x, y = turned(u, v)
            u, v = x + 3.7, y - 1.9
            r, g, b, c = leaf(u, v, foot, share, np.int32(23 + 7 * layer))
            over = c
            red, green, blue = (
                red + (r - red) * over,
                green + (g - green) * over,
                (blue + (b - blue) * over),
            )
            cover = cover + (1.0 - cover) * c
        mean = min(share * 1.05, 1.0) * 0.92
        red, green, blue = (
            0.125 + (red - 0.125) * close,
            0.072 + (green - 0.072) * close,
            0.026 + (blue - 0.026) * close,
        )
        cover = mean + (cover - mean) * close
        blend(blocks_out, i, red, green, blue, cover)
        rough = blocks_out[i + at.ROUGH]
        blocks_out[i + at.ROUGH] = rough + (0.78 - rough) * cover


@device(narrow=True, inline=True)
def leaf(u, v, foot, share, salt):
    """Colour of the leaf of one layer at (u, v) and how much of the footprint it fills."""
    x, y = u * 9.5, v * 9.5
    i, j = floored(x), floored(y)
    a, c = tilt(np.int32(i + salt), np.int32(j - salt))
    chance = lattice(np.int32(j + salt), np.int32(i * _TWO - salt))
    tone = lattice(np.int32(i - salt), np.int32(j + salt))
    dx = x - np.float32(i) - 0.5 - 0.14 * a
    dy = y - np.float32(j) - 0.5 - 0.14 * c
    # Turned by its own angle; a leaf is twice as long as wide, pointed, with a lighter midrib.
    length = 1.0 / np.sqrt(a * a + c * c + 1e-4)
    p, q = (dx * a + dy * c) * length, (dy * a - dx * c) * length
    wide = 0.20 * (1.0 - 4.4 * p * p) * (1.0 + 0.25 * sin_turns(p * 7.0 + tone * 9.0 + 20.0))
    blur = foot * 9.5 * 0.5 + 0.015
    inside = smoothstep(-blur, blur, wide - abs(q))
    rib = smoothstep(0.02 + blur, 0.0, abs(q)) * 0.25
    inside = inside if chance < 0.25 + 0.7 * share * share else np.float32(0.0)
    inside = inside * smoothstep(0.05, 0.35, share)
    yellow = smoothstep(0.55, 0.95, tone)
    light = (0.55 + 0.75 * lattice(j, i)) * (1.0 + rib)
    red = (0.115 + 0.16 * yellow) * light
    green = (0.058 + 0.115 * yellow) * light
    blue = (0.026 + 0.004 * yellow) * light
    return red, green, blue, inside
