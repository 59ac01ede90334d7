"""Truth as pictures for people: every channel in colours, and sheets of many pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..sensors.overlay import coloured_depth, overlaid, with_boxes, with_keypoints, with_masks
from ..sensors.reading import Reading, Truth
from ..sensors.seen import SHOWN, picture_of
from ..simcore.classes import classes
from .files import write_whole

Picture = NDArray[np.uint8]

COVER_COLOURS = (
    (122, 122, 122),  # dry
    (94, 104, 116),  # damp
    (58, 92, 140),  # wet
    (32, 120, 200),  # puddle
    (150, 190, 210),  # slush
    (245, 248, 252),  # loose snow
    (205, 216, 232),  # packed snow
    (120, 220, 235),  # ice
    (20, 40, 70),  # black ice
    (120, 70, 140),  # oil
    (176, 148, 108),  # gravel
    (206, 122, 42),  # leaves
)
"""RGB by cover id."""

FLOW_FULL = 32.0
"""Flow of this length [px] has full colour."""


class Panel(NamedTuple):
    """A picture (H, W, 3) RGB and what it shows."""

    title: str
    picture: Picture


def panels(reading: Reading, truth: Truth) -> list[Panel]:
    """All channels of a camera's reading, as far as it has them."""
    found: list[Panel] = []
    channels: Mapping[str, NDArray] = {**reading.channels, **truth.channels}
    if not channels.keys().isdisjoint(SHOWN):
        picture = picture_of(reading)
        found.append(Panel("picture", picture))
        found.append(Panel("boxes and keypoints", overlaid(reading, truth, ("boxes", "keypoints"))))
        if "instance" in channels:
            tinted = with_masks(picture, channels["instance"], truth.objects)
            found.append(Panel("masks of objects", tinted))
    if "semantic" in channels:
        found.append(Panel("classes", coloured_classes(channels["semantic"])))
    if "depth" in channels:
        found.append(Panel("depth", coloured_depth(channels["depth"])))
    if "normal" in channels:
        found.append(Panel("normals", coloured_normals(channels["normal"])))
    if "flow" in channels:
        found.append(Panel("flow", coloured_flow(channels["flow"], channels["flow_valid"])))
    if "cover" in channels:
        found.append(Panel("cover of the road", coloured_covers(channels["cover"])))
    return found


def labelled(reading: Reading, truth: Truth) -> Picture:
    """The picture with masks, boxes and keypoints; of a camera without pictures, its depth."""
    if reading.channels.keys().isdisjoint(SHOWN):
        return coloured_depth(truth.channels["depth"])
    picture = picture_of(reading).copy()
    if "instance" in truth.channels:
        picture = with_masks(picture, truth.channels["instance"], truth.objects)
    with_boxes(picture, truth.objects)
    with_keypoints(picture, truth.objects)
    return picture


def coloured_classes(semantic: NDArray[np.uint8]) -> Picture:
    """Class ids (H, W) in the colours of the table of classes."""
    table = np.zeros((256, 3), np.uint8)
    for number, item in classes().items():
        table[number] = item.colour
    return table[semantic]


def coloured_covers(cover: NDArray[np.uint8]) -> Picture:
    """Cover ids (H, W) in colours; black where there is no ground."""
    table = np.zeros((256, 3), np.uint8)
    table[: len(COVER_COLOURS)] = COVER_COLOURS
    return table[cover]


def coloured_normals(normal: NDArray[np.float32]) -> Picture:
    """Normals (H, W, 3) as they stand in files, black where there is nothing."""
    there = np.linalg.norm(normal, axis=-1, keepdims=True) > 0.5
    image: Picture = np.where(there, np.rint((normal + 1.0) * 127.5), 0.0).astype(np.uint8)
    return image


def coloured_flow(flow: NDArray[np.float32], valid: NDArray[np.bool_]) -> Picture:
    """Flow (H, W, 2) [px]: hue is its direction, strength its length; dim where not valid."""
    import cv2

    length = np.log1p(np.hypot(flow[..., 0], flow[..., 1])) / np.log1p(FLOW_FULL)
    angle = np.arctan2(flow[..., 1], flow[..., 0])
    image = np.empty((*valid.shape, 3), np.uint8)
    image[..., 0] = np.rint((angle + np.pi) * (90.0 / np.pi)) % 180
    image[..., 1] = np.rint(255 * np.clip(length, 0.0, 1.0))
    image[..., 2] = np.where(valid, 255, 110)
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_HSV2RGB), np.uint8)


def resized(picture: Picture, width: int) -> Picture:
    """A picture at another width."""
    import cv2

    height = round(picture.shape[0] * width / picture.shape[1])
    smaller = width < picture.shape[1]
    how = cv2.INTER_AREA if smaller else cv2.INTER_NEAREST
    return np.asarray(cv2.resize(picture, (width, height), interpolation=how), np.uint8)


def sheet(
    rows: Sequence[Sequence[Panel]], title: str, width: int = 400, legend: Sequence[str] = ()
) -> Picture:
    """Rows of pictures on one page, each with its title beneath. legend: lines at the end."""
    gap, head, line = 10, 48, 24
    pictures = [[resized(panel.picture, width) for panel in row] for row in rows]
    heights = [max(picture.shape[0] for picture in row) for row in pictures]
    columns = max(len(row) for row in rows)
    high = head + sum(height + line + gap for height in heights) + line * len(legend)
    size = (high + gap * bool(legend), columns * (width + gap) + gap)
    page = np.full((*size, 3), 250, np.uint8)
    write(page, title, (gap, 32), 22, bold=True)
    top = head
    for row, images, height in zip(rows, pictures, heights, strict=True):
        for column, (panel, image) in enumerate(zip(row, images, strict=True)):
            left = gap + column * (width + gap)
            page[top : top + image.shape[0], left : left + width] = image
            write(page, panel.title, (left, top + height + 17), 15, (70, 70, 70))
        top += height + line + gap
    for number, text in enumerate(legend):
        write(page, text, (gap, top + 17 + line * number), 15, (70, 70, 70))
    return page


def beside(pictures: Sequence[Picture]) -> Picture:
    """Pictures of one height beside each other."""
    return np.concatenate(list(pictures), 1)


def save(path: Path, picture: Picture) -> None:
    """Write a picture to a file whose ending says how. Raises ``OSError``."""
    import cv2

    done, data = cv2.imencode(path.suffix, cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    if not done:
        raise OSError(0, "cannot be encoded", str(path))
    write_whole(path, data.tobytes())


def write(
    picture: Picture,
    text: str,
    place: tuple[int, int],
    size: int,
    colour: tuple[int, int, int] = (20, 20, 20),
    bold: bool = False,
) -> None:
    """Write on a picture; ``place`` is where the base line begins."""
    import cv2

    if hasattr(cv2, "FontFace"):  # since OpenCV 5
        cv2.putText(picture, text, place, colour, cv2.FontFace("sans"), size, 700 if bold else 400)
        return
    plain = text.encode("ascii", "replace").decode()
    font = cv2.FONT_HERSHEY_SIMPLEX
    cv2.putText(picture, plain, place, font, size / 30, colour, 1 + bold, cv2.LINE_AA)
