"""Lamps as light sources: place, direction, how the light is spread, what it gives where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .kernel import device, kernel
from .kernels.memory import take
from .light.beams import BEAMS, SIZE, STREETS, tables

Array = NDArray[np.float64]

_HALF = np.float32(0.5 * (SIZE - 1))

_AXIAL = np.int32(len(BEAMS) * SIZE * SIZE)

STREET = np.int32(BEAMS.index("street"))
"""Number of the beam of street lamps."""

BEAM_PEAK = 2.2
"""No beam is brighter than this times the lamp's intensity."""

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


def pack(lamps: Sequence[Lamp]) -> Packed:
    """The lamps as kernels read them. Raises ``ValueError`` for a beam that is not known."""
    unknown = [lamp.beam for lamp in lamps if lamp.beam not in BEAMS]
    if unknown:
        raise ValueError(f"no beam is called '{unknown[0]}'; there are {', '.join(BEAMS)}")
    beam = np.array([BEAMS.index(lamp.beam) for lamp in lamps], np.int32)
    flat = [(*x.place, *x.direction, *x.colour, x.intensity, x.radius) for x in lamps]
    rows = np.empty((len(lamps), COLUMNS), np.float32)
    lay_out(np.array(flat, np.float64).reshape(len(lamps), 11), rows)
    return Packed(rows, beam)


@kernel("f8[:,:] -> f4[:,:]")
def lay_out(lamps, row_out):
    """Rows (L, COLUMNS) of lamps (L, 11): place, direction, colour, intensity, radius."""
    for n in range(lamps.shape[0]):
        a, b, c = lamps[n, 3], lamps[n, 4], lamps[n, 5]
        length = np.sqrt(a * a + b * b + c * c)
        x, y, z = a / length, b / length, c / length
        # To the right is forward × up, or, of lamps that hang, forward × north.
        hangs = abs(z) >= 0.99
        p, q, r = (-z, 0.0, x) if hangs else (y, -x, 0.0)
        length = np.sqrt(p * p + q * q + r * r)
        p, q, r = p / length, q / length, r / length
        out = row_out[n]
        out[0], out[1], out[2] = lamps[n, 0], lamps[n, 1], lamps[n, 2]
        out[3], out[4], out[5] = x, y, z
        out[6], out[7], out[8] = p, q, r
        out[9], out[10], out[11] = q * z - r * y, r * x - p * z, p * y - q * x
        for k in range(3):
            out[12 + k] = lamps[n, 6 + k] * lamps[n, 9]
        out[15] = lamps[n, 10] * lamps[n, 10]


def nearest(lamps: Packed, place: Array, most: int) -> Packed:
    """Those lamps that give most light at a place (3,), ``most`` of them, in their old order."""
    if len(lamps.rows) <= most:
        return lamps
    away = ((lamps.rows[:, :3] - place) ** 2).sum(1)
    strength = lamps.rows[:, 12:15].sum(1) / (away + 25.0)
    chosen = np.sort(np.argsort(-strength, kind="stable")[:most])
    return Packed(lamps.rows[chosen], lamps.beam[chosen])


def outshone(lamps: Packed, lux: float | Array) -> Packed:
    """The lamps, each to the distance at which its light would not be seen beside other light of
    so many lux, at all or at each: where it gives less than 1 in 400 of that."""
    rows = lamps.rows.copy()
    strongest = rows[:, 12:15].max(1) * BEAM_PEAK
    other = np.asarray(np.maximum(lux, 1e-6), np.float32)
    rows[:, 15] = np.minimum(rows[:, 15], 400.0 * strongest / other)
    return Packed(rows, lamps.beam)


def illuminance(lamps: Packed, points: ArrayLike, normals: ArrayLike) -> Array:
    """(N, 3) RGB light [lx] of the lamps on surfaces at points (N, 3) with unit normals (N, 3)."""
    points = np.ascontiguousarray(points, np.float32)
    normals = np.ascontiguousarray(np.broadcast_to(normals, points.shape), np.float32)
    out = np.zeros(points.shape, np.float32)
    light_at(*lamps, tables().reshape(-1), points, normals, out)
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


@device(narrow=True, inline=True)
def street_at(table, forward):
    """As ``beam_at`` of a street lamp, which is the same all around its axis. table:
    ``light.beams.packed``."""
    x = max(forward, 0.0) * np.float32(STREETS - 1)
    i = min(np.int32(x), np.int32(STREETS - 2))
    low = take(table, np.uint64(i + _AXIAL))
    high = take(table, np.uint64(i + _AXIAL + np.int32(1)))
    light = low + (high - low) * (x - np.float32(i))
    return light if forward > 0.0 else np.float32(0.0)


@device(narrow=True, inline=True)
def street_near(table, forward):
    """As ``street_at`` by the nearest entry, for sums over many places."""
    x = min(max(forward, 0.0), 1.0) * np.float32(STREETS - 1)
    return take(table, np.uint64(np.int32(x + 0.5) + _AXIAL))


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
