"""Asphalt: grains of stone in binder, seams, cracks, patches, polished wheel paths, kerbside dirt.

Sizes from recipes of real roads: stones of 8-12 mm, streaks of 4 m along and 0.8 m across, cracks
of 8-18 mm every 6-15 m, patches of 1.2-3 m by 0.8-1.5 m with a seam of 50 mm.
"""

from __future__ import annotations

import numpy as np

from ....kernel import device, kernel
from ....kernels.approx import smoothstep
from ....kernels.noise import faded, fbm3, floored, grain, lattice, noise, shard_edge, turned
from .. import layout as at
from ..detail import bend, blend, fraction, grazing, line, tint
from ..layout import BLOCK, LANE_COUNT

STONE = np.float32(0.022)
"""Wavelength of the stones [m]."""

FOOT, BREAKS, WARP, CRACK = at.FILM, at.RUT, at.DEPTH, at.STREWN
"""Rows that nothing lies in as yet: length of the footprint, how broken the road is, how the cracks
are warped, how much of the footprint is a crack."""


@kernel("i8, i8 -> f4[:]", narrow=True)
def shade(first, end, blocks_out):
    """Change colour, roughness and normal of the points in blocks [first, end)."""
    for block in range(first, end):
        o = np.uint64(block) * BLOCK
        dirty = np.int32(0)
        for k in range(LANE_COUNT):
            dirty += np.int32(blocks_out[o + np.uint64(k) + at.GUTTER] > 0.0)
        surface(o, blocks_out)
        stones(o, blocks_out)
        if dirty:
            dust(o, blocks_out)


@device(narrow=True)
def surface(o, blocks_out):
    """Streaks, patches and cracks of the block at ``o``; cracks where there may be some."""
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        s, t = blocks_out[i + at.U], blocks_out[i + at.V]
        worn = blocks_out[i + at.WORN]
        foot = grazing(blocks_out, i)
        # The patch that this place may belong to: one cell of the lattice in eight has one.
        ps, pt = s * 0.0714, t * 0.2857
        cs, ct = floored(ps), floored(pt)
        chance = lattice(cs, ct)
        long, wide = 0.6 + 1.1 * lattice(ct, cs), 0.4 + 0.5 * lattice(np.int32(cs + ct), cs)
        ds = abs((ps - np.float32(cs) - 0.5) * 14.0) - long
        dt = abs((pt - np.float32(ct) - 0.5) * 3.5) - wide
        away = max(ds, dt)
        patched = smoothstep(0.5 * foot + 0.01, -0.5 * foot - 0.01, away)
        patched = patched if chance < 0.13 else np.float32(0.0)
        seam = line(abs(away), 0.025, foot) if chance < 0.13 else np.float32(0.0)

        streaks = fbm3(s * 0.25, t * 1.25 + 5.0)
        blotch = noise(s * 1.7 + 40.0, t * 2.1)
        middling = (noise(s * 17.0, t * 17.0) - 0.5) * faded(foot, 0.06)
        light = 0.80 + 0.40 * streaks + 0.12 * (blotch - 0.5) + 0.22 * middling
        light = light * (1.0 - 0.16 * worn) * (1.0 - 0.33 * patched)
        breaks = smoothstep(0.60, 0.72, noise(s * 0.13 + 3.0, t * 0.4) + 0.10 * worn)
        breaks = breaks * (1.0 - patched)
        blocks_out[i + FOOT], blocks_out[i + BREAKS] = foot, breaks
        blocks_out[i + WARP], blocks_out[i + CRACK] = 0.25 * (middling + blotch), 0.9 * seam
        tint(blocks_out, i, light)
        blocks_out[i + at.ROUGH] = 0.93 - 0.12 * worn - 0.08 * patched
    webs = crossings = joints = np.int32(0)
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        s, t, foot = blocks_out[i + at.U], blocks_out[i + at.V], blocks_out[i + FOOT]
        webs += np.int32(blocks_out[i + BREAKS] > 0.0)
        crossings += np.int32(abs(fraction(s * 0.105) - crossing(s)) < 0.04 + 0.06 * foot)
        joints += np.int32(abs(t - 0.02) < 0.04 + 0.6 * foot)
    if webs:
        web(o, blocks_out)
    if crossings:
        across(o, blocks_out)
    if joints:
        along(o, blocks_out)
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        tint(blocks_out, i, 1.0 - 0.72 * blocks_out[i + CRACK])


