"""Tracks of wheels in tiles of cells: which tiles they touch, and what they leave in the cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .kernel import kernel
from .kernels.ground import ACROSS, CELL, FRESH_HIDES, PACKED_FULLY, SIDE, TICK

PACKS = 0.7
"""Share of what can still be packed that one wheel packs: two wheels of a car bring fresh snow of
100 kg/m³ to some 500 kg/m³ (packed snow on roads: 350 to 650 kg/m³)."""

_PER_METRE = 1.0 / float(FRESH_HIDES)


@kernel("f8[:,:], f4[:], i4[:], i4[:], i4[:], f8, f8, b1 -> u1[:], u2[:]")
def mark_tracks(
    passes, start, first_row, rows, tile_of, snowfall, now, polishes, cells_out, stamps_out
):
    """Pack the cells that wheels rolled over; passes (P, 6) as in ``Surface.driven``.

    snowfall [m/s] has covered what is there since its own stamp; now [s]; polishes: whether snow
    that is packed fully turns to ice by and by, a wheel at a time. Cells beside the way from start
    to end are packed once more each time; those around its start only if they were not, so that
    steps of one wheel leave no gap between them and count once.
    """
    middle = ACROSS * SIDE // 2
    stamp = np.uint16(min(now / TICK + 0.5, 65535.0))
    for p in range(passes.shape[0]):
        chart = np.int64(passes[p, 0])
        s0, t0, s1, t1 = passes[p, 1], passes[p, 2], passes[p, 3], passes[p, 4]
        reach = passes[p, 5] / 2 + CELL
        along, across = s1 - s0, t1 - t0
        square = along * along + across * across
        low = np.int64(np.floor((min(s0, s1) - reach - start[chart]) / CELL))
        high = np.int64(np.floor((max(s0, s1) + reach - start[chart]) / CELL))
        right = np.int64(np.floor((min(t0, t1) - reach) / CELL)) + middle
        left = np.int64(np.floor((max(t0, t1) + reach) / CELL)) + middle
        for i in range(max(low, 0), min(high, rows[chart] * SIDE - 1) + 1):
            for j in range(max(right, 0), min(left, ACROSS * SIDE - 1) + 1):
                tile = tile_of[(first_row[chart] + i // SIDE) * ACROSS + j // SIDE]
                if tile == 0:
                    continue
                s = start[chart] + (i + 0.5) * CELL - s0
                t = (j + 0.5 - middle) * CELL - t0
                part = 0.0
                if square > 0.0:
                    part = (s * along + t * across) / square
                if part > 1.0:
                    continue
                behind = part < 0.0 or square == 0.0
                part = max(part, 0.0)
                away = np.hypot(s - part * along, t - part * across)
                share = min(max((reach - away) / CELL, 0.0), 1.0)
                if share == 0.0:
                    continue
                place = (tile * SIDE + i % SIDE) * SIDE + j % SIDE
                fresh = snowfall * (now - stamps_out[place] * TICK)
                old = cells_out[place] * (1.0 - min(max(fresh, 0.0) * _PER_METRE, 1.0))
                once = PACKED_FULLY * PACKS * share
                if behind:
                    made = max(old, once)
                elif old < PACKED_FULLY:
                    made = old + (PACKED_FULLY - old) * PACKS * share
                else:
                    made = old + (share if polishes else 0.0)
                cells_out[place] = np.uint8(min(made + 0.5, 255.0))
                stamps_out[place] = stamp


def touched(
    passes: NDArray[np.float64],
    start: NDArray[np.float32],
    first_row: NDArray[np.int32],
    rows: NDArray[np.int32],
) -> list[int]:
    """Places in ``tile_of`` that the passes come near, in order, each once."""
    size = SIDE * CELL
    places: dict[int, None] = {}
    for chart, s0, t0, s1, t1, width in passes:
        c, reach = int(chart), width / 2 + CELL
        low, high = (
            int(np.floor((s - start[c]) / size)) for s in (min(s0, s1) - reach, max(s0, s1) + reach)
        )
        right, left = (
            int(np.floor(t / size)) + ACROSS // 2
            for t in (min(t0, t1) - reach, max(t0, t1) + reach)
        )
        for row in range(max(low, 0), min(high, int(rows[c]) - 1) + 1):
            for column in range(max(right, 0), min(left, ACROSS - 1) + 1):
                places[(int(first_row[c]) + row) * ACROSS + column] = None
    return list(places)
