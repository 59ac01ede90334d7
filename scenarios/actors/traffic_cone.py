"""A traffic cone with retro-reflective sleeves, 0.75 m high.

Class traffic_cone.

Example::

    actors:
      cone: {kind: traffic_cone, at: {s: 60 m, t: -1 m}}
"""

from __future__ import annotations

from typing import ClassVar

from ...simcore.quantity.fields import Flag, Length, setting
from ...simcore.quantity.settings import Settings as Base
from ..embodiment import Embodiment, Occasion, thing


class Settings(Base):
    """How it looks."""

    group: ClassVar[str] = "things"

    height: Length = setting("Height", "0.75 m", low="0.3 m", high="1.1 m")
    fallen: Flag = setting("Whether it lies on its side", False)


def embody(settings: Settings, occasion: Occasion) -> Embodiment:
    """The cone as it stands."""
    from ...simcore.geometry.props import traffic_cone

    return thing(traffic_cone.figure(height=settings.height, fallen=settings.fallen))
