"""Lamps as light sources: place, direction, how the light is spread, what it gives where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .kernel import device, kernel
from .kernels.memory import take
from .light.beams import BEAMS, SIZE, tables

Array = NDArray[np.float64]

_HALF = np.float32(0.5 * (SIZE - 1))

COLUMNS = 16
"""Floats of a packed lamp: place, forward, right, up, red, green, blue [cd], radius²."""


class Lamp(NamedTuple):
    """A light source at one instant, in the world.

    place (3,) [m]; direction (3,) unit, the axis of the beam; colour (3,): linear RGB of the light
    with a luminance of 1; intensity [cd] where the beam's table is 1; beam: one of
    ``light.beams.BEAMS``; radius [m]: beyond it the lamp lights nothing.
    """

    place: tuple[float, float, float]
    direction: tuple[float, float, float]
    colour: tuple[float, float, float]
    intensity: float
    beam: str
    radius: float


class Packed(NamedTuple):
    """L lamps for kernels: rows (L, COLUMNS) f4, and the beam of each (L,) i4."""

    rows: NDArray[np.float32]
    beam: NDArray[np.int32]


def pack(lamps: Iterable[Lamp]) -> Packed:
    """The lamps as kernels read them. Raises ``ValueError`` for a beam that is not known."""
    rows, beams = [], []
    for lamp in lamps:
        if lamp.beam not in BEAMS:
            raise ValueError(f"no beam is called '{lamp.beam}'; there are {', '.join(BEAMS)}")
        forward = np.asarray(lamp.direction, np.float64)
        forward = forward / np.linalg.norm(forward)
        hint = np.array([0.0, 0.0, 1.0]) if abs(forward[2]) < 0.99 else np.array([0.0, 1.0, 0.0])
        right = np.cross(forward, hint)
        right /= np.linalg.norm(right)
        light = np.asarray(lamp.colour, np.float64) * lamp.intensity
        up = np.cross(right, forward)
        rows.append([*lamp.place, *forward, *right, *up, *light, lamp.radius**2])
        beams.append(BEAMS.index(lamp.beam))
    table = np.array(rows, np.float32).reshape(-1, COLUMNS)
    return Packed(table, np.array(beams, np.int32))


def nearest(lamps: Sequence[Lamp], place: Array, most: int) -> tuple[Lamp, ...]:
    """Those lamps that give most light at a place (3,), ``most`` of them, in their old order."""
    if len(lamps) <= most:
        return tuple(lamps)
    away = np.array([np.subtract(lamp.place, place) for lamp in lamps])
    strength = np.array([lamp.intensity for lamp in lamps]) / ((away**2).sum(1) + 25.0)
    chosen = np.sort(np.argsort(-strength, kind="stable")[:most])
    return tuple(lamps[k] for k in chosen)


def illuminance(lamps: Sequence[Lamp], points: ArrayLike, normals: ArrayLike) -> Array:
    """(N, 3) RGB light [lx] of the lamps on surfaces at points (N, 3) with unit normals (N, 3)."""
    points = np.ascontiguousarray(points, np.float32)
    normals = np.ascontiguousarray(np.broadcast_to(normals, points.shape), np.float32)
    out = np.zeros(points.shape, np.float32)
    packed = pack(lamps)
    light_at(packed.rows, packed.beam, tables().reshape(-1), points, normals, out)
    return out.astype(np.float64)


@device(narrow=True, inline=True)
def beam_at(table, beam, forward, right, up):
    """Relative intensity in a unit direction, given by its components in the lamp's axes.

    table: ``light.beams.tables``, flattened.
    """
    scale = 1.0 / (1.0 + max(forward, 0.0))
    p, q = right * scale, up * scale
    a, b = np.sqrt(min(abs(p), 1.0)), np.sqrt(min(abs(q), 1.0))
    x = _HALF + _HALF * (a if p >= 0.0 else -a)
    y = _HALF + _HALF * (b if q >= 0.0 else -b)
    i = min(np.int32(x), np.int32(SIZE - 2))
    j = min(np.int32(y), np.int32(SIZE - 2))
    u, v = x - np.float32(i), y - np.float32(j)
    place = np.uint64((beam * np.int32(SIZE) + j) * np.int32(SIZE) + i)
    low, high = take(table, place), take(table, place + np.uint64(SIZE))
    low = low + (take(table, place + np.uint64(1)) - low) * u
    high = high + (take(table, place + np.uint64(SIZE + 1)) - high) * u
    return (low + (high - low) * v) if forward > 0.0 else np.float32(0.0)


@kernel("f4[:,:], i4[:], f4[:], f4[:,:], f4[:,:] -> f4[:,:]", narrow=True)
def light_at(rows, beam, table, points, normals, light_out):
    """Add the light of packed lamps [lx] at points (N, 3) with normals (N, 3)."""
    for n in range(points.shape[0]):
        for k in range(rows.shape[0]):
            lamp = rows[k]
            x, y, z = points[n, 0] - lamp[0], points[n, 1] - lamp[1], points[n, 2] - lamp[2]
            square = x * x + y * y + z * z
            scale = 1.0 / np.sqrt(square + 1e-9)
            x, y, z = x * scale, y * scale, z * scale
            lit = -(x * normals[n, 0] + y * normals[n, 1] + z * normals[n, 2])
            if lit <= 0.0 or square > lamp[15]:
                continue
            share = beam_at(
                table,
                beam[k],
                x * lamp[3] + y * lamp[4] + z * lamp[5],
                x * lamp[6] + y * lamp[7] + z * lamp[8],
                x * lamp[9] + y * lamp[10] + z * lamp[11],
            )
            factor = share * lit / max(square, 0.04)
            for c in range(3):
                light_out[n, c] += factor * lamp[12 + c]
