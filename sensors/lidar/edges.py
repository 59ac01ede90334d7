"""Beams are no lines: where neighbours meet things at other distances, more rays tell what each
part of a beam meets, so that it can have several echoes, and mixed ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.kernel import kernel

F4 = NDArray[np.float32]

PARTS = 3
"""Rays beside the middle one."""
ASIDE = 0.6
"""How far they are from the middle, as a share of half of the divergence: the four then stand for
equal parts of a round, even beam."""
STEP = 0.3
"""Neighbours that differ by more than this in distance [m] are on two sides of an edge."""
_STEP = np.float32(STEP)


@kernel("f4[:], u1[:], i8, i8, u1 -> u1[:]", narrow=True)
def at_edges(distance, level, beams, columns, around, edge_out):
    """Which rays (C · B,) have a neighbour that meets something nearer or farther by STEP; level
    (C · B,): 1 for what lies on the ground, whose beams are far apart anyway; around: 1 if the last
    column is beside the first."""
    for column in range(columns):
        for beam in range(beams):
            n = column * beams + beam
            here, found = distance[n], np.uint8(0)
            for turn in range(4):
                other = n
                if turn == 0:
                    if column + 1 < columns:
                        other = n + beams
                    elif around == 1:
                        other = beam
                elif turn == 1:
                    if column > 0:
                        other = n - beams
                    elif around == 1:
                        other = (columns - 1) * beams + beam
                elif turn == 2:
                    other = n + 1 if beam + 1 < beams else n
                else:
                    other = n - 1 if beam > 0 else n
                if level[n] == 1 and level[other] == 1:
                    continue
                there = distance[other]
                if here == there:
                    continue
                if not abs(here - there) <= _STEP:
                    found = np.uint8(1)
            edge_out[n] = found


def spread(direction: F4, divergence: float) -> F4:
    """(N · PARTS, 3) unit vectors around directions (N, 3), within a beam's divergence [rad]."""
    d = direction.astype(np.float64)
    up = np.where(abs(d[:, 2:]) < 0.9, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    across = np.cross(up, d)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    above = np.cross(d, across)
    turn = 2.0 * np.pi * np.arange(PARTS) / PARTS + 0.5 * np.pi
    angle = ASIDE * 0.5 * divergence
    aside = np.cos(turn)[:, None] * across[:, None] + np.sin(turn)[:, None] * above[:, None]
    made = d[:, None] + np.tan(angle) * aside
    made /= np.linalg.norm(made, axis=-1, keepdims=True)
    return np.ascontiguousarray(made.reshape(-1, 3), np.float32)
