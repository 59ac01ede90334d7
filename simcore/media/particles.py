"""Flakes, drops, hailstones: how many of each size there are, and where each one is.

A population is exponential in a length x: N0 exp(-Λ x) per m³ and mm. The diameter follows as
scale · x^power, so that snow counts by its melted diameter and rain by its own. Speeds are
p D^q - r exp(-k D), D in mm, but at least s D up to half a millimetre.

Particles belong to *parcels*: cells of 1 m that the wind carries and that sink with the mean fall
speed. A particle is a closed form of its parcel, its number and the time: no state, any time, the
same for every sensor. In a parcel they are numbered from the widest on, as a Poisson process in
the count of wider ones, so that those above a diameter are always the first few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..kernel import device, kernel
from ..kernels.approx import exp, log, sin_turns
from ..kernels.noise import floored
from ..kernels.rng import pcg3d, unit, unit_open
from ..wind import CALM, Wind

Array = NDArray[np.float64]


class Particles(NamedTuple):
    """F particles at one instant.

    position (F, 3) f8, velocity (F, 3) f4: world [m, m/s]; diameter (F,) f4 [m]; cell (F,) i4: row
    of the cells that were asked for; number (F,) i4: rank in the cell from the widest on.
    """

    position: Array
    velocity: NDArray[np.float32]
    diameter: NDArray[np.float32]
    cell: NDArray[np.int32]
    number: NDArray[np.int32]


NONE = Particles(
    np.empty((0, 3)),
    np.empty((0, 3), np.float32),
    np.empty(0, np.float32),
    np.empty(0, np.int32),
    np.empty(0, np.int32),
)


class Fall(NamedTuple):
    """Speed of fall by diameter, max(p D^q - r exp(-k D), s min(D, 1/2)) [m/s], D in mm; mean: at
    which parcels sink [m/s]; sway: flutter, 1 of snowflakes, 0 for what falls straight."""

    mean: float
    p: float
    q: float = 0.0
    r: float = 0.0
    k: float = 0.0
    s: float = 0.0
    sway: float = 0.0

    def speed(self, diameter: ArrayLike) -> Array:
        """(…,) of particles of these diameters [m]."""
        d = np.asarray(diameter, np.float64) * 1e3
        return np.maximum(
            self.p * d**self.q - self.r * np.exp(-self.k * d), self.s * np.minimum(d, 0.5)
        )


@dataclass(frozen=True)
class Population:
    """tail: particles per m³, N0/Λ; slope: Λ [1/mm]; scale [mm], power: from x [mm] to the
    diameter; widest [m]: wider ones, which the tail would give, stay part of the medium."""

    tail: float
    slope: float
    scale: float
    power: float
    widest: float
    fall: Fall

    def length(self, diameter: ArrayLike) -> Array:
        """(…,) x [mm] of diameters [m]."""
        return (np.asarray(diameter, np.float64) * 1e3 / self.scale) ** (1.0 / self.power)

    def count(self, wider_than: ArrayLike = 0.0) -> Array:
        """(…,) particles per m³ with a diameter above this [m]."""
        return self.tail * np.exp(-self.slope * self.length(wider_than))

    def moment(self, power: float, wider_than: ArrayLike = 0.0) -> Array:
        """(…,) sum of diameter^power over those wider than this, per m³ [m^power / m³]."""
        from scipy.special import gamma, gammaincc

        n = self.power * power + 1.0
        x = self.slope * self.length(wider_than)
        scale = (self.scale * 1e-3) ** power / self.slope ** (n - 1.0)
        return self.tail * scale * gamma(n) * gammaincc(n, x)

    def cross_section(self, wider_than: ArrayLike = 0.0) -> Array:
        """(…,) shadow of those wider than this [m], per volume [1/m]: extinction with Q = 1."""
        return np.pi / 4 * self.moment(2.0, wider_than)

    def shadow(self, wider_than: ArrayLike) -> Array:
        """(…,) shadow of the particles above a diameter that ``particles_of`` makes [1/m]: none is
        wider than ``widest``, though the distribution has some that are."""
        cut = self.cross_section(self.widest) - np.pi / 4 * self.widest**2 * self.count(self.widest)
        return np.where(
            np.asarray(wider_than) < self.widest, self.cross_section(wider_than) - cut, 0.0
        )

    @property
    def typical(self) -> float:
        """Mean diameter by area [m]."""
        return float(self.moment(3.0) / self.moment(2.0))

    def recipe(self, key: int, time: float) -> Recipe:
        """What kernels need to make the particles of this moment [s]."""
        fall = self.fall
        return Recipe(
            tail=np.float32(self.tail),
            slope=np.float32(self.slope),
            scale=np.float32(self.scale),
            power=np.float32(self.power),
            widest=np.float32(self.widest),
            mean_fall=np.float32(fall.mean),
            p=np.float32(fall.p),
            q=np.float32(fall.q),
            r=np.float32(fall.r),
            k=np.float32(fall.k),
            s=np.float32(fall.s),
            sway=np.float32(fall.sway),
            time=np.float32(time),
            key0=np.uint32(key & 0xFFFFFFFF),
            key1=np.uint32(key >> 32 & 0xFFFFFFFF),
        )

    def displacement(self, time: float, wind: Wind = CALM) -> Array:
        """(3,) how far the parcels have moved [m] from time 0 to ``time`` [s]."""
        return wind.displacement(time) - [0.0, 0.0, self.fall.mean * time]


class Recipe(NamedTuple):
    """A population of one stream at one moment, for kernels; key0, key1: words of the stream."""

    tail: np.float32
    slope: np.float32
    scale: np.float32
    power: np.float32
    widest: np.float32
    mean_fall: np.float32
    p: np.float32
    q: np.float32
    r: np.float32
    k: np.float32
    s: np.float32
    sway: np.float32
    time: np.float32
    key0: np.uint32
    key1: np.uint32


def particles_of(
    population: Population,
    key: int,
    cells: ArrayLike,
    time: float,
    wider_than: ArrayLike,
    wind: Wind,
) -> Particles:
    """The particles of parcels (N, 3) above a diameter [m], one for all or one per parcel."""
    cells = np.ascontiguousarray(np.atleast_2d(cells), np.int32)
    least = np.ascontiguousarray(np.broadcast_to(np.asarray(wider_than, np.float32), len(cells)))
    expected = float(population.count(least.astype(np.float64)).sum())
    room = int(expected + 8 * np.sqrt(expected)) + 16
    recipe, moved = population.recipe(key, time), population.displacement(time, wind)
    steady = wind.velocity(np.zeros(3), time).astype(np.float32)
    while True:
        position = np.empty((room, 3))
        velocity = np.empty((room, 3), np.float32)
        diameter = np.empty(room, np.float32)
        cell, number = np.empty(room, np.int32), np.empty(room, np.int32)
        count = made_in(
            cells, least, recipe, moved, steady, position, velocity, diameter, cell, number
        )
        if count >= 0:
            return Particles(
                position[:count], velocity[:count], diameter[:count], cell[:count], number[:count]
            )
        room *= 2


@device(narrow=True, inline=True)
def next_rank(rank, cell_x, cell_y, cell_z, number, key0, key1):
    """How many particles per m³ are wider than this one, from that of the one before."""
    spread = np.uint32(np.uint32(number) * np.uint32(0x9E3779B1))
    w, _, _ = pcg3d(np.uint32(cell_x) + spread, np.uint32(cell_y) ^ key1, np.uint32(cell_z) ^ key0)
    return rank - log(unit_open(w))


@device(narrow=True, inline=True)
def diameter_at(rank, recipe):
    """Diameter [m] of the particle that so many per m³ are wider than; 0: none."""
    x = log(max(recipe.tail / rank, 1.0)) / recipe.slope
    wide = recipe.scale * exp(recipe.power * log(max(x, 1e-9))) * 1.0e-3
    return min(wide if x > 1e-8 else np.float32(0.0), recipe.widest)


@device(narrow=True, inline=True)
def rank_at(diameter, recipe):
    """How many particles per m³ are wider than a diameter [m]."""
    millimetres = max(diameter * 1.0e3, 1.0e-4)
    x = exp(log(millimetres / recipe.scale) / recipe.power)
    return recipe.tail * exp(-recipe.slope * x)


@device(narrow=True, inline=True)
def fall_at(diameter, recipe):
    """Speed of fall [m/s] by diameter [m]."""
    d = max(diameter * 1.0e3, 1.0e-3)
    least = recipe.s * min(d, 0.5)
    return max(recipe.p * exp(recipe.q * log(d)) - recipe.r * exp(-recipe.k * d), least)


@device(narrow=True, inline=True)
def place_at(cell_x, cell_y, cell_z, number, diameter, recipe, time):
    """Place of a particle in its parcel [m] at a time [s], and its velocity relative to the wind
    [m/s]."""
    spread = np.uint32(np.uint32(number) * np.uint32(0x85EBCA6B))
    a, b, c = pcg3d(
        np.uint32(cell_x) ^ recipe.key0,
        np.uint32(np.uint32(cell_y) ^ recipe.key1) + spread,
        np.uint32(cell_z) + np.uint32(0x68BC21EB),
    )
    d, e, f = pcg3d(a, b ^ np.uint32(0x02E5BE93), c)
    # Each falls at its own speed: it moves within its parcel and comes in again at the top.
    fall = fall_at(diameter, recipe)
    drop = unit(c) + (recipe.mean_fall - fall) * time
    drop = drop - np.float32(floored(drop))
    amplitude, rate = recipe.sway * (0.03 + 0.06 * unit(d)), 0.5 + 0.9 * unit(e)
    phase = unit(f) + rate * time
    swing = 6.2831853 * rate * amplitude
    sine, cosine = sin_turns(phase), sin_turns(phase + 0.25)
    x, y = unit(a) + amplitude * sine, unit(b) + amplitude * cosine
    return x, y, drop, swing * cosine, -swing * sine, -fall


@kernel(
    "i4[:,:], f4[:], recipe, f8[:], f4[:] -> f8[:,:], f4[:,:], f4[:], i4[:], i4[:] : i8",
    recipe=Recipe,
)
def made_in(
    cells,
    wider_than,
    recipe,
    displacement,
    wind,
    position_out,
    velocity_out,
    diameter_out,
    cell_out,
    number_out,
):
    """Particles of parcels (N, 3) above diameters (N,) ≥ 0 [m]; returns their count, -1: no
    room."""
    count = 0
    for row in range(cells.shape[0]):
        x, y, z = cells[row, 0], cells[row, 1], cells[row, 2]
        rank = np.float32(0.0)
        number = 0
        while True:
            rank = next_rank(rank, x, y, z, number, recipe.key0, recipe.key1)
            diameter = diameter_at(rank, recipe)
            if diameter <= wider_than[row]:
                break
            if count >= diameter_out.shape[0]:
                return -1
            px, py, pz, vx, vy, vz = place_at(x, y, z, number, diameter, recipe, recipe.time)
            position_out[count, 0] = x + px + displacement[0]
            position_out[count, 1] = y + py + displacement[1]
            position_out[count, 2] = z + pz + displacement[2]
            velocity_out[count, 0] = wind[0] + vx
            velocity_out[count, 1] = wind[1] + vy
            velocity_out[count, 2] = wind[2] + vz
            diameter_out[count] = diameter
            cell_out[count], number_out[count] = row, number
            count += 1
            number += 1
    return count
