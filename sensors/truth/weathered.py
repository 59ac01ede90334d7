"""How much of the light of objects comes through the weather to a camera.

The transmittance is that of all that is in the air between the camera and each surface: haze, every
medium with its layers and banks, as the renderer has it (``Way``), and the spray behind vehicles.
Flakes and drops that are drawn one by one count with the rest, by the book's extinction: the mean
over all places where they might be just now, not over those where they are.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...simcore.atmosphere import Atmosphere
from ...simcore.kernel import kernel
from ...simcore.media.spray import depths
from ...simcore.pose import transform
from ...simcore.render.shading.way import Way
from ..imaging.view import View
from .boxes import Seen

Array = NDArray[np.float64]

MOST = 128
"""Pixels of an object at which the air before it is asked for: it differs little over one."""


def through_weather(
    view: View,
    T_world_camera: Array,
    atmosphere: Atmosphere,
    depth: NDArray[np.float32],
    instance: NDArray[np.int32],
    found: Mapping[int, Seen],
    band: str = "visible",
) -> dict[int, float]:
    """Mean transmittance to the visible pixels of each object, by its id; without those that lie
    nowhere ahead of the camera, where there is no depth.

    depth, instance (H, W): the reading's channels; found: the objects in them; band: of ``BANDS``.
    """
    if not found:
        return {}
    ids = np.array(sorted(found), np.int32)
    pixel, owner = _chosen(instance, ids, found)
    rays = view.out(view.face[pixel], view.u[pixel], view.v[pixel])
    z = depth.reshape(-1)[pixel].astype(np.float64)
    ahead = np.isfinite(z) & (rays[:, 2] > 0.0)
    pixel, owner, z, rays = pixel[ahead], owner[ahead], z[ahead], rays[ahead]
    points = transform(T_world_camera, rays * (z / rays[:, 2])[:, None])
    passed = transmittances(atmosphere, T_world_camera[:3, 3], points, band)
    count = np.bincount(owner, minlength=len(ids))
    total = np.bincount(owner, passed, minlength=len(ids))
    return {
        int(k): float(s / n) for k, s, n in zip(ids, total, count, strict=True) if n > 0
    }  # fmt: skip


def transmittances(
    atmosphere: Atmosphere, eye: Array, points: Array, band: str = "visible"
) -> Array:
    """(N,) share of the light from points (N, 3) that comes straight to a camera at an eye (3,)."""
    if not len(points):
        return np.zeros(0)
    if band != "visible":  # what the renderer knows of the way is for light
        return atmosphere.transmittance(eye, points, band)
    away = np.linalg.norm(points - eye, axis=1)
    depth = Way.of(atmosphere, eye).depths(points, away).astype(np.float64)
    return np.exp(-depth - depths(atmosphere.plumes, eye, points))


def _chosen(
    instance: NDArray[np.int32], ids: NDArray[np.int32], found: Mapping[int, Seen]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Numbers of pixels, evenly chosen from those of each object, and rows of ``ids``."""
    slot = np.full(int(ids[-1]) + 1, -1, np.int32)
    slot[ids] = np.arange(len(ids))
    pixels = np.array([found[int(k)].pixels for k in ids])
    stride = -(-pixels // MOST)
    first = np.concatenate([[0], np.cumsum(-(-pixels // stride))])
    pixel = np.empty(int(first[-1]), np.int64)
    pick(instance.reshape(-1), slot, stride, first, np.zeros(len(ids), np.int64), pixel)
    return pixel, np.repeat(np.arange(len(ids)), np.diff(first))


@kernel("i4[:], i4[:], i8[:], i8[:] -> i8[:], i8[:]")
def pick(instance, slot, stride, first, count_out, pixel_out):
    """Every stride[k]-th pixel of object k, from pixel_out[first[k]] on; instance (N,): ids; slot:
    k by id, -1 for none; count_out (K,): zero at first, then how many pixels each has."""
    for n in range(instance.shape[0]):
        number = instance[n]
        if number <= 0 or number >= slot.shape[0]:
            continue
        k = slot[number]
        if k < 0:
            continue
        if count_out[k] % stride[k] == 0:
            pixel_out[first[k] + count_out[k] // stride[k]] = n
        count_out[k] += 1
