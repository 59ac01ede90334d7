"""What lies on the ground at a place of a chart: snow, ice, the tracks of wheels.

These device functions are the one place where it is decided: the camera's picture, the label
``cover`` and the wheels all call ``lying_at``. Details finer than the footprint are faded, so that
a far pixel and a close one agree on the mean.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..kernel import device
from .approx import smoothstep
from .memory import take
from .noise import faded, fbm3, floored, noise

CELL = 0.1
"""Side of a cell of a tile [m]."""

SIDE = 32
"""Cells along a side of a tile."""

ACROSS = 16
"""Tiles side by side: tiles can lie where |t| < 25.6 m."""

PROFILE = 1024
"""Entries of a chart's profile of wear, from t = -25.6 m on, 5 cm apart."""

STEEP = np.float32(0.55)
"""z of the unit normal of what is so steep that no snow stays on it."""

_HALF = np.float32(ACROSS * SIDE * CELL / 2)

DRY, LOOSE_SNOW, PACKED_SNOW, ICE, BLACK_ICE = (np.uint8(k) for k in (0, 5, 6, 7, 8))


class Base(NamedTuple):
    """What holds for the whole surface. snow: mean depth [m]; ice: share of the ground with ice
    in [0, 1]; ice_above: where the noise of icy patches must lie for that share; bare: the cover
    of what is neither snow nor ice; shift: offset of the noises [m], from the surface's key."""

    snow: np.float32
    ice: np.float32
    ice_above: np.float32
    bare: np.uint8
    shift: np.float32


@device(narrow=True, inline=True)
def track_at(chart, s, t, start, first_row, rows, tile_of, cells):
    """How much wheels have packed the snow here, in [0, 1], from the tiles, and how steeply that
    rises to the left [1/m]; 0 without a tile."""
    c = np.uint64(chart)
    along = floored((s - take(start, c)) * 10.0)
    across = floored((t + _HALF) * 10.0)
    row = along >> np.int32(5)
    column = across >> np.int32(5)
    inside = (
        (along >= np.int32(0))
        & (row < take(rows, c))
        & (column >= np.int32(0))
        & (column < np.int32(ACROSS))
    )
    place = (take(first_row, c) + row) * np.int32(ACROSS) + column
    tile = take(tile_of, np.uint64(place if inside else np.int32(0)))
    cell = ((along & np.int32(31)) << np.int32(5)) | (across & np.int32(31))
    first = np.uint64(tile * np.int32(SIDE * SIDE))
    value = np.float32(np.int32(take(cells, first + np.uint64(cell))))
    beside = cell ^ np.int32(1)  # the other one of a pair of cells
    other = np.float32(np.int32(take(cells, first + np.uint64(beside))))
    rise = other - value if beside > cell else value - other
    value, rise = value * 0.003921569, rise * 0.03921569
    zero = np.float32(0.0)
    return value if inside else zero, rise if inside else zero


@device(narrow=True, inline=True)
def wear_at(chart, t, profile):
    """How much old traffic has worn the snow at t, in [0, 1]: two tracks in each lane; and how
    steeply that rises to the left [1/m]."""
    x = min(max((t + _HALF) * 20.0, 0.0), np.float32(PROFILE - 2))
    k = np.int32(x)
    part = x - np.float32(k)
    i = np.uint64(np.int32(chart) * np.int32(PROFILE) + k)
    low = take(profile, i)
    rise = take(profile, i + np.uint64(1)) - low
    return low + rise * part, rise * 20.0


@device(narrow=True, inline=True)
def swerve_at(a, b):
    """How far old traffic has swerved from the middle of its tracks [m]."""
    return (noise(a * 0.11, b * 0.05) - 0.5) * 0.34 + (noise(a * 0.9, b * 0.6) - 0.5) * 0.10


