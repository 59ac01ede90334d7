"""The centres at an instant: where they are, how fast, and how strongly they echo to a place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...simcore.bodies import Bodies
from ...simcore.kernel import kernel
from ...simcore.kernels.rng import pcg3d, unit, unit_open
from .centres import FACE, LOBE, Centres, shown

Array = NDArray[np.float64]

TURN = np.radians(0.25)
"""A vehicle's centres change their strength when it turns by so much."""


class Targets(NamedTuple):
    """C centres in the world. place, velocity (C, 3) [m, m/s]; area (C,) [m²] towards the radar."""

    place: Array
    velocity: Array
    area: Array


def targets_at(
    of: Centres, bodies: Bodies, before: Bodies, seconds: float, eye: Array, key: int
) -> Targets:
    """The centres as bodies are, which were so ``before``, some seconds ago, seen from an eye (3,).

    key: of the episode: the same vehicle at the same aspect echoes the same.
    """
    now, then = (np.concatenate([b.T_part, b.T_actor, of.fixed]) for b in (bodies, before))
    T = now[of.frame]
    seen = np.einsum("cji,cj->ci", T[:, :3, :3], eye - T[:, :3, 3])
    place = of.place
    face = np.flatnonzero(of.shows == FACE)
    cosine = np.ones(len(place))
    if len(face):
        near, cosine[face] = _nearest(of, face, seen[face])
        place = place.copy()
        place[face] = near
    to = seen - place
    away = np.linalg.norm(to, axis=1)
    aspect = (to * of.normal).sum(1) / np.maximum(away, 1e-6)
    aspect /= np.linalg.norm(of.normal, axis=1)
    angle = np.arccos(np.clip(cosine[face], -1.0, 1.0))
    area = of.area * shown(of.shows, aspect)
    area[face] = of.area[face] * np.exp(-((angle / LOBE) ** 2))
    turned = np.floor(np.arctan2(seen[:, 1], seen[:, 0]) / TURN).astype(np.int64)
    factor = np.empty(len(area))
    scintillated(turned, of.spread, key & 0xFFFFFFFF, factor)
    world = np.einsum("cij,cj->ci", T[:, :3, :3], place) + T[:, :3, 3]
    old = then[of.frame]
    earlier = np.einsum("cij,cj->ci", old[:, :3, :3], place) + old[:, :3, 3]
    return Targets(world, (world - earlier) / seconds, area * factor)


def _nearest(of: Centres, face: NDArray[np.int64], eye: Array) -> tuple[Array, Array]:
    """The place of each face that is nearest to an eye (N, 3) in its axes, and the cosine of the
    angle at which it is met there: 1 wherever the eye stands before the face."""
    middle, half, normal = of.place[face], of.half[face], of.normal[face]
    at = eye - middle
    across = np.abs(normal) > 0.5
    near = np.where(across, normal * half, np.clip(at, -half, half))
    near[:, 2] = 0.0
    to = at - near
    to[:, 2] = 0.0  # a face is high enough to be square to the radar in the vertical
    size = np.maximum(np.linalg.norm(to, axis=1), 1e-6)
    return middle + near, (to * normal).sum(1) / size


@kernel("i8[:], f8[:], i8 -> f8[:]")
def scintillated(turned, spread, key, factor_out):
    """Log-normal factors (C,) of the strength of centres by how they are turned [steps]; spread
    (C,): standard deviation [dB]."""
    for k in range(turned.shape[0]):
        if spread[k] <= 0.0:
            factor_out[k] = 1.0
            continue
        a, b, _ = pcg3d(np.uint32(k), np.uint32(turned[k] & 0xFFFF), np.uint32(key))
        normal = np.sqrt(-2.0 * np.log(np.float64(unit_open(a)))) * np.cos(
            6.283185307179586 * np.float64(unit(b))
        )
        factor_out[k] = 10.0 ** (0.1 * spread[k] * normal)
