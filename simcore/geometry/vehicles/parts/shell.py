"""Box-like bodies, lorry cabs and buses: an upright sheet wrapped from front to rear, and a roof.

Everything is the left half (y ≥ 0); the builder mirrors it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .curve import corner
from .lower import SPREAD, arch_height
from .sheet import Sheet

Array = NDArray[np.float64]


class Corner(NamedTuple):
    """A rounded end in plan: depth [m], exponent, and the angles [deg] at which it is cut."""

    depth: float
    exponent: float
    angles: tuple[float, ...]


class ShellForm(NamedTuple):
    """front, rear: x of the ends; half: half width; rows: (z, inset of the side, set-back of the
    front, of the rear), upwards; arches: (x, radius, height of the hub); marks: x of more columns;
    firm: rows from this number on do not give way to the arches [m].
    """

    front: float
    rear: float
    half: float
    rows: tuple[tuple[float, float, float, float], ...]
    front_corner: Corner
    rear_corner: Corner
    arches: tuple[tuple[float, float, float], ...] = ()
    arch_angles: tuple[float, ...] = (0, 20, 40, 60, 80, 100, 120, 140, 160, 180)
    marks: tuple[float, ...] = ()
    firm: int = 3


class Shell(NamedTuple):
    """The wrapped sheet by height, and the columns at which the straight side begins and ends."""

    sheet: Sheet
    side: tuple[int, int]

    @property
    def end(self) -> float:
        """The coordinate along the sheet of the centre of the rear."""
        return float(self.sheet.along[-1])

    def along_side(self, x: float, row: int = 1) -> float:
        """The coordinate along the sheet of a place x on the side."""
        first, last = self.side
        xs = self.sheet.points[row, first : last + 1, 0]
        return float(np.interp(-x, -xs, self.sheet.along[first : last + 1]))


def shell(form: ShellForm) -> Shell:
    """The sheet of the left half, from the centre of the front to the centre of the rear."""
    x, across, side = _columns(form)
    z, inset, front, rear = np.array(form.rows).T[:, :, None]
    ahead = np.clip((x - form.rear) / (form.front - form.rear), 0.0, 1.0)
    px = x - front * ahead + rear * (1 - ahead)
    py = (form.half - inset) * across
    low = arch_height(x, across, form.arches)
    firm = z[form.firm]
    base = np.maximum(z[0], low)
    pz = np.where(z < firm, base + (firm - base) * (z - z[0]) / (firm - z[0]), z + 0 * x)
    points = np.stack([px, py, pz], -1)
    reach = np.linalg.norm(np.diff(points[1, :, :2], axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(np.maximum(reach, 1e-3))])
    return Shell(Sheet(points, along, pz), side)


def roof(form: ShellForm, made: Shell, rise: float, shares: tuple[float, ...]) -> Sheet:
    """The roof over the upper edge, crowned by ``rise`` [m]; columns fan in at the ends."""
    edge = made.sheet.points[-1]
    margin = min(0.45 * (form.front - form.rear), 0.7 * form.half)
    target = np.clip(edge[:, 0], edge[-1, 0] + margin, edge[0, 0] - margin)
    w = np.asarray(shares)[:, None]
    px = edge[:, 0] + (target - edge[:, 0]) * w
    pz = edge[:, 2] + rise * (1 - (1 - w) ** 2.2)
    points = np.stack([px, edge[:, 1] * (1 - w), pz + 0 * px], -1)
    return Sheet(points, made.sheet.along, w + 0 * px)


def _columns(form: ShellForm) -> tuple[Array, Array, tuple[int, int]]:
    """x, share of the half width, first and last column of the side."""
    ends = []
    for end in (form.front_corner, form.rear_corner):
        inwards, across = corner(np.radians(end.angles), end.exponent)
        ends.append((end.depth * inwards, across))
    nose, tail = form.front - ends[0][0], (form.rear + ends[1][0])[::-1]
    start, stop = form.front - form.front_corner.depth, form.rear + form.rear_corner.depth
    marks = [start, stop, *form.marks]
    for x, radius, _ in form.arches:
        marks += list(x + radius * np.cos(np.radians(form.arch_angles)))
        marks += [x + radius + SPREAD, x - radius - SPREAD]
    side = np.sort(np.unique(np.round(marks, 4)))[::-1]
    side = side[(side <= start + 1e-4) & (side >= stop - 1e-4)]
    columns = np.concatenate([nose, side, tail])
    across = np.concatenate([ends[0][1], np.ones(len(side)), ends[1][1][::-1]])
    return columns, across, (len(nose), len(nose) + len(side) - 1)
