"""Cross-sections of roads: bands side by side, from the line outwards.

Measures: lane widths, kerbs and crossfall as in national guidelines (RASt 06, RAL, MUTCD);
kerb stones 0.15 m wide and 0.12 m high with a bevel of 20 mm, dropped to 0.03 m at driveways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

CROSSFALL = 0.025
KERB_HEIGHT = 0.12
KERB_WIDTH = 0.15
DROPPED_KERB = 0.03


class Kind(NamedTuple):
    """What a band is made of; ``drivable`` bands make up the carriageway."""

    class_name: str
    material: str
    colour: str | None = None
    albedo: tuple[float, float, float] | None = None
    drivable: bool = False


KINDS = {
    "lane": Kind("road", "asphalt", drivable=True),
    "shoulder": Kind("road", "asphalt", drivable=True),
    "gutter": Kind("road", "concrete", "gutter", drivable=True),
    "cycle": Kind("road", "asphalt", "cycle_lane", (0.20, 0.075, 0.05), drivable=True),
    "parking": Kind("parking", "asphalt", "parking", (0.125, 0.123, 0.12), drivable=True),
    "kerb": Kind("kerb", "kerbstone"),
    "sidewalk": Kind("sidewalk", "paving"),
    "forecourt": Kind("sidewalk", "paving", "forecourt", (0.30, 0.29, 0.27)),
    "edging": Kind("kerb", "kerbstone", "edging", (0.30, 0.295, 0.28)),
    "verge": Kind("terrain", "grass"),
    "gravel": Kind("terrain", "gravel"),
    "ditch": Kind("terrain", "grass"),
    "bank": Kind("terrain", "grass"),
    "median": Kind("terrain", "grass"),
    "yard": Kind("terrain", "grass"),
    "field": Kind("terrain", "grass"),
    "soil": Kind("terrain", "soil"),
}


class Band(NamedTuple):
    """One strip: its kind, its width [m] and how much it rises from the line outwards [m]."""

    kind: str
    width: float
    rise: float = 0.0


class Piece(NamedTuple):
    """A band in place. side: +1 left, -1 right; t (K,), h (K,): its profile, going outwards [m]."""

    band: Band
    side: int
    t: Array
    h: Array


def sloped(kind: str, width: float, slope: float) -> Band:
    """A band with a slope (rise per metre outwards)."""
    return Band(kind, width, width * slope)


@dataclass(frozen=True)
class Section:
    """Bands to the left and to the right of the crown, each from it outwards.

    The line of the road runs at t = 0; the crown is at ``t0`` and ``h0`` above the line.
    """

    left: tuple[Band, ...]
    right: tuple[Band, ...]
    t0: float = 0.0
    h0: float = 0.0

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """All bands in place, the left ones first."""
        return (*self._placed(self.left, 1), *self._placed(self.right, -1))

    def _placed(self, bands: Sequence[Band], side: int) -> Iterator[Piece]:
        t, h = 0.0, self.h0
        for band in bands:
            x, rise = _outline(band)
            yield Piece(band, side, self.t0 + side * (t + x), h + rise)
            t, h = t + band.width, h + band.rise

    @cached_property
    def _profile(self) -> tuple[Array, Array]:
        right = [piece for piece in self.pieces if piece.side < 0]
        left = [piece for piece in self.pieces if piece.side > 0]
        t = np.concatenate([p.t[::-1] for p in right[::-1]] + [p.t for p in left])
        h = np.concatenate([p.h[::-1] for p in right[::-1]] + [p.h for p in left])
        return t, h

    def height(self, t: ArrayLike) -> Array:
        """Height above the line's plane at t [m]; level beyond the outermost bands."""
        return np.interp(np.asarray(t, np.float64), *self._profile)

    @property
    def profile(self) -> Array:
        """(K, 2) t and height of the whole profile, from right to left, for kernels."""
        t, h = self._profile
        fresh = np.r_[True, (np.diff(t) > 0) | (np.diff(h) != 0)]  # bands share their borders
        return np.ascontiguousarray(np.stack([t[fresh], h[fresh]], -1))

    def edge(self, side: int) -> float:
        """t of the outer edge of the carriageway on a side [m]."""
        drivable = [p.t[-1] for p in self.pieces if p.side == side and KINDS[p.band.kind].drivable]
        return float(drivable[-1]) if drivable else self.t0

    def end(self, side: int) -> float:
        """t of the outer edge of the last band on a side [m]."""
        return float(self._profile[0][-1 if side > 0 else 0])

    def find(self, kind: str, side: int) -> tuple[float, float] | None:
        """Inner and outer t of the first band of a kind on a side, None when there is none."""
        for piece in self.pieces:
            if piece.side == side and piece.band.kind == kind:
                return float(piece.t[0]), float(piece.t[-1])
        return None

    def lanes(self) -> tuple[tuple[float, float], ...]:
        """Centre and width of each lane [m], from right to left."""
        found = [(p.t[0], p.t[-1]) for p in self.pieces if p.band.kind == "lane"]
        return tuple(sorted((float(a + b) / 2, float(abs(b - a))) for a, b in found))

    def seen_from(self, t: float) -> Section:
        """The same section for a line that runs at ``t`` of this one, on the surface."""
        height = float(self.height(t))
        return replace(self, t0=self.t0 - t, h0=self.h0 - height)


