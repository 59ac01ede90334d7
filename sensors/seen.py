"""What a reading looks like to people: its picture, its grey picture, or its events in colours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .reading import Reading

SHOWN = ("rgb", "mono", "event_counts", "events")
"""Channels that can be looked at, the best one first."""

PAPER, BRIGHTER, DARKER = (245, 245, 245), (30, 90, 220), (215, 40, 40)
"""Colours of pixels without events, with more of those that say brighter, and darker."""
FULL = 4.0
"""Events of a pixel that take its full colour."""


def picture_of(reading: Reading) -> NDArray[np.uint8]:
    """(H, W, 3) what a reading shows. Raises ``ValueError`` where it shows nothing."""
    channels = reading.channels
    if "rgb" in channels:
        return np.ascontiguousarray(channels["rgb"])
    if "mono" in channels:
        return np.repeat(channels["mono"][..., None], 3, -1)
    if "event_counts" in channels:
        return coloured_counts(channels["event_counts"])
    if "events" in channels and reading.calibration is not None:
        size = reading.calibration.height, reading.calibration.width
        return coloured_counts(counted(channels["events"], size))
    raise ValueError(f"sensor '{reading.sensor}' gives no picture: it has no {', '.join(SHOWN)}")


def counted(events: NDArray, size: tuple[int, int]) -> NDArray[np.uint16]:
    """(H, W, 2) how many events each pixel had that say brighter, and darker."""
    height, width = size
    number = events["y"].astype(np.int64) * width + events["x"]
    planes = [
        np.bincount(number[events["polarity"] == sign], minlength=height * width)
        for sign in (1, -1)
    ]
    stacked = np.stack(planes, -1).reshape(height, width, 2)
    return np.minimum(stacked, 65535).astype(np.uint16)


def coloured_counts(counts: NDArray[np.uint16]) -> NDArray[np.uint8]:
    """Counts (H, W, 2) as a picture (H, W, 3): blue where it became brighter, red where darker."""
    brighter, darker = (counts[..., k].astype(np.float32) for k in (0, 1))
    inks = np.array(BRIGHTER, np.float32), np.array(DARKER, np.float32)
    ink = np.where((brighter >= darker)[..., None], *inks)
    share = np.minimum((brighter + darker) / np.float32(FULL), 1.0) ** 0.5
    paper = np.array(PAPER, np.float32)
    picture: NDArray[np.float32] = paper + (ink - paper) * share[..., None]
    return np.rint(picture).astype(np.uint8)
