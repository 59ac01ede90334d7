"""What lies on the ground at a place of a chart: snow, ice, water, the tracks of wheels.

These device functions are the one place where it is decided: the camera's picture, the label
``cover`` and the wheels all call ``lying_at``, and lay ``kernels.patch`` over what it returns;
``kernels.felt`` is both for wheels. Warmth and texture of the ground are ``base.temperature`` and
``base.texture``. Details finer than the footprint are faded, so that a far pixel and a close one
agree on the mean.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ..kernel import device
from .approx import exp, smoothstep
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

DRY, DAMP, WET, PUDDLE, SLUSH, LOOSE_SNOW, PACKED_SNOW, ICE, BLACK_ICE, OIL, GRAVEL, LEAVES = (
    np.uint8(k) for k in range(12)
)

TICK = 0.1
"""Unit of the time at which a wheel last rolled over a cell [s]."""

PACKED_FULLY = 200
"""Value of a cell whose snow is packed fully; above that it is being polished."""

FRESH_HIDES = np.float32(8e-3)
"""Fresh snow [m] that hides that the snow beneath is packed."""

RELIEF = np.float32(10e-3)
"""Height of the ground's unevenness per unit of its noise [m]: 1.5 mm in the mean square, as
roads have under a straightedge of 3 m (EN 13036-7)."""

DAMP_FILM, WET_FILM, PUDDLE_FILM = np.float32(1e-5), np.float32(2e-4), np.float32(2e-3)
"""Films of water [m] from which the ground is damp, wet, under standing water (the steps of road
weather stations after EN 15518-3: moist, wet, streaming wet)."""

SOAKED = np.float32(0.15)
"""Liquid water by depth of the snow above which it is slush (soaked snow of the International
Classification for Seasonal Snow on the Ground, Fierz et al. 2009)."""

PUSHED = np.float32(0.6)
"""Share of the film that a wheel pushes aside."""

FLOWS_BACK = np.float32(1.0 / 6.0)
"""Rate at which it comes back [1/s]."""


class Base(NamedTuple):
    """What holds for the whole surface at an instant.

    snow: mean depth if no wheel had packed it [m]; packed: how packed it is everywhere, in [0, 1];
    snowfall: what falls of it [m/s]; now: time [s]; ice: share of the ground with ice in [0, 1];
    ice_above: where the noise of icy patches must lie for that share; held: water that the texture
    holds [m]; level: of free water above the mean ground [m]; rut: depth of the ruts of traffic
    [m]; frozen: share of the water that is ice; temperature of the ground [K]; texture: its mean
    texture depth [m]; bare: the cover where nothing lies; shift: offset of the noises [m], from
    the surface's key.
    """

    snow: np.float32
    packed: np.float32
    snowfall: np.float32
    now: np.float32
    ice: np.float32
    ice_above: np.float32
    held: np.float32
    level: np.float32
    rut: np.float32
    frozen: np.float32
    temperature: np.float32
    texture: np.float32
    bare: np.uint8
    shift: np.float32


@device(narrow=True, inline=True)
def tile_at(along, across, c, first_row, rows, tile_of):
    """The tile of a cell of chart c, 0 where there is none."""
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
    return tile if inside else np.int32(0)


@device(narrow=True, inline=True)
def track_at(chart, s, t, start, first_row, rows, tile_of, cells, stamps):
    """What wheels have done here: how much they packed, in [0, 1], how steeply that rises to the
    left [1/m], how much they polished, and when they last did [s]; zeros without a tile.

    Between the middles of two cells beside each other the packing changes evenly.
    """
    c = np.uint64(chart)
    along = floored((s - take(start, c)) * 10.0)
    beside = (t + _HALF) * 10.0 - 0.5
    right = floored(beside)
    left = np.int32(right + np.int32(1))
    part = beside - np.float32(right)
    line = (along & np.int32(31)) << np.int32(5)
    tile = tile_at(along, right, c, first_row, rows, tile_of)
    first = np.int32(tile * np.int32(SIDE * SIDE) + np.int32(line | (right & np.int32(31))))
    tile = tile_at(along, left, c, first_row, rows, tile_of)
    second = np.int32(tile * np.int32(SIDE * SIDE) + np.int32(line | (left & np.int32(31))))
    low = np.float32(np.int32(take(cells, np.uint64(first))))
    high = np.float32(np.int32(take(cells, np.uint64(second))))
    nearer = second if part > 0.5 else first
    stamp = np.float32(np.int32(take(stamps, np.uint64(nearer)))) * 0.1
    value = low + (high - low) * part
    rise = min(high * 0.005, 1.0) - min(low * 0.005, 1.0)
    return min(value * 0.005, 1.0), rise * 10.0, max(value - 200.0, 0.0) * 0.018181818, stamp


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
def lying_at(
    chart, s, t, footprint, stays, base, start, first_row, rows, tile_of, cells, stamps, profile
):
    """What lies on a chart, patches apart: depth of the snow [m], share of the ground that it
    hides, how packed it is, ice, film of liquid water [m], and how steeply the packing rises to
    the left [1/m].

    chart: number; s, t [m]; footprint: size of what is looked at [m]; stays: share of the snow
    that stays there (``keeps_snow``). The three shares lie in [0, 1]; ``packed`` holds for the
    snow there is, ``ice`` for the ground beneath.
    """
    a, b = s + base.shift, t - base.shift
    near, wide = faded(footprint, 0.30), faded(footprint, 1.2)
    drift = (fbm3(a * 0.34, b * 0.9) - 0.5) * wide
    fine = (noise(a * 3.1, b * 4.3) - 0.5) * near
    worn, worn_rise = wear_at(chart, t + swerve_at(a, b), profile)
    track, track_rise, polish, since = track_at(
        chart, s, t, start, first_row, rows, tile_of, cells, stamps
    )
    newer = track > worn
    rise = track_rise if newer else worn_rise
    packed = track if newer else worn
    packed = max(min(packed * (0.92 + 0.5 * drift + 0.25 * fine), 1.0), base.packed)
    fresh = base.now - (since if newer else np.float32(0.0))
    fresh = min(max(base.snowfall * fresh, 0.0), base.snow)
    depth = (base.snow - fresh) * (1.0 - 0.88 * packed) + fresh
    depth = depth * stays * (1.0 + 0.9 * drift + 0.35 * fine)
    share = hidden_share(depth, fine, near)
    packed = packed * (1.0 - min(fresh * (1.0 / FRESH_HIDES), 1.0))

    pool = max(base.level + RELIEF * drift + base.rut * worn, 0.0)
    water = (base.held * (1.0 + 0.5 * fine) + pool) * stays
    water = water if base.held > 0.0 else np.float32(0.0)
    film = water * (1.0 - base.frozen) * unswept(track, base.now - since)
    patch = 0.72 * fbm3(a * 0.21 + 31.7, b * 0.55 - 11.3) + 0.28 * noise(a * 1.3, b * 1.9 + 7.7)
    edge = 0.02 + 0.10 * (1.0 - near)
    ice = smoothstep(base.ice_above - edge, base.ice_above + edge, patch)
    ice = ice if base.ice > 0.0 else np.float32(0.0)
    ice = max(ice, polish * packed if base.snow > 0.0 else np.float32(0.0))
    ice = max(ice, smoothstep(2e-5, 8e-5, water * base.frozen))
    return max(depth, 0.0), share, packed, ice, film, rise


@device(narrow=True, inline=True)
def unswept(track, ago):
    """Share of the water that is there so long [s] after wheels that packed by ``track``."""
    return 1.0 - PUSHED * min(track * 1.6, 1.0) * exp(-FLOWS_BACK * ago)


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
def cover_of(depth, share, packed, ice, film, strewn, bare):
    """The cover by which a place is labelled, from what lies there; strewn: see ``patch``."""
    frozen = ice > 0.5
    on_packed = ICE if frozen else PACKED_SNOW
    on_snow = on_packed if packed > 0.5 else LOOSE_SNOW
    soaked = (film > SOAKED * depth) & (on_snow != ICE)
    on_snow = SLUSH if soaked else on_snow
    damp = DAMP if (film > DAMP_FILM) & (bare == DRY) else bare
    wet = WET if (film > WET_FILM) & (bare == DRY) else damp
    watery = PUDDLE if film > PUDDLE_FILM else wet
    on_bare = BLACK_ICE if frozen else watery
    kind = np.int32(strewn * 0.5)
    thick = strewn - 2.0 * np.float32(kind) > 0.5
    on_bare = np.uint8(OIL + np.uint8(kind) - np.uint8(1)) if thick else on_bare
    return np.uint8(on_snow if share > 0.5 else on_bare)