def _outline(band: Band) -> tuple[Array, Array]:
    """x (K,) outwards and rise (K,) of a band's profile [m]."""
    w, r = band.width, band.rise
    if band.kind == "kerb":
        bevel = min(0.02, 0.4 * r)
        return (
            np.array([0.0, 0.012, 0.012 + bevel, w]),
            np.array([0.0, r - 0.003 - bevel, r - 0.003, r]),
        )
    if band.kind == "ditch":
        return np.array([0.0, 0.4 * w, 0.6 * w, w]), np.array([0.0, -0.4, -0.4, r])
    return np.array([0.0, w]), np.array([0.0, r])


def urban(
    lane_width: float = 3.25,
    lanes: tuple[int, int] = (1, 1),
    parking: tuple[float, float] = (2.1, 2.1),
    cycle: tuple[float, float] = (0.0, 0.0),
    sidewalk: float = 2.4,
    verge: float = 0.0,
    ground: str = "yard",
    crossfall: float = CROSSFALL,
) -> Section:
    """A town street; pairs are (left, right). ``ground``: the kind beyond the sidewalk.

    crossfall: of the carriageway; 0 where it meets other roads (``junction``).
    """
    sides = []
    for count, park, ride in zip(lanes, parking, cycle, strict=True):
        bands = [sloped("lane", lane_width, -crossfall) for _ in range(count)]
        if ride:
            bands.append(sloped("cycle", ride, -crossfall))
        if park:
            bands.append(sloped("parking", park, -crossfall))
        bands += [sloped("gutter", 0.3, -2 * crossfall), Band("kerb", KERB_WIDTH, KERB_HEIGHT)]
        if verge:
            bands.append(sloped("verge", verge, CROSSFALL))
        bands += [sloped("sidewalk", sidewalk, CROSSFALL), Band("edging", 0.06, 0.0)]
        bands.append(Band(ground, 26.0))
        sides.append(tuple(bands))
    return Section(sides[0], sides[1])


def country(
    lane_width: float = 3.25, lanes: tuple[int, int] = (1, 1), ditch: bool = True
) -> Section:
    """A rural road: paved edge strips, soft verges, ditches, fields."""
    sides = []
    for count in lanes:
        bands = [sloped("lane", lane_width, -CROSSFALL) for _ in range(count)]
        bands += [sloped("shoulder", 0.5, -CROSSFALL), sloped("gravel", 0.25, -0.06)]
        bands.append(sloped("verge", 1.5, -0.08))
        bands.append(Band("ditch", 2.2, 0.15) if ditch else sloped("bank", 2.2, -0.15))
        bands.append(sloped("field", 24.0, 0.012))
        sides.append(tuple(bands))
    return Section(sides[0], sides[1])


def motorway(
    lane_width: float = 3.75, lanes: tuple[int, int] = (2, 2), shoulder: float = 2.75
) -> Section:
    """A dual carriageway; the line runs in the middle of the median."""
    sides = []
    for count in lanes:
        bands = [Band("median", 1.4, 0.06), Band("shoulder", 1.0, 0.0)]
        bands += [sloped("lane", lane_width, -CROSSFALL) for _ in range(count)]
        bands += [sloped("shoulder", shoulder, -CROSSFALL), sloped("gravel", 0.4, -0.06)]
        bands += [sloped("verge", 1.6, -0.10), Band("bank", 4.0, -1.3), Band("field", 22.0, 0.3)]
        sides.append(tuple(bands))
    return Section(sides[0], sides[1])


def industrial(
    lane_width: float = 3.5, lanes: tuple[int, int] = (1, 1), sidewalk: float = 2.0
) -> Section:
    """A wide road between halls, without parking strips, with green verges."""
    return urban(lane_width, lanes, (0.0, 0.0), (0.0, 0.0), sidewalk, 1.5, "yard")
