"""What falls over a finished picture: which particles are drawn, and drawing them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...atmosphere import Atmosphere
from ...lamps import Packed
from ...light.beams import tables as beams
from ...media.medium import Medium
from ...threads import in_bands
from ..film import Film
from ..lens import Pinhole
from . import blending, flakes
from .outlook import Outlook
from .split import Split, reach_of
from .way import Way

F4 = NDArray[np.float32]
Path = tuple[NDArray[np.float64], NDArray[np.float64]]


def split_of(
    lens: Pinhole, path: Path, atmosphere: Atmosphere, time: float, seconds: float
) -> Split:
    """What is told apart by a camera that moves along a path in so many seconds."""
    parts = [
        (medium, _streak(path, atmosphere, medium, time, seconds))
        for medium in drawn_media(atmosphere)
    ]
    return _split(tuple(parts), lens.fx)


def drawn_media(atmosphere: Atmosphere) -> Iterator[Medium]:
    """The media of which particles can be told apart."""
    return (medium for _, medium in atmosphere.media if medium.population is not None)


def _streak(
    path: Path, atmosphere: Atmosphere, medium: Medium, time: float, seconds: float
) -> float:
    """How far its particles move across the line of sight [m], in steps of 2 cm."""
    assert medium.population is not None
    moved = path[1][:3, 3] - path[0][:3, 3]
    wind = atmosphere.wind.velocity(np.zeros(3), time)
    across = (wind - [0.0, 0.0, medium.population.fall.mean]) * seconds - moved
    return float(np.ceil(np.linalg.norm(across) * 50.0) / 50.0)


@lru_cache(maxsize=64)
def _split(parts: tuple[tuple[Medium, float], ...], focal: float) -> Split:
    return Split.of(parts, focal)


def draw_falling(
    film: Film, path: Path, outlook: Outlook, way: Way, split: Split, lamps: Packed, time: float,
    seconds: float, image: F4, threads: int,
) -> None:  # fmt: skip
    """Draw the particles that can be told apart over the image (3, pixels).

    path: the camera's optical axes (4, 4) in the world at the start and the end of the exposure.
    """
    atmosphere, lens = outlook.atmosphere, film.lens
    start, end = path
    drift = atmosphere.wind.velocity(np.zeros(3), time) * seconds - end[:3, 3] + start[:3, 3]
    buffer = film.centre or film.fine
    assert buffer is not None
    stride, inverse = round(1 / buffer.step), buffer.inverse.reshape(-1)
    for medium, streak in zip(drawn_media(atmosphere), split.streaks, strict=True):
        width, opacity = medium.finest
        values = [
            lens.fx, lens.fy, lens.cx, lens.cy, lens.width, lens.height, streak,
            reach_of(medium, lens.fx), width, opacity / np.pi, seconds, *drift,
        ]  # fmt: skip
        view = flakes.View(*(np.float32(value) for value in values))
        data = flakes.found(medium, atmosphere.wind, view, start, end, time)
        blocks = flakes.close_up(len(data) // (64 * flakes.ROWS), data)
        glow = outlook.glow * np.asarray(medium.tint, np.float32)
        flakes.light(
            blocks, start[:3, 3].astype(np.float32), glow, np.float32(medium.sparkle),
            way.extinction, outlook.air, np.float32(split.reach), split.drawn, lamps.rows,
            lamps.beam, beams().reshape(-1), data,
        )  # fmt: skip
        order = np.empty(blocks * 64, np.int32)
        order = order[: blending.by_rows(blocks, data, lens.height, order)]

        def band(top: int, bottom: int, order=order, data=data) -> None:
            blending.splat(order, data, inverse, lens.width, stride, top, bottom, image)

        in_bands(band, lens.height, threads)
