"""Daylight in tunnels: what comes in at the mouths and is thrown about between the walls.

A mouth is taken for a disc that shines evenly into a round tube of the same hydraulic diameter
with diffuse walls. What of its light a place on the wall gets, directly and from the rest of the
wall, are closed forms (Buckley, Phil. Mag. 4, 1927; Siegel & Howell, Thermal Radiation Heat
Transfer, appendix C); what the wall gets in all solves an integral equation, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..kernel import device, kernel
from ..kernels.memory import take

Array = NDArray[np.float64]

ALBEDO = 0.45
"""Of lining (0.6) and road (0.1) by their shares of the section."""
DEEPEST, STEP = 24.0, 0.05
"""Where the table ends and its step, in diameters."""
_PER_STEP = np.float32(1.0 / STEP)
COLUMNS = 12
"""Numbers of a packed piece of tube."""
MARGIN = 0.3
"""How far what belongs to the wall may stand behind it [m]."""
PIECE = 6.0
"""Length of the straight pieces of a tube [m]."""


class Tube(NamedTuple):
    """A tunnel. line (N, 3): the middle of its floor from mouth to mouth [m]; width, height [m]."""

    line: Array
    width: float
    height: float


@cache
def shares() -> NDArray[np.float32]:
    """What walls get of the light of a mouth, of what they would get if they faced it all, by
    depth in steps of ``STEP`` diameters."""
    x = (np.arange(round(DEEPEST / STEP)) + 0.5) * STEP
    between = np.abs(x[:, None] - x)
    system = np.eye(len(x)) - ALBEDO * STEP * of_wall(between)
    middle = np.linalg.solve(system, of_mouth(x))
    edges = np.concatenate([[1.5 * middle[0] - 0.5 * middle[1]], 0.5 * (middle[1:] + middle[:-1])])
    table = np.append(edges, 0.0).astype(np.float32)
    table.flags.writeable = False
    return table


def of_mouth(x: ArrayLike) -> Array:
    """Share of the hemisphere of a place on the wall that the mouth fills, x diameters away."""
    x = np.asarray(x, np.float64)
    return (x**2 + 0.5) / np.sqrt(x**2 + 1.0) - x


def of_wall(x: ArrayLike) -> Array:
    """The same of a ring of wall, per diameter of its breadth."""
    x = np.asarray(x, np.float64)
    return 1.0 - (x**3 + 1.5 * x) / (x**2 + 1.0) ** 1.5


def packed(tubes: Sequence[Tube]) -> NDArray[np.float32]:
    """(K, COLUMNS) straight pieces for kernels: place of the beginning (x, y, z), level direction
    (x, y), length, rise per metre, half width, height; way from the first mouth, that to the last
    from its end; 1 / diameter."""
    rows: list[list[float]] = []
    for tube in tubes:
        way = _way(tube.line)
        stops = np.linspace(0.0, way[-1], max(2, round(way[-1] / PIECE) + 1))
        at = np.stack([np.interp(stops, way, tube.line[:, k]) for k in range(3)], 1)
        diameter = 2.0 * tube.width * tube.height / (tube.width + tube.height)
        half = tube.width / 2 + MARGIN
        for k in range(len(at) - 1):
            across = at[k + 1] - at[k]
            length = float(np.hypot(*across[:2]))
            rows.append([
                *at[k], *(across[:2] / length), length, across[2] / length, half,
                tube.height + MARGIN, stops[k], stops[-1] - stops[k + 1], 1.0 / diameter,
            ])  # fmt: skip
    return np.array(rows, np.float32).reshape(-1, COLUMNS)


def daylight_at(pieces: NDArray[np.float32], points: ArrayLike) -> Array:
    """(N,) what of the light outside reaches points (N, 3); 1 outside of all tubes."""
    places = np.asarray(points, np.float32).reshape(-1, 3)
    found = np.ones(len(places), np.float32)
    if len(pieces):
        dim(np.ascontiguousarray(places), pieces, shares(), found)
    return found.astype(np.float64)


@device(narrow=True, inline=True)
def within(x, y, z, px, py, pz, east, north, length, rise, half, height, first, last, per, table):
    """What of the daylight reaches a place, by one piece of a tube: 1 outside of it. px to per: a
    row of ``packed``; table: ``shares``."""
    x, y = x - px, y - py
    along, across = x * east + y * north, y * east - x * north
    above = z - pz - along * rise
    inside = (along > -0.5) & (along < length + 0.5) & (abs(across) < half)
    inside = inside & (above > -1.0) & (above < height)
    along = min(max(along, 0.0), length)
    begun, left = first + along, last + length - along
    light = share_at(table, begun * per) + share_at(table, left * per)
    # Close to a mouth the sky begins to be seen past its edge.
    near = min(min(begun, left), 1.0)
    light = 1.0 + (min(light, 1.0) - 1.0) * near
    return light if inside else np.float32(1.0)


@device(narrow=True, inline=True)
def share_at(table, x):
    """An entry of ``shares``, x diameters from the mouth."""
    at = min(max(x, 0.0) * _PER_STEP, np.float32(np.int32(table.shape[0]) - np.int32(1)) - 0.001)
    k = np.int32(at)
    low, high = take(table, np.uint64(k)), take(table, np.uint64(k + np.int32(1)))
    return low + (high - low) * (at - np.float32(k))


@kernel("f4[:,:], f4[:,:], f4[:] -> f4[:]", narrow=True)
def dim(places, pieces, table, share_out):
    """Multiply share_out (N,) by what of the daylight reaches places (N, 3)."""
    for n in range(places.shape[0]):
        light = np.float32(1.0)
        for k in range(pieces.shape[0]):
            a = pieces[k]
            here = within(
                places[n, 0], places[n, 1], places[n, 2], a[0], a[1], a[2], a[3], a[4], a[5],
                a[6], a[7], a[8], a[9], a[10], a[11], table,
            )  # fmt: skip
            light = min(light, here)
        share_out[n] *= light


def _way(line: Array) -> Array:
    steps = np.hypot(*np.diff(line[:, :2], axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])
