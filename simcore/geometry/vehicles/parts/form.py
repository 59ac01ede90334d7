"""The numbers that make one kind of car: measures, outline curves, cabin lines, doors, lamps.

Stations s run from the nose (0) to the tail (1); heights are shares of the car's height, half
widths shares of half its width, and the rest metres.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .curve import Points, monotone

Array = NDArray[np.float64]

FLARE = 0.014
"""How far the wings stand out around the wheels [m]."""


@dataclass(frozen=True)
class Measures:
    """Overall measures [m], without mirrors; front: overhang before the front axle."""

    length: float
    width: float
    height: float
    wheelbase: float
    front: float
    track: float
    wheel: float
    tyre: float
    clearance: float


@dataclass(frozen=True)
class Lamps:
    """Front and rear lights. a: metres from the centre line along the outline; t: share of the
    height between sill and belt.

    head: (inner a, outer a, lower t inside, upper t inside, lower t outside, upper t outside);
    tail likewise from the centre of the tail; strip: the tail lamps are joined by a band; tall:
    upright clusters of stacked lamps.
    """

    head: tuple[float, float, float, float, float, float]
    tail: tuple[float, float, float, float, float, float]
    strip: bool = False
    tall: bool = False


@dataclass(frozen=True)
class Face:
    """Grille, intake and plates. (half-width below, half-width above, lower t, upper t) of the
    grille and of the intake; bars of the grille; heights of the plates' centres, share of height.
    """

    grille: tuple[float, float, float, float]
    intake: tuple[float, float, float, float]
    bars: int
    front_plate: float
    rear_plate: float
    chrome: bool = True


@dataclass(frozen=True)
class CarForm:
    """One kind of car; see the module for the meaning of the curves.

    top: centre line of the lower body; belt: shoulder; plan: half width; sill: lower edge;
    section: half width over the height between sill (0) and belt (1); nose, tail: how far rows of
    that height stand back; front_corner, rear_corner: depth and exponent of the plan's corners;
    crown: rise from belt to top over the way to the centre; cabin: lines (s at the belt, s at the
    roof, what follows: p paint, b black, g glass); roof: height over s; cabin_width: half width at
    the roof, and its share at the windscreen and at the rear; cant: drop from the roof's centre;
    base: cabin over body width at the belt; screen, rear_screen: bulge below and above;
    doors: seams (s at the sill, s at the belt, number of the cabin line that it goes on along);
    handles: s; bed: of a pickup, from s to s.
    """

    name: str
    class_name: str
    measures: Measures
    top: Points
    belt: Points
    plan: Points
    sill: Points
    section: Points
    nose: Points
    tail: Points
    front_corner: tuple[float, float]
    rear_corner: tuple[float, float]
    crown: Points
    cabin: tuple[tuple[float, float, str], ...]
    roof: Points
    cabin_width: tuple[float, float, float]
    cant: float
    base: float
    screen: tuple[float, float]
    rear_screen: tuple[float, float]
    doors: tuple[tuple[float, float, int], ...]
    handles: tuple[float, ...]
    lamps: Lamps
    face: Face
    cladding: bool = False
    rails: bool = False
    bed: tuple[float, float] | None = None
    deck: bool = False
    sliding: bool = False

    def x(self, s: ArrayLike) -> Array:
        """Metres ahead of the rear axle of stations ``s``."""
        m = self.measures
        return m.front + m.wheelbase - np.asarray(s, np.float64) * m.length

    def s(self, x: ArrayLike) -> Array:
        """Stations of places x [m] ahead of the rear axle."""
        m = self.measures
        return (m.front + m.wheelbase - np.asarray(x, np.float64)) / m.length

    def height_of(self, curve: Points, s: ArrayLike) -> Array:
        """A curve of heights at ``s`` [m]."""
        return monotone(curve, s) * self.measures.height

    def half_width(self, s: ArrayLike) -> Array:
        """Half the width of the body at ``s`` without the flares of its wings [m]."""
        return monotone(self.plan, s) * (self.measures.width / 2 - FLARE)

    def set_back(self, s: ArrayLike, t: ArrayLike) -> Array:
        """How far the rows at ``t`` stand back at nose (> 0) and tail (< 0) [m]."""
        s, t = np.asarray(s, np.float64), np.asarray(t, np.float64)
        nose = np.clip(1 - s / 0.13, 0, 1) ** 1.5
        tail = np.clip(1 - (1 - s) / 0.13, 0, 1) ** 1.5
        return monotone(self.nose, t) * nose - monotone(self.tail, t) * tail

    def station_at_belt(self, x: ArrayLike) -> Array:
        """Stations whose belt lies at x [m]: the belt stands back at nose and tail."""
        s = np.concatenate([np.linspace(0, 0.13, 14), np.linspace(0.87, 1, 14)])
        return np.interp(-np.asarray(x, np.float64), self.set_back(s, 1.0) - self.x(s), s)
