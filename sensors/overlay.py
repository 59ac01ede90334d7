"""Draws truth over pictures: boxes, masks, keypoints, depth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..simcore.classes import classes
from .reading import ObjectTruth, Reading, Truth

OVERLAYS = ("boxes", "masks", "keypoints", "depth")

NAMED = 66.0
"""Boxes of street furniture less tall than this [px] have no name; road users' a third of it."""
SMALL = 30.0
"""People less tall than this [px] have dots instead of a skeleton."""

LIMBS = (
    (0, 1), (0, 2), (1, 3), (2, 4), (5, 6), (5, 7), (7, 9), (6, 8), (8, 10), (5, 11), (6, 12),
    (11, 12), (11, 13), (13, 15), (12, 14), (14, 16),
)  # fmt: skip
"""Pairs of keypoints that are joined by a line, as COCO draws them."""


def known(overlays: Sequence[str]) -> tuple[str, ...]:
    """The overlays, if there are such. Raises ``ValueError``."""
    for name in overlays:
        if name not in OVERLAYS:
            raise ValueError(f"overlay '{name}': there are {', '.join(OVERLAYS)}")
    return tuple(overlays)


def overlaid(reading: Reading, truth: Truth, overlays: Sequence[str]) -> NDArray[np.uint8]:
    """A copy of the reading's picture (H, W, 3) with overlays; "depth" replaces the picture.

    Raises ``ValueError`` for an unknown overlay.
    """
    overlays = known(overlays)
    picture = np.ascontiguousarray(reading.channels["rgb"]).copy()
    if "depth" in overlays:
        picture = coloured_depth(truth.channels["depth"])
    if "masks" in overlays:
        picture = with_masks(picture, truth.channels["instance"], truth.objects)
    if "boxes" in overlays:
        with_boxes(picture, truth.objects)
    if "keypoints" in overlays:
        with_keypoints(picture, truth.objects)
    return picture


def coloured_depth(depth: NDArray[np.float32], near: float = 3.0, far: float = 150.0) -> NDArray:
    """Depth (H, W) [m] as colours (H, W, 3) on a logarithmic scale; black where nothing is."""
    import cv2

    share = np.log(np.clip(depth, near, far) / near) / np.log(far / near)
    coloured = cv2.applyColorMap((255 * (1 - share)).astype(np.uint8), cv2.COLORMAP_TURBO)
    return np.where(np.isfinite(depth)[..., None], coloured[..., ::-1], 0).astype(np.uint8)


def with_masks(
    picture: NDArray[np.uint8], instance: NDArray, objects: Sequence[ObjectTruth]
) -> NDArray[np.uint8]:
    """The picture with each object's pixels tinted in its class's colour."""
    top = int(instance.max(initial=0))
    table = np.zeros((top + 1, 3), np.float32)
    share = np.zeros((top + 1, 1), np.float32)
    for item in objects:
        if item.track <= top:
            table[item.track], share[item.track] = classes()[item.class_id].colour, 0.5
    ids = np.clip(instance, 0, top)
    return (picture * (1 - share[ids]) + table[ids] * share[ids]).astype(np.uint8)


def with_boxes(picture: NDArray[np.uint8], objects: Sequence[ObjectTruth]) -> None:
    """Draw visible boxes with class and distance; hidden objects as thin amodal boxes."""
    import cv2

    for item in sorted(objects, key=lambda o: -o.distance_m):
        known = classes()[item.class_id]
        box = item.box or item.amodal_box
        if box is None:
            continue
        x0, y0, x1, y1 = (round(v) for v in box)
        corners = (x0, y0), (x1 - 1, y1 - 1)
        if item.box is None:
            cv2.rectangle(picture, *corners, (200, 200, 200), 1)
            continue
        cv2.rectangle(picture, *corners, _bright(known.colour), 1)
        least = NAMED if known.supercategory in ("structure", "nature") else NAMED / 3
        if x1 - x0 >= 6 and y1 - y0 >= least:
            text = f"{known.name.replace('_', ' ')} {item.distance_m:.0f} m"
            _plate(picture, text, (x0, y0), _bright(known.colour))


def with_keypoints(picture: NDArray[np.uint8], objects: Sequence[ObjectTruth]) -> None:
    """Draw people's keypoints: full where seen, rings where hidden; small people's as dots."""
    import cv2

    for item in objects:
        if item.keypoints is None:
            continue
        points = item.keypoints
        there = points[points[:, 2] > 0]
        if len(there) == 0 or np.ptp(there[:, 1]) < SMALL:
            for u, v, _ in there:
                picture[round(float(v)), round(float(u))] = (0, 255, 0)
            continue
        places = [(round(float(u)), round(float(v))) for u, v, _ in points]
        for a, b in LIMBS:
            if points[a, 2] > 0 and points[b, 2] > 0:
                cv2.line(picture, places[a], places[b], (255, 220, 0), 1, cv2.LINE_AA)
        for (_, _, seen), place in zip(points, places, strict=True):
            if seen > 0:
                cv2.circle(picture, place, 2, (0, 255, 0), -1 if seen == 2 else 1, cv2.LINE_AA)


def _plate(
    picture: NDArray[np.uint8], text: str, corner: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    """Write on a plate of a colour that stands on the upper left corner of a box."""
    import cv2

    dark = colour[0] * 0.299 + colour[1] * 0.587 + colour[2] * 0.114 < 140
    ink = (255, 255, 255) if dark else (0, 0, 0)
    if hasattr(cv2, "FontFace"):  # since OpenCV 5
        font = cv2.FontFace("sans")
        width = cv2.getTextSize((0, 0), text, (0, 0), font, 11, 500)[2]
    else:
        width = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.33, 1)[0][0]
    x = max(0, min(corner[0], picture.shape[1] - width - 5))
    y = max(corner[1], 13)
    cv2.rectangle(picture, (x, y - 13), (x + width + 4, y), colour, -1)
    if hasattr(cv2, "FontFace"):
        cv2.putText(picture, text, (x + 2, y - 3), ink, font, 11, 500)
    else:
        cv2.putText(picture, text, (x + 2, y - 3), cv2.FONT_HERSHEY_SIMPLEX, 0.33, ink, 1)


def _bright(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """A class's colour, lifted so that it shows on dark ground."""
    lift = 255 / max(max(colour), 1)
    return tuple(round(min(255, v * lift)) for v in colour)  # type: ignore[return-value]
