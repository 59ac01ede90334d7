"""Legs of animals: upper, lower, cannon and foot, round at the joints; hooves or paws.

Axes of a part: its joint at the origin, the bone along −z, x forward. Units of the withers' height.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...pose import rotation
from ..builder import MeshBuilder
from ..tubes import dome, sections, skin
from .species import Leg

Array = NDArray[np.float64]

PAW_PITCH, HOOF_PITCH = 0.25, 0.36
"""How far feet slope forward at a stand [rad]."""

SEGMENTS = ("upper", "lower", "cannon", "foot")


def leg_parts(
    leg: Leg, detail: int, paws: bool, girth: float, hind: bool
) -> dict[str, MeshBuilder]:
    """The builders of a leg's segments by name."""
    r0, r1, r2, r3, r4, r5, r6 = leg.radii
    sides = (8, 6, 4)[detail]
    # Rows (u, radius in the leg's plane, flatness across, shift forward); haunches lie behind the
    # bone, and a strong tendon runs to the hock.
    if hind:
        upper = [(0, r0, 0.48, 0), (0.35, 1.18 * r0, 0.48, -0.22 * r0),
                 (0.7, 0.75 * r0 + 0.4 * r1, 0.52, -0.28 * r0), (1, r1, 0.60, 0)]  # fmt: skip
        lower = [(0, r1, 0.60, 0), (0.22, 0.98 * r1, 0.60, -0.18 * r1),
                 (0.55, 0.45 * r1 + 0.45 * r2, 0.72, -0.12 * r1), (0.85, 1.15 * r3, 0.9, 0),
                 (1, r3, 1, 0)]  # fmt: skip
    else:
        # The shoulder blade lies flat on the ribs; below it the upper arm fills out.
        upper = [(0, 0.45 * r0, 0.30, 0), (0.30, 0.80 * r0, 0.40, 0), (0.62, r0, 0.50, 0.05 * r0),
                 (0.85, 0.5 * r0 + 0.55 * r1, 0.56, 0), (1, r1, 0.66, 0)]  # fmt: skip
        lower = [(0, r1, 0.66, 0), (0.3, 0.6 * r1 + 0.4 * r2, 0.72, 0),
                 (0.6, 0.3 * r1 + 0.7 * r2, 0.82, 0), (0.88, 1.02 * r3, 0.95, 0),
                 (1, r3, 1, 0)]  # fmt: skip
    cannon = [(0, r3, 1, 0), (0.16, 1.12 * r4, 1, 0), (0.55, r4, 1, 0), (0.86, 1.08 * r4, 1, 0),
              (1, 1.2 * r5, 1, 0)]  # fmt: skip
    made: dict[str, MeshBuilder] = {}
    shapes: tuple[list[tuple], ...] = (upper, lower, cannon)
    for name, rows, length in zip(SEGMENTS, shapes, leg.lengths, strict=False):
        table = np.array([(u, r * flat, r, x, 0.0) for u, r, flat, x in rows])
        if name == "upper":
            table[:, 1] *= girth
        colour = "legs" if name == "cannon" else "coat"
        made[name] = _segment(table, length, sides, detail, colour)
    made["foot"] = (_paw if paws else _hoof)(leg.lengths[3], r5, r6, sides, detail)
    return made


def _segment(table: Array, length: float, sides: int, detail: int, colour: str) -> MeshBuilder:
    builder = MeshBuilder()
    if detail:
        table = table[[0, len(table) // 2, -1]] if detail == 1 else table[[0, -1]]
    rings = sections(table, length, sides)
    top = dome(rings[0], (2, 1, 0)[detail])
    peak = table[0, 2] - (top[-1, 0, 2] if len(top) else 0.0)
    skin(builder, np.concatenate([top[::-1], rings]), "fur", colour=colour, top=peak)
    return builder


def _hoof(length: float, fetlock: float, hoof: float, sides: int, detail: int) -> MeshBuilder:
    """A pastern with a cloven hoof, its tip the lowest point."""
    builder = MeshBuilder()
    rows = [(0, 1.2 * fetlock, 1.2 * fetlock), (0.5, fetlock, 1.05 * fetlock),
            (0.62, 1.05 * hoof, 1.15 * hoof), (1.0, 1.1 * hoof, 1.5 * hoof)]  # fmt: skip
    table = np.array([(u, w, d, 0.15 * hoof * (u > 0.9), 0.0) for u, w, d in rows])
    if detail == 2:
        table = table[[0, 2, 3]]
    rings = sections(table, length, sides)
    # The sole is level at a stand.
    level = np.clip((table[:, 0] - 0.5) / 0.5, 0, 1)[:, None]
    rings[..., 2] -= level * np.tan(HOOF_PITCH) * rings[..., 0]
    top = dome(rings[0], (1, 1, 0)[detail])
    peak = table[0, 2] - (top[-1, 0, 2] if len(top) else 0.0)
    count = len(top) + len(table) - 1
    names = ["fur"] * (count - 1) + ["hoof"]
    slots = ["legs"] * (count - 1) + ["hoof"]
    skin(builder, np.concatenate([top[::-1], rings]), names, colour=slots, top=peak, bottom=True)
    return builder


def _paw(length: float, fetlock: float, paw: float, sides: int, detail: int) -> MeshBuilder:
    """A pastern that ends in a paw, level when it slopes as at a stand."""
    builder = MeshBuilder()
    rows = [(0, 1.2 * fetlock, 1.2 * fetlock), (0.75, 0.95 * fetlock, fetlock)]
    table = np.array([(u, w, d, 0.0, 0.0) for u, w, d in rows])
    rings = sections(table, length, sides)
    top = dome(rings[0], (1, 1, 0)[detail])
    peak = table[0, 2] - (top[-1, 0, 2] if len(top) else 0.0)
    skin(builder, np.concatenate([top[::-1], rings]), "fur", colour="legs", top=peak)
    level = rotation(pitch=PAW_PITCH)
    centre = np.array([0.0, 0.0, -length]) + level @ np.array([0.55, 0.0, 0.72]) * paw
    builder.ellipsoid(
        centre,
        np.array([1.55, 1.12, 0.74]) * paw,
        "fur",
        colour="legs",
        sides=sides,
        rings=(6, 4, 4)[detail],
        R=level,
    )
    return builder