@device(narrow=True, inline=True)
def packed_at(chart, s, t, swerve, start, first_row, rows, tile_of, cells, profile):
    """How packed the snow is, in [0, 1], by old traffic or by wheels that have passed since; and
    how steeply that rises to the left [1/m]."""
    worn, worn_rise = wear_at(chart, t + swerve, profile)
    track, track_rise = track_at(chart, s, t, start, first_row, rows, tile_of, cells)
    fresh = track > worn
    return track if fresh else worn, track_rise if fresh else worn_rise


@device(narrow=True, inline=True)
def lying_at(chart, s, t, footprint, stays, base, start, first_row, rows, tile_of, cells, profile):
    """What lies on a chart: depth of the snow [m], share of the ground that it hides, how packed
    it is, ice, and how steeply the packing rises to the left [1/m].

    chart: number; s, t [m]; footprint: size of what is looked at [m]; stays: share of the snow
    that stays there (``keeps_snow``). The three shares lie in [0, 1]; ``packed`` holds for the
    snow there is, ``ice`` for the ground beneath.
    """
    a, b = s + base.shift, t - base.shift
    near, wide = faded(footprint, 0.30), faded(footprint, 1.2)
    drift = (fbm3(a * 0.34, b * 0.9) - 0.5) * wide
    fine = (noise(a * 3.1, b * 4.3) - 0.5) * near
    packed, rise = packed_at(
        chart, s, t, swerve_at(a, b), start, first_row, rows, tile_of, cells, profile
    )
    packed = min(packed * (0.92 + 0.5 * drift + 0.25 * fine), 1.0)
    depth = base.snow * stays * (1.0 + 0.9 * drift + 0.35 * fine) * (1.0 - 0.88 * packed)
    share = hidden_share(depth, fine, near)
    patch = 0.72 * fbm3(a * 0.21 + 31.7, b * 0.55 - 11.3) + 0.28 * noise(a * 1.3, b * 1.9 + 7.7)
    edge = 0.02 + 0.10 * (1.0 - near)
    ice = smoothstep(base.ice_above - edge, base.ice_above + edge, patch)
    return max(depth, 0.0), share, packed, ice if base.ice > 0.0 else np.float32(0.0), rise


@device(narrow=True, inline=True)
def lying_on(x, y, footprint, stays, base):
    """What lies on a thing off the charts: depth of the snow [m] and share that it hides.

    x, y [m]: in the world, or on what moves.
    """
    near = faded(footprint, 0.12)
    fine = (noise(x * 7.3 + 3.0, y * 7.3) - 0.5) * near
    drift = (noise(x * 1.9, y * 1.9 + 5.0) - 0.5) * faded(footprint, 0.5)
    depth = base.snow * stays * (1.0 + 0.7 * drift + 0.5 * fine)
    return max(depth, 0.0), hidden_share(depth, fine, near)


@device(narrow=True, inline=True)
def hidden_share(depth, fine, near):
    """Share of a surface that snow of this depth [m] hides: a film of 1 mm little, 4 mm nearly
    all; unevenness that is too small to be seen blurs the edge."""
    ragged = depth * (1.0 + 1.2 * fine) + 0.0016 * fine
    blur = 1.0 + 1.5 * (1.0 - near)
    share = smoothstep(2.5e-3 - 1.5e-3 * blur, 2.5e-3 + 1.5e-3 * blur, ragged)
    return share if depth > 0.0 else np.float32(0.0)


@device(narrow=True, inline=True)
def keeps_snow(up, keep, exposure):
    """Share of the snow that stays on a surface.

    up: z of its unit normal; keep: its material's ``snow``; exposure: how open it is to the sky.
    Snow stays below 37° (n_z = .8) and slides off above 57° (n_z = .55).
    """
    return smoothstep(STEEP, 0.80, up) * keep * exposure


@device(narrow=True, inline=True)
def cover_of(share, packed, ice, bare):
    """The cover by which a place is labelled, from what lies there."""
    frozen = ice > 0.5
    on_bare = BLACK_ICE if frozen else bare
    on_packed = ICE if frozen else PACKED_SNOW
    on_snow = on_packed if packed > 0.5 else LOOSE_SNOW
    return np.uint8(on_snow if share > 0.5 else on_bare)
