"""A car tyre without its rim, lying or standing.

Class tyre.

Example::

    actors:
      tyre: {kind: tyre, at: {s: 60 m, t: 0.5 m}}
"""

from __future__ import annotations

from typing import ClassVar

from ...simcore.quantity.fields import Flag, Length, setting
from ...simcore.quantity.settings import Settings as Base
from ..embodiment import Embodiment, Occasion, thing


class Settings(Base):
    """How it looks."""

    group: ClassVar[str] = "things"

    radius: Length = setting("Outer radius", "0.316 m", low="0.2 m", high="0.6 m")
    standing: Flag = setting("Whether it stands on its tread", False)


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The tyre as it lies or rolls."""
    from ...simcore.geometry.props import tyre

    return thing(tyre.figure(radius=settings.radius, standing=settings.standing))
