"""Draws truth over pictures: boxes, masks, keypoints, depth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..simcore.classes import classes
from .reading import ObjectTruth, Reading, Truth
from .seen import picture_of
from .tags import Tag, write_tags

OVERLAYS = ("boxes", "masks", "keypoints", "depth")

LEGEND = {
    "boxes": "box: what is seen; dashed: all of a person, animal or moving vehicle that is hidden",
    "keypoints": "ring, grey limb: hidden keypoints of people who are seen",
}
"""What the marks of overlays mean, for the margins of pictures."""
NAMED = 66.0
"""Boxes of street furniture less tall than this [px] have no name; road users' a third of it."""
ROAD_USERS = ("person", "vehicle", "animal")
"""Groups of classes of which hidden ones are outlined."""
MUCH = 0.3
"""An object of which this share is hidden is outlined as a whole, too."""
LEAST_HIDDEN = 8.0
"""What would be less tall than this [px] is not outlined."""
DASH = 4
"""Length of dashes [px]."""
HIDDEN, DARK = (255, 255, 255), (40, 40, 40)
"""Colours of the dashes around what is hidden, and of the tags there."""
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
    picture = picture_of(reading).copy()
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
    """Draw boxes of what is seen, with class and distance.

    Of road users and animals that move, what something hides is outlined by dashes; other things
    that are hidden are left out.
    """
    import cv2

    far_to_near = sorted(objects, key=lambda o: -o.distance_m)
    for item in far_to_near:
        colour = _bright(classes()[item.class_id].colour)
        if item.box is not None:
            x0, y0, x1, y1 = _whole(item.box)
            cv2.rectangle(picture, (x0, y0), (x1 - 1, y1 - 1), colour, 1)
        if _outlined(item):
            _dashed(picture, _whole(item.amodal_box))
    tags = [tag for item in reversed(far_to_near) if (tag := _tag(item))]
    boxes = [_whole(item.box) for item in objects if item.box is not None and _solid(item)]
    write_tags(picture, sorted(tags, key=lambda tag: not tag.vital), boxes)


def _tag(item: ObjectTruth) -> Tag | None:
    """What is written at an object, None where it is too small or left out."""
    known = classes()[item.class_id]
    name = known.name.replace("_", " ")
    vital = known.supercategory in ROAD_USERS and "vehicle.parked" not in item.attributes
    if item.box is None:
        if not _outlined(item):
            return None
        text = f"hidden {name} {item.distance_m:.0f} m"
        return Tag(text, _whole(item.amodal_box), HIDDEN, vital)
    x0, y0, x1, y1 = _whole(item.box)
    least = NAMED if known.supercategory in ("structure", "nature") else NAMED / 3
    if x1 - x0 < 6 or y1 - y0 < least:
        return None
    text = f"{name} {item.distance_m:.0f} m"
    return Tag(text, (x0, y0, x1, y1), _bright(known.colour), vital)


def _solid(item: ObjectTruth) -> bool:
    """Whether its box holds little else: those of lamps and fences are mostly empty."""
    return classes()[item.class_id].supercategory not in ("structure", "nature")


def _outlined(item: ObjectTruth) -> bool:
    """Whether the whole of an object is outlined, because enough of it is hidden."""
    if item.amodal_box is None or classes()[item.class_id].supercategory not in ROAD_USERS:
        return False
    high = item.amodal_box[3] - item.amodal_box[1]
    moves = "vehicle.parked" not in item.attributes
    return moves and high >= LEAST_HIDDEN and (item.box is None or item.occlusion >= MUCH)


def _dashed(picture: NDArray[np.uint8], box: tuple[int, int, int, int]) -> None:
    """A dashed rectangle, light and dark by turns, as far as it lies in the picture."""
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = box[0], box[1], box[2] - 1, box[3] - 1
    u, v = np.arange(max(x0, 0), min(x1 + 1, width)), np.arange(max(y0, 0), min(y1 + 1, height))
    for row in (y0, y1):
        if 0 <= row < height:
            picture[row, u] = np.where(((u - x0) // DASH % 2 == 0)[:, None], HIDDEN, DARK)
    for column in (x0, x1):
        if 0 <= column < width:
            picture[v, column] = np.where(((v - y0) // DASH % 2 == 0)[:, None], HIDDEN, DARK)


def with_keypoints(picture: NDArray[np.uint8], objects: Sequence[ObjectTruth]) -> None:
    """Draw the keypoints of people who are seen: full where seen, rings and grey limbs where
    hidden; small people's as dots."""
    import cv2

    for item in objects:
        if item.keypoints is None or item.visible_px == 0:
            continue
        points = item.keypoints
        there = points[points[:, 2] > 0]
        if len(there) == 0 or np.ptp(there[:, 1]) < SMALL:
            for u, v, _ in points[points[:, 2] == 2]:
                picture[round(float(v)), round(float(u))] = (0, 255, 0)
            continue
        places = [(round(float(u)), round(float(v))) for u, v, _ in points]
        for a, b in sorted(LIMBS, key=lambda limb: min(points[limb, 2])):
            if points[a, 2] > 0 and points[b, 2] > 0:
                seen = points[a, 2] == points[b, 2] == 2
                colour = (255, 220, 0) if seen else (150, 150, 150)
                cv2.line(picture, places[a], places[b], colour, 1, cv2.LINE_AA)
        for (_, _, seen), place in zip(points, places, strict=True):
            if seen > 0:
                cv2.circle(picture, place, 2, (0, 255, 0), -1 if seen == 2 else 1, cv2.LINE_AA)


def _whole(box: tuple[float, float, float, float] | None) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (round(v) for v in box or (0.0,) * 4)
    return x0, y0, x1, y1


def _bright(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    """A class's colour, lifted so that it shows on dark ground."""
    lift = 255 / max(max(colour), 1)
    red, green, blue = (round(min(255, v * lift)) for v in colour)
    return red, green, blue
