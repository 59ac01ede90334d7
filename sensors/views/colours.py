"""Colours of points and detections: by height, intensity, class, range; by Doppler."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...simcore.classes import classes
from ..cloud import places

Colours = NDArray[np.uint8]

BY = ("height", "intensity", "class", "range")
LOW, HIGH = -0.5, 4.5
"""Heights above the ground [m] that have the first and the last colour."""
FAR = 80.0
"""Range [m] that has the last colour."""
FAST = 12.0
"""Speed along the ray [m/s] that has the full colour; below ``SLOW`` it has none."""
SLOW = 0.5
PARTICLE = (255, 90, 255)
"""What falls or floats in the air."""
APPROACHING, RECEDING, STILL = (255, 92, 70), (80, 160, 255), (205, 210, 215)


def of_points(points: NDArray, T_ego_sensor: NDArray[np.float64], by: str) -> Colours:
    """(N, 3) RGB. Raises ``ValueError`` for an unknown ``by``."""
    if by == "class":
        return _of_class(points)
    if by == "height":
        height = places(points) @ T_ego_sensor[2, :3] + T_ego_sensor[2, 3]
        return mapped((height - LOW) / (HIGH - LOW), "TURBO")
    if by == "intensity":
        return mapped(np.sqrt(points["intensity"].astype(np.float64) / 255.0), "VIRIDIS")
    if by == "range":
        return mapped(1.0 - np.linalg.norm(places(points), axis=1) / FAR, "TURBO")
    raise ValueError(f"points are coloured by {', '.join(BY)}, not by '{by}'")


def of_doppler(speed: NDArray[np.float64]) -> Colours:
    """(N, 3) RGB of speeds along the ray (N,) [m/s]: red comes nearer, blue goes away."""
    ends = np.where((speed < 0.0)[:, None], APPROACHING, RECEDING).astype(np.float64)
    share = np.clip((np.abs(speed) - SLOW) / (FAST - SLOW), 0.0, 1.0)[:, None] ** 0.5
    return np.rint(np.array(STILL) + share * (ends - STILL)).astype(np.uint8)


def mapped(share: NDArray[np.float64], name: str) -> Colours:
    """Colours (…, 3) RGB of shares in [0, 1] by one of OpenCV's maps."""
    import cv2

    steps = np.arange(256, dtype=np.uint8)[:, None]
    table = cv2.applyColorMap(steps, getattr(cv2, f"COLORMAP_{name}"))[:, 0, ::-1]
    return np.ascontiguousarray(table[np.rint(255.0 * np.clip(share, 0.0, 1.0)).astype(np.uint8)])


def _of_class(points: NDArray) -> Colours:
    table = np.full((256, 3), 160, np.uint8)
    for number, item in classes().items():
        table[number] = lifted(item.colour)
    found = table[points["class"]]
    if "is_particle" in (points.dtype.names or ()):
        found[points["is_particle"] > 0] = PARTICLE
    return found


def lifted(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """A class's colour, bright enough for dark ground."""
    most = max(max(colour), 1)
    red, green, blue = (round(60 + 195 * value / most) for value in colour)
    return red, green, blue
