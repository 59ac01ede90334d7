"""What an actor is made of: how it moves and weighs, and how it looks.

A plug-in of ``scenarios/actors`` has ``embody(settings, occasion) -> Embodiment``. Figures are made
when something is to be seen.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..simcore.geometry.figure import Figure
from ..simcore.physics.driving import columns as c

Array = NDArray[np.float64]


class Occasion(NamedTuple):
    """When and for whom a body is made. key: 64-bit stream of its details; date: of the scenario;
    dark: whether lamps are on; folder: of the scenario's file, None for the library's."""

    key: int
    date: datetime.date
    dark: bool
    folder: str | None = None


class Embodiment(NamedTuple):
    """An actor's body. model and body (BODY,): see ``physics.driving.columns``; figure: makes its
    shape; lights: the circuits that are on; attributes: words that never change."""

    model: int
    body: Array
    figure: Callable[[], Figure]
    lights: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()


def body_row(**values: float) -> Array:
    """(BODY,) from column names in lower case; what is not named is 0."""
    row = np.zeros(c.BODY)
    for name, value in values.items():
        row[getattr(c, name.upper())] = value
    return row


def thing(figure: Callable[[], Figure], size: Array, mass: float, **values: float) -> Embodiment:
    """A loose object of a size (length, width, height): it lies, rolls or slides."""
    row = body_row(
        length=size[0], width=size[1], height=size[2], mass=mass, **{"rolling": 0.5, **values}
    )
    row[c.RADIUS] = row[c.RADIUS] or size[2] / 2
    return Embodiment(c.BALL, row, figure)