@device(narrow=True)
def web(o, blocks_out):
    """Cracks around the shards into which the road breaks in its wheel paths."""
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        warp = blocks_out[i + WARP]
        s, t = blocks_out[i + at.U] * 2.9 + warp, blocks_out[i + at.V] * 3.6 - warp
        crack = line(shard_edge(s, t) * 0.3, 0.0035, blocks_out[i + FOOT]) * blocks_out[i + BREAKS]
        blocks_out[i + CRACK] = max(blocks_out[i + CRACK], crack)


@device(narrow=True, inline=True)
def crossing(s):
    """Where in its stretch of road a crack crosses it, in [0, 1]."""
    return 0.15 + 0.7 * lattice(floored(s * 0.105), np.int32(7))


@device(narrow=True)
def across(o, blocks_out):
    """Cracks that cross the road."""
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        s, t = blocks_out[i + at.U], blocks_out[i + at.V]
        stretch = floored(s * 0.105)
        wave = (noise(t * 1.1, np.float32(stretch) * 7.7) - 0.5) * 0.055
        wave = wave + (noise(t * 7.0, np.float32(stretch) * 3.1) - 0.5) * 0.016
        away = abs(fraction(s * 0.105) - crossing(s) - wave) * 9.5
        crack = line(away, 0.006, blocks_out[i + FOOT])
        crack = crack if lattice(stretch, np.int32(3)) < 0.55 else np.float32(0.0)
        blocks_out[i + CRACK] = max(blocks_out[i + CRACK], crack)


@device(narrow=True)
def along(o, blocks_out):
    """The joint of two lanes, in the middle of the road."""
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        s, t = blocks_out[i + at.U], blocks_out[i + at.V]
        joint = abs(t - 0.06 * (noise(s * 0.4, 9.0) - 0.5) - 0.02)
        crack = 0.75 * line(joint, 0.007, blocks_out[i + FOOT])
        blocks_out[i + CRACK] = max(blocks_out[i + CRACK], crack)


@device(narrow=True)
def stones(o, blocks_out):
    """Stones and binder of the block at ``o``, unless all of it is too far away."""
    near = np.int32(0)
    for k in range(LANE_COUNT):
        near += np.int32(faded(blocks_out[o + np.uint64(k) + FOOT], STONE) > 0.0)
    if near == 0:
        return
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        s, t, foot = blocks_out[i + at.U], blocks_out[i + at.V], blocks_out[i + FOOT]
        a, b = turned(s, t)
        height, gs, gt = grain(a * 62.0, b * 62.0)
        grains = noise(b * 170.0, a * 170.0) - 0.5
        close, closer = faded(foot, STONE), faded(foot, 0.009)
        tint(blocks_out, i, 1.0 + height * 0.75 * close + grains * 0.5 * closer)
        bump = 0.22 * close * (1.0 - 0.5 * blocks_out[i + at.WORN])
        bend(blocks_out, i, (0.8 * gs - 0.6 * gt) * bump, (0.6 * gs + 0.8 * gt) * bump)


@device(narrow=True)
def dust(o, blocks_out):
    """Dirt along the kerb in the block at ``o``."""
    for k in range(LANE_COUNT):
        i = o + np.uint64(k)
        s, t = blocks_out[i + at.U], blocks_out[i + at.V]
        share = blocks_out[i + at.GUTTER] * (0.35 + 0.65 * fbm3(s * 1.1, t * 4.0))
        blend(blocks_out, i, 0.115, 0.097, 0.075, 0.75 * min(share, 1.0))
