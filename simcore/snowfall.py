"""Falling snow: sizes, speeds and extinction of flakes, and the flakes in a piece of air.

Sizes follow Gunn and Marshall (1958) on the melted diameter; the geometric diameter follows from
Holroyd's density, 0.17 / D g/cm³ with D in mm (both as in Rasmussen et al., "The estimation of
snowfall rate using visibility", J. Appl. Meteorol. 38, 1999), so that extinction is close to
4.90e-3 R / v [1/m]. Speeds: unrimed aggregates of dendrites, Locatelli and Hobbs (1974).

Flakes belong to *parcels*: cells of 1 m that the wind carries and that sink with the mean fall
speed. A flake is a closed form of its parcel, its number and the time: no state, any time, the
same for every sensor. In a parcel they are numbered from the widest on, as a Poisson process in
the count of wider ones, so that those above a diameter are always the first few.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .kernel import device, kernel
from .kernels.approx import exp, log, sin_turns
from .kernels.noise import floored
from .kernels.rng import pcg3d, unit, unit_open
from .wind import CALM, Wind

Array = NDArray[np.float64]

WIDEST = 20e-3
"""Wider flakes [m], which the sizes' tail would give in heavy snow, stay part of the medium."""

MEAN_FALL = 1.0
"""Speed [m/s] at which parcels sink; the speed for which R = 3.6 v × (mass in the air)."""

BANDS = {
    "visible": 0.55e-6,
    "near_infrared": 0.905e-6,
    "short_wave_infrared": 1.55e-6,
    "radar": 3.9e-3,
}
"""Wavelengths [m] by band."""

_WIDEST, _MEAN_FALL = np.float32(WIDEST), np.float32(MEAN_FALL)
_DENSITY = 0.17  # g/cm³ × mm: Holroyd's constant, so that D_melted³ = 0.17 D² in mm


class Flakes(NamedTuple):
    """F flakes at one instant.

    position (F, 3) f8, velocity (F, 3) f4: world [m, m/s]; diameter (F,) f4 [m]; cell (F,) i4: row
    of the cells that were asked for; number (F,) i4: rank in the cell from the widest on.
    """

    position: Array
    velocity: NDArray[np.float32]
    diameter: NDArray[np.float32]
    cell: NDArray[np.int32]
    number: NDArray[np.int32]


class Recipe(NamedTuple):
    """What kernels need to make flakes. tail: N0/Λ [1/m³]; slope: Λ [1/mm of melted diameter];
    time [s]; key0, key1: words of the stream."""

    tail: np.float32
    slope: np.float32
    time: np.float32
    key0: np.uint32
    key1: np.uint32


@dataclass(frozen=True)
class Snowfall:
    """Snow falling at a liquid-equivalent rate; key: 64-bit stream of its flakes."""

    rate_mm_h: float
    key: int = 0

    asymmetry = 0.75
    """Mean cosine of scattering without the diffraction peak; ice aggregates."""

    @property
    def intercept(self) -> float:
        """N0 [1/m³ per mm of melted diameter]."""
        return 3.8e3 * self.rate_mm_h**-0.87

    @property
    def slope(self) -> float:
        """Λ [1/mm of melted diameter]."""
        return 2.55 * self.rate_mm_h**-0.48

    def count(self, wider_than: ArrayLike = 0.0) -> Array:
        """Flakes per m³ with a geometric diameter above this [m]."""
        melted = _melted(np.asarray(wider_than) * 1e3)
        return self.intercept / self.slope * np.exp(-self.slope * melted)

    def cross_section(self, wider_than: ArrayLike = 0.0) -> Array:
        """Shadow of the flakes wider than this [m], per volume [1/m]: extinction with Q = 1."""
        x = self.slope * _melted(np.asarray(wider_than) * 1e3)
        moment = np.exp(-x) * (x**3 + 3 * x**2 + 6 * x + 6) / self.slope**4
        return np.pi / 4 * self.intercept / _DENSITY * moment * 1e-6

    def shadow_of_flakes(self, wider_than: ArrayLike) -> Array:
        """Shadow of the flakes that ``particles_in`` makes above this diameter [1/m]: none is wider
        than ``WIDEST``, though the distribution has some that are."""
        cut = self.cross_section(WIDEST) - np.pi / 4 * WIDEST**2 * self.count(WIDEST)
        return np.where(np.asarray(wider_than) < WIDEST, self.cross_section(wider_than) - cut, 0.0)

    def extinction(self, band: str = "visible", acceptance: float = 0.0) -> float:
        """σ [1/m] for a receiver that takes in light within ``acceptance`` [rad] of its line.

        With none, the extinction efficiency is 2, as the visibility of snow is observed; what
        flakes diffract into the receiver is not lost: Airy's 1 − J0² − J1².
        """
        from scipy.special import j0, j1

        typical = np.sqrt((4 / self.slope) ** 3 / _DENSITY) * 1e-3  # mean by area
        x = np.pi * typical * acceptance / BANDS[band]
        taken_in = 1 - j0(x) ** 2 - j1(x) ** 2
        return float((2 - taken_in) * self.cross_section())

    def recipe(self, time: float) -> Recipe:
        """What kernels need to make the flakes of this moment [s]."""
        return Recipe(
            np.float32(self.intercept / self.slope),
            np.float32(self.slope),
            np.float32(time),
            np.uint32(self.key & 0xFFFFFFFF),
            np.uint32(self.key >> 32 & 0xFFFFFFFF),
        )

    def displacement(self, time: float, wind: Wind = CALM) -> Array:
        """(3,) how far the parcels have moved [m] from time 0 to ``time`` [s]."""
        return wind.displacement(time) - [0.0, 0.0, MEAN_FALL * time]

    def cells_of(self, points: ArrayLike, time: float, wind: Wind = CALM) -> NDArray[np.int32]:
        """(N, 3) the parcels that points (N, 3) in the world [m] are in."""
        moved = np.asarray(points, np.float64) - self.displacement(time, wind)
        return np.floor(moved).astype(np.int32)

    def particles_in(
        self,
        cells: ArrayLike,
        time: float,
        wider_than: ArrayLike = 0.5e-3,
        wind: Wind = CALM,
    ) -> Flakes:
        """The flakes of parcels (N, 3) above a diameter [m], one for all or one per parcel."""
        cells = np.ascontiguousarray(np.atleast_2d(cells), np.int32)
        least = np.broadcast_to(np.asarray(wider_than, np.float32), len(cells))
        expected = float(self.count(least.astype(np.float64)).sum())
        room = int(expected + 8 * np.sqrt(expected)) + 16
        while True:
            position = np.empty((room, 3))
            velocity = np.empty((room, 3), np.float32)
            diameter = np.empty(room, np.float32)
            cell, number = np.empty(room, np.int32), np.empty(room, np.int32)
            count = flakes_in(
                cells, np.ascontiguousarray(least), self.recipe(time),
                self.displacement(time, wind),
                np.array(wind.steady, np.float32),
                position, velocity, diameter, cell, number,
            )  # fmt: skip
            if count >= 0:
                return Flakes(
                    position[:count], velocity[:count], diameter[:count], cell[:count],
                    number[:count],
                )  # fmt: skip
            room *= 2


