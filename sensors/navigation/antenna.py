"""Where a sensor was a moment ago: its place and velocity at an epoch that may lie steps back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.physics.driving import columns as c
from ...simcore.snapshot import Snapshot
from .motion import tilted, velocity

Array = NDArray[np.float64]
Past = tuple[tuple[int, Array], ...]
"""Times [ns] and the ego's rows of state (STATE,), the oldest first."""


def later(past: Past, shot: Snapshot, late_ns: int) -> Past:
    """The past at the end of a snapshot, for epochs up to so late."""
    known = past if past and past[-1][0] == shot.t0_ns else ((shot.t0_ns, shot.state0[0].copy()),)
    if past and past[-1][0] == shot.t1_ns:
        return past
    grown = (*known, (shot.t1_ns, shot.state1[0].copy()))
    needed = shot.t1_ns - late_ns
    first = max((k for k, (time, _) in enumerate(grown) if time <= needed), default=0)
    return grown[first:] if shot.t1_ns > shot.t0_ns else grown[-1:]


def antenna_at(shot: Snapshot, past: Past, epoch_ns: int, arm: Array) -> tuple[Array, Array]:
    """(3,) place [m] and (3,) velocity [m/s] in the world, at an epoch, of what sits at an arm
    (3,) in the ego's axes. Before all that is known it stood where it then was."""
    row = _row_at(shot, past, epoch_ns)
    R = tilted(row)
    turning = np.cross(np.array([0.0, 0.0, row[c.YAW_RATE]]), R @ arm)
    return row[c.X : c.Z + 1] + R @ arm, velocity(row) + turning


def _row_at(shot: Snapshot, past: Past, epoch_ns: int) -> Array:
    if epoch_ns >= shot.t0_ns:
        return shot.state_near(epoch_ns)[0]
    rows = [item for item in past if item[0] < shot.t0_ns] + [(shot.t0_ns, shot.state0[0])]
    if epoch_ns <= rows[0][0]:
        return rows[0][1]
    k = next(k for k in range(1, len(rows)) if rows[k][0] >= epoch_ns)
    (t0, first), (t1, second) = rows[k - 1], rows[k]
    finite = np.isfinite(first) & np.isfinite(second)
    way = np.subtract(second, first, out=np.zeros_like(first), where=finite)
    return np.asarray(first + (epoch_ns - t0) / (t1 - t0) * way)
