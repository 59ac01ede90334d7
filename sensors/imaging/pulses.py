"""How bright pulsed and flashing lamps are in a reading: each by its own pulses, at the time of its
own row."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.light.flicker import DRIVES, gathered
from ...simcore.materials import CIRCUITS
from ...simcore.pose import R_FLU_OPTICAL, Array, inverse, pose
from ...simcore.render.projection import Projection
from ...simcore.render.stage import Posed, Stage

_OPTICAL = pose(R=R_FLU_OPTICAL)


def glow_of(
    stage: Stage,
    posed: Posed,
    T_world_sensor: Array,
    projection: Projection,
    middle_ns: int,
    readout: float,
    seconds: float,
    key: int | None,
) -> NDArray[np.float32]:
    """(I, C) light of each item's lamps in a reading, as a share of the mean's.

    middle_ns: when half of the image is taken; readout, seconds: of the shutter and the exposure;
    key: of the lamps' pulses, None for a steady mean. Lamps on the mains pulse together, each
    vehicle's by themselves.
    """
    row = _rows(stage, posed, T_world_sensor, projection)
    start = middle_ns * 1e-9 - 0.5 * seconds + (row - 0.5) * readout
    glow = stage.flashes(posed.lit, start, seconds)
    if glow is None:
        glow = np.ones((len(stage), len(CIRCUITS)), np.float32)
    if key is None:
        return glow
    word = (stage.body.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)) ^ np.uint64(key)
    word = (word ^ (word >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    own = (word >> np.uint64(40)).astype(np.float64) / 2.0**24
    mains = float(key % 65536) / 65536.0
    for circuit, drive in DRIVES.items():
        phase = np.full(len(stage), mains) if circuit.startswith("signal") else own
        glow[:, CIRCUITS.index(circuit)] = gathered(drive, phase, start, seconds)
    return glow


def _rows(stage: Stage, posed: Posed, T_world_sensor: Array, projection: Projection) -> Array:
    """(I,) where in the readout the items are taken, from 0 to 1, by their centres."""
    centre = stage.geometry.sphere[stage.mesh, :3].astype(np.float64)
    world = np.einsum("iab,ib->ia", posed.start[:, :3, :3], centre) + posed.start[:, :3, 3]
    T = inverse(T_world_sensor @ _OPTICAL)
    rows = projection.project(world @ T[:3, :3].T + T[:3, 3])[:, 1]
    return np.clip(np.nan_to_num(rows) / max(projection.height - 1, 1), 0.0, 1.0)
