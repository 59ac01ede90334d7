"""Lamps as light sources: place, direction, and how the light is spread."""

from __future__ import annotations

from typing import NamedTuple


class Lamp(NamedTuple):
    """A light source at one instant, in the world.

    place (3,) [m]; direction (3,) unit, the axis of the beam; colour (3,): linear RGB of the light
    with a luminance of 1; intensity [cd] on the axis; beam: how the intensity falls off the axis
    ("street", "low_beam", "high_beam", "point"); radius [m]: beyond it the lamp lights nothing.
    """

    place: tuple[float, float, float]
    direction: tuple[float, float, float]
    colour: tuple[float, float, float]
    intensity: float
    beam: str
    radius: float
