"""Light of lamps that the ground throws back: it lights the walls beside a road at night.

What a lamp sheds on the ground is taken to come back from one soft spot, the middle of its light
there, as from a disc of a matt white-washed floor that faces up.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...kernel import device, kernel
from ...kernels.memory import get, put
from ...lamps import Packed
from ...light.beams import directions, tables
from ..depthmap import DepthMap
from . import layout as at
from .layout import BLOCK, LANE_COUNT
from .light import INVERSE_PI

F4 = NDArray[np.float32]
Array = NDArray[np.float64]

SPOTS = 6
"""Lamps whose light comes back from the ground."""

REACH = 40.0
"""Beyond this [m] a spot lights nothing."""


def spots(lamps: Packed, ground: DepthMap, albedo: float) -> F4:
    """(S, 8) spots of packed lamps: place, size² [m²], RGB of the light thrown back, per unit of
    solid angle straight up [cd], reach² [m²].

    ground: a map of what is seen from above, drawn; albedo: of the ground.
    """
    out = np.empty((len(lamps.rows), 8), np.float32)
    tilts = zip(lamps.beam.tolist(), lamps.rows[:, 5].tolist(), strict=True)
    shed = np.array([downward(beam, round(rise, 1)) for beam, rise in tilts]).reshape(-1, 3)
    return out[: thrown_back(lamps.rows, shed, ground.depth, ground.matrix, albedo / np.pi, out)]


@kernel("f4[:,:], f8[:,:], f4[:,:], f4[:,:], f8 -> f4[:,:] : i8")
def thrown_back(rows, shed, depth, to_map, back, spot_out):
    """Spots (L, 8) of lamps, as many as there are; returns how many.

    rows (L, 16): packed; shed (L, 3): see ``downward``; depth, to_map (3, 4): a map from above;
    back: albedo over π.
    """
    count = 0
    for n in range(rows.shape[0]):
        x, y, flux = rows[n, 0], rows[n, 1], shed[n, 0]
        level = height_at(depth, to_map, x + 4.0 * rows[n, 3], y + 4.0 * rows[n, 4])
        height = rows[n, 2] - level
        if flux <= 0.0 or height <= 0.1 or height >= 20.0:
            continue
        reach = min(height * shed[n, 1] / max(shed[n, 2], 0.05), 14.0)
        way = np.sqrt(rows[n, 3] * rows[n, 3] + rows[n, 4] * rows[n, 4])
        aside = reach / way if way > 0.05 else 0.0
        out = spot_out[count]
        out[0], out[1] = x + aside * rows[n, 3], y + aside * rows[n, 4]
        out[2], out[3] = level + 0.05, max(height, 0.4 * reach) ** 2
        for k in range(3):
            out[4 + k] = rows[n, 12 + k] * flux * back
        out[7] = REACH * REACH
        count += 1
    return count


@device
def height_at(depth, to_map, x, y):
    """Least height [m] of what is seen from above within 1.2 m of a place [m]; where nothing is,
    very low."""
    last = depth.shape[0] - 1
    least = 1e30
    for i in range(-2, 3):
        for j in range(-2, 3):
            a, b = x + 0.6 * i, y + 0.6 * j
            column = to_map[0, 0] * a + to_map[0, 1] * b + to_map[0, 3]
            row = to_map[1, 0] * a + to_map[1, 1] * b + to_map[1, 3]
            u = min(max(np.int64(np.rint(column)), 0), last)
            v = min(max(np.int64(np.rint(row)), 0), last)
            least = min(least, np.float64(depth[v, u]))
    return least


@lru_cache(maxsize=64)
def downward(beam: int, rise: float) -> tuple[float, float, float]:
    """What a lamp of intensity 1 sheds below the horizon [lm], and the mean of its directions: how
    far ahead, and how far down; rise: z of the lamp's axis."""
    _, up, ahead = (axis.ravel() for axis in directions())
    level = np.sqrt(max(1.0 - rise * rise, 0.0))
    down, forward = -(ahead * rise + up * level), ahead * level - up * rise
    # Cells of the table in solid angle: stereographic, over p = sign·x², 4 / (1 + p² + q²)².
    edge = np.linspace(-1, 1, tables().shape[1])
    p, q = np.meshgrid(edge * abs(edge), edge * abs(edge))
    step = edge[1] - edge[0]
    cell = (4 * np.abs(np.outer(edge, edge)) * step * step).ravel()
    solid = cell * 4 / (1 + p.ravel() ** 2 + q.ravel() ** 2) ** 2
    light = tables()[beam].ravel() * solid * (down > 0.0) * (ahead > 0.0)
    flux = float(light.sum())
    if flux <= 0.0:
        return 0.0, 0.0, 1.0
    return flux, float((light * forward).sum()) / flux, float((light * down).sum()) / flux


@kernel("i8, i8, f4[:,:] -> f4[:]", narrow=True)
def bounce(first, end, spots, blocks_out):
    """Add the light of spots (S, 8) to blocks [first, end); before ``daylight`` changes F0."""
    for b in range(first, end):
        o = np.uint64(b) * BLOCK
        for n in range(spots.shape[0]):
            px, py, pz = spots[n, 0], spots[n, 1], spots[n, 2]
            wide, furthest = spots[n, 3], 1.0 / spots[n, 7]
            red, green, blue = spots[n, 4], spots[n, 5], spots[n, 6]
            for k in range(LANE_COUNT):
                i = o + np.uint64(k)
                x = px - get(blocks_out, i + at.X)
                y = py - get(blocks_out, i + at.Y)
                z = pz - get(blocks_out, i + at.Z)
                square = x * x + y * y + z * z + 1e-6
                lit = x * get(blocks_out, i + at.NX) + y * get(blocks_out, i + at.NY)
                lit = max(lit + z * get(blocks_out, i + at.NZ), 0.0)
                # Both cosines, of the spot and of the point, over the square of the distance.
                light = lit * max(-z, 0.0) / (square * (square + wide))
                light = light * max(1.0 - square * furthest, 0.0) * get(blocks_out, i + at.NEAR)
                f0, coat = get(blocks_out, i + at.F0), get(blocks_out, i + at.COAT)
                light = light * INVERSE_PI * (1.0 - f0) * (1.0 - coat)
                out = light * get(blocks_out, i + at.RED) * red
                put(blocks_out, i + at.OUT_RED, get(blocks_out, i + at.OUT_RED) + out)
                out = light * get(blocks_out, i + at.GREEN) * green
                put(blocks_out, i + at.OUT_GREEN, get(blocks_out, i + at.OUT_GREEN) + out)
                out = light * get(blocks_out, i + at.BLUE) * blue
                put(blocks_out, i + at.OUT_BLUE, get(blocks_out, i + at.OUT_BLUE) + out)
