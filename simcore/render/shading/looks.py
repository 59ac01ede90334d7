"""What the records of a film look like: pattern, colour, material, and how snow holds on them.

Worked out once for each record that is seen. Points find all of it in one line of the cache, where
the way over triangle, item, material and palette would miss the cache at every step.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...kernel import kernel
from ...materials import CIRCUITS
from ..film import Film
from ..workspace import Workspace
from .tables import Tables

FIELDS = 16
"""Floats per record: red, green, blue; roughness, F0, coat; luminance if it is lit; number of the
item; chart; how well snow stays; 1 if it is paved; 1 if it moves; the level direction of u in the
world, east and north; two unused."""
STRIDE = np.uint64(FIELDS)
COLOUR, ROUGH, F0, COAT, LIT, SEED, CHART, KEEP, HARD, MOVING, AX, AY = (
    np.uint64(k) for k in (0, *range(3, 14))
)


class Looks(NamedTuple):
    """kind (R,) u1: number of each record's pattern; rows (R * 16,) f4: ``FIELDS`` of each; those
    of records that are not seen are left over."""

    kind: NDArray[np.uint8]
    rows: NDArray[np.float32]

    @classmethod
    def of(cls, work: Workspace, film: Film, tables: Tables) -> Looks:
        """The looks of what a film drew last; they live in ``work``."""
        stage, g = film.stage, film.stage.geometry
        kind = work.array("kind", film.count + 1, np.uint8)
        rows = work.array("looks", (film.count + 1) * FIELDS, np.float32)
        turn = film.posed.start[:, :2, 0]
        glow = film.posed.glow
        if glow is None:
            glow = np.ones((1, len(CIRCUITS)), np.float32)
        length = np.maximum(np.linalg.norm(turn, axis=1, keepdims=True), 1e-9)
        look(
            film.drawing.seen, film.item, film.triangle, g.material, g.slot, tables.pattern,
            tables.materials, tables.circuit, glow, stage.palette, stage.colours, stage.chart,
            tables.seed, film.posed.lit, tables.along, tables.keep,
            (turn / length).astype(np.float32), stage.fixed, kind, rows,
        )  # fmt: skip
        return cls(kind, rows)


@kernel(
    "i4[:], i4[:], i4[:], u1[:], u1[:], u1[:], f4[:,:], i4[:], f4[:,:], i4[:], f4[:,:], i4[:], "
    "f4[:], u4[:], f4[:,:], f4[:], f4[:,:], i8 -> u1[:], f4[:]",
    narrow=True,
)
def look(
    seen, item, triangle, material, slot, pattern, materials, circuit, glow, palette, colours,
    chart, seed, lit, along, stays, heading, fixed, kind_out, look_out,
):  # fmt: skip
    """Looks of the records ``seen``.

    item, triangle (R,): of the records; material, slot (T,), along (T, 2): of the triangles;
    pattern (M,), materials (M, 6), circuit (M,): as in ``tables``; glow (I or 1, C): see
    ``stage.Posed``; palette, chart, seed, lit, stays (I,), heading (I, 2): of the items, the first
    ``fixed`` of which never move; colours (C, 3).
    """
    for n in range(seen.shape[0]):
        r = np.uint64(seen[n])
        t, it = np.uint64(triangle[r]), np.uint64(item[r])
        m = np.uint64(material[t])
        c = np.uint64(palette[it] + np.int32(slot[t]))
        kind_out[r] = pattern[m]
        k = r * STRIDE
        for axis in range(np.uint64(3)):
            look_out[k + axis] = colours[c, axis]
        look_out[k + ROUGH] = materials[m, 0]
        look_out[k + F0] = materials[m, 1]
        look_out[k + COAT] = materials[m, 2]
        look_out[k + LIT] = np.float32(0.0)
        if circuit[m] >= 0 and (lit[it] >> np.uint32(circuit[m])) & np.uint32(1):
            which = it if glow.shape[0] > 1 else np.uint64(0)
            look_out[k + LIT] = materials[m, 4] * glow[which, circuit[m]]
        look_out[k + SEED] = seed[it]
        look_out[k + CHART] = np.float32(chart[it])
        look_out[k + KEEP] = materials[m, 3] * stays[it]
        look_out[k + HARD] = materials[m, 5]
        look_out[k + MOVING] = np.float32(1.0 if it >= np.uint64(fixed) else 0.0)
        look_out[k + AX] = along[t, 0] * heading[it, 0] - along[t, 1] * heading[it, 1]
        look_out[k + AY] = along[t, 0] * heading[it, 1] + along[t, 1] * heading[it, 0]
