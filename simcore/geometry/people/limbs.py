"""Arms and legs in sleeves and trousers, or bare: one part per segment, round at the joints.

Each segment begins with half an ellipsoid about its joint, of the radius with which the segment
above ends, so that the limb has no gap however it bends. Axes of a part: joint at the origin, bone
along −z, x forward, y left. Rows are (u along the bone, half-width, half-depth, shift in x, in y)
in shares of stature (adult sections of the recipe book, after anthropometric girths: thigh .33,
knee .215, calf .21, upper arm .175, forearm .155 of stature around).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..builder import MeshBuilder
from ..tubes import dome, sections, skin

Array = NDArray[np.float64]

_THIGH = (
    (0.00, 0.0475, 0.0530, -0.001, 0.000),
    (0.18, 0.0475, 0.0530, 0.000, 0.000),
    (0.42, 0.0430, 0.0480, 0.002, 0.000),
    (0.70, 0.0370, 0.0405, 0.002, 0.000),
    (0.90, 0.0335, 0.0350, 0.001, 0.000),
    (1.00, 0.0330, 0.0335, 0.000, 0.000),
)
_SHANK = (
    (0.00, 0.0330, 0.0335, 0.000, 0.000),
    (0.15, 0.0320, 0.0328, -0.003, 0.000),
    (0.36, 0.0322, 0.0330, -0.007, 0.000),
    (0.68, 0.0230, 0.0240, -0.003, 0.000),
    (0.88, 0.0175, 0.0190, -0.001, 0.000),
    (0.97, 0.0180, 0.0200, 0.000, 0.000),
)
_UPPER_ARM = (
    (0.00, 0.0270, 0.0275, 0.000, 0.000),
    (0.20, 0.0285, 0.0300, 0.000, 0.000),
    (0.50, 0.0255, 0.0275, 0.002, 0.000),
    (0.82, 0.0225, 0.0235, 0.000, 0.000),
    (1.00, 0.0225, 0.0225, 0.000, 0.000),
)
_FOREARM = (
    (0.00, 0.0225, 0.0225, 0.000, 0.000),
    (0.18, 0.0225, 0.0232, 0.001, 0.000),
    (0.40, 0.0210, 0.0220, 0.001, 0.000),
    (0.72, 0.0165, 0.0175, 0.000, 0.000),
    (0.97, 0.0125, 0.0155, 0.000, 0.000),
)


class Band(NamedTuple):
    """A stretch of a limb in a material of its own: tape, or the shaft of a boot."""

    low: float
    high: float
    material: str
    colour: str


SIDES = {"leg": (10, 6, 4), "arm": (8, 5, 4)}
"""Sides of the tubes by level of detail."""


def limb(
    table: Array,
    length: float,
    detail: int,
    kind: str,
    material: str,
    colour: str,
    *,
    bands: tuple[Band, ...] = (),
    bottom: bool = False,
    cap: int = 2,
) -> MeshBuilder:
    """A segment from rows in metres; ``cap``: rings of the half ellipsoid about its joint."""
    table = np.asarray(table, np.float64)
    if detail:
        keep = [0, *range(2, len(table) - 1, 2), len(table) - 1]
        far = [0, len(table) // 2, -1] if bottom else [0, -1]
        table = table[keep if detail == 1 else far]
        cap = min(cap, 2 - detail)
    bands = bands if detail < 2 else ()
    table = _with_edges(table, [edge for band in bands for edge in (band.low, band.high)])
    stretches = [(material, colour)] * cap
    for middle in 0.5 * (table[1:, 0] + table[:-1, 0]):
        worn = [band for band in bands if band.low < middle < band.high]
        stretches.append((worn[0].material, worn[0].colour) if worn else (material, colour))
    names, slots = zip(*stretches, strict=True)
    rings = sections(table, length, SIDES[kind][detail])
    top = dome(rings[0], cap)
    peak = table[0, 2] - (top[-1, 0, 2] if cap else 0.0)
    builder = MeshBuilder()
    skin(builder, np.concatenate([top[::-1], rings]), names, colour=slots, top=peak, bottom=bottom)
    return builder


def _with_edges(table: Array, edges: list[float]) -> Array:
    """Rows added at the ends of bands, in place of others close by."""
    edges = [u for u in edges if table[0, 0] + 0.01 < u < table[-1, 0] - 0.01]
    if not edges:
        return table
    near = np.abs(table[:, :1] - edges).min(1) < 0.035
    near[[0, -1]] = False
    added = np.array([[np.interp(u, table[:, 0], column) for column in table.T] for u in edges])
    rows = np.vstack([table[~near], added])
    return rows[np.argsort(rows[:, 0], kind="stable")]


def thigh_table(stature: float, girth: float, ease: float, female: float = 0.0) -> Array:
    """Rows of a thigh [m]; ease: what the cloth adds to the radius; female in [0, 1]."""
    table = np.array(_THIGH) * [1, *[stature] * 4]
    table[:, 1:3] *= girth * (1 + 0.05 * female * np.clip(1 - table[:, :1], 0, 1))
    table[:, 1:3] += ease * np.clip(table[:, :1] * 4, 0.4, 1.0)
    return table


def shank_table(stature: float, girth: float, ease: float, hem: float = 0.0) -> Array:
    """Rows of a shank; ``hem`` is how much wider than the leg the trousers end [m]."""
    table = np.array(_SHANK) * [1, *[stature] * 4]
    table[:, 1:3] *= girth
    table[:, 1:3] += ease + hem * np.clip((table[:, :1] - 0.25) / 0.7, 0, 1)
    return table


def upper_arm_table(stature: float, girth: float, ease: float, length: float = 0.0) -> Array:
    """Rows of an upper arm in its sleeve."""
    table = np.array(_UPPER_ARM) * [1, *[stature] * 4]
    table[:, 1:3] = table[:, 1:3] * girth + ease
    return table


def forearm_table(stature: float, girth: float, ease: float, cuff: float = 0.0) -> Array:
    """Rows of a forearm in its sleeve; ``cuff``: extra radius at the wrist [m]."""
    table = np.array(_FOREARM) * [1, *[stature] * 4]
    table[:, 1:3] = table[:, 1:3] * girth + ease
    table[:, 1:3] += cuff * np.clip((table[:, :1] - 0.4) / 0.55, 0, 1)
    return table