@device(narrow=True, inline=True)
def next_rank(rank, cell_x, cell_y, cell_z, number, key0, key1):
    """How many flakes per m³ are wider than flake ``number``, from that of the one before."""
    spread = np.uint32(np.uint32(number) * np.uint32(0x9E3779B1))
    w, _, _ = pcg3d(np.uint32(cell_x) + spread, np.uint32(cell_y) ^ key1, np.uint32(cell_z) ^ key0)
    return rank - log(unit_open(w))


@device(narrow=True, inline=True)
def diameter_at(rank, tail, slope):
    """Geometric diameter [m] of the flake that so many per m³ are wider than; 0: none."""
    melted = log(max(tail / rank, 1.0)) / slope
    wide = np.sqrt(melted * melted * melted * 5.8823529) * 1.0e-3
    return min(wide, _WIDEST)


@device(narrow=True, inline=True)
def rank_at(diameter, tail, slope):
    """How many flakes per m³ are wider than a geometric diameter [m]."""
    millimetres = max(diameter * 1.0e3, 1.0e-4)
    melted = exp(0.33333333 * log(0.17 * millimetres * millimetres))
    return tail * exp(-slope * melted)


@device(narrow=True, inline=True)
def flake_at(cell_x, cell_y, cell_z, number, diameter, time, key0, key1):
    """Place of a flake in its parcel [m], and its velocity relative to the wind [m/s]."""
    spread = np.uint32(np.uint32(number) * np.uint32(0x85EBCA6B))
    a, b, c = pcg3d(
        np.uint32(cell_x) ^ key0,
        np.uint32(np.uint32(cell_y) ^ key1) + spread,
        np.uint32(cell_z) + np.uint32(0x68BC21EB),
    )
    d, e, f = pcg3d(a, b ^ np.uint32(0x02E5BE93), c)
    # Each flake falls at its own speed: it moves within its parcel and comes in again at the top.
    fall = 0.8 * exp(0.16 * log(max(diameter * 1.0e3, 1.0e-3)))
    drop = unit(c) + (_MEAN_FALL - fall) * time
    drop = drop - np.float32(floored(drop))
    amplitude, rate = 0.03 + 0.06 * unit(d), 0.5 + 0.9 * unit(e)
    phase = unit(f) + rate * time
    swing = 6.2831853 * rate * amplitude
    sine, cosine = sin_turns(phase), sin_turns(phase + 0.25)
    x, y = unit(a) + amplitude * sine, unit(b) + amplitude * cosine
    return x, y, drop, swing * cosine, -swing * sine, -fall


@kernel(
    "i4[:,:], f4[:], recipe, f8[:], f4[:] -> f8[:,:], f4[:,:], f4[:], i4[:], i4[:] : i8",
    recipe=Recipe,
)
def flakes_in(
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
    """Flakes of parcels (N, 3) above diameters (N,) ≥ 0 [m]; returns their count, -1: no room."""
    count = 0
    for row in range(cells.shape[0]):
        x, y, z = cells[row, 0], cells[row, 1], cells[row, 2]
        rank = np.float32(0.0)
        number = 0
        while True:
            rank = next_rank(rank, x, y, z, number, recipe.key0, recipe.key1)
            diameter = diameter_at(rank, recipe.tail, recipe.slope)
            if diameter <= wider_than[row]:
                break
            if count >= diameter_out.shape[0]:
                return -1
            px, py, pz, vx, vy, vz = flake_at(
                x, y, z, number, diameter, recipe.time, recipe.key0, recipe.key1
            )
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


def _melted(diameter_mm: ArrayLike) -> Array:
    """Melted diameter [mm] of a flake of this geometric diameter [mm]."""
    return np.cbrt(_DENSITY * np.asarray(diameter_mm, np.float64) ** 2)
