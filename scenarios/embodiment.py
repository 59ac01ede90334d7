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
from ..simcore.geometry.props.prop import Prop
from ..simcore.physics.driving import columns as c
from ..simcore.physics.driving.car.design import Tyres, Vehicle

Array = NDArray[np.float64]

ROLLING = 0.03
"""Rolling resistance of a ball on asphalt, grass and snow alike (0.01 to 0.05)."""
SLIDING = 0.5
"""Sliding friction of wood, cardboard or rubber on the road."""


class Occasion(NamedTuple):
    """When and for whom a body is made. key: 64-bit stream of its details; date: of the scenario;
    folder: of the scenario's file, None for the library's."""

    key: int
    date: datetime.date
    folder: str | None = None


class Embodiment(NamedTuple):
    """An actor's body. model and body (BODY,): see ``physics.driving.columns``; figure: makes its
    shape; lights: the circuits that are on for good; attributes: words that never change; wheeled:
    what kind of vehicle it is and what it rolls on; automatic: whether its low beams switch by
    themselves."""

    model: int
    body: Array
    figure: Callable[[], Figure]
    lights: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    wheeled: tuple[Vehicle, Tyres] | None = None
    automatic: bool = False


def body_row(**values: float) -> Array:
    """(BODY,) from column names in lower case; what is not named is 0."""
    row = np.zeros(c.BODY)
    for name, value in values.items():
        row[getattr(c, name.upper())] = value
    return row


def thing(prop: Prop) -> Embodiment:
    """A loose object: it lies on the ground, rolls or slides, bounces when it is round."""
    length, width, height = prop.figure.bodies[0].size
    row = body_row(
        length=length,
        width=width,
        height=height,
        mass=prop.mass,
        radius=prop.radius or height / 2,
        rolling=ROLLING if prop.radius else SLIDING,
        restitution=0.6 if prop.radius else 0.0,
    )
    return Embodiment(c.BALL, row, lambda: prop.figure)
