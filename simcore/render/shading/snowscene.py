"""Falling snow over a finished picture: which flakes are drawn, and drawing them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...atmosphere import Atmosphere
from ...lamps import Packed
from ...light.beams import tables as beams
from ...snowfall import MEAN_FALL, Snowfall
from ...threads import in_bands
from ..film import Film
from ..lens import Pinhole
from . import blending, flakes
from .outlook import Outlook
from .split import ENTRIES, Split

F4 = NDArray[np.float32]
Path = tuple[NDArray[np.float64], NDArray[np.float64]]

NOTHING = Split(1.0, 0.0, 1.0, np.zeros(ENTRIES, np.float32))
"""The split without snow."""


def split_of(
    lens: Pinhole, path: Path, atmosphere: Atmosphere, time: float, seconds: float
) -> Split:
    """Which flakes are told apart by a camera that moves along a path in so many seconds."""
    snow = atmosphere.medium("snow")
    if snow is None:
        return NOTHING
    moved = path[1][:3, 3] - path[0][:3, 3]
    wind = atmosphere.wind.velocity(np.zeros(3), time)
    streak = np.linalg.norm((wind - [0.0, 0.0, MEAN_FALL]) * seconds - moved)
    return _split(snow, lens.fx, float(np.ceil(streak * 50.0) / 50.0))


@lru_cache(maxsize=64)
def _split(snow: Snowfall, focal: float, streak: float) -> Split:
    return Split.of(snow, focal, streak)


def draw_snow(
    film: Film, path: Path, outlook: Outlook, split: Split, lamps: Packed, time: float,
    seconds: float, image: F4, threads: int,
) -> None:  # fmt: skip
    """Draw the flakes that can be told apart over the image (3, pixels).

    path: the camera's optical axes (4, 4) in the world at the start and the end of the exposure.
    """
    atmosphere, lens = outlook.atmosphere, film.lens
    snow = atmosphere.medium("snow")
    if snow is None:
        return
    start, end = path
    drift = atmosphere.wind.velocity(np.zeros(3), time) * seconds - end[:3, 3] + start[:3, 3]
    values = [
        lens.fx, lens.fy, lens.cx, lens.cy, lens.width, lens.height, split.streak, split.reach,
        seconds, *drift,
    ]  # fmt: skip
    view = flakes.View(*(np.float32(value) for value in values))
    data = flakes.found(snow, atmosphere.wind, view, start, end, time)
    blocks = len(data) // (64 * flakes.ROWS)
    flakes.light(
        blocks, start[:3, 3].astype(np.float32), outlook.glow, outlook.air, view.reach,
        split.drawn, lamps.rows, lamps.beam, beams().reshape(-1), data,
    )  # fmt: skip
    order = np.empty(blocks * 64, np.int32)
    order = order[: blending.by_rows(blocks, data, lens.height, order)]
    buffer = film.centre or film.fine
    assert buffer is not None
    stride, inverse = round(1 / buffer.step), buffer.inverse.reshape(-1)

    def band(top: int, bottom: int) -> None:
        blending.splat(order, data, inverse, lens.width, stride, top, bottom, image)

    in_bands(band, lens.height, threads)
