"""Tags of boxes in pictures, where they cover neither objects nor each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

HEIGHT = 13
"""Of a tag [px]."""
MOST_COVER = 0.3
"""A tag of which more than this lies on other boxes, or that covers more of a smaller one, wherever
it stands, is left out."""

Box = tuple[int, int, int, int]
Colour = tuple[int, int, int]


class Tag(NamedTuple):
    """What is to be written at a box (x0, y0, x1, y1); ``vital``: it may cover other boxes."""

    text: str
    box: Box
    colour: Colour
    vital: bool


def write_tags(picture: NDArray[np.uint8], tags: Sequence[Tag], boxes: Sequence[Box]) -> None:
    """Write tags on a picture, the first ones first; one for which there is no place is left out.

    boxes: what should stay to be seen.
    """
    size = picture.shape[1], picture.shape[0]
    taken: list[Box] = []
    for tag in tags:
        place = _place(tag, _width(tag.text), size, boxes, taken)
        if place is not None:
            taken.append(place)
            _plate(picture, tag, place)


def _place(
    tag: Tag, width: int, size: tuple[int, int], boxes: Sequence[Box], taken: Sequence[Box]
) -> Box | None:
    """The place that covers least; the first of those alike."""
    best, least = None, np.inf if tag.vital else MOST_COVER
    for x, y in _candidates(tag.box, width):
        x = max(0, min(x, size[0] - width))
        place = (x, y, x + width, y + HEIGHT)
        if y < 0 or place[3] > size[1] or any(_common(place, other) for other in taken):
            continue
        cover = sum(_common(place, box) / max(min(_area(box), _area(place)), 1) for box in boxes)
        if cover < least:
            best, least = place, cover
    return best


def _candidates(box: Box, width: int) -> Iterator[tuple[int, int]]:
    """Upper left corners: above the box, below it, beside it, higher up, and within a tall one."""
    x0, y0, x1, y1 = box
    above = y0 - HEIGHT
    yield from ((x, above) for x in (x0, x1 - width, (x0 + x1 - width) // 2))
    yield x0, y1
    yield from ((x1, y0), (x0 - width, y0))
    yield from ((x0, above - HEIGHT * k) for k in (1, 2))
    if y1 - y0 > 5 * HEIGHT:
        yield x0, max(y0, 0)


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])


def _common(a: Box, b: Box) -> int:
    """Area that two boxes share."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    return width * height if width > 0 and height > 0 else 0


def _width(text: str) -> int:
    import cv2

    if hasattr(cv2, "FontFace"):  # since OpenCV 5
        return cv2.getTextSize((0, 0), text, (0, 0), cv2.FontFace("sans"), 11, 500)[2] + 5
    return cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.33, 1)[0][0] + 5


def _plate(picture: NDArray[np.uint8], tag: Tag, place: Box) -> None:
    """Write on a plate of the tag's colour."""
    import cv2

    red, green, blue = tag.colour
    dark = red * 0.299 + green * 0.587 + blue * 0.114 < 140
    ink = (255, 255, 255) if dark else (0, 0, 0)
    x, y = place[0], place[3] - 1
    cv2.rectangle(picture, place[:2], (place[2] - 1, y), tag.colour, -1)
    if hasattr(cv2, "FontFace"):
        cv2.putText(picture, tag.text, (x + 2, y - 3), ink, cv2.FontFace("sans"), 11, 500)
    else:
        font = cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(picture, tag.text, (x + 2, y - 3), font, 0.33, ink, 1)
