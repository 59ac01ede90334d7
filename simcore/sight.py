"""How far one sees through the air from a place: as far as what is black has a contrast of 5 %.

In air that is the same all around, that is its visibility; through banks, the way whose optical
depth is as great.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .atmosphere import CONTRAST, Atmosphere

Array = NDArray[np.float64]

DEPTH = -np.log(CONTRAST)
"""Optical depth of the way that one sees."""
REACH = 600.0
"""Banks are looked through up to here [m]; beyond they are taken to lie as before."""
PLACES = 64


def sight_ahead(air: Atmosphere, eyes: Array, yaw: Array) -> Array:
    """(N,) how far one sees [m] from eyes (N, 3) on level ways that head to yaw (N,) [rad]."""
    if all(medium.banks is None for _, medium in air.media):
        return air.visibility_at(eyes)
    away = REACH * (np.arange(PLACES + 1) / PLACES) ** 2
    ways = np.stack([np.cos(yaw), np.sin(yaw), np.zeros(len(yaw))], 1)
    found = DEPTH / air.visibility_at(eyes[:, None, :] + ways[:, None, :] * away[:, None])
    depth = np.zeros_like(found)
    np.cumsum((found[:, 1:] + found[:, :-1]) / 2 * np.diff(away), axis=1, out=depth[:, 1:])
    far = np.array([np.interp(DEPTH, row, away) for row in depth])
    return np.where(depth[:, -1] < DEPTH, REACH * DEPTH / depth[:, -1], far)
