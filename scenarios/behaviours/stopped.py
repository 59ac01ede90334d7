"""A vehicle that stands in its lane with the engine running.

Example::

    actors:
      car: {kind: sedan, at: {s: 120 m}, indicators: hazard, behaviour: {kind: stopped}}
"""

from __future__ import annotations

from ...simcore.quantity.fields import Flag, setting
from ...simcore.quantity.settings import Settings as Base

FOR = ("vehicles",)
"""Groups of actors that can do this."""


class Settings(Base):
    """What it shows."""

    brake_lights: Flag = setting("Whether its brake lights are on", True)
