"""Twins of a reading: the same instant of the same world again, with something left out.

=========  ================  ==============
twin       of the weather    of the sensor
=========  ================  ==============
clean      none              no damage
weather    all               no damage
sensor     none              all of it
=========  ================  ==============

*Without weather* nothing falls or floats in the air, the ground is bare and dry, no spray is thrown
up. All else is as it was: bodies where they are, lamps that are on, sun, moon and clouds, and so is
the light, but for what fog or dust had taken of it. (A street without its snowstorm is a street
under the clouds of that storm; under a blue sky it would be another day: ``weather: {}``.)

*No damage* is the counts in the mean, of even pixels, as ``noise: false`` has them, and no fault.
Lens and processing stay what they are: pixel by pixel, twins show the same things.

A twin is exposed as the reading was. In another light, as of a street without its snow, the camera
asks for another exposure and white balance than in the reading's own; the twin gets that, and is as
far off from it as the reading was, where its automatics lagged behind. Noise has the reading's key.
The truth of a twin is that of the reading.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..simcore.registry import unknown


class Twin(NamedTuple):
    """What is left of a reading. weather: whether it shows the weather; damage: whether the sensor
    damages it."""

    weather: bool
    damage: bool


TWINS = {"clean": Twin(False, False), "weather": Twin(True, False), "sensor": Twin(False, True)}


def twins_named(names: Iterable[str]) -> tuple[str, ...]:
    """Names of twins, each once, in their order. Raises ``ValueError`` for one that is unknown."""
    asked = tuple(names)
    for name in asked:
        if name not in TWINS:
            raise ValueError(unknown(name, list(TWINS), "there is no such twin"))
    return tuple(name for name in TWINS if name in asked)
